"""Where phrases present a thing by its name: "its new Vortex 2 GPU", "Vortex, Acme's first GPU", "launched the Tyr-9".
Each place comes with the noun that says what the thing is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from pipeline.extract.text.words import Words
from pipeline.rulebook import Rulebook
from pipeline.rulebook.syntax import alternatives

_LEAD, _TAIL = 110, 70  # letters before and behind the noun in which its name stands
_ITEM, _MOST = 45, 4  # letters of a name in a list, and names before the last
_DEVICE = "device"
_BEHIND = 300  # letters behind a name by itself in which the noun for it stands


@dataclass(frozen=True, slots=True)
class Place:
    """A name with a ``noun``, none where what is told says that it is a device; ``sure`` where the phrase leaves no
    doubt, ``closed`` where the noun stands behind it. Plain words are a name only where the noun has ``ended`` its
    phrase, and may have to be ``used`` elsewhere too.
    """

    match: re.Match[str]
    noun: re.Match[str] | None
    sure: bool = True
    closed: bool = False
    ended: bool = True
    used: bool = False


class Presenting:
    """Finds the places; ``nouns`` are those of products, in small letters, with the type that each names."""

    def __init__(self, rulebook: Rulebook, nouns: Mapping[str, str]) -> None:
        self._noun = re.compile(rf"\b({alternatives(nouns)})s?\b")
        regex = rulebook.syntax.regex
        self._closed, self._apposed = regex("presented-closed"), regex("presented-apposed")
        self._called, self._ended = regex("presented-called"), regex("presented-ended")
        self._joined, self._listed = regex("presented-joined"), regex("presented-listed")
        pairs = (("possessed", "behind"), ("dubbing", "given"))
        self._behind = [(regex(f"presented-{lead}"), regex(f"presented-{name}")) for lead, name in pairs]
        devices = alternatives(noun for noun, kind in nouns.items() if kind == _DEVICE)
        self._told, self._told_signs = regex("presented-told"), rulebook.syntax.signs("presented-told")
        self._device = re.compile(rf"\b(?:{rulebook.syntax.word('told-article')})\s+(?:\w+\s)?({devices})\b")
        self._joints = rulebook.syntax.listed("name-joint")
        self._reviewed = regex("presented-reviewed")
        self._launched, self._signs = regex("presented-launched"), rulebook.syntax.signs("presented-launched")

    def places(self, words: Words) -> Iterator[Place]:
        """All of them; more than one may give the same name."""
        found = list(self._noun.finditer(words.low))
        nouns = [n for n, following in zip_longest(found, found[1:]) if following is None or not _goes_on(n, following)]
        for noun in nouns:
            yield from self._by_noun(words.source, noun)
        reviewed = self._reviewed.match(words.source)
        if reviewed is not None:
            behind = (n for n in nouns if self._ended.match(words.source, n.end()) is not None)
            yield Place(reviewed, next(behind, None))
        if nouns and any(map(words.low.__contains__, self._signs)):
            yield from self._launches(words.source, nouns)
        if any(map(words.low.__contains__, self._told_signs)):
            yield from self._told_of(words, nouns)

    def _by_noun(self, source: str, noun: re.Match[str]) -> Iterator[Place]:
        """The names that the noun can close, explain or introduce."""
        begin = max(noun.start() - _LEAD, source.rfind("\n", 0, noun.start()) + 1)
        for pattern, sure in ((self._closed, False), (self._apposed, True)):
            match = pattern.search(source, begin, noun.start())
            if match is not None:
                ended = self._ended.match(source, noun.end()) is not None
                titled = begin == 0 == match.start() and ended and noun.end() == noun.end(1)
                yield Place(match, noun, sure or titled, closed=True, ended=ended)
        match = self._called.match(source, noun.end(), noun.end() + _TAIL)
        if match is not None:
            yield Place(match, noun)
        for lead, behind in self._behind:
            match = behind.match(source, noun.end(), noun.end() + _TAIL)
            if match is not None and lead.search(source, begin, noun.start()) is not None:
                yield Place(match, noun)
        yield from self._list(source, noun, begin)

    def _list(self, source: str, noun: re.Match[str], begin: int) -> Iterator[Place]:
        """The members of a list that the noun closes: "the Tyr-9 and Tyr-9 Pro GPUs"."""
        places: list[Place] = []
        start = max(noun.start() - _ITEM, begin)
        if not any(joint in source[start : noun.start()] for joint in self._joints):
            return
        match = self._joined.search(source, start, noun.start())
        while match is not None and len(places) <= _MOST:
            places.append(Place(match, noun))
            led, end = match.groupdict().get("led"), match.start("name")
            if led:
                yield from places
                return
            match = self._listed.search(source, max(end - _ITEM, begin), end)

    def _launches(self, source: str, nouns: Sequence[re.Match[str]]) -> Iterator[Place]:
        """The names that stand by themselves behind a verb, with the next noun that tells what they are."""
        following = (n for n in nouns if self._ended.match(source, n.end()) is not None)
        noun = next(following, None)
        for match in self._launched.finditer(source):
            while noun is not None and noun.start() < match.end():
                noun = next(following, None)
            if noun is None:
                return
            if noun.start() - match.end() < _BEHIND:
                yield Place(match, noun, used=True)

    def _told_of(self, words: Words, nouns: Sequence[re.Match[str]]) -> Iterator[Place]:
        """The names of which is told what is told of devices, with the next noun for one, or any before; what chips are
        told of too needs the next noun for a product, whatever it is.
        """
        ended = [n for n in nouns if self._ended.match(words.source, n.end()) is not None]
        device = self._device.search(words.low)
        for match in self._told.finditer(words.source):
            noun = next((n for n in ended if 0 < n.start() - match.end() < _BEHIND), None)
            if of_group(match, "plain"):
                noun = noun or device
                if noun is None:
                    continue
            else:
                noun = device
            yield Place(match, noun, used=True)


def _goes_on(noun: re.Match[str], following: re.Match[str]) -> bool:
    """True for a noun that only says more of the next one: the server of "server CPU"."""
    return noun.end() == following.start() - 1


def of_group(match: re.Match[str], name: str) -> str:
    """What a group of a match holds; empty where its pattern has no such group, or it took no part."""
    groups: Mapping[str, str | None] = match.groupdict()
    return groups.get(name) or ""
