"""Learns numbered names from the phrases that present them: "its new Vortex 2 GPU", "a laptop called the Tyr-9".
What one place presents so is known in all of the text; a maker beside it goes into the name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from pipeline.extract.mentions.coined import everywhere
from pipeline.extract.mentions.shapes import GENITIVES, Shapes
from pipeline.extract.text.spot import Spot
from pipeline.extract.text.words import Words
from pipeline.rulebook import Rulebook

_RULE = "shape.presented"
_TYPES = frozenset({"chip", "system", "device", "model"})
_LEAD, _TAIL = 110, 70  # letters before and behind the noun in which its name stands
_LONG = 3  # figures of a number that no member of a line has
_FIRM = 12  # tokens from a maker to what it presents


class PresentedNames:
    """Finds names that hold a number by the noun for their kind; ``stops`` are words that name nothing."""

    def __init__(self, rulebook: Rulebook, shapes: Shapes, stops: frozenset[str]) -> None:
        self._shapes = shapes
        self._stops = stops | {w.lower() for w in (*rulebook.shapes.descriptive, *rulebook.shapes.regional)}
        self._unlined = frozenset(rulebook.shapes.unlined)
        self._types = {noun: kind for noun, kind in rulebook.kinds.items() if kind in _TYPES}
        nouns = "|".join(sorted(map(re.escape, self._types), key=lambda noun: (-len(noun), noun)))
        self._noun = re.compile(rf"\b({nouns})s?\b")
        regex = rulebook.syntax.regex
        self._closed, self._apposed = regex("presented-closed"), regex("presented-apposed")
        self._called, self._owner = regex("presented-called"), regex("presented-owner")
        self._from = regex("presented-from")
        self._launching = rulebook.syntax.listed("launching")

    def find(self, words: Words, spots: Sequence[Spot], taken: bytearray) -> list[Spot]:
        """The names that the text presents, where it does; ``spots`` are in order of place."""
        return list(self._presented(words, spots, taken))

    def mentions(self, words: Words, presented: Sequence[Spot], taken: bytearray, *, lined: bool) -> list[Spot]:
        """All mentions of the names that ``find`` gave, ``lined``: but for model numbers of chips, which are known
        better by their sisters.
        """
        known: dict[tuple[str, ...], Spot] = {}
        for spot in presented:
            several = spot.last > spot.first + 1 + self._shapes.is_variant(words.texts[spot.last - 1])
            if not lined or several or spot.type != "chip":
                known.setdefault(tuple(words.texts[spot.first : spot.last]), spot)
        if not known:
            return []
        found = list(everywhere(words, known, taken))
        lines = {texts[:-1]: spot for texts, spot in known.items() if texts[-1].isdigit()}
        for at, text in enumerate(words.texts) if lines else ():
            if text.isdigit() and len(text) < _LONG:
                found += _sister(words, at, lines, taken)
        return found

    def _presented(self, words: Words, spots: Sequence[Spot], taken: bytearray) -> Iterator[Spot]:
        firms = {s.last: s for s in spots if s.type == "company"}
        for noun in self._noun.finditer(words.low):
            kind = self._types[noun.group(1)]
            for match, sure in self._named(words.source, noun):
                first, last = words.index(match.start("name")), words.index(match.end("name") - 1) + 1
                while first < last - 1 and words.lowers[first] in self._stops:
                    first += 1  # "The Tyr-9"
                name = words.text(first, last)
                if any(taken[first:last]) or name.isdigit() or not self._is_name(words, first, last):
                    continue
                maker, told = self._maker(words, first, firms, noun.end())
                if sure or told or words.source.count(name) > 1:
                    whole = kind == "model" or name.startswith(maker)
                    named = name if whole else f"{self._shapes.called(maker)} {name}"
                    yield Spot(first, last, named, kind, maker, _RULE, "shape", (noun.group(1),))

    def _named(self, source: str, noun: re.Match[str]) -> Iterator[tuple[re.Match[str], bool]]:
        """The names that the noun can close, explain or introduce, and whether it does so beyond doubt."""
        begin = max(noun.start() - _LEAD, source.rfind("\n", 0, noun.start()) + 1)
        for pattern, sure in ((self._closed, False), (self._apposed, True)):
            match = pattern.search(source, begin, noun.start())
            if match is not None:
                yield match, sure
        match = self._called.match(source, noun.end(), noun.end() + _TAIL)
        if match is not None:
            yield match, True

    def _is_name(self, words: Words, first: int, last: int) -> bool:
        """False for "Figure 2", "March 2027", "Windows 11" and a plant, for units and formats that look like names."""
        texts, lowers = words.texts[first:last], words.lowers[first:last]
        year = texts[-1].isdigit() and len(texts[-1]) == 4 and texts[-1][:2] in {"19", "20"}
        if year or words.text(first, last).lower() in self._shapes.never or not self._unlined.isdisjoint(texts):
            return False
        if any(text == texts[-1] and self._shapes.is_site(words, at) for at, text in enumerate(words.texts)):
            return False
        return not any(
            low in self._stops or low in self._types or low in self._shapes.never or self._shapes.is_unit(text)
            for text, low in zip(texts, lowers, strict=True)
        )

    def _maker(self, words: Words, first: int, firms: Mapping[int, Spot], behind: int) -> tuple[str, bool]:
        """Whose the name at token ``first`` is, as far as the sentence tells, and whether it is presented as such."""
        start = max(first - _FIRM, 0)
        for at in range(first, start, -1):
            if at in firms:
                between = words.lowers[at:first]
                owned = bool(between) and between[0] in GENITIVES
                if at == first or owned or not self._launching.isdisjoint(between):
                    return firms[at].name, True
                break
        line = words.source.rfind("\n", 0, words.starts[first]) + 1  # what a headline launches is told in it
        owner = self._owner.search(words.source, max(words.starts[start], line), words.starts[first])
        if owner is not None and owner.group("firm").lower() not in self._stops:
            return owner.group("firm"), True
        seller = self._from.match(words.source, behind)
        if seller is not None:
            at = words.index(seller.end("firm") - 1) + 1
            return (firms[at].name if at in firms else seller.group("firm")), True
        return "", not self._launching.isdisjoint(words.lowers[start:first])


def _sister(words: Words, at: int, lines: Mapping[tuple[str, ...], Spot], taken: bytearray) -> Iterator[Spot]:
    """Another member of a line that the text knows by a number, at token ``at``: "its predecessor, the Talon 2".

    ``lines`` holds a member of each line by the words before its number.
    """
    for texts, model in lines.items():
        first = at - len(texts)
        if first < 1 or taken[at] or tuple(words.texts[first:at]) != texts or words.lowers[first - 1] != "the":
            continue
        number = words.texts[model.last - 1]
        if words.texts[at] != number:
            name = f"{model.name.removesuffix(number)}{words.texts[at]}"
            yield Spot(first, at + 1, name, model.type, model.maker, model.rule, model.how)
            taken[first : at + 1] = b"\1" * (at + 1 - first)
            return
