"""Finds tables of specifications that lost their lines, all cells squeezed into one: "Base clock 3.2 GHz 3.0 GHz Cache
36 MB 24 MB" behind two names, "Cores Clock X100 8 3.2 GHz X200 6 3.0 GHz", or labels and values of one thing in turn.
Each becomes a table again, which the readers of tables then read. A row that can be cut in several ways is left out.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from pipeline.extract.tables.atoms import ABSENT, WORD, Atoms, Span
from pipeline.extract.tables.stretches import (
    Row,
    Stretch,
    called,
    known_end,
    lies_inside,
    own_labels,
    plain_cell,
    rows_of,
    sentence_end,
    shorten,
    trimmed,
)
from pipeline.extract.text.scene import Findings, Mention, within
from pipeline.model import Article, Block, BlockKind, Quantity, TableCell
from pipeline.rulebook import Rulebook

_THINGS = frozenset({"chip", "system", "device", "model", "series"})
_TEST = "benchmark"
_RUNNING = frozenset({BlockKind.PARAGRAPH, BlockKind.ITEM, BlockKind.HEADING, BlockKind.CAPTION})
_LEAST = 3  # labels, and rows that are sure
_ALONE = 4  # labels of a list whose thing is not named before it
_SHORTEST = 40  # letters of such a line
_CELL = 160
_PROSE = 5  # so many labels to one that a sentence goes on from
_SWALLOWED = 3  # labels that can stand in the value of one, with its own
_LINES = 2  # short lines in a row that may be a table
_MASK = "\x00"
_ENDS = ".!?;:"
_HEADING = 40  # letters of a line that ends in a colon
_UNKNOWN = 80  # letters of rows whose labels nobody knows, between the names and the first known label
_LINE = re.compile(r"[^\s|:][^\n|]*(?<!\s)")

Reader = Callable[[str], Sequence[Quantity]]


@dataclass(slots=True)
class _Table:
    """Where such a table stands, the names above its columns or beside its rows, and its cells by row and column."""

    start: int
    end: int
    cells: list[TableCell] = field(default_factory=list)
    heads: Sequence[Mention] = ()

    def add(self, row: int, column: int, span: Span, *, header: bool = False) -> None:
        """Put a cell in."""
        start, end = span
        self.cells.append(TableCell(row=row, column=column, start=start, end=end, header=header))


class FlatTables:
    """Finds such tables; one instance serves all articles. ``read`` reads the quantities of a piece of text."""

    def __init__(self, rulebook: Rulebook, read: Reader) -> None:
        self._read = read
        self._label, self._mute = map(rulebook.syntax.regex, ("flat-label", "flat-mute"))
        self._told = rulebook.syntax.regex("flat-told")
        self._between = rulebook.syntax.regex("flat-between")
        self._furniture = rulebook.syntax.listed("flat-furniture")
        self._atoms = Atoms(rulebook, read)

    def rebuilt(self, article: Article, found: Findings) -> Article:
        """The article with its flattened tables as tables; what was measured across their cells is measured anew."""
        text, blocks = article.text, list(article.blocks)
        figures = [q.start for q in found.quantities]
        cues = sorted({h.start for h in found.hits if h.kind == "attr"})
        at = tried = made = 0
        while at < len(blocks):
            lines = self._lines(text, blocks, at) if at >= tried else 0
            tried = max(tried, at + lines)
            for last in (at + 1, at + lines) if lines >= _LINES else (at + 1,):
                start, end = blocks[at].start, blocks[last - 1].end
                enough = min(bisect_left(one, end) - bisect_left(one, start) for one in (figures, cues)) >= _LEAST
                table = self._table(text, blocks[at:last], found) if enough else None
                if table is None:
                    continue
                while blocks[last - 1].start >= table.end:
                    last -= 1
                put = list(_split(text, blocks[at:last], table))
                blocks[at:last] = put
                self._measure(text, table, found)
                found.mentions = _with(found.mentions, table.heads)
                at, made = at + len(put) - 1, made + 1
                tried = at + 1
                break
            at += 1
        return article.model_copy(update={"blocks": tuple(blocks)}) if made else article

    def _lines(self, text: str, blocks: Sequence[Block], at: int) -> int:
        """How many blocks from there on can be the lines of one table: short ones, and pairs of lines."""
        end = at
        while end < len(blocks) and self._is_line(text, blocks[end]):
            end += 1
        return end - at

    def _is_line(self, text: str, block: Block) -> bool:
        if block.kind is BlockKind.TABLE:
            return "--" not in text[block.start : block.end] and not text.startswith("|", block.start)  # no own marks
        length, last = block.end - block.start, text[block.start : block.end][-1:]
        ended = last in _ENDS and not (last == ":" and length <= _HEADING)  # as is an empty one
        fits = length <= _CELL or (length <= 2 * _CELL and sentence_end(text, block.start, block.end) == block.end)
        return fits and not ended and self._is_running(block)

    def _is_running(self, block: Block) -> bool:
        return block.kind in _RUNNING or (block.kind is BlockKind.FURNITURE and block.rule in self._furniture)

    def _table(self, text: str, blocks: Sequence[Block], found: Findings) -> _Table | None:
        """The table in a block, or in several that are lines."""
        start, end = blocks[0].start, blocks[-1].end
        if not self._is_running(blocks[0]) or end - start < _SHORTEST:
            return None
        mentions = within(found.mentions, start, end)
        stretch = Stretch(text, start, end, mentions, [m for m in mentions if m.type in _THINGS])
        labels = self._labels(stretch)
        if len(labels) < _LEAST:
            return None
        stretch = replace(stretch, names=called(stretch, labels))
        table = self._by_rows(stretch, labels) or self._by_columns(stretch, labels, alone=len(blocks) == 1)
        if table is None or any(b.kind is BlockKind.TABLE and b.start <= table.start < b.end for b in blocks):
            return None  # a table that has its names
        last = next((b for b in blocks if b.start < table.end <= b.end), blocks[-1])
        table.end = last.end if last.kind is BlockKind.TABLE else table.end
        return table

    def _labels(self, stretch: Stretch) -> list[Span]:
        """All labels of a stretch, those in names aside."""
        pieces, at = [], stretch.start
        for name in stretch.mentions:
            numbered = any(map(str.isdigit, stretch.text[name.start : name.end]))  # "PCIe Gen 4"
            if name.start >= at and (numbered or name.type in _THINGS):
                pieces += [stretch.text[at : name.start], _MASK * (name.end - name.start)]
                at = name.end
        masked = "".join([*pieces, stretch.text[at : stretch.end]])
        places = [m.span("label") for m in self._label.finditer(masked)]
        for test in (m for m in stretch.mentions if m.type == _TEST):
            told = self._told.match(stretch.text, test.end)
            places.append((test.start - stretch.start, (told.end() if told else test.end) - stretch.start))
        return [(stretch.start + start, stretch.start + end) for start, end in _apart(sorted(places))]

    def _by_rows(self, stretch: Stretch, labels: Sequence[Span]) -> _Table | None:
        """A table whose labels stand first, all together; then each thing with a value for each of them."""
        for first in range(len(labels) - _LEAST + 1):
            last = first
            while last + 1 < len(labels) and stretch.gap(labels[last][1], labels[last + 1][0]):
                last += 1
            heads = labels[first : last + 1]
            if len(heads) < _LEAST:
                continue
            names = [m for m in stretch.names if m.start >= heads[-1][1]]
            return self._rows(stretch, heads, names) if names and stretch.gap(heads[-1][1], names[0].start) else None
        return None

    def _rows(self, stretch: Stretch, heads: Sequence[Span], names: list[Mention]) -> _Table | None:
        """The rows of such a table, as far as each value of them is of one piece."""
        table, text = _Table(heads[0][0], heads[-1][1]), stretch.text
        for column, span in enumerate(heads, 1):
            table.add(0, column, span, header=True)
        at, row = heads[-1][1], 1
        while names and stretch.gap(at, names[0].start):
            shorten(text, names[0])
            atoms = self._atoms.of(text, (names[0].start, sentence_end(text, at, stretch.end)), stretch.mentions)
            kind, values = atoms[0].kind, atoms[1 : 1 + len(heads)]
            figures = sum(a.kind not in {WORD, ABSENT} for a in values)
            if len(values) < len(heads) or 2 * figures < len(heads) or any(a.kind == kind for a in values):
                break
            table.add(row, 0, (names[0].start, atoms[0].end))
            for column, atom in enumerate(values, 1):
                table.add(row, column, plain_cell(text, (atom.start, atom.end)))
            at, row = values[-1].end, row + 1
            names = [m for m in names if m.start >= at]
        table.end = at
        return table if row > 1 else None

    def _by_columns(self, stretch: Stretch, labels: Sequence[Span], *, alone: bool) -> _Table | None:
        """A table in which each label is followed by a value for each of the things named before the first, or, in a
        line ``alone``, of the one.
        """
        for first, label in enumerate(labels[: -_LEAST + 1]):
            heads = self._named_before(stretch, label[0], labels[first - 1][1] if first else stretch.start)
            if len(heads) < 2 and not first:
                heads = self._far_before(stretch, label[0])
            if len(heads) > 1 and (own := own_labels(stretch, labels[first:])):
                table = self._several(stretch, heads, rows_of(stretch, own))
                if table is not None:
                    return table
        labels = own_labels(stretch, labels)
        if not alone or len(labels) < _LEAST or self._far_before(stretch, labels[0][0]):
            return None
        return self._one(stretch, self._named_before(stretch, labels[0][0], stretch.start), rows_of(stretch, labels))

    def _named_before(self, stretch: Stretch, end: int, start: int) -> list[Mention]:
        """The things named one behind the other right before ``end``."""
        row: list[Mention] = []
        for name in reversed([m for m in stretch.names if start <= m.start and m.end <= end]):
            if not self._between.fullmatch(stretch.text, name.end, row[-1].start if row else end):
                break
            row.append(name)
        return row[::-1] if len({m.name for m in row}) == len(row) else []

    def _far_before(self, stretch: Stretch, end: int) -> list[Mention]:
        """Two things or more, named one behind the other, before rows whose labels nobody knows."""
        near = [m for m in stretch.names if m.end <= end and m.end >= end - _UNKNOWN]
        heads = self._named_before(stretch, near[-1].end, stretch.start) if near else []
        return heads if len(heads) > 1 else []

    def _several(self, stretch: Stretch, heads: Sequence[Mention], rows: Sequence[Row]) -> _Table | None:
        """A row for each label whose values can be cut in as many cells as things are named."""
        table, sure, at = _headed(stretch, heads[0].start, heads, rows[0][0][0]), 0, 0
        while at < len(rows):
            label, span = rows[at]
            taken, cells = self._taken(stretch, rows[at : at + _SWALLOWED], len(heads))
            sure += bool(cells)
            self._row(stretch.text, table, sure, label, cells)
            table.end = max(end for _, end in cells) if cells else span[1]
            at += taken
        return table if sure >= _LEAST and 3 * sure >= len(rows) else None

    def _taken(self, stretch: Stretch, rows: Sequence[Row], count: int) -> tuple[int, list[Span]]:
        """The cells of the first of these rows, and how many of them it takes: "120Hz Adaptive Refresh Rate 500ppi"
        holds what looks like the label of another.
        """
        start, line = rows[0][1][0], stretch.text.find("\n", rows[0][1][0], rows[-1][1][1])
        for taken, (_, (_, last)) in enumerate(rows, 1):
            if taken > 1 and 0 <= line < last:
                break
            cells = self._cells(stretch, (start, last), count)
            if cells and all(lies_inside(stretch, label, cells) for label, _ in rows[1:taken]):
                return taken, cells
        return 1, []

    def _cells(self, stretch: Stretch, span: Span, count: int) -> list[Span]:
        """The cells of a row: its lines, or what they can be cut into; behind the last row other lines may stand."""
        lines = [(m.start(), m.end()) for m in _LINE.finditer(stretch.text, *span)]
        if len(lines) == count:
            return lines
        if len(lines) > 1 and span[1] == stretch.end:
            return self._atoms.cells(stretch.text, lines[0], stretch.mentions, count) or lines[:count]
        return self._atoms.cells(stretch.text, span, stretch.mentions, count)

    def _one(self, stretch: Stretch, heads: Sequence[Mention], rows: Sequence[Row]) -> _Table | None:
        """The labels and values of one thing, in turn; labels behind which a sentence goes on are a sign of prose."""
        text, least = stretch.text, _LEAST if heads else _ALONE
        table, figures, prose = _headed(stretch, heads[0].start if heads else rows[0][0][0], heads, rows[0][0][0]), 0, 0
        pairs = 0
        for row, (label, (first, last)) in enumerate(rows, len(heads)):
            if last - first > _CELL:
                return None
            table.end = last
            first, last = trimmed(text, first, last)
            if self._atoms.goes_on(text, (label[1], last)):
                prose += 1
                continue
            figures += self._atoms.opens_with_figure(text, (first, last))
            pairs += self._atoms.pairs(text, (first, last), stretch.mentions)
            self._row(text, table, row, label, [(first, known_end(stretch, first, last))])
        sure = figures >= _LEAST and len(rows) >= least and 3 * figures >= len(rows) and _PROSE * prose <= len(rows)
        return table if sure and pairs < _LEAST else None

    def _row(self, text: str, table: _Table, row: int, label: Span, cells: Sequence[Span]) -> None:
        """Put a row in, unless nobody asks what its label says."""
        if cells and self._mute.fullmatch(text, *label) is None:
            table.add(row, 0, label)
            for column, cell in enumerate(cells, 1):
                table.add(row, column, plain_cell(text, cell))

    def _measure(self, text: str, table: _Table, found: Findings) -> None:
        """Read the quantities anew that reach over the border of a cell."""
        cells = [(c.start, c.end) for c in table.cells if c.start < c.end and c.column and not c.header]
        kept, places = list[Quantity](), ("start", "end", "phrase_start", "phrase_end")
        for q in found.quantities:
            if not table.start <= q.start < table.end or any(start <= q.start and q.end <= end for start, end in cells):
                kept.append(q)
        for start, end in cells:
            if not within(kept, start, end):
                own = self._read(text[start:end])
                kept += [q.model_copy(update={name: start + getattr(q, name) for name in places}) for q in own]
                kept.sort(key=lambda q: q.start)
        found.quantities = kept


def _apart(places: Sequence[Span]) -> Iterator[Span]:
    """Spans in order of place, without those that begin inside another."""
    last = -1
    for start, end in places:
        if start >= last:
            yield start, end
            last = end


def _with(mentions: list[Mention], heads: Sequence[Mention]) -> list[Mention]:
    """The mentions with those of a table's heads that are new, in place of what lies in them."""
    new = [m for m in heads if not any(m is other for other in mentions)]
    kept = [m for m in mentions if not any(n.start <= m.start and m.end <= n.end for n in new)]
    return sorted([*kept, *new], key=lambda m: m.start) if new else mentions


def _headed(stretch: Stretch, start: int, heads: Sequence[Mention], end: int) -> _Table:
    """A table with its first row, where it has one: an empty corner and the names, with what stands behind them."""
    table = _Table(start, end, heads=heads)
    if heads:
        table.add(0, 0, (start, start), header=True)
    ends = [*(m.start for m in heads[1:]), end]
    for column, (name, last) in enumerate(zip(heads, ends, strict=True), 1) if heads else ():
        table.add(0, column, trimmed(stretch.text, name.start, last), header=True)
    return table


def _split(text: str, blocks: Sequence[Block], table: _Table) -> Iterator[Block]:
    """What stands before the table, the table, and what stands behind it."""
    for block in blocks:
        start, end = trimmed(text, block.start, min(block.end, table.start))
        if start < end:
            yield block.model_copy(update={"start": start, "end": end})
    cells = tuple(sorted(table.cells, key=lambda c: (c.row, c.column)))
    yield Block(kind=BlockKind.TABLE, start=table.start, end=table.end, language=blocks[0].language, cells=cells)
    start, end = trimmed(text, table.end, blocks[-1].end)
    if start < end:
        yield blocks[-1].model_copy(update={"start": start, "end": end})
