"""The tokens of a Doc as plain lists, made once an article: spaCy makes a new object for every token looked at.
Distances in words are counted here too.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import accumulate
from operator import add

from spacy.attrs import ORTH, SPACY
from spacy.tokens import Doc
from spacy.vocab import Vocab

from pipeline.measure.looks import Known

_FOLDED = {"ı": "i", "İ": "i", "ſ": "s"}  # letters that patterns take for others, case aside
_FOLDING = str.maketrans({**_FOLDED})


def lowered(text: str) -> str:
    """A text in small letters, each where it was."""
    return (text.translate(_FOLDING) if any(map(text.__contains__, _FOLDED)) else text).lower()


class Spellings:
    """Words by spaCy's numbers for them, and their lower-case forms, remembered from text to text."""

    def __init__(self, vocab: Vocab) -> None:
        self.texts: Known[int, str] = Known(vocab.strings.__getitem__)
        self.lowers: Known[str, str] = Known(str.lower)


class Words:
    """Texts, lower-case forms, offsets and joints of all tokens.

    ``notable`` are the tokens that a name can be seen from: all, until who reads names leaves out the others.
    """

    def __init__(self, doc: Doc, source: str, spellings: Spellings | None = None) -> None:
        """Take the tokens of ``doc``, which was made of ``source``; offsets follow from lengths, nothing is lost."""
        known = spellings or Spellings(doc.vocab)
        keys, spaces = doc.to_array(ORTH).tolist(), doc.to_array(SPACY).tolist()
        self.source = source
        self.notable: Sequence[int] = range(len(keys))
        self.texts: list[str] = list(map(known.texts.__getitem__, keys))
        self.lowers: list[str] = list(map(known.lowers.__getitem__, self.texts))
        self.joined: list[bool] = [not space for space in spaces]
        self.starts: list[int] = list(accumulate(map(add, map(len, self.texts), spaces), initial=0))[:-1]

    def __len__(self) -> int:
        return len(self.texts)

    @cached_property
    def low(self) -> str:
        """The source in small letters, each where it was: patterns find things there in half the time."""
        return lowered(self.source)

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

    def followers(self, name: Sequence[str]) -> Iterator[int]:
        """The number of the token behind each place where the words of ``name`` stand, the text's end aside."""
        first, size, words = name[0], len(name), list(name)
        for at in range(len(self.texts) - size):
            if self.texts[at] == first and self.texts[at : at + size] == words:
                yield at + size

    def gap(self, a_start: int, a_end: int, b_start: int, b_end: int) -> int:
        """How many tokens lie between two stretches; 0 where they touch or overlap."""
        left, right = (a_end, b_start) if a_end <= b_start else (b_end, a_start)
        if right <= left:
            return 0
        return max(bisect_left(self.starts, right) - bisect_left(self.starts, left), 0)
