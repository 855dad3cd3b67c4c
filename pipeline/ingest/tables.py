"""Reads tables of pipes or tabs into a grid of cells whose offsets point at each cell's own words.
HTML tables come the same way, because the page reader writes them as pipe tables first.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from pipeline.ingest.lines import Form, Line
from pipeline.model import TableCell
from pipeline.rulebook.reading import TableShapes

MEASURED = re.compile(r"[~≈<>≤≥±+-]?[$€£¥₹]?\d")  # how most values begin
_YEAR = re.compile(r"(?:19|20)\d\d,?")
_NAMED = re.compile(r"\d{1,4}[A-Z]{0,2}(?: [A-Z][a-z]\S*)(?: \S+)*")  # a number, and the name that follows it
_WORD = re.compile(r"\S+")
_COLUMNS = 2  # values of a row without rules, at least
_LED = re.compile(r"[^\s.](?:(?!\s*\.{4})[^\n])*")  # with a line of dots to the next cell
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
    if not bars and "...." in text[start:end]:
        return [(start + m.start(), start + m.end()) for m in _LED.finditer(text[start:end])]
    edges = [start - 1, *bars, end]
    if bars and bars[0] == start:
        edges.pop(0)
    if len(edges) > 2 and bars and bars[-1] == end - 1:
        edges.pop()
    return [_trim(text, left + 1, right) for left, right in pairwise(edges)]


def unruled(text: str, lines: Sequence[Line], at: int, shapes: TableShapes) -> tuple[TableCell, ...]:
    """The cells of a table that starts with the line ``at`` and lost all that set them apart: "TDP 360 W 300 W" below a
    line of two names, which stays one cell, as only who knows them can tell them apart. Empty where there is none.
    """
    head, rows, end, odd = lines[at], list[list[tuple[int, int]]](), at + 1, 0
    if head.form is not Form.WORDS or not 0 < head.end - head.start <= shapes.cell:
        return ()
    while end < len(lines) and odd <= shapes.odd and 0 < lines[end].end - lines[end].start <= shapes.cell:
        row = _figures(text, lines[end], shapes)
        if row and not rows and all(_NAMED.fullmatch(text[start:stop]) for start, stop in row[1:-1]):
            break  # "Norvo 5 Norvo 4" is the line of names itself
        if row and (not rows or len(row) == len(rows[0])):
            rows.append(row)
            odd = 0
        elif len(rows) < shapes.rows:
            break
        else:
            odd += 1  # a row of words
        end += 1
    if len(rows) < shapes.rows:
        return ()
    title = TableCell(row=0, column=0, start=head.start, end=head.end, header=True)
    below = (
        TableCell(row=row, column=column, start=start, end=stop, header=False)
        for row, line in enumerate(rows, 1)
        for column, (start, stop) in enumerate(line)
    )
    return (title, *below)


def _figures(text: str, line: Line, shapes: TableShapes) -> list[tuple[int, int]]:
    """The label and the values of a row of such a table; empty where the line is none."""
    if line.form is not Form.WORDS or not 0 < line.end - line.start <= shapes.cell or not text[line.start].isalpha():
        return []
    if text[line.end - 1] in ".!?;:,":
        return []
    words = list(_WORD.finditer(text, line.start, line.end))
    opens = [n for n, word in enumerate(words) if MEASURED.match(word.group())]
    if all(_YEAR.fullmatch(words[n].group()) for n in opens):
        opens = [n - (words[n - 1].group()[0].isupper() and n > 1) for n in opens]  # "October 2026"
    if len(opens) < _COLUMNS or not 0 < opens[0] <= shapes.row_label:
        return []
    if any(after - before > shapes.row_value for before, after in pairwise([*opens, len(words)])):
        return []
    return [(words[a].start(), words[b - 1].end()) for a, b in pairwise([0, *opens, len(words)])]


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    """A span without the spaces at its ends; an empty one stays where it began."""
    inner = text[start:end]
    left = len(inner) - len(inner.lstrip())
    stripped = inner.strip()
    return (start + left, start + left + len(stripped)) if stripped else (start, start)
