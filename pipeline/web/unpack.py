"""Content-Encoding undone piece by piece, never more than a piece at a time in memory.
gzip and deflate; anything else, and layers of them, are refused (we ask for these two only).
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator

from pipeline.web.trouble import Trouble

PIECE = 65_536
"""Bytes unpacked at a time: what a bomb can do before somebody counts."""

LINKS = 1_000
"""gzip files in one chain."""

GZIP = b"\x1f\x8b"
_GZIPPED = 16 + zlib.MAX_WBITS


class Unpacker:
    """One body's unpacking: ``feed`` gives pieces, ``finish`` complains about a missing end.

    >>> unpacker = Unpacker("gzip")
    >>> b"".join(unpacker.feed(zlib.compress(b"144 GB", wbits=31)))
    b'144 GB'
    >>> unpacker.finish()
    """

    def __init__(self, encoding: str) -> None:
        layers = [part.strip().lower() for part in encoding.split(",")]
        layers = [layer for layer in layers if layer not in {"", "identity"}]
        if len(layers) > 1 or any(layer not in {"gzip", "x-gzip", "deflate"} for layer in layers):
            raise Trouble(f"the body is packed in a way nobody asked for ({encoding[:40]})", "encoding")
        self._layer = layers[0] if layers else ""
        self._engine = zlib.decompressobj(_GZIPPED) if self._layer.endswith("gzip") else None
        self._fed = False
        self._links = 0

    def feed(self, data: bytes) -> Iterator[bytes]:
        """The pieces that come out when ``data`` goes in; raises Trouble of kind ``broken-body``."""
        if not data:
            return
        if not self._layer:
            yield data
            return
        self._fed = True
        if self._engine is None:
            self._engine = zlib.decompressobj(zlib.MAX_WBITS if data[0] & 0x0F == zlib.DEFLATED else -zlib.MAX_WBITS)
        full = False  # a full piece may leave more inside the engine, even when all input is eaten
        while data or full:
            if self._engine.eof:  # gzip files may be chained; other bytes behind the end are padding
                if not (self._layer.endswith("gzip") and data.startswith(GZIP)):
                    return
                self._chain()
            try:
                piece = self._engine.decompress(data, PIECE)
            except zlib.error as error:
                raise Trouble("the packed body is damaged", "broken-body") from error
            full = len(piece) == PIECE and not self._engine.eof
            data = self._engine.unused_data if self._engine.eof else self._engine.unconsumed_tail
            if piece:
                yield piece

    def _chain(self) -> None:
        """The next gzip file in a chain; endless chains of empty ones would cost time and give nothing."""
        self._links += 1
        if self._links > LINKS:
            raise Trouble(f"the packed body is a chain of more than {LINKS:,} files", "bomb")
        self._engine = zlib.decompressobj(_GZIPPED)

    def finish(self) -> None:
        """Raises Trouble where the packed body stops before its own end."""
        if self._layer and self._fed and self._engine is not None and not self._engine.eof:
            raise Trouble("the packed body ends too early", "broken-body")
