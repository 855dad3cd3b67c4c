"""What closes a device's name behind the model: "Gen 3", "2-in-1", "Detachable", "Aura Edition", "13-inch", "(2025)".
Makers put these words behind any name of theirs, so they are patterns, not entries of a list.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable, Sequence

from pipeline.extract.text.spot import Spot
from pipeline.extract.text.words import Words
from pipeline.rulebook import Rulebook

_MOST = 4  # endings of one name


class Endings:
    """Completes the names of devices."""

    def __init__(self, rulebook: Rulebook) -> None:
        syntax = rulebook.syntax.regex
        self._patterns = (syntax("ending-model"), syntax("ending-version"))
        self._model, self._year = self._patterns[0], syntax("ending-year")
        self._line = syntax("ending-line")
        heads = {h.noun.lower(): h.types for h in rulebook.cues.head}
        self._kinds = {noun for noun, types in heads.items() if "device" in types}

    def extend(self, words: Words, spot: Spot, taken: bytearray, listed: Container[int]) -> None:
        """Lengthen ``spot`` by the endings that follow it; a series of devices becomes the device so named.

        ``listed`` are the tokens at which listed names start: a word that begins one is no part of a new line's name.
        """
        if spot.type != "device" and not (spot.type == "series" and self._are_devices(spot.heads)):
            return
        start = at = words.end(spot.last - 1)
        for turn in range(_MOST):
            lines = () if turn or any(c.isdigit() for c in spot.name) else (self._line,)
            match = next((m for p in (*self._patterns, *lines) if (m := p.match(words.source, at))), None)
            if match is None or not match.group().strip():
                break
            last = words.index(match.end() - 1) + 1
            if words.end(last - 1) != match.end() or any(taken[spot.last : last]):
                break
            if match.re is self._line and any(i in listed for i in range(spot.last, last)):
                break
            spot.last, at = last, match.end()
        if at > start:
            tail = " ".join(words.source[start:at].split())
            glue = " " if words.source[start].isspace() else ""
            spot.name, spot.type, spot.how = f"{spot.name}{glue}{tail}", "device", "variant"

    def _are_devices(self, heads: Iterable[str]) -> bool:
        return any(head.lower() in self._kinds for head in heads)

    def share(self, spots: Iterable[Spot]) -> None:
        """Let the plain name stand for the full one once the text has given it, where only one full name fits.

        "The Acme Note 14 Gen 3 ... The Note 14 weighs": one laptop; but a size or an edition is a product beside the
        plain one. The year in brackets goes where the text also says the plain name, and no other year.
        """
        spots = list(spots)
        self._drop_years(spots)
        full: dict[str, dict[str, Spot]] = defaultdict(dict)
        for spot in sorted(spots, key=lambda s: s.first):
            known = full.get(spot.name)
            if known and len(known) == 1:
                spot.name = next(iter(known))
            elif spot.type == "device":
                for stem in self._stems(spot.name):
                    full[stem].setdefault(spot.name, spot)

    def _drop_years(self, spots: Sequence[Spot]) -> None:
        """Take "MacBook Neo (2026)" for the MacBook Neo in a text that has but one of them."""
        dated = {s.name: s.name[: match.start()] for s in spots if (match := self._year.search(s.name))}
        plain = {s.name for s in spots}.intersection(dated.values())
        for spot in spots if plain else ():
            name = dated.get(spot.name, "")
            if name in plain and list(dated.values()).count(name) == 1:
                spot.name = name

    def _stems(self, name: str) -> Iterable[str]:
        """The shorter names that leave out endings which only say the model more fully."""
        for at, sign in enumerate(name):
            if sign in " -" and any(c.isdigit() for c in name[:at]):
                rest = at
                while (match := self._model.match(name, rest)) and match.group().strip():
                    rest = match.end()
                if rest == len(name):
                    yield name[:at]
