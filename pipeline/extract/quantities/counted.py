"""Counts whose noun has a numbered name before it ("16 Zen 5 cores", "eight Intel Gaudi 3 accelerators") or is one
("eight H100s"). The reader of quantities knows no names and stops at their digits, so it is asked again without them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pipeline.extract.text.lines import lines_with
from pipeline.extract.text.scene import Mention
from pipeline.extract.text.words import lowered
from pipeline.measure import QuantityReader
from pipeline.model import Quantity
from pipeline.rulebook import Rulebook

_REACH = 40
_NUMBERED = re.compile(r"(?:^|[\s-])[A-Za-z]{0,2}\d[\d.]*[A-Za-z]{0,2}$")
_ADJECTIVE = 12  # letters of such a word as "quadruple", and its space
_PLURAL = re.compile(r"s(?![\w'’-])")
_FOLLOWED = re.compile(r"\s(?:[A-Z]{2,4}\s)?[a-z]|\s[A-Z]{2,4}s\b")


class CountedNames:
    """Adds the counts that a name hides; ``reader`` reads the quantities of a piece of text."""

    def __init__(self, rulebook: Rulebook, reader: QuantityReader) -> None:
        self.reader = reader
        self._noun = rulebook.shapes.counted_noun
        self._adjectives = rulebook.shapes.count_adjectives
        self._listed = rulebook.syntax.regex("names-listed")
        self._so_many_times = rulebook.syntax.regex("so-many-times-of")
        self._times_signs = rulebook.syntax.signs("so-many-times-of")
        self._so_many = rulebook.syntax.regex("so-many-of")

    def add(self, text: str, mentions: Sequence[Mention], quantities: Sequence[Quantity]) -> list[Quantity]:
        """``quantities`` with the hidden counts in their places, instead of those they overlap."""
        ends = self._joined_ends(text, mentions)
        hidden = [q for m, end in zip(mentions, ends, strict=True) if (q := self._of(text, m, end)) is not None]
        times = list(self._times(text))
        if not hidden and not times:
            return list(quantities)
        apart = [q for q in hidden if not any(t.start < q.end and q.start < t.end for t in times)]
        hidden = sorted([*apart, *times], key=lambda q: q.start)
        kept: list[Quantity] = []
        at, end = 0, 0
        for quantity in quantities:
            while at < len(hidden) and hidden[at].start < quantity.end:
                end, at = max(end, hidden[at].end), at + 1
            if quantity.start >= end:
                kept.append(quantity)
        return sorted(kept + hidden, key=lambda q: (q.start, q.end))

    def _of(self, text: str, mention: Mention, end: int) -> Quantity | None:
        """The count that runs across a mention or ends with it; None where there is none. ``end`` is that of the last
        name joined to it.
        """
        return self._hidden(text, mention, end) or self._several(text, mention) or self._paired(text, mention)

    def _times(self, text: str) -> Iterator[Quantity]:
        """The counts of "8x H100 GPUs", with offsets in ``text``: they multiply nothing."""
        for start, end in lines_with(self._times_signs, lowered(text)):
            for match in self._so_many_times.finditer(text, start, end):
                read = self.reader.read(f"{match['bound'] or ''}{match['count']} {match['noun']}")
                if len(read) == 1:
                    ends = {"start": match.start("count"), "end": match.end()}
                    ends |= {"phrase_start": match.start(), "phrase_end": match.end()}
                    yield read[0].model_copy(update=ends)

    def _hidden(self, text: str, mention: Mention, end: int) -> Quantity | None:
        """The count that runs across a mention, with offsets in ``text``; None where there is none."""
        if not _NUMBERED.search(text[mention.start : mention.end]) or not _FOLLOWED.match(text, end):
            return None
        left, before = self._led(text, mention)
        after = text[end + 1 : end + _REACH]
        if not before:
            return None
        shift = end + 1 - mention.start
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
                line = mention.name.removeprefix(f"{mention.maker} ").partition(" ")[0]
                return quantity.model_copy(update={**ends, "noun": f"{line} {quantity.noun}"})
        return None

    def _several(self, text: str, mention: Mention) -> Quantity | None:
        """The count of chips whose name stands in the plural: "eight H100s"."""
        inside = text[mention.end - 2 : mention.end].isalpha() and text[mention.end - 1] == "s"
        end = mention.end + (not inside)
        if mention.type != "chip" or text[end - 2].islower() or not _PLURAL.match(text, end - 1):
            return None
        left, before = self._led(text, mention)
        for quantity in self.reader.read(before + self._noun) if before else ():
            if quantity.start < len(before) < quantity.end and quantity.dimension == "count":
                ends = {"start": left + quantity.start, "end": end}
                ends |= {"phrase_start": left + quantity.phrase_start, "phrase_end": end}
                return quantity.model_copy(update=ends)
        return None

    def _paired(self, text: str, mention: Mention) -> Quantity | None:
        """The count that an adjective says: "dual H100 GPUs"."""
        word = text[max(mention.start - _ADJECTIVE, 0) : mention.start].rpartition(" ")[0].rpartition(" ")[2]
        number = self._adjectives.get(word.lower())
        nouns = self._so_many.match(text, mention.end) if number and mention.type == "chip" else None
        if not number or nouns is None:
            return None
        start = mention.start - len(word) - 1
        for quantity in self.reader.read(number + nouns.group(0)):
            ends = {"start": start, "end": nouns.end(), "phrase_start": start, "phrase_end": nouns.end()}
            return quantity.model_copy(update=ends)
        return None

    def _led(self, text: str, mention: Mention) -> tuple[int, str]:
        """Where the words before a mention begin, and these words; none where they hold no number."""
        left = max(mention.start - _REACH, 0)
        while left and left < mention.start and not text[left - 1].isspace():
            left += 1
        before = text[left : mention.start]
        if not before or not before[-1].isspace() or not self.reader.may_hold(before):
            return left, ""  # a count that runs across the name begins before it
        return left, before

    def _joined_ends(self, text: str, mentions: Sequence[Mention]) -> list[int]:
        """Where each mention ends with the names that a list joins to it: "500,000 GB200 and GB300 GPUs"."""
        ends = [m.end for m in mentions]
        for at in range(len(mentions) - 2, -1, -1):
            left, right = mentions[at : at + 2]
            if left.type == right.type and self._listed.fullmatch(text, left.end, right.start):
                ends[at] = ends[at + 1]
        return ends
