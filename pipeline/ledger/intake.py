"""What a run has to do: of all that stands behind its inputs, the documents that were not read before as they are now.
What is known already is passed over here, before any costly step.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pipeline.ledger.visits import Visit, Visits
from pipeline.model import Document, Link, Rejected
from pipeline.store import PageEntry, Store


@dataclass(frozen=True)
class Work:
    """A document to read, its digest, and the address to remember with it."""

    document: Document
    digest: str
    page: PageEntry | None


class Intake:
    """The work of one run, found while it is asked for.

    ``counts`` tells what was passed over (``known``) and what cannot be read (``rejected``: of the documents known
    from before; ``failed``: of addresses). ``refused`` collects refusals that belong to no document, ``pages`` what to
    remember of addresses that gave no work.
    """

    def __init__(self, store: Store, visits: Visits, stamps: tuple[str, str]) -> None:
        self._store = store
        self._visits = visits
        self._stamps = stamps
        self._names: dict[str, str] = {}
        self.counts: Counter[str] = Counter()
        self.refused: list[Rejected] = []
        self.pages: list[PageEntry] = []

    def work(self, opened: Iterable[Document | Link | Rejected]) -> Iterator[Work]:
        """What is to be read, in the order of the inputs; what is behind addresses comes last."""
        links = self._visits.retries()
        for item in opened:
            if isinstance(item, Link):
                links.append(item)
            else:
                yield from self._look(Visit(item))
        for visit in self._visits.follow(links):
            yield from self._look(visit)

    def _look(self, visit: Visit) -> Iterator[Work]:
        item, page = visit.item, visit.page
        if isinstance(item, Rejected):
            self.counts["failed" if page else "rejected"] += 1
            if page:
                self.pages.append(page)
            else:
                self.refused.append(item)
            return
        known = self._store.articles.document(item.key)
        wanted = known.name if known is not None else self._free(item)
        document = item if item.name == wanted else item.model_copy(update={"name": wanted})
        digest = document.digest()
        if known is not None and self._store.articles.is_current(known, digest, self._stamps):
            self.counts["known" if known.status == "read" else "rejected"] += 1
            if page:
                self.pages.append(page)
            return
        yield Work(document, digest, page)

    def _free(self, document: Document) -> str:
        """A name that neither the store nor a document of this run has under another key."""
        number, name = 1, self._store.articles.free_name(document.name, document.key)
        while self._names.setdefault(name, document.key) != document.key:
            number += 1
            name = self._store.articles.free_name(f"{document.name}#{number}", document.key)
        return name
