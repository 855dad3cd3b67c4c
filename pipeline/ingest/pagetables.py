"""Tables of a page as pipe tables, read from the page itself: no cell is lost and spans are spread over the grid.
A table that holds another one, headings or forms is layout, and is left to be read as text.
"""

from __future__ import annotations

from typing import Any

from pipeline.ingest.pagewords import flat, own_words

_WIDEST = 40
_TALLEST = 2000


def pipe_table(table: Any) -> str:
    """A ``table`` element as a pipe table; "" where it is layout, or has fewer than two rows or columns."""
    if next(table.iterdescendants("table", "article", "h1", "h2", "form"), None) is not None:
        return ""
    rows = _grid(table)
    if len(rows) < 2 or max(len(row) for row in rows) < 2:
        return ""
    lines = [pipe_row(row) for row in rows]
    if _has_header(table):
        lines.insert(1, "|" + "---|" * len(rows[0]))
    caption = _caption(table)
    return "\n".join([caption, "", *lines] if caption else lines)


def _caption(table: Any) -> str:
    """What stands above a table as its own name: a heading, where it is no sentence."""
    element = next(table.iterchildren("caption"), None)
    words = flat(own_words(element, deep=True)).replace("\x0b", " ") if element is not None else ""
    return f"**{words}**" if words and words[-1] not in ".!?" and "*" not in words else words


def pipe_row(cells: list[str]) -> str:
    """One row of a pipe table; a pipe inside a cell becomes a slash.

    >>> pipe_row(["Memory", "96 GB|HBM3"])
    '| Memory | 96 GB/HBM3 |'
    """
    return "| " + " | ".join(" ".join(cell.replace("|", "/").split()) for cell in cells) + " |"


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
            words = flat(own_words(cell, deep=True)).replace("\x0b", " ")
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
    return len(cells) > 1 and all(cell.tag == "th" or not own_words(cell, deep=True).strip() for cell in cells)
