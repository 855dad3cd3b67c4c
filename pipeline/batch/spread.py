"""Many pieces of work shared by this process and copies of it, whoever is free taking the next: results in order.
The pieces are told apart by their numbers, and what they need is at hand in each copy: only results travel.
"""

from __future__ import annotations

import os
import struct
from collections.abc import Callable, Iterator
from functools import partial
from queue import Empty, SimpleQueue
from threading import Semaphore, Thread
from typing import BinaryIO, TypeVar

from pipeline.batch import wire
from pipeline.batch.copies import Answer, Copy, opened, outcome
from pipeline.model import one_by_one

Out = TypeVar("Out")
Answers = SimpleQueue[tuple[int, Answer, Callable[[], None]]]
"""The number of a piece, what came of it, and whom to tell that it was taken."""

_NUMBER = struct.Struct("<I")
_MOST = 10_000
"""Pieces whose numbers surely fit into a pipe, on every system that can copy a process."""
_AHEAD = 8
"""Answers of a copy that may wait for their turn."""
_NO_MORE = -1
"""Stands for a number where a copy answers no more."""


def spread(work: Callable[[int], Out], count: int, copies: int) -> Iterator[Out]:
    """``work(0)``, ``work(1)`` and so on, in order, done by this process and ``copies`` of it.

    Copies are made when the first result is asked for, and end with the last, or with this process. What a copy that
    dies had in hand is done here; a process with several threads, or with more than ten thousand pieces, does all of
    them itself. What a piece of work raises is raised in its place or before.

    >>> list(spread(str, 3, copies=1))
    ['0', '1', '2']
    """
    if not 1 < count <= _MOST or copies < 1:
        yield from one_by_one(work, count)
        return
    numbers, given = os.pipe()
    os.write(given, b"".join(map(_NUMBER.pack, range(count))))
    os.close(given)
    made = [Copy.living(partial(_life, work, numbers)) for _ in range(min(copies, count - 1))]
    answers: Answers = SimpleQueue()
    team = [_Listener(copy, answers) for copy in made if copy is not None]
    try:
        for listener in team:
            listener.start()
        yield from _in_order(work, count, numbers, answers, len(team))
    finally:
        for listener in team:
            listener.close()
        os.close(numbers)


class _Listener:
    """Passes on the answers of a copy from a thread of its own, so that the copy need not wait for this process; but
    only so many that were not taken yet, for they take memory.
    """

    def __init__(self, copy: Copy, answers: Answers) -> None:
        self._copy = copy
        self._answers = answers
        self._room = Semaphore(_AHEAD)
        self._closed = False
        self._thread = Thread(target=self._listen, daemon=True)

    def start(self) -> None:
        """Listen from now on."""
        self._thread.start()

    def close(self) -> None:
        """End the copy, and listen no more."""
        self._closed = True
        self._copy.kill()
        self._room.release()
        if self._thread.ident is not None:
            self._thread.join()
        self._copy.end()

    def _listen(self) -> None:
        """What the thread does."""
        try:
            while self._room.acquire() and not self._closed and (answer := self._copy.answer()) is not None:
                kind, body = answer
                number = _NUMBER.unpack_from(body)[0]
                self._answers.put((number, (kind, memoryview(body)[_NUMBER.size :]), self._room.release))
        finally:
            self._answers.put((_NO_MORE, (b"", b""), _nothing))


def _life(work: Callable[[int], Out], numbers: int, answers: BinaryIO) -> None:
    """What a copy does: the next piece, as long as there is one."""
    while (number := _next(numbers)) is not None:
        kind, body = outcome(partial(work, number))
        wire.send(answers, kind, _NUMBER.pack(number), body)


def _next(numbers: int) -> int | None:
    """The number of the next piece that nobody has taken yet."""
    taken = os.read(numbers, _NUMBER.size)
    return int(_NUMBER.unpack(taken)[0]) if taken else None


def _in_order(work: Callable[[int], Out], count: int, numbers: int, answers: Answers, copies: int) -> Iterator[Out]:
    """The results: what is there goes out first, else the next piece is done here, else the copies are waited for. A
    copy's answers come in order, so that the one which is due never waits for room behind later ones.
    """
    ready: dict[int, tuple[Out, Callable[[], None]]] = {}
    due, more = 0, True
    while due < count:
        if due in ready:
            result, taken = ready.pop(due)
            yield result
            taken()
            due += 1
            continue
        try:
            number, answer, taken = answers.get(block=copies > 0 and (not more or len(ready) > _AHEAD * (copies + 1)))
        except Empty:
            own = _next(numbers) if more else due  # whoever had that one is dead
            if own is None:
                more = False
            else:
                ready[own] = work(own), _nothing
        else:
            if number == _NO_MORE:
                copies -= 1
            else:
                ready[number] = opened(answer), taken


def _nothing() -> None:
    """Nobody waits for what was done here."""
