"""A worker process: gets its function once, then chunks of items, and answers each item as soon as it is done.
It dies with whoever started it, as the pipe it reads from ends; signals to a whole terminal or service are not for it.
"""

from __future__ import annotations

import gc
import os
import pickle
import signal
import socket
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any, BinaryIO

from pipeline.batch import wire
from pipeline.batch.limits import Limits, allow_memory, fatal_after, sizes
from pipeline.errors import SpecledgerError

_IGNORED = ("SIGINT", "SIGTERM", "SIGHUP")
"""Ctrl-C and a service's end reach all its processes at once; were workers to obey, innocent items would be blamed."""


def main(control: int) -> None:
    """The whole life of a worker, on standard input and output; or of a template of workers, which is asked for copies
    through the socket ``control`` (-1 for none). Never returns.
    """
    deafen()
    if hasattr(signal, "SIGALRM"):
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, [signal.SIGALRM])
    status = 0
    with suppress(OSError):  # where nobody is there to hear the answer
        status = _live(*_channel(), control)
    os._exit(status)


def deafen() -> None:
    """From now on signals to a whole terminal or service are not for this process."""
    for name in _IGNORED:
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), signal.SIG_IGN)


def _channel() -> tuple[BinaryIO, BinaryIO]:
    """The pipes, moved away from where stray prints of any library would garble them."""
    inbox, outbox = os.dup(0), os.dup(1)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.dup2(2, 1)
    return os.fdopen(inbox, "rb"), os.fdopen(outbox, "wb")


def _live(inbox: BinaryIO, outbox: BinaryIO, control: int) -> int:
    """Loads the function and applies it until there is nothing more to read; the exit status."""
    equipment = wire.receive(inbox)
    if equipment is None:
        return 0
    gc.disable()  # while it loads, there is nothing to be found
    try:
        made, limits, garbage = pickle.loads(equipment[1])
        gc.set_threshold(*garbage)
        with fatal_after(limits.start_seconds):
            function = pickle.loads(made)()
            if warm_up := getattr(function, "warm_up", None):
                warm_up()
    except BaseException as error:
        wire.send(outbox, wire.FAILED, packed(error))
        return 1
    gc.collect()
    gc.freeze()  # what is loaded lives to the end: searching it for garbage again and again costs time
    if control >= 0 and _is_alone():
        wire.send(outbox, wire.TEMPLATE)
        pipes = _copies(socket.socket(fileno=control))
        if pipes is None:
            return 0
        inbox, outbox = pipes
    else:
        wire.send(outbox, wire.READY)
    gc.enable()
    allow_memory(limits.megabytes)
    return _work(inbox, outbox, function, limits)


def _is_alone() -> bool:
    """Whether this process has one thread: locks that others hold would stay closed in a copy for ever."""
    return len(list(Path("/proc/self/task").iterdir())) == 1


def _copies(control: socket.socket) -> tuple[BinaryIO, BinaryIO] | None:
    """Makes copies of this process as long as somebody asks. In a copy, its pipes; None when nobody asks any more."""
    with control:
        while True:
            asked, pipes, _, _ = socket.recv_fds(control, wire.NUMBER.size, 2)
            if not asked:
                return None
            (number,) = wire.NUMBER.unpack(asked)
            if number:
                answer = os.waitstatus_to_exitcode(os.waitpid(number, 0)[1])
            else:
                try:
                    answer = os.fork()
                except OSError:
                    answer = 0
                else:
                    if not answer:
                        return os.fdopen(pipes[0], "rb"), os.fdopen(pipes[1], "wb")
            for pipe in pipes:
                os.close(pipe)
            control.send(wire.NUMBER.pack(answer))


def _work(inbox: BinaryIO, outbox: BinaryIO, function: Callable[[Any], Any], limits: Limits) -> int:
    """Answers until there is nothing more to read, or until this process has done its share; the exit status."""
    done = 0
    while (chunk := wire.receive(inbox)) is not None:
        blobs = pickle.loads(chunk[1])
        for blob in blobs:
            wire.send(outbox, *_answer(function, blob, limits))
        done += len(blobs)
        if done >= limits.items or sizes()[1] > limits.resident << 20:
            return wire.TIRED
    return 0


def _answer(function: Callable[[Any], Any], blob: bytes, limits: Limits) -> tuple[bytes, bytes]:
    """One item's result or error, pickled."""
    with fatal_after(limits.seconds):
        try:
            return wire.RESULT, pickle.dumps(function(pickle.loads(blob)), pickle.HIGHEST_PROTOCOL)
        except MemoryError:
            os._exit(wire.OUT_OF_MEMORY)  # what this process still holds, nobody can tell
        except BaseException as error:
            return wire.ERROR, packed(error)


def packed(error: BaseException) -> bytes:
    """An error that can travel: as it is, or in words where it or its parts cannot be pickled."""
    try:
        blob = pickle.dumps(error)
        pickle.loads(blob)
    except Exception:
        return pickle.dumps(SpecledgerError(in_words(error)))
    return blob


def in_words(error: BaseException) -> str:
    """An error in one short line."""
    said = " ".join(str(error).split())[:300]
    return said if isinstance(error, SpecledgerError) else f"{type(error).__name__}: {said}"


if __name__ == "__main__":
    sys.exit("this module is started by the batch, not by hand")
