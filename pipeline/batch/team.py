"""Worker processes that empty one list of jobs together, each looked after by a thread that replaces it when it ends.
The threads only wait and pass on bytes; everything that thinks happens in the workers or in the thread that asks.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, replace
from queue import SimpleQueue
from threading import Condition, Lock, Thread

from pipeline.batch import process, wire
from pipeline.batch.limits import Limits
from pipeline.batch.process import Worker
from pipeline.batch.template import Template, can_copy


@dataclass(frozen=True)
class Job:
    """One item: its place in the input, the pickled item, and how many processes died over it so far."""

    place: int
    blob: bytes
    deaths: int = 0


@dataclass(frozen=True)
class Answer:
    """How a job ended: with a pickled ``result`` or ``error``, or, where its process died of it, with a ``reason``.
    ``blob`` is the pickled item again, unless it is done with.
    """

    place: int
    blob: bytes = b""
    result: bytes | None = None
    error: bytes | None = None
    reason: str = ""


class _DiedEarly(Exception):
    """A worker ended before it was ready."""

    def __init__(self, status: int) -> None:
        self.status = status


class Team:
    """``jobs`` workers with the same function, started when there is something to do for them.

    Each gets at most ``chunk`` jobs at a time; a job over which ``tries`` workers died is answered with a reason.
    Put jobs into :meth:`add`, take an :class:`Answer` for each from ``done``, in the order in which they end; an
    exception there means that no work can be done at all. Always :meth:`close` it.
    """

    def __init__(self, made: bytes, jobs: int, limits: Limits, chunk: int, tries: int) -> None:
        self.done: SimpleQueue[Answer | BaseException] = SimpleQueue()
        self._made = made
        self._limits = limits
        self._chunk = chunk
        self._tries = tries
        self._jobs = jobs
        self._todo: deque[Job] = deque()
        self._change = Condition()
        self._closed = False
        self._workers: set[Worker] = set()
        self._templating = Lock()
        self._template: Template | None = None
        self._copies = jobs > 1 and can_copy()
        self._threads = [Thread(target=self._attend, name=f"batch {n}", daemon=True) for n in range(jobs)]
        for thread in self._threads:
            thread.start()

    def add(self, job: Job) -> None:
        """One more job, behind all others."""
        with self._change:
            self._todo.append(job)
            self._change.notify()

    def close(self) -> None:
        """Ends everything at once, also what is half done."""
        with self._change:
            self._closed = True
            self._change.notify_all()
            for worker in self._workers:
                worker.kill()
        for thread in self._threads:
            thread.join()
        if self._template is not None:
            self._template.close()

    def _attend(self) -> None:
        """What a thread does: hand chunks to its worker, and start another where there is none any more."""
        worker: Worker | None = None
        try:
            while chunk := self._take():
                worker = worker or self._start()
                if worker is None or not self._serve(worker, chunk):
                    worker = None
        except BaseException as error:
            self.done.put(error)
        finally:
            if worker is not None:
                worker.kill()
                self._bury(worker)

    def _take(self) -> list[Job]:
        """The next jobs: a fair share of what there is, so that nobody sits idle. None at all when it is time to go."""
        with self._change:
            self._change.wait_for(lambda: self._todo or self._closed)
            if self._closed:
                return []
            share = min(self._chunk, max(1, len(self._todo) // self._jobs))
            return [self._todo.popleft() for _ in range(share)]

    def _give_back(self, jobs: Sequence[Job]) -> None:
        with self._change:
            self._todo.extendleft(reversed(jobs))
            self._change.notify_all()

    def _start(self) -> Worker | None:
        """A worker that is ready; None where the team is closed. Raises where workers do not start."""
        for last in reversed(range(self._tries)):
            try:
                return self._copied() or self._loaded(process.fresh())[0]
            except _DiedEarly as death:
                if self._closed:
                    break
                if not last:
                    raise process.not_ready(death.status) from None
        return None

    def _copied(self) -> Worker | None:
        """A copy of the template, which is loaded before the first; None where there are to be no copies."""
        with self._templating:
            if not self._copies:
                return None
            if self._template is None:
                template, said = Template(), None
                try:
                    worker, said = self._loaded(template.process)
                finally:
                    if said != wire.TEMPLATE:
                        template.release()
                if said != wire.TEMPLATE:
                    self._copies = False
                    return worker
                with self._change:
                    self._workers.discard(worker)  # it ends after its copies, as it has to tell how they ended
                self._template = template
            copy = self._template.copy()
            if copy is None:
                self._copies = False
        return copy and self._registered(copy)

    def _loaded(self, worker: Worker) -> tuple[Worker, bytes]:
        """A process that was just begun, once it is ready, and what it says then."""
        self._registered(worker)
        said = None
        try:
            said = worker.start(self._made, self._limits)
        finally:
            if said is None:
                worker.kill()
                status = self._bury(worker)
        if said is None:
            raise _DiedEarly(status)
        return worker, said

    def _registered(self, worker: Worker) -> Worker:
        """The same, noted among those that end when the team is closed."""
        with self._change:
            self._workers.add(worker)
            if self._closed:
                worker.kill()
        return worker

    def _bury(self, worker: Worker) -> int:
        """Nothing of a worker remains but its exit status."""
        status = worker.end()
        with self._change:
            self._workers.discard(worker)
        return status

    def _serve(self, worker: Worker, chunk: Sequence[Job]) -> bool:
        """Hands over a chunk and passes on the answers; False where the worker ended, what it left being sorted out."""
        answered = 0
        for kind, body in worker.work([job.blob for job in chunk]):
            job = chunk[answered]
            done = kind == wire.RESULT
            self.done.put(Answer(job.place, result=body) if done else Answer(job.place, job.blob, error=body))
            answered += 1
        if answered == len(chunk):
            return True
        status = self._bury(worker)
        left = list(chunk[answered:])
        if reason := process.why(status, self._limits):
            culprit = replace(left[0], deaths=left[0].deaths + 1)
            if process.is_a_limit(status) or culprit.deaths >= self._tries:
                self.done.put(Answer(culprit.place, culprit.blob, reason=reason))
                left = left[1:]
            else:
                left[0] = culprit  # something else may have killed it, and the article be innocent
        self._give_back(left)
        return False
