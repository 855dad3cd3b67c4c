"""Which words of a text are worth a closer look, by the look of each word alone.
A word is judged once and remembered, since most words of a text stood in others before it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import compress, count
from typing import TypeVar

_REMEMBERED = 50_000  # words; what made-up ones could take is bounded


K = TypeVar("K")
V = TypeVar("V")


class Known(dict[K, V]):
    """What ``make`` gives for each key, worked out once."""

    def __init__(self, make: Callable[[K], V]) -> None:
        super().__init__()
        self._make = make

    def __missing__(self, key: K) -> V:
        if len(self) >= _REMEMBERED:
            self.clear()
        made = self[key] = self._make(key)
        return made


class Looks(Known[str, bool]):
    """What a test says of each word.

    >>> Looks(str.isdigit).places(["144", "GB", "in", "2"])
    [0, 3]
    """

    def places(self, words: Sequence[str]) -> list[int]:
        """Where the fitting words stand."""
        return list(compress(count(), map(self.__getitem__, words)))

    def among(self, places: Iterable[int], words: Sequence[str]) -> list[int]:
        """Those of ``places`` where fitting words stand."""
        return [at for at in places if self[words[at]]]
