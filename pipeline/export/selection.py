"""What of a large table one page shows: the subjects that most articles speak of, and of each long list its beginning.
The files of a run hold everything; a page of a million quotes would open in no browser.
"""

from __future__ import annotations

import heapq
from collections import Counter
from functools import cached_property
from typing import NamedTuple

from pipeline.export.written import Subject, Written, cell_of_line
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
    """One subject with those of its cells that are shown."""

    subject: Subject
    cells: list[Shown]

    @property
    def more(self) -> int:
        """How many cells it has beyond those."""
        return self.subject.verdicts.total() - len(self.cells)


class Selection:
    """Collects subjects while the cells of a table pass by; ``sections`` are those kept, in the order of the cells."""

    def __init__(self) -> None:
        self._kept: list[tuple[int, int, Subject, list[bytes]]] = []
        self._cells = 0
        self._seen = 0
        self.subjects: Counter[str] = Counter()

    def take(self, some: Written) -> None:
        """Look at the next cells."""
        lines: list[bytes] = []
        start = 0
        for subject in some.subjects:
            count = subject.verdicts.total()
            self.subjects[subject.kind] += 1
            if self._has_room(subject, min(count, SUBJECT_CELLS)):
                lines = lines or some.nested.split(b"\n")  # no line holds one: JSON writes them as two characters
                self._keep(subject, lines[start : start + min(count, SUBJECT_CELLS)])
            start += count
            self._seen += 1

    def _has_room(self, subject: Subject, cells: int) -> bool:
        """Whether a subject is kept, and not the first to go."""
        return self._cells + cells <= CELLS or not self._kept or subject.articles > self._kept[0][0]

    def _keep(self, subject: Subject, lines: list[bytes]) -> None:
        """Keep a subject; where there are too many cells, the subjects of fewest articles go."""
        heapq.heappush(self._kept, (subject.articles, -self._seen, subject, lines))
        self._cells += len(lines)
        while self._cells > CELLS and len(self._kept) > 1:
            self._cells -= len(heapq.heappop(self._kept)[3])

    @cached_property
    def sections(self) -> list[Section]:
        """What the page shows, in the order of the cells; asked when all have passed."""
        kept = sorted(self._kept, key=lambda kept: -kept[1])
        return [Section(subject, [cut(cell_of_line(line)) for line in lines]) for _, _, subject, lines in kept]


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
