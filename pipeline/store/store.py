"""The store of one output folder: documents, articles with their readings, what changed, what a table was made of.
One process writes at a time; every change is one transaction, so that a kill leaves all of it or nothing.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, nullcontext
from datetime import UTC, datetime
from pathlib import Path
from shutil import rmtree
from types import TracebackType
from typing import Self

from pipeline.errors import StoreError
from pipeline.store.articles import Articles
from pipeline.store.entries import ADDRESS, PAGE, PageEntry
from pipeline.store.inbox import Inbox
from pipeline.store.lock import Lock
from pipeline.store.names import free_name
from pipeline.store.readings import Readings
from pipeline.store.refusals import Refusals
from pipeline.store.schema import bring_forward, is_current
from pipeline.store.web import WebState

FILE = "ledger.sqlite"

REBUILD = ".rebuild"
"""The folder, inside that of the store, for what a rebuild has read so far."""

_REBUILD = "rebuild"
_READ = ("article", "reading", "part", "document", "version", "page", "refusal")


def utc_now() -> str:
    """The time of day as the store writes it."""
    return datetime.now(UTC).isoformat(timespec="seconds")


class Store:
    """Open the store of ``folder``, made where there is none; a context manager that closes it.

    ``write`` takes the lock of the folder, so that no other run writes; without it the store may be read, and the list
    of feeds changed. ``clock`` gives the time to note. Raises StoreError where the file is no store, is damaged or
    newer, or where another run holds the lock.
    """

    def __init__(self, folder: Path, *, write: bool = True, clock: Callable[[], str] = utc_now) -> None:
        self.path = folder / FILE
        self._clock = clock
        self._lock: Lock | None = None
        try:
            self._lock = Lock(folder) if write else None
            self._database = self._connected(write)
            self._bring_forward(folder)
            self._database.execute("PRAGMA foreign_keys = ON")
        except BaseException as error:
            self.close()
            if isinstance(error, sqlite3.DatabaseError):
                raise self._unusable(error) from error
            raise
        self.readings = Readings(self._database, self._changed)
        self.articles = Articles(self._database, clock, self._changed)
        self.web = WebState(self._database, clock)
        self.inbox = Inbox(self._database, self.path)
        self.refusals = Refusals(self._database, self.articles, self.web, self._changed)

    def _connected(self, write: bool) -> sqlite3.Connection:
        """The open file; where only reading is wanted, also one in a folder that may not be written."""
        database = sqlite3.connect(self.path, isolation_level=None, timeout=30)
        try:
            database.execute("PRAGMA journal_mode = WAL")
            database.execute("PRAGMA synchronous = NORMAL")
            is_current(database)
        except sqlite3.OperationalError as error:
            database.close()
            if write or not self.path.is_file() or "locked" in str(error):
                raise
            at_work = self.path.with_name(f"{FILE}-wal").exists()
            how = "mode=ro" if at_work else "mode=ro&immutable=1"
            return sqlite3.connect(f"{self.path.absolute().as_uri()}?{how}", uri=True, isolation_level=None, timeout=30)
        return database

    def _bring_forward(self, folder: Path) -> None:
        """Give the file today's tables; never while a run, perhaps of an older program, is at work on it."""
        if is_current(self._database):
            return
        with Lock(folder) if self._lock is None else nullcontext():
            self._database.execute("PRAGMA foreign_keys = OFF")
            bring_forward(self._database, str(self.path))

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
        if hasattr(self, "inbox"):
            self.inbox.close()
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

    def remove_feed(self, url: str) -> bool:
        """Poll a feed no longer, and forget what could not be read in it; what was read from it stays. False where it
        was not polled; call inside a transaction.
        """
        self.refusals.forget(f"{PAGE}{url}")
        return self.web.remove_feed(url)

    def free_name(self, wanted: str, key: str, taken: Mapping[str, str] | None = None) -> str:
        """``wanted``, or with a number behind it where an article with another key has that name, or soon will."""
        return free_name(self._database, wanted, key, taken)

    def put_page(self, page: PageEntry) -> None:
        """Keep what is known of an address; call inside a transaction. An article read there says in its row that it
        cannot be had any more.
        """
        self.inbox.drop(page.url)
        if self.web.put_page(page):
            what = f"stays as it was read, as its address fails now: {page.reason}" if page.failures else ""
            self.articles.remark(what, f"{PAGE}{page.url}", f"{ADDRESS}{page.url}")
            self._changed()

    @contextmanager
    def rebuilding(self, what: str) -> Iterator[Store]:
        """A store of its own for all that is read anew, with the same feeds; this one stays as it is meanwhile.

        ``what`` tells rebuilds apart: one that was stopped goes on where it was, another starts afresh.
        """
        if unfinished_rebuild(self.path.parent) and self._begun() != what:
            rmtree(self._rebuild)
        self._rebuild.mkdir(exist_ok=True)
        with Store(self._rebuild, clock=self._clock) as new:
            with new.transaction():
                new.set_note(_REBUILD, what)
                for feed in self.web.feeds():
                    new.web.add_feed(feed.url, feed.title)
            yield new

    def end_rebuilding(self, new: Store, succeeded: bool) -> None:
        """Take all that was read anew in the place of what was read before, in one transaction; or forget it."""
        new.close()
        if succeeded:
            self._database.execute("ATTACH ? AS new", (str(new.path),))
            with self.transaction():
                for table in reversed(_READ):
                    self._database.execute(f"DELETE FROM main.{table}")
                for table in _READ:
                    self._database.execute(f"INSERT INTO main.{table} SELECT * FROM new.{table}")
                for feed in self.web.feeds():
                    title = self._database.execute("SELECT title FROM new.feed WHERE url = ?", (feed.url,)).fetchone()
                    self.web.set_title(feed.url, title[0] if title else "")
                self._changed()
            self._database.execute("DETACH new")
        rmtree(self._rebuild, ignore_errors=True)

    def _begun(self) -> str:
        """What a rebuild that was stopped was about; empty where that cannot be told."""
        try:
            with Store(self._rebuild, write=False) as begun:
                return begun.note(_REBUILD)
        except StoreError:
            return ""

    @property
    def _rebuild(self) -> Path:
        return self.path.parent / REBUILD

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


def unfinished_rebuild(folder: Path) -> bool:
    """Whether a rebuild was begun in a folder and stopped before its end."""
    return (folder / REBUILD).is_dir()
