"""Recognises the others of a numbered line by those that are listed: beside the Galaxy S26, "Galaxy S27" is a phone.
A name list ends with the products of its day, and lacks some before: tomorrow's mostly count one further.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.extract.mentions.shapes import Shapes
from pipeline.extract.text.spot import Spot
from pipeline.extract.text.words import Words
from pipeline.measure import Looks
from pipeline.rulebook import Name, Rulebook

_HYPHENED = re.compile(r"([A-Za-z]{3,}-)(\d{1,2})")
_FURTHER = 3  # a number that is further on than this counts something else
_STEM = 3  # tokens before the number
_TYPES = frozenset({"chip", "device"})
_HYPHENED_TYPES = _TYPES | {"model", "system"}
_RULE = "shape.next"


@dataclass(slots=True)
class _Line:
    """A numbered line: its highest listed member, and what the canonical name has before the number."""

    number: int
    prefix: str
    member: Name


class NextNames:
    """Finds the members of numbered lines that no list has."""

    def __init__(self, rulebook: Rulebook, shapes: Shapes) -> None:
        self._shapes = shapes
        self._after_number = rulebook.syntax.regex("after-number-name")
        self._number = re.compile(
            rf"([A-Za-z]{{0,2}})(\d{{1,2}})({rulebook.syntax.word('half-step')}?\+?)"
        )  # "4T", "16e"
        self._numbered = Looks(self.is_notable)
        self._line_nouns = frozenset(h.noun.lower() for h in rulebook.cues.head if h.types == ("series",))
        self._lines: dict[tuple[str, ...], _Line] = {}
        for name in rulebook.names:
            if name.type in _HYPHENED_TYPES and any(c.isdigit() for c in name.name):
                self._learn(name)

    def is_notable(self, text: str) -> bool:
        """True for the number of a member."""
        return self._number.fullmatch(text) is not None

    def _learn(self, name: Name) -> None:
        *stem, last = name.name.split(" ")
        match = self._number.fullmatch(last) if name.type in _TYPES and stem else _HYPHENED.fullmatch(last)
        match = match or _HYPHENED.fullmatch(last)
        if match is not None and match.re is self._number and match.group(3):
            return  # the whole steps tell how far the line goes
        if match is None or any(any(c.isdigit() for c in word) for word in stem):
            return
        prefix, number = " ".join([*stem, match.group(1)]), int(match.group(2))
        for surface in (name.name, *name.aliases):
            words = surface.split(" ")
            if words[-1] == last and surface not in name.ambiguous and (len(words) > 1 or match.re is _HYPHENED):
                key = (*(w.lower() for w in words[:-1]), *_tokens(match.group(1)))
                known = self._lines.get(key)
                if known is None or known.number < number:
                    self._lines[key] = _Line(number, prefix, name)

    def find(self, words: Words, spots: list[Spot], taken: bytearray) -> list[Spot]:
        """All further members in the text; ``spots`` are those found before, in order of place."""
        firms = {s.last: s for s in spots if s.type == "company"}
        return list(self._members(words, firms, taken))

    def _members(self, words: Words, firms: dict[int, Spot], taken: bytearray) -> Iterator[Spot]:
        for at in self._numbered.among(words.notable, words.texts):
            match = self._number.fullmatch(words.texts[at])
            if at == 0 or taken[at] or match is None:
                continue
            hyphened = words.joined[at - 1]
            if not hyphened and not self._closed(words, at + 1):
                continue
            if hyphened and (
                match.group(1) or match.group(3) or words.texts[at - 1] != "-" or not words.joined[at - 2]
            ):
                continue
            tail = ("-",) if hyphened else (match.group(1),)
            stem_end = at - hyphened
            for first in range(max(stem_end - _STEM, 0), stem_end):
                line = self._lines.get((*words.lowers[first:stem_end], *tail))
                if line is None or not _is_other(int(match.group(2)), line.number, match.group(3)):
                    continue
                free = next((i for i in range(first, at + 1) if not any(taken[i : at + 1])), at + 1)
                if free > first and (free not in firms or firms[free].first > first):
                    continue
                end = self._shapes.variants(words, at + 1, taken)
                name = " ".join([f"{line.prefix}{match.group(2)}{match.group(3)}", *words.texts[at + 1 : end]])
                yield Spot(free, end, name, line.member.type, line.member.maker, _RULE, "shape", line.member.heads)
                taken[free:end] = b"\1" * (end - free)
                break

    def _closed(self, words: Words, at: int) -> bool:
        """False where the number counts what follows: "Xiaomi 18 million phones"."""
        if at >= len(words) or not words.texts[at][0].isalpha() or self._shapes.is_variant(words.texts[at]):
            return True
        if words.texts[at][0].isupper():
            return not self._shapes.is_unit(words.texts[at])
        return words.lowers[at] in self._line_nouns or self._after_number.fullmatch(words.texts[at]) is not None


def _tokens(tail: str) -> tuple[str, ...]:
    """The tokens of what stands before the number in a name's last word: "S" in "S26", "spectrum" and "-"."""
    return (tail[:-1].lower(), "-") if tail.endswith("-") else (tail,)


def _is_other(number: int, highest: int, step: str) -> bool:
    """True for another number of a line: a lower one, one a little above all that are listed, or the same with a letter
    for a half ``step``.
    """
    return 0 < number <= highest + _FURTHER and (number != highest or bool(step))
