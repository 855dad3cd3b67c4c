"""Finds tables that lost their lines: every cell stands on a line of its own, label and value in turn, or a label and
one value for each of several names. Such lines become a table again, their words where they were.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.ingest.drafts import Draft
from pipeline.ingest.furniture import Look, look
from pipeline.ingest.tables import MEASURED
from pipeline.model import BlockKind, TableCell
from pipeline.rulebook.reading import ReadingRules, TableShapes

_LABEL = re.compile(r"[A-ZÀ-Ž][^.!?;:]{1,39}:?")
# What opens an entry: a label of one capitalised word, or with small ones behind it, and the colon.
_ENTRY = re.compile(r"(?:(?<=\s)|(?<![^\n]))[A-Z][A-Za-z0-9/]*(?: [a-z]+){0,2}:(?=\s+\S)")
_LEAST = 3  # entries of a list on one line
_ENDS = ".!?;…"


def tables(text: str, drafts: list[Draft], looks: list[Look], shapes: TableShapes) -> None:
    """Replaces each run of such lines by the table that they were; ``looks`` goes along."""
    at = next((n for n, seen in enumerate(looks) if seen.prose), len(drafts))  # what stands above it may be a menu
    while at < len(drafts):
        end = at
        while end < len(drafts) and end - at < shapes.lines and _is_cell(text, drafts[end], shapes):
            end += 1
        if end - at >= 2 * shapes.rows:
            made = _table(text, drafts[at:end], shapes)
            if made is not None:
                first, last, cells = made
                start, stop = drafts[at + first].start, drafts[at + last - 1].end
                whole = Draft(BlockKind.TABLE, start, stop, drafts[at + first].outer, cells=cells)
                drafts[at + first : at + last] = [whole]
                looks[at + first : at + last] = [Look("", last - first, False)]
                at += first + 1
                continue
        at = max(end, at + 1)


def labelled(text: str, drafts: list[Draft], looks: list[Look], reading: ReadingRules) -> None:
    """Cuts a line that holds a whole list, each entry behind its label, into items: "RAM: 12 GB Battery: 5,000 mAh"."""
    for at in range(len(drafts) - 1, -1, -1):
        item = drafts[at]
        if item.kind is not BlockKind.PARAGRAPH or item.rule or text.count(":", item.start, item.end) <= _LEAST:
            continue
        starts = [m.start() for m in _ENTRY.finditer(text, item.start, item.end)]
        if len(starts) <= _LEAST:
            continue
        ends = [*starts[1:], item.end]
        entries = [(start, end) for start, end in zip(starts, ends, strict=True) if end - start <= reading.tables.cell]
        counted = sum(any(map(str.isdigit, text[start:end])) for start, end in entries)
        if len(entries) < len(starts) or 3 * counted < 2 * len(starts):
            continue
        cut = [(start, start + len(text[start:end].rstrip(" ;|,•·-"))) for start, end in entries]
        if text[item.start : starts[0]].strip():
            cut.insert(0, (item.start, item.start + len(text[item.start : starts[0]].rstrip())))
        items = [Draft(BlockKind.ITEM, start, end, start, level=1) for start, end in cut]
        items[0].kind = BlockKind.ITEM if cut[0][0] == starts[0] else BlockKind.PARAGRAPH
        drafts[at : at + 1] = items
        looks[at : at + 1] = [look(text, one, reading) for one in items]


def _is_cell(text: str, item: Draft, shapes: TableShapes) -> bool:
    """A short line by itself that ends no sentence."""
    if item.kind is not BlockKind.PARAGRAPH or item.rule or not 0 < item.end - item.start <= shapes.cell:
        return False
    return "\n" not in text[item.start : item.end] and text[item.end - 1] not in _ENDS


def _table(text: str, lines: Sequence[Draft], shapes: TableShapes) -> tuple[int, int, tuple[TableCell, ...]] | None:
    """The first and the last line of the table among these, with its cells; None where they are none."""
    words = [text[line.start : line.end] for line in lines]
    figures = [any(map(str.isdigit, word)) for word in words]
    labels = [
        _LABEL.fullmatch(word) is not None
        and len(word.split()) <= shapes.label
        and (not counted or MEASURED.match(after) is not None)  # "FP8" above "9,200 TFLOPS"
        for word, counted, after in zip(words, figures, [*words[1:], ""], strict=True)
    ]
    for width in range(2, shapes.columns + 1):
        for first in range(len(lines) - shapes.rows * width + 1):
            last = _reach(first, width, labels, figures)
            if (last - first) // width < shapes.rows:
                continue
            if width == 2:
                return _pairs(lines, figures, first, last)
            names = width - 1
            cornered = all(words[at][0].isalpha() for at in range(first + 1, first + width))  # "Spec" above the labels
            begin = first if cornered else first - names
            heads = words[begin + cornered : begin + cornered + names]
            if begin < 0 or len(set(heads)) < names or (last - first) // width < shapes.rows + cornered:
                continue
            return begin, last, _grid(lines[begin:last], width, names, cornered)
    return None


def _reach(first: int, width: int, labels: Sequence[bool], figures: Sequence[bool]) -> int:
    """Where the rows that begin at ``first`` end: each a label, and ``width - 1`` values, most of them with figures."""
    last = first
    counted = told = 0
    while last + width <= len(labels) and labels[last]:
        values = figures[last + 1 : last + width]
        if (not any(values) and last == first) or 3 * (told + sum(values)) < 2 * (counted + len(values)) - 3:
            break
        counted, told, last = counted + len(values), told + sum(values), last + width
    return last if 3 * told >= 2 * counted else first


def _pairs(
    lines: Sequence[Draft], figures: Sequence[bool], first: int, last: int
) -> tuple[int, int, tuple[TableCell, ...]]:
    """Labels with their values; the values come first where the lines begin with one and end with a label."""
    if first and figures[first - 1] and last < len(lines) and not figures[last]:
        spans = [line for at in range(first - 1, last, 2) for line in (lines[at + 1], lines[at])]
        return first - 1, last + 1, _grid(spans, 2)
    return first, last, _grid(lines[first:last], 2)


def _grid(lines: Sequence[Draft], width: int, heads: int = 0, cornered: bool = False) -> tuple[TableCell, ...]:
    """The cells of the rows, with the ``heads`` above them; an empty corner is put before them unless there is one."""
    places = [(line.start, line.end) for line in lines]
    if heads and not cornered:
        places.insert(0, (lines[0].start, lines[0].start))
    return tuple(
        TableCell(row=n // width, column=n % width, start=start, end=end, header=heads > 0 and n < width)
        for n, (start, end) in enumerate(places)
    )
