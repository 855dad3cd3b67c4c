"""Which articles share pieces of text, and how many, without comparing all with all.
Pieces lie sorted in one array; a large batch keeps one piece in ``sample``, the same ones of every article.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from pipeline.fuse.source import Passage, Pieces, Source
from pipeline.rulebook.verdicts import OriginRules

_HOLDERS = 64
_AT_ONCE = 4_000_000


class Overlaps:
    """The pieces of every article of a batch, and who holds each: the first so many articles, which are enough.

    ``sizes`` counts the kept pieces of each article; ``counts`` tells of each article how many pieces it shares with
    earlier ones, where that is enough to mean anything.
    """

    def __init__(self, sources: Sequence[Source], rules: OriginRules) -> None:
        large = sum(source.characters for source in sources) > rules.sample_above
        self.sample = rules.sample if large else 1
        self.least_copy = rules.copy_shingles / self.sample
        self.least_quote = max(1.0, (rules.passage_words - rules.shingle) * rules.passage_containment / self.sample)
        pieces = np.concatenate([*(source.finds.pieces for source in sources), np.empty(0, dtype=np.int64)])
        holders = np.repeat(np.arange(len(sources), dtype=np.int32), [len(source.finds.pieces) for source in sources])
        kept = pieces % self.sample == 0
        self._all_kept = bool(kept.all())
        if not self._all_kept:
            pieces, holders = pieces[kept], holders[kept]
        order = np.argsort(pieces, kind="stable")
        pieces, holders = pieces[order], holders[order]
        once = np.ones(len(pieces), dtype=bool)  # an article that holds a piece several times holds it
        once[1:] = (pieces[1:] != pieces[:-1]) | (holders[1:] != holders[:-1])
        pieces, holders = pieces[once], holders[once]
        self.sizes: list[int] = np.bincount(holders, minlength=len(sources)).tolist()
        again = np.zeros(len(pieces), dtype=bool)
        again[1:] = pieces[1:] == pieces[:-1]
        several = again.copy()
        several[:-1] |= again[1:]
        self._pieces, self._holders = pieces[several], holders[several]
        least = min(rules.copy_containment * self.least_copy, self.least_quote)
        self.counts = self._counts(len(sources), least)

    def kept(self, pieces: Pieces) -> Pieces:
        """The pieces that this batch keeps."""
        return pieces if self._all_kept else pieces[pieces % self.sample == 0]

    def _counts(self, articles: int, least: float) -> list[dict[int, int]]:
        """Article → earlier article → how many pieces both hold, from ``least`` on."""
        counts: list[dict[int, int]] = [{} for _ in range(articles)]
        fresh = np.ones(len(self._pieces), dtype=bool)
        fresh[1:] = self._pieces[1:] != self._pieces[:-1]
        first = np.flatnonzero(fresh)[np.cumsum(fresh) - 1] if len(fresh) else np.empty(0, dtype=np.int64)
        behind = np.minimum(np.arange(len(fresh)) - first, _HOLDERS)
        for members in _portions(self._holders, behind):
            parts = []
            for rank in range(int(behind[members].max(initial=0))):
                later = members[behind[members] > rank]
                parts.append(self._holders[later].astype(np.int64) * articles + self._holders[first[later] + rank])
            pairs, many = np.unique(np.concatenate(parts), return_counts=True) if parts else (members[:0],) * 2
            for pair, count in zip(pairs[many >= least].tolist(), many[many >= least].tolist(), strict=True):
                counts[pair // articles][pair % articles] = count
        return counts

    def quotable(self, sources: Sequence[Source], containment: float) -> list[list[Passage]]:
        """The passages of each article of whose kept pieces that share stands in earlier articles, whichever."""
        own = [self.kept(source.finds.pieces[p.first : p.last]) for source in sources for p in source.finds.passages]
        sizes = [len(found) for found in own]
        pieces = np.concatenate([*own, np.empty(0, dtype=np.int64)])
        passages = np.repeat(np.arange(len(own), dtype=np.int64), sizes)
        order = np.lexsort((pieces, passages))
        pieces, passages = pieces[order], passages[order]
        fresh = np.ones(len(pieces), dtype=bool)
        fresh[1:] = (pieces[1:] != pieces[:-1]) | (passages[1:] != passages[:-1])
        pieces, passages = pieces[fresh], passages[fresh]
        articles = np.repeat(np.arange(len(sources)), [len(source.finds.passages) for source in sources])
        old = self._first_holder(pieces) < articles[passages]
        many = np.bincount(passages, minlength=len(own))
        enough = (many > 0) & (np.bincount(passages, old, minlength=len(own)) >= containment * many * (1 - 1e-9))
        likely = iter(enough.tolist())
        return [[passage for passage in source.finds.passages if next(likely)] for source in sources]

    def _first_holder(self, pieces: Pieces) -> NDArray[np.int64]:
        """The first article that holds each of these pieces; one past the last where no two do."""
        places = np.searchsorted(self._pieces, pieces)
        held = np.append(self._pieces, 0)[places] == pieces
        held &= places < len(self._pieces)
        return np.where(held, np.append(self._holders, 0)[places], len(self.sizes))

    def of_passage(self, source: Source, passage: Passage) -> Pieces:
        """The kept pieces of one paragraph, each once."""
        return np.unique(self.kept(source.finds.pieces[passage.first : passage.last]))

    def shared(self, found: Pieces, before: int) -> Iterable[tuple[int, int]]:
        """Earlier articles, in order, with how many of these pieces each holds."""
        low, high = (np.searchsorted(self._pieces, found, side) for side in ("left", "right"))
        parts = [self._holders[a : min(b, a + _HOLDERS)] for a, b in zip(low.tolist(), high.tolist(), strict=True)]
        holders = np.concatenate([*parts, np.empty(0, dtype=np.int32)])
        earlier, many = np.unique(holders[holders < before], return_counts=True)
        return zip(earlier.tolist(), many.tolist(), strict=True)


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
