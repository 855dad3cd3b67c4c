"""Keeps a second writer out of an output folder for as long as a run is at work, also after kill -9.
The lock is an open transaction on a small database beside the store, which the system itself ends with the process.
"""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Self

from pipeline.errors import StoreError

FILE = "ledger.lock"


class Lock:
    """Held from construction to :meth:`release` or the end of a ``with`` block. Raises StoreError where another process
    holds it.
    """

    def __init__(self, folder: Path) -> None:
        self._connection = sqlite3.connect(folder / FILE, timeout=0, isolation_level=None)
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
