"""Gzip undone within limits: many members, a broken end, and bombs that unpack to far more than anyone would write."""

from __future__ import annotations

import zlib

from pipeline.errors import InputError, UnsupportedInput

MAGIC = b"\x1f\x8b"
_STEP = 1 << 14


def is_gzip(start: bytes) -> bool:
    """Whether these first bytes begin a gzip file."""
    return start.startswith(MAGIC)


def start_of(data: bytes) -> bytes:
    """The first bytes, unpacked where they are gzip; of packed ones the first kilobytes."""
    if not is_gzip(data):
        return data
    try:
        return zlib.decompressobj(31).decompress(data, _STEP)
    except zlib.error:
        return b""


def unpack(data: bytes, name: str, limit: int) -> tuple[bytes, tuple[str, ...]]:
    """What a gzip file holds, at most ``limit`` bytes, and remarks: a broken end loses only itself.

    Raises InputError where not even the beginning can be read, UnsupportedInput beyond the limit.

    >>> import gzip
    >>> unpack(gzip.compress(b"chips"), "a.gz", 100)
    (b'chips', ())
    """
    pieces: list[bytes] = []
    size, at, whole = 0, 0, False
    while data.startswith(MAGIC, at):
        member, whole = zlib.decompressobj(31), False
        try:
            while not member.eof and at < len(data):
                pieces.append(member.decompress(data[at : at + _STEP], limit - size + 1))
                size += len(pieces[-1])
                at += min(_STEP, len(data) - at) - len(member.unconsumed_tail) - len(member.unused_data)
                if size > limit:
                    remedy = "unpack it and give its articles one by one, or raise file_bytes in reading.toml (--rules)"
                    raise UnsupportedInput(f"unpacks to more than {limit:,} bytes", name, remedy)
            whole = member.eof
        except zlib.error:
            break
    if not size and not whole:
        raise InputError("a broken gzip file: nothing in it can be unpacked", name, "fetch or pack it again")
    return b"".join(pieces), () if whole else ("the gzip file is broken or cut off; read as far as it goes",)
