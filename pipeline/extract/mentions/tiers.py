"""Short names of chips beside their sisters: "the Max" next to the M6 Pro, "the X3 Elite" next to the X3 Plus.
Only what stands behind a chip of such a name is read so.
"""

from __future__ import annotations

from pipeline.extract.mentions.names import NameFinder
from pipeline.extract.mentions.shapes import Shapes
from pipeline.extract.text.spot import Spot
from pipeline.extract.text.words import Words
from pipeline.rulebook import Rulebook

_SHORT = "tier"


class Tiers:
    """Finds the tiers of a line of chips; one instance serves all articles."""

    def __init__(self, rulebook: Rulebook, finder: NameFinder, shapes: Shapes) -> None:
        self._finder = finder
        self._shapes = shapes
        self._words = frozenset(rulebook.shapes.tier_words)

    def find(self, words: Words, spots: list[Spot], taken: bytearray) -> list[Spot]:
        """The tiers by their word alone or with the number before it; ``spots`` are those found before."""
        lines = [(spot, stem) for spot in spots if spot.type == "chip" and (stem := self._stem(spot.name))]
        if not lines or self._words.isdisjoint(words.texts):
            return []
        found: list[Spot] = []
        for at, text in enumerate(words.texts):
            if text not in self._words or taken[at] or self._goes_on(words, at + 1):
                continue
            before = [(spot, stem) for spot, stem in lines if spot.last <= at]
            if not before:
                continue
            spot, stem = max(before, key=lambda b: b[0].last)
            first = at
            if words.texts[at - 1] == stem.rpartition(" ")[2] and not taken[at - 1]:
                first = at - 1
            elif words.lower(at - 1) != "the":
                continue
            found.append(self._tier(spot, f"{stem} {text}", first, at + 1))
            taken[first : at + 1] = b"\1" * (at + 1 - first)
        return found

    def _stem(self, name: str) -> str:
        """What the tiers of a line have in common: "Apple M6" of "Apple M6 Pro"; empty for a chip without one."""
        stem, _, last = name.rpartition(" ")
        numbered = any(c.isdigit() for c in stem.rpartition(" ")[2])
        return stem if last in self._words and numbered else ""

    def _goes_on(self, words: Words, at: int) -> bool:
        """True where the word is one of a longer name, or only says which of several: "the Max version"."""
        following = words.texts[at] if at < len(words) else ""
        return following[:1].isupper() or following[:1].isdigit() or following == "-"

    def _tier(self, sister: Spot, name: str, first: int, last: int) -> Spot:
        listed = self._finder.by_name.get(name)
        if listed is not None:
            return Spot(first, last, name, listed.type, listed.maker, f"name.{listed.id}", "alias", listed.heads)
        return Spot(first, last, name, sister.type, sister.maker, f"shape.{_SHORT}", "alias", sister.heads)
