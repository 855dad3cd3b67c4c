"""Reads comparison and specification tables cell by cell: whose column, which row, what the cell says.
Each cell becomes a small sentence of its own, with the label's words counted as standing right beside the value.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from pipeline.extract.tables.cellunits import UNMEASURED, CellUnits
from pipeline.extract.tables.paired import Span, paired
from pipeline.extract.tables.titled import are_settings, is_name, names_in_one, take_title
from pipeline.extract.text.scene import Findings, Hit, Mention, Sentence, within
from pipeline.model import Article, Block, Quantity, TableCell
from pipeline.rulebook.syntax import SyntaxRules

_PRODUCTS = frozenset({"chip", "system", "device", "model"})
_SERIES = "series"
_FIRMS = 2  # cells that are wholly a firm's name make a table one of firms
_MEMORY = "data"


@dataclass(slots=True)
class CellScene:
    """One table cell as a sentence, the subjects its column or row names, and the label that says what it holds; the
    ``setting`` that a result was got at.
    """

    sentence: Sentence
    subjects: list[Mention]
    label: tuple[Hit, ...]
    label_text: str
    others: list[Mention]
    setting: str = ""


@dataclass(frozen=True, slots=True)
class _Grid:
    """The cells of a table by row and column, and what was recognised in its text."""

    article: Article
    block: Block
    cells: dict[tuple[int, int], TableCell]
    rows: int
    columns: int

    def text(self, cell: TableCell | None) -> str:
        return self.article.text[cell.start : cell.end] if cell is not None else ""

    def filled(self, row: int) -> list[TableCell]:
        """The cells of a row that hold something, without the corner."""
        found = (self.cells.get((row, c)) for c in range(self.columns))
        return [c for c in found if c is not None and c.start < c.end and (c.column or not row)]


def cell_scenes(
    article: Article,
    block: Block,
    found: Findings,
    things: frozenset[str],
    units: CellUnits,
    syntax: SyntaxRules,
    headings: Mapping[str, str],
) -> Iterator[CellScene]:
    """All body cells of a table that hold something.

    Subjects stand in the header row, or else in the first column; a table of labels and values has none of its own,
    and its cells go to what the text is about (``subjects`` empty). ``units`` gives a bare number the unit that its
    label names ("Memory (GB) | 96"); ``syntax`` says what labels look like, ``headings`` which attribute a label names
    that is no cue elsewhere.
    """
    cells = {(c.row, c.column): c for c in block.cells}
    if not cells:
        return
    title = take_title(article.text, cells, found)
    grid = _Grid(article, block, cells, max(r for r, _ in cells) + 1, max(c for _, c in cells) + 1)

    def named(cell: TableCell | None) -> list[Mention]:
        if cell is None:
            return []
        fitting = [m for m in within(found.mentions, cell.start, cell.end) if m.type in things]
        return [m for m in fitting if m.type != "company"][:1] or fitting[:1]

    unit_column, version, whole = map(syntax.regex, ("unit-column", "version-label", "label-of-all"))
    headed = _headed(grid, found, syntax)
    naming = _naming_row(grid, [[named(cells.get((r, c))) for c in range(grid.columns)] for r in range(grid.rows)])
    tops = [cells.get((naming, c)) if headed or naming else None for c in range(grid.columns)]
    if _lacks_corner(tops, [named(cell) for cell in tops], grid):
        tops = [None, *tops[:-1]]
    header = _told_apart(tops, [named(cell) for cell in tops], found)
    if grid.columns > 2 and [c for r, c in cells if r == 0] == [0]:  # "RTX 5080 RTX 5070" is one cell
        header = names_in_one(cells[0, 0], found, grid.columns, _PRODUCTS)
        if not header:
            return
    lead = _leading_column(grid, syntax)
    lefts = [cells.get((r, lead)) for r in range(grid.rows)]
    first = _sized(grid, _told_apart(lefts, _without_labels([named(cell) for cell in lefts], lefts), found), syntax)
    by_column = sum(1 for m in header[1:] if m)
    by_row = sum(1 for m in first[headed:] if m)
    unlabelled = headed and _is_unlabelled(grid, header, found.quantities)
    columnwise = unlabelled or (by_column > 0 and by_column >= min(by_row, 2))
    if columnwise:
        header = _filled([cells.get((naming, c)) for c in range(grid.columns)], header, grid, found)
    else:
        rows = [cells.get((r, lead)) if r >= headed else None for r in range(grid.rows)]
        first = _filled(rows, first, grid, found)
    everyone = [m for group in (header if columnwise else first) for m in group]
    unit_at = next(
        (c for c in range(1, grid.columns) if headed and unit_column.fullmatch(grid.text(cells.get((0, c))))), -1
    )
    label_at = _label_column(grid, header, found) if columnwise else 0
    tested = headed and not by_column and not by_row and are_settings(map(grid.text, tops[1:]), syntax)
    labels = (
        [cells.get((r, label_at)) for r in range(grid.rows)]
        if columnwise or tested
        else [cells.get((0, c)) for c in range(grid.columns)]
    )
    scored = sum(1 for c in labels if c is not None and _tests(c, found)) > 1
    sizes = _size_column(grid, syntax)
    timed = tested or (headed and not by_column and not by_row and _is_timed(grid, found))
    parts_told = [r for r in range(grid.rows) if _scopes(cells.get((r, 0)), found)]
    told: dict[str, str] = {}
    counted = units.of_sums(grid.text(cells.get((0, 0)))) if timed else ""
    for row in range(0 if columnwise and naming else int(headed), grid.rows):
        for column in range(grid.columns):
            cell = cells.get((row, column))
            if cell is None or cell.start >= cell.end or column == unit_at:
                continue
            versions = not by_column and not by_row and version.fullmatch(grid.text(cells.get((row, 0)))) is not None
            if column <= lead and grid.columns > 1 and not (versions or unlabelled):
                continue
            beside, above = cells.get((row, label_at)), cells.get((0, column)) if headed else None
            if columnwise:
                subjects, label = header[column], None if unlabelled else beside
                if not subjects:
                    continue
            elif by_row:
                subjects, label = first[row], above
                if not subjects and by_row > 1:
                    continue
            else:
                subjects = _cornered(grid, first[0]) if headed else []
                label = beside if (grid.columns == 2 and not versions) or not headed or timed else above
            words = grid.text(label)
            text = grid.text(cell)
            parts = paired(words, text) if label is not None else []
            if parts and label is not None:
                yield from _parted(parts, cell, label, block, found, _Cell(subjects, words, text, everyone, units))
                continue
            sentence = found.within(Sentence(cell.start, cell.end, block, text, -1, label=words))
            dated = above if timed else label
            sentence.label_dates = within(found.dates, dated.start, dated.end) if dated else []
            if words not in told:
                told[words] = "" if tested else units.named(words) or units.named(title.words) or counted  # "GTA V"
            unit = grid.text(cells.get((row, unit_at))) if unit_at > 0 else told[words]
            if column == sizes and not columnwise:
                unit = syntax.word("size-unit")
            hits = tuple(within(found.hits, label.start, label.end)) if label else ()
            hits = (*hits, *_headed_by(words, label, headings))
            if label and not any(h.kind == "attr" for h in hits):
                hits = (*title.hits, *hits)
            if label is above and not by_row and parts_told:  # "Gaming" beside a figure under "Revenue"
                if row not in parts_told and not whole.search(grid.text(beside)):
                    continue
                hits += _scopes(beside, found)
            if timed and not tested and not any(h.kind == "attr" for h in hits):
                continue  # "Operating expenses" of each quarter
            hits += _awaited(tops[column] if columnwise else lefts[row], found) if subjects else ()
            if scored and label and not any(h.kind == "attr" for h in hits):
                hits = (*hits, Hit(label.start, label.end, "attr", units.result, "column"))
            head = title.words if title.hits and title.hits[0] in hits else words
            sentence.quantities = [units.measured(q, unit, head, hits, sentence) for q in sentence.quantities]
            yield CellScene(sentence, subjects, hits, words, everyone, grid.text(above).strip() if tested else "")


def _leading_column(grid: _Grid, syntax: SyntaxRules) -> int:
    """The column that says whose the rows are: the first that does not only rank them (this year, last year)."""
    rank = syntax.regex("rank-cell")
    for column in range(grid.columns - 1):
        texts = [" ".join(grid.text(grid.cells.get((r, column))).split()) for r in range(1, grid.rows)]
        given = [text for text in texts if text]
        if len(given) < 2 or sum(map(bool, map(rank.fullmatch, given))) * 2 <= len(given):
            return column
    return int(grid.columns > 2)


def _label_column(grid: _Grid, header: Sequence[Sequence[Mention]], found: Findings) -> int:
    """The column that says what the rows are of: before the things, the one that tells of most attributes; it may stand
    beside one of groups ("Power" over "TDP" and "Idle power").
    """
    before = next((c for c in range(1, grid.columns) if header[c]), 1)
    if before < 2:
        return 0
    told = [
        sum(
            any(h.kind == "attr" for h in within(found.hits, cell.start, cell.end))
            for r in range(1, grid.rows)
            if (cell := grid.cells.get((r, c))) is not None
        )
        for c in range(before)
    ]
    return max(range(before), key=lambda c: (told[c], -c))


def _is_timed(grid: _Grid, found: Findings) -> bool:
    """True for a table of which each column is a time: "Revenue" beside figures under "Q3 2025" and "Q3 2024"."""
    tops = [cell for c in range(1, grid.columns) if (cell := grid.cells.get((0, c))) is not None]
    dated = [cell for cell in tops if within(found.dates, cell.start, cell.end)]
    told = any(h.kind == "attr" for cell in tops for h in within(found.hits, cell.start, cell.end))
    return len(dated) > 1 and not told


def _scopes(cell: TableCell | None, found: Findings) -> tuple[Hit, ...]:
    """The words of a row's label that say of which part of a whole its figures are."""
    return tuple(h for h in within(found.hits, cell.start, cell.end) if h.kind == "qualifier") if cell else ()


def _is_unlabelled(grid: _Grid, header: Sequence[Sequence[Mention]], quantities: Sequence[Quantity]) -> bool:
    """True for a table of which every column is a product's, the first as well: its cells say all by themselves."""
    if not all(any(m.type in _PRODUCTS for m in mentions) for mentions in header):
        return False
    cells = [grid.cells.get((row, 0)) for row in range(1, grid.rows)]
    return bool(cells) and all(c is not None and bool(within(quantities, c.start, c.end)) for c in cells)


@dataclass(frozen=True, slots=True)
class _Cell:
    """A cell that holds several values: whose they are, its label, its text, all that the table names, the units."""

    subjects: list[Mention]
    words: str
    text: str
    everyone: list[Mention]
    units: CellUnits


def _parted(
    parts: Sequence[tuple[Span, Span]], cell: TableCell, label: TableCell, block: Block, found: Findings, held: _Cell
) -> Iterator[CellScene]:
    """A scene for each value of such a cell; a part of the label that only qualifies has what the whole states."""
    whole = tuple(h for h in within(found.hits, label.start, label.end) if h.kind == "attr")
    for (left, right), (start, end) in parts:
        own = tuple(within(found.hits, label.start + left, label.start + right))
        inner = "(" in held.words[:left]  # "Geekbench 6 (single/multi)"
        tells = any(h.kind == "attr" for h in own) or not (inner or any(h.kind == "qualifier" for h in own))
        words = held.words[left:right].strip() if tells else held.words
        text = held.text[start:end]
        sentence = found.within(Sentence(cell.start + start, cell.start + end, block, text, -1, label=words))
        sentence.quantities = held.units.of_part(sentence, held.words)
        if inner and not tells:
            whole = tuple(within(found.hits, label.start, label.start + held.words.index("(")))
        own = own if tells else (*whole, *own)
        yield CellScene(sentence, held.subjects, own, words, held.everyone)


def _headed_by(words: str, label: TableCell | None, headings: Mapping[str, str]) -> tuple[Hit, ...]:
    """What a label means in a table alone: above years, "Year" is that of the release."""
    attribute = headings.get(" ".join(words.lower().split()).strip("*_: "))
    return (Hit(label.start, label.end, "attr", attribute, "cues"),) if attribute and label else ()


def _cornered(grid: _Grid, mentions: Sequence[Mention]) -> list[Mention]:
    """The product that fills the corner of a table: what all of it is about."""
    words = grid.text(grid.cells.get((0, 0)))
    return [m for m in mentions if m.type in _PRODUCTS and 2 * (m.end - m.start) > len(words)]


def _lacks_corner(tops: Sequence[TableCell | None], named: Sequence[list[Mention]], grid: _Grid) -> bool:
    """True for a header that starts with a product and ends with nothing: its corner is missing, all stand one off."""
    products = [any(m.type in _PRODUCTS for m in mentions) for mentions in named]
    return len(tops) > 2 and all(products[:-1]) and not grid.text(tops[-1]).strip()


def _told_apart(cells: Sequence[TableCell | None], named: list[list[Mention]], found: Findings) -> list[list[Mention]]:
    """Versions of one product that only their memory tells apart are things of their own: "Pi 5 2GB", "Pi 5 8GB"."""
    counts = Counter(m.name for cell in named for m in cell)
    told = []
    for cell, mentions in zip(cells, named, strict=True):
        sizes = [q for q in within(found.quantities, cell.start, cell.end) if q.dimension == _MEMORY] if cell else []
        if len(sizes) == 1 and mentions and counts[mentions[0].name] > 1 and sizes[0].low == sizes[0].high:
            size = f"{sizes[0].low:g}{sizes[0].unit}"
            mentions = [replace(mentions[0], name=f"{mentions[0].name} {size}"), *mentions[1:]]
        told.append(mentions)
    return told


def _without_labels(named: list[list[Mention]], cells: Sequence[TableCell | None]) -> list[list[Mention]]:
    """``named`` without what is no product where no product and few else are named: "Infinity Cache | 32 MB"."""
    few = 2 * sum(map(bool, named[1:])) < len(named)
    products = any(m.type in _PRODUCTS or m.type == _SERIES for mentions in named[1:] for m in mentions)
    firms = [(c, m[0]) for c, m in zip(cells, named, strict=True) if c and m and m[0].type == "company"]
    whole = sum(m.end - m.start == c.end - c.start for c, m in firms)
    return [*named[:1], *([] for _ in named[1:])] if few and not products and whole < _FIRMS else named


def _sized(grid: _Grid, first: list[list[Mention]], syntax: SyntaxRules) -> list[list[Mention]]:
    """AI models whose size stands in a column of its own: "Falcon" beside "40B" is "Falcon 40B"."""
    size, name = (syntax.regex(f"size-{part}") for part in ("cell", "name"))
    column = _size_column(grid, syntax)
    if not column:
        return first
    whole = []
    for row, mentions in enumerate(first):
        cell = grid.cells.get((row, 0))
        text = grid.text(grid.cells.get((row, column))).strip()
        if cell and not mentions and size.fullmatch(text) and name.fullmatch(grid.text(cell)):
            mentions = [Mention(cell.start, cell.end, grid.text(cell).strip(), "model", how="shape", rule="shape.size")]
        if mentions and mentions[0].type in {"model", "series"} and size.fullmatch(text):
            stem, _, last = mentions[0].name.rpartition(" ")
            stem = stem if size.fullmatch(last) else mentions[0].name
            if not stem.lower().endswith(f"-{text.lower()}"):
                mentions = [replace(mentions[0], name=f"{stem} {text}", type="model")]
        whole.append(mentions)
    return whole


def _size_column(grid: _Grid, syntax: SyntaxRules) -> int:
    """The column of the sizes of AI models; 0 where the table has none."""
    label, size = syntax.regex("size-label"), syntax.regex("size-cell")
    for column in range(1, grid.columns):
        if label.fullmatch(grid.text(grid.cells.get((0, column)))):
            cells = [grid.text(grid.cells.get((row, column))).strip() for row in range(1, grid.rows)]
            return column if any(size.fullmatch(text) for text in cells) else 0
    return 0


def _headed(grid: _Grid, found: Findings, syntax: SyntaxRules) -> bool:
    """True where the first row is a header: marked as one, or, in a table without marks, free of quantities.

    The quantities of products do not count: "Pi 5 8GB" names a column.
    """
    top = grid.filled(0)
    if grid.columns == 2 and syntax.regex("part-label").fullmatch(grid.text(grid.cells.get((0, 0)))):
        return False
    label = grid.cells.get((0, 0))
    labelled = label is not None and any(h.kind == "attr" for h in within(found.hits, label.start, label.end))
    told = (_measures(c, found) or within(found.dates, c.start, c.end) for c in top if c.column)
    if grid.columns == 2 and labelled and any(told):
        return False  # "Release date | July 2019" on top of a list of specifications
    if any(c.header for c in grid.cells.values()):
        values = [c for c in top if c.column]
        return not values or any(c.header for c in values)
    values = [c for c in top if c.column and within(found.quantities, c.start, c.end)]
    if not labelled and all(within(found.dates, c.start, c.end) for c in values):
        return True  # a column for each quarter
    products = [c for c in values if any(m.type in _PRODUCTS for m in within(found.mentions, c.start, c.end))]
    return grid.columns == 1 or not values or (len(products) > 1 and 2 * len(products) > len(values))


def _measures(cell: TableCell, found: Findings) -> bool:
    return any(q.dimension not in UNMEASURED for q in within(found.quantities, cell.start, cell.end))


def _naming_row(grid: _Grid, named: Sequence[Sequence[Sequence[Mention]]]) -> int:
    """The row whose cells say what the columns are about: the first, or one further down that names more products."""
    counts = [len({m.name for cell in row[1:] for m in cell if m.type in _PRODUCTS}) for row in named]
    if not counts or any(m.type != "company" for cell in named[0][1:] for m in cell):
        return 0
    best = max(range(len(counts)), key=lambda r: counts[r])
    return best if counts[best] > 1 and 2 * counts[best] >= grid.columns - 1 else 0


def _filled(
    places: Sequence[TableCell | None], named: list[list[Mention]], grid: _Grid, found: Findings
) -> list[list[Mention]]:
    """``named`` with what stands in the other ``places`` as a name too, where two or more beside it are of one type."""
    known = [m for group in named for m in group if m.type in _PRODUCTS]
    kinds = {m.type for m in known}
    if len({m.name for m in known}) < 2 or len(kinds) != 1:
        return named
    filled = list(named)
    for at, cell in enumerate(places):
        words = " ".join(grid.text(cell).split()).strip("*_ ")
        if _awaited(cell, found):
            words = words.partition(" (")[0]  # "RX 100 (rumored)"
        if cell is None or named[at] or not is_name(words):
            continue
        measured = within(found.quantities, cell.start, cell.end)  # "Difference, 8 GB" is no name
        if any(q.start <= cell.start + 1 or q.dimension not in UNMEASURED for q in measured):
            continue
        first = f" {words.partition(' ')[0]} "  # "RX 8050" beside a Radeon RX 9060 is a Radeon
        like = next((m for m in known if first in m.name), None)
        line, maker = (like.name.partition(first)[0], like.maker) if like else ("", "")
        name = f"{line} {words}".strip()
        filled[at] = [Mention(cell.start, cell.end, name, known[0].type, maker, "shape", "shape.table")]
    return filled


def _awaited(cell: TableCell | None, found: Findings) -> tuple[Hit, ...]:
    """The words of modality beside the name that a head cell holds: "(expected)" is told of its whole column or row."""
    return tuple(h for h in within(found.hits, cell.start, cell.end) if h.kind == "modality") if cell else ()


def _tests(cell: TableCell, found: Findings) -> bool:
    """True for a label that names a benchmark: where several do, the columns beside them hold scores too."""
    return any(m.type == "benchmark" for m in within(found.mentions, cell.start, cell.end))
