"""Many pieces of work shared by this process and copies of it, whoever is free taking the next: results in order.
The pieces are told apart by their numbers, and what they need is at hand in each copy: only results travel.
"""

from __future__ import annotations

import os
import struct
import threading
from collections.abc import Callable, Iterator
from functools import partial
from queue import Empty, SimpleQueue
from typing import BinaryIO, TypeVar

from pipeline.batch import wire
from pipeline.batch.copies import Answer, Copy, opened, outcome
from pipeline.model import one_by_one

Out = TypeVar("Out")
Answers = SimpleQueue[tuple[int, Answer]]

_NUMBER = struct.Struct("<I")
_MOST = 10_000
"""Pieces whose numbers surely fit into a pipe, on every system that can copy a process."""
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
    team = [copy for copy in made if copy is not None]
    answers: Answers = SimpleQueue()
    threads = [threading.Thread(target=_listen, args=(copy, answers), daemon=True) for copy in team]
    try:
        for thread in threads:
            thread.start()
        yield from _in_order(work, count, numbers, answers, len(team))
    finally:
        for copy in team:
            copy.kill()
        for thread in threads:
            thread.join()
        for copy in team:
            copy.end()
        os.close(numbers)


def _life(work: Callable[[int], Out], numbers: int, answers: BinaryIO) -> None:
    """What a copy does: the next piece, as long as there is one."""
    while (number := _next(numbers)) is not None:
        kind, body = outcome(partial(work, number))
        wire.send(answers, kind, _NUMBER.pack(number) + body)


def _next(numbers: int) -> int | None:
    """The number of the next piece that nobody has taken yet."""
    taken = os.read(numbers, _NUMBER.size)
    return int(_NUMBER.unpack(taken)[0]) if taken else None


def _listen(copy: Copy, answers: Answers) -> None:
    """What a thread does: pass on the answers of a copy, so that it need not wait, and at last that none will come."""
    try:
        while (answer := copy.answer()) is not None:
            kind, body = answer
            answers.put((_NUMBER.unpack_from(body)[0], (kind, body[_NUMBER.size :])))
    finally:
        answers.put((_NO_MORE, (b"", b"")))


def _in_order(work: Callable[[int], Out], count: int, numbers: int, answers: Answers, copies: int) -> Iterator[Out]:
    """The results: what is there goes out first, else the next piece is done here, else the copies are waited for."""
    ready: dict[int, Out] = {}
    due, more = 0, True
    while due < count:
        if due in ready:
            yield ready.pop(due)
            due += 1
            continue
        try:
            number, answer = answers.get(block=copies > 0 and not more)
        except Empty:
            own = _next(numbers) if more else due  # whoever had that one is dead
            if own is None:
                more = False
            else:
                ready[own] = work(own)
        else:
            if number == _NO_MORE:
                copies -= 1
            else:
                ready[number] = opened(answer)
