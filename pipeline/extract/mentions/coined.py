"""Learns names that a text gives with "called" and its like: "a box called the Instinct Tower", "a rack named Aurelia".
A listed chip's name may stand in such a name; from there on the longer name is the thing, and the chip its part.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from pipeline.extract.mentions.names import Found
from pipeline.extract.mentions.shapes import Shapes
from pipeline.extract.text.spot import Spot
from pipeline.extract.text.words import Words
from pipeline.rulebook import Rulebook

_RULE = "shape.coined"
_TYPES = frozenset({"chip", "system", "device", "interface", "model"})
_REACH = 40  # tokens before a name in which its maker is looked for


class CoinedNames:
    """Finds the names that a text coins; ``stops`` are words that name nothing."""

    def __init__(self, rulebook: Rulebook, shapes: Shapes, stops: frozenset[str]) -> None:
        self._shapes = shapes
        self._stops = stops
        self._coining = rulebook.syntax.regex("coining")
        self._needs = rulebook.syntax.word("coining").split("|")
        self._types: Mapping[str, str] = {
            **{noun: kind for noun, kind in rulebook.kinds.items() if kind in _TYPES},
            **{noun.lower(): kind for kind, nouns in rulebook.shapes.coined.items() for noun in nouns},
        }

    def find(self, words: Words, found: Sequence[Found], taken: bytearray) -> list[Spot]:
        """All mentions of the names that the text coins; ``found`` are the listed surfaces, in order of place."""
        if not any(map(words.low.__contains__, self._needs)):
            return []
        known = {tuple(words.texts[s.first : s.last]): s for s in self._coined(words, found, taken)}
        return list(everywhere(words, known, taken))

    def _coined(self, words: Words, found: Sequence[Found], taken: bytearray) -> Iterator[Spot]:
        """The coined names where they are given; each takes the maker named last before it."""
        for match in self._coining.finditer(words.source):
            first, last = words.index(match.start("name")), words.index(match.end("name") - 1) + 1
            if any(taken[first:last]):
                continue
            kind = self._kind(match)
            inside = [f for f in found if f.first < last and first < f.last and not f.ambiguous]
            own = next((f for f in inside if f.first == first), None)
            if own is None:
                maker = _maker(found, first)
                known = any(_may_be(f, first, last, maker) for f in found)
                if kind and not inside and not known and self._is_plain(words.texts[first:last]):
                    yield Spot(first, last, words.text(first, last), kind, maker, _RULE, "shape", self._heads(match))
                continue
            listed = own.names[0]
            if not kind and (listed.type != "chip" or not any(c.isdigit() for c in listed.name)):
                continue
            rest = words.texts[own.last : last]
            if inside != [own] or not rest or not self._is_plain(rest) or self._shapes.is_variant(rest[0]):
                continue
            name = f"{listed.name} {words.text(own.last, last)}"
            maker = listed.maker or (listed.name if listed.type == "company" else "")
            yield Spot(first, last, name, kind or "system", maker, _RULE, "shape", self._heads(match))

    def _kind(self, match: re.Match[str]) -> str:
        """The type of the noun before the naming word; empty where it says none."""
        noun = " ".join((match["noun"] or match["owner"]).lower().split())
        return self._types.get(noun) or self._types.get(noun.removesuffix("s"), "")

    def _heads(self, match: re.Match[str]) -> tuple[str, ...]:
        noun = (match["noun"] or match["owner"]).lower().removesuffix("s")
        return (noun,) if noun in self._types else ()

    def _is_plain(self, texts: Sequence[str]) -> bool:
        """True for words of letters that are no unit, no word of the language and no kind of thing ("LPUs")."""
        if len(texts) == 1 and texts[0].removesuffix("s").isupper():
            return False
        return all(
            t.isalpha()
            and t.lower() not in self._stops
            and t.lower() not in self._types
            and not self._shapes.is_unit(t)
            for t in texts
        )


def _maker(found: Sequence[Found], at: int) -> str:
    """The company named last before token ``at``."""
    firms = (
        f.names[0].name
        for f in reversed(found)
        if f.last <= at <= f.last + _REACH and not f.ambiguous and f.names[0].type == "company"
    )
    return next(firms, "")


def _may_be(found: Found, first: int, last: int, maker: str) -> bool:
    """True for a listed surface that is the whole name and can be that maker's."""
    whole = found.first == first and found.last == last
    return whole and any(n.maker == maker or not n.maker or not maker for n in found.names)


def everywhere(words: Words, known: Mapping[tuple[str, ...], Spot], taken: bytearray) -> Iterator[Spot]:
    """The known names wherever their words stand, the longest first."""
    openings = {texts[0] for texts in known}
    longest = sorted(known.items(), key=lambda k: -len(k[0]))
    for at, text in enumerate(words.texts):
        if text not in openings:
            continue
        for texts, model in longest:
            end = at + len(texts)
            if tuple(words.texts[at:end]) == texts and not any(taken[at:end]):
                yield Spot(at, end, model.name, model.type, model.maker, model.rule, model.how, model.heads)
                taken[at:end] = b"\1" * (end - at)
                break
