"""Cuts blocks into sentences and deals out to each what was recognised in it.
Furniture, code and foreign text give no sentences, so nothing in them can become a claim.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pipeline.extract.text.scene import Sentence
from pipeline.model import Article, Block, BlockKind

_PROSE = {
    BlockKind.TITLE,
    BlockKind.HEADING,
    BlockKind.PARAGRAPH,
    BlockKind.ITEM,
    BlockKind.CAPTION,
    BlockKind.QUESTION,
}
_END = re.compile(
    r"[.!?][\"'”’)\]*_]{0,3}(?=\s+[\"'“‘(\[*_‌]{0,3}[A-Z0-9$€£])|[.!?:][\"”]?(?=\n)|\n\s*\n"
    r"|(?<=[a-z]{3}|\d\d%)\.(?=[A-Z][a-z]+[ ,])"  # a blank left out
)


class SentenceCutter:
    """Splits an article's prose blocks; abbreviations of the rules do not end a sentence.

    A run of text longer than ``longest`` characters without an end (a list that lost its lines, a hostile page) is
    cut at a clause or a space, so that all that looks at pairs of things in a sentence stays cheap.
    """

    def __init__(self, abbreviations: Sequence[str], longest: int) -> None:
        self._abbreviations = frozenset(abbreviations)
        self._longest = longest

    def cut(self, article: Article) -> Iterator[Sentence]:
        """All sentences of the article's prose, in order."""
        index = 0
        for block in article.blocks:
            if block.kind not in _PROSE:
                continue
            for start, end in self._bounds(article.text, block):
                yield Sentence(start, end, block, article.text[start:end], index)
                index += 1

    def _bounds(self, text: str, block: Block) -> Iterator[tuple[int, int]]:
        start = block.start
        for match in _END.finditer(text, block.start, block.end):
            if self._abbreviated(text, match.start() + 1):
                continue
            yield from self._pieces(text, start, match.end())
            start = match.end()
        yield from self._pieces(text, start, block.end)

    def _pieces(self, text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
        """The sentence itself, or its parts where it is too long; nothing where it is empty."""
        while end - start > self._longest:
            limit = start + self._longest
            marks = (text.rfind(mark, start + self._longest // 2, limit) + 1 for mark in ("\n", ";", ", ", " "))
            at = next((m for m in marks if m), limit)
            if text[start:at].strip():
                yield _trimmed(text, start, at)
            start = at
        if text[start:end].strip():
            yield _trimmed(text, start, end)

    def _abbreviated(self, text: str, end: int) -> bool:
        """True behind "approx." and "No.", written so, and behind "Max." where a figure follows: "the M5 Max. The"."""
        tail = text[max(end - 8, 0) : end].split()
        word = tail[-1].lstrip("(\"'“‘") if tail else ""
        return word in self._abbreviations or (
            word.lower() in self._abbreviations and text[end : end + 3].lstrip()[:1].isdigit()
        )


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end
