"""Writing a file whole or not at all: into a neighbour first, then one rename that cannot half happen.
A reader never sees part of a file, and a full disk leaves the old one as it was.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Self

from pipeline.errors import OutputError

_ENOUGH = 500_000
"""Bytes that are written at once."""


def ready_folder(folder: Path) -> Path:
    """The folder, made with its parents where it is not there yet. Raises OutputError where it cannot be."""
    if folder.exists() and not folder.is_dir():
        raise OutputError("is a file, not a folder", str(folder), "choose another place with -o")
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(
            f"cannot make this folder ({error.strerror})", str(folder), "choose another place with -o"
        ) from error
    return folder


def encoded(text: str) -> bytes:
    """A text as files hold it; half a letter, as broken pages have them, becomes a question mark."""
    return text.encode("utf-8", "replace")


def write_whole(path: Path, content: str | bytes) -> None:
    """Put ``content`` (text as UTF-8) into ``path`` whole, or leave ``path`` as it was and raise OutputError."""
    with WholeFile(path) as file:
        file.write(content)


class WholeFile:
    """A file written piece by piece that takes its place on leaving the ``with`` block, and only if nothing went wrong.

    Raises OutputError where it cannot be written; ``path`` is then as it was.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._waiting: list[bytes] = []
        self._held = 0

    def __enter__(self) -> Self:
        with self._told():
            handle, name = tempfile.mkstemp(prefix=f".{self.path.name}.", suffix=".part", dir=self.path.parent)
            self._temporary = Path(name)
            self._file = os.fdopen(handle, "wb")
        return self

    def write(self, content: str | bytes) -> None:
        """Put ``content`` (text as UTF-8) behind what was written before."""
        data = encoded(content) if isinstance(content, str) else content
        self._waiting.append(data)
        self._held += len(data)
        if self._held > _ENOUGH:
            self._put()

    def _put(self) -> None:
        """Each piece was encoded by itself: one wide character would make all of a long text wide."""
        with self._told():
            self._file.write(b"".join(self._waiting))
        self._waiting.clear()
        self._held = 0

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        try:
            if kind is None:
                self._put()
                with self._told():
                    self._file.flush()
                    os.fsync(self._file.fileno())
                    self._temporary.chmod(_usual_mode())
                    self._temporary.replace(self.path)
        finally:
            with suppress(OSError):
                self._file.close()
            self._temporary.unlink(missing_ok=True)

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            why = error.strerror or str(error)
            remedy = "free some space, mend the rights, or choose another folder with -o"
            raise OutputError(f"cannot be written ({why})", str(self.path), remedy) from error


def settle(folder: Path) -> None:
    """See that new names in a folder outlive a loss of power, where the system can be asked for that."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _usual_mode() -> int:
    """The rights a plain ``open`` would give; a temporary file is private, results are not meant to be."""
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask
