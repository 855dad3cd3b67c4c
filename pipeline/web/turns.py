"""Whose turn it is: so many requests to one host at a time, and a pause between them.
A host that asks to be left alone is left alone by everybody.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from pipeline.rulebook.web import WebPolicy
from pipeline.web.trouble import Trouble


class _Host:
    """One host's places and times, on the client's clock."""

    def __init__(self, places: int, delay: float) -> None:
        self.places = threading.Semaphore(places)
        self.delay = delay
        self.next = 0.0
        self.paused_until = 0.0


class Turns:
    """The politeness of one client. Thread-safe."""

    def __init__(self, policy: WebPolicy, clock: Callable[[], float], sleep: Callable[[float], None]) -> None:
        self._manners = policy.manners
        self._longest = policy.retries.wait_max
        self._clock = clock
        self._sleep = sleep
        self._lock = threading.Lock()
        self._hosts: dict[str, _Host] = {}

    @contextmanager
    def turn(self, host: str, *, counts: bool = True) -> Iterator[None]:
        """A place and a moment for one request, held inside. One that does not ``count`` puts nobody off.

        Raises Trouble of kind ``paused`` where the host wants to be left alone for longer than anybody waits.
        """
        state = self._host(host)
        with state.places:
            with self._lock:
                now = self._clock()
                if state.paused_until - now > self._longest:
                    rest = state.paused_until - now
                    raise Trouble(f"{host} wants no requests for {rest:,.0f} seconds", "paused", retry_after=rest)
                start = max(now, state.next, state.paused_until)
                if counts:
                    state.next = start + state.delay
            if start > now:
                self._sleep(start - now)
            try:
                yield
            finally:
                with self._lock:
                    if counts:
                        state.next = max(state.next, self._clock() + state.delay)

    def ready(self, host: str) -> float:
        """When the host may be asked next, as far as is known."""
        state = self._host(host)
        with self._lock:
            return max(state.next, state.paused_until)

    def pause(self, host: str, seconds: float) -> None:
        """No request to this host for so long."""
        state = self._host(host)
        with self._lock:
            state.paused_until = max(state.paused_until, self._clock() + seconds)

    def slow(self, host: str, delay: float) -> None:
        """At least ``delay`` seconds between requests from now on, as far as the policy goes along."""
        state = self._host(host)
        with self._lock:
            state.delay = max(state.delay, min(delay, self._manners.crawl_delay_max))

    def _host(self, host: str) -> _Host:
        with self._lock:
            if host not in self._hosts:
                self._hosts[host] = _Host(self._manners.per_host, self._manners.delay)
            return self._hosts[host]
