"""Joins lines into draft blocks: paragraphs (also hard-wrapped ones), items, tables, code, headings by their mark.
Drafts are mutable, because later steps decide what each one is; ``Draft.freeze`` makes the block that stays.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from pipeline.ingest.lines import Form, Line
from pipeline.ingest.tables import cells, grid, unruled
from pipeline.model import Block, BlockKind, TableCell
from pipeline.rulebook.reading import LineShapes, TableShapes

_NOTE = re.compile(r"\[?\d{1,2}\]?$|[*†‡]$")
_LEADING = re.compile(r"[,.;:)\]”’!?]|[a-z][a-z'’-]*(?![A-Za-z])")
_LABELLED = re.compile(r"[A-Z][\w&/-]*(?: [\w&/()-]+){0,5}:\s")
_GAPS = ("\t", "  ", "....")  # between the cells of a table without pipes
_OPEN_END = re.compile(r"(?:[,(–—-]|\b[a-z]+)$")


@dataclass(slots=True)
class Draft:
    """A block in the making; ``outer`` is where its marker starts, ``marked`` whether a mark makes it a heading."""

    kind: BlockKind
    start: int
    end: int
    outer: int
    level: int = 0
    marked: bool = False
    bold: bool = False
    rule: str = ""
    language: str = ""
    cells: tuple[TableCell, ...] = field(default=())

    def freeze(self) -> Block:
        """The finished block."""
        return Block(
            kind=self.kind,
            start=self.start,
            end=self.end,
            level=self.level,
            language=self.language,
            rule=self.rule,
            cells=self.cells,
        )


def draft(text: str, lines: list[Line], shapes: LineShapes, gaps: TableShapes) -> list[Draft]:
    """All drafts in order; they never overlap."""
    drafts: list[Draft] = []
    at = 0
    while at < len(lines):
        line = lines[at]
        if line.form in (Form.BLANK, Form.SEPARATOR):
            at += 1
        elif line.form is Form.FENCE:
            at = _code(text, lines, at, drafts)
        elif line.form is Form.HEADING:
            drafts.append(Draft(BlockKind.HEADING, line.start, line.end, line.outer, line.level, marked=True))
            at += 1
        elif line.form is Form.RULE:
            _underline(text, lines, at, drafts, shapes)
            at += 1
        elif line.form is Form.ITEM:
            drafts.append(Draft(BlockKind.ITEM, line.start, line.end, line.outer, line.level))
            at = _item_rest(text, lines, at + 1, drafts[-1], shapes)
        elif rows := _table_rows(text, lines, at, gaps):
            table = grid(text, [r for r in rows if r.form is not Form.SEPARATOR], rows[1].form is Form.SEPARATOR)
            drafts.append(Draft(BlockKind.TABLE, rows[0].start, rows[-1].end, rows[0].outer, cells=table))
            at += len(rows)
        elif figures := unruled(text, lines, at, gaps):
            drafts.append(Draft(BlockKind.TABLE, line.start, figures[-1].end, line.outer, cells=figures))
            while at < len(lines) and lines[at].start < figures[-1].end:
                at += 1
        else:
            run = _run(text, lines, at, gaps)
            drafts.extend(_paragraphs(text, run, shapes))
            at += len(run)
    return drafts


def _code(text: str, lines: list[Line], at: int, drafts: list[Draft]) -> int:
    """A fenced block up to its closing fence, or to the end of the text."""
    fence = text[lines[at].start : lines[at].start + 3]
    close = at + 1
    while close < len(lines) and not (lines[close].form is Form.FENCE and text.startswith(fence, lines[close].start)):
        close += 1
    last = min(close, len(lines) - 1)
    end = max(lines[at].end, *(line.end for line in lines[at : last + 1]))
    drafts.append(Draft(BlockKind.CODE, lines[at].start, end, lines[at].start))
    return last + 1


def _underline(text: str, lines: list[Line], at: int, drafts: list[Draft], shapes: LineShapes) -> None:
    """A line of ``===`` or ``---`` right below a short one makes that a heading."""
    if not drafts or at == 0 or lines[at - 1].form is not Form.WORDS or drafts[-1].end != lines[at - 1].end:
        return
    last = drafts[-1]
    if last.end - last.start <= shapes.heading_chars and text[last.end - 1] not in shapes.final:
        last.kind, last.marked = BlockKind.HEADING, True
        last.level = 1 if text[lines[at].start] == "=" else 2


def _item_rest(text: str, lines: list[Line], at: int, item: Draft, shapes: LineShapes) -> int:
    """Lines that run on an item: indented deeper than its marker, or open-ended and lower case."""
    while at < len(lines) and lines[at].form in (Form.WORDS, Form.BOLD):
        line = lines[at]
        open_ended = text[item.end - 1] not in shapes.final and _LEADING.match(text, line.start, line.end)
        if not (line.indent >= 2 or open_ended):
            break
        item.end = line.end
        at += 1
    return at


def _table_rows(text: str, lines: list[Line], at: int, gaps: TableShapes) -> list[Line]:
    """The rows of a pipe table that starts here, its separator among them; empty where there is none."""
    end = at
    while end < len(lines) and lines[end].form in (Form.ROW, Form.SEPARATOR):
        end += 1
    rows = lines[at:end]
    if not rows:
        return _tabbed(text, lines, at, gaps)
    if len(rows) < 2:
        return []
    if rows[1].form is Form.SEPARATOR:
        return rows
    if any(r.form is not Form.ROW for r in rows):
        return []
    closed = all(text[r.start] == "|" and text[r.end - 1] == "|" and r.end - r.start > 1 for r in rows)
    return rows if closed or _is_even(text, rows) else []


def _tabbed(text: str, lines: list[Line], at: int, gaps: TableShapes) -> list[Line]:
    """The rows of a table whose cells are set apart by tabs, or short ones by blanks; the first may lack its corner."""
    gap = next((gap for gap in _GAPS if gap in text[lines[at].start : lines[at].end]), "")
    if not gap:
        return []
    end = at
    while end < len(lines) and lines[end].form is Form.WORDS and gap in text[lines[end].start : lines[end].end]:
        end += 1
    rows = lines[at:end]
    columns = [cells(text, row.start, row.end) for row in rows]
    tabs = [len(row) for row in columns]
    even = len(set(tabs[1:])) == 1 and tabs[0] in {tabs[-1], tabs[-1] - 1}
    narrow = gap == _GAPS[0] or all(right - left <= gaps.gapped for row in columns for left, right in row)
    return rows if len(rows) > 2 and even and narrow else []


def _is_even(text: str, rows: list[Line]) -> bool:
    """True where all rows have as many cells, three or more: "Memory | 36 TB | 51 TB", a last pipe or none."""
    bars = {text.count("|", r.start, r.end) for r in rows}
    closed = all(text[r.end - 1] == "|" for r in rows)
    return len(bars) == 1 and (min(bars) > 2 if closed else len(rows) > 2 and min(bars) > 1)


def _run(text: str, lines: list[Line], at: int, gaps: TableShapes) -> list[Line]:
    """The lines of words that follow each other without a gap, from ``at`` on, up to a table; at least one."""
    end = at + 1
    while end < len(lines) and lines[end].form in (Form.WORDS, Form.BOLD, Form.ROW):
        if lines[end].form is Form.ROW:
            if end + 1 < len(lines) and lines[end + 1].form is Form.SEPARATOR:
                break
            first = lines[end - 1].form is not Form.ROW  # asked once for each stretch of rows
            if first and _table_rows(text, lines, end, gaps):
                break
        elif unruled(text, lines, end, gaps):
            break
        end += 1
    return lines[at:end]


def _paragraphs(text: str, run: list[Line], shapes: LineShapes) -> list[Draft]:
    """One run of lines as paragraphs; every line by itself unless something ties it to the one before."""
    tied = _wrapped(text, run, shapes)
    _tie_fragments(text, run, tied, shapes)
    drafts: list[Draft] = []
    for line, tie in zip(run, tied, strict=True):
        if tie and drafts:
            drafts[-1].end = max(drafts[-1].end, line.end)
            drafts[-1].bold = False
        else:
            drafts.append(Draft(BlockKind.PARAGRAPH, line.start, line.end, line.outer, bold=line.form is Form.BOLD))
    return drafts


def _wrapped(text: str, run: list[Line], shapes: LineShapes) -> list[bool]:
    """Which lines are tied to the one before because that one was broken at a margin.

    A line was broken if the next word would not have fitted within the longest line of the run; a stretch of such
    lines counts when at least half of its breaks fall inside a sentence. A line that opens with a label begins anew.
    """
    tied = [False] * len(run)
    width = max(line.end - line.outer for line in run)
    if len(run) < 2 or not shapes.wrap_min <= width <= shapes.wrap_max:
        return tied
    first = 0
    for at in range(len(run)):
        if at + 1 < len(run):
            word = text[run[at + 1].outer : run[at + 1].end].split(None, 1)[0]
            labelled = _LABELLED.match(text, run[at + 1].start, run[at + 1].end)
            if not labelled and run[at].end - run[at].outer + 1 + len(word) > width and run[at].form is not Form.BOLD:
                continue
        inside = sum(text[line.end - 1] not in shapes.final for line in run[first:at])
        if at > first and inside * 2 >= at - first:
            tied[first + 1 : at + 1] = [True] * (at - first)
        first = at + 1
    return tied


def _tie_fragments(text: str, run: list[Line], tied: list[bool], shapes: LineShapes) -> None:
    """Ties what broken markup left on lines of their own: footnote digits, link texts, a comma, the sentence's rest."""
    words = [text[line.start : line.end] for line in run]
    for at in range(1, len(run)):
        before, here = words[at - 1], words[at]
        long_before = len(before) >= shapes.wrap_min or tied[at - 1]
        if _NOTE.match(here) and long_before and len(here) <= 4:
            tied[at] = True
            if at + 1 < len(run) and len(words[at + 1]) >= shapes.wrap_min:
                tied[at + 1] = True
        elif _runs_on(before, run[at - 1], shapes):
            tied[at] = True
        elif (
            before[-1] not in shapes.final
            and before[-1] != ":"
            and not tied[at]
            and _continues(run[at], here, long_before)
        ):
            tied[at] = True
            _tie_link(words, tied, at, shapes)


def _continues(line: Line, words: str, after_long: bool) -> bool:
    """A line that begins in the middle of a sentence; one in lower case only after a long line, or indented."""
    return _LEADING.match(words) is not None and (after_long or line.indent > 0 or not words[0].isalpha())


def _runs_on(words: str, line: Line, shapes: LineShapes) -> bool:
    """A line that ends in a word like "by", or a label in bold with its colon, goes on in the next line."""
    if words[-1] == ":":
        return line.form is Form.WORDS and "**" in words
    last = words.rsplit(None, 1)[-1]
    return last in shapes.open_words and len(words) <= 3 * shapes.wrap_max


def _tie_link(words: list[str], tied: list[bool], at: int, shapes: LineShapes) -> None:
    """The line before a fragment is a link's text if the one before that is a sentence left open: tie it too."""
    if at < 2 or tied[at - 1] or len(words[at - 1].split()) > shapes.heading_words:
        return
    opener = words[at - 2]
    if (len(opener) >= shapes.wrap_min or tied[at - 2]) and _OPEN_END.search(opener):
        tied[at - 1] = True
