"""A large batch keeps one piece of text in so many, the same ones of every article, so that shares stay comparable.
Pieces are left out while articles come in: all of them would not fit into memory.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from pipeline.fuse.source import Source, Words
from pipeline.rulebook.verdicts import OriginRules


def thinned(sources: Iterable[Source], rules: OriginRules) -> list[Source]:
    """The sources, with fewer pieces from the article on that makes the batch a large one."""
    kept: list[Source] = []
    characters = 0
    for source in sources:
        small = characters <= rules.sample_above
        characters += source.characters
        if characters > rules.sample_above:
            if small:
                kept = [_thin(one) for one in kept]
            source = _thin(source)
        kept.append(source)
    return kept


def _thin(source: Source) -> Source:
    return source._replace(finds=source.finds._replace(words=source.finds.fewer))


def fewer(words: Words, sample: int) -> Words:
    """Every piece that ``sample`` divides; passages keep those of their own."""
    places = np.flatnonzero(words.pieces % sample == 0)
    passages = words.passages.copy()
    passages[:, 2:] = np.searchsorted(places, passages[:, 2:])
    return Words(words.pieces[places], passages)
