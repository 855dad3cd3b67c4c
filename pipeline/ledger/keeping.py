"""Puts results into the store: under which article a document belongs, and how many results go in together.
What the store holds after each transaction is whole, so that a run may end between any two.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from typing import TypeVar

from pipeline.api import Pipeline
from pipeline.ledger.identity import alike, article_key, own_key
from pipeline.ledger.intake import Work
from pipeline.ledger.report import RunReport
from pipeline.ledger.stamps import Stamps
from pipeline.model import Digested, Document, Reading, Rejected
from pipeline.rulebook.ledger import Keeping
from pipeline.store import Store, Wrote, content_hash

Result = TypeVar("Result")


class Keeper:
    """Keeps the results of one run in a store, and counts them in its report."""

    def __init__(self, store: Store, pipeline: Pipeline, stamps: Stamps, report: RunReport) -> None:
        self._store = store
        self._pipeline = pipeline
        self._stamps = stamps
        self._report = report
        self._addresses = pipeline.rulebook.ledger.addresses
        self._tries = pipeline.rulebook.ledger.again.tries

    def keep(self, work: Work, outcome: Digested | Rejected) -> None:
        """Put one result into the store, under the article that stands at its address already if there is one."""
        document = work.document
        if isinstance(outcome, Rejected):
            known = self._store.articles.document(document.key)
            article = known.article if known else article_key(document, outcome, self._addresses)
            self._store.articles.put(document.key, article, work.digest, self._stamps.of_article, outcome, self._tries)
            self._report.counts["rejected"] += 1
            self._report.refuse(outcome)
        else:
            wrote = self._keep_reading(work, outcome.reading)
            self._report.counts[wrote.value] += 1
            if wrote is Wrote.NEW and outcome.digest is not None:  # that of a changed one says that it has changed
                self._store.readings.put_digest(outcome.digest, self._stamps.table)
        if work.page is not None:
            self._store.put_page(work.page)

    def _keep_reading(self, work: Work, reading: Reading) -> Wrote:
        document = work.document
        article = article_key(document, reading, self._addresses)
        there = self._store.articles.article_at(article)
        if there is not None and not self._one_article(document, there[0], reading):
            article = own_key(document, self._addresses)
            there = self._store.articles.article_at(article)
        digest = work.digest
        if there is not None and there[0] != document.name:
            name, content = there
            renamed = document.model_copy(update={"name": name})
            digest = renamed.digest()
            if content == content_hash(reading.article):
                self._store.articles.join(document.key, article, digest, self._stamps.reading)
                return Wrote.SAME
            again = self._pipeline.process(renamed)
            reading = again if isinstance(again, Reading) else reading
        return self._store.articles.put(document.key, article, digest, self._stamps.of_article, reading)

    def _one_article(self, document: Document, name: str, reading: Reading) -> bool:
        """Whether a page that names an address as its own has the words of the article there; some name a section."""
        known = self._store.articles.document(document.key)
        if name == document.name or (known is not None and known.name == name):
            return True
        if own_key(document, self._addresses) == article_key(
            document, reading, self._addresses
        ) or not self._store.articles.was_read(name):
            return True
        return alike(reading.article.text, self._store.readings.kept(name).article.text) >= self._addresses.same_text


def batches(results: Iterable[Result], keeping: Keeping) -> Iterator[list[Result]]:
    """Results a few at a time, as the rules say; what came before a Ctrl-C is handed out before it goes on.

    >>> list(batches("abc", Keeping(articles=2)))
    [['a', 'b'], ['c']]
    """
    batch: list[Result] = []
    began = time.monotonic()
    stopped: KeyboardInterrupt | None = None
    try:
        for result in results:
            batch.append(result)
            if len(batch) >= keeping.articles or time.monotonic() - began > keeping.seconds:
                yield batch
                batch, began = [], time.monotonic()
    except KeyboardInterrupt as error:
        stopped = error
    if batch:
        yield batch
    if stopped is not None:
        raise stopped
