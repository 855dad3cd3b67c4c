"""Articles and the documents they were read from: which article is new, changed or rejected, and what it is called.
Every method that changes something is called inside a transaction of the store.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Callable
from typing import Any

from pipeline.model import Article, Reading, Rejected
from pipeline.store.entries import READ, REJECTED, Known, Wrote
from pipeline.store.readings import packed

_KNOWN = """SELECT d.key, d.digest, d.reading_stamp, a.key, a.name, d.status, a.reason, a.url, a.content
            FROM document d JOIN article a ON a.key = d.article"""

_TRIED = "+tried "
"""In the stamp of a document whose failure may pass: how often it was tried; it is not current, and so tried again."""


class Articles:
    """The articles of one store; ``changed`` is told whenever the table could have changed."""

    def __init__(self, database: sqlite3.Connection, clock: Callable[[], str], changed: Callable[[], None]) -> None:
        self._database = database
        self._clock = clock
        self._changed = changed

    def document(self, key: str) -> Known | None:
        """What is known of a document, None where it was never read."""
        row = self._database.execute(f"{_KNOWN} WHERE d.key = ?", (key,)).fetchone()
        return Known(*row) if row else None

    def is_current(self, known: Known, digest: str, stamps: tuple[str, ...]) -> bool:
        """Whether reading a document now could give nothing new; a rejected one is tried again wherever a stamp is new.

        The first of the ``stamps`` is that of reading.
        """
        stamp = stamps[0] if known.status == READ else "+".join(stamps)
        return (known.digest, known.reading_stamp) == (digest, stamp)

    def article_at(self, key: str) -> tuple[str, str] | None:
        """Name and content hash of the article with that key, None where there is none."""
        row = self._database.execute("SELECT name, content FROM article WHERE key = ?", (key,)).fetchone()
        return (row[0], row[1]) if row else None

    def was_read(self, name: str) -> bool:
        """Whether the article of that name could be read."""
        row = self._database.execute("SELECT status FROM article WHERE name = ?", (name,)).fetchone()
        return row is not None and row[0] == READ

    def was_read_from(self, *documents: str) -> bool:
        """Whether any of these documents is an article that could be read."""
        return bool(self._read_from(documents))

    def put(
        self,
        document: str,
        article: str,
        digest: str,
        stamps: tuple[str, ...],
        outcome: Reading | Rejected,
        tries: int = 1,
    ) -> Wrote:
        """Note what reading a document gave, as the newest version of its article.

        ``stamps`` are those of reading, of extraction, and of whatever else may reject. Text that stays the same makes
        no new version. A document that can be read no longer leaves its article as it was: it was true when it was
        read; only its row says what is wrong. One whose failure may pass is tried ``tries`` times, once a run.
        """
        self._leave(document, article)
        wrote = self._put_article(article, stamps[1], outcome)
        if isinstance(outcome, Reading):
            self._put_document(document, article, digest, stamps[0], READ)
        else:
            stamp = "+".join(stamps)
            if outcome.passing and (tried := self._tried(document, digest, stamp) + 1) < tries:
                stamp += f"{_TRIED}{tried}"
            self._put_document(document, article, digest, stamp, REJECTED)
        return wrote

    def join(self, document: str, article: str, digest: str, stamp: str) -> None:
        """Note that a document is an article that is there already."""
        self._leave(document, article)
        self._remark(article, "")
        self._put_document(document, article, digest, stamp, READ)

    def drop_rejected(self, document: str) -> None:
        """Forget a document that could not be read, where something else stands in its place now."""
        known = self.document(document)
        if known is not None and not self.was_read(known.name):
            self._leave(document, "")

    def remark(self, what: str, *documents: str) -> None:
        """Note in the rows of articles that were read from these documents what is wrong since; empty takes it back."""
        for key in self._read_from(documents):
            self._remark(key, what)

    def rejected(self) -> list[Rejected]:
        """Articles that could never be read, by name."""
        query = "SELECT name, reason, url FROM article WHERE status = ? ORDER BY name"
        rows = self._database.execute(query, (REJECTED,))
        return [Rejected(name=name, reason=reason, url=url) for name, reason, url in rows]

    def rejected_documents(self, begin: str) -> list[str]:
        """The keys that begin so of documents whose articles could never be read."""
        query = """SELECT d.key FROM article a JOIN document d ON d.article = a.key
                   WHERE a.status = ? AND substr(d.key, 1, ?) = ? ORDER BY d.key"""
        return [key for (key,) in self._database.execute(query, (REJECTED, len(begin), begin))]

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
        query = "SELECT COUNT(*) FROM document WHERE status = ? AND reading_stamp <> ?"
        return int(self._database.execute(query, (READ, stamp)).fetchone()[0])

    def _read_from(self, documents: tuple[str, ...]) -> list[str]:
        """The keys of the articles that were read from documents."""
        query = f"""SELECT DISTINCT a.key FROM document d JOIN article a ON a.key = d.article
                    WHERE d.key IN ({", ".join("?" * len(documents))}) AND a.status = ?"""
        return [key for (key,) in self._database.execute(query, (*documents, READ))]

    def _remark(self, article: str, what: str) -> None:
        """What is wrong with an article that was read; its part in the table is made again where that is news."""
        done = self._database.execute(
            "UPDATE article SET reason = ?, digest_stamp = '' WHERE key = ? AND status = ? AND reason <> ?",
            (what, article, READ, what),
        )
        if done.rowcount > 0:
            self._changed()

    def _put_document(self, document: str, article: str, digest: str, stamp: str, status: str) -> None:
        row = (document, article, digest, stamp, status)
        columns = "(key, article, digest, reading_stamp, status)"
        self._database.execute(f"INSERT OR REPLACE INTO document {columns} VALUES (?, ?, ?, ?, ?)", row)

    def _tried(self, document: str, digest: str, stamp: str) -> int:
        """How often a document that is not settled yet was tried as it is now."""
        query = "SELECT reading_stamp FROM document WHERE key = ? AND digest = ?"
        row = self._database.execute(query, (document, digest)).fetchone()
        begun = f"{stamp}{_TRIED}"
        return int(row[0].removeprefix(begun)) if row and row[0].startswith(begun) else 0

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
        query = "SELECT status, content, version, first_seen, extraction_stamp, id FROM article WHERE key = ?"
        old = self._database.execute(query, (key,)).fetchone()
        was_read = old is not None and old[0] == READ
        data, again = b"", False
        if isinstance(outcome, Rejected):
            if was_read:
                self._remark(key, f"stays as it was read, as it cannot be read any more: {outcome.reason}")
                return Wrote.SAME
            row = _row_of_rejected(outcome)
        else:
            row, data = _row_of_reading(outcome), packed(outcome)
            again = was_read and old[4] != stamp and old[1] == row["content"]
            if was_read and self._is_kept(old[5], data):
                self._remark(key, "")
                self._database.execute("UPDATE article SET extraction_stamp = ? WHERE key = ?", (stamp, key))
                return Wrote.AGAIN if again else Wrote.SAME
            row["version"] = old[2] + (old[1] != row["content"]) if was_read else 1
        now = self._clock()
        row |= {"key": key, "extraction_stamp": stamp, "first_seen": old[3] if old else now, "changed": now}
        self._write(row, data)
        self._changed()
        return Wrote.AGAIN if again else Wrote.CHANGED if was_read else Wrote.NEW

    def _is_kept(self, article: int, data: bytes) -> bool:
        row = self._database.execute("SELECT data FROM reading WHERE article = ?", (article,)).fetchone()
        return row is not None and row[0] == data

    def _write(self, row: dict[str, Any], data: bytes) -> None:
        """One article's row, its reading where it has one, and its version."""
        columns, marks = ", ".join(row), ", ".join(f":{column}" for column in row)
        newer = ", ".join(f"{column} = excluded.{column}" for column in row if column != "key")
        self._database.execute(
            f"INSERT INTO article ({columns}) VALUES ({marks}) ON CONFLICT (key) DO UPDATE SET {newer}", row
        )
        if row["status"] == READ:
            insert = "INSERT OR REPLACE INTO reading SELECT id, ? FROM article WHERE key = ?"
            self._database.execute(insert, (data, row["key"]))
            version = (row["key"], row["version"], row["content"], row["claims"], row["changed"])
            self._database.execute("INSERT OR REPLACE INTO version VALUES (?, ?, ?, ?, ?)", version)


def content_hash(article: Article) -> str:
    """Tells the texts of two articles apart.

    >>> len(content_hash(Article(name="a", text="One.", blocks=())))
    40
    """
    return hashlib.blake2b(article.text.encode("utf-8", "surrogatepass"), digest_size=20).hexdigest()


def _row_of_rejected(outcome: Rejected) -> dict[str, Any]:
    """The columns of an article that could not be read."""
    empty = dict.fromkeys(("content", "published", "digest_stamp"), "")
    names = {"name": outcome.name, "url": outcome.url, "status": REJECTED, "reason": outcome.reason}
    return {**names, **empty, "version": 1, "claims": 0}


def _row_of_reading(outcome: Reading) -> dict[str, Any]:
    """The columns of an article that was read, whose part in the table is still to be made."""
    article = outcome.article
    return {
        "name": article.name,
        "url": article.url,
        "status": READ,
        "reason": "",
        "content": content_hash(article),
        "claims": len(outcome.claims),
        "published": _day(outcome),
        "digest_stamp": "",
    }


def _day(reading: Reading) -> str:
    """The last day on which the article can have been published; empty where nobody knows."""
    published = reading.article.published
    return published.date_end.isoformat() if published else ""
