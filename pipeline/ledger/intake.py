"""What a run has to do: of all that stands behind its inputs, the documents that were not read before as they are now.
What is known already is passed over here, before any costly step.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import chain

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
    from before; ``failed``: of addresses; ``skipped``: what is no article). ``refused`` collects refusals that belong
    to no document; ``refuse`` is told those of documents known from before. What addresses answered that gave no work
    is stored as it comes, so that a run that is killed forgets no failure.
    """

    def __init__(
        self, store: Store, visits: Visits, stamps: tuple[str, ...], refuse: Callable[[Rejected], None]
    ) -> None:
        self._store = store
        self._visits = visits
        self._stamps = stamps
        self._refuse = refuse
        self._names: dict[str, str] = {}
        self._seen: set[int] = set()
        self._times: Counter[str] = Counter()
        self.counts: Counter[str] = Counter()
        self.refused: list[Rejected] = []

    def work(self, opened: Iterable[Document | Link | Rejected], retry: bool = False) -> Iterator[Work]:
        """What is to be read, in the order of the inputs; what is behind addresses comes last.

        Where addresses are among them, or with ``retry``, also those that failed in earlier runs and whose time has
        come: a run over files alone leaves the web alone. These come last, as a feed may say something new of them.
        """
        links: list[Link] = []
        for item in opened:
            if isinstance(item, Link):
                links.append(item)
            else:
                yield from self._look(Visit(item))
        due = self._visits.retries() if links or retry else []
        for visit in chain(self._visits.follow(links), self._visits.follow(due)):
            yield from self._look(visit)

    def saw(self, key: str) -> bool:
        """Whether a document of that key came in this run."""
        return hash(key) in self._seen

    def kept(self, work: Work) -> None:
        """The result of that work is in the store: its name need not be kept in mind any longer."""
        self._names.pop(work.document.name, None)

    def _look(self, visit: Visit) -> Iterator[Work]:
        item, page = visit.item, visit.page
        if isinstance(item, Rejected):
            self.counts["skipped" if item.skipped else "failed" if page else "rejected"] += 1
            if page:
                self._put(page)
            else:
                self.refused.append(item)
            return
        item = self._told_apart(item)
        known = self._store.articles.document(item.key)
        wanted = known.name if known is not None else self._free(item)
        document = item if item.name == wanted else item.model_copy(update={"name": wanted})
        digest = document.digest()
        if known is not None and self._store.articles.is_current(known, digest, self._stamps):
            if known.status == "read":
                self.counts["known"] += 1
            else:
                self.counts["rejected"] += 1
                self._refuse(Rejected(name=known.name, reason=known.reason, url=known.url))
            if page:
                self._put(page)
            return
        yield Work(document, digest, page)

    def _put(self, page: PageEntry) -> None:
        with self._store.transaction():
            self._store.put_page(page)

    def _told_apart(self, document: Document) -> Document:
        """An address that comes several times in one run keeps a digest for each time, or it would never settle.

        Of the others only a number is kept in mind, as there may be millions.
        """
        mark = hash(document.key)
        if mark not in self._seen:
            self._seen.add(mark)
            return document
        self._times[document.key] += 1
        return document.model_copy(update={"key": f"{document.key}#{self._times[document.key] + 1}"})

    def _free(self, document: Document) -> str:
        """A name that neither the store nor a document under way has under another key."""
        name = self._store.free_name(document.name, document.key, self._names)
        self._names[name] = document.key
        return name
