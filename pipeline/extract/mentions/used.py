"""Learns names with a number from how a text uses them: "the Mi 11 features", "Graviton4 contains", "the TPU v5p".
What is told of so and named again is a thing of the noun that stands behind it somewhere, or of its maker's kind.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from pipeline.extract.mentions.coined import everywhere
from pipeline.extract.mentions.plainnames import in_title_case
from pipeline.extract.mentions.shapes import GENITIVES, Shapes
from pipeline.extract.text.spot import Spot
from pipeline.extract.text.words import Words
from pipeline.rulebook import Rulebook

_RULE = "shape.used"
_TOLD = 2  # times that a text names it
_SHORT = 2  # words of a name that the one before them is left out of
_AWAY = 12  # tokens from a maker to what it brings out
_CHIP, _DEVICE, _FIRM = "chip", "device", "company"
_THINGS = (_CHIP, "system", _DEVICE)
_Place = tuple[int, int]


class UsedNames:
    """Finds such names; ``stops`` are words that name nothing."""

    def __init__(self, rulebook: Rulebook, shapes: Shapes, stops: frozenset[str]) -> None:
        self._shapes = shapes
        regex, listed = rulebook.syntax.regex, rulebook.syntax.listed
        self._name = regex("used-name")
        self._verb, self._percent = regex("after-number-name"), listed("percent-sign")
        self._does, self._leads, self._launching = listed("does"), listed("used-lead"), listed("launching")
        self._types: Mapping[str, str] = {
            noun.lower(): kind for kind, nouns in rulebook.shapes.defining.items() for noun in nouns
        }
        self._stops = stops
        self._nothing = stops | rulebook.kind_words | shapes.in_small_letters("unlined", "descriptive", "regional")
        made = [(n.maker, n.type) for n in rulebook.names if n.maker and n.type in _THINGS]
        self._makes: dict[str, Counter[str]] = {}
        for maker, kind in made:
            self._makes.setdefault(maker, Counter())[kind] += 1

    def find(self, words: Words, spots: Sequence[Spot], taken: bytearray) -> list[Spot]:
        """All mentions that ``spots``, in order of place, lack; a firm's is lengthened by the number behind it."""
        firms = {s.last: s for s in spots if s.type == _FIRM}
        places: dict[tuple[str, ...], list[_Place]] = {}
        for match in self._name.finditer(words.source):
            first, last = words.index(match.start("name")), words.index(match.end("name") - 1) + 1
            if words.end(last - 1) == match.end("name") and self._may_name(words, first, last, taken, firms):
                places.setdefault(tuple(words.texts[first:last]), []).append((first, last))
        longer = {tuple(words.texts[s.last - n : s.last]) for s in spots for n in (1, _SHORT) if s.last - s.first > n}
        known: dict[tuple[str, ...], Spot] = {}
        for texts, found in places.items():
            if texts in longer:
                continue  # "the A78" of a text about the Cortex-A78 is that
            if len(found) >= _TOLD and any(self._is_told(words, *place, firms) for place in found):
                spot = self._learnt(words, found, firms)
                if spot is not None:
                    known[texts] = spot
        if not known:
            return []
        for firm in firms.values():
            self._lengthen(words, firm, known, taken)
        new = list(everywhere(words, known, taken))
        for spot in new:
            self._shapes.take_tier(words, spot, taken)
        return new

    def _may_name(self, words: Words, first: int, last: int, taken: bytearray, firms: Mapping[int, Spot]) -> bool:
        """True for a word and a number that nothing else is known of, and that measure and count nothing."""
        number = last - first > 1 and words.texts[first].isalpha()
        firm = firms.get(first + 1)
        free = first + 1 if number and firm is not None and firm.first == first else first
        if any(taken[free:last]) or self._shapes.is_site(words, last - 1):
            return False
        if words.text(first, last).lower() in self._shapes.never:
            return False
        text, low = words.texts[first], words.lowers[first]
        if number and not words.texts[last - 1].startswith("v"):
            if low in self._nothing or low in words.texts or text.endswith("OS") or self._shapes.is_variant(text):
                return False
            if text.isupper() and self._shapes.is_unit(text):
                return False
            if words.texts[last - 1][:2] in {"19", "20"} and len(words.texts[last - 1]) == len("2020"):
                return False
        following = words.lower(last)
        several = following.removesuffix("s") in self._types and following.endswith("s")
        counted = several and words.lower(first - 1) not in self._leads
        return not (counted or self._shapes.is_unit(following) or following in self._percent)

    def _is_told(self, words: Words, first: int, last: int, firms: Mapping[int, Spot]) -> bool:
        """True within a sentence, where a verb or the noun for its kind follows, and an article leads or none can."""
        if in_title_case(words, first):
            return False
        last = self._shapes.variants(words, last, bytearray(len(words)))
        first = firms[first].first if first in firms else first
        following, before = words.lower(last), words.lower(first - 1)
        does = following in self._does or following in GENITIVES
        if before in self._leads:
            return does or self._verb.fullmatch(following) is not None or self._noun(words, last) != ""
        return does and (first == 0 or before in self._stops or not words.texts[first - 1][0].isupper())

    def _noun(self, words: Words, at: int) -> str:
        """The noun for a thing at token ``at`` or the next, where that one only says which: "AI chip"."""
        for i in (at, at + 1):
            noun = words.lower(i).removesuffix("s")
            if noun in self._types and self._types[noun] in _THINGS:
                return noun
            if not words.texts[i : i + 1] or words.texts[i] != words.texts[i].upper():
                return ""
        return ""

    def _learnt(self, words: Words, found: Sequence[_Place], firms: Mapping[int, Spot]) -> Spot | None:
        """The thing of that name; None where nothing tells what it is."""
        first, last = found[0]
        maker = self._maker(words, found, firms)
        nouns = [noun for _, end in found if (noun := self._noun(words, end))]
        kinds = self._makes.get(maker)
        heads: tuple[str, ...] = ()
        if nouns:
            noun = Counter(nouns).most_common(1)[0][0]
            kind, heads = self._types[noun], (noun,)
        elif kinds is not None:
            kind = self._told_kind(words, kinds)
        elif maker or not self._shapes.is_name(words.text(first, last)):
            return None
        else:
            kind = _CHIP
        own = firms.get(first + 1)
        text = words.text(first, last)
        if own is not None and own.first == first:
            return Spot(first, last, text, kind, own.name, _RULE, "shape", heads)
        return Spot(first, last, f"{self._shapes.called(maker)} {text}".strip(), kind, maker, _RULE, "shape", heads)

    def _told_kind(self, words: Words, kinds: Counter[str]) -> str:
        """What a maker's thing is: what it makes most of, among several what the text has most nouns of."""
        said = Counter(kind for low in words.lowers if (kind := self._types.get(low.removesuffix("s"), "")) in kinds)
        return max(kinds, key=lambda kind: (said[kind], kinds[kind]))

    def _maker(self, words: Words, found: Sequence[_Place], firms: Mapping[int, Spot]) -> str:
        """Whose it is: the firm before its name, or the one that brings it out; the text's only one that makes such."""
        for first, _ in found:
            own = firms.get(first + 1)
            if own is not None and own.first == first:
                return own.name
            lead = firms.get(first) or (firms.get(first - 1) if words.lower(first - 1) in GENITIVES else None)
            if lead is not None:
                return lead.name
        for first, _ in found:
            for at in range(first, max(first - _AWAY, 0), -1):
                if words.texts[at - 1] in {".", ";"}:
                    break
                if at in firms and not self._launching.isdisjoint(words.lowers[at:first]):
                    return firms[at].name
        makers = {spot.name for spot in firms.values() if spot.name in self._makes}
        return makers.pop() if len(makers) == 1 else ""

    def _lengthen(self, words: Words, firm: Spot, known: Mapping[tuple[str, ...], Spot], taken: bytearray) -> None:
        """Make the thing of a firm's mention that a number follows: "Pico 4"."""
        last = firm.last + 1
        model = known.get(tuple(words.texts[firm.first : last]))
        if model is None or any(taken[firm.last : last]) or not self._free(words, last):
            return
        taken[firm.last : last] = b"\1" * (last - firm.last)
        firm.last, firm.name, firm.type, firm.maker = last, model.name, model.type, model.maker
        firm.rule, firm.how, firm.heads = model.rule, model.how, model.heads
        self._shapes.take_tier(words, firm, taken)

    def _free(self, words: Words, at: int) -> bool:
        """True where no unit makes a measure of the number before token ``at``."""
        return not self._shapes.is_unit(words.lower(at))


def shortened(words: Words, spots: Sequence[Spot], taken: bytearray) -> Iterator[Spot]:
    """The mentions of things with a number by the last word before it: "the Pi 5" of the Raspberry Pi 5."""
    known: dict[tuple[str, ...], Spot] = {}
    for spot in spots:
        tail = words.texts[spot.first : spot.last][-_SHORT:]
        whole = spot.last - spot.first > _SHORT and spot.type in _THINGS
        if whole and tail[0].istitle() and tail[0].isalpha() and tail[1].isdigit():
            known.setdefault(tuple(tail), spot)
    yield from everywhere(words, known, taken) if known else ()
