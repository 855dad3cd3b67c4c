"""Devices and chips that go by their maker: "the Dell managed 9 hours" beside the one Dell that the text has named.
An article before a firm's name, and a verb or the end of the clause behind it, say that no firm is meant.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pipeline.extract.text.spot import Spot
from pipeline.extract.text.words import Words
from pipeline.rulebook import Rulebook

_SOLD = ("device", "chip")  # what a maker's name can stand for, best first


class ByMaker:
    """Finds what firms' names mean behind an article; one instance serves all articles."""

    def __init__(self, rulebook: Rulebook) -> None:
        self._definite = rulebook.syntax.listed("definite")
        self._behind = rulebook.syntax.regex("behind-makers-thing")

    def find(self, words: Words, spots: Sequence[Spot]) -> None:
        """Turn the mentions of firms that mean their only thing named before into mentions of that thing."""
        told: dict[tuple[str, str], dict[str, Spot]] = {}
        for spot in sorted(spots, key=lambda s: s.first):
            thing = self._only(spot.name, told) if spot.type == "company" and self._is_thing(words, spot) else None
            if thing is not None:
                spot.name, spot.type, spot.maker = thing.name, thing.type, thing.maker
                spot.rule, spot.how, spot.heads = thing.rule, "alias", thing.heads
            elif spot.type in _SOLD and spot.maker:
                told.setdefault((spot.maker, spot.type), {}).setdefault(spot.name, spot)

    def _is_thing(self, words: Words, firm: Spot) -> bool:
        """True where an article stands before the firm's name, and no noun behind it."""
        following = words.lower(firm.last)
        return words.lower(firm.first - 1) in self._definite and (
            not following[:1].isalnum() or self._behind.fullmatch(following) is not None
        )

    def _only(self, firm: str, told: Mapping[tuple[str, str], dict[str, Spot]]) -> Spot | None:
        """The one thing of the firm that is ``told`` of so far; None where there is none, or more than one."""
        named = next((told[firm, kind] for kind in _SOLD if (firm, kind) in told), {})
        return next(iter(named.values())) if len(named) == 1 else None
