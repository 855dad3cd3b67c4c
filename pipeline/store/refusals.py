"""What could not be read, and why: documents, addresses, and what belongs to neither, each told once.
Every method that changes something is called inside a transaction of the store.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence, Set

from pipeline.model import Rejected
from pipeline.store.articles import Articles
from pipeline.store.entries import ADDRESS, PAGE
from pipeline.store.web import WebState


class Refusals:
    """The refusals in one store; ``changed`` is told whenever the table could have changed."""

    def __init__(
        self, database: sqlite3.Connection, articles: Articles, web: WebState, changed: Callable[[], None]
    ) -> None:
        self._database = database
        self._articles = articles
        self._web = web
        self._changed = changed

    def rejected(self) -> list[Rejected]:
        """What could not be read, once each: documents, addresses that could not be had, other refusals.

        An article that was read before is not among them: its own row says what is wrong since. Of an address that
        fails now, the last failure counts.
        """
        failing = {page.url: page for page in self._web.pages(failing=True) if not self._was_read_at(page.url)}
        found = [item for item in self._articles.rejected() if item.name not in failing]
        found += [Rejected(name=page.url, reason=page.reason, url=page.url) for page in failing.values()]
        names = {item.name for item in found}
        for item in self._all():
            of_address = item.url and item.name == item.url
            if not (of_address and (item.name in names or self._was_read_at(item.url))) and not self._is_whole(item):
                found.append(item)
        return found

    def put(self, refused: Sequence[Rejected], opened: Set[str]) -> None:
        """Put the refusals of this run in the place of earlier ones from the same sources; call inside a transaction.

        ``opened`` are the sources that were looked into; a refusal without a source lasts until the next run.
        """
        old = self._all()
        renewed = {"", *opened, *(item.source for item in refused)}
        new = list(dict.fromkeys([*(item for item in old if item.source not in renewed), *refused]))
        if new == old:
            return
        for items, what in ((old, ""), (new, "stays as it was read, as it cannot be read any more: {}")):
            for item in filter(self._is_whole, items):
                self._articles.remark(what.format(item.reason), item.source)
        self._database.execute("DELETE FROM refusal")
        rows = [(at, item.name, item.reason, item.url, item.source, item.skipped) for at, item in enumerate(new)]
        self._database.executemany("INSERT INTO refusal VALUES (?, ?, ?, ?, ?, ?)", rows)
        self._changed()

    def sources(self) -> set[str]:
        """The sources of refusals that stand so far."""
        return {item.source for item in self._all()}

    def _all(self) -> list[Rejected]:
        query = "SELECT name, reason, url, source, skipped FROM refusal ORDER BY place"
        fields = ("name", "reason", "url", "source", "skipped")
        return [Rejected(**dict(zip(fields, row, strict=True))) for row in self._database.execute(query)]

    def _is_whole(self, refusal: Rejected) -> bool:
        """Whether what is refused is a whole file or page that was an article before."""
        known = self._articles.document(refusal.source) if refusal.source else None
        return known is not None and known.name == refusal.name and self._articles.was_read(known.name)

    def _was_read_at(self, url: str) -> bool:
        """Whether an article was read at an address, or from a feed that gave it with that address."""
        return self._articles.was_read_from(f"{PAGE}{url}", f"{ADDRESS}{url}")

    def forget(self, source: str) -> None:
        """Nothing is known any more of what could not be read in that source."""
        self._database.execute("DELETE FROM refusal WHERE source = ?", (source,))
        self._changed()
