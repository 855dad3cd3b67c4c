"""Keeps a second writer out of an output folder for as long as a run is at work, also after kill -9.
The lock is an open transaction on a small database beside the store, which the system itself ends with the process.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Self

from pipeline.errors import StoreError

FILE = "ledger.lock"
PATIENCE = 1.0
"""Seconds that a run waits for a lock: whoever only asks whether one is at work holds it for a moment."""


class Lock:
    """Held from construction to :meth:`release` or the end of a ``with`` block. Raises StoreError where another process
    holds it.
    """

    def __init__(self, folder: Path) -> None:
        self._connection = sqlite3.connect(folder / FILE, timeout=PATIENCE, isolation_level=None)
        try:
            self._connection.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError as error:
            self._connection.close()
            if "locked" not in str(error):
                raise
            raise StoreError(
                "another run is at work in this folder",
                str(folder),
                "wait until it has finished, or choose another folder with -o",
            ) from error

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.release()

    def release(self) -> None:
        """Let others in."""
        self._connection.close()


def at_work(folder: Path) -> bool:
    """Whether a run is at work in a folder just now."""
    if not (folder / FILE).is_file():
        return False
    where = f"{(folder / FILE).absolute().as_uri()}?mode=ro"
    with closing(sqlite3.connect(where, uri=True, timeout=0, isolation_level=None)) as connection:
        try:
            connection.execute("SELECT * FROM sqlite_master").fetchall()
        except sqlite3.DatabaseError as error:
            return "locked" in str(error)
    return False
