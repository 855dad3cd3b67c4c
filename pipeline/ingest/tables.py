"""Reads tables of pipes or tabs into a grid of cells whose offsets point at each cell's own words.
HTML tables come the same way, because the page reader writes them as pipe tables first.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from pipeline.ingest.lines import Line
from pipeline.model import TableCell

_SPACED = re.compile(r"\S+(?: \S+)*")
_TABBED = re.compile(r"[^\s][^\t]*(?<!\s)")


def grid(text: str, rows: Sequence[Line], has_header: bool) -> tuple[TableCell, ...]:
    r"""The cells of a table, row by row; the first row is the header where a separator line follows it.

    >>> from pipeline.ingest.lines import cut
    >>> table = "| a | b |\n|---|---|\n| 1 | |"
    >>> [(c.row, c.column, table[c.start : c.end]) for c in grid(table, [cut(table)[0], cut(table)[2]], True)]
    [(0, 0, 'a'), (0, 1, 'b'), (1, 0, '1'), (1, 1, '')]
    """
    return tuple(
        TableCell(row=row, column=column, start=start, end=end, header=has_header and row == 0)
        for row, line in enumerate(rows)
        for column, (start, end) in enumerate(cells(text, line.start, line.end))
    )


def cells(text: str, start: int, end: int) -> list[tuple[int, int]]:
    r"""The trimmed spans between the pipes of one row; escaped pipes do not count, outer ones enclose nothing.

    A row without pipes is cut at its tabs, or else where several blanks stand.

    >>> cells("Memory\t\t64 GB", 0, 13)
    [(0, 6), (8, 13)]
    >>> cells("Memory   64 GB", 0, 14)
    [(0, 6), (9, 14)]
    """
    bars = [at for at in range(start, end) if text[at] == "|" and not (at > start and text[at - 1] == "\\")]
    if not bars and "\t" in text[start:end]:
        return [(start + m.start(), start + m.end()) for m in _TABBED.finditer(text[start:end])]
    if not bars and "  " in text[start:end]:
        return [(start + m.start(), start + m.end()) for m in _SPACED.finditer(text[start:end])]
    edges = [start - 1, *bars, end]
    if bars and bars[0] == start:
        edges.pop(0)
    if len(edges) > 2 and bars and bars[-1] == end - 1:
        edges.pop()
    return [_trim(text, left + 1, right) for left, right in pairwise(edges)]


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    """A span without the spaces at its ends; an empty one stays where it began."""
    inner = text[start:end]
    left = len(inner) - len(inner.lstrip())
    stripped = inner.strip()
    return (start + left, start + left + len(stripped)) if stripped else (start, start)
