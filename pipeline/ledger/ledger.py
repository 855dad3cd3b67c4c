"""One run over one output folder: read what is new, keep it, and write the table where anything changed.
Whatever stops it, the next run goes on from what was kept; the same inputs give the same files as one undisturbed run.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from datetime import UTC, datetime
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.api import Pipeline, Progress
from pipeline.export.files import ready_folder
from pipeline.export.run import FILES
from pipeline.ledger.intake import Intake, Work
from pipeline.ledger.keeping import Keeper, batches
from pipeline.ledger.report import RunReport
from pipeline.ledger.stamps import stamps
from pipeline.ledger.standing import Standing
from pipeline.ledger.view import View
from pipeline.ledger.visits import Visits
from pipeline.model import Digest, Document, Link, LinkKind, Reading, Rejected
from pipeline.rulebook.web import WebPolicy
from pipeline.store import Store, Stored

if TYPE_CHECKING:
    from pipeline.web import Client

BUILT = "built"
"""The store's note of what the files of the folder were made from."""


class Ledger:
    """The results in one folder, and the store behind them.

    ``client`` makes the web client when the first address is to be fetched; ``now`` tells the time of day (UTC).
    """

    def __init__(
        self,
        folder: Path,
        pipeline: Pipeline,
        client: Callable[[], Client] | None = None,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self.folder = folder
        self._pipeline = pipeline
        self._client = client or partial(_client, pipeline.rulebook.web)
        self._now = now
        self._stamps = stamps(pipeline.rulebook)

    def open_store(self, write: bool = True) -> Store:
        """The store of the folder, made with it where there is none. Raises OutputError or StoreError."""
        ready_folder(self.folder)
        return Store(self.folder, write=write, clock=lambda: self._now().astimezone(UTC).isoformat(timespec="seconds"))

    def expected(self, inputs: Iterable[str | Path]) -> int | None:
        """How many articles stand behind the inputs, where that can be told without opening them: each file is one."""
        from pipeline.ingest import count_files

        return count_files([str(item) for item in inputs], self._pipeline.rulebook)

    def run(
        self,
        inputs: Iterable[str | Path],
        *,
        jobs: int = 1,
        rebuild: bool = False,
        progress: Progress | None = None,
        view: View | None = None,
        parquet: bool = False,
    ) -> RunReport:
        """Read what is new behind ``inputs`` (without any: behind the folder's feeds) and bring the files up to date.

        ``rebuild`` reads everything into a store of its own, which then takes the place of the old one, unless nothing
        could be read; ``view`` says what of the table is written. Nothing raises for a bad input: it stands in the
        report and in articles.csv. Raises OutputError or StoreError where the folder cannot be used. Stopping a run at
        any moment loses only what was not kept yet.
        """
        report = RunReport(view=(view or View()).record())
        with self.open_store() as store:
            for left in self.folder.glob(".*.part"):  # of a run that was killed while it wrote
                left.unlink(missing_ok=True)
            number = store.web.begin_run()
            given = [str(item) for item in inputs]
            if rebuild:
                with store.rebuilding(repr((given, self._stamps))) as new:
                    self._read(new, given, jobs, report, progress)
                    report.stayed = not new.articles.counts()["read"] and bool(store.articles.counts()["read"])
                    store.end_rebuilding(new, succeeded=not report.stayed)
            else:
                self._read(store, given, jobs, report, progress)
                self._refresh(store, jobs, report)
            report.counts["outdated"] = store.articles.outdated(self._stamps.reading)
            self._write(store, report, view or View(), parquet, jobs)
            report.totals = store.articles.counts()
            store.web.end_run(number, report.record())
        return report

    def _refresh(self, store: Store, jobs: int, report: RunReport) -> None:
        """Make the claims of stored articles again where their rules changed: the text is there, nothing is fetched.

        Those that were just read anew have their claims already, so this comes last.
        """
        stale = store.readings.stale(self._stamps.extraction, self._stamps.given_up)
        articles = (store.readings.kept(name).article for name in stale)
        for batch in batches(self._pipeline.extract_all(articles, jobs), self._pipeline.rulebook.ledger.keeping):
            with store.transaction():
                for reading in batch:
                    if isinstance(reading, Reading):
                        store.readings.refresh(reading, self._stamps.extraction)
                        report.counts["refreshed"] += 1
                    else:
                        store.readings.give_up(reading.name, self._stamps.given_up, reading.reason)
                        report.counts["rejected"] += 1
                        report.refuse(reading)

    def _read(self, store: Store, given: list[str], jobs: int, report: RunReport, progress: Progress | None) -> None:
        """Read what is new, and keep it a few results at a time, each together with its address."""
        with ExitStack() as stack:
            visits = Visits(
                store,
                cache(lambda: stack.enter_context(self._client())),
                self._pipeline.rulebook,
                self._stamps.of_article,
                self._now(),
            )
            intake = Intake(store, visits, self._stamps.of_article, report.refuse)
            keeper = Keeper(store, self._pipeline, self._stamps, report)
            waiting: deque[Work] = deque()
            standing = Standing(store)

            def documents() -> Iterator[Document]:
                for work in intake.work(self._opened(store, given, standing.opened), retry=not given):
                    waiting.append(work)
                    yield work.document

            kept = 0
            results = self._pipeline.digest_all(documents(), jobs)
            for batch in batches(results, self._pipeline.rulebook.ledger.keeping):
                with store.transaction():
                    for outcome in batch:
                        work = waiting.popleft()
                        keeper.keep(work, outcome)
                        intake.kept(work)
                        kept += 1
                if progress is not None:
                    progress(
                        kept + intake.counts.total(),
                        batch[-1].name if isinstance(batch[-1], Rejected) else batch[-1].reading.article.name,
                    )
            with store.transaction():
                for page in visits.finished:
                    store.put_page(page)
                for url, title in visits.titles.items():
                    store.web.set_title(url, title)
                for key in visits.not_documents:
                    store.articles.drop_rejected(key)
                store.inbox.clear()
                standing.settle(intake, visits)
        report.counts.update(intake.counts)
        report.counts["fetched"], report.counts["unchanged"] = visits.fetched, visits.unchanged
        report.refuse(*intake.refused, *visits.failures)

    def _opened(
        self, store: Store, given: list[str], opened: Callable[[str], None]
    ) -> Iterator[Document | Link | Rejected]:
        """What stands behind the inputs, or behind the folder's feeds where there are none."""
        if given:
            return self._pipeline.open(given, opened)
        return iter([Link(url=feed.url, kind=LinkKind.FEED) for feed in store.web.feeds()])

    def _write(self, store: Store, report: RunReport, view: View, parquet: bool, jobs: int) -> None:
        """Make the files of the folder anew, unless they were made from the same articles in the same way."""
        made_from = repr((store.revision, self._stamps.table, view.record(), parquet))
        there = all((self.folder / name).is_file() for name in FILES)
        if there and store.note(BUILT) == made_from:
            return
        self._digest(store, jobs)
        table = view.of(
            self._pipeline.open_table(self._parts(store, view), store.refusals.rejected(), view.min_confidence, jobs)
        )
        if not table.articles and not there:
            return
        hides_all = bool(store.articles.counts()["read"])
        report.results = self._pipeline.write(
            table, self.folder, parquet=parquet, view=view.record(), hides_all=hides_all
        )
        with store.transaction():
            store.set_note(BUILT, made_from)
        report.table = table

    def _digest(self, store: Store, jobs: int) -> None:
        """Make the parts in the table of articles that have none yet, once and for all later runs."""
        from pipeline.batch import map_in_order

        stored = map(store.readings.stored, store.readings.undigested(self._stamps.table))
        make = partial(_digesting, self._pipeline)
        rules = self._pipeline.rulebook.batch.of_digests()
        parts = map_in_order(make, stored, jobs, casualty=lambda one, _: make()(one), rules=rules)
        for batch in batches(parts, self._pipeline.rulebook.ledger.keeping):
            with store.transaction():
                for part in batch:
                    store.readings.put_digest(part, self._stamps.table)

    def _parts(self, store: Store, view: View) -> Iterator[Digest]:
        """The parts of all articles that the view's time includes."""
        return store.readings.digests(self._pipeline.rulebook.fingerprint, view.since.isoformat() if view.since else "")


def _digesting(pipeline: Pipeline) -> Callable[[Stored], Digest]:
    """What each process does with a reading from the store."""
    return lambda stored: pipeline.digest(stored.opened())


def _client(policy: WebPolicy) -> Client:
    """A web client, whose engine is loaded with it."""
    from pipeline.web import Client

    return Client(policy)
