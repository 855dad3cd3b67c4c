"""Figures in the short forms of the trade: "6C/12T", "DDR5-5600", "a boost clock of 5.5".
Each is spelled out and read like any other figure; what it overlaps goes.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipeline.measure import QuantityReader
from pipeline.model import Quantity
from pipeline.rulebook import Rulebook


class Shorthand:
    """Adds such figures to the quantities of a text; ``reader`` reads the quantities of a piece of text."""

    def __init__(self, rulebook: Rulebook, reader: QuantityReader) -> None:
        self._reader = reader
        names = (
            "short-counts",
            "short-cores",
            "short-kinds",
            "short-bracketed",
            "short-memory",
            "short-speed",
            "short-clock",
            "short-window",
            "short-times",
            "short-more",
            "short-factor",
            "short-half",
        )
        self._forms = [(rulebook.syntax.lowered(name), rulebook.syntax.signs(name)) for name in names]
        self._spelled = rulebook.shapes.short_forms
        self._letters = f" {rulebook.shapes.short_letters}"

    def add(self, low: str, quantities: Sequence[Quantity]) -> list[Quantity]:
        """``quantities`` of a text, given in small letters, with what it says in short forms in their places."""
        found = list(self._written(low))
        if not found:
            return list(quantities)
        kept = [q for q in quantities if not any(f.start < q.end and q.start < f.end for f in found)]
        return sorted([*kept, *found], key=lambda q: (q.start, q.end))

    def _written(self, low: str) -> Iterator[Quantity]:
        """The figures whose unit is a letter, or left out."""
        for pattern, signs in self._forms:
            if not any(map(low.__contains__, signs)):
                continue
            for match in pattern.finditer(low):
                said = match.groupdict()
                begun = match.start("lead") if said.pop("lead", None) else -1
                for group, number in said.items():
                    if number is not None:
                        span = match.span(group)
                        yield from self._read(number.rstrip(self._letters), self._spelled[group], span, begun)

    def _read(self, number: str, unit: str, span: tuple[int, int], begun: int) -> Iterator[Quantity]:
        """The figure at ``span``; words that belong to it may have ``begun`` before."""
        start, end = span
        for quantity in self._reader.read(f"{number} {unit}"):
            ends = {"start": start, "end": end, "phrase_start": start if begun < 0 else begun, "phrase_end": end}
            yield quantity.model_copy(update=ends)
