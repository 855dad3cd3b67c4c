"""Which articles share pieces of text, and how many, without comparing all with all.
Pieces lie sorted in one array; a large batch keeps one piece in ``sample``, the same ones of every article.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from pipeline.fuse.source import Pieces, Source, Words
from pipeline.rulebook.verdicts import OriginRules

_HOLDERS = 64
_AT_ONCE = 4_000_000


class Quotable(NamedTuple):
    """A passage that may be quoted: its place, and for each of its kept pieces where the holders begin and end."""

    start: int
    end: int
    low: Pieces
    high: Pieces


class Overlaps:
    """The pieces of every article of a batch, and who holds each: the first so many articles, which are enough.

    ``sizes`` counts the kept pieces of each article. Each distinct piece that is kept has a number, by which its
    holders are found; the pieces of all articles, one article behind the other, know theirs.
    """

    def __init__(self, sources: Sequence[Source], rules: OriginRules) -> None:
        large = sum(source.characters for source in sources) > rules.sample_above
        self.sample = rules.sample if large else 1
        self.least_copy = rules.copy_shingles / self.sample
        self.least_quote = max(1.0, (rules.passage_words - rules.shingle) * rules.passage_containment / self.sample)
        words = [source.finds.words for source in sources]
        pieces = np.concatenate([*(own.pieces for own in words), np.empty(0, dtype=np.int64)])
        holders = np.repeat(np.arange(len(sources), dtype=np.int32), [len(own.pieces) for own in words])
        order = np.flatnonzero(pieces % self.sample == 0)
        order = order[np.argsort(pieces[order], kind="stable")]
        fresh, holders = _fresh(pieces[order]), holders[order]
        numbers = np.cumsum(fresh) - 1
        self._numbers = np.full(len(pieces), -1, dtype=np.int32)
        self._numbers[order] = numbers
        once = fresh.copy()  # an article that holds a piece several times holds it
        once[1:] |= holders[1:] != holders[:-1]
        numbers, holders = numbers[once], holders[once]
        self.sizes = np.bincount(holders, minlength=len(sources))
        held = np.bincount(numbers)
        several = held[numbers] > 1
        held[held == 1] = 0
        self._low = np.cumsum(held) - held
        self._high = self._low + np.minimum(held, _HOLDERS)
        self._holders = holders[several]
        least = min(rules.copy_containment * self.least_copy, self.least_quote)
        self._later, self._earlier, self._many = self._counts(self._low[numbers[several]], len(sources), least)
        self._edges: list[int] = np.searchsorted(self._later, np.arange(len(sources) + 1)).tolist()

    def shares(self, at: int) -> bool:
        """Whether there are any such articles: most have none, and telling so costs less than an empty answer."""
        return self._edges[at] < self._edges[at + 1]

    def before(self, at: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Earlier articles that share enough pieces with an article to mean anything, in order, and how many each."""
        own = slice(*self._edges[at : at + 2])
        return self._earlier[own], self._many[own]

    def _counts(self, first: NDArray[np.int64], articles: int, least: float) -> tuple[NDArray[np.int64], ...]:
        """Articles, earlier articles, and how many pieces both hold, from ``least`` on; in the order of both. ``first``
        is where the holders of each holder's piece begin.
        """
        found, held = [np.empty(0, dtype=np.int64)], [np.empty(0, dtype=np.int64)]
        behind = np.minimum(np.arange(len(first)) - first, _HOLDERS)
        for members in _portions(self._holders, behind):
            parts = []
            for rank in range(int(behind[members].max(initial=0))):
                members = members[behind[members] > rank]
                parts.append(self._holders[members].astype(np.int64) * articles + self._holders[first[members] + rank])
            pairs, many = often(np.concatenate(parts), least) if parts else (members[:0],) * 2
            found.append(pairs)
            held.append(many)
        both = np.concatenate(found)
        return both // max(articles, 1), both % max(articles, 1), np.concatenate(held)

    def quotable(self, sources: Sequence[Source], containment: float) -> list[list[Quotable]]:
        """The passages of each article of whose kept pieces that share stands in earlier articles, whichever."""
        starts, ends, articles, passages, numbers = self._passages([source.finds.words for source in sources])
        distinct = max(1, len(self._low))
        both = np.sort(passages * distinct + numbers)
        passages, numbers = np.divmod(both[_fresh(both)], distinct)
        low, high = self._low[numbers], self._high[numbers]
        old = np.where(low < high, np.append(self._holders, 0)[low], len(sources)) < articles[passages]
        many = np.bincount(passages, minlength=len(articles))
        enough = (many > 0) & (np.bincount(passages, old, minlength=len(articles)) >= containment * many * (1 - 1e-9))
        edges = np.concatenate([[0], np.cumsum(many)])
        found: list[list[Quotable]] = [[] for _ in sources]
        for at in np.flatnonzero(enough).tolist():
            own = slice(edges[at], edges[at + 1])
            found[articles[at]].append(Quotable(int(starts[at]), int(ends[at]), low[own], high[own]))
        return found

    def _passages(self, words: Sequence[Words]) -> tuple[NDArray[np.int64], ...]:
        """The passages of all articles: starts, ends and articles of each; then of each of their kept pieces the
        passage, and the piece's number.
        """
        rows = np.concatenate([*(own.passages for own in words), np.empty((0, 4), dtype=np.int32)]).astype(np.int64)
        articles = np.repeat(np.arange(len(words)), [len(own.passages) for own in words])
        edges = np.cumsum([0, *(len(own.pieces) for own in words)])
        first, last = (np.minimum(edges[articles] + rows[:, side], edges[articles + 1]) for side in (2, 3))
        sizes = last - first
        passages = np.repeat(np.arange(len(rows)), sizes)
        places = np.arange(len(passages)) + np.repeat(first - (np.cumsum(sizes) - sizes), sizes)
        numbers = self._numbers[places]
        kept = numbers >= 0
        return rows[:, 0], rows[:, 1], articles, passages[kept], numbers[kept]

    def shared(self, passage: Quotable, before: int) -> tuple[NDArray[np.int32], NDArray[np.int64]]:
        """Earlier articles, in order, and how many pieces of a passage each holds."""
        parts = [self._holders[a:b] for a, b in zip(passage.low.tolist(), passage.high.tolist(), strict=True)]
        holders = np.concatenate([*parts, np.empty(0, dtype=np.int32)])
        return often(holders[holders < before])


def _fresh(numbers: NDArray[Any]) -> NDArray[np.bool_]:
    """Which of some numbers in order are others than those before them."""
    fresh = np.ones(len(numbers), dtype=bool)
    fresh[1:] = numbers[1:] != numbers[:-1]
    return fresh


def often(numbers: NDArray[Any], least: float = 1.0) -> tuple[NDArray[Any], NDArray[np.int64]]:
    """Those of the numbers that come at least so many times, each once and in order, and how often each comes: most
    come but once, and are passed over without being counted.
    """
    numbers.sort()
    times = max(1, math.ceil(least))
    at = np.flatnonzero(numbers[times - 1 :] == numbers[: max(0, len(numbers) - times + 1)])
    fresh = numbers[at] != numbers[at - 1]
    fresh[:1] = True
    at = at[fresh]
    return numbers[at], np.searchsorted(numbers, numbers[at], "right") - at


def _portions(holders: NDArray[np.int32], behind: NDArray[np.int64]) -> Iterator[NDArray[np.int64]]:
    """Places of pieces that an earlier article holds too, article by article, in portions that fit into memory."""
    places = np.flatnonzero(behind)
    places = places[np.argsort(holders[places], kind="stable")]
    load = np.cumsum(behind[places])
    start = 0
    while start < len(places):
        done = int(load[start - 1]) if start else 0
        end = max(start + 1, int(np.searchsorted(load, done + _AT_ONCE, "right")))
        while end < len(places) and holders[places[end]] == holders[places[end - 1]]:
            end += 1
        yield places[start:end]
        start = end
