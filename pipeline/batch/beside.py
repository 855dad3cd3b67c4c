"""One piece of work in a copy of this process, while this one goes on: the copy has at hand whatever this one has.
Only what comes out of it travels, so that should be little. Where no copy can be made, the work is done in turn.
"""

from __future__ import annotations

import os
import pickle
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import cache
from typing import Any, TypeVar

from pipeline.batch import wire
from pipeline.batch.template import can_copy
from pipeline.batch.worker import deafen, packed
from pipeline.model import in_turn

Out = TypeVar("Out")


@contextmanager
def beside(work: Callable[[], Out]) -> Iterator[Callable[[], Out]]:
    """Starts ``work`` in a copy of this process; the result, asked for in the block, comes as soon as it is there.

    The copy ends with the block, or with this process. If it dies, the work is done here. No copy is made of a process
    with several threads, as the locks that they hold would stay closed in it.

    >>> with beside(lambda: 144) as result:
    ...     result()
    144
    """
    copy = _Copy.of_this_process(work) if can_copy() and threading.active_count() == 1 else None
    if copy is None:
        with in_turn(work) as result:
            yield result
        return
    try:
        yield cache(lambda: copy.result(work))
    finally:
        copy.end()


class _Copy:
    """A copy that is at work, seen from the process that made it."""

    def __init__(self, ident: int, outbox: int, alive: int) -> None:
        self._ident = ident
        self._outbox = os.fdopen(outbox, "rb")
        self._alive = alive

    @classmethod
    def of_this_process(cls, work: Callable[[], Any]) -> _Copy | None:
        """One that does the work; None where the system gives no process."""
        (outbox, answers), (alive, held) = os.pipe(), os.pipe()
        try:
            ident = os.fork()
        except OSError:
            for pipe in (outbox, answers, alive, held):
                os.close(pipe)
            return None
        if not ident:
            os.close(outbox)
            os.close(held)
            _live(work, answers, alive)
        os.close(answers)
        os.close(alive)
        return cls(ident, outbox, held)

    def result(self, work: Callable[[], Out]) -> Out:
        """What came out of it; done here where the copy died. Raises what the work raised."""
        answer = wire.receive(self._outbox)
        if answer is None:
            return work()
        kind, body = answer
        if kind == wire.ERROR:
            raise pickle.loads(body)
        result: Out = pickle.loads(body)
        return result

    def end(self) -> None:
        """Nothing of it remains."""
        with suppress(ProcessLookupError):
            os.kill(self._ident, signal.SIGKILL)  # nobody waited for it yet, so that it still has its id
        os.waitpid(self._ident, 0)
        self._outbox.close()
        os.close(self._alive)


def _live(work: Callable[[], Any], answers: int, alive: int) -> None:
    """The whole life of a copy. Never returns, and leaves what is half written in its copies of files unwritten."""
    try:
        deafen()
        threading.Thread(target=_end_with, args=(alive,), daemon=True).start()
        try:
            kind, body = wire.RESULT, pickle.dumps(work(), pickle.HIGHEST_PROTOCOL)
        except BaseException as error:
            kind, body = wire.ERROR, packed(error)
        with os.fdopen(answers, "wb") as pipe:
            wire.send(pipe, kind, body)
    finally:
        os._exit(0)


def _end_with(alive: int) -> None:
    """Ends this process when the one that made it is gone, and so its end of a pipe that nobody writes to."""
    os.read(alive, 1)
    os._exit(0)
