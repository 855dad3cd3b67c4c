"""The same function over many items on a Dask cluster: chunks go out, results come back in the order of the input.
The only door to Dask, which is an extra; machines may come, go and die while a batch runs.
"""

from __future__ import annotations

import logging
import pickle
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

from pipeline.batch.cores import cores
from pipeline.batch.each import fallen, one_by_one
from pipeline.batch.mapping import Source, limits_of, opened
from pipeline.batch.remote import Equipment, dismiss, work
from pipeline.batch.team import Answer
from pipeline.errors import SpecledgerError

if TYPE_CHECKING:
    from pipeline.rulebook.batch import BatchRules

In = TypeVar("In")
Out = TypeVar("Out")

LOCAL = "local"
"""Instead of an address: a cluster on this machine, for as long as the batch runs."""

_CONNECT = 15
"""Seconds to wait for a scheduler to answer."""

_SHARE = 4_000_000
"""Bytes of items in one chunk, beyond which it is full: everything passes through the scheduler."""

_SETTINGS = {
    "distributed.admin.large-graph-warning-threshold": "1GB",  # one page may be large; chunks are not
}

_LOST = "the machines that read it died"


def map_on_cluster(
    make: Callable[[], Callable[[In], Out]],
    items: Iterable[In],
    cluster: str,
    *,
    casualty: Callable[[In, str], Out] | None = None,
    rules: BatchRules | None = None,
) -> Iterator[Out]:
    """As :func:`pipeline.batch.map_in_order`, on the machines behind ``cluster``: a scheduler's address, or "local".

    Each thread of a Dask worker keeps one process for the articles, under the same limits as here. A chunk whose
    machine died is done elsewhere; items whose machines died again and again become casualties. A handful of items is
    done here, without asking the cluster. Raises SpecledgerError where Dask is missing, nobody answers at the address,
    or the machines cannot do the work at all.
    """
    if rules is None:
        from pipeline.rulebook.batch import BatchRules

        rules = BatchRules()
    limits, source = limits_of(rules), Source(items)
    first = source.take(rules.least)
    if source.exhausted:
        yield from one_by_one(make, first, casualty, limits)
        source.finish()
        return
    source.give_back(first)
    made = pickle.dumps(make, pickle.HIGHEST_PROTOCOL)
    equipment = Equipment(made, limits, rules.chunk, rules.tries)
    with _connected(cluster) as client:
        try:
            yield from _in_order(_Engine(client, equipment, rules), source, casualty)
        finally:
            with suppress(Exception):
                client.run(dismiss, equipment.name)
    source.finish()


@dataclass
class _Chunk:
    """Items under way together: pickled, or already a result where that could not be."""

    items: list[bytes | Callable[[], Any]]
    future: Any

    @property
    def blobs(self) -> list[bytes]:
        return [item for item in self.items if isinstance(item, bytes)]


class _Engine:
    """The cluster with our equipment on it."""

    def __init__(self, client: Any, equipment: Equipment, rules: BatchRules) -> None:
        self._client = client
        # A task and not scattered data: if the machine that holds it dies, the scheduler makes it again elsewhere.
        self._equipment = client.submit(_same, equipment, key=f"specledger-{equipment.name}")
        self._rules = rules
        self._sent = 0
        self.threads = 1

    def submit(self, blobs: list[bytes]) -> Any:
        """A future of the answers to these items."""
        if self._sent % 64 == 0:  # machines come and go
            self.threads = max(1, sum(self._client.nthreads().values()))
        self._sent += 1
        return self._client.submit(work, self._equipment, blobs, pure=False)

    def answers(self, chunk: _Chunk, others: Iterable[_Chunk]) -> list[Answer]:
        """The answers to a chunk, when they are there.

        Where its machines died they are asked for item by item, while nothing else is done: Dask blames all that
        waits on a machine for its death.
        """
        from distributed import KilledWorker

        try:
            return self._result(chunk.future)
        except KilledWorker:
            for other in others:
                other.future.exception()  # waits until it is there, or what came in its place
        return [self._alone(blob) for blob in chunk.blobs]

    def _alone(self, blob: bytes) -> Answer:
        from distributed import KilledWorker

        try:
            return self._result(self.submit([blob]))[0]
        except KilledWorker:
            return Answer(0, blob, reason=_LOST)

    def _result(self, future: Any) -> list[Answer]:
        from distributed import KilledWorker

        try:
            answers: list[Answer] = future.result()
        except (KilledWorker, SpecledgerError):
            raise
        except Exception as error:
            what = f"the cluster cannot do the work ({type(error).__name__}: {' '.join(str(error).split())[:300]})"
            raise SpecledgerError(
                what, remedy="look whether it runs, and has the same specledger on scheduler and workers; then go on"
            ) from error
        return answers

    def full(self, items: list[bytes | Callable[[], Any]]) -> bool:
        """Whether these make a chunk."""
        size = sum(len(item) for item in items if isinstance(item, bytes))
        return len(items) >= self._rules.chunk or size >= _SHARE

    def window(self) -> int:
        """Chunks that may be under way."""
        return max(2, self.threads * self._rules.window // self._rules.chunk)


def _same(equipment: Equipment) -> Equipment:
    return equipment


def _in_order(engine: _Engine, source: Source[In], casualty: Callable[[In, str], Out] | None) -> Iterator[Out]:
    """Finished chunks go out before more items are taken in; idle machines get what there is."""
    under_way: deque[_Chunk] = deque()
    items: list[bytes | Callable[[], Any]] = []
    while under_way or items or not source.exhausted:
        wait = source.exhausted or len(under_way) >= engine.window()
        if under_way and not (source.exhausted and items) and (wait or under_way[0].future.done()):
            yield from _results(engine, under_way.popleft(), under_way, casualty)
            continue
        for item in source.take(1):
            try:
                items.append(pickle.dumps(item, pickle.HIGHEST_PROTOCOL))
            except Exception as error:
                items.append(partial(fallen, item, error, casualty))
        idle = sum(not chunk.future.done() for chunk in under_way) < engine.threads
        if items and (idle or source.exhausted or engine.full(items)):
            chunk = _Chunk(items, None)
            chunk.future = engine.submit(chunk.blobs)
            under_way.append(chunk)
            items = []


def _results(
    engine: _Engine, chunk: _Chunk, others: Iterable[_Chunk], casualty: Callable[[In, str], Out] | None
) -> Iterator[Out]:
    answers = iter(engine.answers(chunk, others))
    for item in chunk.items:
        yield opened(next(answers), casualty) if isinstance(item, bytes) else item()


@contextmanager
def _connected(cluster: str) -> Iterator[Any]:
    """A client of the cluster, which is closed with it."""
    try:
        import dask
        import distributed
    except ImportError as error:
        raise SpecledgerError("Dask is not installed", remedy="pip install 'specledger[dask]'") from error
    engine: Any = distributed
    logger = logging.getLogger("distributed")
    level = logger.level
    logger.setLevel(logging.ERROR)  # machines that die are our business, and are dealt with
    with ExitStack() as stack:
        stack.callback(logger.setLevel, level)
        stack.enter_context(dask.config.set(_SETTINGS))
        if cluster == LOCAL:
            cluster = stack.enter_context(
                engine.LocalCluster(
                    n_workers=1, threads_per_worker=cores(), dashboard_address=":0", silence_logs=logging.ERROR
                )
            ).scheduler_address
        try:
            client = engine.Client(cluster, timeout=_CONNECT, set_as_default=False)
        except (OSError, ValueError) as error:
            remedy = "give the address that 'dask scheduler' printed, such as tcp://host:8786, or 'local'"
            raise SpecledgerError(f"no Dask scheduler answers ({error})", where=cluster, remedy=remedy) from error
        yield stack.enter_context(client)
