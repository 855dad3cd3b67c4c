"""The public face of specledger: articles in, claims and a knowledge table out, in five methods of one class.
Heavy engines are imported when a method first needs them, so that importing this module costs next to nothing.
"""

from __future__ import annotations

import traceback
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from pipeline.errors import InputError
from pipeline.model import ALONE, AnyTable, Article, Digest, Digested, Document, Hands, Link, Reading, Rejected, Table
from pipeline.rulebook import Rulebook, load, undisturbed

if TYPE_CHECKING:
    from pipeline.export import Written
    from pipeline.extract import Extractor
    from pipeline.fuse import OpenTable

In = TypeVar("In", bound="Article | Document | Link | Rejected")

Out = TypeVar("Out")

Progress = Callable[[int, str], None]
"""Called after each input with the number of inputs done so far and the name of the last one."""

_NOT_FETCHED = "addresses are not fetched by this method; save the page and give its file"

_PAGE = Document(
    name="page",
    key="page",
    data=b"""<html lang="en"><head><title>A page</title><meta name="date" content="2026-01-02"></head><body><article>
<h1>A page</h1><p>By Ada Moor, January 2, 2026</p><p>The module carries 64 GB of memory at 2.5 TB/s, runs at 1.2 GHz and
draws 300 W. It was announced in March 2025, costs about $900 and measures 20 mm.</p></article></body></html>""",
)
"""A page that sets everything in motion once."""

_built: list[tuple[Rulebook, Extractor]] = []
"""The rulebook and extractor used last: building one takes longer than reading fifty articles."""


class Pipeline:
    """All steps under one rulebook: :meth:`read`, :meth:`extract`, :meth:`build_table`, or :meth:`run` for all.

    ``rulebook`` is what :func:`pipeline.rulebook.load` gives; None takes the shipped rules. ``cluster`` is where many
    articles are worked on instead of in processes here: the address of a Dask scheduler, or "local" for a trial.

    >>> from pipeline.model import Article, Block, BlockKind
    >>> text = "The Nvidia H100 carries 80 GB of memory."
    >>> article = Article(name="note.txt", text=text, blocks=(Block(kind=BlockKind.PARAGRAPH, start=0, end=len(text)),))
    >>> reading = Pipeline().extract(article)
    >>> [(claim.subject, claim.attribute, claim.value.low) for claim in reading.claims]
    [('Nvidia H100', 'memory_capacity', 80.0)]
    """

    def __init__(self, rulebook: Rulebook | None = None, cluster: str = "") -> None:
        self.rulebook = rulebook if rulebook is not None else load()
        self.cluster = cluster
        self._extractor: Extractor | None = None

    def read(self, inputs: Iterable[str | Path]) -> Iterator[Article | Rejected]:
        """The articles of files, folders, globs or ``-`` (standard input), one by one, and what could not be read.

        Nothing raises for one bad input: it comes out as a ``Rejected`` with its reason.
        """
        from pipeline.ingest import read_inputs

        return read_inputs([str(item) for item in inputs], self.rulebook)

    def open(
        self, inputs: Iterable[str | Path], opened: Callable[[str], None] = lambda _: None
    ) -> Iterator[Document | Link | Rejected]:
        """What stands behind the inputs, still in bytes: cheap to find, read by :meth:`process`.

        ``opened`` is told each file that is looked into, by the name that ``source`` gives what is rejected in it.
        """
        from pipeline.ingest import open_inputs

        return open_inputs([str(item) for item in inputs], self.rulebook, opened)

    @undisturbed()
    def process(self, document: Document) -> Reading | Rejected:
        """The article of a document with its claims, or why there is none. A pure function. Raises only MemoryError."""
        from pipeline.ingest import read_document

        article = read_document(document, self.rulebook)
        return article if isinstance(article, Rejected) else _extract_or_reject(self, article)

    def extract(self, article: Article) -> Reading:
        """The claims of one article. A pure function: the same article and rules give the same reading."""
        return self.prepared().extract(article)

    def process_all(
        self, documents: Iterable[Document | Link | Rejected], jobs: int = 1
    ) -> Iterator[Reading | Rejected]:
        """:meth:`process` for many, in their order, in ``jobs`` processes; documents are taken as they are needed."""
        return self._side_by_side(_Reader, documents, jobs)

    def digest_all(
        self, documents: Iterable[Document | Link | Rejected], jobs: int = 1
    ) -> Iterator[Digested | Rejected]:
        """:meth:`process_all` with :meth:`digest` of each reading, made where it was read."""
        return self._side_by_side(_Digester, documents, jobs)

    def extract_all(self, articles: Iterable[Article], jobs: int = 1) -> Iterator[Reading | Rejected]:
        """:meth:`extract` for many, in their order, in ``jobs`` processes; an article it breaks on is Rejected."""
        return self._side_by_side(_extracting, articles, jobs)

    def prepared(self) -> Extractor:
        """The extractor, built when it is first asked for; pipelines of one rulebook share it, as it keeps no state."""
        if self._extractor is None:
            from pipeline.extract import Extractor

            if not _built or _built[0][0] is not self.rulebook:
                _built[:] = [(self.rulebook, Extractor(self.rulebook))]
            self._extractor = _built[0][1]
        return self._extractor

    def digest(self, reading: Reading) -> Digest:
        """What the table needs of one article, in bytes that a store can keep: a pure function, once an article."""
        from pipeline.fuse import digest

        return digest(reading, self.rulebook)

    def build_table(
        self,
        readings: Iterable[Reading | Digest],
        rejected: Iterable[Rejected] = (),
        min_confidence: float = 0.0,
    ) -> Table:
        """Claims of many articles as one knowledge table: cells with verdicts, flags, and one row an article.

        Claims below ``min_confidence`` are compared with nothing: they are in ``table.claims``, but in no cell.
        """
        from pipeline.fuse import build_table

        with undisturbed(lasting=True):
            return build_table(readings, self.rulebook, rejected, min_confidence)

    def open_table(
        self,
        readings: Iterable[Reading | Digest],
        rejected: Iterable[Rejected] = (),
        min_confidence: float = 0.0,
        jobs: int = 1,
    ) -> OpenTable:
        """The table of :meth:`build_table`, whose flags, cells and claims are made while they are asked for. With
        ``jobs`` above 1 a large one is made and written by this process and copies of it.
        """
        from pipeline.fuse import OpenTable

        with undisturbed(lasting=True):
            return OpenTable(readings, self.rulebook, rejected, min_confidence, self._hands(jobs))

    def write_table(
        self,
        readings: Iterable[Reading | Digest],
        output: str | Path,
        rejected: Iterable[Rejected] = (),
        min_confidence: float = 0.0,
        jobs: int = 1,
    ) -> dict[str, Any]:
        """The same table straight into the files of a run, for batches that are too large to be held as one object.

        Its cells are judged in ``jobs`` processes; the files are the same. Returns what stands in ``run.json``. Raises
        OutputError where the results cannot be written.
        """
        table = self.open_table(readings, rejected, min_confidence, jobs)
        return self.write(table, Path(output), view={"min_confidence": min_confidence} if min_confidence else None)

    def write(self, table: AnyTable, output: Path, **how: Any) -> dict[str, Any]:
        """Write a table with :func:`pipeline.export.write_run`, to which ``how`` goes; one that is still open, and
        large, in as many processes as it was opened with.
        """
        from pipeline.export import write_run
        from pipeline.fuse import OpenTable

        with undisturbed():
            if isinstance(table, OpenTable):
                how |= {"cells": self._written(table, bool(how.get("parquet"))), "hands": table.hands}
            return write_run(table, output, **how)

    def _written(self, table: OpenTable, keep: bool) -> Iterator[Written]:
        """The cells of a table, judged and written portion by portion, by whatever hands it has."""
        from pipeline.export import written
        from pipeline.export.records import sorted_cells

        judging = table.judging
        portions = judging.portions(self.rulebook.batch.table.claims)

        def work(number: int) -> Written:
            return written(sorted_cells(judging.cells(portions[number])), keep)

        yield from table.hands.spread(work, len(portions))

    def _hands(self, jobs: int) -> Hands:
        """Those of this process and of copies, not too many: each may grow as large as the table."""
        if jobs == 1:
            return ALONE
        from pipeline.batch import beside, spread

        return Hands(beside, partial(spread, copies=min(jobs - 1, self.rulebook.batch.table.copies)))

    def run(
        self,
        inputs: Iterable[str | Path],
        output: str | Path | None = None,
        jobs: int = 1,
        progress: Progress | None = None,
        min_confidence: float = 0.0,
    ) -> Table:
        """Read, extract and compare; with ``output``, also write every file of a run into that folder.

        ``jobs`` processes extract side by side (the result does not depend on their number); ``progress`` is told
        after each input. Inputs that cannot be read are rows of ``table.articles`` with ``status`` "rejected".
        ``min_confidence`` is that of :meth:`build_table`. Raises OutputError where the results cannot be written.
        """
        readings: list[Reading] = []
        rejected: list[Rejected] = []
        results = self.process_all(self.open(inputs), jobs)
        for done, result in enumerate(results, 1):
            if isinstance(result, Rejected):
                rejected.append(result)
            else:
                readings.append(result)
            if progress is not None:
                progress(done, result.name if isinstance(result, Rejected) else result.article.name)
        table = self.build_table(readings, rejected, min_confidence)
        if output is not None:
            from pipeline.export import write_run

            write_run(table, Path(output), view={"min_confidence": min_confidence} if min_confidence else None)
        return table

    def _side_by_side(
        self, worker: Callable[[Pipeline], Callable[[In], Out | Rejected]], items: Iterable[In], jobs: int
    ) -> Iterator[Out | Rejected]:
        """What ``worker`` makes of each item, side by side; an item that cannot be finished is Rejected."""
        make, rules = partial(worker, self), self.rulebook.batch
        if self.cluster:
            from pipeline.batch.cluster import map_on_cluster

            return map_on_cluster(make, items, self.cluster, casualty=_set_aside, rules=rules)
        from pipeline.batch import map_in_order

        return map_in_order(make, items, jobs, casualty=_set_aside, rules=rules)

    def __getstate__(self) -> dict[str, object]:
        """Worker processes build their own extractor: engines do not travel."""
        return {"rulebook": self.rulebook, "cluster": "", "_extractor": None}


class _Reader:
    """What each process does with one input; a broken installation shows when it is made, and not at every article."""

    def __init__(self, pipeline: Pipeline) -> None:
        pipeline.prepared()
        self._pipeline = pipeline

    def __call__(self, item: Document | Link | Rejected) -> Reading | Rejected:
        """What stands behind it; an address stays one, as nothing is fetched here."""
        if isinstance(item, Link):
            return Rejected(name=item.url, url=item.url, reason=_NOT_FETCHED)
        return self._pipeline.process(item) if isinstance(item, Document) else item

    def warm_up(self) -> None:
        """Read a page, so that engines that load when they are first used are there before processes are copied."""
        self(_PAGE)


class _Digester:
    """The same, with the reading's digest; one that cannot be made is left to whoever needs it."""

    def __init__(self, pipeline: Pipeline) -> None:
        self._read = _Reader(pipeline)
        self._pipeline = pipeline

    def __call__(self, item: Document | Link | Rejected) -> Digested | Rejected:
        """What stands behind one input, digested."""
        found = self._read(item)
        if isinstance(found, Rejected):
            return found
        try:
            return Digested(found, self._pipeline.digest(found))
        except MemoryError:
            raise
        except Exception:
            return Digested(found, None)

    def warm_up(self) -> None:
        """Read and digest a page."""
        self(_PAGE)


def _extracting(pipeline: Pipeline) -> Callable[[Article], Reading | Rejected]:
    """What each process does with one article."""
    pipeline.prepared()
    return partial(_extract_or_reject, pipeline)


def _extract_or_reject(pipeline: Pipeline, item: Article) -> Reading | Rejected:
    """One article must never end a batch: what breaks on it becomes its reason in ``articles.csv``."""
    try:
        return pipeline.extract(item)
    except InputError as error:
        return Rejected(name=item.name, url=item.url, reason=str(error))
    except MemoryError:
        raise  # what happens to an article that needs too much is decided where the limit was set
    except Exception as error:
        last = traceback.extract_tb(error.__traceback__)[-1]
        where = f"{Path(last.filename).name} line {last.lineno}"
        what = f"{type(error).__name__}: {error}, {where}"
        reason = f"extraction broke on this article ({what}); the others went on; please report it as a bug"
        return Rejected(name=item.name, url=item.url, reason=reason)


def _set_aside(item: Article | Document | Link | Rejected, reason: str) -> Rejected:
    """The row of an article that could not be finished: it broke a limit, or the process that read it."""
    what = f"{reason}; the others went on; the limits stand in rules/batch.toml"
    name = item.url if isinstance(item, Link) else item.name
    return Rejected(name=name, url=item.url, reason=what, passing=True)
