"""Look-up of phrases in tokens: a trie of words, read forwards or backwards, that finds the longest match.
The time of one look-up is bounded by the longest phrase, never by the number of phrases.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Generic, TypeVar

from pipeline.measure.tokens import Tokens, split

T = TypeVar("T")


class Phrases(Generic[T]):
    """Surfaces with what they mean. ``exact`` surfaces keep their case, the others do not.

    >>> Phrases([("more than", ">"), ("more", "+")]).match(Tokens("more than 3"), 0)
    ('>', 2)
    """

    def __init__(
        self, entries: Iterable[tuple[str, T]] = (), exact: Iterable[tuple[str, T]] = (), backwards: bool = False
    ) -> None:
        self._step = -1 if backwards else 1
        self._loose: dict[str, Any] = {}
        self._exact: dict[str, Any] = {}
        for surface, meaning in entries:
            self._add(self._loose, surface.lower(), meaning)
        for surface, meaning in exact:
            self._add(self._exact, surface, meaning)

    @property
    def first_words(self) -> Iterable[str]:
        """The words that a match can begin with (backwards: end with)."""
        return (*self._loose, *self._exact)

    def _add(self, node: dict[str, Any], surface: str, meaning: T) -> None:
        words = split(surface)
        for word in words if self._step == 1 else reversed(words):
            node = node.setdefault(word, {})
        node.setdefault("", meaning)

    def match(self, tokens: Tokens, i: int) -> tuple[T, int] | None:
        """The longest phrase from token ``i`` on (or, backwards, ending with it) and the index behind it."""
        words = tokens.words
        word = words[i] if i >= 0 else ""
        node, loose = self._exact.get(word), self._loose.get(word.lower())
        if node is None and loose is None:
            return None  # nearly always
        best: tuple[T, int] | None = None
        reach = at = i
        step = self._step
        while node is not None:
            at += step
            if "" in node:
                best, reach = (node[""], at), at
            node = node.get(words[at]) if at >= 0 and words[at] else None
        node, at = loose, i
        while node is not None:
            at += step
            if "" in node and (best is None or (at - reach) * step > 0):
                best, reach = (node[""], at), at
            node = node.get(words[at].lower()) if at >= 0 and words[at] else None
        return best
