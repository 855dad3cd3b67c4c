"""Counts of cores of one kind that no noun follows: "3x Cortex-X4 at 3.3 GHz", "one Prime (3.6 GHz) and six ... cores".
The clock behind them, or the noun at the end of the list, says that cores are counted.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.extract.text.lines import lines_with
from pipeline.extract.text.words import lowered
from pipeline.measure import QuantityReader
from pipeline.model import Quantity
from pipeline.rulebook import Rulebook


class CoreGroups:
    """Adds such counts to the quantities of a text; ``reader`` reads the quantities of a piece of text."""

    def __init__(self, rulebook: Rulebook, reader: QuantityReader) -> None:
        syntax = rulebook.syntax.regex
        names = [f"cores-{name}" for name in ("times", "kind", "pair", "listed", "sum", "named")]
        self._patterns = [(syntax(name), rulebook.syntax.signs(name)) for name in names]
        self._sign, self._noun = syntax("cores-sign"), rulebook.syntax.word("core")
        two = rulebook.syntax.word("counting").partition("|")[0]
        one = rulebook.syntax.word("numeral").partition("|")[0]
        self._spelled = {"pair": two, "single": one}
        self._reader = reader

    def add(self, text: str, quantities: Sequence[Quantity]) -> list[Quantity]:
        """``quantities`` with the counts of cores in their places, instead of those they overlap."""
        if self._sign.search(text) is None:
            return list(quantities)
        low = lowered(text)
        found: dict[int, Quantity] = {}
        known = {q.start for q in quantities if q.dimension == "core" and text[q.phrase_end - 1] != "+"}
        for pattern, signs in self._patterns:
            for start, end in lines_with(signs, low):
                for match in pattern.finditer(text, start, end):
                    quantity = self._count(match)
                    if quantity is not None and quantity.start not in known:
                        found.setdefault(quantity.start, quantity)
        if not found:
            return list(quantities)
        kept = [q for q in quantities if not any(c.start < q.end and q.start < c.end for c in found.values())]
        return sorted([*kept, *found.values()], key=lambda q: (q.start, q.end))

    def _count(self, match: re.Match[str]) -> Quantity | None:
        """The count a match holds, with offsets in the text; None where its words are no number."""
        named = match.groupdict()
        counted = next(name for name, said in named.items() if said and name not in {"clocked", "bound"})
        bound = named.get("bound") or ""
        read = self._reader.read(f"{bound}{self._spelled.get(counted, match[counted])} {self._noun}")
        if len(read) != 1:
            return None
        start = match.start(counted)
        end = match.end(counted) if named.get("clocked") else match.end()
        ends = {"start": start, "end": end, "phrase_start": start - len(bound), "phrase_end": end}
        return read[0].model_copy(update={**ends, "noun": self._noun})
