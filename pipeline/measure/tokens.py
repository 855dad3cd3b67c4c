"""Cuts a text into numbers, words and signs, once, with offsets; every reader here walks over these tokens.
Each pattern part consumes what it sees and never gives back, so the time is linear in the text by construction.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

TOKEN = re.compile(
    r"""
      \d++ (?:,\d{3})*+ (?:\.\d++)?+          # 12  1,000  3.35
    | (?<![\w.])\.\d++                        # .001
    | [½¼¾⅓⅔⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞]
    | [^\W\d_½¼¾⅓⅔⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞]++              # words, also "mm²"
    | \n++
    | [^\s]
    """,
    re.VERBOSE,
)


class Tokens:
    """The tokens of one text: ``words[i]`` stands at ``starts[i]:ends[i]``; index ``len`` and beyond read as "".

    >>> Tokens("144GB, or more").words[:4]
    ['144', 'GB', ',', 'or']
    """

    __slots__ = ("count", "ends", "starts", "text", "words")

    def __init__(self, text: str) -> None:
        self.text = text
        self.words: list[str] = []
        self.starts: list[int] = []
        self.ends: list[int] = []
        for match in TOKEN.finditer(text):
            self.words.append(match[0])
            self.starts.append(match.start())
            self.ends.append(match.end())
        self.count = len(self.words)
        self.words += [""] * PAD
        self.starts += [len(text) + 1] * PAD
        self.ends += [len(text) + 1] * PAD

    def __iter__(self) -> Iterator[str]:
        return iter(self.words[: self.count])

    def glued(self, i: int) -> bool:
        """Whether token ``i`` touches the one before it."""
        return i > 0 and self.starts[i] == self.ends[i - 1]


PAD = 12


def split(surface: str) -> tuple[str, ...]:
    """A surface of a rule, cut the same way as texts are."""
    return tuple(TOKEN.findall(surface))
