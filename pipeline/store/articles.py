"""Articles and the documents they were read from: the newest reading of each, its version, its part in the table.
Every method that changes something is called inside a transaction of the store.
"""

from __future__ import annotations

import hashlib
import sqlite3
import zlib
from collections.abc import Callable, Iterator
from typing import Any

from pipeline.model import Article, Digest, Reading, Rejected
from pipeline.store.entries import Known, Wrote

READ, REJECTED = "read", "rejected"

_KNOWN = """SELECT d.key, d.digest, d.reading_stamp, a.key, a.name, a.status, a.reason, a.url, a.content
            FROM document d JOIN article a ON a.key = d.article"""


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

    def is_current(self, known: Known, digest: str, stamps: tuple[str, str]) -> bool:
        """Whether reading a document now could give nothing new; a rejected one is tried again also for new claims."""
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
        """Note what reading a document gave, as the newest version of its article.

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
        """Note that a document is an article that is there already."""
        self._leave(document, article)
        self._database.execute(
            "INSERT OR REPLACE INTO document VALUES (?, ?, ?, ?)", (document, article, digest, stamp)
        )

    def drop_rejected(self, document: str) -> None:
        """Forget a document that could not be read, where something else stands in its place now."""
        known = self.document(document)
        if known is not None and known.status == REJECTED:
            self._leave(document, "")

    def refresh(self, reading: Reading, stamp: str) -> None:
        """Replace the claims of an article, read again under other rules."""
        self._database.execute(
            "UPDATE article SET reading = ?, claims = ?, extraction_stamp = ?, digest = NULL, digest_stamp = ''"
            " WHERE name = ?",
            (_packed(reading), len(reading.claims), stamp, reading.article.name),
        )
        self._changed()

    def stale(self, stamp: str) -> list[str]:
        """Names of articles whose claims were made under other rules than those of the stamp, in order."""
        return self._names("status = ? AND extraction_stamp <> ?", READ, stamp)

    def kept(self, name: str) -> Reading:
        """The reading of one article as it was kept."""
        return _unpacked(*self._database.execute("SELECT reading FROM article WHERE name = ?", (name,)).fetchone())

    def reading(self, name: str) -> Reading:
        """The reading of one article for the table: one that has changed says so in its notes."""
        (version,) = self._database.execute("SELECT version FROM article WHERE name = ?", (name,)).fetchone()
        reading = self.kept(name)
        return _with_note(reading, f"changed since it was first read; version {version}") if version > 1 else reading

    def readings(self) -> Iterator[Reading]:
        """All readings by name of the article, one at a time."""
        return map(self.reading, self._names("status = ?", READ))

    def undigested(self, stamp: str) -> list[str]:
        """Names of articles whose part in the table was not made yet, or under another stamp, in order."""
        return self._names("status = ? AND digest_stamp <> ?", READ, stamp)

    def put_digest(self, digest: Digest, stamp: str) -> None:
        """Keep an article's part in the table."""
        self._database.execute(
            "UPDATE article SET digest = ?, digest_stamp = ? WHERE name = ?", (digest.data, stamp, digest.name)
        )

    def digests(self, fingerprint: str, since: str = "") -> Iterator[Digest]:
        """The parts of articles in the table, by name, one at a time; ``fingerprint`` is that of their rules.

        With ``since`` only those published on that day (ISO) or later, and those whose day nobody knows.
        """
        query = "SELECT name, claims, digest FROM article WHERE status = ? AND (published = '' OR published >= ?)"
        for name, claims, data in self._database.execute(f"{query} ORDER BY name", (READ, since)):
            yield Digest(name=name, claims=claims, fingerprint=fingerprint, data=data)

    def rejected(self) -> list[Rejected]:
        """Documents that could not be read, by name."""
        query = "SELECT name, reason, url FROM article WHERE status = ? ORDER BY name"
        rows = self._database.execute(query, (REJECTED,))
        return [Rejected(name=name, reason=reason, url=url) for name, reason, url in rows]

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
        query = "SELECT COUNT(*) FROM document d JOIN article a ON a.key = d.article WHERE a.status = ?"
        return int(self._database.execute(f"{query} AND d.reading_stamp <> ?", (READ, stamp)).fetchone()[0])

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

    def _names(self, condition: str, *values: str) -> list[str]:
        query = f"SELECT name FROM article WHERE {condition} ORDER BY name"
        return [name for (name,) in self._database.execute(query, values)]

    def _put_article(self, key: str, stamp: str, outcome: Reading | Rejected) -> Wrote:
        old = self._database.execute(
            "SELECT status, content, version, first_seen, extraction_stamp, reading FROM article WHERE key = ?", (key,)
        ).fetchone()
        was_read = old is not None and old[0] == READ
        if isinstance(outcome, Rejected):
            if was_read:
                return Wrote.SAME
            row = _row_of_rejected(outcome)
        else:
            row = _row_of_reading(outcome)
            if was_read and (old[4], old[5]) == (stamp, row["reading"]):
                return Wrote.SAME
            row["version"] = old[2] + (old[1] != row["content"]) if was_read else 1
        now = self._clock()
        row |= {"key": key, "extraction_stamp": stamp, "first_seen": old[3] if old else now, "changed": now}
        columns, marks = ", ".join(row), ", ".join(f":{column}" for column in row)
        newer = ", ".join(f"{column} = excluded.{column}" for column in row if column != "key")
        self._database.execute(
            f"INSERT INTO article ({columns}) VALUES ({marks}) ON CONFLICT (key) DO UPDATE SET {newer}", row
        )
        if row["status"] == READ:
            version = (key, row["version"], row["content"], row["claims"], now)
            self._database.execute("INSERT OR REPLACE INTO version VALUES (?, ?, ?, ?, ?)", version)
        self._changed()
        return Wrote.CHANGED if was_read else Wrote.NEW


def content_hash(article: Article) -> str:
    """Tells the texts of two articles apart.

    >>> len(content_hash(Article(name="a", text="One.", blocks=())))
    40
    """
    return hashlib.blake2b(article.text.encode("utf-8", "surrogatepass"), digest_size=20).hexdigest()


def _row_of_rejected(outcome: Rejected) -> dict[str, Any]:
    """The columns of an article that could not be read."""
    empty = dict.fromkeys(("content", "published", "digest_stamp"), "") | dict.fromkeys(("reading", "digest"))
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
        "reading": _packed(outcome),
        "digest": None,
        "digest_stamp": "",
    }


def _day(reading: Reading) -> str:
    """The last day on which the article can have been published; empty where nobody knows."""
    published = reading.article.published
    return published.date_end.isoformat() if published else ""


def _packed(reading: Reading) -> bytes:
    return zlib.compress(reading.model_dump_json(exclude_defaults=True).encode(), 1)


def _unpacked(blob: bytes) -> Reading:
    return Reading.model_validate_json(zlib.decompress(blob))


def _with_note(reading: Reading, note: str) -> Reading:
    article = reading.article.model_copy(update={"notes": (*reading.article.notes, note)})
    return reading.model_copy(update={"article": article})
