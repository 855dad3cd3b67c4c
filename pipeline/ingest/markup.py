"""The extractor's tree as Markdown-like text, so that one block splitter serves every kind of input.
Blocks whose mark survived are written as the page has them; the rest as the extractor left it.
"""

from __future__ import annotations

import re
from typing import Any

from pipeline.ingest.pageblocks import Written, marks_in, unmarked
from pipeline.ingest.pagebody import outside
from pipeline.ingest.pagetables import pipe_row
from pipeline.ingest.pagewords import BREAK, flat
from pipeline.rulebook.reading import PageRules

_SQUASH = re.compile(r"[\W_]+")
_INLINE = ("hi", "ref", "lb", "del", "graphic", "code")
_RECENT = 4
_GAP = 12


class _Writer:
    """Collects blocks; knows which marks were written and what the last ones said."""

    def __init__(self, written: list[Written]) -> None:
        self.written = written
        self.blocks: list[tuple[int | None, str]] = []
        self._done: set[int] = set()
        self._last = -1
        self._recent: list[str] = []

    def add(self, words: str, text: str) -> None:
        """A block: its marked originals where ``words`` hold marks, else ``text`` as the extractor has it."""
        for number in marks_in(words):
            if number not in self._done and number < len(self.written):
                self._fill(number)
                self._done.add(number)
                self._put(self.written[number].text, number)
                self._last = number
        if not marks_in(words) and text and not self._said(text):
            self._put(text)

    def _fill(self, number: int) -> None:
        """The blocks between the last one and this that belong there, though the extractor left them out."""
        if not 0 <= self._last < number <= self._last + _GAP:
            return
        before, after = self.written[self._last], self.written[number]
        for between in range(self._last + 1, number):
            if between not in self._done and self.written[between].belongs_between(before, after):
                self._done.add(between)
                self._put(self.written[between].text, between)

    def _put(self, text: str, number: int | None = None) -> None:
        self.blocks.append((number, text))
        self._recent = [*self._recent[1 - _RECENT :], _SQUASH.sub("", text)]

    def _said(self, text: str) -> bool:
        """Whether a block just written holds these words: the extractor sometimes tears paragraphs apart."""
        squashed = _SQUASH.sub("", text)
        return not squashed or any(squashed in recent for recent in self._recent)


def to_text(body: Any, written: list[Written], rules: PageRules) -> str:
    """The text of an extracted body: items line under line, other blocks apart by blank lines."""
    writer = _Writer(written)
    _children(body, writer)
    numbers = [number for number, _ in writer.blocks if number is not None]
    left_out = {numbers[at] for at in outside([written[number] for number in numbers], rules)}
    text = ""
    for number, block in writer.blocks:
        if number in left_out:
            continue
        together = block.lstrip().startswith("- ") and text.rsplit("\n", 1)[-1].lstrip().startswith("- ")
        text += ("\n" if together else "\n\n" if text else "") + block
    return text


def _children(element: Any, writer: _Writer) -> None:
    """Every child as a block; loose words between them are paragraphs."""
    loose = [element.text or ""]
    for child in element:
        if child.tag in _INLINE:
            loose += [_inline(child), child.tail or ""]
            continue
        _paragraph("".join(loose), writer)
        _block(child, writer)
        loose = [child.tail or ""]
    _paragraph("".join(loose), writer)


def _block(element: Any, writer: _Writer) -> None:
    """One block element."""
    tag = element.tag
    if tag == "head":
        words = _inline(element)
        level = (element.get("rend") or "h2")[1:2]
        line = flat(unmarked(words)).replace(BREAK, " ")
        writer.add(words, f"{'#' * int(level) if level in '123456' else '##'} {line}" if line else "")
    elif tag == "table":
        _table(element, writer)
    elif tag == "item" and not any(child.tag in ("list", "table", "item") for child in element):
        words = _inline(element)
        line = flat(unmarked(words)).replace(BREAK, " ")
        writer.add(words, f"- {line}" if line else "")
    else:
        _children(element, writer)


def _table(element: Any, writer: _Writer) -> None:
    """A table without a mark, as the extractor left it."""
    rows = [
        [flat(unmarked(_inline(cell))).replace(BREAK, " ") for cell in row.iter("cell")] for row in element.iter("row")
    ]
    lines = [pipe_row(row) for row in rows if any(row)]
    first = next(element.iter("row"), None)
    if lines and first is not None and all(cell.get("role") == "head" for cell in first.iter("cell")):
        lines.insert(1, "|" + "---|" * len(rows[0]))
    writer.add("".join(element.itertext()), "\n".join(lines))


def _paragraph(words: str, writer: _Writer) -> None:
    """Words as one paragraph a line. A fence would swallow the rest of the text: disarmed."""
    lines = [line.replace("```", "'''").replace("~~~", "'''") for line in flat(unmarked(words)).split(BREAK)]
    writer.add(words, re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip("\n"))


def _inline(element: Any) -> str:
    """The words of an element and all below it, with breaks."""
    parts = [BREAK if element.tag == "lb" else "", element.text or ""]
    for child in element:
        parts += [_inline(child), child.tail or ""]
    return "".join(parts)
