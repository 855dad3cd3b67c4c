"""Cuts blocks into sentences and deals out to each what was recognised in it.
Furniture, code and foreign text give no sentences, so nothing in them can become a claim.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pipeline.extract.scene import Sentence, within  # noqa: F401 (tables looks for it here)
from pipeline.model import Article, Block, BlockKind

_PROSE = {
    BlockKind.TITLE,
    BlockKind.HEADING,
    BlockKind.PARAGRAPH,
    BlockKind.ITEM,
    BlockKind.CAPTION,
    BlockKind.QUESTION,
}
_END = re.compile(r"[.!?][\"'”’)\]*_]{0,3}(?=\s+[\"'“‘(\[*_‌]{0,3}[A-Z0-9$€£])|[.!?:][\"”]?(?=\n)|\n\s*\n")


class SentenceCutter:
    """Splits an article's prose blocks; abbreviations of the rules do not end a sentence."""

    def __init__(self, abbreviations: Sequence[str]) -> None:
        self._abbreviations = tuple(a.lower() for a in abbreviations)

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
            end = match.end()
            if text[start:end].strip():
                yield _trimmed(text, start, end)
            start = end
        if text[start : block.end].strip():
            yield _trimmed(text, start, block.end)

    def _abbreviated(self, text: str, end: int) -> bool:
        tail = text[max(end - 8, 0) : end].lower().split()
        return bool(tail) and tail[-1].lstrip("(\"'“‘") in self._abbreviations


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end
