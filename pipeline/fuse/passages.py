"""Text cut into pieces that can be compared: words, runs of words, paragraphs, sentences.
Pieces are numbers that are the same on every machine; all of it is linear in the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple, Protocol
from zlib import crc32

from pipeline.model import Article, BlockKind

SILENT = frozenset({BlockKind.FURNITURE, BlockKind.CODE, BlockKind.FOREIGN})
_WORD = re.compile(r"\w+")
_END = re.compile(r"[.!?…]+[\"”’')\]]*(?=\s)|\n+")


class Stretch(NamedTuple):
    """A stretch of an article's text; light, since every sentence is one."""

    start: int
    end: int


@lru_cache(maxsize=200_000)
def _number(word: str) -> int:
    """A word as a number; Python's hash of words differs from run to run, that of numbers does not."""
    return crc32(word.casefold().encode("utf-8", "replace"))


def words(text: str) -> list[str]:
    """The words of a text, as written.

    >>> words("144 GB of HBM3.")
    ['144', 'GB', 'of', 'HBM3']
    """
    return _WORD.findall(text)


def pieces(text: str, size: int) -> frozenset[int]:
    """All runs of ``size`` words of a text, each as a number; a shorter text is one piece, an empty one none."""
    return frozenset(runs(words(text), size))


def runs(said: Sequence[str], size: int) -> list[int]:
    """All runs of ``size`` words as numbers, in order; fewer words are one run, no words none."""
    numbers = [_number(word) for word in said]
    size = min(size, len(numbers))
    return list(map(hash, zip(*(numbers[at:] for at in range(size)), strict=False))) if size else []


def containment(some: frozenset[int], other: frozenset[int]) -> float:
    """The share of the smaller set that stands in the other; 0 where one is empty."""
    if not some or not other:
        return 0.0
    return len(some & other) / min(len(some), len(other))


def paragraphs(article: Article) -> list[Stretch]:
    """The stretches of an article that are its own running text, in order of place.

    Where the reader gave no blocks, lines are paragraphs.
    """
    length = len(article.text)
    if article.blocks:
        spans = [Stretch(b.start, min(b.end, length)) for b in article.blocks if b.kind not in SILENT]
    else:
        spans = list(_lines(article.text))
    return [span for span in spans if span.start < span.end]


def sentences(article: Article, spans: Sequence[Stretch] | None = None) -> Iterator[Stretch]:
    """The sentences of an article's own text; a cut too many does no harm to those who compare them."""
    for span in paragraphs(article) if spans is None else spans:
        start = span.start
        for end in _END.finditer(article.text, span.start, span.end):
            if end.end() > start:
                yield Stretch(start, end.end())
            start = end.end()
        if start < span.end:
            yield Stretch(start, span.end)


class HasText(Protocol):
    """Whatever holds the text of an article."""

    @property
    def text(self) -> str:
        """The text that offsets count in."""


def sentence_at(article: HasText, start: int, end: int) -> Stretch:
    """The sentence around an offset, found without reading the whole article."""
    text, low = article.text, max(0, start - 600)
    cuts = [m.end() for m in _END.finditer(text, low, start)]
    after = _END.search(text, max(end - 1, 0), min(len(text), end + 600))
    return Stretch(cuts[-1] if cuts else low, after.end() if after else min(len(text), end + 600))


def paragraph_at(article: HasText, start: int, end: int) -> Stretch:
    """The line around an offset: what no paragraph goes beyond."""
    text = article.text
    after = text.find("\n", end)
    return Stretch(text.rfind("\n", 0, start) + 1, after if after >= 0 else len(text))


def _lines(text: str) -> Iterator[Stretch]:
    at = 0
    for line in text.splitlines(keepends=True):
        if line.strip():
            yield Stretch(at, at + len(line.rstrip()))
        at += len(line)
