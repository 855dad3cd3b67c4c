"""Counts whose noun has a numbered name before it: "16 Zen 5 cores", "eight Intel Gaudi 3 accelerators".
The reader of quantities knows no names and stops at their digits, so it is asked again without the name.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.extract.scene import Mention
from pipeline.measure import QuantityReader
from pipeline.model import Quantity

_REACH = 40
_NUMBERED = re.compile(r"(?:^|[\s-])[A-Za-z]{0,2}\d[\d.]*[A-Za-z]{0,2}$")
_FOLLOWED = re.compile(r"\s(?:[A-Z]{2,4}\s)?[a-z]|\s[A-Z]{2,4}s\b")


@dataclass(frozen=True, slots=True)
class CountedNames:
    """Adds the counts that a name hides; ``reader`` reads the quantities of a piece of text."""

    reader: QuantityReader

    def add(self, text: str, mentions: Sequence[Mention], quantities: Sequence[Quantity]) -> list[Quantity]:
        """``quantities`` with the hidden counts in their places, instead of those they overlap."""
        hidden = [q for m in mentions if (q := self._hidden(text, m)) is not None]
        if not hidden:
            return list(quantities)
        kept: list[Quantity] = []
        at, end = 0, 0
        for quantity in quantities:
            while at < len(hidden) and hidden[at].start < quantity.end:
                end, at = max(end, hidden[at].end), at + 1
            if quantity.start >= end:
                kept.append(quantity)
        return sorted(kept + hidden, key=lambda q: (q.start, q.end))

    def _hidden(self, text: str, mention: Mention) -> Quantity | None:
        """The count that runs across a mention, with offsets in ``text``; None where there is none."""
        if not _NUMBERED.search(text[mention.start : mention.end]) or not _FOLLOWED.match(text, mention.end):
            return None
        left = max(mention.start - _REACH, 0)
        while left and left < mention.start and not text[left - 1].isspace():
            left += 1
        before, after = text[left : mention.start], text[mention.end + 1 : mention.end + _REACH]
        if not before or not before[-1].isspace():
            return None
        if not self.reader.may_hold(before):  # a count that runs across the name begins before it
            return None
        shift = mention.end + 1 - mention.start
        for quantity in self.reader.read(before + after):
            if quantity.start < len(before) < quantity.end and quantity.dimension in {"count", "core"}:
                ends = {
                    name: left + at + (shift if at > len(before) else 0)
                    for name, at in (
                        ("start", quantity.start),
                        ("end", quantity.end),
                        ("phrase_start", quantity.phrase_start),
                        ("phrase_end", quantity.phrase_end),
                    )
                }
                return quantity.model_copy(update=ends)
        return None
