"""Sizes and prices told for one of several parts: "2 MB per core" is a size, "$139 per core" a price.
The reader of quantities keeps the part as a divisor; here the words for it are left to the qualifiers.
"""

from __future__ import annotations

from collections.abc import Iterable

from pipeline.model import Quantity
from pipeline.rulebook import Rulebook


class Parts:
    """Takes the divisor off such quantities."""

    def __init__(self, rulebook: Rulebook) -> None:
        self._parts = rulebook.syntax.listed("part")
        self._divided = rulebook.syntax.listed("divided")
        self._divisor = rulebook.syntax.regex("per-part")

    def whole(self, text: str, quantities: Iterable[Quantity]) -> list[Quantity]:
        """``quantities`` of ``text``, those for one part as sizes and prices like any other."""
        return [self._undivided(text, q) if "/" in q.dimension else q for q in quantities]

    def _undivided(self, text: str, quantity: Quantity) -> Quantity:
        dimension, _, part = quantity.dimension.partition("/")
        taken = part in self._parts or quantity.dimension in self._divided
        match = self._divisor.search(text[quantity.start : quantity.end]) if taken else None
        if match is None:
            return quantity
        end = quantity.start + match.start()
        unit = quantity.unit.partition("/")[0]
        return quantity.model_copy(update={"end": end, "phrase_end": end, "unit": unit, "dimension": dimension})
