"""The records of WARC files, plain or packed record by record, streamed. The only place that reads them with fastwarc.
Behind a damaged stretch the next record is looked for, and reading goes on there.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from typing import TYPE_CHECKING, BinaryIO

from pipeline.ingest.captures import Capture, Damage, Found, Revisit
from pipeline.ingest.httpmessage import media_type
from pipeline.ingest.unpack import MAGIC

if TYPE_CHECKING:
    from fastwarc.warc import WarcRecord

_RECORD = re.compile(rb"\nWARC/\d\.\d\r?\n")
_MEMBER = re.compile(rb"\x1f\x8b\x08")
_STEP = 1 << 20
_PATIENCE = 1000
"""Damaged stretches after which a file is given up."""


def warc_records(stream: BinaryIO, limit: int) -> Iterator[Found]:
    """What the records of a seekable file hold, from its beginning; each read up to ``limit`` bytes and one more."""
    from fastwarc.warc import ArchiveIterator

    start, packed = 0, stream.read(2) == MAGIC
    astray = False
    for _ in range(_PATIENCE):
        stream.seek(start)
        last = start
        try:
            for record in ArchiveIterator(stream, parse_http=False, quirks_mode=True):
                last, astray = record.stream_pos, False
                yield from _found(record, limit)
            return
        except OSError as error:
            what = str(error)[:100]
        if not astray:
            yield Damage(last, what)
        astray = True
        start = _next(stream, last + 1, packed)
        if start < 0:
            return
    yield Damage(start, "too many damaged places, the rest was not read")


def _found(record: WarcRecord, limit: int) -> Iterator[Found]:
    """What one record holds: an answer, a file, text made from a page; nothing for the archive's own bookkeeping."""
    from fastwarc.warc import WarcRecordType as Type

    kind = int(record.record_type)
    if kind == int(Type.revisit):
        yield Revisit()
    elif kind in (int(Type.response), int(Type.resource), int(Type.conversion)):
        headers = record.headers
        if headers.get("Content-Length") is None:
            yield Damage(record.stream_pos, "a record that does not say how long it is")
            return
        media, _ = media_type(headers.get("Content-Type") or "")
        block = record.reader.read(limit + 1)
        yield Capture(
            url=(headers.get("WARC-Target-URI") or "").strip().strip("<>"),
            place=headers.get("WARC-Record-ID") or f"byte {record.stream_pos}",
            media=media,
            block=block,
            size=record.content_length,
            date=(headers.get("WARC-Date") or "")[:10],
            is_file=kind != int(Type.response) or media not in ("application/http", ""),
        )
        if len(block) < min(record.content_length, limit):
            yield Damage(record.stream_pos, "the record breaks off")
    elif kind in (int(Type.unknown), int(Type.no_type)):
        yield Damage(record.stream_pos, "a record without a type")


def _next(stream: BinaryIO, at: int, packed: bool) -> int:
    """Where the next record begins behind a place, or -1."""
    stream.seek(at)
    rest = b""
    while piece := stream.read(_STEP):
        data = rest + piece
        for found in (_MEMBER if packed else _RECORD).finditer(data):
            place = at - len(rest) + found.start()
            if not packed:
                return place + 1
            if _begins(data[found.start() : found.start() + 4096]):
                return place
        at += len(piece)
        rest = data[-16:]
    return -1


def _begins(data: bytes) -> bool:
    """Whether packed data begin a record."""
    try:
        return zlib.decompressobj(31).decompress(data, 16).startswith(b"WARC/")
    except zlib.error:
        return False
