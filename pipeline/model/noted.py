"""What a function says of things that come up again and again, asked once a thing.
A million claims share their values, qualifiers and rules: most of what is written of them was written before.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

Thing = TypeVar("Thing")
Other = TypeVar("Other")
Said = TypeVar("Said")

_MOST = 50_000


class Noted(Generic[Thing]):
    """What a function says of each thing. Things are told apart by identity, which costs less than comparing them, and
    are held here, so that no other can take their place.

    >>> asked = []
    >>> noted = Noted(lambda thing: asked.append(thing) or f"<{thing}>")
    >>> noted("GB"), noted("GB"), asked
    ('<GB>', '<GB>', ['GB'])
    """

    def __init__(self, function: Callable[[Thing], str]) -> None:
        self._function = function
        self._said: dict[int, tuple[Thing, str]] = {}

    def __call__(self, thing: Thing) -> str:
        """The function's word, now or as it was the first time."""
        found = self._said.get(id(thing))
        if found is None:
            if len(self._said) >= _MOST:
                self._said.clear()
            found = self._said[id(thing)] = (thing, self._function(thing))
        return found[1]


class NotedPairs(Generic[Thing, Other, Said]):
    """The same for two things together.

    >>> noted = NotedPairs(lambda number, unit: f"{number} {unit}")
    >>> noted(144, "GB")
    '144 GB'
    """

    def __init__(self, function: Callable[[Thing, Other], Said]) -> None:
        self._function = function
        self._said: dict[tuple[int, int], tuple[Thing, Other, Said]] = {}

    def __call__(self, thing: Thing, other: Other) -> Said:
        """The function's word, now or as it was the first time."""
        key = (id(thing), id(other))
        found = self._said.get(key)
        if found is None:
            if len(self._said) >= _MOST:
                self._said.clear()
            found = self._said[key] = (thing, other, self._function(thing, other))
        return found[2]
