"""Whose hands do the work: this process alone, or copies of it too. What those who have such work expect of whoever
does it; what comes out is the same, wherever and whenever it is done.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from functools import cache
from typing import Protocol, TypeVar

Out = TypeVar("Out")


class Beside(Protocol):
    """Takes work, and gives a context in which its result can be asked for; else it may be left undone."""

    def __call__(self, work: Callable[[], Out], /) -> AbstractContextManager[Callable[[], Out]]:
        """The work may start now. Raises what it raises when its result is asked for."""


class Spread(Protocol):
    """Takes work that falls into pieces, told apart by their numbers."""

    def __call__(self, work: Callable[[int], Out], count: int, /) -> Iterator[Out]:
        """``work(0)``, ``work(1)`` and so on, in order. Raises what a piece raises, in its place or before."""


@contextmanager
def in_turn(work: Callable[[], Out]) -> Iterator[Callable[[], Out]]:
    """No place beside: the work is done when its result is asked for.

    >>> with in_turn(lambda: 144) as result:
    ...     result()
    144
    """
    yield cache(work)


def one_by_one(work: Callable[[int], Out], count: int) -> Iterator[Out]:
    """Nobody to share with: each piece is done when its result is asked for.

    >>> list(one_by_one(str, 3))
    ['0', '1', '2']
    """
    return map(work, range(count))


@dataclass(frozen=True)
class Hands:
    """Where one piece of work is done beside all else, and who does work that falls into many pieces."""

    beside: Beside = in_turn
    spread: Spread = one_by_one


ALONE = Hands()
"""This process, one thing after the other."""
