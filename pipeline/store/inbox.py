"""Answers from the web that have arrived and are not read yet: a run that is killed need not ask for them again.
They are written by the threads that fetch, over a connection of their own, and go when what they gave is kept.
"""

from __future__ import annotations

import json
import sqlite3
import threading
import zlib
from contextlib import suppress
from pathlib import Path
from typing import Any


class Inbox:
    """The answers in one store. :meth:`put` may be called by any thread, the others by the one that opened the store.

    ``database`` is the connection of that one; its transactions are those in which :meth:`drop` counts.
    """

    def __init__(self, database: sqlite3.Connection, path: Path) -> None:
        self._database = database
        self._path = path
        self._guard = threading.Lock()
        self._own: sqlite3.Connection | None = None
        self._closed = False

    def put(self, url: str, head: dict[str, Any], data: bytes) -> None:
        """Keep an answer. Where that cannot be done now, it is not: it only spares another question after a kill."""
        row = (url, json.dumps(head), zlib.compress(data, 1))
        with self._guard, suppress(sqlite3.Error):
            if self._closed:
                return
            if self._own is None:
                self._own = sqlite3.connect(self._path, isolation_level=None, timeout=5, check_same_thread=False)
                self._own.execute("PRAGMA synchronous = NORMAL")
            self._own.execute("INSERT OR REPLACE INTO answer VALUES (?, ?, ?)", row)

    def get(self, url: str) -> tuple[dict[str, Any], bytes] | None:
        """The answer of an address, None where none is kept."""
        row = self._database.execute("SELECT head, data FROM answer WHERE url = ?", (url,)).fetchone()
        return (json.loads(row[0]), zlib.decompress(row[1])) if row else None

    def drop(self, url: str) -> None:
        """What that address gave is kept; call inside a transaction."""
        self._database.execute("DELETE FROM answer WHERE url = ?", (url,))

    def clear(self) -> None:
        """A run has read all that it asked for; call inside a transaction."""
        self._database.execute("DELETE FROM answer")

    def close(self) -> None:
        """Let go of the file; answers that come later are not kept."""
        with self._guard:
            self._closed = True
            if self._own is not None:
                self._own.close()
