"""Reads the quantities that state an attribute as they are: "64 GB of memory", "a TDP of 700 W".
Multipliers and percentages that compare are the business of ``ratios``.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence

from pipeline.extract.draft import Draft
from pipeline.extract.quantities.numbers import Figures, number_draft
from pipeline.extract.text.labels import change_label, list_label
from pipeline.extract.text.scene import Hit, Sentence
from pipeline.extract.text.words import Words
from pipeline.extract.values.attribute import MEASURED, AttributeChooser
from pipeline.extract.values.money import MoneyReader
from pipeline.extract.values.previous import PreviousValues
from pipeline.model import Change, Quantity
from pipeline.rulebook import Rulebook
from pipeline.rulebook.attributes import Attribute
from pipeline.units import UnitSystem

_UNITLESS, _COUNT = "list-shared-unit", "count"
_VERSUS = 12  # letters between two numbers set side by side
_NEAR = 50  # characters between a figure and the earlier one that it is set against
_MAGNITUDE = 8  # a number that differs by more from the one it seems to repeat is about something else
_BESIDE = 30  # letters between a value and its earlier one


def _is_change(later: Quantity, earlier: Quantity) -> bool:
    """True for two measures of one unit that stand side by side."""
    return (later.dimension, later.unit) == (earlier.dimension, earlier.unit) and earlier.start - later.end < _BESIDE


class StatedReader:
    """Turns quantities into drafts."""

    def __init__(self, rulebook: Rulebook, previous: PreviousValues, money: MoneyReader, units: UnitSystem) -> None:
        self._chooser = AttributeChooser(rulebook, units)
        self._figures = Figures(rulebook)
        self._previous = previous
        self._money = money
        self._inherits = rulebook.scoring.attribute.inherited
        self._never_counted = {n for a in rulebook.attributes.attribute for n in a.not_nouns}
        self._change_subject = rulebook.syntax.regex("change-subject")
        self._restates = rulebook.syntax.lowered("restated-from")
        self._restated_lead = rulebook.syntax.lowered("restated-lead")
        self._run_tail = rulebook.syntax.lowered("run-tail")
        self._restated_and = rulebook.syntax.lowered("restated-and")
        self._restated_owner = rulebook.syntax.lowered("restated-owner")
        self._restated_tail = rulebook.syntax.lowered("restated-tail")
        self._syntax = rulebook.syntax.lowered
        self._spread, self._gains = self._syntax("spread-between"), self._syntax("gain-shared")
        self._gains_over, self._dealt = self._syntax("gain-over-shared"), self._syntax("dealt-behind")
        self._two_speeds = self._syntax("two-speeds")
        self._owned_lead = self._syntax("than-anothers")
        self._both_counts = self._syntax("cores-and-threads")
        self._reached = rulebook.syntax.lowered("reached-lead")
        self._options = rulebook.syntax.regex("options-joined")
        self._labelled = rulebook.syntax.lowered("labelled-sum")
        self._of_firms = rulebook.attributes.of_firms
        self._sums = {a.id for a in rulebook.attributes.attribute if "money" in a.dimensions}
        self._listed = rulebook.syntax.lowered("list-between")
        self._joined = rulebook.syntax.lowered("also-earlier")

    def read(
        self,
        sentence: Sentence,
        tokens: Words,
        extra: tuple[Hit, ...] = (),
        label: str = "",
        list_lead: tuple[Hit, ...] = (),
        last_told: Container[str] = (),
    ) -> list[Draft]:
        """Drafts of the quantities that state an attribute as they are; ``list_lead`` are hits in a list's lead,
        ``last_told`` the attributes of the sentence before.
        """
        if not sentence.quantities:
            return []
        for at in range(1, len(sentence.quantities)):
            before, quantity = sentence.quantities[at - 1 : at + 1]
            if before.change is Change.UNDER and self._is_spread(before, quantity, sentence):
                sentence.quantities[at] = quantity.model_copy(update={"change": Change.UNDER})
        for at, quantity in enumerate(sentence.quantities):
            if quantity.change is Change.UNDER and sentence.led(self._reached, quantity.phrase_start):
                sentence.quantities[at] = quantity.model_copy(update={"change": Change.EXACT})
        drafts: list[Draft] = []
        last: tuple[Quantity, Attribute, float] | None = None
        said: list[tuple[Quantity, Attribute, float]] = []
        quantities = self._previous.split(sentence)
        for at, quantity in enumerate(quantities):
            if self._is_no_figure(quantity, sentence, tokens):
                continue
            quantity = self._uncounted(quantity, sentence)
            own_extra, own_label = (extra, label) if extra or label else list_label(sentence, quantity, list_lead)
            if at == 0 and not any(h.key in self._sums and h.value == "cues" for h in own_extra):
                own_extra = (*own_extra, *self._of_a_business(quantity, sentence, list_lead))
            if not own_label and own_extra and quantity.dimension == "number":
                told = (h for h in own_extra if h.kind == "attr")  # "CUDA cores" above a list, or asked for
                own_label = " ".join(dict.fromkeys(tokens.source[h.start : h.end] for h in told))
            if not own_label and quantity.dimension == "number":
                lead = sentence.text[: quantity.phrase_start - sentence.start]
                own_label = change_label(lead, self._change_subject)
            near = drafts and tokens.gap(drafts[-1].start, drafts[-1].end, quantity.start, quantity.end) <= 4
            earlier = drafts[-1].attribute if near else ""
            chosen = self._chooser.choose(quantity, sentence, tokens, own_extra, own_label, earlier)
            chosen = self._inherited(chosen, quantity, last, sentence)
            if _UNITLESS in quantity.rules and at + 1 < len(quantities):  # "16 and 32 GB of storage": one and the same
                following = self._chooser.choose(quantities[at + 1], sentence, tokens, own_extra, own_label, earlier)
                sure = following is not None and not self._chooser.tentative(following[1])
                chosen = following if sure else chosen
            if chosen is None and (end := self._run_end(at, quantities, sentence)) > at:
                following = self._chooser.choose(quantities[end], sentence, tokens, own_extra, own_label, earlier)
                if following is not None and not self._chooser.tentative(following[1]):
                    chosen = (following[0], following[1] * self._inherits, [])
            fuller = None
            if chosen is None or self._chooser.tentative(chosen[1]):
                fuller = (None if own_label else self._fuller(quantity, said, sentence)) or (
                    self._alike(quantity, said, sentence)
                    or self._beside_rival(quantity, said, sentence)
                    or self._in_bracket(quantity, sentence)
                    if chosen is None
                    else None
                )
            if fuller is not None:
                quantity = quantity.model_copy(update={"unit": fuller[0].unit, "dimension": fuller[0].dimension})
                chosen = (fuller[1], fuller[2] * self._inherits, [])
            if chosen is None or (chosen[0].in_figures and self._figures.is_in_words(quantity, sentence)):
                continue
            attribute, score, used = self._restated(chosen, quantity, last, sentence)
            last = (quantity, attribute, score)
            said.append(last)
            draft = number_draft(attribute, quantity, sentence, score)
            draft.evidence = [(h.start, h.end) for h in used]
            if attribute.rate_subjects and quantity.dimension.endswith("_rate"):
                draft.carriers = attribute.rate_subjects
            draft.tentative = self._chooser.tentative(score)
            draft.weak = all(h.value == "weak" for h in used)
            draft.previous = self._previous.is_previous(draft) or self._goes_on(draft, drafts)
            draft.barred = (*draft.barred, *self._previous.left_behind(draft))
            main = said[-2] if len(said) > 1 and draft.previous and not used else None
            if main is not None and main[1] is not attribute and _is_change(main[0], quantity):
                draft.attribute = main[1].id  # "25 W, up from the 15 W": of one and the same
                draft.rules.append("attribute.change")
            if fuller is not None:
                draft.focus, draft.tentative = False, False
                draft.rules.append("attribute.restated")
            drafts.append(draft)
        return self._money.settle(drafts, sentence, quantities, last_told)

    def _run_end(self, at: int, quantities: Sequence[Quantity], sentence: Sentence) -> int:
        """The last of a list of measures that goes on from one: "19 hours, 15 hours and 12 hours of battery life"."""
        first, origin, end = quantities[at], sentence.start, at
        while (
            end + 1 < len(quantities)
            and (quantities[end + 1].dimension, quantities[end + 1].unit) == (first.dimension, first.unit)
            and self._listed.fullmatch(sentence.low, quantities[end].end - origin, quantities[end + 1].start - origin)
        ):
            end += 1
        return end if first.unit else at

    def _is_spread(self, before: Quantity, quantity: Quantity, sentence: Sentence) -> bool:
        """True for the second of "up to 16 GB of memory and 1 TB of storage": the bound is that of both. Likewise of
        two that are dealt out behind them, and of two gains of one kind.
        """
        origin = sentence.start
        counts = sentence.low, before.start - origin, quantity.end - origin
        if quantity.change is Change.EXACT and self._both_counts.fullmatch(*counts):
            return True
        if (
            quantity.change is not Change.EXACT
            or before.dimension != quantity.dimension
            or before.low != before.high
            or quantity.low != quantity.high
        ):
            return False
        spread = self._gains if quantity.dimension == "percent" else self._spread
        between = sentence.low, before.end - origin, quantity.phrase_start - origin
        over = self._gains_over.fullmatch(*between) if quantity.unit == before.unit else None
        if over is not None:
            return sentence.low.startswith(over["how"], quantity.end - origin)
        if self._listed.fullmatch(*between) and (
            sentence.followed(self._dealt, quantity.end) or sentence.led(self._two_speeds, before.phrase_start)
        ):
            return True
        return bool(spread.fullmatch(*between))

    def _goes_on(self, draft: Draft, earlier: Sequence[Draft]) -> bool:
        """True for the second of "up from 36 hours and 60 hours": both are of what came before."""
        last = earlier[-1] if earlier else None
        if last is None or not last.previous:
            return False
        origin = draft.sentence.start
        if last.attribute != draft.attribute:  # "big jumps from the 1,000 nits and 90 Hz"
            between = draft.sentence.low[last.reach_end - origin : draft.reach_start - origin]
            main = any(d.attribute == draft.attribute and not d.previous for d in earlier)
            return main and self._joined.fullmatch(between) is not None
        listed = self._listed.fullmatch(draft.sentence.low, last.reach_end - origin, draft.reach_start - origin)
        return bool(listed) and sum(d.attribute == draft.attribute and not d.previous for d in earlier) > 1

    def _uncounted(self, quantity: Quantity, sentence: Sentence) -> Quantity:
        """A number before "single-core" counts no cores: it is a bare one, as in "scored 2,900 single-core"; so is the
        second of "2,900 with one thread and 9,100 with all cores".
        """
        if not self._counts_none(quantity) or quantity.dimension in MEASURED:
            words, behind = (sentence.low[at - sentence.start :] for at in (quantity.start, quantity.end))
            own = any(map(str.isalpha, words[: quantity.end - quantity.start]))
            if own or quantity.dimension not in {"core", "thread"} or not self._run_tail.match(behind):
                return quantity
            return quantity.model_copy(update={"unit": "", "dimension": "number", "noun": ""})
        words = sentence.text[quantity.start - sentence.start : quantity.end - sentence.start]
        at = words.lower().rfind(quantity.noun.lower().partition(" ")[0])
        number = words[: at if at >= 0 else None].rstrip(" -")
        end = quantity.start + len(number)
        return quantity.model_copy(
            update={"end": end, "phrase_end": end, "unit": "", "dimension": "number", "noun": ""}
        )

    def _counts_none(self, quantity: Quantity) -> bool:
        """True for a noun that begins with one that is never counted: "1,964 multi-core score"."""
        words = quantity.noun.lower().split(" ")
        return any(" ".join(words[:end]) in self._never_counted for end in range(1, len(words) + 1))

    def _fuller(
        self, quantity: Quantity, said: Sequence[tuple[Quantity, Attribute, float]], sentence: Sentence
    ) -> tuple[Quantity, Attribute, float] | None:
        """What a bare number repeats: "spends 208 billion transistors, where the X100 spends 153 billion"."""
        if quantity.dimension != "number" or quantity.low != quantity.high or not quantity.low:
            return None
        at, behind = quantity.phrase_start - sentence.start, quantity.phrase_end - sentence.start
        lead = sentence.low[max(at - 40, 0) : at]
        if not self._restated_tail.match(sentence.low[behind:]) or self._syntax("number-of-to").search(lead):
            return None
        if not self._restated_lead.search(lead) and not self._is_anothers(quantity, lead, sentence):
            return None
        beside = next((q for q in reversed(sentence.quantities) if q.end <= quantity.phrase_start), None)
        if beside is not None and beside.dimension == "number" and all(s[0] is not beside for s in said):
            gap = quantity.phrase_start - beside.end
            if gap <= _VERSUS and beside.low == beside.high and beside.low:
                return None  # "as many of them, 48 versus 46": another measure
        for earlier in reversed(said):
            near = earlier[0].low and 1 / _MAGNITUDE <= quantity.low / earlier[0].low <= _MAGNITUDE
            timed = earlier[0].dimension == "time" and not self._syntax("up-from").search(lead)
            if near and not timed and earlier[0].dimension not in {"number", "money", "percent"}:
                return earlier
        return None

    def _is_anothers(self, quantity: Quantity, lead: str, sentence: Sentence) -> bool:
        """True for the second of "fewer than the 24 of the X100 and the 34 of the X200"."""
        if not self._restated_and.search(lead):
            return False
        match = self._restated_owner.match(sentence.low, quantity.phrase_end - sentence.start)
        return match is not None and any(m.start == sentence.start + match.end() for m in sentence.mentions)

    def _beside_rival(
        self, quantity: Quantity, said: Sequence[tuple[Quantity, Attribute, float]], sentence: Sentence
    ) -> tuple[Quantity, Attribute, float] | None:
        """What a bare number in brackets behind a name is, or behind its verb, where a result was told before it:
        "scored 9,500 points, ahead of the X100 (8,200)", "while the X100 hit 8,200".
        """
        if quantity.dimension != "number" or quantity.low != quantity.high or not quantity.low:
            return None
        before = max((m.end for m in sentence.mentions if m.end <= quantity.start), default=-1)
        lead = sentence.low[before - sentence.start : quantity.phrase_start - sentence.start] if before >= 0 else ""
        behind = quantity.phrase_end - sentence.start
        listed = self._syntax("listed-value").fullmatch(lead) and self._syntax("listed-end").match(sentence.low, behind)
        if not listed and not self._syntax("rival-result").fullmatch(lead):
            return None
        results = (s for s in reversed(said) if s[1].tool and s[0].low)
        return next((s for s in results if 1 / _MAGNITUDE <= quantity.low / s[0].low <= _MAGNITUDE), None)

    def _in_bracket(self, quantity: Quantity, sentence: Sentence) -> tuple[Quantity, Attribute, float] | None:
        """What a measure in brackets right behind a name is, where the sentence says what it speaks of: "its battery
        life is a step down from the X100 (4 to 9 hours)".
        """
        at, behind = quantity.phrase_start - sentence.start, quantity.phrase_end - sentence.start
        bracketed = sentence.low[at - 1 : at] == "(" and sentence.low[behind : behind + 1] == ")"
        if not bracketed or quantity.dimension == "number":
            return None
        if not any(m.end in {quantity.phrase_start - 1, quantity.phrase_start - 2} for m in sentence.mentions):
            return None
        for attribute in self._chooser.candidates(quantity):
            if any(h.value == "cues" for h in sentence.about(attribute.id)):
                return quantity, attribute, 1.0
        return None

    def _of_a_business(self, quantity: Quantity, sentence: Sentence, lead: tuple[Hit, ...]) -> Iterator[Hit]:
        """What the lead of a list tells of firms, where an item is but a part of a business and its sum."""
        told = [h for h in lead if h.key in self._of_firms]
        if not told or quantity.dimension != "money" or any(m.type != "company" for m in sentence.mentions):
            return
        if self._labelled.fullmatch(sentence.low, 0, quantity.phrase_start - sentence.start):
            yield from told

    def _alike(
        self, quantity: Quantity, said: Sequence[tuple[Quantity, Attribute, float]], sentence: Sentence
    ) -> tuple[Quantity, Attribute, float] | None:
        """What a measure without a cue repeats: "supports 64 GB of memory, while the X200 supports 128 GB"."""
        lead = sentence.low[: quantity.phrase_start - sentence.start]
        tail = self._syntax("parallel-tail").match(sentence.low, quantity.end - sentence.start)
        if not tail or not self._restated_lead.search(lead[-40:]):
            return None
        for earlier in reversed(said):
            if (earlier[0].dimension, earlier[0].unit) == (quantity.dimension, quantity.unit):
                between = sentence.low[earlier[0].end - sentence.start : quantity.start - sentence.start]
                return earlier if self._syntax("parallel-clause").search(between) else None
        return None

    def _inherited(
        self,
        chosen: tuple[Attribute, float, list[Hit]] | None,
        quantity: Quantity,
        last: tuple[Quantity, Attribute, float] | None,
        sentence: Sentence,
    ) -> tuple[Attribute, float, list[Hit]] | None:
        """A number in a list takes the attribute of the one before it where its own words say nothing clearer."""
        if last is None or last[0].dimension != quantity.dimension:
            return chosen
        if quantity.dimension == _COUNT and quantity.noun not in {"", last[0].noun}:
            return chosen  # "512 execution units, 256 TMUs": other things are counted
        between = sentence.text[last[0].end - sentence.start : quantity.start - sentence.start]
        if last[0].unit != quantity.unit and not (last[1].plural and self._options.fullmatch(between)):
            return chosen  # but for "512GB or 1TB of storage"
        if len(between) > 60 or ";" in between or "." in between:
            return chosen
        score = last[2] * self._inherits
        if (
            chosen is None
            or (chosen[0].id != last[1].id and (self._chooser.tentative(chosen[1]) or not chosen[2]))
            or (chosen[0].id == last[1].id and score > chosen[1])
        ):
            return (last[1], score, []) if not self._chooser.tentative(score) else chosen
        return chosen

    def _restated(
        self,
        chosen: tuple[Attribute, float, list[Hit]],
        quantity: Quantity,
        last: tuple[Quantity, Attribute, float] | None,
        sentence: Sentence,
    ) -> tuple[Attribute, float, list[Hit]]:
        """The earlier figure of "60 W charging, up from 45 W" is one of what the later one states."""
        if last is None or last[1].id == chosen[0].id or last[0].dimension != quantity.dimension:
            return chosen
        between = sentence.low[last[0].end - sentence.start : quantity.phrase_start - sentence.start]
        if len(between) > _NEAR or not self._restates.search(between):
            return chosen
        return last[1], max(last[2] * self._inherits, chosen[1]), []

    def _is_no_figure(self, quantity: Quantity, sentence: Sentence, tokens: Words) -> bool:
        figures = self._figures
        vague = quantity.dimension == "ratio" or figures.is_vague(quantity, sentence)
        if sentence.text[quantity.end - sentence.start - 1].isdigit() and sentence.led(
            self._owned_lead, quantity.start
        ):
            lead = sentence.low[: quantity.phrase_start - sentence.start]
            owner = self._owned_lead.search(lead)
            if owner and all(m.end != sentence.start + owner.start("mark") for m in sentence.mentions):
                return True  # "more than the Zeta's 192": of what nobody knows
        return vague or figures.is_reckoning(quantity, sentence) or figures.is_delta(quantity, sentence, tokens)
