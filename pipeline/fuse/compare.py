"""Two values of one cell, compared: the same, meeting through bounds or rounding, or apart.
Numbers are intervals at their stated precision, dates intervals of days, texts places in a hierarchy.
"""

from __future__ import annotations

import math
from enum import StrEnum
from typing import NamedTuple

from pipeline.fuse.observe import Amount, Days, Measure, Words
from pipeline.fuse.texts import Texts
from pipeline.rulebook.verdicts import PrecisionRules


class Relation(StrEnum):
    """How two values stand to each other; ``unknown`` where they cannot be compared at all."""

    EQUAL = "equal"
    MEETS = "meets"
    DIFFERS = "differs"
    UNKNOWN = "unknown"


class Comparison(NamedTuple):
    """The relation and how it was found, in words that complete "they are …" or "they meet: …"."""

    relation: Relation
    how: str


SAME = Comparison(Relation.EQUAL, "the same value")
COARSER = Comparison(Relation.EQUAL, "the same at the coarser stated precision")
ROUNDED = Comparison(Relation.MEETS, "one is the other, rounded")
CUT_OFF = Comparison(Relation.MEETS, "one is the other with its digits cut off")
ABOUT = Comparison(Relation.MEETS, "one says about, and the other is near")
BOUND = Comparison(Relation.MEETS, "one is a bound that the other keeps")
BOUNDS = Comparison(Relation.MEETS, "their bounds differ but leave common ground")
INSIDE = Comparison(Relation.MEETS, "one lies within the other")
OVERLAP = Comparison(Relation.MEETS, "they overlap")
ZONES = Comparison(Relation.MEETS, "they lie a day apart, as time zones allow")
APART = Comparison(Relation.DIFFERS, "they cannot both hold")
STRANGERS = Comparison(Relation.UNKNOWN, "they are of different kinds")

_REMEMBERED = 200_000
"""Comparisons that are remembered at most."""


class Comparer:
    """Compares measures of one attribute under one rulebook; results are remembered."""

    def __init__(self, precision: PrecisionRules, texts: Texts) -> None:
        self._rules = precision
        self._texts = texts
        self._seen: dict[tuple[str, Measure, Measure], Comparison] = {}

    def compare(self, attribute: str, a: Measure, b: Measure) -> Comparison:
        """How two measures stand to each other; the order of the two changes nothing."""
        if a == b:
            return SAME
        key = (attribute, a, b)
        found = self._seen.get(key)
        if found is None:
            found = self._compare(attribute, a, b)
            if len(self._seen) >= _REMEMBERED:
                self._seen.clear()
            self._seen[key] = self._seen[(attribute, b, a)] = found
        return found

    def _compare(self, attribute: str, a: Measure, b: Measure) -> Comparison:
        if isinstance(a, Amount) and isinstance(b, Amount):
            return amounts(a, b, self._rules) if a.unit == b.unit else STRANGERS
        if isinstance(a, Days) and isinstance(b, Days):
            return days(a, b, self._rules)
        if isinstance(a, Days) or isinstance(b, Days):
            return STRANGERS
        first, second = _spelled(a), _spelled(b)
        if first == second or self._texts.same(attribute, first, second):
            return SAME
        if self._texts.within(attribute, first, second) or self._texts.within(attribute, second, first):
            return INSIDE
        return APART


def amounts(a: Amount, b: Amount, rules: PrecisionRules) -> Comparison:
    """Two numbers in one unit."""
    if _close(a.low, b.low) and _close(a.high, b.high):
        return SAME
    x, y = a.point, b.point
    if x is not None and y is not None:
        return _points(a, b, rules)
    slack = max(_slack(a, b, rules), _slack(b, a, rules))
    low = max((end for end in (a.low, b.low) if end is not None), default=-math.inf)
    high = min((end for end in (a.high, b.high) if end is not None), default=math.inf)
    if low <= high + 1e-9 * abs(high if math.isfinite(high) else low):
        if x is None and y is None:
            return BOUNDS if None in (*a[:2], *b[:2]) else OVERLAP
        return BOUND if None in (*a[:2], *b[:2]) else INSIDE
    if low - high <= slack:
        return ABOUT if a.about or b.about else ROUNDED
    return APART


def _points(a: Amount, b: Amount, rules: PrecisionRules) -> Comparison:
    x, y = a.low or 0.0, b.low or 0.0
    gap, size = abs(x - y), max(abs(x), abs(y))
    coarse, fine = (a, b) if a.step >= b.step else (b, a)
    if coarse.step > fine.step * 1.01:
        if gap <= coarse.step / 2 * (1 + 1e-9):
            if a.about or b.about:
                return ABOUT
            return COARSER if gap <= rules.equal * size else ROUNDED
        if 0 < (fine.low or 0.0) - (coarse.low or 0.0) < coarse.step and gap <= rules.cut_off * size:
            return CUT_OFF
    if gap <= min(max(a.wide, b.wide) / 2, rules.wide * size):
        return ROUNDED
    if (a.about or b.about) and gap <= rules.about * size:
        return ABOUT
    return APART


def _slack(amount: Amount, other: Amount, rules: PrecisionRules) -> float:
    """How far beyond its ends a number reaches: by its rounding where that is small, or where it is one coarse number
    beside a finer bound ("3" beside "up to 2.8"), and by its "about".
    """
    size = max((abs(end) for end in (amount.low, amount.high) if end is not None), default=0.0)
    coarse = amount.point is not None and (amount.step > other.step * 1.01 or amount.about)
    rounding = amount.step / 2 if coarse or amount.step < size * rules.wide else 0.0
    return max(rounding, rules.about * size if amount.about else 0.0)


def days(a: Days, b: Days, rules: PrecisionRules) -> Comparison:
    """Two intervals of days."""
    if a == b:
        return SAME
    if max(a.first, b.first) <= min(a.last, b.last):
        inside = (a.first <= b.first and b.last <= a.last) or (b.first <= a.first and a.last <= b.last)
        return INSIDE if inside else OVERLAP
    single = a.first == a.last and b.first == b.last
    return ZONES if single and abs(a.first - b.first) <= rules.event_days else APART


def _close(a: float | None, b: float | None) -> bool:
    return a is b if a is None or b is None else math.isclose(a, b, rel_tol=1e-9)


def _spelled(measure: Measure) -> str:
    """A text value, or a number written as one: "5 nm" beside "N5"."""
    if isinstance(measure, Words):
        return measure.text
    if isinstance(measure, Amount):
        number = measure.low if measure.low is not None else measure.high
        return f"{number:g} {measure.unit}".strip()
    return ""
