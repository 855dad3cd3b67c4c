"""Endless variations of a few articles: other figures, other words, a few that nobody has used before.
The same number gives the same article; tags, years and the order of sentences stay, so that pages stay pages.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence

from pipeline.model import Document

_FIGURE = re.compile(r"(?<=[\s>(])(?!(?:19|20)\d\d\b)[1-9][\d.,]*\d(?![\w\"'=])")
_WORD = re.compile(r"(?<=[ >])[a-z]{6,}(?=[ ,.<])")
_DIGIT = re.compile(r"\d")
_SYLLABLES = ("ka", "lo", "mer", "tan", "vi", "os", "dra", "ne", "pul", "sic", "bor", "eth")

REWORDED, COINED = 0.08, 0.01
"""Shares of the longer words that become another word of the collection, and a new one."""


class Variations:
    """Variations of ``documents``, which are text or pages in UTF-8."""

    def __init__(self, documents: Sequence[Document]) -> None:
        self._documents = list(documents)
        self._texts = [document.data.decode("utf-8", "replace") for document in documents]
        self._words = sorted({word for text in self._texts for word in _WORD.findall(text)})
        self._paragraphs = [p for text in self._texts if "<p" not in text for p in text.split("\n\n") if len(p) > 80]

    def documents(self, count: int) -> Iterator[Document]:
        """The first variations, whole articles."""
        for number in range(count):
            at = number % len(self._documents)
            name = f"{number:07}-{self._documents[at].name}"
            yield self._documents[at].model_copy(
                update={"name": name, "key": f"file:{name}", "data": self._varied(self._texts[at], number)}
            )

    def notes(self, count: int) -> Iterator[Document]:
        """Short ones: two paragraphs each."""
        for number in range(count):
            text = "\n\n".join(random.Random(number).sample(self._paragraphs, 2))
            name = f"{number:07}.txt"
            yield Document(name=name, key=f"file:{name}", data=self._varied(text, number))

    def _varied(self, text: str, number: int) -> bytes:
        dice = random.Random(number)

        def word(match: re.Match[str]) -> str:
            chance = dice.random()
            if chance < COINED:
                return "".join(dice.choices(_SYLLABLES, k=4))
            return dice.choice(self._words) if chance < COINED + REWORDED else match[0]

        def figure(match: re.Match[str]) -> str:
            return match[0][0] + _DIGIT.sub(lambda _: str(dice.randrange(10)), match[0][1:])

        return _WORD.sub(word, _FIGURE.sub(figure, text)).encode()
