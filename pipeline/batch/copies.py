"""Copies of this process, made on the way: a copy has at hand whatever this process has, so that only results travel.
No copy is made of a process with several threads, as the locks that they hold would stay closed in it.
"""

from __future__ import annotations

import os
import pickle
import signal
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import Any, BinaryIO

from pipeline.batch import wire
from pipeline.batch.template import can_copy
from pipeline.batch.worker import deafen, packed

Life = Callable[[BinaryIO], None]
"""What a copy does all its life; it answers into the file."""

Answer = tuple[bytes, bytes | memoryview]
"""Of what kind it is, and its body (:mod:`pipeline.batch.wire`)."""


_ROOM = 1 << 20
"""Bytes that may wait in a pipe, as many as a system grants without being asked for more."""


class Copy:
    """A copy that is at work, seen from the process that made it: what it answers, and its end."""

    def __init__(self, ident: int, outbox: int, alive: int) -> None:
        self._ident = ident
        self._outbox = os.fdopen(outbox, "rb")
        self._alive = alive

    @classmethod
    def living(cls, life: Life) -> Copy | None:
        """One that leads this life; None where there can be none."""
        if not can_copy() or threading.active_count() > 1:
            return None
        (outbox, answers), (alive, held) = os.pipe(), os.pipe()
        _widen(answers)
        try:
            ident = os.fork()
        except OSError:
            for pipe in (outbox, answers, alive, held):
                os.close(pipe)
            return None
        if not ident:
            os.close(outbox)
            os.close(held)
            _live(life, answers, alive)
        os.close(answers)
        os.close(alive)
        return cls(ident, outbox, held)

    def answer(self) -> Answer | None:
        """Its next answer as it was sent; None where none will come any more."""
        return wire.receive(self._outbox)

    def kill(self) -> None:
        """It does nothing more, and answers no more."""
        with suppress(ProcessLookupError):
            os.kill(self._ident, signal.SIGKILL)  # nobody waited for it yet, so that it still has its id

    def end(self) -> None:
        """Nothing of it remains."""
        self.kill()
        os.waitpid(self._ident, 0)
        self._outbox.close()
        os.close(self._alive)


def outcome(work: Callable[[], Any]) -> Answer:
    """What came out of some work, or what it raised, as an answer that can be sent."""
    try:
        return wire.RESULT, pickle.dumps(work(), pickle.HIGHEST_PROTOCOL)
    except BaseException as error:
        return wire.ERROR, packed(error)


def opened(answer: Answer) -> Any:
    """What :func:`outcome` was made of. Raises what the work raised."""
    kind, body = answer
    if kind == wire.ERROR:
        raise pickle.loads(body)
    return pickle.loads(body)


def _widen(pipe: int) -> None:
    """More room in a pipe: whoever reads it in a process that is busy gets a turn now and then only, and takes what is
    there by then.
    """
    import fcntl  # where processes can be copied it is there

    with suppress(OSError):
        fcntl.fcntl(pipe, fcntl.F_SETPIPE_SZ, _ROOM)


def _live(life: Life, answers: int, alive: int) -> None:
    """The whole life of a copy. Never returns, and leaves what is half written in its copies of files unwritten."""
    try:
        deafen()
        threading.Thread(target=_end_with, args=(alive,), daemon=True).start()
        with os.fdopen(answers, "wb") as pipe:
            life(pipe)
    finally:
        os._exit(0)


def _end_with(alive: int) -> None:
    """Ends this process when the one that made it is gone, and so its end of a pipe that nobody writes to."""
    os.read(alive, 1)
    os._exit(0)
