"""Reads comparison and specification tables cell by cell: whose column, which row, what the cell says.
Each cell becomes a small sentence of its own, with the label's words counted as standing right beside the value.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.extract.scene import Hit, Mention, Sentence
from pipeline.extract.sentences import within
from pipeline.model import Article, Block, DateMention, Quantity, TableCell


@dataclass(slots=True)
class CellScene:
    """One table cell as a sentence, the subjects its column or row names, and the label that says what it holds."""

    sentence: Sentence
    subjects: list[Mention]
    label: tuple[Hit, ...]
    label_text: str
    others: list[Mention]


def cell_scenes(
    article: Article,
    block: Block,
    mentions: Sequence[Mention],
    quantities: Sequence[Quantity],
    dates: Sequence[DateMention],
    hits: Sequence[Hit],
    things: frozenset[str],
) -> Iterator[CellScene]:
    """All body cells of a table that hold something.

    Subjects stand in the header row, or else in the first column; a table of labels and values has none of its own,
    and its cells go to what the text is about (``subjects`` empty).
    """
    grid = {(c.row, c.column): c for c in block.cells}
    if not grid:
        return
    rows = max(r for r, _ in grid) + 1
    columns = max(c for _, c in grid) + 1

    def named(cell: TableCell | None) -> list[Mention]:
        if cell is None:
            return []
        return [m for m in within(mentions, cell.start, cell.end) if m.type in things][:1]

    header = [named(grid.get((0, c))) for c in range(columns)]
    first = [named(grid.get((r, 0))) for r in range(rows)]
    by_column = sum(1 for m in header[1:] if m)
    by_row = sum(1 for m in first[1:] if m)
    columnwise = by_column > 0 and by_column >= min(by_row, 2)
    everyone = [m for group in (header if columnwise else first) for m in group]
    for row in range(rows):
        for column in range(columns):
            cell = grid.get((row, column))
            if cell is None or cell.start >= cell.end or row == 0 or (column == 0 and columns > 1):
                continue
            if columnwise:
                subjects, label = header[column], grid.get((row, 0))
                if not subjects:
                    continue
            elif by_row:
                subjects, label = first[row], grid.get((0, column))
            else:
                subjects, label = [], grid.get((row, 0)) if columns == 2 else grid.get((0, column))
            yield CellScene(
                _sentence(article, block, cell, mentions, quantities, dates, hits),
                subjects,
                tuple(within(hits, label.start, label.end)) if label else (),
                article.text[label.start : label.end] if label else "",
                everyone,
            )


def _sentence(
    article: Article,
    block: Block,
    cell: TableCell,
    mentions: Sequence[Mention],
    quantities: Sequence[Quantity],
    dates: Sequence[DateMention],
    hits: Sequence[Hit],
) -> Sentence:
    return Sentence(
        cell.start,
        cell.end,
        block,
        article.text[cell.start : cell.end],
        -1,
        within(mentions, cell.start, cell.end),
        within(quantities, cell.start, cell.end),
        within(dates, cell.start, cell.end),
        within(hits, cell.start, cell.end),
    )
