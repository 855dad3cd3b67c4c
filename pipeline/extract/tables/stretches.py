"""A line, or lines that follow one another, that may have been a table: the labels that are some, what stands behind
each, and where a value ends.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from pipeline.extract.tables.atoms import Span
from pipeline.extract.text.scene import Mention

Row = tuple[Span, Span]  # a label, and all that stands behind it

_BLANK, _EDGES = " |:\n", " |,;:\n"
_SENTENCE = re.compile(r"[.!?](?=\s+[A-Z][a-z]+\s+[a-z])")
_CALLED = re.compile(r"\S+(?: (?:[A-Z]|\d)[\w-]*){1,4}\s?")
_WORD = re.compile(r"[a-z0-9]+")
_SUM = re.compile(r"\s*\(\d+[A-Z]?(?:\s?\+\s?\d+[A-Z]?)+\)$")  # "24 (8+16)"
_ADDED = re.compile(r"[\d.,]+(?:\s?\+\s?[\d.,x× ]+)+")  # "300 + 222"
_MARK_BEFORE = re.compile(r"(?<=\n)[ \t]*[–•*·-]+[ \t]*\Z")  # of the next item
_NEXT = re.compile(r"(?<=[^\s,;/(]) (?=(?P<label>[A-Z][a-z][\w-]*(?: [a-z][\w-]*){0,3}) [~≈]?[$€£¥]?\d)")


@dataclass(frozen=True, slots=True)
class Stretch:
    """A line, or lines that follow one another, with all that is named there, and the things among it."""

    text: str
    start: int
    end: int
    mentions: Sequence[Mention]
    names: Sequence[Mention]

    def gap(self, start: int, end: int) -> bool:
        """True where nothing but blanks and bars stand."""
        return not self.text[start:end].strip(_BLANK)


def called(stretch: Stretch, labels: Sequence[Span]) -> list[Mention]:
    """The things named, with what a firm's name and capitalised words call beside one of them: up to it, or from it up
    to a label.
    """
    text, things = stretch.text, list(stretch.names)
    for firm in stretch.mentions:
        near = [m for m in things if m.end <= firm.start and stretch.gap(m.end, firm.start)]
        after = next((m for m in things if m.start > firm.start), None)
        end = next((start for start, _ in labels if start > firm.end), firm.end)
        if after is not None and after.start <= end:
            near, end = [*near, after], after.start
        if firm.type != "company" or not near or not _CALLED.fullmatch(text, firm.start, end):
            continue
        if not any(firm.start < m.end and m.start < end for m in things):
            name = text[firm.start : end].rstrip()
            made = Mention(firm.start, firm.start + len(name), name, near[0].type, firm.name, "shape", "shape.table")
            return sorted([*things, made], key=lambda m: m.start)
    return things


def own_labels(stretch: Stretch, labels: Sequence[Span]) -> list[Span]:
    """The labels without those that are words of a value: told before, or with no value of their own behind them."""
    kept: list[tuple[Span, frozenset[str]]] = []
    for label, after in pairwise([*labels, (stretch.end, stretch.end)]):
        words = frozenset(w.rstrip("s") for w in _WORD.findall(stretch.text[label[0] : label[1]].lower()))
        if not any(words <= told for _, told in kept) and not stretch.gap(label[1], after[0]):
            kept.append((label, words))
    return [label for label, _ in kept]


def lies_inside(stretch: Stretch, label: Span, cells: Sequence[Span]) -> bool:
    """True for what looks like a label and has more of its cell behind it."""
    return any(s <= label[0] and label[1] < e and not stretch.gap(label[1], e) for s, e in cells)


def shorten(text: str, name: Mention) -> None:
    """Take a number off a name that is the first cell behind it: "Core i9-13900KS 24 / 32"."""
    last = text[name.start : name.end].rsplit(None, 1)[-1]
    if name.how == "variant" and last.isdigit():
        name.end, name.name = name.end - len(last) - 1, name.name.removesuffix(f" {last}")


def rows_of(stretch: Stretch, labels: Sequence[Span]) -> list[Row]:
    """The labels, each with its line, or with the lines up to the next label where nothing else stands in its own."""
    rows = list[Row]()
    for label, after in pairwise([*labels, (stretch.end, stretch.end)]):
        line = stretch.text.find("\n", label[1], after[0])
        mark = _MARK_BEFORE.search(stretch.text, label[1], after[0])
        end = line if line >= 0 and not stretch.gap(label[1], line) else mark.start() if mark else after[0]
        rows.append((label, trimmed(stretch.text, label[1], sentence_end(stretch.text, label[1], end))))
    return rows


def known_end(stretch: Stretch, start: int, end: int) -> int:
    """Where a value ends behind which a label may stand that nobody knows: "828 cm² Screen ratio 80%"."""
    for match in _NEXT.finditer(stretch.text, start, end):
        told = any(map(str.isdigit, stretch.text[start : match.start()]))
        if told and not any(m.start < match.end("label") and match.start() < m.end for m in stretch.mentions):
            return match.start()
    return end


def sentence_end(text: str, start: int, end: int) -> int:
    """Where the first sentence of a stretch ends that another follows; its end where none does."""
    match = _SENTENCE.search(text, start, end)
    return match.start() if match else end


def plain_cell(text: str, cell: Span) -> Span:
    """A cell without the bracket behind it that says what its figure is the sum of; empty where it is such a sum."""
    start, end = cell
    match = _SUM.search(text, start, end)
    end = match.start() if match else end
    return (start, start if _ADDED.fullmatch(text, start, end) else end)


def trimmed(text: str, start: int, end: int) -> Span:
    """A span without the blanks and signs at its ends."""
    inner = text[start:end]
    start += len(inner) - len(inner.lstrip(_EDGES))
    return start, max(start, start + len(inner.strip(_EDGES)))
