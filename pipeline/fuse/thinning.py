"""A large batch keeps one piece of text in so many, the same ones of every article, so that shares stay comparable.
Pieces are thinned while articles come in: all of them would not fit into memory.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import numpy as np

from pipeline.fuse.source import Finds, Passage, Source
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
                kept = [_thin(one, rules.sample) for one in kept]
            source = _thin(source, rules.sample)
        kept.append(source)
    return kept


def _thin(source: Source, sample: int) -> Source:
    return replace(source, finds=_fewer(source.finds, sample))


def _fewer(finds: Finds, sample: int) -> Finds:
    """The finds with every piece that ``sample`` divides; passages keep those of their own."""
    places = np.flatnonzero(finds.pieces % sample == 0)
    edges = np.searchsorted(places, [edge for passage in finds.passages for edge in passage[2:]]).tolist()
    passages = tuple(
        Passage(passage.start, passage.end, first, last)
        for passage, first, last in zip(finds.passages, edges[::2], edges[1::2], strict=True)
    )
    return replace(finds, pieces=finds.pieces[places], passages=passages)
