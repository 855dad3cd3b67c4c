"""Recognises stacked memory as a product: "SK hynix's 12-layer HBM3E", "Samsung's HBM4", "the 16-high version".
Elsewhere such words name a type of memory; a memory maker, or a number of layers beside one, makes a thing of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pipeline.extract.spot import Spot
from pipeline.extract.words import Words
from pipeline.rulebook import Rulebook

_OPENING = 400  # characters at the head of a text that say what it is about
_BESIDE = 60
STACK = "shape.stack"


class StackNames:
    """Finds the memory products of a text."""

    def __init__(self, rulebook: Rulebook) -> None:
        shapes, syntax = rulebook.shapes, rulebook.syntax.regex
        self._makers = frozenset(shapes.stack_makers)
        self._heads = shapes.stack_heads
        self._needs = shapes.stack_needs
        self._name = syntax("stack-name")
        self._version = syntax("stack-version")
        self._owner = syntax("stack-owner")
        self._ingredient = syntax("stack-ingredient")
        self._not_after = syntax("stack-not-after")
        tables = (w.values for w in rulebook.numbers.word if w.kind in {"digit", "teen", "ten"})
        self._numbers = {word: int(value) for table in tables for word, value in table.items()}

    def find(self, words: Words, spots: Sequence[Spot], taken: bytearray) -> list[Spot]:
        """The memory products, with their maker's name first; ``spots`` are those found before, in order of place."""
        if not any(need in words.source for need in self._needs):
            return []
        firms = [s for s in spots if s.type == "company" and s.name in self._makers]
        if not firms:
            return []
        found: list[Spot] = []
        for start, end, name, maker in self._named(words, firms):
            first, last = words.index(start), words.index(end - 1) + 1
            if not any(taken[first:last]):
                found.append(Spot(first, last, f"{maker} {name}", "chip", maker, STACK, "stack", self._heads))
                taken[first:last] = b"\1" * (last - first)
        return found

    def _named(self, words: Words, firms: Sequence[Spot]) -> Iterator[tuple[int, int, str, str]]:
        """Each product as the offsets of its words, its name without the maker, and the maker."""
        text = words.source
        ends = [(words.end(f.last - 1), f.name) for f in firms]
        about = ends[0][0] < _OPENING and self._name.search(text, 0, _OPENING) is not None
        matches = sorted(
            [*self._name.finditer(text), *self._version.finditer(text)], key=lambda m: (m.start(), -m.end())
        )
        generations: dict[int, str] = {}
        last, reached = "", 0
        for match in matches:
            layers, said = self._layers(match), match.groupdict().get("generation")
            if layers and said:
                generations.setdefault(layers, said.upper())
        for match in matches:
            if match.start() < reached:
                continue
            layers, said = self._layers(match), match.groupdict().get("generation")
            last = said.upper() if said else last
            generation = (said.upper() if said else "") or generations.get(layers, last)
            before = [(end, name) for end, name in ends if end <= match.start()]
            owned = bool(before) and bool(self._owner.fullmatch(text, before[-1][0], match.start()))
            lead = text[max(match.start() - _BESIDE, 0) : match.start()]
            used = self._ingredient.search(lead) is not None
            if not generation or not (owned or layers or (about and not used)):
                continue
            if self._not_after.match(text, match.end()) is not None:
                continue
            maker = before[-1][1] if before else ends[0][1]
            reached = match.end()
            yield match.start(), match.end(), f"{layers}-layer {generation}" if layers else generation, maker

    def _layers(self, match: re.Match[str]) -> int:
        """How many layers the words say; 0 where they say none."""
        groups = match.groupdict()
        said = (groups.get("before") or groups.get("behind") or "").lower()
        return int(said) if said.isdigit() else self._numbers.get(said, 0)
