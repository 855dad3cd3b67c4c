"""Reads date expressions as intervals of days. (First version: absolute months, days and years.)
Relative ones are counted from a reference date when there is one.
"""

from __future__ import annotations

from pipeline.measure.tokens import Tokens
from pipeline.model import DateMention, DateValue
from pipeline.rulebook import Rulebook

MONTHS = "january february march april may june july august september october november december".split()
MONTHS_SHORT = "jan feb mar apr may jun jul aug sep oct nov dec sept".split()


class DateReader:
    """Finds date expressions in a text."""

    def __init__(self, rulebook: Rulebook) -> None:
        self._months = frozenset(m.capitalize() for m in MONTHS + MONTHS_SHORT)

    def read(self, text: str, reference: DateValue | None = None) -> list[DateMention]:
        """All date expressions of ``text``."""
        return []

    def absolute_spans(self, tokens: Tokens) -> list[tuple[int, int]]:
        """Where dates stand that quantities must leave alone."""
        words = tokens.words
        spans = []
        for i, w in enumerate(words[: tokens.count]):
            if w in self._months:
                first, last = i, i + 1
                at = i + 2 if words[i + 1] == "." else i + 1
                if words[at].isdigit() and len(words[at]) <= 2:
                    last = at + 1
                    if words[last] == "," and words[last + 1].isdigit() and len(words[last + 1]) == 4:
                        last += 2
                elif words[at].isdigit() and len(words[at]) == 4:
                    last = at + 1
                if i and words[i - 1].isdigit() and len(words[i - 1]) <= 2:
                    first = i - 1
                spans.append((tokens.starts[first], tokens.ends[last - 1]))
        return spans
