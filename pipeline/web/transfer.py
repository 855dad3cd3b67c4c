"""One request and its answer, with every limit: time, sizes, packing, media types.
Nothing here retries, redirects or asks for permission.
"""

from __future__ import annotations

import ssl
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache

import httpcore
import httpx

from pipeline.rulebook.web import Sizes, WebPolicy
from pipeline.web.addresses import refusal
from pipeline.web.network import CheckedBackend, deadline
from pipeline.web.trouble import Trouble
from pipeline.web.types import Surroundings
from pipeline.web.unpack import Unpacker
from pipeline.web.urls import Target

TOO_LARGE_HEADERS = 431


@dataclass(frozen=True)
class Answer:
    """What came back; ``data`` only where the body was wanted."""

    status: int
    headers: httpx.Headers
    data: bytes = b""


Want = Callable[[int, httpx.Headers], bool]
"""Whether an answer's body is wanted; may raise Trouble instead."""


class Transfer:
    """The connections of one client. Thread-safe; proxies of the environment are not used, cookies not kept."""

    def __init__(self, policy: WebPolicy, around: Surroundings, *, allow_private: bool) -> None:
        self._policy = policy
        self._clock = around.clock
        networks = policy.access.refused
        self._backend = CheckedBackend(
            around.resolve, lambda address: refusal(address, networks, allow_private), around.clock
        )
        self._pool = httpcore.ConnectionPool(
            ssl_context=around.tls or _authorities(),
            max_connections=None,
            max_keepalive_connections=policy.manners.at_once,
            keepalive_expiry=policy.waits.idle,
            network_backend=self._backend,
        )

    def get(self, target: Target, headers: Iterable[tuple[str, str]], want: Want, cut: int = 0) -> Answer:
        """The answer to one GET. With ``cut`` the body is cut there; without, one over the limits raises Trouble."""
        waits = self._policy.waits
        url = httpcore.URL(
            scheme=target.scheme.encode(), host=target.host.encode(), port=target.port, target=target.path.encode()
        )
        sent = [(b"Host", target.authority.encode()), *((name.encode(), text.encode()) for name, text in headers)]
        timeout = {"connect": waits.connect, "read": waits.read, "write": waits.read, "pool": waits.connect}
        with (
            deadline(self._clock() + waits.total),
            _translated(),
            self._pool.stream("GET", url, headers=sent, extensions={"timeout": timeout}) as response,
        ):
            received = httpx.Headers(response.headers)
            if sum(len(name) + len(text) for name, text in response.headers) > self._policy.sizes.headers:
                raise Trouble("the headers of the answer are too long", "headers", status=response.status)
            if not want(response.status, received):
                return Answer(response.status, received)
            try:
                data = _body(response.iter_stream(), received, self._policy.sizes, cut)
            except (httpcore.RemoteProtocolError, httpcore.ReadError) as error:
                raise Trouble("the answer broke off before its end", "broken-body", status=response.status) from error
            return Answer(response.status, received, data)

    def abort(self) -> None:
        """Ends what is under way, also in other threads."""
        self._backend.abort()

    def close(self) -> None:
        """Closes all connections; nothing may be under way."""
        self._pool.close()


def _body(chunks: Iterable[bytes], headers: httpx.Headers, sizes: Sizes, cut: int) -> bytes:
    """The unpacked body, counted before and after unpacking while it arrives."""
    limit = cut or sizes.bytes
    declared = headers.get("content-length", "")
    if not cut and declared.isascii() and declared.isdigit() and int(declared[:20]) > limit:
        raise Trouble(f"the answer announces more than {limit:,} bytes", "too-large")
    unpacker = Unpacker(headers.get("content-encoding", ""))
    pieces: list[bytes] = []
    received = unpacked = 0
    for chunk in chunks:
        received += len(chunk)
        if not cut and received > limit:
            raise Trouble(f"the answer is larger than {limit:,} bytes", "too-large")
        for piece in unpacker.feed(chunk):
            unpacked += len(piece)
            pieces.append(piece)
            if cut and unpacked >= cut:
                return b"".join(pieces)[:cut]
            if unpacked > sizes.unpacked or (unpacked > sizes.ratio_from and unpacked > received * sizes.ratio):
                raise Trouble(f"the packed answer unpacks to more than {unpacked - len(piece):,} bytes", "bomb")
    unpacker.finish()
    return b"".join(pieces)


@contextmanager
def _translated() -> Iterator[None]:
    """What the engine raises, as Trouble."""
    try:
        yield
    except httpcore.TimeoutException as error:
        raise Trouble("no whole answer came in time", "timeout") from error
    except (httpcore.ConnectError, httpcore.ReadError, httpcore.WriteError) as error:
        cause = error.args[0] if error.args else None
        if isinstance(cause, ssl.SSLError):
            reason = getattr(cause, "verify_message", "") or str(cause.reason or "handshake failed").lower()
            raise Trouble(f"no secure connection ({reason})", "tls", remedy=TLS_REMEDY) from error
        raise Trouble("the connection failed", "connect") from error
    except httpcore.ProtocolError as error:
        cause = error.args[0] if error.args else None
        if getattr(cause, "error_status_hint", 0) == TOO_LARGE_HEADERS:
            raise Trouble("the headers of the answer are too long", "headers") from error
        raise Trouble("the answer is not HTTP", "protocol") from error


TLS_REMEDY = "the server's certificate must be valid; for an authority of your own set SSL_CERT_FILE"


@cache
def _authorities() -> ssl.SSLContext:
    """Whose certificates are believed: the usual authorities, or those of SSL_CERT_FILE. Reading them takes a while."""
    return httpx.create_ssl_context()
