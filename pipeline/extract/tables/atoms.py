"""The values of a row whose cells stand side by side without a mark between them: "16 GB GDDR7 8 GB GDDR7", cut into as
many cells as there are columns, where figures, names and words leave one way to do it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from pipeline.extract.text.scene import Mention, within
from pipeline.model import Quantity
from pipeline.rulebook import Rulebook

Span = tuple[int, int]

_REMEMBERED = 5_000
_TOKEN = re.compile(r"[^\s|]+")
_FIGURE = re.compile(r"[(~≈<>≤≥±+-]{0,2}[$€£¥₹]?\d")
_NUMBER = re.compile(r"[~≈<>≤≥±+-]?[$€£¥₹]?\d[\d.,]*")
_TIMES = re.compile(r"\d{1,3}[x×]")
_JOINS = frozenset({"/", "x", "×", "+", "&", "~", "@"})
_GOING_ON = ",.;:!?'’–—"
_DASHES = frozenset({"-", "–", "—"})
_BARE = frozenset({"", "number", "count", "core"})
WORD, ABSENT, _NAME = "word", "absent", "name"
_FIRM, _PROCESS = f"{_NAME} company", f"{_NAME} process"


@dataclass(slots=True)
class Atom:
    """What no border between two cells parts; ``kind`` is what it is, for a figure its dimension."""

    start: int
    end: int
    kind: str


class Atoms:
    """Cuts rows into atoms and cells; ``read`` reads the quantities of a piece of text."""

    def __init__(self, rulebook: Rulebook, read: Callable[[str], Sequence[Quantity]]) -> None:
        self._read = read
        self._absent, self._ahead = map(rulebook.syntax.regex, ("flat-absent", "flat-ahead"))
        self._dimension = lru_cache(_REMEMBERED)(self._measured)

    def cells(self, text: str, span: Span, mentions: Sequence[Mention], count: int) -> list[Span]:
        """The ``count`` cells of a row's values, an absent one empty; none where that is not sure."""
        for ranged in (True, False):
            cells = _cut(self.of(text, span, mentions, ranged=ranged), count)
            if cells:
                return cells
        return []

    def of(self, text: str, span: Span, mentions: Sequence[Mention], *, ranged: bool = True) -> list[Atom]:
        """The atoms of a stretch; ``ranged`` where a dash between two figures makes them a range."""
        named, atoms = within(mentions, *span), list[Atom]()
        for token in _TOKEN.finditer(text, *span):
            start, end = token.span()
            if atoms and start < atoms[-1].end:
                continue  # inside a name
            name = next((m for m in named if m.start <= start < m.end), None)
            if name is not None:
                end = max(end, name.end)
            kind = f"{_NAME} {name.type}" if name else self._kind(token.group())
            if atoms and self._is_led(text[atoms[-1].start : atoms[-1].end]):
                atoms[-1].end, atoms[-1].kind = end, kind
            elif atoms and kind == _PROCESS and atoms[-1].kind == _FIRM:
                atoms[-1].end, atoms[-1].kind = end, kind  # "TSMC N5"
            elif atoms and self._joins(text, atoms[-1], token.group(), text[end : end + 8].lstrip(), ranged):
                atoms[-1].end = end
            else:
                atoms.append(Atom(start, end, kind))
        for atom in atoms:
            if atom.kind == _FIRM:
                atom.kind = _PROCESS  # "TSMC 4nm" beside "Intel 7"
            elif not atom.kind:
                atom.kind = self._dimension(text[atom.start : atom.end]) or "number"
        return atoms

    def pairs(self, text: str, span: Span, mentions: Sequence[Mention]) -> bool:
        """True for a value that looks like those of two things: two figures of one measure, and nothing else."""
        kinds = [a.kind for a in self.of(text, span, mentions)]
        return len(kinds) == 2 and kinds[0] == kinds[1] and kinds[0] != WORD and not kinds[0].startswith(_NAME)

    def opens_with_figure(self, text: str, span: Span) -> bool:
        """True for a value that begins with a figure, or with words that lead one."""
        for token in _TOKEN.finditer(text, *span):
            if not self._ahead.fullmatch(token.group()):
                return _FIGURE.match(token.group()) is not None
        return False

    def goes_on(self, text: str, span: Span) -> bool:
        """True for a stretch that begins as a sentence goes on, with a small letter or a comma: no value does."""
        token = _TOKEN.search(text, *span)
        if token is None:
            return False
        word = token.group()
        return word[0] in _GOING_ON or (word[0].islower() and not self._ahead.fullmatch(word))

    def _kind(self, word: str) -> str:
        """Empty for a figure, whose dimension is found once all of it is known."""
        if self._absent.fullmatch(word):
            return ABSENT
        return "" if _FIGURE.match(word) else WORD

    def _is_led(self, before: str) -> bool:
        """True for words that lead a figure, and nothing else: "Up to"."""
        return all(map(self._ahead.fullmatch, before.split()))

    def _joins(self, text: str, last: Atom, word: str, behind: str, ranged: bool) -> bool:
        """True for a token that goes on with the atom before it: a unit, a bracket, what a comma or a sign joins."""
        before = text[last.start : last.end]
        tail = before.rsplit(None, 1)[-1]
        if last.kind == ABSENT:
            return False
        if tail[-1] in ",;/&+" or before.count("(") > before.count(")") or word[0] in "(/,;)":
            return True
        if word in _JOINS or tail in _JOINS or (tail in _DASHES and len(before) > 1):
            return True
        if word in _DASHES:
            return ranged and last.kind == "" and _FIGURE.match(behind) is not None
        if _TIMES.fullmatch(tail) and _FIGURE.match(word):
            return True
        return _NUMBER.fullmatch(tail) is not None and self._is_unit(word.rstrip(",;"))

    def _is_unit(self, word: str) -> bool:
        return word[:1].isalpha() and self._dimension(f"2 {word}") not in {"", "number", "count"}

    def _measured(self, words: str) -> str:
        """The dimension of the figure that these words open with; empty without one."""
        found = self._read(words)
        return found[0].dimension if found else ""


def _cut(atoms: Sequence[Atom], count: int) -> list[Span]:
    """The cells that the atoms make, where there is one way to cut them: one each, a pattern that comes again, or each
    with one and the same kind of thing at its head.
    """
    given = [a for a in atoms if a.kind != ABSENT]
    if not given or len(atoms) < count:
        return []
    size, rest = divmod(len(atoms), count)
    starts: list[int] = []
    if size == 1 and not rest:
        starts = list(range(count)) if _alike(given) else []
    elif not rest and len({tuple(a.kind for a in atoms[n : n + size]) for n in range(0, len(atoms), size)}) == 1:
        starts = list(range(0, len(atoms), size))
    elif atoms[0].kind not in _BARE | {WORD, ABSENT}:
        starts = [n for n, a in enumerate(atoms) if a.kind in {atoms[0].kind, ABSENT}]
    if len(starts) != count:
        return []
    ends = [*starts[1:], len(atoms)]
    return [_span(atoms[start:end]) for start, end in zip(starts, ends, strict=True)]


def _alike(atoms: Sequence[Atom]) -> bool:
    """True for atoms that can be cells of one row: all words, names of one type, or figures of one dimension."""
    kinds = {a.kind for a in atoms}
    if WORD in kinds or any(kind.startswith(_NAME) for kind in kinds):
        return len(kinds) == 1
    return len(kinds - _BARE) < 2


def _span(atoms: Sequence[Atom]) -> Span:
    first = atoms[0]
    return (first.start, first.start) if first.kind == ABSENT else (first.start, atoms[-1].end)
