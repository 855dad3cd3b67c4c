"""Rows of tables whose cells are glued together, a row on each line: "Base clock1,560 MHz2,205 MHz" below "RTX 3090
TiRTX 4080". Says where a space belongs; figures that could be cut in several ways stay as they are.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Collection, Iterator, Sequence

from pipeline.rulebook import Rulebook

_LINE = re.compile(r"[^\n]*\S[^\n]*")
_MAY_BE = re.compile(r"^[ \t\xa0|*•·]*+[A-Z][A-Za-z /&()-]++(?<=[A-Za-z)])[$€£~]?\d", re.MULTILINE)
_LEAST = 3  # rows with a figure glued to their label
_BETWEEN = 3  # lines between two of them
_LONGEST = 160
# A unit right before the next figure; a thousand, a sum or a word before one; a figure before a word.
_UNIT = re.compile(r"\d\s?([A-Za-zµ″”\"%][A-Za-z/]{0,5})(?=[$€£~]?\d)")
_FIGURE = re.compile(r"(?<=,\d{3})(?=\d{1,3},\d{3})|(?<=\d)(?=[$€£])|(?<=[a-z]{4})(?=\d+[.,\s\"″-])")
_WORD = re.compile(r"(?<=[\d)])(?=([A-Z](?:[a-z]{2,}|[A-Z]{2,})))")
_INNER = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z\d])(?=[A-Z]+[a-z]*\s)")
_LETTERS = re.compile(r"[A-Za-z]+")


class GluedRows:
    """Finds such places; ``words`` are those of listed names, in small letters."""

    def __init__(self, rulebook: Rulebook, words: Collection[str], is_unit: Callable[[str], bool]) -> None:
        self._row = rulebook.syntax.regex("glued-row")
        self._units, self._ends = map(rulebook.syntax.listed, ("glued-units", "glued-ends"))
        self._words, self._is_unit = words, is_unit

    def cuts(self, text: str) -> list[int]:
        """The offsets at which two cells meet without a space, in order; mostly none."""
        hints = [m.end() for m in _MAY_BE.finditer(text)]
        if len(hints) < _LEAST:
            return []
        lines = [m.span() for m in _LINE.finditer(text)]
        rows = [at for at in sorted({bisect_right(lines, (h, h)) - 1 for h in hints}) if self._label(text, *lines[at])]
        found: set[int] = set()
        for first, last in _runs(rows):
            if first:
                found |= set(self._in_head(text, *lines[first - 1]))
            for start, end in lines[first : last + 1]:
                if label := self._label(text, start, end):
                    found |= {label, *self._in_values(text, label, end)}
        return sorted(found)

    def _label(self, text: str, start: int, end: int) -> int:
        """Where the label of a row ends that its first value is glued to; 0 where the line is none."""
        match = self._row.match(text, start, end) if end - start <= _LONGEST else None
        end = match.end("label") if match else 0  # "PowerEdge R750" is none
        return 0 if text[end : end + 1].isalpha() and _word_at(text, end).lower() in self._words else end

    def _in_values(self, text: str, start: int, end: int) -> Iterator[int]:
        for match in _UNIT.finditer(text, start, end):
            if match[1] in self._units or self._is_unit(match[1]):
                yield match.end(1)
        for match in _FIGURE.finditer(text, start + 1, end):
            yield match.start()
        for match in _WORD.finditer(text, start + 1, end):
            if not self._is_unit(match[1]):
                yield match.start()
        yield from self._between_words(text, start, end, both=True)

    def _in_head(self, text: str, start: int, end: int) -> Iterator[int]:
        """The line above the rows, where one name ends in the next: "i9-13900KAMD Ryzen"."""
        if end - start <= _LONGEST:
            yield from self._between_words(text, start, end, both=False)

    def _between_words(self, text: str, start: int, end: int, *, both: bool) -> Iterator[int]:
        """Where a word of a listed name begins inside a word that none holds; with ``both``, where one ends as well."""
        for match in _INNER.finditer(text, start + 1, end):
            at = match.start()
            right, whole = _LETTERS.match(text, at), _word_at(text, at).lower()
            if (
                right is None
                or right[0].lower() not in self._words
                or (whole in self._words and whole != right[0].lower())
            ):
                continue
            left = whole.removesuffix(right[0].lower())
            if not both or left in self._words or left in self._ends:
                yield at


def _word_at(text: str, at: int) -> str:
    """The letters around an offset."""
    right, first = _LETTERS.match(text, at), at
    while first and text[first - 1].isalpha():
        first -= 1
    return text[first : right.end() if right else at]


def _runs(rows: Sequence[int]) -> Iterator[tuple[int, int]]:
    """The first and the last line of each lot of rows that follow one another, but for some lines between them."""
    first = 0
    for at, row in enumerate(rows):
        if at + 1 == len(rows) or rows[at + 1] - row > _BETWEEN + 1:
            if at + 1 - first >= _LEAST:
                yield rows[first], row
            first = at + 1
