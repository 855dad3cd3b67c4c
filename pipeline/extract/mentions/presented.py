"""Learns names from the phrases that present them: "its new Vortex 2 GPU", "a laptop called the Tyr-9", "Vortex, Acme's
first GPU". What one place presents so is known in all of the text; a maker beside it goes into the name.
"""

from __future__ import annotations

import re
import string
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from pipeline.extract.mentions.coined import everywhere
from pipeline.extract.mentions.plainnames import PlainNames
from pipeline.extract.mentions.presenting import Place, Presenting, of_group
from pipeline.extract.mentions.shapes import GENITIVES, Shapes
from pipeline.extract.text.spot import Spot
from pipeline.extract.text.words import Words
from pipeline.rulebook import Rulebook

_RULE = "shape.presented"
_TYPES = frozenset({"chip", "system", "device", "model"})
_MEMBER = re.compile(r"\d{1,5}[A-Z]{0,2}")
_LONG = 3  # figures of a number that no member of a line has
_DEVICE, _FIRM = "device", "company"
_WHOLE = 2  # spaces in a name of maker, line and number
_SHORT = 2  # letters of what is no name without the word before it
_NEAR = 3  # tokens from a genitive to a name that it owns
_SENTENCE = 20  # tokens from the firm of a sentence to what it is said to have
_AWAY = 12  # tokens from a maker to what it presents


class PresentedNames:
    """Finds names by the noun for their kind; ``stops`` are words that name nothing, ``listed`` those of all listed
    names.
    """

    def __init__(self, rulebook: Rulebook, shapes: Shapes, stops: frozenset[str], listed: frozenset[str]) -> None:
        self._shapes = shapes
        self._stops = stops | {w.lower() for w in (*rulebook.shapes.descriptive, *rulebook.shapes.regional)}
        self._plain = PlainNames(rulebook, shapes, self._stops, listed)
        self._unlined = frozenset(rulebook.shapes.unlined)
        self._types = {noun: kind for noun, kind in rulebook.kinds.items() if kind in _TYPES}
        others = {n.maker for n in rulebook.names if n.type in _TYPES - {_DEVICE}}
        self._made = {n.maker for n in rulebook.names if n.type == _DEVICE} - others
        self._ending = rulebook.syntax.listed("name-band") | rulebook.syntax.listed("name-number")
        self._definite = rulebook.syntax.listed("definite")
        self._presenting = Presenting(rulebook, self._types)
        regex = rulebook.syntax.regex
        self._owner, self._afar = regex("presented-owner"), regex("presented-owner-afar")
        self._from = regex("presented-from")
        self._launching = rulebook.syntax.listed("launching")

    def find(self, words: Words, spots: Sequence[Spot], taken: bytearray) -> list[Spot]:
        """The names that the text presents, where it does; ``spots`` are in order of place."""
        grown: list[tuple[Spot, int]] = []
        found = list(self._presented(words, spots, taken, grown))
        makers = {spot.maker for spot in found}
        for line, last in grown:
            self._grow(words, spots, line, last, taken)
        found = [spot for spot in found if words.text(spot.first, spot.last) not in makers]
        firms = {spot.name for spot in spots if spot.type == _FIRM}
        return found + [self._firm(words, name) for name in sorted(makers - firms - {""}) if name in words.texts]

    def _firm(self, words: Words, name: str) -> Spot:
        """A maker that no list knows, as a company."""
        at = words.texts.index(name)
        return Spot(at, at + 1, name, _FIRM, "", "shape.company", "shape")

    def _grow(self, words: Words, spots: Sequence[Spot], line: Spot, last: int, taken: bytearray) -> None:
        """Make a member of a listed line of what stands behind it, wherever it does."""
        rest, name = words.texts[line.last : last], line.name
        for spot in spots:
            end = spot.last + len(rest)
            if spot.type == "series" and spot.name == name and words.texts[spot.last : end] == rest:
                taken[spot.last : end] = b"\1" * len(rest)
                spot.name, spot.type, spot.last = f"{name} {' '.join(rest)}", _DEVICE, end
                spot.rule, spot.how = _RULE, "shape"

    def mentions(self, words: Words, presented: Sequence[Spot], taken: bytearray, *, lined: bool) -> list[Spot]:
        """All mentions of the names that ``find`` gave, ``lined``: but for model numbers of chips of no
        known maker, which are known better by their sisters.
        """
        known: dict[tuple[str, ...], Spot] = {}
        for spot in presented:
            several = spot.last > spot.first + 1 + self._shapes.is_variant(words.texts[spot.last - 1])
            plain = not any(map(str.isdigit, words.text(spot.first, spot.last)))
            if not lined or several or plain or spot.maker or spot.type != "chip":
                self._learn(words, spot, known)
        if not known:
            return []
        found: list[Spot] = []
        for spot in everywhere(words, known, taken):
            if spot.type != _FIRM:
                self._shapes.take_tier(words, spot, taken)
            found.append(spot)
        lines = {texts[:-1]: spot for texts, spot in known.items() if texts[-1].isdigit() and len(texts) > 1}
        for at, text in enumerate(words.texts) if lines else ():
            if _MEMBER.fullmatch(text):
                found += _sister(words, at, lines, taken)
        return found

    def _learn(self, words: Words, spot: Spot, known: dict[tuple[str, ...], Spot]) -> None:
        """Take in a name as it stands, without its tier, since what has a Pro is a thing too, and without what may be
        its maker: "Tova 5" of the Quibble Tova 5.
        """
        texts = tuple(words.texts[spot.first : spot.last])
        known.setdefault(texts, spot)
        stem = tuple(self._shapes.stem(texts))
        tier = " ".join(texts[len(stem) :])
        if tier and any(map(str.isdigit, "".join(stem))) and spot.name.endswith(tier):
            base = replace(spot, last=spot.first + len(stem), name=spot.name.removesuffix(tier).strip())
            known.setdefault(stem, base)
        else:
            base = spot
        for whole, one in ((texts, spot), (stem, base)):
            tail = whole[1:]
            if (
                tail
                and (len(tail) > 1 or len(tail[0]) > _SHORT)
                and tail[0][0].isupper()
                and self._may_stand(words, tail)
            ):
                known.setdefault(tail, one)

    def _may_stand(self, words: Words, tail: tuple[str, ...]) -> bool:
        """True for the rest of a name that can be one without its first word."""
        if any(map(str.isdigit, "".join(tail))):
            return True
        return not self._shapes.is_variant(tail[0]) and self._plain.is_used(words, list(tail))

    def _presented(
        self, words: Words, spots: Sequence[Spot], taken: bytearray, grown: list[tuple[Spot, int]]
    ) -> Iterator[Spot]:
        firms = {s.last: s for s in spots if s.type == _FIRM}
        own = {s.first: s.last for s in firms.values()}
        lines = {s.first: s for s in spots if s.type == "series" and self._are_devices(s)}
        for place in self._presenting.places(words):
            match, noun = place.match, place.noun
            first, last = words.index(match.start("name")), words.index(match.end("name") - 1) + 1
            while first < last - 1 and words.lowers[first] in self._stops:
                first += 1  # "The Tyr-9"
            first = own[first] if own.get(first, last) < last else first
            name = words.text(first, last)
            if first in lines and self._grows(words, lines[first], last, taken, place):
                grown.append((lines[first], last))
                continue
            if place.used and (self._is_made(words, first, firms) or self._plain.is_listed(words, first)):
                continue
            if any(taken[first:last]) or not name[0].isalpha() or not self._is_name(words, first, last):
                continue
            maker, told = self._maker(words, place, first, firms)
            if not any(map(str.isdigit, self._bare(words, first, last))):
                sure = (told or (place.sure and not place.closed)) and not place.used
                if not place.ended or not self._plain.is_name(words, first, last, noun, sure=sure):
                    continue
            elif not (
                place.sure or told or words.source.count(name) > 1 or (place.ended and name.count(" ") >= _WHOLE)
            ):
                continue
            maker = maker or self._own_maker(words, first, last)
            kind = self._types[noun.group(1)] if noun else _DEVICE
            whole = kind == "model" or name.startswith(maker)
            named = name if whole else f"{self._shapes.called(maker)} {name}"
            yield Spot(first, last, named, kind, maker, _RULE, "shape", (noun.group(1),) if noun else ())

    def _own_maker(self, words: Words, first: int, last: int) -> str:
        """The first word of a name with a number where it stands for itself too: "the Quibble", "Quibble's"."""
        name, size = words.texts[first], last - first
        if size <= _WHOLE or not name.isalpha() or not any(map(str.isdigit, words.text(first + 1, last))):
            return ""
        for at, text in enumerate(words.texts[:-1]):
            following = words.texts[at + 1]
            led = words.lower(at - 1) in self._definite and following.islower()
            if text == name and (led or following in GENITIVES):
                return name
        return ""

    def _is_made(self, words: Words, first: int, firms: Mapping[int, Spot]) -> bool:
        """True for a line of a firm whose devices are its business, which stands behind it somewhere."""
        name = words.texts[first]
        return any(s.name in self._made and words.texts[at : at + 1] == [name] for at, s in firms.items())

    def _grows(self, words: Words, line: Spot, last: int, taken: bytearray, place: Place) -> bool:
        """True where plain words behind a listed line make the name of a member: "the Galaxy Sphere headset"."""
        if line.last >= last or any(taken[line.last : last]) or not place.ended:
            return False
        noun = place.noun
        if noun is not None and self._types[noun.group(1)] != _DEVICE:
            return False
        return self._plain.is_name(words, line.last, last, noun, sure=True)

    def _are_devices(self, line: Spot) -> bool:
        return any(self._types.get(noun.lower()) == _DEVICE for noun in line.heads)

    def _bare(self, words: Words, first: int, last: int) -> str:
        """A name without the radio that ends it: "Nova 5G" has no number."""
        return words.text(first, last - (last > first + 1 and words.lowers[last - 1] in self._ending))

    def _is_name(self, words: Words, first: int, last: int) -> bool:
        """False for "Figure 2", "March 2027", "Windows 11" and a plant, for units and formats that look like names."""
        last -= last > first + 1 and words.lowers[last - 1] in self._ending
        texts, lowers = words.texts[first:last], words.lowers[first:last]
        year = texts[-1].isdigit() and len(texts[-1]) == 4 and texts[-1][:2] in {"19", "20"}
        if year or words.text(first, last).lower() in self._shapes.never or not self._unlined.isdisjoint(texts):
            return False
        if any(text == texts[-1] and self._shapes.is_site(words, at) for at, text in enumerate(words.texts)):
            return False
        return not any(
            low in self._stops
            or low in self._types
            or self._shapes.is_unit(text)
            or (low in self._shapes.never and before != "-")
            for before, text, low in zip(("", *texts), texts, lowers, strict=False)
        )

    def _maker(self, words: Words, place: Place, first: int, firms: Mapping[int, Spot]) -> tuple[str, bool]:
        """Whose the name at token ``first`` is, as far as the sentence tells, and whether it is presented as such."""
        own = of_group(place.match, "firm")
        if own and own.lower() not in self._stops:
            at = words.index(place.match.end("firm") - 1) + 1
            return (firms[at].name if at in firms else own), True
        start = max(first - _AWAY, 0)
        for at in range(first, start, -1):
            if at in firms:
                between = words.lowers[at:first]
                owned = bool(between) and between[0] in GENITIVES
                if "." not in between and (at == first or owned or not self._launching.isdisjoint(between)):
                    return firms[at].name, not owned or len(between) < _NEAR or not place.closed
                break
        line = words.source.rfind("\n", 0, words.starts[first]) + 1  # what a headline launches is told in it
        begin, end = max(words.starts[start], line), words.starts[first]
        owner = self._owner.search(words.source, begin, end)
        if owner is None and place.sure:
            owner = self._afar.search(words.source, begin, end)
        if owner is not None and owner.group("firm").lower() not in self._stops:
            return owner.group("firm"), True
        seller = self._from.match(words.source, place.noun.end()) if place.noun else None
        if seller is not None:
            at = words.index(seller.end("firm") - 1) + 1
            return (firms[at].name if at in firms else seller.group("firm")), True
        if place.sure and not place.closed and not place.used:
            start = max(first - _SENTENCE, 0)
            near = next((at for at in range(first, start, -1) if at in firms), 0)
            if near and "." not in words.texts[near:first]:
                return firms[near].name, True
        said = words.lowers[start:first]
        said = said[len(said) - said[::-1].index(".") :] if "." in said else said
        return "", not self._launching.isdisjoint(said)


def _sister(words: Words, at: int, lines: Mapping[tuple[str, ...], Spot], taken: bytearray) -> Iterator[Spot]:
    """Another member of a line that the text knows by a number, at token ``at``: "its predecessor, the Talon 2".

    ``lines`` holds a member of each line by the words before its number.
    """
    for texts, model in lines.items():
        first = at - len(texts)
        if first < 1 or taken[at] or tuple(words.texts[first:at]) != texts or words.lowers[first - 1] != "the":
            continue
        number = words.texts[model.last - 1]
        digits = words.texts[at].rstrip(string.ascii_uppercase)
        if words.texts[at] != number and (len(digits) < _LONG or len(digits) == len(number)):
            name = f"{model.name.removesuffix(number)}{words.texts[at]}"
            yield Spot(first, at + 1, name, model.type, model.maker, model.rule, model.how)
            taken[first : at + 1] = b"\1" * (at + 1 - first)
            return
