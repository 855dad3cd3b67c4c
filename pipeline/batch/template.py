"""A worker process that has loaded everything and works on nothing: it makes copies of itself, which do.
Copies cost next to nothing, share the memory of what was loaded, and are safe because the process has one thread.
"""

from __future__ import annotations

import os
import signal
import socket
import sys
from contextlib import suppress
from threading import Lock

from pipeline.batch import process, wire
from pipeline.batch.process import Worker

_UNKNOWN = -1000
"""No exit status."""


def can_copy() -> bool:
    """Whether processes can be copied here: Linux can, and tells them apart even where an id is used again."""
    if sys.platform != "linux":
        return False
    try:
        os.close(os.pidfd_open(os.getpid()))
    except (OSError, AttributeError):
        return False
    return True


class Template:
    """The process as seen from where it was started. ``process`` is to be started; where it says no more then than
    ``READY`` it cannot be copied, and is an ordinary worker.
    """

    def __init__(self) -> None:
        self._control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            self.process: Worker = process.fresh(theirs.fileno())
        self._lock = Lock()

    def copy(self) -> Worker | None:
        """One more worker, ready to work; None where the template has died or the system gives no process."""
        (inbox, to_it), (from_it, outbox) = os.pipe(), os.pipe()
        try:
            ident = self._ask(0, inbox, outbox)
            handle = os.pidfd_open(ident) if ident > 0 else -1
        finally:
            os.close(inbox)
            os.close(outbox)
        pipes = os.fdopen(to_it, "wb"), os.fdopen(from_it, "rb")
        if handle >= 0:
            return Worker(_Copy(self, ident, handle), *pipes)
        for pipe in pipes:
            pipe.close()
        return None

    def ended(self, ident: int) -> int:
        """The exit status of a copy that is dead or dying; that of a killed one where nobody can tell any more."""
        status = self._ask(ident)
        return -signal.SIGKILL if status == _UNKNOWN else status

    def close(self) -> None:
        """Ends the template, not its copies; their status must have been asked for before."""
        self.process.kill()
        self.process.end()
        self.release()

    def release(self) -> None:
        """No copies are wanted."""
        self._control.close()

    def _ask(self, number: int, *pipes: int) -> int:
        with self._lock, suppress(OSError):
            socket.send_fds(self._control, [wire.NUMBER.pack(number)], pipes)
            if answer := self._control.recv(wire.NUMBER.size):
                return int(wire.NUMBER.unpack(answer)[0])
        return _UNKNOWN


class _Copy:
    """A copy's life. The handle keeps its id from being mistaken for another's."""

    def __init__(self, template: Template, ident: int, handle: int) -> None:
        self._template = template
        self._ident = ident
        self._handle = handle
        self._lock = Lock()

    def kill(self) -> None:
        """Ends it now."""
        with self._lock, suppress(ProcessLookupError):
            if self._handle >= 0:
                signal.pidfd_send_signal(self._handle, signal.SIGKILL)

    def wait(self) -> int:
        """Its exit status."""
        status = self._template.ended(self._ident)
        with self._lock:
            os.close(self._handle)
            self._handle = -1
        return status
