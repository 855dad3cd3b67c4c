"""Recognises memory as a product: "SK hynix's 12-layer HBM3E", "Samsung's LPDDR6", "the 16-high version".
Elsewhere such words name a type of memory; a memory maker, a number of layers beside one, or another standard that it
is set against, makes a thing of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pipeline.extract.text.spot import Spot
from pipeline.extract.text.words import Words
from pipeline.rulebook import Rulebook

_OPENING = 400  # characters at the head of a text that say what it is about
_BESIDE = 60
_LEAD = 120
_NAMED = 20  # firms of one sentence
_STANDARD = "interface"
STACK = "shape.stack"


class StackNames:
    """Finds the memory products of a text."""

    def __init__(self, rulebook: Rulebook) -> None:
        shapes, syntax = rulebook.shapes, rulebook.syntax.regex
        self._makers = frozenset(shapes.stack_makers)
        self._heads = shapes.stack_heads
        self._needs = shapes.stack_needs
        self._name = syntax("stack-name")
        self._against, self._measured = syntax("standards-compared"), syntax("standard-measured-by")
        self._version = syntax("stack-version")
        self._owner, self._own_other = syntax("stack-owner"), syntax("stack-own-other")
        self._acts = syntax("stack-company-acts")
        self._ingredient, self._its = syntax("stack-ingredient"), syntax("stack-its")
        self._not_after, self._line = syntax("stack-not-after"), syntax("stack-line")
        tables = (w.values for w in rulebook.numbers.word if w.kind in {"digit", "ten"})
        self._numbers = {word: int(value) for table in tables for word, value in table.items()}

    def find(self, words: Words, spots: list[Spot], taken: bytearray) -> list[Spot]:
        """The memory products, with their maker's name first; ``spots`` are those found before, in order of place.

        The name of a standard that is part of a product's leaves ``spots``.
        """
        if not any(need in words.source for need in self._needs):
            return []
        firms = [s for s in spots if s.type == "company" and s.name in self._makers]
        found: list[Spot] = []
        named = [*(self._named(words, firms) if firms else ()), *self._standards(words.source)]
        for start, end, name, maker in named:
            first, last = words.index(start), words.index(end - 1) + 1
            for standard in [s for s in spots if first <= s.first and s.last <= last and s.type == _STANDARD]:
                spots.remove(standard)
                taken[standard.first : standard.last] = bytes(standard.last - standard.first)
            if not any(taken[first:last]):
                found.append(Spot(first, last, f"{maker} {name}".strip(), "chip", maker, STACK, "stack", self._heads))
                taken[first:last] = b"\1" * (last - first)
        return found

    def _standards(self, text: str) -> Iterator[tuple[int, int, str, str]]:
        """Standards that are set against one another: "GDDR7 offers 35% more than GDDR6"; nobody makes them."""
        for match in (*self._against.finditer(text), *self._measured.finditer(text)):
            for group, said in match.groupdict().items():
                if said:
                    yield *match.span(group), said.upper(), ""

    def _named(self, words: Words, firms: Sequence[Spot]) -> Iterator[tuple[int, int, str, str]]:
        """Each product as the offsets of its words, its name without the maker, and the maker."""
        text = words.source
        matches = sorted(
            [*self._name.finditer(text), *self._version.finditer(text)], key=lambda m: (m.start(), -m.end())
        )
        about = self._about(matches) if words.starts[firms[0].first] < _OPENING else set()
        stacked: dict[int, str] = {}
        for match in matches:
            if self._layers(match) and _said(match):
                stacked.setdefault(self._layers(match), _said(match))
        told = next((said for match in matches if (said := _said(match)) in about), "")
        last, reached, at = "", 0, 0
        for match in matches:
            if match.start() < reached:
                continue
            while at < len(firms) and words.end(firms[at].last - 1) <= match.start():
                at += 1
            firm = firms[at - 1] if at else firms[0]
            if self._its.search(text, max(match.start() - _BESIDE, 0), match.start()):
                firm = self._opening(words, firms[max(at - _NAMED, 0) : at], match.start()) or firm
            layers, said = self._layers(match), _said(match)
            generation = said or stacked.get(layers, told or last)
            last = said or last
            owned = at > 0 and self._is_owned(words, firm, match)
            bare = said in about and not self._ingredient.search(_lead(text, match.start()))
            if generation and (owned or layers or bare) and not self._is_other(words, firm, match):
                reached = match.end()
                name = f"{layers}-layer {generation}" if layers else generation
                yield match.start(), match.end(), name, firm.name

    def _opening(self, words: Words, firms: Sequence[Spot], at: int) -> Spot | None:
        """The first of the ``firms`` in the sentence of "its HBM4" at ``at``: it is that one's."""
        begun = max(at - _OPENING, words.source.rfind(". ", max(at - _OPENING, 0), at))
        return next((firm for firm in firms if words.starts[firm.first] > begun), None)

    def _is_owned(self, words: Words, firm: Spot, match: re.Match[str]) -> bool:
        """True for "Samsung's new HBM4", also "than its HBM3E" behind it; not where another thing is said to use it."""
        between = (words.source, words.end(firm.last - 1), match.start())
        if self._acts.search(words.source, max(match.start() - _LEAD, 0), match.start()):
            return True
        if not self._owner.fullmatch(*between) and not self._own_other.fullmatch(*between):
            return False
        return not self._ingredient.search(_lead(words.source, words.starts[firm.first]))

    def _is_other(self, words: Words, firm: Spot, match: re.Match[str]) -> bool:
        """True for "the HBM4 market", where no product is meant; "Acme's HBM4 generation" is one."""
        text, end = words.source, match.end()
        if not self._not_after.match(text, end):
            return False
        own = self._owner.fullmatch(text, words.end(firm.last - 1), match.start())
        return own is None or self._line.match(text, end) is None

    def _about(self, matches: Sequence[re.Match[str]]) -> set[str]:
        """The generations that the head of the text names: it is about them."""
        return {_said(match) for match in matches if match.start() < _OPENING} - {""}

    def _layers(self, match: re.Match[str]) -> int:
        """How many layers the words say; 0 where they say none."""
        groups = match.groupdict()
        said = (groups.get("before") or groups.get("behind") or "").lower()
        return int(said) if said.isdigit() else self._numbers.get(said, 0)


def _said(match: re.Match[str]) -> str:
    """The generation that the words say, in capitals; empty where they say only layers."""
    return " ".join((match.groupdict().get("generation") or "").upper().split())


def _lead(text: str, at: int) -> str:
    return text[max(at - _BESIDE, 0) : at]
