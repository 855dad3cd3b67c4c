"""Which of the kept blocks stand outside the element that holds the article, and are too small to be part of it.
Lists of other stories, author boxes and reader comments without a heading are recognised by where they stand.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from pipeline.ingest.pageblocks import Written
from pipeline.rulebook.reading import PageRules

_LEAST_BLOCKS = 3


def outside(kept: Sequence[Written], rules: PageRules) -> set[int]:
    """Positions in ``kept`` of small blocks behind the end of the article's own element.

    That element is the innermost one with ``main_share`` of all kept words and at least three blocks; a block behind
    it of ``outside_words`` or more stays, because a lost paragraph costs more than a kept comment.
    """
    sizes = [len(block.text.split()) for block in kept]
    chains = [_chain(block) for block in kept]
    words: Counter[object] = Counter()
    blocks: Counter[object] = Counter()
    for size, chain in zip(sizes, chains, strict=True):
        for element in chain:
            words[element] += size
            blocks[element] += 1
    total = sum(sizes)
    depth = {element: place for chain in chains for place, element in enumerate(chain)}
    main = [e for e in words if words[e] >= rules.main_share * total and blocks[e] >= _LEAST_BLOCKS]
    if not main:
        return set()
    body = max(main, key=lambda element: depth[element])
    last = max(at for at, chain in enumerate(chains) if body in chain)
    return {at for at in range(last + 1, len(kept)) if sizes[at] < rules.outside_words and kept[at].tag != "table"}


def _chain(block: Written) -> list[object]:
    """The elements around a block, outermost first."""
    if block.parent is None:
        return []
    return [*reversed(list(block.parent.iterancestors())), block.parent]
