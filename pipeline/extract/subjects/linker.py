"""Decides whose value it is: every mention of the sentence, what pronouns stand for, and what the text is about.
A number belongs to the subject that the sentence gives it to, so structure counts before nearness.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from pipeline.extract.draft import Draft
from pipeline.extract.mentions.flash import FLASH
from pipeline.extract.mentions.stacks import STACK
from pipeline.extract.subjects.borders import Borders, owns_alone
from pipeline.extract.subjects.candidate import HOLDER, Candidate, CandidateScorer
from pipeline.extract.subjects.components import Components, is_counted
from pipeline.extract.subjects.designs import Designs
from pipeline.extract.subjects.eligible import Eligible
from pipeline.extract.subjects.parts import Parts
from pipeline.extract.subjects.plants import PLANT
from pipeline.extract.subjects.search import Search
from pipeline.extract.subjects.senses import Senses
from pipeline.extract.text.groups import grouped, parted
from pipeline.extract.text.scene import REFERRING, Mention, Sentence
from pipeline.extract.text.words import Words
from pipeline.rulebook import Rulebook

_COMPANY, _MODEL, _DEVICE = "company", "model", "device"
_PRODUCTS = frozenset({"chip", "system", _DEVICE, "series", _COMPANY})


class SubjectLinker:
    """Scores who carries a value."""

    def __init__(self, rulebook: Rulebook) -> None:
        attributes, syntax = rulebook.attributes.attribute, rulebook.syntax.lowered
        self._weights, self._syntax = rulebook.scoring.subject, syntax
        self._borders, self._designs, self._components = Borders(rulebook), Designs(rulebook), Components(rulebook)
        self._eligible = Eligible(rulebook, self._borders, self._designs)
        self._parts = Parts(rulebook, self._components, self._eligible)
        self._scorer = CandidateScorer(rulebook, self._components)
        self.compared_at, self.is_product = self._borders.compared_at, self._designs.is_product
        self._apposed_to_last, self._supports = syntax("apposed-to-last"), syntax("supports-value")
        self._of_what, self._than, self._set_against = syntax("event-of-what"), syntax("than"), syntax("set-against")
        self._its = syntax("its-lead")
        self._sited = {a.id for a in attributes if a.sited}
        self._focus = {a.id: a.focus for a in attributes if a.focus is not None}
        self._supported = {a.id: a.supported_by for a in attributes if a.supported_by}
        self._types = {name: types or ("chip",) for name, types in rulebook.carriers.items()}
        self._senses = Senses(rulebook, self.carriers)

    @property
    def things(self) -> set[str]:
        """All types of thing that carry anything."""
        return {t for types in self._types.values() for t in types}

    def carriers(self, attribute: str) -> tuple[str, ...]:
        """The types of thing that carry an attribute, best first."""
        return self._types.get(attribute) or self._types.get(attribute.removesuffix("_ratio"), ("chip",))

    def link(self, draft: Draft, focus: Sequence[Mention], tokens: Words) -> None:
        """Fill ``draft.subjects`` and ``subject_score``; both stay empty where nothing is good enough."""
        self._senses.reread(draft)
        die = next((m for m in draft.sentence.mentions if m.rule == FLASH and 0 <= m.start - draft.end <= 1), None)
        best = Candidate([die], self._weights.attached, "attached") if die else self.best(draft, focus, tokens)
        if best is None or best.score < self._weights.threshold:
            return
        draft.subjects = best.mentions
        draft.subject_score = best.score
        self._senses.settle(draft)
        draft.rules.append(f"subject.{best.why}")

    def best(self, draft: Draft, focus: Sequence[Mention], tokens: Words) -> Candidate | None:
        """The best candidate of the sentence or of the focus."""
        draft.maker = draft.maker or self._borders.possessor(draft)
        if self._borders.is_a_strangers(draft, focus) or self._borders.is_of_a_kind(draft):
            return None
        search = Search(draft, self._able(draft), list(focus))
        self._gather(search)
        if any(owns_alone(m, draft) for m in draft.sentence.mentions if m not in search.usable):
            return None
        self._cut(search)
        self._weigh(search, tokens)
        self._leave_to_designs(search)
        self._parts.narrow(search)
        self._recall(search)
        return self._choose(search)

    def _able(self, draft: Draft) -> tuple[str, ...]:
        """The types of thing that can carry a value where it stands, best first."""
        types = draft.carriers or self.carriers(draft.attribute)
        if draft.attribute in self._supported and draft.sentence.led(self._supports, draft.reach_start):
            types = (*types, *self._supported[draft.attribute])
        if draft.attribute in self._sited and any(m.rule == PLANT for m in draft.sentence.mentions):
            types = (*types, _COMPANY)
        products = not _PRODUCTS.isdisjoint(types) and types[0] != _MODEL
        if draft.baseline is not None and draft.baseline.type not in types and products:
            types = (*types, draft.baseline.type)  # what can be compared can carry
        return types

    def _gather(self, search: Search) -> None:
        """Find the mentions of the sentence that can carry the value."""
        draft, types = search.draft, search.types
        usable = [m for m in draft.sentence.mentions if self._eligible.can_carry(m, types, draft)]
        if any(m.type != _COMPANY for m in usable):
            usable = [m for m in usable if m.rule != PLANT]  # what is made there is named
        if types[0] != _COMPANY and any(m.type != _COMPANY and m.end <= draft.reach_start for m in usable):
            usable = [m for m in usable if m.type != _COMPANY or m.start >= draft.reach_start]
        search.usable = usable
        if self._borders.is_of_one_stack(draft):
            search.usable = [m for m in usable if m.rule == STACK]
            search.focus = [m for m in search.focus if m.type == "chip"][:1]
            search.focus = [m for m in search.focus if m.rule == STACK]
        self._parts.drop_versions(search)

    def _cut(self, search: Search) -> None:
        """Leave what stands on the other side of a comparison, or before a thing that nobody knows."""
        draft, sentence = search.draft, search.draft.sentence
        search.cut = max((start for start, end in sentence.elsewhere if end <= draft.reach_start), default=-1)
        search.cut = max(search.cut, self.compared_at(draft))
        search.described = self._borders.described_to(draft)
        within = (m for m in search.usable if search.cut <= m.start < search.described)
        search.usable = [m for m in within if not _is_fitting(m, sentence)]
        if search.cut >= 0:  # "the Zeta platform supports NVLink at": of what nobody knows
            search.usable = [m for m in search.usable if not self._borders.is_had(m, draft)]

    def _weigh(self, search: Search, tokens: Words) -> None:
        """Score the mentions of the sentence, those together that carry it together."""
        draft, sentence = search.draft, search.draft.sentence
        search.groups = parted(grouped(search.usable, sentence, self._syntax), sentence, draft.start)
        weighed = (
            self._scorer.score(number, search.groups, draft, search.types, tokens)
            for number in range(len(search.groups))
        )
        search.found = list(weighed)
        _pass_to_held(search.found, self._weights.baseline)
        for several in (c for c in search.found if len(c.mentions) > 1 and c.mentions[-1].end <= draft.reach_start):
            end = several.mentions[-1].end - sentence.start
            if self._apposed_to_last.fullmatch(sentence.low, end, draft.reach_start - sentence.start):
                several.mentions = several.mentions[-1:]  # "the X100 and the X200, a chip with 16 GB"

    def _leave_to_designs(self, search: Search) -> None:
        """Nothing named or in mind before a design has what a verb tells of the design, unless that is a product."""
        draft, types = search.draft, search.types
        told = self._designs.told_to(draft, lambda mention: self._eligible.can_carry(mention, types, draft))
        search.found = [c for c in search.found if c.mentions[-1].end > told]
        if told < 0:
            search.allowed = draft.carriers or self._focus.get(draft.attribute.removesuffix("_ratio"), types)

    def _recall(self, search: Search) -> None:
        """Add what the text has in mind, where the words leave it open."""
        draft, types = search.draft, search.types
        if search.cut >= 0 or search.described <= draft.sentence.end or self._borders.opened_by_model(draft, types):
            return
        before = (m for m in search.usable if m.end <= draft.reach_start)
        counted = {m.name for m in before if is_counted(m, draft.sentence) or self._components.are_summed(m, draft)}
        lines = draft.baseline is not None and draft.baseline.type not in {_DEVICE, "chip"}
        family = f"{draft.baseline.name} " if lines and draft.baseline is not None else "\n"
        for mention in search.focus:
            if (
                mention.type in search.allowed
                and not mention.name.startswith(family)  # no member is better than its family
                and mention.name not in counted
                and not self._is_a_rivals(mention, search)
                and self._eligible.can_carry(mention, types, draft)
                and not self._measured_by(mention, draft)
            ):
                score = self._weights.focus * (0.75 + 0.25 * mention.salience)
                score -= min(self._weights.type_rank * self._scorer.rank(mention, types), self._weights.type_most)
                its = not search.usable and draft.sentence.led(self._its, draft.reach_start)
                if draft.previous and not its and not (draft.maker and draft.maker == mention.maker):
                    score -= self._weights.previous  # but "160 W, compared to Acme's 180 W" is told of Acme's
                search.found.append(Candidate([mention], score, "focus"))

    def _is_a_rivals(self, mention: Mention, search: Search) -> bool:
        """True for what another firm makes than the one that the sentence opens with: "Corsair's kit sells for", and
        "AMD went to 7nm", unless that has something in mind too.
        """
        seller = self._borders.opening_seller(search.draft)
        if seller and mention.type == _DEVICE and mention.maker not in {"", seller}:
            return True
        rival = self._borders.opening_maker(search.draft)
        if not rival or mention.type != "chip" or any(m.maker == rival for m in search.focus):
            return False
        return mention.maker != rival and mention.maker in self._borders.chip_makers

    def _choose(self, search: Search) -> Candidate | None:
        """The best of all that were found; None where none was."""
        draft = search.draft
        best = max(search.found, key=lambda c: c.score, default=None)
        if best is not None and best.mentions[0].type == _COMPANY:
            best = self._its_thing(best, draft, search.focus) or best
        if best is not None and best.why == "focus":
            best.mentions = next((g for g in search.groups if _holds(g, best.mentions[0])), best.mentions)
            best.why = "part" if search.device_part and draft.attribute.endswith("_ratio") else best.why
        return best

    def _its_thing(self, best: Candidate, draft: Draft, focus: Sequence[Mention]) -> Candidate | None:
        """What the firm makes and the text is about, where an event that things go through is told of "the company"
        without saying of what; None where there is no such thing.
        """
        firm, things = best.mentions[0], self._focus.get(draft.attribute, (_COMPANY,))
        event = draft.attribute.endswith("_date") and _COMPANY not in things
        if not event or firm.rule == PLANT or not focus or focus[0].maker != firm.name:
            return None
        named = any(m.type in things and m.how not in REFERRING for m in draft.sentence.mentions)
        told = any(draft.sentence.followed(self._of_what, end) for _, end in draft.evidence)
        barred = named or told or focus[0].type not in things
        return None if barred else Candidate([focus[0]], best.score, "focus")

    def _measured_by(self, mention: Mention, draft: Draft) -> bool:
        """True for what the sentence names only to compare with: it is not what the sentence goes on about, nor what
        was told before it.
        """
        sentence = draft.sentence
        own = [m for m in sentence.mentions if m.name == mention.name]
        like = {mention.type, "series"}
        others = any(m.type in like and m.name != mention.name for m in sentence.mentions)
        if not own or not (others or own[0].start >= draft.end):
            return False
        return all(sentence.led(self._than if others else self._set_against, m.start) for m in own)


def _pass_to_held(found: list[Candidate], baseline: float) -> None:
    """What "which" behind the holder tells is the held thing's: "the X100 used in the X900, which has"."""
    for held, holder in pairwise(found):
        if holder.why == HOLDER:
            held.score = max(held.score, holder.score + baseline)
            held.why = "relative"


def _is_fitting(mention: Mention, sentence: Sentence) -> bool:
    """True for the chip of "the DGX-1 V100 system": it says which system is meant."""
    return mention.type == "chip" and any(m.type == "system" and m.end + 1 == mention.start for m in sentence.mentions)


def _holds(group: list[Mention], mention: Mention) -> bool:
    """True for "both" and its like where ``mention`` is one of the things meant."""
    return len(group) > 1 and group[0].how == "pronoun" and any(m.name == mention.name for m in group)
