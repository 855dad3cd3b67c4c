"""The store of one output folder: documents, articles with their readings, what changed, what a table was made of.
One process writes at a time; every change is one transaction, so that a kill leaves all of it or nothing.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from pipeline.errors import StoreError
from pipeline.model import Rejected
from pipeline.store.articles import Articles
from pipeline.store.entries import PageEntry
from pipeline.store.lock import Lock
from pipeline.store.schema import bring_forward
from pipeline.store.web import WebState

FILE = "ledger.sqlite"


def utc_now() -> str:
    """The time of day as the store writes it."""
    return datetime.now(UTC).isoformat(timespec="seconds")


class Store:
    """Open the store of ``folder``, made where there is none; a context manager that closes it.

    ``write`` takes the lock of the folder, so that nobody else writes. ``clock`` gives the time to note. Raises
    StoreError where the file is no store, is damaged or newer, or where another run holds the lock.
    """

    def __init__(self, folder: Path, *, write: bool = True, clock: Callable[[], str] = utc_now) -> None:
        self.path = folder / FILE
        self._clock = clock
        self._lock: Lock | None = None
        try:
            self._lock = Lock(folder) if write else None
            self._database = sqlite3.connect(self.path, isolation_level=None, timeout=30)
            self._database.execute("PRAGMA foreign_keys = ON")
            self._database.execute("PRAGMA journal_mode = WAL")
            self._database.execute("PRAGMA synchronous = NORMAL")
            bring_forward(self._database, str(self.path))
        except BaseException as error:
            self.close()
            if isinstance(error, sqlite3.DatabaseError):
                raise self._unusable(error) from error
            raise
        self.articles = Articles(self._database, clock, self._changed)
        self.web = WebState(self._database, clock)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
        if isinstance(error, sqlite3.DatabaseError):
            raise self._unusable(error) from error

    def close(self) -> None:
        """Let go of the files; what was not committed is forgotten."""
        if hasattr(self, "_database"):
            self._database.close()
        if self._lock is not None:
            self._lock.release()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All changes inside are made together, or, where anything raises, not at all."""
        try:
            self._database.execute("BEGIN IMMEDIATE")
            try:
                yield
            except BaseException:
                if self._database.in_transaction:
                    self._database.execute("ROLLBACK")
                raise
            self._database.execute("COMMIT")
        except sqlite3.DatabaseError as error:
            if self._database.in_transaction:
                self._database.execute("ROLLBACK")
            raise self._unusable(error) from error

    def rejected(self) -> list[Rejected]:
        """Documents that could not be read, addresses that could not be had, and other refusals of the last run."""
        failing = [Rejected(name=page.url, reason=page.reason, url=page.url) for page in self.web.pages(failing=True)]
        rows = self._database.execute("SELECT name, reason, url FROM refusal ORDER BY place")
        refused = [Rejected(name=name, reason=reason, url=url) for name, reason, url in rows]
        return [*self.articles.rejected(), *failing, *refused]

    def set_refusals(self, refused: Sequence[Rejected]) -> None:
        """Replace the refusals of the run before by those of this one; call inside a transaction."""
        rows = [(at, item.name, item.reason, item.url) for at, item in enumerate(refused)]
        if rows != list(self._database.execute("SELECT place, name, reason, url FROM refusal ORDER BY place")):
            self._database.execute("DELETE FROM refusal")
            self._database.executemany("INSERT INTO refusal VALUES (?, ?, ?, ?)", rows)
            self._changed()

    def put_page(self, page: PageEntry) -> None:
        """Keep what is known of an address; call inside a transaction."""
        if self.web.put_page(page):
            self._changed()

    def clear(self) -> None:
        """Forget all articles and all that was fetched, but not the list of feeds; call inside a transaction."""
        for table in ("document", "article", "version", "page", "refusal"):
            self._database.execute(f"DELETE FROM {table}")
        self._changed()

    @property
    def revision(self) -> int:
        """A number that grows whenever the table could have changed."""
        return int(self.note("revision") or 0)

    def note(self, key: str) -> str:
        """A remark of the program's own; empty where there is none."""
        row = self._database.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
        return str(row[0]) if row else ""

    def set_note(self, key: str, value: str) -> None:
        """Keep a remark."""
        self._database.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (key, value))

    def _changed(self) -> None:
        self.set_note("revision", str(self.revision + 1))

    def _unusable(self, error: sqlite3.DatabaseError) -> StoreError:
        what, where = str(error), str(self.path)
        if "unable to open" in what or "readonly" in what:
            return StoreError(f"cannot be opened for writing ({what})", where, "mend the rights of the folder")
        if "full" in what or "disk I/O" in what:
            return StoreError(f"cannot be written ({what})", where, "free some space and run again; nothing is lost")
        if "locked" in what:
            return StoreError("in use by another program", where, "wait until it has finished, and run again")
        remedy = "put the file aside and run again with the same inputs, or choose another folder with -o"
        return StoreError(f"this is no store, or it is damaged ({what})", where, remedy)
