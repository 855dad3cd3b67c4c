"""How one piece of work may be done beside other work: what those who have such work expect of whoever does it.
What comes out is the same, wherever and whenever it is done.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from functools import cache
from typing import Protocol, TypeVar

Out = TypeVar("Out")


class Beside(Protocol):
    """Takes work, and gives a context in which its result can be asked for; else it may be left undone."""

    def __call__(self, work: Callable[[], Out], /) -> AbstractContextManager[Callable[[], Out]]:
        """The work may start now. Raises what it raises when its result is asked for."""


@contextmanager
def in_turn(work: Callable[[], Out]) -> Iterator[Callable[[], Out]]:
    """No place beside: the work is done when its result is asked for.

    >>> with in_turn(lambda: 144) as result:
    ...     result()
    144
    """
    yield cache(work)
