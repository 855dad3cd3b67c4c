"""A server on loopback that plays any script: for each path the bytes it sends, with pauses between them.
It answers one request a connection, stops by itself, and remembers what it was asked.
"""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

Step = bytes | float
Script = Sequence[Step] | Callable[["Request"], Sequence[Step]]
LIFE = 20.0
"""Seconds after which a server ends whatever happens."""


@dataclass(frozen=True)
class Request:
    """What was asked: path and headers (lower case names)."""

    path: str
    headers: dict[str, str]
    count: int


def answer(body: bytes | str = b"", status: str = "200 OK", **headers: str) -> bytes:
    """A whole answer with the right length, of type text/html unless said otherwise (``_`` in names is ``-``)."""
    data = body.encode() if isinstance(body, str) else body
    lines = {"content-type": "text/html", "content-length": str(len(data)), "connection": "close"}
    lines |= {name.lower().replace("_", "-"): text for name, text in headers.items()}
    head = "".join(f"{name}: {text}\r\n" for name, text in lines.items() if text)
    return f"HTTP/1.1 {status}\r\n{head}\r\n".encode("latin-1") + data


@dataclass
class Server:
    """``paths`` are the scripts; what is not among them is a 404."""

    paths: dict[str, Script]
    port: int = 0
    requests: list[Request] = field(default_factory=list)
    most_at_once: int = 0

    def url(self, path: str = "/", host: str = "127.0.0.1", scheme: str = "http") -> str:
        return f"{scheme}://{host}:{self.port}{path}"

    def asked(self) -> list[str]:
        return [request.path for request in self.requests]


@contextmanager
def serving(paths: dict[str, Script], tls: ssl.SSLContext | None = None) -> Iterator[Server]:
    """A running server; all its threads have ended when the block has."""
    server = Server(paths)
    listener = socket.create_server(("127.0.0.1", 0))
    listener.settimeout(0.005)
    server.port = listener.getsockname()[1]
    stop = threading.Event()
    lock = threading.Lock()
    workers: list[threading.Thread] = []
    busy = 0

    def handle(connection: socket.socket) -> None:
        with suppress(OSError), connection:
            connection.settimeout(2)
            with tls.wrap_socket(connection, server_side=True) if tls else connection as talk:
                play(talk)

    def count(step: int) -> None:
        nonlocal busy
        with lock:
            busy += step
            server.most_at_once = max(server.most_at_once, busy)

    def play(talk: socket.socket) -> None:
        data = b""
        while b"\r\n\r\n" not in data:
            more = talk.recv(65_536)
            if not more:
                return
            data += more
            if not data.startswith(b"GET "[: len(data)]):
                talk.sendall(answer("", "400 Bad Request"))
                return
        first, *lines = data.split(b"\r\n\r\n")[0].decode("latin-1").split("\r\n")
        path = first.split(" ")[1]
        headers = {name.lower(): text for name, text in (line.split(": ", 1) for line in lines)}
        with lock:
            request = Request(path, headers, server.asked().count(path) + 1)
            server.requests.append(request)
        script = server.paths.get(path, [answer("gone", "404 Not Found")])
        *steps, last = [*(script(request) if callable(script) else script)] or [b""]
        count(1)
        try:
            for step in steps:
                send_or_wait(talk, step)
        finally:
            count(-1)  # before the last step: whoever has the whole answer may ask again before this thread goes on
        send_or_wait(talk, last)

    def send_or_wait(talk: socket.socket, step: Step) -> None:
        if isinstance(step, bytes):
            talk.sendall(step)
        elif stop.wait(step):
            raise ConnectionAbortedError

    def accept() -> None:
        for _ in range(int(LIFE / 0.005)):
            if stop.is_set():
                return
            with suppress(TimeoutError):
                connection, _address = listener.accept()
                worker = threading.Thread(target=handle, args=(connection,))
                workers.append(worker)
                worker.start()

    accepting = threading.Thread(target=accept)
    accepting.start()
    try:
        yield server
    finally:
        stop.set()
        accepting.join()
        for worker in workers:
            worker.join()
        listener.close()
