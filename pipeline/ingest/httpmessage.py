"""Answers of web servers as archives keep them: status, headers, and the body with its chunks and packing undone.
Archives hold what servers sent and what crawlers made of it, so that a header may promise what the body does not keep.
"""

from __future__ import annotations

import io
import re
import zlib
from dataclasses import dataclass

_STATUS = re.compile(rb"HTTP/[\d.]+ +(\d{3})")
_END = re.compile(rb"\r?\n[ \t]*\r?\n")
_CHUNK = re.compile(rb"[ \t]*([0-9A-Fa-f]{1,12})[ \t]*(?:;[^\r\n]*)?\r?\n")
_CHARSET = re.compile(r"charset\s*=\s*[\"']?\s*([\w.:-]{2,40})", re.IGNORECASE)
_GZIP, _RAW = 31, -15
_STEP = 4096


class TooLargeError(Exception):
    """A body that unpacks to more than the limit."""


@dataclass(frozen=True)
class Answer:
    """An answer of a server; ``notes`` say what of its body was broken."""

    status: int
    media: str
    charset: str
    body: bytes
    notes: tuple[str, ...] = ()


def read_answer(data: bytes, limit: int) -> Answer | None:
    r"""The answer in ``data``, its body of at most ``limit`` bytes; None where it is none. Raises TooLargeError.

    >>> read_answer(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n", 10).body
    b'abc'
    """
    status = _STATUS.match(data)
    if status is None:
        return None
    end = _END.search(data)
    head, body = (data[: end.start()], data[end.end() :]) if end else (data, b"")
    headers = read_headers(head)
    notes: list[str] = []
    if "chunked" in headers.get("transfer-encoding", "").lower():
        body = _joined(body, notes)
    for coding in reversed(headers.get("content-encoding", "").lower().split(",")):
        body = _unpacked(body, coding.strip(), limit, notes)
    media, charset = media_type(headers.get("content-type", ""))
    return Answer(int(status[1]), media, charset, body, tuple(notes))


def read_headers(head: bytes) -> dict[str, str]:
    """Headers by name in lower case; the first of several counts, folded lines are joined, odd ones passed over."""
    headers: dict[str, str] = {}
    last = ""
    for line in head.decode("utf-8", "replace").splitlines()[1:]:
        if line[:1] in (" ", "\t") and last:
            headers[last] += f" {line.strip()}"
            continue
        name, colon, value = line.partition(":")
        last = name.strip().lower() if colon else ""
        if last in headers:
            last = ""
        elif last:
            headers[last] = value.strip()
    return headers


def media_type(header: str) -> tuple[str, str]:
    """The media type and the charset of a Content-Type header."""
    found = _CHARSET.search(header)
    return header.partition(";")[0].strip().lower(), found[1] if found else ""


def _joined(body: bytes, notes: list[str]) -> bytes:
    """The chunks of a body in one piece; the body itself where the crawler joined them already."""
    pieces: list[bytes] = []
    at = 0
    while found := _CHUNK.match(body, at):
        size, start = int(found[1], 16), found.end()
        if not size:
            return b"".join(pieces)
        pieces.append(body[start : start + size])
        at = start + size
        at += 2 if body.startswith(b"\r\n", at) else 1 if body.startswith(b"\n", at) else 0
    if pieces:
        notes.append("the chunks of the answer break off")
        return b"".join((*pieces, body[at:] if at < len(body) else b""))
    return body


def _unpacked(body: bytes, coding: str, limit: int, notes: list[str]) -> bytes:
    """A body unpacked; itself where the crawler did that already. Raises TooLargeError."""
    if coding in ("gzip", "x-gzip"):
        return _inflated(body, _GZIP, limit, notes) if body.startswith(b"\x1f\x8b") else body
    if coding == "deflate":
        return _inflated(body, 15 if body[:1] in (b"x", b"8", b"H") else _RAW, limit, notes)
    if coding in ("br", "zstd"):
        return _streamed(body, coding, limit, notes)
    if coding not in ("", "identity", "none", "utf-8"):
        notes.append(f"the answer is packed in a way not known here ({coding[:20]})")
    return body


def _inflated(body: bytes, way: int, limit: int, notes: list[str]) -> bytes:
    machine = zlib.decompressobj(way)
    pieces: list[bytes] = []
    size = 0
    try:
        for at in range(0, len(body), _STEP):
            pieces.append(machine.decompress(body[at : at + _STEP], limit - size + 1))
            size += len(pieces[-1])
            if size > limit:
                raise TooLargeError
        if not machine.eof:
            notes.append("the packed answer breaks off")
    except zlib.error:
        if not size:
            return body
        notes.append("the packed answer is broken; read as far as it goes")
    return b"".join(pieces)


def _streamed(body: bytes, coding: str, limit: int, notes: list[str]) -> bytes:
    """Unpacked by the engine that reads archives; Python itself does not know these two."""
    from fastwarc.stream_io import BrotliReader, ZstdReader

    stream = BrotliReader(io.BytesIO(body)) if coding == "br" else ZstdReader(io.BytesIO(body))
    pieces: list[bytes] = []
    size = 0
    try:
        while piece := stream.read(_STEP):
            pieces.append(piece)
            size += len(piece)
            if size > limit:
                raise TooLargeError
    except OSError:
        if not size:
            return body
        notes.append("the packed answer is broken; read as far as it goes")
    return b"".join(pieces)
