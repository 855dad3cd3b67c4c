"""Serial and process-pool mapping with a bounded window, so that memory stays flat however long the input is.
Results come out in the order of the input: the number of processes never shows in what a run writes.
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from functools import cache
from itertools import islice
from typing import Any, TypeVar, cast

from pipeline.errors import SpecledgerError

In = TypeVar("In")
Out = TypeVar("Out")

CHUNK = 8
"""Items sent to a process at a time: one by one costs more in sending than it gains in balance."""

WINDOW = 4
"""Chunks under way for each process; more would only pile up finished results."""

_make: Callable[[], Callable[[Any], Any]] | None = None


def map_in_order(make: Callable[[], Callable[[In], Out]], items: Iterable[In], jobs: int = 1) -> Iterator[Out]:
    """``make()`` gives the function; it is called once a process, so that engines load once and never travel.

    ``make``, the items and the results must pickle when ``jobs`` is above 1. Raises what the function raises, and
    SpecledgerError when a process dies.

    >>> list(map_in_order(lambda: str.upper, ["a", "b"]))
    ['A', 'B']
    """
    if jobs < 1:
        raise SpecledgerError(f"{jobs} processes cannot do anything", remedy="ask for 1 or more")
    if jobs == 1:
        return map(make(), items)
    return _pooled(make, items, jobs)


def _pooled(make: Callable[[], Callable[[In], Out]], items: Iterable[In], jobs: int) -> Iterator[Out]:
    """Chunks go out as long as the window has room; the oldest is waited for, so order costs no sorting."""
    waiting: deque[Future[list[Out]]] = deque()
    source = iter(items)
    with ProcessPoolExecutor(jobs, initializer=_prepare, initargs=(make,)) as pool:
        try:
            while chunk := list(islice(source, CHUNK)):
                waiting.append(pool.submit(_apply, chunk))
                if len(waiting) >= jobs * WINDOW:
                    yield from waiting.popleft().result()
            while waiting:
                yield from waiting.popleft().result()
        except BrokenProcessPool as error:
            remedy = "there may be too little memory: run with fewer jobs, or with --jobs 1 to see the cause"
            raise SpecledgerError("a worker process died", remedy=remedy) from error


def _prepare(make: Callable[[], Callable[[Any], Any]]) -> None:
    """Runs once in each new process. Nothing is loaded yet: an error here would kill the pool without a word."""
    global _make
    _make = make


@cache
def _function() -> Callable[[Any], Any]:
    """The function, made when the first chunk arrives, so that what breaks comes home as itself."""
    return cast("Callable[[], Callable[[Any], Any]]", _make)()


def _apply(chunk: list[Any]) -> list[Any]:
    """Runs in a process that :func:`_prepare` has made ready."""
    function = _function()
    return [function(item) for item in chunk]


def cores() -> int:
    """Cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
