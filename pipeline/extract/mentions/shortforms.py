"""Resolves short forms to the names that the article gave before: "the e150", "the 5090", "Ultra".
A short form that several names could mean is left alone; ``sisters`` tells devices of one line apart.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from pipeline.extract.mentions.bymaker import ByMaker
from pipeline.extract.mentions.shapes import Shapes
from pipeline.extract.mentions.sisters import Sisters
from pipeline.extract.text.spot import Spot
from pipeline.extract.text.words import Words
from pipeline.rulebook import Name, Rulebook

_TIER = re.compile(r"[A-Z]\d")
_LEAD = 60  # letters before a name


class ShortForms:
    """Finds the short forms of an article's names; ``sisters`` those of devices.

    ``strange`` says of the word at a place whether it is part of another name that nobody knows.
    """

    def __init__(
        self, rulebook: Rulebook, sisters: Sisters, shapes: Shapes, strange: Callable[[Words, int], bool]
    ) -> None:
        self._strange = strange
        self._sisters = sisters
        self._shapes = shapes
        self._syntax = rulebook.syntax.regex
        self._ingredient = self._syntax("stack-ingredient")
        self._numbered_names = _by_number(rulebook)
        self._makers = ByMaker(rulebook)

    def find(self, words: Words, spots: list[Spot], taken: bytearray) -> None:
        """Add the mentions by the last designator alone to ``spots``, as mentions of the full name."""
        tails: dict[str, dict[str, Spot]] = {}
        for spot in spots:
            if self._goes_by_its_chip(spot):
                continue
            if " " in spot.name and (
                spot.type in {"chip", "device", "system", "model"}
                or (spot.type == "series" and any(c.isdigit() for c in spot.name.split(" ")[-1][:-1]))
            ):
                tails.setdefault(spot.name.split(" ")[-1], {}).setdefault(spot.name, spot)
        self._sisters.bare(words, spots, taken)
        self._sisters.numbered(words, spots, taken)
        self._sisters.lines(words, spots, taken)
        self._sisters.sized(words, spots, taken)
        spots += self._of_a_variant(words, spots, taken)
        short = {tail: next(iter(named.values())) for tail, named in tails.items() if len(named) == 1}
        for spot in [named for tail, named in short.items() if tail.isdigit() and len(tail) > 2]:
            for tail, name in self._numbered_names.get(spot.name.rpartition(" ")[0], {}).items():
                if tail not in tails and len(tail) == len(spot.name.rpartition(" ")[2]):
                    rule = f"name.{name.id}"
                    short[tail] = Spot(
                        spot.first, spot.last, name.name, name.type, name.maker, rule, "alias", name.heads
                    )
        inner = _inner(spots)
        for spot in spots:
            full = short.get(spot.name) or (inner.get(spot.name.rpartition(" ")[2]) if spot.how == "shape" else None)
            if full is None:
                full = self._topped(words, spot, short)
            elif spot.how != "shape":
                full = None
            if full is not None:
                spot.name, spot.type, spot.maker = full.name, full.type, full.maker
        for at, text in enumerate(words.texts):
            full = short.get(text) or inner.get(text)
            later = full is not None and (at >= full.first or text.isdigit())
            if full is not None and full.how == "stack" and self._is_built_in(words, at):
                continue
            if full is not None and later and not taken[at] and self._is_short_form(words, at, text):
                spots.append(Spot(at, at + 1, full.name, full.type, full.maker, full.rule, "alias", full.heads))
                taken[at] = 1
        self._makers.find(words, spots)

    def _goes_by_its_chip(self, spot: Spot) -> bool:
        """True for a machine of a listed line with a chip's number: "GB200" alone is no DGX GB200."""
        return spot.type == "system" and spot.how == "shape" and self._shapes.is_name(spot.name.rpartition(" ")[2])

    def _of_a_variant(self, words: Words, spots: list[Spot], taken: bytearray) -> list[Spot]:
        """The mentions of devices by their number and variant: "the 17T Pro" behind the Xiaomi 17T."""
        stems: dict[str, dict[str, Spot]] = {}
        for spot in spots:
            name = spot.name.split(" ") if spot.type == "device" else [""]
            while len(name) > 1 and self._shapes.is_variant(name[-1].removesuffix("+")):
                name.pop()
            if len(name) > 1 and len(name[-1]) > 1 and name[-1][0].isdigit():
                stems.setdefault(name[-1], {}).setdefault(" ".join(name), spot)
        found: list[Spot] = []
        lead = self._syntax("before-number-name")
        for at, text in enumerate(words.texts if stems else ()):
            named = stems.get(text, {})
            if len(named) != 1 or taken[at] or not lead.fullmatch(words.lower(at - 1)):
                continue
            stem, spot = next(iter(named.items()))
            end = self._shapes.variants(words, at + 1, taken)
            if end > at + 1 and at >= spot.first:
                name_of = f"{stem} {words.text(at + 1, end)}"
                found.append(Spot(at, end, name_of, "device", spot.maker, spot.rule, "alias", spot.heads))
                taken[at:end] = b"\1" * (end - at)
        return found

    def _is_built_in(self, words: Words, at: int) -> bool:
        """True for the memory of "the card uses 20Gbps GDDR6": no product of the maker that the text named before."""
        start = words.starts[at]
        return self._ingredient.search(words.source, max(start - _LEAD, 0), start) is not None

    def _topped(self, words: Words, spot: Spot, short: dict[str, Spot]) -> Spot | None:
        """The product named after a core where its short form means the product: "the P550" costs, its cores do not."""
        full = short.get(words.texts[spot.first]) if spot.type == "architecture" else None
        alone = full is not None and spot.last == spot.first + 1 and full.first < spot.first
        if not alone or words.lower(spot.last) in self._shapes.core_nouns:
            return None
        return full

    def _is_short_form(self, words: Words, at: int, text: str) -> bool:
        """A designator alone may be a name; a bare number or a common word only in its place."""
        following = words.texts[at + 1] if at + 1 < len(words) else ""
        if self._strange(words, at - 1):
            return False
        if text.isdigit():
            plain = not following[:1].isalnum() or self._syntax("after-number-name").fullmatch(following)
            return len(text) > 2 and bool(plain and self._syntax("before-number-name").fullmatch(words.lower(at - 1)))
        if not any(c.isdigit() for c in text):
            return len(text) > 3 and self._shapes.is_variant(text) and not following[:1].isupper()
        return len(text) > 2


def _inner(spots: list[Spot]) -> dict[str, Spot]:
    """Chips by the letter and digit that stand before their number: "X9" in "Core Ultra X9 388H", where one has it."""
    found: dict[str, dict[str, Spot]] = {}
    for spot in spots:
        *_, word, number = ("", "", *spot.name.split(" "))
        if spot.type == "chip" and _TIER.fullmatch(word) and number[:2].isdigit():
            found.setdefault(word, {}).setdefault(spot.name, spot)
    return {word: next(iter(named.values())) for word, named in found.items() if len(named) == 1}


def _by_number(rulebook: Rulebook) -> dict[str, dict[str, Name]]:
    """Listed products whose names end in a plain number of three digits or more, by what stands before it."""
    found: dict[str, dict[str, Name]] = {}
    for name in rulebook.names:
        stem, _, number = name.name.rpartition(" ")
        if stem and number.isdigit() and len(number) > 2 and name.type in {"chip", "device", "system"}:
            found.setdefault(stem, {})[number] = name
    return found
