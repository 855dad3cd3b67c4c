"""Times told in two parts: "14 hours and 22 minutes", "11h 5m", and on a clock's face, "lasted 14:22".
The reader of quantities sees two measures, or none; a claim needs the one time that is meant.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.measure import QuantityReader
from pipeline.model import Quantity
from pipeline.rulebook import Rulebook
from pipeline.units import UnitSystem

_BETWEEN = 8  # letters
_DIGITS = 4  # of a fraction: finer than a second of hours


class Durations:
    """Joins such times; ``reader`` reads the quantities of a piece of text."""

    def __init__(self, rulebook: Rulebook, reader: QuantityReader, units: UnitSystem) -> None:
        self._between = rulebook.syntax.lowered("duration-between")
        self._clock, self._context = map(rulebook.syntax.lowered, ("duration-clock", "duration-context"))
        self._long, self._short = rulebook.syntax.word("long-time"), rulebook.syntax.word("short-time")
        self._reader = reader
        self._units = units

    def join(self, low: str, quantities: Sequence[Quantity]) -> list[Quantity]:
        """``quantities`` of a text, ``low`` in small letters, each time in one."""
        found: list[Quantity] = []
        for quantity in quantities:
            last = found[-1] if found and quantity.dimension == "time" else None
            if last is None or last.dimension != "time" or last.unit == quantity.unit:
                found.append(quantity)
                continue
            if quantity.start - last.end > _BETWEEN or not self._between.fullmatch(low, last.end, quantity.start):
                found.append(quantity)
                continue
            rest = self._units.convert(quantity.low, quantity.unit, last.unit)
            if last.low == last.high and 0 < rest < 1:
                ends = {"end": quantity.end, "phrase_end": quantity.phrase_end}
                whole = round(last.low + rest, _DIGITS)
                found[-1] = last.model_copy(update={**ends, "low": whole, "high": whole, "noun": quantity.noun})
            else:
                found.append(quantity)
        return self._with_clocks(low, found)

    def _with_clocks(self, low: str, quantities: list[Quantity]) -> list[Quantity]:
        clocks = []
        if self._context.search(low):
            clocks = [clock for match in self._clock.finditer(low) if (clock := self._read(match)) is not None]
        if not clocks:
            return quantities
        kept = [q for q in quantities if not any(c.start < q.end and q.start < c.end for c in clocks)]
        return sorted([*kept, *clocks], key=lambda q: (q.start, q.end))

    def _read(self, match: re.Match[str]) -> Quantity | None:
        """The time that a match holds, with offsets in the text."""
        named = {name: said for name, said in match.groupdict().items() if said}
        first, second = (next(n for n in named if n.startswith(part)) for part in ("hours", "minutes"))
        read = [self._reader.read(f"{named[n]} {unit}") for n, unit in ((first, self._long), (second, self._short))]
        if any(len(quantities) != 1 for quantities in read):
            return None
        whole, rest = (quantities[0] for quantities in read)
        value = round(whole.low + self._units.convert(rest.low, rest.unit, whole.unit), _DIGITS)
        start, end = match.start(first), match.end()
        ends = {"start": start, "end": end, "phrase_start": start, "phrase_end": end}
        return whole.model_copy(update={**ends, "low": value, "high": value})
