"""Many items over a few threads: hosts side by side, each host's own items one after the other, results in order.
No thread waits for a busy host while another host is free.
"""

from __future__ import annotations

import heapq
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Generic, TypeVar

In = TypeVar("In")
Out = TypeVar("Out")


def side_by_side(
    items: Iterable[In],
    *,
    work: Callable[[In], Out],
    host: Callable[[In], str],
    ready: Callable[[str], float],
    at_once: int,
    per_host: int,
    window: int,
    interrupted: Callable[[], None] = lambda: None,
) -> Iterator[tuple[In, Out]]:
    """Each item with its result, in the order of the items; ``window`` bounds how many are read ahead.

    ``ready`` says when a host may be asked next: the soonest goes first. ``interrupted`` is called when Ctrl-C comes
    and must make all ``work`` end soon.

    >>> lengths = side_by_side(["bb", "a"], work=len, host=str, ready=lambda _: 0, at_once=2, per_host=1, window=2)
    >>> list(lengths)
    [('bb', 2), ('a', 1)]
    """
    waiting: deque[tuple[In, Future[Out]]] = deque()
    with ThreadPoolExecutor(at_once, thread_name_prefix="fetch") as threads:
        queues = _Queues(threads, work, ready, per_host)
        try:
            for item in items:
                waiting.append((item, queues.add(host(item), item)))
                if len(waiting) >= window:
                    first, result = waiting.popleft()
                    yield first, result.result()
            while waiting:
                first, result = waiting.popleft()
                yield first, result.result()
        except KeyboardInterrupt:
            interrupted()
            raise
        finally:
            threads.shutdown(wait=False, cancel_futures=True)


class _Queues(Generic[In, Out]):
    """One queue a host, and a heap of the hosts that have work and a free place."""

    def __init__(
        self, threads: ThreadPoolExecutor, work: Callable[[In], Out], ready: Callable[[str], float], per_host: int
    ) -> None:
        self._threads = threads
        self._work = work
        self._ready = ready
        self._per_host = per_host
        self._lock = threading.Lock()
        self._queues: dict[str, deque[tuple[In, Future[Out]]]] = {}
        self._busy: dict[str, int] = {}
        self._offers: list[tuple[float, int, str]] = []
        self._count = 0

    def add(self, host: str, item: In) -> Future[Out]:
        """The future result of an item."""
        result: Future[Out] = Future()
        with self._lock:
            self._queues.setdefault(host, deque()).append((item, result))
            self._offer(host)
        return result

    def _offer(self, host: str) -> None:
        """Called with the lock held: gives a thread something to do where the host has work and a free place."""
        queue = self._queues.get(host)
        busy = self._busy.get(host, 0)
        if not queue or busy >= self._per_host:
            if not queue and not busy:  # a million hosts leave nothing behind
                self._queues.pop(host, None)
                self._busy.pop(host, None)
            return
        self._busy[host] = busy + 1
        self._count += 1
        heapq.heappush(self._offers, (self._ready(host), self._count, host))
        self._threads.submit(self._step)

    def _step(self) -> None:
        """One item of the host that is ready first. There are as many steps as offers, so there always is one."""
        with self._lock:
            _, _, host = heapq.heappop(self._offers)
            item, result = self._queues[host].popleft()
        try:
            result.set_result(self._work(item))
        except BaseException as error:  # whoever waits for the result gets it
            result.set_exception(error)
        with self._lock:
            self._busy[host] -= 1
            self._offer(host)
