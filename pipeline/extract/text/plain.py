"""The plain view of an article's text: links, emphasis, footnote marks and line ends taken out, glued words set apart.
Everything is recognised in the plain text; every offset is carried back, so that quotes stay verbatim.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise

from pipeline.model import Article, Block, BlockKind, TableCell

# Every alternative opens with a plain character: the engine then leaps over all others instead of trying each
# alternative at each place, which takes five times as long.
_MARKUP = re.compile(
    r"""
      !\[ (?=[^\[\]]{0,300}\]\()                    # the opening bracket of a picture
    | \[ (?=[^\[\]]{0,300}\]\()                     # … of a link
    | \[ \d{1,3} \] (?=[A-Za-z])                       # a footnote's mark before a name
    | \]\( [^)\s]{0,2000} \)?                         # its target
    | http s? :// [^\s\])>]{1,2000}
    | www\. [^\s\])>]{1,2000}
    | \\ (?=[.\-*_()\[\]~\#+!$])                      # what keeps a sign from being markup
    | \* (?!(?<=\d\*)\d | (?<=\d\ \*)\ \d) \*{0,2}         # emphasis, but not "750*1334"
    | _ (?<!\w_) _{0,2} (?=\w)
    | _ (?<=\w_) _{0,2} (?!\w)
    | ¹ (?<=[A-Za-z%)]¹)(?!\w)                               # a footnote's raised figure, but no square metre
    | ² (?<=[A-LO-SU-Za-lo-su-z%)]²)(?!\w)
    | ³ (?<=[A-LO-SU-Za-lo-su-z%)]³)(?!\w)
    | \u200b | \u200c | \u200d | \u200e | \u200f | \u2060 | \ufeff | \u00ad  # invisible
    """,
    re.VERBOSE,
)
_RUN = re.compile(r"\*\*(?=[^\s*])(?=[^*\n]{0,300}\s)[^*\n]{1,300}(?<=\S)\*\*(?!\*)")
_BY_LINES = frozenset({BlockKind.TABLE, BlockKind.CODE})
_INVISIBLE = "\u200b"
# What keeps a line from breaking means nothing else.
_ALIKE = str.maketrans({"\u2010": "-", "\u2011": "-", "\u00a0": " "})
# With a footnote's mark, and a quoted mail's; what ends in a colon is a label, whose line stands by itself.
_LINE_END = re.compile(r"(?<!:)\n(?:[ \t]*\d{1,2}(?=[ \t]*(?:\n|\Z)))?[ \t]*(?:>[ \t]*)*")
_LONGEST = 60  # letters to either side; no word is longer, and a hostile one shall not be read again for each capital
_CAPITAL = re.compile(r"[A-Z](?<=[a-z]{2}[A-Z])")
_OWNED = re.compile(r"s(?<=\w['’]s)(?=[A-Za-z])")


def running(article: Article) -> str:
    """The article's text, as long as it is, with a space where a margin broke a line: "March" and "3, 2027" are a date.

    What else stands between the lines of one block, an indent or a footnote's mark, is made invisible; between the
    cells of a table that has no lines stands a pipe, and between two blocks on one line a line's end.
    """
    text, pieces, last, behind = article.text, list[str](), 0, 0
    for block in article.blocks:
        if behind < block.start and "\n" not in text[behind : block.start] and behind:
            pieces += text[last:behind], "\n"  # two entries of a list on one line
            last = behind + 1
        behind = block.end
        for before, after in pairwise(block.cells):
            gap = text[before.end : after.start] if before.end < after.start else ""
            if gap and "|" not in gap and not any(map(str.isalnum, gap)):
                pieces += text[last : before.end], "|".ljust(len(gap))
                last = after.start
            elif gap and "|" not in gap:
                pieces += text[last : before.end], "|"
                last = before.end + 1
        if block.kind not in _BY_LINES and text.find("\n", block.start, block.end) >= 0:
            pieces += text[last : block.start], _LINE_END.sub(_space, text[block.start : block.end])
            last = block.end
    return "".join([*pieces, text[last:]]) if pieces else text


def _space(line_end: re.Match[str]) -> str:
    return " " + _INVISIBLE * (line_end.end() - line_end.start() - 1)


class PlainView:
    """A text without markup, with plain hyphens and spaces; ``raw(start, end)`` gives the span in the original.

    Emphasis of several words ends no word in the middle, so a space goes where it is glued to its neighbours. Others go
    between words that lack one: before a capital inside a word where ``glued``, asked with that word and the place in
    it, says so, behind the first group of what ``glue`` finds, and at the offsets ``apart`` of the source. Where
    ``owners`` finds genitives without their apostrophe ("Crusoes revenue"), it is put in.

    >>> view = PlainView("It has [64 GB](http://x.example/a) of **fast** memory.", lambda word, at: False, None)
    >>> view.text
    'It has 64 GB of fast memory.'
    >>> view.raw(7, 12)
    (8, 13)
    """

    def __init__(
        self,
        source: str,
        glued: Callable[[str, int], bool],
        glue: re.Pattern[str] | None,
        owners: Callable[[str], Iterable[int]] | None = None,
        apart: Sequence[int] = (),
    ) -> None:
        self._pieces: list[str] = []
        self._plain_at: list[int] = []
        self._raw_at: list[int] = []
        self._length = 0
        self._owners, self._cells = owners, apart
        last, edges = 0, _run_edges(source)
        for match in _MARKUP.finditer(source):
            start = match.start()
            if start > last:
                self._keep(source, last, start, glued, glue)
            if start in edges:
                self._append(" ", start)
            last = match.end()
        self._keep(source, last, len(source), glued, glue)
        self.text = "".join(self._pieces).translate(_ALIKE)

    def _keep(
        self, source: str, start: int, end: int, glued: Callable[[str, int], bool], glue: re.Pattern[str] | None
    ) -> None:
        """Take over a stretch, with a space where two words are glued together."""
        piece = source[start:end]
        glued_at = [m.start() for m in _CAPITAL.finditer(piece)] + [m.end() for m in _OWNED.finditer(piece)]
        cuts = [at for at in glued_at if _apart(piece, at, glued)]
        if glue is not None:
            cuts += [m.end(1) for m in glue.finditer(piece)]
        if self._cells:
            cuts += [at - start for at in self._cells if start < at < end]
        signs = dict.fromkeys(cuts, " ") | dict.fromkeys(self._owners(piece) if self._owners else (), "'")
        last = 0
        for cut in sorted(signs):
            self._append(piece[last:cut], start + last)
            self._append(signs[cut], start + cut)
            last = cut
        self._append(piece[last:], start + last)

    def _append(self, piece: str, raw: int) -> None:
        if piece:
            self._pieces.append(piece)
            self._plain_at.append(self._length)
            self._raw_at.append(raw)
            self._length += len(piece)

    def raw(self, start: int, end: int) -> tuple[int, int]:
        """The span in the source that ``start:end`` of the plain text stands for."""
        return self._back(start), self._back(end - 1) + 1 if end > start else self._back(start)

    def _back(self, offset: int) -> int:
        at = max(bisect_left(self._plain_at, offset + 1) - 1, 0)
        return self._raw_at[at] + offset - self._plain_at[at] if self._plain_at else offset

    def plain(self, offset: int) -> int:
        """Where an offset of the source lies in the plain text; what was taken out lies at its end."""
        at = max(bisect_left(self._raw_at, offset + 1) - 1, 0)
        if not self._raw_at:
            return 0
        limit = self._plain_at[at + 1] if at + 1 < len(self._plain_at) else self._length
        return min(max(self._plain_at[at] + offset - self._raw_at[at], 0), limit)


def _run_edges(source: str) -> set[int]:
    """Where the marks of emphasised words touch a word outside: "worth**$5 billion**today", but not "**W**atts"."""
    edges = set()
    for run in _RUN.finditer(source):
        if run.start() and source[run.start() - 1].isalnum():
            edges.add(run.start())
        if source[run.end() : run.end() + 1].isalnum():
            edges.add(run.end() - 2)
    return edges


def _apart(piece: str, at: int, glued: Callable[[str, int], bool]) -> bool:
    """True where the word around a capital inside it is two words ("TheM5", not "MacBook")."""
    start = at
    while start > max(at - _LONGEST, 0) and piece[start - 1].isalnum():
        start -= 1
    end = at
    while end < min(at + _LONGEST, len(piece)) and piece[end].isalnum():
        end += 1
    return glued(piece[start:end], at - start)


def plain_article(article: Article, view: PlainView) -> Article:
    """The article with the plain text, its blocks and cells moved to where they lie there."""
    if view.text == article.text:  # nothing was taken out
        return article
    blocks = []
    for block in article.blocks:
        cells = tuple(
            TableCell.trusted(**{**dict(cell), "start": view.plain(cell.start), "end": view.plain(cell.end)})
            for cell in block.cells
        )
        moved = {"start": view.plain(block.start), "end": view.plain(block.end), "cells": cells}
        blocks.append(Block.trusted(**{**dict(block), **moved}))
    return article.model_copy(update={"text": view.text, "blocks": tuple(blocks)})
