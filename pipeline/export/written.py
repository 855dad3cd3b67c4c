"""Cells as they will stand in the files, some subjects at a time: the part of writing that other processes can do.
What comes out is text and counts, which travel cheaply; the report gets its cells back from their lines.
"""

from __future__ import annotations

import datetime as dt
import json
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any, NamedTuple

from pipeline.export.files import encoded
from pipeline.export.lines import cell_line, knowledge_line
from pipeline.export.records import Record, knowledge_row, sorted_cells
from pipeline.model import Cell, StatedValue, Verdict

_AT_ONCE = 500


class Subject(NamedTuple):
    """The cells of one subject that stand side by side: how many of them, in how many articles, with which verdicts;
    ``anchor`` is the id of the first.
    """

    name: str
    kind: str
    anchor: str
    articles: int
    verdicts: Counter[str]


class Written(NamedTuple):
    """Cells in order: lines of ``cells.jsonl``, lines of ``knowledge.csv``, both as they stand in the files, their
    subjects, and, where they are to be kept, the rows.
    """

    nested: bytes
    flat: bytes
    subjects: list[Subject]
    rows: list[Record]


def written(cells: Iterable[Cell], keep: bool = False) -> Written:
    """Cells that are in order, written; ``keep`` asks for the rows too."""
    nested: list[bytes] = []
    flat: list[bytes] = []
    subjects: list[Subject] = []
    rows: list[Record] = []
    for name, alike in groupby(cells, key=lambda cell: cell.subject):
        articles: set[str] = set()
        verdicts: Counter[str] = Counter()
        kind = anchor = ""
        for cell in alike:
            kind, anchor = (kind, anchor) if anchor else (cell.subject_type or "other", cell.id)
            articles.update(cell.articles)
            verdicts[str(cell.verdict)] += 1
            nested.append(cell_line(cell))
            flat.append(encoded(knowledge_line(cell)))
            if keep:
                rows.append(knowledge_row(cell))
        subjects.append(Subject(name, kind, anchor, len(articles), verdicts))
    return Written(b"".join(nested), b"".join(flat), subjects, rows)


def written_in_turn(cells: Iterable[Cell], keep: bool = False) -> Iterator[Written]:
    """The cells of a whole table, put in order and written, a few subjects at a time."""
    waiting: list[Cell] = []
    for _, alike in groupby(sorted_cells(cells), key=lambda cell: cell.subject.casefold()):
        waiting += alike
        if len(waiting) >= _AT_ONCE:
            yield written(waiting, keep)
            waiting = []
    if waiting:
        yield written(waiting, keep)


def cell_of_line(line: bytes) -> Cell:
    """The cell of a line of ``cells.jsonl``. It has to be one of :func:`written`, for nothing is checked."""
    record = json.loads(line)
    first, last = record["first_published"], record["last_published"]
    values = [StatedValue.trusted(**{key: _tuple(held) for key, held in one.items()}) for one in record["values"]]
    return Cell.trusted(
        **{
            **{key: _tuple(held) for key, held in record.items()},
            "verdict": Verdict(record["verdict"]),
            "verdict_all": Verdict(record["verdict_all"]),
            "values": tuple(values),
            "first_published": first and dt.date.fromisoformat(first),
            "last_published": last and dt.date.fromisoformat(last),
        }
    )


def _tuple(held: Any) -> Any:
    return tuple(held) if isinstance(held, list) else held
