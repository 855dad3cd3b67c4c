"""Connections that go to the checked address and nowhere else, and that end when their time is up.
A name is resolved once a connection; its addresses are checked, and the socket is opened to one of those.
"""

from __future__ import annotations

import socket
import ssl
import threading
import weakref
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from queue import Empty, SimpleQueue
from typing import Any

import httpcore

from pipeline.web.trouble import Trouble
from pipeline.web.types import Resolve

_until: ContextVar[float] = ContextVar("until", default=float("inf"))
"""When the request of this thread must be over; all of one request's reading happens in one thread."""


@contextmanager
def deadline(at: float) -> Iterator[None]:
    """Everything that is sent and received inside ends by ``at``, on the clock of the backend."""
    token = _until.set(at)
    try:
        yield
    finally:
        _until.reset(token)


class CheckedBackend(httpcore.NetworkBackend):
    """Opens connections for httpcore: resolves, checks every address, connects to a checked one.

    ``refusal`` says why an address is not talked to. One refused address refuses the host: a name that is public and
    private at once is up to no good. Host header and TLS name stay those of the address asked for.
    """

    def __init__(self, resolve: Resolve, refusal: Callable[[str], str], clock: Callable[[], float]) -> None:
        self._resolve = resolve
        self._refusal = refusal
        self._clock = clock
        self._plain = httpcore.SyncBackend()
        self._open: weakref.WeakSet[BoundedStream] = weakref.WeakSet()
        self._lock = threading.Lock()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        """A connection to one of the host's addresses; raises Trouble or httpcore's errors."""
        end = min(_until.get(), self._clock() + (timeout or 0))
        failure: Exception = httpcore.ConnectError("no address")
        for address in self._addresses(host, port, end - self._clock()):
            left = end - self._clock()
            if left <= 0:
                raise httpcore.ConnectTimeout("no address answered in time")
            try:
                stream = self._plain.connect_tcp(address, port, left, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
                continue
            bounded = BoundedStream(stream, self._clock)
            with self._lock:
                self._open.add(bounded)
            return bounded
        raise failure

    def abort(self) -> None:
        """Ends all connections at once, also under threads that are waiting for one."""
        with self._lock:
            streams = list(self._open)
        for stream in streams:
            stream.abort()

    def _addresses(self, host: str, port: int, seconds: float) -> Sequence[str]:
        try:
            addresses = within(seconds, lambda: self._resolve(host, port))
        except Empty as error:
            raise Trouble(f"the name {host} was not resolved in time", "timeout") from error
        except (OSError, UnicodeError) as error:
            raise Trouble(f"no address is known for {host}", "dns", remedy="is its spelling right?") from error
        if not addresses:
            raise Trouble(f"no address is known for {host}", "dns", remedy="is its spelling right?")
        for address in addresses:
            if reason := self._refusal(address):
                remedy = "private addresses are fetched only when allowed"
                raise Trouble(f"{host} is {address}, and {reason}", "private-address", remedy=remedy)
        return addresses


class BoundedStream(httpcore.NetworkStream):
    """A connection whose every wait is cut to what is left of the request's time."""

    def __init__(self, stream: httpcore.NetworkStream, clock: Callable[[], float]) -> None:
        self._stream = stream
        self._clock = clock

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """Up to ``max_bytes``; b"" at the end."""
        return self._stream.read(max_bytes, self._left(timeout, httpcore.ReadTimeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Sends all of ``buffer``."""
        self._stream.write(buffer, self._left(timeout, httpcore.WriteTimeout))

    def close(self) -> None:
        """Closes the connection."""
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        """The same connection, encrypted; certificates are checked for the name that was asked for."""
        left = self._left(timeout, httpcore.ConnectTimeout)
        self._stream = self._stream.start_tls(ssl_context, server_hostname, left)
        return self

    def get_extra_info(self, info: str) -> Any:
        """What httpcore asks about the socket."""
        return self._stream.get_extra_info(info)

    def abort(self) -> None:
        """Ends the connection under a thread that waits for it."""
        with suppress(OSError):
            # The plain socket's way: TLS would drop its state while the other thread still reads with it.
            socket.socket.shutdown(self._stream.get_extra_info("socket"), socket.SHUT_RDWR)

    def _left(self, timeout: float | None, late: type[Exception]) -> float:
        left = min(_until.get() - self._clock(), timeout or float("inf"))
        if left <= 0:
            raise late("the time for this answer is over")
        return left


def within(seconds: float, work: Callable[[], Sequence[str]]) -> Sequence[str]:
    """What ``work`` gives, or raises; Empty where it takes longer. The system's resolver knows no time limit."""
    answer: SimpleQueue[Sequence[str] | Exception] = SimpleQueue()

    def run() -> None:
        try:
            answer.put(list(work()))
        except Exception as error:  # comes home with the answer
            answer.put(error)

    threading.Thread(target=run, name="resolve", daemon=True).start()
    found = answer.get(timeout=max(seconds, 0.0))
    if isinstance(found, Exception):
        raise found
    return found
