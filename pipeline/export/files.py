"""Writing a file whole or not at all: into a neighbour first, then one rename that cannot half happen.
A reader never sees part of a file, and a full disk leaves the old one as it was.
"""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from pipeline.errors import OutputError


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


def write_whole(path: Path, content: str | bytes) -> None:
    """Put ``content`` (text as UTF-8) into ``path`` whole, or leave ``path`` as it was and raise OutputError."""
    data = content.encode("utf-8", "replace") if isinstance(content, str) else content
    temporary = ""
    try:
        handle, temporary = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".part", dir=path.parent)
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).chmod(_usual_mode())
        Path(temporary).replace(path)
    except OSError as error:
        if temporary:
            Path(temporary).unlink(missing_ok=True)
        why = error.strerror or str(error)
        remedy = "free some space, mend the rights, or choose another folder with -o"
        raise OutputError(f"cannot be written ({why})", str(path), remedy) from error


def _usual_mode() -> int:
    """The rights a plain ``open`` would give; a temporary file is private, results are not meant to be."""
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask
