"""Recognises flash memory as a product: "Kioxia's 1Tb TLC devices", "276-layer NAND", and short forms of such names.
How much a die holds is said in bits, and nothing but a die is sold so; a drive of so many bytes has its own name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pipeline.extract.text.spot import Spot
from pipeline.extract.text.words import Words
from pipeline.rulebook import Rulebook

FLASH = "shape.flash"


class FlashNames:
    """Finds the flash dies of a text."""

    def __init__(self, rulebook: Rulebook) -> None:
        shapes, syntax = rulebook.shapes, rulebook.syntax.regex
        self._makers = frozenset(shapes.stack_makers)
        self._heads, self._needs = shapes.flash_heads, shapes.flash_needs
        self._die, self._short = syntax("flash-die"), syntax("flash-short")
        self._layered = syntax("flash-layers")

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
            maker, layers = _maker(words, firms, match.start()), match["layers"]
            name = f"{layers}-layer NAND" if layers else f"{size} {cell}"
            for sign in (size, cell, f"{layers}-layer" if layers else size):
                dies.setdefault(sign, set()).add((name, maker))
            cells |= {match.start(), match.start("cell")}
            yield match.end("unit") + 1, match.end(), name, maker
        for match in self._layered.finditer(words.source):
            name, maker = f"{match['layers']}-layer NAND", _maker(words, firms, match.start())
            dies.setdefault(f"{match['layers']}-layer", set()).add((name, maker))
            cells.add(match.start())
            yield match.start(), match.end(), name, maker
        for match in self._short.finditer(words.source):
            meant = dies.get(_sign(match), set())
            if len(meant) == 1 and match.start() not in cells:
                name, maker = next(iter(meant))
                said = "layers" if match["noun"] is None else "noun"
                yield match.start(said), match.end("noun") if match["noun"] else match.end(), name, maker


def _sign(match: re.Match[str]) -> str:
    """What the words say of the die that is meant: its layers, its cells, or its size."""
    if match["layers"]:
        return f"{match['layers']}-layer"
    return match["cell"] or f"{match['size']}{match['unit']}"


def _maker(words: Words, firms: Sequence[Spot], at: int) -> str:
    """The maker named last before the offset ``at``, else the first of the text."""
    before = [f for f in firms if words.starts[f.first] < at]
    return (before or firms)[-1 if before else 0].name
