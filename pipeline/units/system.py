"""The only door to pint: unit names of rules/units.toml in, factors and dimensions out.
Each distinct name is parsed once by a registry built from rules/units.txt alone; after that it is a dict look-up.
"""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

from pipeline.errors import UnitError
from pipeline.units.names import UnitNames, read_names


class Scale(NamedTuple):
    """How a unit lies on the base scale of its dimension: ``base = value * factor + offset``."""

    factor: float
    offset: float
    base: str


class UnitSystem:
    """Converts between the unit names that rules/units.toml shows to people.

    ``definitions`` is a file in pint's syntax; ``names`` holds each name's expression in pint's words and what it
    measures, by default read from the ``units.toml`` beside the definitions. Quotients ("USD/month") need no entry:
    each part does.

    >>> from pipeline.rulebook import load
    >>> units = UnitSystem(load().units_file)
    >>> units.convert(1.5, "TB", "GB"), units.convert(400, "Gb/s", "GB/s"), units.dimension("GB/s")
    (1500.0, 50.0, 'data_rate')
    """

    def __init__(self, definitions: Path, names: UnitNames | None = None) -> None:
        self.definitions = definitions
        self._names = names or read_names(definitions.with_name("units.toml"))
        self._scales: dict[str, Scale] = {}

    def __reduce__(self) -> tuple[type[UnitSystem], tuple[Path, UnitNames]]:
        """Pint's registry does not travel between processes; each builds its own when it first needs it."""
        return UnitSystem, (self.definitions, self._names)

    @cached_property
    def _registry(self) -> Any:
        """Pint's registry, built on first use."""
        import pint

        try:
            return pint.UnitRegistry(str(self.definitions), autoconvert_offset_to_baseunit=True)
        except (OSError, ValueError, pint.errors.PintError) as error:
            raise UnitError(
                f"unit definitions cannot be read ({error})", str(self.definitions), "mend the line it names"
            ) from error

    def convert(self, value: float, unit: str, target: str) -> float:
        """``value`` of ``unit`` expressed in ``target``; UnitError where a name is unknown or they do not convert."""
        source, goal = self._scale(unit), self._scale(target)
        if source.base != goal.base:
            raise UnitError(
                f"{unit!r} does not convert to {target!r}",
                remedy=f"one is {self.dimension(unit)}, the other {self.dimension(target)}; compare like with like",
            )
        if source == goal:
            return value
        if not source.offset and not goal.offset:
            return _tidy(value * (source.factor / goal.factor))
        return _tidy((value * source.factor + source.offset - goal.offset) / goal.factor, digits=12)

    def dimension(self, unit: str) -> str:
        """What ``unit`` measures, by the name that rules/units.toml gives ("data_rate"); UnitError if unknown."""
        known = self._names.dimensions.get(unit)
        if known is not None:
            return known
        if unit not in self._names.expressions and "/" not in unit:
            raise self._unknown(unit)
        over, _, under = unit.rpartition("/")
        quotient = f"{self.dimension(over)}/{self._denominator_dimension(under)}"
        return self._names.quotients.get(quotient, quotient)

    def compatible(self, a: str, b: str) -> bool:
        """Whether values of ``a`` convert to ``b``; UnitError where either is unknown."""
        return self._scale(a).base == self._scale(b).base

    def known(self, unit: str) -> bool:
        """Whether ``unit`` has a meaning here."""
        try:
            self._scale(unit)
        except UnitError:
            return False
        return True

    def _denominator_dimension(self, unit: str) -> str:
        return self.dimension("second" if unit == "s" else unit)

    def _scale(self, unit: str) -> Scale:
        """The unit's place on its dimension's scale, worked out by pint once."""
        scale = self._scales.get(unit)
        if scale is None:
            scale = self._scales[unit] = self._measure(self._expression(unit), unit)
        return scale

    def _expression(self, unit: str) -> str:
        """Pint's words for a unit name; a quotient of known names is built from its parts."""
        known = self._names.expressions.get(unit)
        if known is not None:
            return known
        over, slash, under = unit.rpartition("/")
        if not slash:
            raise self._unknown(unit)
        return f"({self._expression(over)})/({self._expression('second' if under == 's' else under)})"

    def _measure(self, expression: str, unit: str) -> Scale:
        import pint

        try:
            parsed = self._registry.parse_units(expression)
            one = self._registry.Quantity(1.0, parsed).to_base_units()
            zero = self._registry.Quantity(0.0, parsed).to_base_units()
        except (pint.errors.PintError, AttributeError, ValueError, TypeError) as error:
            raise UnitError(
                f"the expression {expression!r} of {unit!r} is no unit ({error})",
                "rules/units.toml",
                "define its words in rules/units.txt",
            ) from error
        return Scale(float(one.magnitude - zero.magnitude), float(zero.magnitude), str(one.units))

    def _unknown(self, unit: str) -> UnitError:
        return UnitError(f"unknown unit {unit!r}", "rules/units.toml", "add a [[unit]] with its expression there")


def _tidy(value: float, digits: int = 15) -> float:
    """Rounds away what floating point added; offsets of temperature scales leave fewer good digits."""
    return float(f"{value:.{digits}g}")
