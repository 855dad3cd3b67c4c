"""The store of one output folder: documents, articles with their readings, what changed, what a table was made of.
One process writes at a time; every change is one transaction, so that a kill leaves all of it or nothing.
"""

from __future__ import annotations

import hashlib
import sqlite3
import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from pipeline.errors import StoreError
from pipeline.model import Article, Reading, Rejected
from pipeline.store.entries import Known, PageEntry, Wrote
from pipeline.store.lock import Lock
from pipeline.store.schema import bring_forward
from pipeline.store.web import WebState

FILE = "ledger.sqlite"
READ, REJECTED = "read", "rejected"

_KNOWN = """SELECT d.key, d.digest, d.reading_stamp, a.key, a.name, a.status, a.reason, a.url, a.content
            FROM document d JOIN article a ON a.key = d.article"""


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
        self._lock = Lock(folder) if write else None
        try:
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
        self.web = WebState(self._database, clock)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

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

    def document(self, key: str) -> Known | None:
        """What is known of a document, None where it was never read."""
        row = self._database.execute(f"{_KNOWN} WHERE d.key = ?", (key,)).fetchone()
        return Known(*row) if row else None

    def is_current(self, known: Known, digest: str, stamps: tuple[str, str]) -> bool:
        """Whether reading a document now could give nothing new; a rejected one is tried again also for new claims."""
        stamp = stamps[0] if known.status == READ else "+".join(stamps)
        return (known.digest, known.reading_stamp) == (digest, stamp)

    def article_at(self, key: str) -> tuple[str, str] | None:
        """Name and content hash of the article with that key, None where there is none."""
        row = self._database.execute("SELECT name, content FROM article WHERE key = ?", (key,)).fetchone()
        return (row[0], row[1]) if row else None

    def free_name(self, wanted: str, key: str) -> str:
        """``wanted``, or with a number behind it where an article with another key has that name already."""
        number, name = 1, wanted
        while row := self._database.execute("SELECT key FROM article WHERE name = ?", (name,)).fetchone():
            if row[0] == key:
                break
            number += 1
            name = f"{wanted}#{number}"
        return name

    def put(
        self, document: str, article: str, digest: str, stamps: tuple[str, str], outcome: Reading | Rejected
    ) -> Wrote:
        """Note what reading a document gave, as the newest version of its article; call inside a transaction.

        ``stamps`` are those of reading and of extraction. Text that stays the same makes no new version. A document
        that can be read no longer leaves its article as it was: it was true when it was read.
        """
        self._leave(document, article)
        wrote = self._put_article(article, stamps[1], outcome)
        stamp = stamps[0] if isinstance(outcome, Reading) else "+".join(stamps)
        self._database.execute(
            "INSERT OR REPLACE INTO document (key, article, digest, reading_stamp) VALUES (?, ?, ?, ?)",
            (document, article, digest, stamp),
        )
        return wrote

    def join(self, document: str, article: str, digest: str, stamp: str) -> None:
        """Note that a document is an article that is there already; call inside a transaction."""
        self._leave(document, article)
        self._database.execute(
            "INSERT OR REPLACE INTO document VALUES (?, ?, ?, ?)", (document, article, digest, stamp)
        )

    def refresh(self, reading: Reading, stamp: str) -> None:
        """Replace the claims of an article, read again under other rules; call inside a transaction."""
        self._database.execute(
            "UPDATE article SET reading = ?, claims = ?, extraction_stamp = ? WHERE name = ?",
            (_packed(reading), len(reading.claims), stamp, reading.article.name),
        )
        self._changed()

    def stale(self, stamp: str) -> list[str]:
        """Names of articles whose claims were made under other rules than those of the stamp, in order."""
        query = "SELECT name FROM article WHERE status = ? AND extraction_stamp <> ? ORDER BY name"
        return [name for (name,) in self._database.execute(query, (READ, stamp))]

    def reading(self, name: str) -> Reading:
        """The reading of one article that was read."""
        (blob,) = self._database.execute("SELECT reading FROM article WHERE name = ?", (name,)).fetchone()
        return _unpacked(blob)

    def readings(self) -> Iterator[Reading]:
        """All readings by name of the article, one at a time; a changed article says so in its notes."""
        query = "SELECT reading, version FROM article WHERE status = ? ORDER BY name"
        for blob, version in self._database.execute(query, (READ,)):
            reading = _unpacked(blob)
            yield _with_note(reading, f"changed since it was first read; version {version}") if version > 1 else reading

    def rejected(self) -> list[Rejected]:
        """Documents that could not be read, addresses that could not be had, and other refusals of the last run."""
        query = "SELECT name, reason, url FROM article WHERE status = ? ORDER BY name"
        rows = list(self._database.execute(query, (REJECTED,)))
        rows += [(page.url, page.reason, page.url) for page in self.web.pages(failing=True)]
        rows += list(self._database.execute("SELECT name, reason, url FROM refusal ORDER BY place"))
        return [Rejected(name=name, reason=reason, url=url) for name, reason, url in rows]

    def set_refusals(self, refused: Sequence[Rejected]) -> None:
        """Replace the refusals of the run before by those of this one; call inside a transaction."""
        rows = [(at, item.name, item.reason, item.url) for at, item in enumerate(refused)]
        if rows != list(self._database.execute("SELECT place, name, reason, url FROM refusal ORDER BY place")):
            self._database.execute("DELETE FROM refusal")
            self._database.executemany("INSERT INTO refusal VALUES (?, ?, ?, ?)", rows)
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

    def counts(self) -> dict[str, int]:
        """How much there is: articles read and rejected, changed ones, claims, documents."""
        (read, changed, claims) = self._database.execute(
            "SELECT COUNT(*), COALESCE(SUM(version > 1), 0), COALESCE(SUM(claims), 0) FROM article WHERE status = ?",
            (READ,),
        ).fetchone()
        (rejected,) = self._database.execute("SELECT COUNT(*) FROM article WHERE status = ?", (REJECTED,)).fetchone()
        (documents,) = self._database.execute("SELECT COUNT(*) FROM document").fetchone()
        return {"read": read, "changed": changed, "rejected": rejected, "claims": claims, "documents": documents}

    def outdated(self, stamp: str) -> int:
        """Number of documents whose bytes were read under other rules than those of the stamp."""
        query = "SELECT COUNT(*) FROM document WHERE reading_stamp <> ?"
        return int(self._database.execute(query, (stamp,)).fetchone()[0])

    def _leave(self, document: str, article: str) -> None:
        """Take a document away from another article than ``article``, and that one too where nothing leads to it."""
        row = self._database.execute("SELECT article FROM document WHERE key = ?", (document,)).fetchone()
        if row is None or row[0] == article:
            return
        self._database.execute("DELETE FROM document WHERE key = ?", (document,))
        others = self._database.execute("SELECT 1 FROM document WHERE article = ? LIMIT 1", row).fetchone()
        if others is None:
            self._database.execute("DELETE FROM article WHERE key = ?", row)
            self._changed()

    def _put_article(self, key: str, stamp: str, outcome: Reading | Rejected) -> Wrote:
        old = self._database.execute(
            "SELECT status, content, version, first_seen, extraction_stamp FROM article WHERE key = ?", (key,)
        ).fetchone()
        now = self._clock()
        if isinstance(outcome, Rejected):
            if old and old[0] == READ:
                return Wrote.SAME
            row: tuple[object, ...] = (
                outcome.name,
                outcome.url,
                REJECTED,
                outcome.reason,
                "",
                stamp,
                1,
                0,
                now,
                now,
                None,
            )
        else:
            content = content_hash(outcome.article)
            if old and (old[0], old[1], old[4]) == (READ, content, stamp):
                return Wrote.SAME
            same = bool(old) and old[0] == READ and old[1] == content
            version = old[2] + (not same) if old and old[0] == READ else 1
            first = old[3] if old else now
            claims = len(outcome.claims)
            name, url = outcome.article.name, outcome.article.url
            row = (name, url, READ, "", content, stamp, version, claims, first, now, _packed(outcome))
            self._database.execute(
                "INSERT OR REPLACE INTO version VALUES (?, ?, ?, ?, ?)", (key, version, content, claims, now)
            )
        self._database.execute(
            "INSERT INTO article VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (key) DO UPDATE SET name ="
            " excluded.name, url = excluded.url, status = excluded.status, reason = excluded.reason, content ="
            " excluded.content, extraction_stamp = excluded.extraction_stamp, version = excluded.version, claims ="
            " excluded.claims, changed = excluded.changed, reading = excluded.reading",
            (key, *row),
        )
        self._changed()
        return Wrote.CHANGED if old and old[0] == READ else Wrote.NEW

    def put_page(self, page: PageEntry) -> None:
        """Keep what is known of an address; call inside a transaction."""
        if self.web.put_page(page):
            self._changed()

    def _changed(self) -> None:
        self.set_note("revision", str(self.revision + 1))

    def _unusable(self, error: sqlite3.DatabaseError) -> StoreError:
        what, where = str(error), str(self.path)
        if "full" in what or "disk I/O" in what:
            return StoreError(f"cannot be written ({what})", where, "free some space and run again; nothing is lost")
        if "locked" in what:
            return StoreError("in use by another program", where, "wait until it has finished, and run again")
        remedy = "put the file aside and run again with the same inputs, or choose another folder with -o"
        return StoreError(f"this is no store, or it is damaged ({what})", where, remedy)


def content_hash(article: Article) -> str:
    """Tells the texts of two articles apart.

    >>> len(content_hash(Article(name="a", text="One.", blocks=())))
    40
    """
    return hashlib.blake2b(article.text.encode("utf-8", "surrogatepass"), digest_size=20).hexdigest()


def _packed(reading: Reading) -> bytes:
    return zlib.compress(reading.model_dump_json(exclude_defaults=True).encode(), 1)


def _unpacked(blob: bytes) -> Reading:
    return Reading.model_validate_json(zlib.decompress(blob))


def _with_note(reading: Reading, note: str) -> Reading:
    article = reading.article.model_copy(update={"notes": (*reading.article.notes, note)})
    return reading.model_copy(update={"article": article})
