"""Reads what the words right beside a sum settle, and sums said twice: "380 billion yuan (roughly $53 billion)".
A conversion is one statement in two currencies; both become claims, and the second says what it was made from.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Container, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise

from pipeline.extract.draft import Draft
from pipeline.extract.quantities.numbers import number_draft, number_value
from pipeline.extract.text.scene import REFERRING, Mention, Sentence
from pipeline.measure.looks import Known
from pipeline.model import Quantity
from pipeline.rulebook import Rulebook
from pipeline.rulebook.attributes import Attribute, Construction, Conversion

_REACH = 150
_SURE = 1.0
_OWNER_REACH = 40
_WORD, _LAST = re.compile(r"\w+"), re.compile(r"\w+$")
_OR = re.compile(r",?\s*(?:\bor\b|/)\s*")
_LISTED = re.compile(r"\s*(?:,|/|,?\s*\band\b|,?\s*\bor\b)\s*")


@dataclass(frozen=True)
class _Beside:
    """A rule, with its patterns as they are first asked for: an article asks for few of all."""

    rule: Construction
    attribute: Attribute | None
    spelled_out: Callable[[str], str]

    @cached_property
    def before(self) -> re.Pattern[str] | None:
        return re.compile(rf"(?:{self.spelled_out(self.rule.before)})$", re.I) if self.rule.before else None

    @cached_property
    def after(self) -> re.Pattern[str] | None:
        return re.compile(self.spelled_out(self.rule.after), re.I) if self.rule.after else None


class MoneyReader:
    """Settles the attributes of sums and shares, and pairs conversions."""

    def __init__(self, rulebook: Rulebook) -> None:
        self._attributes = rulebook.attributes
        self._of_firms = {
            a.id
            for a in rulebook.attributes.attribute
            if a.id in rulebook.attributes.of_firms and "money" in a.dimensions
        }
        self._strangers = rulebook.syntax.regex("strangers-sum")
        self._firm_acts = rulebook.syntax.lowered("firm-acts")
        spelled_out = rulebook.syntax.spelled_out
        named = rulebook.attributes.by_name
        rules = [_Beside(r, named(r.attribute), spelled_out) for r in rulebook.attributes.construction]
        self._by_dimension: dict[str, list[_Beside]] = defaultdict(list)
        for beside in rules:
            for dimension in beside.rule.dimensions:
                self._by_dimension[dimension].append(beside)
        self._asked: Known[tuple[str, str, str], list[_Beside]] = Known(self._of)
        self._conversions = [(r, re.compile(spelled_out(r.between), re.I)) for r in rulebook.attributes.conversion]

    def settle(
        self, drafts: list[Draft], sentence: Sentence, quantities: Sequence[Quantity], told: Container[str] = ()
    ) -> list[Draft]:
        """The drafts of a sentence's numbers, as the words right beside sums and shares want them.

        ``quantities`` are those of the sentence, values before and after a change taken apart, ``told`` the
        attributes of the sentence before.
        """
        by_start = {d.start: d for d in drafts if not self._is_another(d)}
        touched = len(by_start) < len(drafts)
        settled: set[int] = set()  # a list brings nothing back that its own words settle
        for quantity in quantities:
            if quantity.dimension not in self._by_dimension:
                continue
            draft = by_start.get(quantity.start)
            for beside in self._possible(quantity, draft):
                if beside.rule.goes_on and not _goes_on(beside.rule.attribute, quantity, told, by_start):
                    continue
                if self._fits(beside, quantity, sentence):
                    touched = True
                    settled.add(quantity.start)
                    by_start.pop(quantity.start, None)
                    if beside.rule.attribute:
                        by_start[quantity.start] = self._draft(beside, quantity, draft, sentence)
                    break
        for start, draft in list(by_start.items()):
            if draft.attribute in self._of_firms and self._is_strangers(draft):
                touched = True
                del by_start[start]
            elif start not in settled:
                self._needs_actor(draft)
        touched |= self._continue_lists(by_start, sentence, settled)
        for original, second in self.pairs(sentence):
            touched = True
            self._merge(original, second, by_start)
        return [by_start[start] for start in sorted(by_start)] if touched else drafts

    def _possible(self, quantity: Quantity, draft: Draft | None) -> list[_Beside]:
        """What can be said beside a quantity, by its unit and by the attribute that it seems to state."""
        return self._asked[quantity.dimension, quantity.unit, draft.attribute if draft is not None else ""]

    def _of(self, asked: tuple[str, str, str]) -> list[_Beside]:
        dimension, unit, attribute = asked
        return [
            beside
            for beside in self._by_dimension[dimension]
            if (not beside.rule.only or attribute in beside.rule.only)
            and (not beside.rule.units or unit in beside.rule.units)
        ]

    def _is_another(self, draft: Draft) -> bool:
        """True for a figure beyond what the attribute can be and that must mean something else: "an 8-GPU server" tells
        no sales, "$27 billion from Blackwell chips" no price.
        """
        attribute = self._attributes.by_name(draft.attribute)
        if attribute is None or attribute.plausible is None:
            return False
        limits, high = attribute.plausible, getattr(draft.value, "high", None)
        low = getattr(draft.value, "low", None)
        if attribute.discards_more and limits.high is not None and low is not None and low > limits.high:
            return True
        return bool(attribute.discards_less and high is not None and limits.low is not None and high < limits.low)

    def _is_strangers(self, draft: Draft) -> bool:
        """True for the sum of "Huadian Group's $2.7 billion listing", where nobody knows that name."""
        sentence = draft.sentence
        at = draft.reach_start - sentence.start
        owned = self._strangers.search(sentence.text, max(at - _OWNER_REACH, 0), at)
        if owned is None:
            return False
        first, last = (sentence.start + place for place in owned.span("name"))
        return not any(m.start < last and first < m.end for m in sentence.mentions)

    def _needs_actor(self, draft: Draft) -> None:
        """Who raised or spent stands in the sentence; the topic of the text is a guess that is mostly wrong."""
        attribute = self._attributes.by_name(draft.attribute)
        if attribute is None or not attribute.acts or not draft.evidence:
            return
        start, end = draft.evidence[0]
        origin = draft.sentence.start
        if draft.sentence.text[start - origin : end - origin].lower() in attribute.acts:
            draft.focus = draft.focus and draft.sentence.led(self._firm_acts, start)

    def _continue_lists(self, by_start: dict[int, Draft], sentence: Sentence, settled: Container[int]) -> bool:
        """A sum behind a comma or "and" states what the sum before it states: "at $699, £599 and ¥119,980"."""
        touched = False
        sums = [q for q in sentence.quantities if q.dimension == "money"]
        for left, right in pairwise(sums):
            draft = by_start.get(left.start)
            between = sentence.text[left.end - sentence.start : right.phrase_start - sentence.start]
            guess = by_start.get(right.start)
            if draft is None or right.start in settled or not (guess is None or guess.tentative):
                continue
            if not _LISTED.fullmatch(between):
                continue
            attribute = self._attributes.by_name(draft.attribute)
            if attribute is not None and (attribute.plural or left.unit != right.unit):
                by_start[right.start] = _new(attribute, right, sentence, draft.score, "construction.list")
                by_start[right.start].focus = draft.focus
                touched = True
        return touched

    def pairs(self, sentence: Sentence) -> list[tuple[Quantity, Quantity]]:
        """Sums with their conversions, the one first named first."""
        sums = [q for q in sentence.quantities if q.dimension == "money"]
        found: list[tuple[Quantity, Quantity]] = []
        for a, b in pairwise(sums):
            first, last = found[-1] if found else (a, a)
            between = sentence.text[a.end - sentence.start : b.phrase_start - sentence.start]
            if first is not last is a and b.unit not in {first.unit, a.unit} and _OR.fullmatch(between):
                found.append((first, b))  # "NT$1 trillion (RMB 220 billion or $31 billion)"
            elif a.unit != b.unit and self._converts(a, b, sentence):
                found.append((a, b))
        return found

    def _converts(self, original: Quantity, second: Quantity, sentence: Sentence) -> bool:
        between = sentence.text[original.end - sentence.start : second.start - sentence.start]
        if original.low != original.high or second.low != second.high or len(between) > 60:
            return False
        for rule, pattern in self._conversions:
            if pattern.fullmatch(between):
                return rule.sure or not _regional(rule, original, second)
        return False

    def _merge(self, original: Quantity, second: Quantity, by_start: dict[int, Draft]) -> None:
        """One draft for both sums, with the better attribute of the two; its reach takes in the closing bracket."""
        left, right = by_start.get(original.start), by_start.pop(second.start, None)
        draft = max((d for d in (left, right) if d is not None), key=lambda d: d.score, default=None)
        attribute = self._attributes.by_name(draft.attribute) if draft is not None else None
        if draft is None or attribute is None:
            return
        text, origin = draft.sentence.text, draft.sentence.start
        closing = re.match(r"[^()]{0,50}\)", text[second.end - origin :])
        opened = "(" in text[original.end - origin : second.start - origin]
        end = second.phrase_end + closing.end() if closing and opened else second.phrase_end
        by_start[original.start] = replace(
            draft,
            value=number_value(original, attribute),
            start=original.start,
            end=original.end,
            reach_start=original.phrase_start,
            reach_end=max(original.phrase_end, end),
            converted=(*(left.converted if left else ()), second),
            rules=list(draft.rules),
        )

    def split(self, drafts: Sequence[Draft]) -> list[Draft]:
        """A draft of a sum said twice becomes two with one subject; the second says what it was converted from."""
        found = []
        for draft in drafts:
            found.append(draft)
            attribute = self._attributes.by_name(draft.attribute)
            if not draft.converted or attribute is None:
                continue
            original = getattr(draft.value, "low", None) or getattr(draft.value, "high", None)
            unit = getattr(draft.value, "unit", "")
            qualifiers = draft.qualifiers | {"converted_from": f"{unit} {_plain(original)}"}
            found += [
                replace(
                    draft,
                    value=number_value(second, attribute),
                    start=second.start,
                    end=second.end,
                    qualifiers=qualifiers,
                    rules=[*draft.rules, *second.rules, "money.conversion"],
                    converted=(),
                )
                for second in draft.converted
            ]
        return found

    def _fits(self, beside: _Beside, quantity: Quantity, sentence: Sentence) -> bool:
        rule, origin = beside.rule, sentence.start
        if not rule.least <= quantity.high <= rule.most:
            return False
        attribute = beside.attribute
        measured = attribute is not None and (quantity.dimension == "money" or attribute.unit in {"", quantity.unit})
        if attribute is not None and attribute.plausible is not None and (measured or not quantity.unit):
            low, high = attribute.plausible.low, attribute.plausible.high
            if high is not None and quantity.low > high:
                return False
            if low is not None and not attribute.unit and quantity.high < low:
                return False
        if rule.near and not any(m.type in rule.near for m in sentence.mentions):  # the cheapest questions first
            return False
        if rule.away and any(m.type in rule.away for m in sentence.mentions):
            return False
        at, behind = quantity.phrase_start - origin, quantity.phrase_end - origin
        if beside.after is not None and not beside.after.match(sentence.text[behind : behind + _REACH]):
            return False
        if rule.owner_behind and not _owners_behind(beside, quantity, sentence):
            return False
        if rule.bare:
            at = quantity.start - origin
        if beside.before is not None and not beside.before.search(sentence.text[max(at - _REACH, 0) : at]):
            return False
        if rule.preceded_by:
            before = [
                sentence.text[m.end - origin : quantity.phrase_start - origin]
                for m in sentence.mentions
                if m.end <= quantity.phrase_start and m.type in rule.preceded_by
            ]
            return bool(before) and before[-1].strip(" :(|–—-=") in {"", "of", "at"}
        if rule.followed_by:
            gap = [
                sentence.text[quantity.end - origin : m.start - origin]
                for m in sentence.mentions
                if m.start >= quantity.end and m.type in rule.followed_by and m.how not in REFERRING
            ]
            return any(g in {" ", "-"} for g in gap[:1])
        return True

    def _draft(self, beside: _Beside, quantity: Quantity, draft: Draft | None, sentence: Sentence) -> Draft:
        rule = beside.rule
        attribute = self._attributes.by_name(rule.attribute)
        assert attribute is not None, rule.id
        name = f"construction.{rule.id}"
        if (
            draft is not None
            and draft.attribute == rule.attribute
            and not (rule.owner_before or rule.owner_behind or rule.subjects)
        ):
            return replace(
                draft,
                score=max(draft.score, _SURE),
                tentative=False,
                weak=False,
                evidence=_told_beside(beside, quantity, sentence) or draft.evidence,
                focus=draft.focus and not rule.here,
                rules=[*draft.rules, name],
            )
        made = _new(attribute, quantity, sentence, _SURE, name)
        made.evidence = _told_beside(beside, quantity, sentence)
        made.focus, made.previous = rule.focus, draft is not None and draft.previous
        made.carriers = rule.subjects or made.carriers
        if rule.owner_before:
            self._own(made, attribute, sentence)
        if rule.owner_behind:
            made.subjects, made.subject_score = _owners_behind(beside, quantity, sentence), 2.0
            made.rules.append("subject.owner")
        return made

    def _own(self, draft: Draft, attribute: Attribute, sentence: Sentence) -> None:
        owners = [m for m in sentence.mentions if m.end <= draft.start and m.type in attribute.subjects]
        if owners and draft.start - owners[-1].end <= _OWNER_REACH:
            draft.subjects, draft.subject_score = owners[-1:], 2.0
            draft.rules.append("subject.owner")


def _owners_behind(beside: _Beside, quantity: Quantity, sentence: Sentence) -> list[Mention]:
    """The first carrier that ends a number or begins in the words that a rule wants behind it: "sold 3 million X100s",
    "granted $162 million to Acme".
    """
    behind = quantity.phrase_end - sentence.start
    match = beside.after.match(sentence.text[behind : behind + _REACH]) if beside.after is not None else None
    if match is None or beside.attribute is None:
        return []
    first, last = quantity.start, quantity.phrase_end + match.end()
    types = beside.rule.subjects or beside.attribute.subjects
    found = (m for m in sentence.mentions if first <= m.start < last and m.type in types)
    return [m for m in found if m.end + len("s") >= quantity.end][:1]


def _goes_on(attribute: str, quantity: Quantity, told: Container[str], by_start: Mapping[int, Draft]) -> bool:
    """True where the sentence before told the attribute, or this one has before the number."""
    return attribute in told or any(d.attribute == attribute and at < quantity.start for at, d in by_start.items())


def _told_beside(beside: _Beside, quantity: Quantity, sentence: Sentence) -> list[tuple[int, int]]:
    """The word of measure in the words right beside that settle a sum; one farther off may be another's ("gaming
    revenue fell 69% to $462 million and embedded revenue to", "$3 billion in gaming revenue").
    """
    if beside.attribute is None or (beside.before is not None and beside.after is not None):
        return []
    at, behind = quantity.phrase_start - sentence.start, quantity.phrase_end - sentence.start
    if beside.before is not None:
        at = max(at - _REACH, 0)
        match = beside.before.search(sentence.text[at : quantity.phrase_start - sentence.start])
        word = _WORD.match(sentence.low, at + match.start()) if match else None
    else:
        match = beside.after.match(sentence.text[behind : behind + _REACH]) if beside.after is not None else None
        word = _LAST.search(sentence.low, behind, behind + match.end()) if match else None
    if word is None or word.group() not in beside.attribute.cues:
        return []
    return [(sentence.start + word.start(), sentence.start + word.end())]


def _new(attribute: Attribute, quantity: Quantity, sentence: Sentence, score: float, rule: str) -> Draft:
    draft = number_draft(attribute, quantity, sentence, score)
    draft.rules.append(rule)
    if attribute.rate_subjects and quantity.dimension.endswith("_rate"):
        draft.carriers = attribute.rate_subjects
    return draft


def _regional(rule: Conversion, first: Quantity, second: Quantity) -> bool:
    """Two prices of one thing in two countries; large sums have no list price."""
    if first.low > rule.list_price_up_to:
        return False
    return first.unit in rule.regional and second.unit in rule.regional


def _plain(number: float | None) -> str:
    """An amount without a needless fraction: 380000000000, 17.43."""
    value = number or 0.0
    return str(int(value)) if value == int(value) else repr(value)
