"""Learns names from the layout that tells of them, for all of the article. Start at :meth:`LaidOutNames.add`.
Heads of tables whose labels are attributes, headings over specifications, items and brackets with figures ("Vortex G9:
$499", "the Vortex G9 (24GB, 250W)"), and rows of names ("the Vortex G9 and the Vortex G7 are new cards").
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from pipeline.extract.mentions.shapes import Shapes
from pipeline.extract.text.scene import Findings, Hit, Mention, within
from pipeline.model import Article, Block, BlockKind, Quantity, TableCell
from pipeline.rulebook import Rulebook
from pipeline.rulebook.syntax import alternatives

_TYPES = ("chip", "device", "system", "model")
_RULE = "shape.layout"
_COMMON = frozenset({"number", "count", "ratio", "percent", "time"})  # dimensions that many things are told in
_LEAST = 2  # labels, items, or figures in a bracket
_BELOW = 5  # blocks looked at below a heading
_LINE = 100  # letters of a line that only tells of specifications
_LISTED = frozenset({BlockKind.ITEM, BlockKind.PARAGRAPH})


@dataclass(slots=True)
class _Told:
    """What an article's layout tells of: places of names, by the words; and which attributes are told of them."""

    found: Findings
    names: dict[str, tuple[int, int]]
    attributes: Counter[str]
    led: bool = False  # whether the lead of a list tells of an attribute

    def quantities(self, start: int, end: int) -> list[Quantity]:
        """The measures and sums of a stretch."""
        return [q for q in within(self.found.quantities, start, end) if q.dimension not in _COMMON]

    def attributes_in(self, start: int, end: int) -> list[Hit]:
        """The cues for attributes in a stretch."""
        return [h for h in within(self.found.hits, start, end) if h.kind == "attr" and h.value == "cues"]


class LaidOutNames:
    """Finds such names; one instance serves all articles."""

    def __init__(self, rulebook: Rulebook) -> None:
        shapes, regex = Shapes(rulebook), rulebook.syntax.regex
        self._name, self._item, self._bracket = map(regex, ("laid-out-name", "laid-out-item", "laid-out-bracket"))
        self._heading, self._row = regex("laid-out-heading"), regex("laid-out-row")
        self._bracket_signs, self._row_signs = map(rulebook.syntax.signs, ("laid-out-bracket", "laid-out-row"))
        self._single, self._sum = regex("laid-out-one"), regex("laid-out-sum")
        self._sum_signs = rulebook.syntax.signs("laid-out-sum")
        self._never = shapes.never | {word.lower() for word in rulebook.shapes.unlined}
        self._is_unit = shapes.is_unit
        self._carriers = rulebook.carriers
        measured = [(d, a.id) for a in rulebook.attributes.attribute for d in a.dimensions if d not in _COMMON]
        often = Counter(dimension for dimension, _ in measured)
        self._told_by = {dimension: key for dimension, key in measured if often[dimension] == 1}
        self._kinds = {noun: kind for noun, kind in rulebook.kinds.items() if kind in _TYPES}
        self._noun = re.compile(rf"\b({alternatives(self._kinds)})s?\b")

    def add(self, article: Article, found: Findings) -> None:
        """Put the names that the layout of ``article`` tells into the mentions of ``found``."""
        told = _Told(found, {}, Counter())
        blocks = [b for b in article.blocks if b.kind is not BlockKind.FURNITURE]
        lead = None
        for at, block in enumerate(blocks):
            if block.kind is not BlockKind.ITEM:
                lead = block
            if block.kind is BlockKind.TABLE:
                self._of_table(article.text, block, told)
            elif block.kind is BlockKind.HEADING:
                self._of_heading(article.text, block, blocks[at + 1 : at + 1 + _BELOW], told)
            elif block.kind is BlockKind.ITEM:
                told.led = lead is not None and bool(told.attributes_in(lead.start, lead.end))
                self._of_item(article.text, block, blocks[max(at - 1, 0) : at + 2], told)
                if told.led and lead is not None:
                    self._vote(told, lead.start, lead.end)
            elif block.kind is BlockKind.PARAGRAPH:
                self._of_brackets(article.text, block, told)
                self._of_rows(article.text, block, told)
                self._of_sums(article.text, block, told)
        if told.names:
            kind = self._kind(article.text, told)
            found.mentions = sorted([*found.mentions, *_everywhere(article.text, told, kind)], key=lambda m: m.start)

    def _of_table(self, text: str, block: Block, told: _Told) -> None:
        """The names in the first row, or in the first column, of a table whose labels tell of attributes."""
        tops = [c for c in block.cells if c.row == 0 and c.column]
        lefts = [c for c in block.cells if c.column == 0 and c.row]
        for heads, labels in ((tops, lefts), (lefts, tops)):
            cues = [{h.key for h in told.attributes_in(c.start, c.end)} for c in labels]
            known = sum(self._is_known(c, told) for c in heads)
            named = [(s, e) for c in heads if (s := self._trimmed(text, c.start, c.end, told)) for e in (s[1],)]
            if sum(map(bool, cues)) < _LEAST or 2 * (len(named) + known) < len(heads):
                continue
            for (start, end), _ in named:
                told.names.setdefault(text[start:end], (start, end))
            told.attributes.update(key for keys in cues for key in keys)
            return

    def _is_known(self, cell: TableCell, told: _Told) -> bool:
        return any(m.type in _TYPES for m in within(told.found.mentions, cell.start, cell.end))

    def _of_heading(self, text: str, block: Block, below: Sequence[Block], told: _Told) -> None:
        """The name that a heading over specifications is."""
        place = self._trimmed(text, block.start, block.end, told)
        if not place:
            return
        cues: list[str] = []
        lines = 0
        for other in below:
            if other.kind is BlockKind.HEADING:
                break
            short = other.kind in _LISTED and other.end - other.start <= _LINE
            if other.kind is BlockKind.TABLE or short:
                keys = [h.key for h in told.attributes_in(other.start, other.end)]
                measured = len(told.quantities(other.start, other.end))
                lines += min(len(keys), measured) if other.kind is BlockKind.TABLE else bool(keys and measured)
                cues += keys
        if lines >= _LEAST:
            told.names.setdefault(text[place[0] : place[1]], place)
            told.attributes.update(cues)

    def _of_item(self, text: str, block: Block, around: Sequence[Block], told: _Told) -> None:
        """The name at the head of an item with figures, beside another such item."""
        place = self._headed(text, block, told)
        if not place or not any(
            o is not block and o.kind is BlockKind.ITEM and self._heads(text, o, told) for o in around
        ):
            return
        told.names.setdefault(text[place[0] : place[1]], place)
        self._vote(told, block.start, block.end)

    def _heads(self, text: str, block: Block, told: _Told) -> bool:
        """True for an item like it: headed by such a name, or by a known one."""
        known = any(
            m.type in _TYPES and m.start <= block.start + 2 for m in within(told.found.mentions, block.start, block.end)
        )
        return known or bool(self._headed(text, block, told))

    def _headed(self, text: str, block: Block, told: _Told) -> tuple[int, int] | None:
        match = self._item.match(text, block.start, block.end)
        figures = within(told.found.quantities, match.end(), block.end) if match else []
        if match is None or not (figures if told.led else told.quantities(match.end(), block.end)):
            return None
        return self._trimmed(text, match.start("name"), match.end("name"), told)

    def _of_brackets(self, text: str, block: Block, told: _Told) -> None:
        """Names with two figures or more in brackets right behind them."""
        if not any(sign in text[block.start : block.end] for sign in self._bracket_signs):
            return
        for match in self._bracket.finditer(text, block.start, block.end):
            place = self._trimmed(text, match.start("name"), match.end("name"), told)
            if place and len(told.quantities(match.start("said"), match.end("said"))) >= _LEAST:
                told.names.setdefault(text[place[0] : place[1]], place)
                self._vote(told, match.start("said"), match.end("said"))

    def _of_rows(self, text: str, block: Block, told: _Told) -> None:
        """Names in a row of which the sentence says what they all are."""
        if not any(sign in text[block.start : block.end] for sign in self._row_signs):
            return
        for match in self._row.finditer(text, block.start, block.end):
            said = match.group("said")
            if said and not self._noun.search(said.lower()):
                continue
            places, before = [], match.start("names")
            for one in self._single.finditer(match.group("names")):
                start, end = before + one.start("name"), before + one.end("name")
                if not any(m.type in _TYPES for m in within(told.found.mentions, start, end)):
                    places.append(self._trimmed(text, start, end, told))
            told.names |= {text[p[0] : p[1]]: p for p in places if p} if all(places) else {}

    def _of_sums(self, text: str, block: Block, told: _Told) -> None:
        """Names that a sentence gives a sum each: "the Vortex G9 starts at $499 and the Vortex G7 at $399"."""
        if not any(sign in text[block.start : block.end] for sign in self._sum_signs):
            return
        places = [
            (match.start(), place)
            for match in self._sum.finditer(text, block.start, block.end)
            if (place := self._trimmed(text, match.start("name"), match.end("name"), told))
        ]
        for (at, place), (behind, other) in pairwise(places):
            if behind - at < _LINE and ". " not in text[at:behind]:
                told.names |= {text[p[0] : p[1]]: p for p in (place, other)}

    def _vote(self, told: _Told, start: int, end: int) -> None:
        """Count which attributes a stretch tells of, by their words, or by a measure that only one has."""
        told.attributes.update(h.key for h in told.attributes_in(start, end))
        told.attributes.update(
            self._told_by[q.dimension] for q in told.quantities(start, end) if q.dimension in self._told_by
        )

    def _trimmed(self, text: str, start: int, end: int, told: _Told) -> tuple[int, int] | None:
        """The place of the unknown name that a stretch is, without what only goes along with one; else None."""
        match = self._heading.fullmatch(text, start, end)
        if match is None:
            return None
        start, end = match.span("name")
        words = text[start:end].split()
        if self._name.fullmatch(text, start, end) is None or any(w.lower() in self._never for w in words):
            return None
        if any(map(self._is_unit, words[1:])) or any(m.start < end for m in within(told.found.mentions, start, end)):
            return None
        if within(told.found.dates, start, end) or told.quantities(start, end):
            return None
        return (
            None if any(h.kind in {"attr", "qualifier"} for h in within(told.found.hits, start, end)) else (start, end)
        )

    def _kind(self, text: str, told: _Told) -> str:
        """The type of what is told of: the one that carries most of what is told; of several, the one named most."""
        votes = Counter(
            kind for key, n in told.attributes.items() for kind in self._carriers.get(key, ()) for _ in range(n)
        )
        nouns = Counter(self._kinds[m.group(1)] for m in self._noun.finditer(text.lower()))
        return max(_TYPES, key=lambda kind: (votes[kind], nouns[kind], -_TYPES.index(kind)))


def _everywhere(text: str, told: _Told, kind: str) -> Iterator[Mention]:
    """All mentions of the names, where nothing else is named."""
    at, mentions = 0, told.found.mentions
    for match in re.finditer(rf"(?<![\w-])(?:{alternatives(told.names)})(?![\w-])", text):
        while at < len(mentions) and mentions[at].end <= match.start():
            at += 1
        if at == len(mentions) or mentions[at].start >= match.end():
            yield Mention(match.start(), match.end(), match.group(), kind, "", "shape", _RULE)
