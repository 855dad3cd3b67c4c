"""What goes through the pipe between this process and a worker: a letter, a length, that many bytes.
Lengths are told first, so that a message cut off by a death is never taken for a whole one.
"""

from __future__ import annotations

import struct
from typing import BinaryIO

_HEAD = struct.Struct(">cQ")

READY, TEMPLATE, FAILED, CHUNK, RESULT, ERROR = b"y", b"t", b"f", b"c", b"r", b"e"
"""Worker: ready, ready to be copied, not able to start, result of one item, error of one item. To it: a chunk (also its
equipment).
"""

NUMBER = struct.Struct("q")
"""What a template is asked through its control socket, and answers: 0 together with two pipes asks for a copy that uses
them, and is answered with the copy's process id, or 0 where there can be none; such an id asks how that copy ended, and
is answered with its exit status.
"""

OUT_OF_MEMORY, TIRED = 71, 72
"""Exit statuses of a worker: an item needed too much memory; enough items done, a new process shall take over."""


def send(pipe: BinaryIO, kind: bytes, *body: bytes | memoryview) -> None:
    """One message, its body in as many parts as it has, at once. Raises OSError where nobody reads any more."""
    pipe.write(_HEAD.pack(kind, sum(map(len, body))))
    for part in body:
        pipe.write(part)
    pipe.flush()


def receive(pipe: BinaryIO) -> tuple[bytes, bytes] | None:
    """The next message; None where the other side has gone, perhaps in the middle of one."""
    head = pipe.read(_HEAD.size)
    if len(head) < _HEAD.size:
        return None
    kind, length = _HEAD.unpack(head)
    body = pipe.read(length)
    return (kind, body) if len(body) == length else None
