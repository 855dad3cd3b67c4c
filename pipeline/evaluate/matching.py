"""When two claims say the same: names without makers and fillers, numbers through units, dates that overlap.
What is core and what is full stands in docs/cli.md; words and tolerances stand in rules/evaluation.toml.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import IntEnum
from functools import lru_cache

from pipeline.evaluate.corpus import GoldClaim
from pipeline.model import Claim, DateValue, Modality, NumberValue, TextValue, Value
from pipeline.rulebook import Rulebook

PREDECESSOR = "predecessor"
"""The baseline of a comparison that names none."""

FUTURE = frozenset({Modality.PLANNED, Modality.RUMOURED})


class Match(IntEnum):
    """How well a prediction is what gold says."""

    NONE = 0
    CORE = 1
    FULL = 2


def folded(text: str) -> str:
    """Lower case, punctuation as spaces, possessives off.

    >>> folded("Nvidia's H100-PCIe"), folded("Qwen3.7")
    ('nvidia h100 pcie', 'qwen3.7')
    """
    plain = text.casefold().replace("’", "'").replace("'s", "")
    return re.sub(r"[^a-z0-9.]+", " ", plain).strip()


class Matcher:
    """Compares gold with predictions under one rulebook; remembers what it has worked out."""

    def __init__(self, rulebook: Rulebook) -> None:
        rules = rulebook.evaluation
        self.closeness = rules.closeness
        self._makers, self._fillers = frozenset(rules.makers), frozenset(rules.fillers)
        self._pure, self._descriptions = frozenset(rules.pure), rules.descriptions
        self._units = rulebook.unit_system
        self._surfaces = _surfaces(rulebook)
        self.key = lru_cache(maxsize=None)(self._key)
        self.unit = lru_cache(maxsize=None)(self._unit)
        self.ratio = lru_cache(maxsize=None)(self._ratio)

    def _key(self, name: str) -> str:
        """What remains of a name when nothing but the name remains."""
        words = [word for word in folded(name).split() if word not in self._fillers]
        core = [word for word in words if word not in self._makers] or words
        return "".join(core).replace(".", "")

    def same_name(self, one: str, other: str) -> bool:
        """Whether two names name one thing."""
        return self.key(one) == self.key(other)

    def same_text(self, one: str, other: str) -> bool:
        """Whether two texts are the same, or one holds the other."""
        a, b = self.key(one), self.key(other)
        return bool(a) and (a == b or (len(a) > 2 and len(b) > 2 and (a in b or b in a)))

    def same_baseline(self, gold: str, found: str) -> bool:
        """Names must be the same; a description may be said shorter or longer."""
        if self.same_name(gold, found):
            return True
        named = re.search(r"\b[A-Z]*[0-9]", gold) and not any(word in gold for word in self._descriptions)
        return not named and self.same_text(gold, found)

    def _unit(self, surface: str) -> str:
        """The unit name of rules/units.toml behind a unit as an annotator may write it; unknown ones stay."""
        parts = [part.strip() for part in surface.split("/")]
        names = [
            part if self._units.known(part) else self._surfaces.get(part, self._surfaces.get(part.casefold(), part))
            for part in parts
        ]
        joined = "/".join(names)
        return surface if self._units.known(surface) else joined

    def _ratio(self, found: str, gold: str) -> float | None:
        """Units of ``gold`` in one of ``found``; None where the two do not compare."""
        source, target = self.unit(found), self.unit(gold)
        if self._is_pure(source) and self._is_pure(target):
            return self._fold(source) / self._fold(target)
        if not (self._units.known(source) and self._units.known(target)):
            return 1.0 if source.casefold() == target.casefold() else None
        return self._units.convert(1.0, source, target) if self._units.compatible(source, target) else None

    def _is_pure(self, unit: str) -> bool:
        return not unit or (self._units.known(unit) and self._units.dimension(unit) in self._pure)

    def _fold(self, unit: str) -> float:
        """One of a pure unit as a number: a percent is a hundredth, a token one."""
        fold = self.unit("x")
        ratio = unit and self._units.known(fold) and self._units.compatible(unit, fold)
        return self._units.convert(1.0, unit, fold) if ratio else 1.0

    def close(self, one: float | None, other: float | None) -> bool:
        """Whether two numbers are the same but for rounding; a missing end is the same as nothing."""
        if one is None or other is None:
            return False
        return abs(one - other) <= self.closeness * max(abs(one), abs(other), 1e-12)

    def values(self, gold: Value, found: Value) -> Match:
        """Core: one end of a number, a text, or overlapping days; full: both ends and their openness."""
        if isinstance(gold, TextValue) and isinstance(found, TextValue):
            return Match.FULL if self.same_text(gold.text, found.text) else Match.NONE
        if isinstance(gold, DateValue) and isinstance(found, DateValue):
            if gold.date_start > found.date_end or found.date_start > gold.date_end:
                return Match.NONE
            return Match.FULL if gold == found else Match.CORE
        if isinstance(gold, NumberValue) and isinstance(found, NumberValue):
            return self._numbers(gold, found)
        return Match.NONE

    def _numbers(self, gold: NumberValue, found: NumberValue) -> Match:
        ratio = self.ratio(found.unit, gold.unit)
        if ratio is None:
            return Match.NONE
        theirs = [None if end is None else end * ratio for end in (found.low, found.high)]
        ours = [gold.low, gold.high]
        if not any(self.close(a, b) for a in ours for b in theirs):
            return Match.NONE
        both = all((a is None) == (b is None) and (a is None or self.close(a, b)) for a, b in zip(ours, theirs))
        return Match.FULL if both else Match.CORE

    def comparison(self, gold: GoldClaim, qualifiers: Mapping[str, str]) -> bool:
        """Whether ratios share their baseline and scores their benchmark."""
        if gold.attribute.endswith("_ratio"):
            baseline = gold.qualifiers.get("baseline", PREDECESSOR)
            if baseline != PREDECESSOR and not self.same_baseline(baseline, qualifiers.get("baseline", "")):
                return False
        benchmark = gold.qualifiers.get("benchmark", "") if gold.attribute == "benchmark_score" else ""
        return not benchmark or self.same_text(benchmark, qualifiers.get("benchmark", ""))

    def subject(self, gold: GoldClaim, found: Claim) -> bool:
        """Whether the subject is the gold's, or one that is right too."""
        return any(self.same_name(name, found.subject) for name in (gold.subject, *gold.alt_subjects))

    def attribute(self, gold: GoldClaim, found: Claim) -> bool:
        """Whether the attribute is the gold's, or one that is right too."""
        return found.attribute in (gold.attribute, *gold.alt_attributes)

    def claims(self, gold: GoldClaim, found: Claim) -> Match:
        """The whole comparison of one gold claim with one prediction."""
        if not (self.attribute(gold, found) and self.subject(gold, found)):
            return Match.NONE
        value = self.values(gold.value, found.value)
        if value is Match.NONE or not self.comparison(gold, found.qualifiers):
            return Match.NONE
        return Match.FULL if value is Match.FULL and group(gold.modality) == group(found.modality) else Match.CORE


def group(modality: Modality) -> str:
    """Fact, future or negated: what full agreement asks of a modality."""
    if modality in FUTURE:
        return "future"
    return "negated" if modality is Modality.NEGATED else "fact"


def _surfaces(rulebook: Rulebook) -> dict[str, str]:
    """Every way to write a unit that stands alone, to its name; the first rule in the file wins."""
    words = {prefix.symbol: prefix.word for prefix in rulebook.units.prefix}
    names: dict[str, str] = {}
    for unit in rulebook.units.unit:
        for prefix in unit.prefixes or ("",):
            name = unit.name.replace("{}", prefix)
            for symbol in (*unit.symbols, *unit.glued):
                names.setdefault(symbol.replace("{}", prefix), name)
            for word in unit.words:
                names.setdefault(word.replace("{}", words.get(prefix, "")).casefold(), name)
            if unit.denominator:
                names.setdefault(unit.denominator, name)
    return names
