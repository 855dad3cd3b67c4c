"""Finds tables of specifications that lost their lines, all cells squeezed into one: "Base clock 3.2 GHz 3.0 GHz Cache
36 MB 24 MB" behind two names, "Cores Clock X100 8 3.2 GHz X200 6 3.0 GHz", or labels and values of one thing in turn.
Each becomes a table again, which the readers of tables then read. A row that can be cut in several ways is left out.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from pipeline.extract.tables.atoms import ABSENT, WORD, Atoms, Span
from pipeline.extract.text.scene import Findings, Mention, within
from pipeline.model import Article, Block, BlockKind, Quantity, TableCell
from pipeline.rulebook import Rulebook

_PRODUCTS = frozenset({"chip", "system", "device", "model"})
_RUNNING = frozenset({BlockKind.PARAGRAPH, BlockKind.ITEM, BlockKind.HEADING, BlockKind.CAPTION})
_LEAST = 3  # labels, and rows that are sure
_ALONE = 4  # labels of a list whose thing is not named before it
_SHORTEST = 40  # letters of such a line
_CELL = 160
_PROSE = 5  # so many labels to one that a sentence goes on from
_SWALLOWED = 3  # labels that can stand in the value of one, with its own
_MASK = "\x00"
_BETWEEN = re.compile(r"[\s|,/·•]*(?:\([^()\n]{1,24}\)[\s|]*)?(?:vs\.?\s+)?")
_SENTENCE = re.compile(r"[.!?](?=\s+[A-Z][a-z]+\s+[a-z])|\n\s*\n")
_WORD = re.compile(r"[a-z0-9]+")
_SUM = re.compile(r"\s*\(\d+[A-Z]?(?:\s?\+\s?\d+[A-Z]?)+\)$")  # "24 (8+16)"
_ADDED = re.compile(r"[\d.,]+(?:\s?\+\s?[\d.,x× ]+)+")  # "300 + 222"
_NEXT = re.compile(r"(?<=[^\s,;/(]) (?=(?P<label>[A-Z][a-z][\w-]*(?: [a-z][\w-]*){0,3}) [~≈]?[$€£¥]?\d)")

Reader = Callable[[str], Sequence[Quantity]]
Row = tuple[Span, Span]  # a label, and all that stands behind it


@dataclass(slots=True)
class _Table:
    """Where such a table stands, the names above its columns or beside its rows, and its cells by row and column."""

    start: int
    end: int
    cells: list[TableCell] = field(default_factory=list)

    def add(self, row: int, column: int, span: Span, *, header: bool = False) -> None:
        """Put a cell in."""
        start, end = span
        self.cells.append(TableCell(row=row, column=column, start=start, end=end, header=header))


class FlatTables:
    """Finds such tables; one instance serves all articles. ``read`` reads the quantities of a piece of text."""

    def __init__(self, rulebook: Rulebook, read: Reader) -> None:
        self._read = read
        self._label, self._mute = map(rulebook.syntax.regex, ("flat-label", "flat-mute"))
        self._atoms = Atoms(rulebook, read)

    def rebuilt(self, article: Article, found: Findings) -> Article:
        """The article with its flattened tables as tables; what was measured across their cells is measured anew."""
        blocks: list[Block] = []
        for block in article.blocks:
            table = self._table(article.text, block, found) if self._may_be(block, found) else None
            if table is None:
                blocks.append(block)
                continue
            blocks += _split(article.text, block, table)
            self._measure(article.text, table, found)
        made = sum(b.kind is BlockKind.TABLE for b in blocks) > sum(b.kind is BlockKind.TABLE for b in article.blocks)
        return article.model_copy(update={"blocks": tuple(blocks)}) if made else article

    def _may_be(self, block: Block, found: Findings) -> bool:
        """True for a stretch of text with enough figures and words for attributes in it."""
        if block.kind not in _RUNNING or block.end - block.start < _SHORTEST:
            return False
        if len(within(found.quantities, block.start, block.end)) < _LEAST:
            return False
        return len({h.start for h in within(found.hits, block.start, block.end) if h.kind == "attr"}) >= _LEAST

    def _table(self, text: str, block: Block, found: Findings) -> _Table | None:
        names = [m for m in within(found.mentions, block.start, block.end) if m.type in _PRODUCTS]
        labels = self._labels(text, block, names)
        if len(labels) < _LEAST:
            return None
        mentions = within(found.mentions, block.start, block.end)
        return self._by_rows(text, block, labels, names, mentions) or self._by_columns(
            text, block, labels, names, mentions
        )

    def _labels(self, text: str, block: Block, names: Sequence[Mention]) -> list[Span]:
        """All labels of a stretch, those in names aside."""
        pieces, at = [], block.start
        for name in names:
            if name.start >= at:
                pieces += [text[at : name.start], _MASK * (name.end - name.start)]
                at = name.end
        masked = "".join([*pieces, text[at : block.end]])
        return [(block.start + m.start("label"), block.start + m.end("label")) for m in self._label.finditer(masked)]

    def _by_rows(
        self, text: str, block: Block, labels: Sequence[Span], names: Sequence[Mention], mentions: Sequence[Mention]
    ) -> _Table | None:
        """A table whose labels stand first, all together; then each thing with a value for each of them."""
        for first in range(len(labels) - _LEAST + 1):
            last = first
            while last + 1 < len(labels) and not text[labels[last][1] : labels[last + 1][0]].strip(" |\n"):
                last += 1
            heads = labels[first : last + 1]
            if len(heads) < _LEAST:
                continue
            opening = next((m for m in names if m.start >= heads[-1][1]), None)
            if opening is None or text[heads[-1][1] : opening.start].strip(" |\n"):
                return None
            return self._rows(text, block, heads, [m for m in names if m.start >= opening.start], mentions)
        return None

    def _rows(
        self, text: str, block: Block, heads: Sequence[Span], names: Sequence[Mention], mentions: Sequence[Mention]
    ) -> _Table | None:
        table = _Table(heads[0][0], heads[-1][1])
        for column, span in enumerate(heads, 1):
            table.add(0, column, span, header=True)
        at, row = heads[-1][1], 1
        while names and not text[at : names[0].start].strip(" |\n"):
            _shorten(text, names[0])
            atoms = self._atoms.of(text, (names[0].start, _sentence_end(text, at, block.end)), mentions)
            kind, values = atoms[0].kind, atoms[1 : 1 + len(heads)]
            figures = sum(a.kind not in {WORD, ABSENT} for a in values)
            if len(values) < len(heads) or 2 * figures < len(heads) or any(a.kind == kind for a in values):
                break
            table.add(row, 0, (names[0].start, atoms[0].end))
            for column, atom in enumerate(values, 1):
                table.add(row, column, _plain(text, (atom.start, atom.end)))
            at, row = values[-1].end, row + 1
            names = [m for m in names if m.start >= at]
        table.end = at
        return table if row > 1 else None

    def _by_columns(
        self, text: str, block: Block, labels: Sequence[Span], names: Sequence[Mention], mentions: Sequence[Mention]
    ) -> _Table | None:
        """A table in which each label is followed by a value for each of the things named before the first."""
        for first, label in enumerate(labels[: -_LEAST + 1]):
            heads = _named_before(text, label[0], labels[first - 1][1] if first else block.start, names)
            if len(heads) > 1:
                rows = _rows(text, _own(text, labels[first:]), block.end)
                table = self._several(text, heads, rows, mentions)
                if table is not None:
                    return table
        labels = _own(text, labels)
        heads = _named_before(text, labels[0][0], block.start, names) if labels else []
        return self._one(text, heads, _rows(text, labels, block.end), mentions) if len(labels) >= _LEAST else None

    def _several(
        self, text: str, heads: Sequence[Mention], rows: Sequence[Row], mentions: Sequence[Mention]
    ) -> _Table | None:
        """A row for each label whose values can be cut in as many cells as things are named."""
        table, sure, at = _headed(text, heads[0].start, heads, rows[0][0][0]), 0, 0
        while at < len(rows):
            label, (start, _) = rows[at]
            for taken in range(1, _SWALLOWED + 1):  # "120Hz Adaptive Refresh Rate" holds what looks like a label
                last = rows[min(at + taken, len(rows)) - 1][1][1]
                cells = self._atoms.cells(text, (start, last), mentions, len(heads))
                if cells:
                    break
            sure += bool(cells)
            self._row(text, table, sure, label, cells)
            at += taken if cells else 1
        table.end = rows[-1][1][1]
        return table if sure >= _LEAST and 3 * sure >= len(rows) else None

    def _one(
        self, text: str, heads: Sequence[Mention], rows: Sequence[Row], mentions: Sequence[Mention]
    ) -> _Table | None:
        """The labels and values of one thing, in turn; labels behind which a sentence goes on are a sign of prose."""
        start = heads[0].start if heads else rows[0][0][0]
        least = _ALONE if not heads else _LEAST
        table, figures, prose = _headed(text, start, heads, rows[0][0][0]), 0, 0
        for row, (label, (first, last)) in enumerate(rows, len(heads)):
            if last - first > _CELL:
                return None
            table.end = last
            first, last = _trimmed(text, first, last)
            if self._atoms.goes_on(text, (label[1], last)):
                prose += 1
                continue
            figures += self._atoms.opens_with_figure(text, (first, last))
            self._row(text, table, row, label, [(first, _known_end(text, first, last, mentions))])
        sure = figures >= _LEAST and len(rows) >= least and 3 * figures >= len(rows) and _PROSE * prose <= len(rows)
        return table if sure else None

    def _row(self, text: str, table: _Table, row: int, label: Span, cells: Sequence[Span]) -> None:
        """Put a row in, unless nobody asks what its label says."""
        if cells and self._mute.fullmatch(text, *label) is None:
            table.add(row, 0, label)
            for column, cell in enumerate(cells, 1):
                table.add(row, column, _plain(text, cell))

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


def _headed(text: str, start: int, heads: Sequence[Mention], end: int) -> _Table:
    """A table with its first row, where it has one: an empty corner and the names, with what stands behind them."""
    table = _Table(start, end)
    if heads:
        table.add(0, 0, (start, start), header=True)
    ends = [*(m.start for m in heads[1:]), end]
    for column, (name, last) in enumerate(zip(heads, ends, strict=True), 1) if heads else ():
        table.add(0, column, _trimmed(text, name.start, last), header=True)
    return table


def _named_before(text: str, end: int, start: int, names: Sequence[Mention]) -> list[Mention]:
    """The things named one behind the other right before ``end``."""
    row: list[Mention] = []
    for name in reversed([m for m in names if start <= m.start and m.end <= end]):
        if not _BETWEEN.fullmatch(text, name.end, row[-1].start if row else end):
            break
        row.append(name)
    return row[::-1] if len({m.name for m in row}) == len(row) else []


def _own(text: str, labels: Sequence[Span]) -> list[Span]:
    """The labels without those that are words of a value: told before, or with no value of their own behind them."""
    kept: list[tuple[Span, frozenset[str]]] = []
    for label, after in pairwise([*labels, (len(text), len(text))]):
        words = frozenset(w.rstrip("s") for w in _WORD.findall(text[label[0] : label[1]].lower()))
        if any(words <= told for _, told in kept) or not text[label[1] : after[0]].strip(" |\n"):
            continue
        kept.append((label, words))
    return [label for label, _ in kept]


def _shorten(text: str, name: Mention) -> None:
    """Take a number off a name that is the first cell behind it: "Core i9-13900KS 24 / 32"."""
    last = text[name.start : name.end].rsplit(None, 1)[-1]
    if name.how == "variant" and last.isdigit():
        name.end, name.name = name.end - len(last) - 1, name.name.removesuffix(f" {last}")


def _rows(text: str, labels: Sequence[Span], end: int) -> list[Row]:
    """The labels, each with the stretch up to the next."""
    return [
        (label, (label[1], _sentence_end(text, label[1], after[0]))) for label, after in pairwise([*labels, (end, end)])
    ]


def _known_end(text: str, start: int, end: int, mentions: Sequence[Mention]) -> int:
    """Where a value ends behind which a label may stand that nobody knows: "828 cm² Screen ratio 80%"."""
    for match in _NEXT.finditer(text, start, end):
        told = any(map(str.isdigit, text[start : match.start()]))
        if told and not any(m.start < match.end("label") and match.start() < m.end for m in mentions):
            return match.start()
    return end


def _sentence_end(text: str, start: int, end: int) -> int:
    match = _SENTENCE.search(text, start, end)
    return match.start() if match else end


def _plain(text: str, cell: Span) -> Span:
    """A cell without the bracket behind it that says what its figure is the sum of; empty where it is such a sum."""
    start, end = cell
    match = _SUM.search(text, start, end)
    end = match.start() if match else end
    return (start, start if _ADDED.fullmatch(text, start, end) else end)


def _trimmed(text: str, start: int, end: int) -> Span:
    inner = text[start:end]
    start += len(inner) - len(inner.lstrip(" |,;\n"))
    return start, max(start, start + len(inner.strip(" |,;\n")))


def _split(text: str, block: Block, table: _Table) -> Iterator[Block]:
    """The block before the table, the table, and the block behind it."""
    before, behind = _trimmed(text, block.start, table.start), _trimmed(text, table.end, block.end)
    if before[0] < before[1]:
        yield block.model_copy(update={"start": before[0], "end": before[1]})
    cells = tuple(table.cells)
    yield Block(kind=BlockKind.TABLE, start=table.start, end=table.end, language=block.language, cells=cells)
    if behind[0] < behind[1]:
        yield block.model_copy(update={"start": behind[0], "end": behind[1]})
