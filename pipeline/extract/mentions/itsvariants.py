"""Members of a line that only their tier names: "the X1 and its Pro variant" tells of an X1 Pro.
Short names of it, "the Pro model", are found beside it as beside any sister.
"""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.extract.mentions.names import NameFinder
from pipeline.extract.mentions.shapes import Shapes
from pipeline.extract.text.spot import Spot
from pipeline.extract.text.words import Words
from pipeline.rulebook import Rulebook

_THINGS = frozenset({"chip", "device"})
_REACH = 12  # tokens from the thing to its tier
_RULE = "shape.variant"


class ItsVariants:
    """Finds such tiers; one instance serves all articles."""

    def __init__(self, rulebook: Rulebook, finder: NameFinder, shapes: Shapes) -> None:
        self._finder, self._shapes = finder, shapes
        self._variant, self._signs = rulebook.syntax.regex("its-variant"), rulebook.syntax.signs("its-variant")

    def find(self, words: Words, spots: Sequence[Spot], taken: bytearray) -> list[Spot]:
        """The tiers as mentions; ``spots`` are in order of place."""
        if not any(map(words.low.__contains__, self._signs)):
            return []
        found: list[Spot] = []
        for match in self._variant.finditer(words.source):
            at = words.index(match.start("tier"))
            near = next((s for s in reversed(spots) if s.last <= at and s.type in _THINGS), None)
            if near is None or taken[at] or at - near.last > _REACH or not any(map(str.isdigit, near.name)):
                continue
            if {".", ";"}.isdisjoint(words.texts[near.last : at]):
                found.append(self._of(near, match["tier"], at))
                taken[at] = 1
        return found

    def extend(self, words: Words, spots: Sequence[Spot], taken: bytearray) -> None:
        """Take the tier behind a guessed name into it: "the Orrin XL" beside the Orrin."""
        for spot in spots:
            if spot.how == "shape" and spot.type in _THINGS:
                self._shapes.take_tier(words, spot, taken)

    def _of(self, near: Spot, tier: str, at: int) -> Spot:
        name = " ".join((*self._shapes.stem(near.name.split(" ")), tier))
        listed = self._finder.by_name.get(name)
        if listed is not None:
            return Spot(at, at + 1, name, listed.type, listed.maker, f"name.{listed.id}", "alias", listed.heads)
        return Spot(at, at + 1, name, near.type, near.maker, _RULE, "alias", near.heads)
