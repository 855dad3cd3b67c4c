"""Recognises flash memory as a product: "Kioxia's 1Tb TLC devices", and "the TLC device" for it later on.
How much a die holds is said in bits, and nothing but a die is sold so; a drive of so many bytes has its own name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pipeline.extract.spot import Spot
from pipeline.extract.words import Words
from pipeline.rulebook import Rulebook

FLASH = "shape.flash"


class FlashNames:
    """Finds the flash dies of a text."""

    def __init__(self, rulebook: Rulebook) -> None:
        shapes, syntax = rulebook.shapes, rulebook.syntax.regex
        self._makers = frozenset(shapes.stack_makers)
        self._heads, self._needs = shapes.flash_heads, shapes.flash_needs
        self._die, self._short = syntax("flash-die"), syntax("flash-short")

    def find(self, words: Words, spots: Sequence[Spot], taken: bytearray) -> list[Spot]:
        """The dies, with their maker's name first; ``spots`` are those found before, in order of place."""
        if not any(need in words.source for need in self._needs):
            return []
        firms = [s for s in spots if s.type == "company" and s.name in self._makers]
        found: list[Spot] = []
        for start, end, name, maker in self._named(words, firms) if firms else ():
            first, last = words.index(start), words.index(end - 1) + 1
            if not any(taken[first:last]):
                found.append(Spot(first, last, f"{maker} {name}", "chip", maker, FLASH, "shape", self._heads))
                taken[first:last] = b"\1" * (last - first)
        return found

    def _named(self, words: Words, firms: Sequence[Spot]) -> Iterator[tuple[int, int, str, str]]:
        """Each die as the offsets of its words behind its size, its name without the maker, and the maker."""
        dies: dict[str, set[tuple[str, str]]] = {}
        cells: set[int] = set()
        for match in self._die.finditer(words.source):
            size, cell = f"{match['size']}{match['unit']}", match["cell"]
            before = [f for f in firms if words.starts[f.first] < match.start()]
            maker = (before or firms)[-1 if before else 0].name
            for sign in (size, cell):
                dies.setdefault(sign, set()).add((f"{size} {cell}", maker))
            cells.add(match.start("cell"))
            yield match.start("cell"), match.end(), f"{size} {cell}", maker
        for match in self._short.finditer(words.source):
            meant = dies.get(_sign(match), set())
            if len(meant) == 1 and match.start() not in cells:
                name, maker = next(iter(meant))
                yield match.start("noun"), match.end("noun"), name, maker


def _sign(match: re.Match[str]) -> str:
    """What the words say of the die that is meant: its cells, or its size."""
    return match["cell"] or f"{match['size']}{match['unit']}"
