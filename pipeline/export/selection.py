"""What of a large table one page shows: the subjects that most articles speak of, and of each long list its beginning.
The files of a run hold everything; a page of a million quotes would open in no browser.
"""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import NamedTuple

from pipeline.model import Cell, Flag, Severity

CELLS = 4_000
"""Cells on the page; the subjects of most articles come first."""

SUBJECT_CELLS = 400
QUOTES = 60
VALUES = 40
LINES = 240
FLAGS = 1_000
ARTICLES = 2_000

_GRAVEST = {severity: rank for rank, severity in enumerate((Severity.ERROR, Severity.WARNING, Severity.INFO))}


class Shown(NamedTuple):
    """A cell cut to what the page shows, and the counts of the whole one."""

    cell: Cell
    origins: int
    articles: int
    quotes: int
    values: int
    lines: int

    @property
    def idents(self) -> list[str]:
        """The claims whose quotes are shown."""
        return list(dict.fromkeys([*self.cell.claims, *self.cell.likely_errors]))[:QUOTES]


class Section(NamedTuple):
    """One subject: its rank among all, how many articles speak of it, its cells, and how many more it has."""

    articles: int
    place: int
    name: str
    kind: str
    anchor: str
    verdicts: Counter[str]
    cells: list[Shown]
    more: int


class Selection:
    """Collects sections while the cells of a table pass by; ``sections`` are those kept, in the order of the cells."""

    def __init__(self) -> None:
        self._kept: list[tuple[int, int, Section]] = []
        self._cells = 0
        self.subjects: Counter[str] = Counter()

    def passing(self, cells: Iterable[Cell]) -> Iterator[Cell]:
        """The same cells; each subject's are looked at on the way."""
        for place, (name, alike) in enumerate(groupby(cells, key=lambda cell: cell.subject)):
            articles: set[str] = set()
            verdicts: Counter[str] = Counter()
            shown: list[Shown] = []
            first: Cell | None = None
            for cell in alike:
                first = first or cell
                articles.update(cell.articles)
                verdicts[cell.verdict.value] += 1
                if len(shown) < SUBJECT_CELLS:
                    shown.append(cut(cell))
                yield cell
            if first is not None:
                more = verdicts.total() - len(shown)
                kind = first.subject_type or "other"
                self.subjects[kind] += 1
                self._keep(Section(len(articles), place, name, kind, first.id, verdicts, shown, more))

    def _keep(self, section: Section) -> None:
        """Keep a section; where there are too many cells, the subjects of fewest articles go."""
        heapq.heappush(self._kept, (section.articles, -section.place, section))
        self._cells += len(section.cells)
        while self._cells > CELLS and len(self._kept) > 1:
            self._cells -= len(heapq.heappop(self._kept)[2].cells)

    @property
    def sections(self) -> list[Section]:
        """What the page shows, in the order of the cells."""
        return [section for _, _, section in sorted(self._kept, key=lambda kept: -kept[1])]


def cut(cell: Cell) -> Shown:
    """A cell without what no page has room for."""
    shown = Shown(
        cell, len(cell.origins), len(cell.articles), len(cell.claims), len(cell.values), len(cell.explanation)
    )
    if len(cell.claims) <= QUOTES and len(cell.values) <= VALUES and len(cell.explanation) <= LINES:
        return shown
    values = tuple(
        stated.model_copy(update={"articles": stated.articles[:VALUES], "claims": (), "origins": ()})
        for stated in cell.values[:VALUES]
    )
    changes = {
        "origins": (),
        "articles": (),
        "claims": cell.claims[:QUOTES],
        "likely_errors": cell.likely_errors[:QUOTES],
        "values": values,
        "explanation": cell.explanation[:LINES],
    }
    return shown._replace(cell=cell.model_copy(update=changes))


def gravest(flags: list[Flag]) -> list[Flag]:
    """The flags that the page shows, in their order: errors before warnings where there are too many."""
    if len(flags) <= FLAGS:
        return flags
    ranked = sorted(range(len(flags)), key=lambda at: (_GRAVEST[flags[at].severity], at))
    return [flags[at] for at in sorted(ranked[:FLAGS])]
