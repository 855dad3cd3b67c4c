"""Recognises the next of a numbered line by those that are listed: with the Galaxy S26 known, "Galaxy S27" is a phone.
A name list ends with the products of its day; tomorrow's mostly count one further.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.extract.shapes import Shapes
from pipeline.extract.spot import Spot
from pipeline.extract.words import Words
from pipeline.measure import Looks
from pipeline.rulebook import Name, Rulebook

_NUMBERED = re.compile(r"([A-Za-z]{0,2})(\d{1,2})")
_FURTHER = 3  # a number that is further on than this counts something else
_STEM = 3  # tokens before the number
_TYPES = frozenset({"chip", "device"})
_RULE = "shape.next"


@dataclass(slots=True)
class _Line:
    """A numbered line: its highest listed member, and what the canonical name has before the number."""

    number: int
    prefix: str
    member: Name


class NextNames:
    """Finds the members of numbered lines that no list has yet."""

    def __init__(self, rulebook: Rulebook, shapes: Shapes) -> None:
        self._shapes = shapes
        self._after_number = rulebook.syntax.regex("after-number-name")
        self._numbered = Looks(self.is_notable)
        self._line_nouns = frozenset(h.noun.lower() for h in rulebook.cues.head if h.types == ("series",))
        self._lines: dict[tuple[str, ...], _Line] = {}
        for name in rulebook.names:
            if name.type in _TYPES and any(c.isdigit() for c in name.name):
                self._learn(name)

    def is_notable(self, text: str) -> bool:
        """True for the number of a member."""
        return _NUMBERED.fullmatch(text) is not None

    def _learn(self, name: Name) -> None:
        *stem, last = name.name.split(" ")
        match = _NUMBERED.fullmatch(last)
        if match is None or not stem or any(any(c.isdigit() for c in word) for word in stem):
            return
        prefix, number = f"{' '.join(stem)} {match.group(1)}", int(match.group(2))
        for surface in (name.name, *name.aliases):
            words = surface.split(" ")
            if words[-1] == last and len(words) > 1 and surface not in name.ambiguous:
                key = (*(w.lower() for w in words[:-1]), match.group(1))
                known = self._lines.get(key)
                if known is None or known.number < number:
                    self._lines[key] = _Line(number, prefix, name)

    def find(self, words: Words, spots: list[Spot], taken: bytearray) -> list[Spot]:
        """All further members in the text; ``spots`` are those found before, in order of place."""
        firms = {s.last: s for s in spots if s.type == "company"}
        return list(self._members(words, firms, taken))

    def _members(self, words: Words, firms: dict[int, Spot], taken: bytearray) -> Iterator[Spot]:
        for at in self._numbered.among(words.notable, words.texts):
            if at == 0 or taken[at] or words.joined[at - 1]:
                continue
            match = _NUMBERED.fullmatch(words.texts[at])
            if match is None or not self._closed(words, at + 1):
                continue
            for first in range(max(at - _STEM, 0), at):
                line = self._lines.get((*words.lowers[first:at], match.group(1)))
                if line is None or not 0 < int(match.group(2)) - line.number <= _FURTHER:
                    continue
                free = next((i for i in range(first, at + 1) if not any(taken[i : at + 1])), at + 1)
                if free > first and (free not in firms or firms[free].first > first):
                    continue
                end = self._shapes.variants(words, at + 1, taken)
                name = " ".join([f"{line.prefix}{match.group(2)}", *words.texts[at + 1 : end]])
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
