"""The tokens of a Doc as plain lists, made once an article: spaCy makes a new object for every token looked at.
Distances in words are counted here too.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from itertools import accumulate
from operator import add

from spacy.attrs import ORTH, SPACY
from spacy.tokens import Doc


class Words:
    """Texts, lower-case forms, offsets and joints of all tokens."""

    def __init__(self, doc: Doc, source: str) -> None:
        """Take the tokens of ``doc``, which was made of ``source``; offsets follow from lengths, nothing is lost."""
        strings = doc.vocab.strings
        keys, spaces = doc.to_array(ORTH).tolist(), doc.to_array(SPACY).tolist()
        distinct = list(set(keys))
        known = dict(zip(distinct, map(strings.__getitem__, distinct), strict=True))
        lower = {key: text.lower() for key, text in known.items()}
        self.source = source
        self.texts: list[str] = list(map(known.__getitem__, keys))
        self.lowers: list[str] = list(map(lower.__getitem__, keys))
        self.joined: list[bool] = [not space for space in spaces]
        self.starts: list[int] = list(accumulate(map(add, map(len, self.texts), spaces), initial=0))[:-1]

    def __len__(self) -> int:
        return len(self.texts)

    def end(self, at: int) -> int:
        """The offset behind token ``at``."""
        return self.starts[at] + len(self.texts[at])

    def text(self, first: int, last: int) -> str:
        """The words ``first:last`` as they stand in the text, white space made single."""
        last = min(last, len(self.texts))
        return " ".join(self.source[self.starts[first] : self.end(last - 1)].split()) if first < last else ""

    def lower(self, at: int) -> str:
        """The lower-case form of token ``at``; empty outside the text."""
        return self.lowers[at] if 0 <= at < len(self.lowers) else ""

    def index(self, offset: int) -> int:
        """The number of the token that holds, or comes last before, ``offset``."""
        return max(bisect_right(self.starts, offset) - 1, 0)

    def gap(self, a_start: int, a_end: int, b_start: int, b_end: int) -> int:
        """How many tokens lie between two stretches; 0 where they touch or overlap."""
        left, right = (a_end, b_start) if a_end <= b_start else (b_end, a_start)
        if right <= left:
            return 0
        return max(bisect_left(self.starts, right) - bisect_left(self.starts, left), 0)
