"""One worker process as seen from here: started from scratch, given chunks, and questioned about how it ended.
It is no fork of this process: threads here, such as a web client's, would leave their locks closed in the copy.
"""

from __future__ import annotations

import gc
import os
import pickle
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import BinaryIO, Protocol, cast

from pipeline.batch import wire
from pipeline.batch.limits import Limits, too_large, too_long
from pipeline.errors import SpecledgerError

_CODE = """import sys
control = int(sys.argv[1])
sys.path[:] = sys.argv[2:]
from pipeline.batch.worker import main
main(control)"""
"""The worker finds modules where this process does; the script that runs here is not run again there."""

_ONE_THREAD = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")
"""One process a core: number libraries that start a thread a core would only get in each other's way."""


class Life(Protocol):
    """A process: it can be ended, from any thread and more than once, and waited for."""

    def kill(self) -> None:
        """Ends it now, whatever it does."""

    def wait(self) -> int:
        """Its exit status, minus a signal, once it has ended."""


class Worker:
    """A process that applies one function, with the pipes to and from it."""

    def __init__(self, life: Life, inbox: BinaryIO, outbox: BinaryIO) -> None:
        self._life = life
        self._inbox = inbox
        self._outbox = outbox

    def start(self, made: bytes, limits: Limits) -> bytes | None:
        """Hands a fresh process the pickled maker of its function, and waits until it is ready: what it says then
        (:mod:`pipeline.batch.wire`). None where it died before; raises what it says hinders it.
        """
        with suppress(OSError):
            wire.send(self._inbox, wire.CHUNK, pickle.dumps((made, limits, gc.get_threshold())))
        answer = wire.receive(self._outbox)
        if answer is not None and answer[0] == wire.FAILED:
            raise pickle.loads(answer[1])
        return answer and answer[0]

    def work(self, blobs: Sequence[bytes]) -> Iterator[tuple[bytes, bytes]]:
        """The answers to pickled items, one by one, each a kind and its bytes; fewer than items where it dies."""
        try:
            wire.send(self._inbox, wire.CHUNK, pickle.dumps(list(blobs), pickle.HIGHEST_PROTOCOL))
        except OSError:
            return  # it died between two chunks
        for _ in blobs:
            answer = wire.receive(self._outbox)
            if answer is None:
                return
            yield answer

    def kill(self) -> None:
        """Ends it now, whatever it does. May be called from any thread, and more than once."""
        self._life.kill()

    def end(self) -> int:
        """Waits for a process that is dead or dying, and closes its pipes; its exit status (minus a signal)."""
        with suppress(OSError):
            self._inbox.close()
        status = self._life.wait()
        self._outbox.close()
        return status


def fresh(control: int = -1) -> Worker:
    """A process of its own, to be started. ``control`` is a socket through which it shall be asked for copies of
    itself. Raises SpecledgerError where there can be none.
    """
    command = [sys.executable, "-c", _CODE, str(control), *(path for path in sys.path if isinstance(path, str))]
    environment = {**dict.fromkeys(_ONE_THREAD, "1"), **os.environ}
    handed_on = () if control < 0 else (control,)
    try:
        with _deaf():
            process = subprocess.Popen(
                command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment, pass_fds=handed_on
            )
    except OSError as error:
        raise _not_started(str(error)) from error
    return Worker(process, cast("BinaryIO", process.stdin), cast("BinaryIO", process.stdout))


def not_ready(status: int) -> SpecledgerError:
    """The error for a worker that died before it had anything to do."""
    how = f"signal {-status}" if status < 0 else f"status {status}"
    return _not_started(f"it ended while it was starting, {how}")


def why(status: int, limits: Limits) -> str:
    """What an exit status says of the item that was being worked on; empty where it is not to blame."""
    if status == wire.TIRED:
        return ""
    if status == wire.OUT_OF_MEMORY:
        return too_large(limits)
    if hasattr(signal, "SIGALRM") and status == -signal.SIGALRM:
        return too_long(limits)
    how = f"signal {-status}" if status < 0 else f"status {status}"
    return f"the process that read it died ({how})"


def is_a_limit(status: int) -> bool:
    """Whether a worker ended for what its item took: a second try would end the same way."""
    return status == wire.OUT_OF_MEMORY or (hasattr(signal, "SIGALRM") and status == -signal.SIGALRM)


def _not_started(detail: str) -> SpecledgerError:
    remedy = "there may be too little memory: run with fewer jobs, or with one (--jobs 1), which starts no process"
    return SpecledgerError(f"a worker process could not be started ({detail})", remedy=remedy)


@contextmanager
def _deaf() -> Iterator[None]:
    """A process started in this block is deaf to Ctrl-C from its first moment, before it can say so itself."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
