"""Listed short names that are the end of a name nobody knows: "the Zhenlu M5" is no M5 of Apple's.
What stands so at one place of a text is the stranger's wherever the same words stand.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipeline.extract.mentions.names import Found
from pipeline.extract.mentions.plainnames import in_title_case
from pipeline.extract.mentions.shapes import GENITIVES, Shapes
from pipeline.extract.text.words import Words
from pipeline.rulebook import Rulebook

_THINGS = frozenset({"chip", "device", "model", "series", "system"})
_LINES = frozenset({"chip", "series", "architecture"})
_FEW = 3  # digits of a number that is none of a line by itself


class Strangers:
    """Takes such surfaces out of those found; ``stops`` name nothing, ``listed`` are the words of listed names."""

    def __init__(self, rulebook: Rulebook, shapes: Shapes, stops: frozenset[str], listed: frozenset[str]) -> None:
        self._shapes = shapes
        self._known = (
            listed
            | stops
            | rulebook.kind_words
            | {word.lower() for word in (*rulebook.shapes.descriptive, *rulebook.shapes.regional)}
            | {word.lower() for word in (*rulebook.shapes.unlined, *rulebook.shapes.company_never)}
        )
        self._articles = rulebook.syntax.listed("any-article")

    def without(self, words: Words, found: Sequence[Found]) -> list[Found]:
        """The surfaces that are not part of a stranger's name."""
        found = self._without_owned(words, found)
        short = [item for item in found if item.first and self._is_short(words, item)]
        if not short:
            return found
        pairs = set(self._strange(words, short))
        theirs = {i.first for i in short if self._is_hyphened(words, i.first) or self._pair(words, i) in pairs}
        return [item for item in found if item.first not in theirs] if theirs else found

    def _without_owned(self, words: Words, found: Sequence[Found]) -> list[Found]:
        """The surfaces but the lines that the text gives to an unknown maker, and never to theirs: "Orbion's Helio"."""
        theirs = {
            words.texts[item.first]
            for item in found
            if item.last == item.first + 1 and item.first > 1 and self._is_owned(words, item)
        }
        if not theirs:
            return list(found)
        return [i for i in found if i.last > i.first + 1 or words.texts[i.first] not in theirs]

    def _is_owned(self, words: Words, item: Found) -> bool:
        """True right behind the genitive of an unknown word, for a line whose maker the text never names."""
        owner, low = words.texts[item.first - 2], words.lowers[item.first - 2]
        if (
            words.texts[item.first - 1] not in GENITIVES
            or not owner.istitle()
            or low in self._known
            or low in words.texts
        ):
            return False
        makers = {name.maker.split(" ")[0] for name in item.names if name.type in _LINES and name.maker}
        return len(makers) == len(item.names) and makers.isdisjoint(words.texts)

    def _is_short(self, words: Words, item: Found) -> bool:
        """True for a thing told by letters and digits, or a small number, alone: "M5", "10 Pro"."""
        text = words.texts[item.first]
        digits = any(map(str.isdigit, text)) and not (text.isdigit() and len(text) > _FEW)
        return digits and all(name.type in _THINGS for name in item.names)

    def _is_hyphened(self, words: Words, at: int) -> bool:
        """True for the 10 of "VX-10"."""
        if at < 2 or words.texts[at - 1] != "-" or not (words.joined[at - 1] and words.joined[at - 2]):
            return False
        letters = words.texts[at - 2]
        known = words.lowers[at - 2] in self._known and not words.texts[at][0].isdigit()
        return letters[0].isupper() and letters.isalpha() and not known

    def _pair(self, words: Words, item: Found) -> tuple[str, str]:
        return words.texts[item.first - 1], words.texts[item.first]

    def _strange(self, words: Words, short: Sequence[Found]) -> Iterator[tuple[str, str]]:
        """An unknown word with a capital and the surface behind it, where no sentence or headline gives the capital."""
        for item in short:
            at = item.first - 1
            text, low = words.texts[at], words.lowers[at]
            if not text[0].isupper() or not text.isalpha() or len(text) <= 2 or words.joined[at] or low in self._known:
                continue
            if low in words.texts or self._shapes.is_variant(text) or self._shapes.is_unit(text):
                continue
            before = words.texts[at - 1] if at else ""
            led = before.islower() or before.lower() in self._articles or before in GENITIVES
            if led and not in_title_case(words, at):
                yield self._pair(words, item)
