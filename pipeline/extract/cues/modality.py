"""How firmly a value is stated: asserted, reported, claimed, planned or rumoured, by the words around it.
A plan or rumour is a claim, marked as such; what one is measured by is neither.
"""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.extract.draft import Draft
from pipeline.extract.text.scene import REFERRING, Hit
from pipeline.extract.text.words import Words
from pipeline.model import DateValue, Modality, TextValue
from pipeline.rulebook import Rulebook

_ORDER = (Modality.RUMOURED, Modality.PLANNED, Modality.REPORTED, Modality.CLAIMED)
_TOLD = frozenset({Modality.RUMOURED, Modality.REPORTED})
_BESIDE = 3  # letters between the start and the name that opens a headline, or between a maker and its thing
_IN_BRACKETS = "subject.parenthesis"
_BRACKETED = 2  # words behind the one of modality in a bracket that still tells of the value before it
_NEAR = 6  # words from a value to a word of modality behind it


class ModalityReader:
    """Tells the modality of drafts."""

    def __init__(self, rulebook: Rulebook) -> None:
        syntax = rulebook.syntax
        self._official, self._official_needs = syntax.lowered("official"), syntax.needs("official")
        self._break, self._new_predicate = syntax.lowered("statement-break"), syntax.lowered("new-predicate")
        self._measured_by, self._figures_first = syntax.lowered("measured-by"), syntax.lowered("figures-then-verb")
        self._compared = syntax.lowered("compared")
        self._label = syntax.lowered("awaited-label")
        self._next_predicate = syntax.lowered("next-predicate")
        self._aside, self._told_aside = syntax.lowered("aside-opens"), syntax.lowered("aside-told")
        self._which_is, self._former = syntax.lowered("aside-of-what-is"), syntax.lowered("plan-for-the-former")
        self._next, self._next_needs = syntax.lowered("plan-of-the-next"), syntax.needs("plan-of-the-next")
        self._once = {a.id for a in rulebook.attributes.attribute if a.once}
        self._goes_on = syntax.lowered("planned-to")
        self._aimed, self._aimed_needs = syntax.lowered("aimed-at"), syntax.needs("aimed-at")
        self._sold, self._sold_needs = syntax.lowered("sold-otherwise"), syntax.needs("sold-otherwise")
        self._present = syntax.lowered("comes-in")
        self._headline_plan = syntax.lowered("headline-plan")
        self._modality = {c.id: Modality(c.value) for c in rulebook.cues.cue if c.kind == "modality"}
        self._settling = {c.id for c in rulebook.cues.cue if c.settles}
        self._timed = {a.id for a in rulebook.attributes.attribute if "period" in a.conditions}
        self._foreseeing = {c.id for c in rulebook.cues.cue if c.kind == "modality" and c.announced}

    def of(
        self,
        draft: Draft,
        tokens: Words,
        published: DateValue | None,
        press_release: bool,
        frame: Sequence[Hit] = (),
    ) -> Modality:
        """How firmly the value is stated; ``frame`` are the words of modality in the heading or lead above."""
        sentence = draft.sentence
        found: set[Modality] = set()
        firm: set[Modality] = set()
        settled = False
        official = self._official.search(sentence.low) if sentence.holds(self._official_needs) else None
        for hit in sentence.of_kind("modality"):
            value = self._modality[hit.key]
            left, right = (
                sorted((hit.end, draft.reach_start)) if hit.end <= draft.reach_start else (draft.reach_end, hit.start)
            )
            between = sentence.low[max(left - sentence.start, 0) : max(right - sentence.start, 0)]
            gap = tokens.gap(hit.start, hit.end, draft.reach_start, draft.reach_end)
            behind = hit.start >= draft.reach_end
            if _is_bracketed(hit, draft):
                continue
            if behind and gap > _NEAR and value is not Modality.RUMOURED:
                listed = self._figures_first.fullmatch(between) and not sentence.followed(self._goes_on, hit.start)
                if not listed:
                    continue
            told = between.replace(":", ",") if value in _TOLD else between  # what is leaked may be listed
            broken = value is not Modality.CLAIMED and self._break.search(told)
            if broken and not self._label.fullmatch(sentence.low, 0, draft.reach_start - sentence.start):
                continue
            if value is not Modality.CLAIMED and self._is_measure(draft, between):
                continue
            if value is Modality.PLANNED and (
                self._is_aside(draft, hit, behind, between) or self._is_there(draft, hit, behind, between)
            ):
                continue
            if behind and (_names_what_follows(draft) or self._next_predicate.fullmatch(between)):
                continue
            if behind and value is Modality.PLANNED and _is_of_another(draft, hit):
                continue
            if official and value is Modality.RUMOURED and hit.end <= sentence.start + official.start():
                continue
            through = sentence.low[draft.reach_end - sentence.start : hit.end - sentence.start]
            if value is Modality.PLANNED and self._new_predicate.fullmatch(through):
                continue
            if value is Modality.CLAIMED and not draft.attribute.endswith("_ratio"):
                continue
            found.add(value)
            settled = settled or hit.key in self._settling
            if hit.key not in self._foreseeing:
                firm.add(value)
        if self._is_to_be(draft) or (sentence.holds(self._aimed_needs) and sentence.led(self._aimed, draft.start)):
            found.add(Modality.PLANNED)
            firm.add(Modality.PLANNED)
        if sentence.holds(self._sold_needs) and sentence.followed(self._sold, draft.end):
            found.clear()
        if draft.previous and draft.attribute not in self._timed:
            found.discard(Modality.PLANNED)  # "will rise from 288 GB to 512 GB": the first is what there is
        if settled and Modality.PLANNED not in firm:
            found.discard(Modality.PLANNED)  # "will reportedly have": what is reported is what will be
        framed = {self._modality[hit.key] for hit in frame if hit.key not in self._foreseeing} - {Modality.CLAIMED}
        found |= framed
        firm |= framed
        draft.foreseen = found - firm == {Modality.PLANNED} and not isinstance(draft.value, DateValue)
        if isinstance(draft.value, DateValue) and published is not None:
            if draft.value.date_end < published.date_start and draft.attribute in self._once:
                found.discard(Modality.PLANNED)  # "founded in 1978, plans to ship"
            if draft.value.date_start > published.date_end:
                found.add(Modality.PLANNED)
            elif draft.value.date_start >= published.date_start and draft.value.date_end <= published.date_end:
                found.discard(Modality.PLANNED)  # what happens today is no plan, whatever else the sentence foresees
            elif draft.value.date_start <= published.date_start < draft.value.date_end and self._is_running(draft):
                found.add(Modality.PLANNED)
            elif draft.value.date_end < published.date_start and framed == found == {Modality.PLANNED}:
                found.clear()  # the past years of a roadmap
        for modality in _ORDER:
            if modality in found:
                return modality
        if press_release and draft.attribute.endswith("_ratio"):
            return Modality.CLAIMED
        if draft.attribution and draft.attribute.endswith("_ratio") and not _credible(draft):
            return Modality.CLAIMED
        return Modality.ASSERTED

    def of_label(self, label: Sequence[Hit]) -> str:
        """How firmly a table's label ("Expected price") says that its cells are; empty where it does not say."""
        said = {self._modality[hit.key] for hit in label if hit.kind == "modality" and hit.key not in self._foreseeing}
        return next((modality for modality in _ORDER if modality in said), "")

    def _is_measure(self, draft: Draft, between: str) -> bool:
        """True for the 60 of "will get 73 Wh, larger than the 60 Wh that": what a plan is measured by is none."""
        if draft.attribute.endswith("_ratio") or isinstance(draft.value, DateValue):
            return False
        owner = draft.subjects[0] if draft.subjects and _IN_BRACKETS in draft.rules else None
        if owner is not None and draft.sentence.led(self._compared, owner.start):
            return True  # "will be twice as fast as the X90 (350 W)"
        return self._measured_by.search(between) is not None

    def _is_aside(self, draft: Draft, hit: Hit, behind: bool, between: str) -> bool:
        """True where either stands in an aside of its own: "the deal, which will close in May, values the firm at",
        "the firm, which had a value of $4 billion, will own".
        """
        sentence = draft.sentence
        if "," not in between or draft.attribute not in self._timed:
            return False
        return sentence.led(self._told_aside, draft.reach_start) if behind else sentence.led(self._aside, hit.start)

    def _is_there(self, draft: Draft, hit: Hit, behind: bool, between: str) -> bool:
        """True for what a thing has that is there: "the X90, which draws 300 W, will get", "the X90 (300 W) will be
        followed by the X100", "will replace the X90 (300 W)".
        """
        sentence = draft.sentence
        if not behind:
            return self._former.fullmatch(between) is not None
        if sentence.holds(self._next_needs) and sentence.followed(self._next, hit.start):
            return True
        return "," in between and sentence.led(self._which_is, draft.reach_start)

    def _is_running(self, draft: Draft) -> bool:
        """True for "is out in Q2" within that quarter: in the present tense it has not happened yet."""
        return draft.sentence.led(self._present, draft.start)

    def _is_to_be(self, draft: Draft) -> bool:
        """True for the sum of "Acme to invest $2 billion": a headline's infinitive is a plan of whom it opens with."""
        sentence = draft.sentence
        reached = sentence.start
        for mention in sentence.mentions:
            if mention.start - reached > _BESIDE or mention.end > draft.reach_start:
                return False
            if sentence.followed(self._headline_plan, mention.end):
                return True
            reached = max(reached, mention.end)
        return False


def _names_what_follows(draft: Draft) -> bool:
    """True for the X200 of "its successor, the X200, is expected in May": that is told of the X200 itself."""
    return (
        isinstance(draft.value, TextValue)
        and any(m.end == draft.end for m in draft.sentence.mentions)
        and all(m.start < draft.start for m in draft.subjects)
    )


def _is_of_another(draft: Draft, hit: Hit) -> bool:
    """True for the word in "the X100 has 6 TB/s, and the X200 will have 8": it is told of the thing right before it."""
    own = {m.name for m in draft.subjects}
    last = next((m for m in draft.sentence.mentions if 0 <= hit.start - m.end <= 1), None)
    if last is None or last.how in REFERRING or last.name in own or last.start < draft.reach_end:
        return False
    return all(m.end <= draft.reach_start for m in draft.subjects)


def _credible(draft: Draft) -> bool:
    """An outlet or analyst reports; only a company's own words about ratios are claims."""
    return not any(m.type == "company" and m.name == draft.attribution for m in draft.sentence.mentions)


def _is_bracketed(hit: Hit, draft: Draft) -> bool:
    """True for the word in "708 TFLOPS at INT8 (presumably meant to be FP8)": what a bracket says goes no further,
    unless it says it of the value or of the label before it ("$999 (rumored)", "Price (expected): $999").
    """
    low, origin = draft.sentence.low, draft.sentence.start
    if hit.end <= draft.reach_start:
        inner, closed, rest = low[hit.end - origin : draft.reach_start - origin].partition(")")
        return bool(closed) and "(" not in inner and not rest.lstrip(" *_").startswith((":", "|"))
    between = low[draft.reach_end - origin : hit.start - origin] if hit.start >= draft.reach_end else ""
    opened = between.rfind("(") > between.rfind(")")
    return opened and len(low[hit.end - origin :].partition(")")[0].split()) > _BRACKETED
