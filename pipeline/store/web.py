"""What the store knows of the web: the feeds to poll, and how each address answered last.
Also the list of runs, which says when what was read.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterator
from typing import Any

from pipeline.store.entries import FeedEntry, PageEntry, RunEntry

_PAGE = (
    "url", "kind", "depth", "known", "etag", "modified", "status", "tried", "fetched", "failures", "next_try",
    "reason", "gone", "alone_until",
)  # fmt: skip
_SELECT = f"SELECT {', '.join(_PAGE)} FROM page"


class WebState:
    """Feeds, addresses and runs of one store."""

    def __init__(self, database: sqlite3.Connection, clock: Callable[[], str]) -> None:
        self._database = database
        self._clock = clock

    def page(self, url: str) -> PageEntry | None:
        """What is known of an address, None where it was never tried."""
        row = self._database.execute(f"{_SELECT} WHERE url = ?", (url,)).fetchone()
        return _page(row) if row else None

    def pages(self, failing: bool = False) -> Iterator[PageEntry]:
        """All addresses in order; with ``failing`` only those whose last try failed."""
        condition = " WHERE failures > 0" if failing else ""
        return map(_page, self._database.execute(f"{_SELECT}{condition} ORDER BY url").fetchall())

    def due(self, now: str) -> list[PageEntry]:
        """Addresses whose last try failed, and whose time has come to be tried again."""
        return [page for page in self.pages(failing=True) if page.next_try <= now]

    def left_alone(self, now: str) -> list[PageEntry]:
        """Addresses whose host has asked to be left alone for longer than until now."""
        rows = self._database.execute(f"{_SELECT} WHERE alone_until <> '' AND alone_until > ? ORDER BY url", (now,))
        return [_page(row) for row in rows]

    def put_page(self, page: PageEntry) -> bool:
        """Keep what is known of an address; call inside a transaction. True where its failure is news, or is over."""
        old = self.page(page.url)
        news = (bool(page.failures), page.reason) != ((bool(old.failures), old.reason) if old else (False, ""))
        row = (page.url, page.kind, page.depth, json.dumps(page.known, sort_keys=True), page.etag, page.modified)
        row_end = (
            page.status,
            page.tried,
            page.fetched,
            page.failures,
            page.next_try,
            page.reason,
            page.gone,
            page.alone_until,
        )
        marks = ", ".join("?" * len(_PAGE))
        self._database.execute(f"INSERT OR REPLACE INTO page ({', '.join(_PAGE)}) VALUES ({marks})", (*row, *row_end))
        return news

    def feeds(self) -> list[FeedEntry]:
        """The feeds to poll, by address."""
        rows = self._database.execute("SELECT url, added, title FROM feed ORDER BY url")
        return [FeedEntry(*row) for row in rows]

    def add_feed(self, url: str, title: str = "") -> bool:
        """Poll a feed from now on; False where it is polled already."""
        done = self._database.execute("INSERT OR IGNORE INTO feed VALUES (?, ?, ?)", (url, self._clock(), title))
        return done.rowcount > 0

    def set_title(self, url: str, title: str) -> None:
        """Note the title that a feed gives itself, where it is polled and has one; call inside a transaction."""
        self._database.execute("UPDATE feed SET title = ? WHERE url = ? AND ? <> ''", (title, url, title))

    def remove_feed(self, url: str) -> bool:
        """Poll a feed no longer, and forget its address. False where it was not polled."""
        self._database.execute("DELETE FROM page WHERE url = ?", (url,))
        return self._database.execute("DELETE FROM feed WHERE url = ?", (url,)).rowcount > 0

    def begin_run(self) -> int:
        """Note that a run has begun; its number."""
        return (
            self._database.execute(
                "INSERT INTO run (started, finished, record) VALUES (?, '', '{}')", (self._clock(),)
            ).lastrowid
            or 0
        )

    def end_run(self, number: int, record: dict[str, Any]) -> None:
        """Note that a run has ended, and what it did."""
        text = json.dumps(record, ensure_ascii=False)
        self._database.execute("UPDATE run SET finished = ?, record = ? WHERE id = ?", (self._clock(), text, number))

    def runs(self, last: int = 10) -> list[RunEntry]:
        """The last runs, the newest first."""
        rows = self._database.execute("SELECT id, started, finished, record FROM run ORDER BY id DESC LIMIT ?", (last,))
        return [RunEntry(id_, started, finished, json.loads(record)) for id_, started, finished, record in rows]


def _page(row: tuple[Any, ...]) -> PageEntry:
    fields = dict(zip(_PAGE, row, strict=True))
    return PageEntry(**{**fields, "known": json.loads(fields["known"]), "gone": bool(fields["gone"])})
