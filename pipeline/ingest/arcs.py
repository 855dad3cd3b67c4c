"""The records of ARC files, the format before WARC: a line of fields, then the server's answer as it came."""

from __future__ import annotations

import gzip
import re
import zlib
from collections.abc import Iterator
from typing import BinaryIO, cast

from pipeline.ingest.captures import Capture, Damage, Found
from pipeline.ingest.unpack import MAGIC

_LINE = re.compile(rb"(?P<url>\S.*?) (?P<ip>\S+) (?P<date>\d{8,14}) (?P<media>\S+)(?: \S+){0,5} (?P<size>\d{1,15})\s*")
_LONGEST = 16_384
_STEP = 1 << 16


def arc_records(stream: BinaryIO, limit: int) -> Iterator[Found]:
    """What the records of an ARC file hold, from its beginning; each read up to ``limit`` bytes and one more."""
    packed = stream.read(2) == MAGIC
    stream.seek(0)
    source = cast(BinaryIO, gzip.GzipFile(fileobj=stream)) if packed else stream
    number = 0
    astray = False
    try:
        while line := source.readline(_LONGEST):
            if not line.strip():
                continue
            found = _LINE.fullmatch(line)
            if found is None:
                if not astray:
                    yield Damage(stream.tell(), "a line where a record should begin is none")
                astray = True
                continue
            astray = False
            number += 1
            size, url = int(found["size"]), found["url"].decode("utf-8", "replace")
            block = source.read(min(size, limit + 1))
            _pass_over(source, size - len(block) if len(block) > limit else 0)
            if url.lower().startswith(("http://", "https://")):
                media, date = found["media"].decode("latin-1").lower(), found["date"].decode()
                date = f"{date[:4]}-{date[4:6]}-{date[6:8]}"
                is_file = not block.startswith(b"HTTP/")
                yield Capture(url, f"record {number}", media, block, size, date, is_file)
            if len(block) < min(size, limit):
                yield Damage(stream.tell(), "the record breaks off")
                return
    except (OSError, EOFError, zlib.error) as error:
        yield Damage(stream.tell(), str(error)[:100])


def _pass_over(source: BinaryIO, size: int) -> None:
    while size > 0 and (piece := source.read(min(size, _STEP))):
        size -= len(piece)
