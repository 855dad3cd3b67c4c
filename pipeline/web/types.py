"""What goes into the client and what comes out: an address wanted, a body that arrived, the world it runs in.
All frozen; the world (clock, sleep, names, chance, certificates) is an argument so that tests need not wait for it.
"""

from __future__ import annotations

import random
import socket
import ssl
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

Resolve = Callable[[str, int], Sequence[str]]
"""Host and port to IP addresses, best first; raises OSError where there are none."""


def system_addresses(host: str, port: int) -> list[str]:
    """The addresses that the system's resolver gives, each once, in its order.

    >>> system_addresses("127.0.0.1", 80)
    ['127.0.0.1']
    """
    answers = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(answer[4][0]) for answer in answers))


@dataclass(frozen=True)
class Wanted:
    """An address to fetch, with the validators of the last time (see :class:`Fetched`)."""

    url: str
    etag: str = ""
    modified: str = ""


@dataclass(frozen=True)
class Fetched:
    """A body that arrived whole.

    ``url`` as asked and ``final`` after redirects; ``status`` is 200, or 304 when nothing changed (``data`` is then
    empty); ``data`` is unpacked once, as Content-Encoding says: a .gz file stays one. ``media`` is lower case and
    without parameters, ``charset`` as the header names it; ``etag`` and ``modified`` go into the next request;
    ``fresh_for`` are the seconds that the server says it will not change.
    """

    url: str
    final: str
    status: int
    data: bytes = field(repr=False)
    media: str
    charset: str
    etag: str
    modified: str
    fresh_for: float


@dataclass(frozen=True)
class Surroundings:
    """The world a client runs in. ``clock`` only goes forward, ``wall`` is seconds since 1970, ``chance`` gives 0 to 1;
    without ``sleep`` the client waits in a way that closing it ends, without ``tls`` it trusts the usual authorities.
    """

    clock: Callable[[], float] = time.monotonic
    wall: Callable[[], float] = time.time
    chance: Callable[[], float] = random.random
    sleep: Callable[[float], None] | None = None
    resolve: Resolve = system_addresses
    tls: ssl.SSLContext | None = None
