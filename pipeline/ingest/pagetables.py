"""Tables of a page as pipe tables, read from the page itself: no cell is lost and spans are spread over the grid.
The extractor only decides which tables belong to the article; a mark in each table tells which one it kept.
"""

from __future__ import annotations

import re
from typing import Any

from pipeline.ingest.tree import words_of

_MARK = re.compile(r"⟦(\d+)⟧")
_WIDEST = 40
_TALLEST = 2000


def mark_tables(tree: Any) -> list[str]:
    """Writes ``⟦n⟧`` into the first filled cell of every data table and returns the tables as pipe tables, by ``n``.

    A table that holds another one, or paragraphs, is layout and is left alone.
    """
    tables: list[str] = []
    for table in tree.iter("table"):
        if next(table.iterdescendants("table", "article", "h1", "h2", "form"), None) is not None:
            continue
        rows = _grid(table)
        if len(rows) < 2 or max(len(row) for row in rows) < 2:
            continue
        first = next((cell for cell in table.iter("td", "th") if words_of(cell)), None)
        if first is not None:
            first.text = f"⟦{len(tables)}⟧ {first.text or ''}"
            tables.append(_pipes(rows, _has_header(table)))
    return tables


def kept_table(words: str, tables: list[str]) -> str | None:
    """The pipe table whose mark stands in ``words``; None where no mark does."""
    found = _MARK.search(words)
    return tables[int(found[1])] if found and int(found[1]) < len(tables) else None


def unmarked(words: str) -> str:
    """``words`` without any mark."""
    return _MARK.sub("", words)


def pipe_row(cells: list[str]) -> str:
    """One row of a pipe table; a pipe inside a cell becomes a slash.

    >>> pipe_row(["Memory", "96 GB|HBM3"])
    '| Memory | 96 GB/HBM3 |'
    """
    return "| " + " | ".join(" ".join(cell.replace("|", "/").split()) for cell in cells) + " |"


def _pipes(rows: list[list[str]], header: bool) -> str:
    lines = [pipe_row(row) for row in rows]
    if header:
        lines.insert(1, "|" + "---|" * len(rows[0]))
    return "\n".join(lines)


def _grid(table: Any) -> list[list[str]]:
    """The words of all cells; a cell that spans columns or rows stands in each of them."""
    rows: list[list[str]] = []
    hanging: dict[int, tuple[int, str]] = {}
    for row in table.iter("tr"):
        if len(rows) >= _TALLEST:
            break
        cells: list[str] = []
        for cell in row.iterchildren("td", "th"):
            _fill(cells, hanging)
            words = words_of(cell)
            down = _span(cell.get("rowspan"))
            for _ in range(_span(cell.get("colspan"))):
                if down > 1:
                    hanging[len(cells)] = (down - 1, words)
                cells.append(words)
        _fill(cells, hanging)
        if any(cells):
            rows.append(cells[:_WIDEST])
    width = max((len(row) for row in rows), default=0)
    return [row + [""] * (width - len(row)) for row in rows]


def _fill(cells: list[str], hanging: dict[int, tuple[int, str]]) -> None:
    """Cells that hang down from the row above."""
    while len(cells) in hanging and len(cells) < _WIDEST:
        column = len(cells)
        left, words = hanging.pop(column)
        if left > 1:
            hanging[column] = (left - 1, words)
        cells.append(words)


def _span(value: str | None) -> int:
    return min(int(value), _WIDEST) if value and value.isdecimal() and len(value) < 4 and int(value) > 0 else 1


def _has_header(table: Any) -> bool:
    """Whether the first row is a header: a ``thead``, or only ``th`` cells."""
    if next(table.iter("thead"), None) is not None:
        return True
    first = next(table.iter("tr"))
    cells = list(first.iterchildren("td", "th"))
    return len(cells) > 1 and all(cell.tag == "th" or not words_of(cell) for cell in cells)
