"""Earlier values of a change: "up from 64 GB", "instead of 170 W" belong to what came before, not to the subject.
Where the sentence names no owner, the predecessor is it; a price or storage size is the same thing's earlier one.
"""

from __future__ import annotations

import re

from pipeline.extract.draft import Draft
from pipeline.extract.text.scene import Mention, Sentence
from pipeline.extract.values.relations import RELATIONS, RelationReader
from pipeline.model import NumberValue, Quantity, TextValue
from pipeline.rulebook import Rulebook

_COMMA = re.compile(r",\s+")
_NEAR = 20  # letters before a value
_LEAD = 80  # letters before a bracket in which "its predecessor" stands
_POSSESSIVE = 3  # letters of "'s "


class PreviousValues:
    """Recognises earlier values and finds whose they are."""

    def __init__(self, rulebook: Rulebook, relations: RelationReader) -> None:
        self._syntax = rulebook.syntax.lowered
        self._relations = relations
        self._elsewhere = rulebook.syntax.regex("previous-elsewhere")
        self._same_thing = {a.id for a in rulebook.attributes.attribute if a.revised}
        self._from_anothers = self._syntax("from-anothers")
        names = ("to-the-later", "later-behind", "earlier-of")
        self._to_later, self._later, self._earlier_of = map(self._syntax, names)
        self._anothers = rulebook.syntax.regex("owner-behind")
        self._owner = self._syntax("owner-before")
        self._than_the, self._behind = self._syntax("than-the-value"), self._syntax("predecessor-behind")
        self._swapped, self._swap_needs = self._syntax("swapped"), rulebook.syntax.needs("swapped")
        self._revised = self._syntax("revised-lead")
        self._floor = self._syntax("floor-of-a-value")
        self._its_forerunners = self._syntax("forerunner-of-value")
        self._forerunner_has = self._syntax("forerunner-has")
        self._forerunner_needs = rulebook.syntax.needs("forerunner-of-value")
        self._timed = {a.id for a in rulebook.attributes.attribute if "period" in a.conditions}

    def is_previous(self, draft: Draft) -> bool:
        """True where the words before the value say that it is the earlier or the other one."""
        if isinstance(draft.value, TextValue):
            return False
        sentence = draft.sentence
        lead = sentence.low[max(draft.reach_start - sentence.start - 50, 0) : draft.reach_start - sentence.start]
        match = self._syntax("previous").search(lead)
        if match is None:
            return sentence.holds(self._swap_needs) and self._is_swapped(draft)
        if self._syntax("span-lead").search(lead) or sentence.followed(self._floor, draft.reach_end):
            return False  # "boosts to 5.2 GHz from a 4.7 GHz base"
        if self._syntax("previous-lone").match(match.group(0)):
            # a lone "from" says little; only a later value behind it, or an owner, makes it a change
            tail = sentence.low[draft.reach_end - sentence.start :]
            owned = self._syntax("possessive").match(tail) is not None
            at = draft.reach_start - len(lead) + match.start()
            beside = any(
                q.unit == draft.value.unit
                and _COMMA.fullmatch(sentence.low, q.end - sentence.start, at - sentence.start)
                for q in sentence.quantities
                if isinstance(draft.value, NumberValue) and q.end <= at
            )  # "4.6 GHz, from 4.3 GHz"
            return owned or beside or self._syntax("change-goes-on").match(tail) is not None
        return True

    def left_behind(self, draft: Draft) -> tuple[str, ...]:
        """Whose the earlier value is ("up from the X100's 192 GB to 288 GB", "from 192 GB in the X100 to"):
        the later one is another's.
        """
        sentence = draft.sentence
        origin, at = sentence.start, draft.reach_start - sentence.start
        if not sentence.low.endswith("to ", 0, at) and " to " not in sentence.low[max(at - _NEAR, 0) : at]:
            return ()
        behind = (m for m in sentence.mentions if m.end <= draft.reach_start and m.how != "pronoun")
        return tuple(
            m.name
            for m in behind
            if (
                self._to_later.fullmatch(sentence.low, m.end - origin, at)
                and self._from_anothers.search(sentence.low, 0, m.end - origin + _POSSESSIVE)
            )
            or (self._later.fullmatch(sentence.low, m.end - origin, at) and sentence.led(self._earlier_of, m.start))
        )

    def _is_swapped(self, draft: Draft) -> bool:
        """True for the first figure of "swaps the 16 GB of the X100 for 24 GB"."""
        at = draft.start - draft.sentence.start
        spans = (m.span(m.lastindex - 1) for m in self._swapped.finditer(draft.sentence.low) if m.lastindex)
        return any(first <= at < end for first, end in spans)

    def settle(self, drafts: list[Draft]) -> list[Draft]:
        """Give earlier values without an owner to the predecessor, or drop them."""
        kept = []
        for draft in drafts:
            kin = self._kin_of(draft)
            if kin is not None and not (kin["before"] and self._pass_on(draft)):
                continue
            if draft.previous and self._is_said_again(draft, drafts):
                draft.subjects = []
            if not draft.previous or draft.subjects or self._own(draft, drafts):
                kept.append(draft)
        return kept

    def _kin_of(self, draft: Draft) -> re.Match[str] | None:
        """What has the value of "twice as fast as its 51.2 Tbps predecessor" and "its 8 GB sibling", which stand before
        the noun, and of "its predecessor (8 GB)"; ``before`` is set for what came before. None elsewhere.
        """
        sentence = draft.sentence
        if draft.attribute in RELATIONS or draft.attribute.endswith("_ratio"):
            return None
        if not sentence.holds(self._forerunner_needs):
            return None
        at = draft.reach_start - sentence.start
        bracketed = self._forerunner_has.search(sentence.low, max(at - _LEAD, 0), at)
        return bracketed or self._its_forerunners.match(sentence.low, draft.end - sentence.start)

    def _pass_on(self, draft: Draft) -> bool:
        """Give the value to the forerunner of whom it was read of; False where nobody knows that."""
        first = draft.subjects[0] if len(draft.subjects) == 1 else None
        if first is not None and 0 <= first.start - draft.end <= _NEAR:
            return True  # "the 4nm predecessor of the X200 has": found already
        listed = self._relations.listed_predecessor(first.name) if first is not None else ""
        if first is None or not listed:
            return False
        draft.subjects = [Mention(first.start, first.end, listed, first.type, first.maker, "focus", first.rule)]
        draft.rules.append("subject.previous")
        return True

    def _is_said_again(self, draft: Draft, drafts: list[Draft]) -> bool:
        """True for the first of "the X100's screen grew from 6 inches to 7 inches": it is not what the X100 has."""
        if draft.attribute in self._same_thing or draft.attribute in self._timed or len(draft.subjects) != 1:
            return False
        name = draft.subjects[0].name
        later = (d for d in drafts if d.attribute == draft.attribute and not d.previous and d.start > draft.start)
        return any(
            [m.name for m in d.subjects] == [name]
            and self._syntax("span-join").fullmatch(
                draft.sentence.low, draft.reach_end - draft.sentence.start, d.reach_start - draft.sentence.start
            )
            for d in later
        )

    def _own(self, draft: Draft, drafts: list[Draft]) -> bool:
        main = next((d for d in drafts if d.attribute == draft.attribute and d.subjects and not d.previous), None)
        if main is None:
            return False
        if main.subjects[0].type == "company":
            return self._own_then(draft, main)
        firms = (m for m in draft.sentence.mentions if m.type == "company")
        if draft.sentence.led(self._owner, draft.reach_start) and not any(
            0 <= draft.reach_start - m.end <= _POSSESSIVE for m in firms
        ):
            return False  # "a decrease from the OLED's 9 hours": whose it is is said, by a name that nobody knows
        if draft.sentence.led(self._revised, draft.reach_start):
            return False  # "was raised to 22 TB/s from 13 TB/s": what was planned before
        said = draft.sentence.low[draft.reach_end - draft.sentence.start :]
        if draft.sentence.led(self._than_the, draft.reach_start) and not self._behind.match(said):
            return False  # "higher than the 4,080 points that Acme told of"
        same = draft.attribute in self._same_thing and not self._behind.match(said)
        if same or self._syntax("once-said").match(said):
            draft.subjects, draft.subject_score = main.subjects, 0.8
            draft.qualifiers["variant"] = "previous base"
            draft.rules.append("subject.previous-same")
            return True
        first = main.subjects[0]
        names = {m.name for m in main.subjects}
        if self._elsewhere.match(draft.sentence.text, draft.reach_end - draft.sentence.start):
            return False
        others = [m for m in draft.sentence.mentions if m.type == first.type and m.name not in names]
        listed = self._relations.listed_predecessor(first.name)
        if others:
            draft.subjects = [others[0]]
        elif listed:
            draft.subjects = [Mention(first.start, first.end, listed, first.type, first.maker, "focus", first.rule)]
        draft.subject_score = 0.7
        draft.rules.append("subject.previous")
        return bool(draft.subjects)

    def _own_then(self, draft: Draft, main: Draft) -> bool:
        """A company has no forerunner: "$2.1 billion, against $1.9 billion" are its own of two times, if no other
        is named beside the second.
        """
        sentence = draft.sentence
        between = (m for m in sentence.mentions if main.end <= m.start < draft.start)
        if draft.attribute not in self._timed or any(m.type == "company" for m in between):
            return False
        behind = self._anothers.match(sentence.text, draft.reach_end - sentence.start)
        if behind and not any(d.start - sentence.start == behind.start(1) for d in sentence.dates):
            return False
        draft.subjects, draft.subject_score = main.subjects, 0.8
        if "period.goes-on" in draft.rules:
            draft.qualifiers.pop("period", None)
        draft.qualifiers.setdefault("period", "before")
        draft.rules.append("subject.previous-same")
        return True

    def split(self, sentence: Sentence) -> list[Quantity]:
        """The sentence's quantities, with "rises from 40 GB to 44 GB" taken apart: two values in time, not a range."""
        found: list[Quantity] = []
        for quantity in sentence.quantities:
            parts = self._parts(quantity, sentence) if quantity.low != quantity.high else None
            found += parts or [quantity]
        return found

    def _parts(self, quantity: Quantity, sentence: Sentence) -> list[Quantity] | None:
        words = sentence.low[quantity.start - sentence.start : quantity.end - sentence.start]
        lead = sentence.low[: quantity.phrase_start - sentence.start]
        match = self._syntax("change").fullmatch(words)
        if (
            match is not None
            and self._syntax("contest-lead").search(lead)
            and not _begins(match.group(1), quantity.low, quantity.high)
        ):
            cut = quantity.start + match.end(1)  # "the X200 beats the X100 44 fps to 37 fps"
            return [quantity.model_copy(update={"end": cut, "phrase_end": cut, "low": quantity.high})]
        owned = self._owner.search(lead[-_NEAR:]) is not None
        if match is None or (owned and not self._from_anothers.search(lead[-90:])):
            return None
        first, second = quantity.low, quantity.high
        if quantity.dimension == "money" and second >= 2 * first and self._syntax("change-by").search(lead[-90:]):
            at = quantity.start + match.start(2)
            return [quantity.model_copy(update={"start": at, "phrase_start": at, "low": second, "high": second})]
        if owned or self._syntax("change-move").search(lead[-90:]):
            if not _begins(match.group(1), first, second):
                first, second = second, first
        elif self._syntax("change-lead").search(lead[-40:]):
            verbs = [
                h for h in sentence.of_kind("more", "less") if h.end <= quantity.start and quantity.start - h.end < 60
            ]
            if not verbs:
                return None
            if verbs[-1].kind == "less":
                first, second = second, first
        else:
            return None
        cut, later = quantity.start + match.end(1), quantity.start + match.start(2)
        return [
            quantity.model_copy(update={"end": cut, "phrase_end": cut, "low": first, "high": first}),
            quantity.model_copy(update={"start": later, "phrase_start": later, "low": second, "high": second}),
        ]


def _begins(words: str, low: float, high: float) -> bool:
    """True where the number that ``words`` begin with is the lower end of a pair, by its digits."""
    digits = re.match(r"\D{0,3}(\d[\d,]*(?:\.\d+)?)", words)
    number = float(digits.group(1).replace(",", "")) if digits else low
    return abs(number - low) <= abs(number - high)
