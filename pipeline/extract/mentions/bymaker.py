"""Devices and chips that go by their maker: "the Dell managed 9 hours" beside the one Dell that the text has named.
An article before a firm's name, and a verb or the end of the clause behind it, say that no firm is meant.
"""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.extract.text.spot import Spot
from pipeline.extract.text.words import Words
from pipeline.rulebook import Rulebook

_SOLD = ("device", "chip")  # what a maker's name can stand for, best first


class ByMaker:
    """Finds what firms' names mean behind an article; one instance serves all articles."""

    def __init__(self, rulebook: Rulebook) -> None:
        self._definite = frozenset(rulebook.syntax.word("definite").split("|"))
        self._behind = rulebook.syntax.regex("behind-makers-thing")

    def find(self, words: Words, spots: Sequence[Spot]) -> None:
        """Turn the mentions of firms that mean their only thing named before into mentions of that thing."""
        for spot in spots:
            if spot.type != "company" or words.lower(spot.first - 1) not in self._definite:
                continue
            following = words.lower(spot.last)
            if following[:1].isalnum() and not self._behind.fullmatch(following):
                continue
            thing = self._only(spot, spots)
            if thing is not None:
                spot.name, spot.type, spot.maker = thing.name, thing.type, thing.maker
                spot.rule, spot.how, spot.heads = thing.rule, "alias", thing.heads

    def _only(self, firm: Spot, spots: Sequence[Spot]) -> Spot | None:
        """The one thing of the firm named before its bare name; None where there is none, or more than one."""
        for kind in _SOLD:
            named = {s.name: s for s in spots if s.type == kind and s.maker == firm.name and s.last <= firm.first}
            if named:
                return next(iter(named.values())) if len(named) == 1 else None
        return None
