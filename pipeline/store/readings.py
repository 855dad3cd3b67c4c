"""The readings of articles and their parts in the table, apart from the rows that say what there is: they are large.
Every method that changes something is called inside a transaction of the store.
"""

from __future__ import annotations

import sqlite3
import zlib
from collections.abc import Callable, Iterator
from typing import NamedTuple

from pipeline.model import Digest, Reading
from pipeline.store.entries import READ


class Stored(NamedTuple):
    """A reading as it lies in the store, with what its article's row says: light enough to be opened elsewhere."""

    data: bytes
    notes: tuple[str, ...]

    def opened(self) -> Reading:
        """The reading, its article with those notes."""
        reading = unpacked(self.data)
        if not self.notes:
            return reading
        article = reading.article.model_copy(update={"notes": (*reading.article.notes, *self.notes)})
        return reading.model_copy(update={"article": article})


class Readings:
    """The readings in one store; ``changed`` is told whenever the table could have changed."""

    def __init__(self, database: sqlite3.Connection, changed: Callable[[], None]) -> None:
        self._database = database
        self._changed = changed

    def kept(self, name: str) -> Reading:
        """The reading of one article as it was kept."""
        query = "SELECT r.data FROM article a JOIN reading r ON r.article = a.id WHERE a.name = ?"
        return unpacked(*self._database.execute(query, (name,)).fetchone())

    def reading(self, name: str) -> Reading:
        """The reading of one article for the table: its notes say whether it changed, and what was wrong since."""
        return self.stored(name).opened()

    def stored(self, name: str) -> Stored:
        """The same, not opened yet."""
        query = "SELECT a.version, a.reason, r.data FROM article a JOIN reading r ON r.article = a.id WHERE a.name = ?"
        version, reason, data = self._database.execute(query, (name,)).fetchone()
        changed = (f"changed since it was first read; version {version}",) if version > 1 else ()
        return Stored(data, (*changed, *((reason,) if reason else ())))

    def all(self) -> Iterator[Reading]:
        """All readings by name of the article, one at a time."""
        return map(self.reading, self._names("status = ?", READ))

    def stale(self, stamp: str, given_up: str = "") -> list[str]:
        """Names of articles whose claims were made under other rules than those of the stamp, in order; but for those
        that were given up under these rules.
        """
        return self._names("status = ? AND extraction_stamp NOT IN (?, ?)", READ, stamp, given_up)

    def refresh(self, reading: Reading, stamp: str) -> None:
        """Replace the claims of an article, read again under other rules."""
        name = reading.article.name
        self._database.execute(
            "UPDATE reading SET data = ? WHERE article = (SELECT id FROM article WHERE name = ?)",
            (packed(reading), name),
        )
        self._database.execute(
            "UPDATE article SET claims = ?, extraction_stamp = ?, reason = '', digest_stamp = '' WHERE name = ?",
            (len(reading.claims), stamp, name),
        )
        self._changed()

    def give_up(self, name: str, stamp: str, reason: str) -> None:
        """Leave an article its claims of older rules, as today's break on it; its row says why."""
        self._database.execute(
            "UPDATE article SET extraction_stamp = ?, reason = ?, digest_stamp = '' WHERE name = ?",
            (stamp, f"its claims are those of older rules: {reason}", name),
        )
        self._changed()

    def undigested(self, stamp: str) -> list[str]:
        """Names of articles whose part in the table was not made yet, or under another stamp, in order."""
        return self._names("status = ? AND digest_stamp <> ?", READ, stamp)

    def put_digest(self, digest: Digest, stamp: str) -> None:
        """Keep an article's part in the table."""
        self._database.execute(
            "INSERT OR REPLACE INTO part SELECT id, ? FROM article WHERE name = ?", (digest.data, digest.name)
        )
        self._database.execute("UPDATE article SET digest_stamp = ? WHERE name = ?", (stamp, digest.name))

    def digests(self, fingerprint: str, since: str = "") -> Iterator[Digest]:
        """The parts of articles in the table, by name, one at a time; ``fingerprint`` is that of their rules.

        With ``since`` only those published on that day (ISO) or later, and those whose day nobody knows.
        """
        query = """SELECT a.name, a.claims, p.data FROM article a JOIN part p ON p.article = a.id
                   WHERE a.status = ? AND (a.published = '' OR a.published >= ?) ORDER BY a.name"""
        for name, claims, data in self._database.execute(query, (READ, since)):
            yield Digest(name=name, claims=claims, fingerprint=fingerprint, data=data)

    def _names(self, condition: str, *values: str) -> list[str]:
        query = f"SELECT name FROM article WHERE {condition} ORDER BY name"
        return [name for (name,) in self._database.execute(query, values)]


def packed(reading: Reading) -> bytes:
    """A reading as bytes to keep."""
    return zlib.compress(reading.model_dump_json(exclude_defaults=True).encode(), 1)


def unpacked(data: bytes) -> Reading:
    """What :func:`packed` was given."""
    return Reading.model_validate_json(zlib.decompress(data))
