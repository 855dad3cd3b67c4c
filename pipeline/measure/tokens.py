"""Cuts a text into numbers, words and signs, once, with offsets; every reader here walks over these tokens.
Each pattern part consumes what it sees and never gives back, so the time is linear in the text by construction.
"""

from __future__ import annotations

import re
from itertools import accumulate

from pipeline.measure.looks import Looks

# Groups are atomic: possessive ones match wrongly in Python before 3.11.5 (cpython issue 101955).
TOKEN = re.compile(
    r"""
      [^\W\d_½¼¾⅓⅔⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞]++              # words, also "mm²"; first, since they are the most
    | \d{1,2} (?>(?:,\d{2}(?=,)){1,4}) ,\d{3} (?!\d) (?>(?:\.\d++)?)   # 12,34,567.89
    | \d++ (?>(?:[,\u202f\u2009]\d{3})*) (?>(?:\.\d++)?)     # 12  1,000  3.35, also with thin spaces
    | (?<![\w.])\.\d++                        # .001
    | \n++
    | [^\s]
    """,
    re.VERBOSE,
)
_APART = re.compile(f"({TOKEN.pattern})", re.VERBOSE)
PAD = 16
"""Empty tokens behind the last, so that looking a few words ahead, or one back from the first, needs no check."""
DASHES = frozenset({"-", "‑", "–", "—", "‒", "−"})


class Tokens:
    """The tokens of one text: ``words[i]`` stands at ``starts[i]:ends[i]``; behind ``count`` all words are "".

    ``undated`` are those with digits that begin no date, as far as is known.

    >>> Tokens("144GB, or more").words[:4]
    ['144', 'GB', ',', 'or']
    """

    __slots__ = ("_places", "count", "ends", "starts", "text", "undated", "words")

    def __init__(self, text: str) -> None:
        self.text = text
        self._places: dict[int, list[int]] = {}
        self.undated: set[int] = set()
        pieces = _APART.split(text)  # what lies between, a word, what lies between ...: the offsets are sums of lengths
        words: list[str] = pieces[1::2]
        self.words = words
        self.count = len(words)
        places = list(accumulate(map(len, pieces)))
        self.starts: list[int] = places[:-1:2]
        self.ends: list[int] = places[1::2]
        words += [""] * PAD
        beyond = len(text) + 2
        self.starts += [beyond + 2 * k for k in range(PAD)]
        self.ends += [beyond + 2 * k + 1 for k in range(PAD)]

    def places(self, looks: Looks) -> list[int]:
        """Where the words stand that ``looks`` finds fitting, looked up once."""
        found = self._places.get(id(looks))
        if found is None:
            found = self._places[id(looks)] = looks.places(self.words)
        return found

    def glued(self, i: int) -> bool:
        """Whether token ``i`` touches the one before it."""
        return self.starts[i] == self.ends[i - 1]


def split(surface: str) -> tuple[str, ...]:
    """A surface of a rule, cut the same way as texts are."""
    return tuple(TOKEN.findall(surface))
