"""One claim becomes one observation: its value as an interval in one unit, its condition, its origin, its date.
Everything after this step compares observations and never looks at how a claim was written.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from pipeline.errors import UnitError
from pipeline.fuse.precision import stated_precision
from pipeline.fuse.source import Source
from pipeline.model import DateValue, LightClaim, Modality, NumberValue, TextValue, Value
from pipeline.rulebook import Rulebook
from pipeline.rulebook.attributes import Attribute
from pipeline.rulebook.verdicts import Essential

Condition = tuple[tuple[str, str], ...]


class Amount(NamedTuple):
    """A number in one unit: its ends (None where open), the value of its last digit, and how firmly it is meant."""

    low: float | None
    high: float | None
    unit: str
    step: float
    wide: float
    about: bool

    @property
    def point(self) -> float | None:
        """The number, where it is one."""
        return self.low if self.low == self.high else None


class Days(NamedTuple):
    """A date as the ordinals of its first and last day."""

    first: int
    last: int


class Words(NamedTuple):
    """A text value as written."""

    text: str


Measure = Amount | Days | Words


def fineness(measure: Measure) -> tuple[int, float]:
    """How much a value says: a point before a bound, a short time before a long one; more is finer."""
    if isinstance(measure, Days):
        return (1, float(measure.first - measure.last))
    if isinstance(measure, Amount):
        if measure.point is not None:
            return (2 - measure.about, -measure.step)
        return (0, measure.low if measure.low is not None else -(measure.high or 0.0))
    return (1, float(len(measure.text)))


@dataclass(slots=True, eq=False)
class Observation:
    """What one claim says, ready to be compared; nobody changes it once it has its origin and order.

    ``measure`` is what is compared; ``converted`` the amount as stated where the claim gives a conversion of a sum in
    another currency (then ``measure`` is the original sum). ``vague`` marks a value that lacks an essential condition,
    ``settled`` one that has all there are; ``order`` is its place among all claims, by article and place in it.
    """

    claim: LightClaim
    article: Source
    at: int
    origin: str
    published: DateValue | None
    condition: Condition
    measure: Measure
    attribute: Attribute
    converted: Amount | None = None
    vague: bool = False
    settled: bool = False
    order: int = 0

    @property
    def stated_unit(self) -> str:
        """The unit in which the article states a number."""
        return value.unit if type(value := self.claim.value) is NumberValue else ""

    @property
    def side_by_side(self) -> bool:
        """Whether other values naturally stand beside this one: the attribute is plural and nothing tells its values
        apart, or what would is missing.
        """
        return self.vague or (self.attribute.plural and not self.settled)


Frame = tuple[Attribute, Condition, bool, bool, Amount | None]
"""What an attribute and qualifiers come to: its rule, the condition, whether an essential one is missing, whether none
is, and the sum that was converted.
"""


class Observer:
    """Turns claims into observations under one rulebook. What equal claims share is found out once: equal qualifiers,
    values and conversions are one object each, and live as long as the batch.
    """

    def __init__(self, rulebook: Rulebook) -> None:
        self.units = rulebook.unit_system
        self._rules = rulebook.verdicts
        self._attributes = rulebook.attributes
        self._cache: dict[tuple[str, str], Attribute] = {}
        self._needed: dict[str, tuple[Essential, ...]] = {}
        self._frames: dict[tuple[str, str, int], Frame] = {}
        self._measures: dict[tuple[str, int, int, str], tuple[Measure, tuple[str, str] | None]] = {}
        self._plain: dict[int, Measure] = {}
        self._spelled = {
            (word.key, also.casefold()): word.value for word in self._rules.condition_word for also in word.also
        }
        self._regional = frozenset(self._rules.money.regional)

    def attribute(self, name: str, of: str = "") -> Attribute:
        """The attribute's rule, with the limits of things of type ``of``; a name that no rule knows is compared under
        every condition it carries.
        """
        found = self._cache.get((name, of))
        if found is None:
            found = self._attributes.by_name(name) or Attribute.model_construct(
                id=name, group="", kind="number", unit="", conditions=(), time="static", plural=False, plausible=None
            )
            if of in found.plausible_of:
                found = found.model_copy(update={"plausible": found.plausible_of[of]})
            self._cache[name, of] = found
        return found

    def essential(self, name: str) -> tuple[Essential, ...]:
        """The rules that say what an attribute's values need before they can contradict."""
        if name not in self._needed:
            self._needed[name] = tuple(
                rule
                for rule in self._rules.essential
                if name in rule.attributes or ("*_ratio" in rule.attributes and name.endswith("_ratio"))
            )
        return self._needed[name]

    def observe(
        self,
        claim: LightClaim,
        article: Source,
        at: int,
        published: DateValue | None,
        baseline: Mapping[str, str],
    ) -> Observation:
        """One claim, whose origin is filled in later. ``baseline`` names predecessors that the batch knows."""
        key = (claim.attribute, claim.subject_type, id(claim.qualifiers))
        frame = self._frames.get(key) or self._frame(claim, key, baseline)
        attribute, condition, vague, settled, original = frame
        value, converted = claim.value, None
        measure: Measure
        if type(value) is NumberValue:
            measure, odd = self._measure(claim, value, article, attribute)
            if odd:
                condition = tuple(sorted((*condition, odd)))
            if original is not None and isinstance(measure, Amount):
                measure, converted = original, measure
        else:
            measure = self._plain.get(id(value)) or self._of_no_number(value)
        return Observation(claim, article, at, "", published, condition, measure, attribute, converted, vague, settled)

    def _frame(self, claim: LightClaim, key: tuple[str, str, int], baseline: Mapping[str, str]) -> Frame:
        """What a claim's attribute and qualifiers come to, kept under their key."""
        attribute = self.attribute(claim.attribute, claim.subject_type)
        found, of_subject = self._condition(claim, attribute, baseline)
        frame = (attribute, *found, self._original(claim))
        if not of_subject:
            self._frames[key] = frame
        return frame

    def _condition(
        self, claim: LightClaim, attribute: Attribute, baseline: Mapping[str, str]
    ) -> tuple[tuple[Condition, bool, bool], bool]:
        """The qualifiers that must be equal, in one spelling, whether an essential one is missing, and whether none is;
        and whether that depends on the claim's subject.
        """
        held, of_subject = {}, False
        for key in attribute.conditions or (() if attribute.group else tuple(claim.qualifiers)):
            value = claim.qualifiers.get(key, "").strip()
            if value:
                held[key] = self._spelled.get((key, value.casefold()), value)
        vague = settled = False
        for rule in self.essential(claim.attribute):
            if (rule.types and claim.subject_type not in rule.types) or not _has(held, rule):
                continue
            for key in rule.keys:
                if held.get(key, "").casefold() in rule.unknown:
                    held[key], of_subject = baseline.get(claim.subject, ""), True
                if not held.get(key):
                    held.pop(key, None)
                    vague = True
            settled = True
        return (tuple(sorted(held.items())), vague, settled and not vague), of_subject

    def _measure(
        self, claim: LightClaim, value: NumberValue, article: Source, attribute: Attribute
    ) -> tuple[Measure, tuple[str, str] | None]:
        """The number to compare, and a condition for one in a unit that does not convert to the attribute's own."""
        words = words_of(claim, article)
        key = (claim.attribute, id(value), id(claim.normalized), words)
        found = self._measures.get(key)
        if found is None:
            found = self._measures[key] = self._amount(claim, value, words, attribute)
        return found

    def _of_no_number(self, value: Value) -> Measure:
        """The same for a date or a text, which no attribute changes."""
        if isinstance(value, DateValue):
            found: Measure = Days(value.date_start.toordinal(), value.date_end.toordinal())
        else:
            found = Words(value.text if isinstance(value, TextValue) else "")
        return self._plain.setdefault(id(value), found)

    def _amount(
        self, claim: LightClaim, value: NumberValue, words: str, attribute: Attribute
    ) -> tuple[Measure, tuple[str, str] | None]:
        """The same for a number that stands in these words."""
        bounds = [end for end in (value.low, value.high) if end is not None]
        if not all(map(math.isfinite, bounds)):
            return Words(f"{value.low} to {value.high} {value.unit}"), None
        precision = stated_precision(words, bounds[-1])
        amount = Amount(value.low, value.high, value.unit, precision.step, precision.wide, value.approx)
        if self.is_money(value.unit):
            regional = claim.attribute.removesuffix("_ratio") in self._regional or "/" in value.unit
            return amount, ("currency", value.unit) if regional else None
        if value.unit == attribute.unit or (not attribute.unit and not self.dimension(value.unit)):
            return amount._replace(unit=attribute.unit), None
        if claim.normalized is not None and claim.normalized.unit == attribute.unit:
            return self._scaled(amount, claim.normalized.low, claim.normalized.high, attribute.unit), None
        return self._converted(amount, attribute.unit)

    def _converted(self, amount: Amount, target: str) -> tuple[Amount, tuple[str, str] | None]:
        """The amount in the attribute's own unit; as stated, under a condition, where it does not convert."""
        try:
            low, high = (None if end is None else self.units.convert(end, amount.unit, target) for end in amount[:2])
        except UnitError:
            return amount, ("unit", amount.unit) if amount.unit else None
        return self._scaled(amount, low, high, target), None

    @staticmethod
    def _scaled(amount: Amount, low: float | None, high: float | None, unit: str) -> Amount:
        """The same amount in another unit; its step grows and shrinks with it."""
        pairs = [(new, old) for new, old in ((low, amount.low), (high, amount.high)) if new is not None and old]
        factor = abs(pairs[-1][0] / pairs[-1][1]) if pairs else 1.0
        return Amount(low, high, unit, amount.step * factor, amount.wide * factor, amount.about)

    def is_money(self, unit: str) -> bool:
        """Whether a unit is a currency, or a currency per time."""
        return self.dimension(unit).startswith("money")

    def dimension(self, unit: str) -> str:
        """What a unit measures; nothing where nobody knows it."""
        try:
            return self.units.dimension(unit) if unit else ""
        except UnitError:
            return ""

    def scaled(self, value: float, unit: str, target: str) -> float | None:
        """A value in another unit, or None where the two do not convert."""
        try:
            return self.units.convert(value, unit, target)
        except UnitError:
            return None

    @staticmethod
    def _original(claim: LightClaim) -> Amount | None:
        """The sum that a conversion was made from, as the extractor wrote it down ("CNY 380000000000")."""
        if "converted_from" not in claim.qualifiers:
            return None
        unit, _, digits = claim.qualifiers["converted_from"].partition(" ")
        try:
            value = float(digits)
        except ValueError:
            return None
        precision = stated_precision("", value)
        return Amount(value, value, unit, precision.step, precision.wide, about=False) if unit and value > 0 else None


def _has(held: Mapping[str, str], rule: Essential) -> bool:
    """Whether the qualifiers are those that the rule asks for."""
    return all(held.get(key, "") in values for key, values in rule.having.items())


def words_of(claim: LightClaim, article: Source) -> str:
    """The words of a claim's value, from its quote where they stand there: the text would have to be opened."""
    quote, first, last = claim.quote, claim.value_start - claim.start, claim.value_end - claim.start
    if not 0 <= first < last <= len(quote) == claim.end - claim.start:
        return article.text[claim.value_start : claim.value_end] or quote
    return quote[first:last]


def is_firm(found: Observation) -> bool:
    """Whether a claim states a fact, neither a plan nor a rumour."""
    return found.claim.modality not in {Modality.PLANNED, Modality.RUMOURED}


def number(claim: LightClaim) -> NumberValue | None:
    """The claim's number as stated, if it is one."""
    return value if type(value := claim.value) is NumberValue else None  # "isinstance" takes long to deny it
