"""First rows of one cell: the title of a table, "Shipments (in Mn)" above a row of quarters, and names in one cell.
A title says what the values are where no label does, and what they are measured in.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from pipeline.extract.text.scene import Findings, Hit, Mention, within
from pipeline.model import TableCell
from pipeline.rulebook.syntax import SyntaxRules


@dataclass(frozen=True, slots=True)
class Title:
    """The cues in a title and its words; both are empty where a table has none."""

    hits: tuple[Hit, ...] = ()
    words: str = ""


def take_title(text: str, cells: dict[tuple[int, int], TableCell], found: Findings) -> Title:
    """The title of a table, which is taken off its ``cells``: a first row of one cell that names an attribute."""
    spans = {text[c.start : c.end]: c for (row, _), c in cells.items() if row == 0 and c.start < c.end}
    if [c.header for (row, _), c in cells.items() if row == 0] == [True]:
        return Title()  # names that nobody has set apart
    below = [c for (row, _), c in cells.items() if row == 1 and c.start < c.end]
    if len(spans) != 1 or len(below) < 2 or max(column for _, column in cells) < 1:
        return Title()
    words, cell = spans.popitem()
    hits = tuple(within(found.hits, cell.start, cell.end))
    if not any(h.kind == "attr" for h in hits) or within(found.quantities, cell.start, cell.end):
        return Title()
    if any(m.end - m.start == cell.end - cell.start for m in within(found.mentions, cell.start, cell.end)):
        return Title()  # "Samsung Galaxy S24" above the values of one
    for row, column in sorted(cells):
        moved = cells.pop((row, column))
        if row:
            cells[row - 1, column] = moved
    return Title(hits, words)


def names_in_one(cell: TableCell, found: Findings, columns: int, types: Collection[str]) -> list[list[Mention]]:
    """A header whose names stand in one cell, as many as there are ``columns`` of values: "Spec RTX 5080 RTX 5070"."""
    names = [m for m in within(found.mentions, cell.start, cell.end) if m.type in types]
    return [[], *([m] for m in names)] if len(names) == columns - 1 else []


def are_settings(heads: Iterable[str], syntax: SyntaxRules) -> bool:
    """True where all that heads the columns says at which resolution or setting a result was got."""
    setting, words = syntax.regex("result-setting"), [" ".join(head.split()) for head in heads]
    return bool(words) and all(map(setting.fullmatch, words))


def is_name(words: str) -> bool:
    """True for a few words of which one has a digit: "Falcon 40B", "KX-8"."""
    return (
        1 < len(words) <= 40
        and words[0].isalpha()
        and any(c.isdigit() for c in words)
        and words.upper() != words.lower()
    )
