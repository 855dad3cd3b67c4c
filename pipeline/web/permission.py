"""Whether a site lets us fetch an address: its robots.txt, asked for once and remembered.
Without an answer there is no permission; a site that has no such file permits everything.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field

from pipeline.rulebook.web import WebPolicy
from pipeline.web.robots import Robots, read_robots
from pipeline.web.transfer import Answer
from pipeline.web.trouble import Trouble
from pipeline.web.urls import Target

OK, BAD_REQUEST, SERVER_ERROR = 200, 400, 500
UNREADABLE = frozenset({"redirects", "url"})
"""Ways in which a robots.txt is missing rather than out of reach: it leads in circles, or to no address."""


@dataclass
class _Known:
    """What is known of one origin; ``lock`` is held by whoever is asking."""

    lock: threading.Lock = field(default_factory=threading.Lock)
    robots: Robots | None = None
    trouble: Trouble | None = None
    until: float = float("-inf")


class Permission:
    """The robots.txt files of all origins seen by one client. Thread-safe.

    ``ask`` fetches the answer at a path of an origin, redirects followed, retried, its body cut to a length; it raises
    Trouble.
    """

    def __init__(self, policy: WebPolicy, ask: Callable[[Target, int], Answer], clock: Callable[[], float]) -> None:
        self._policy = policy
        self._ask = ask
        self._clock = clock
        self._lock = threading.Lock()
        self._origins: dict[str, _Known] = {}

    def check(self, target: Target) -> float:
        """The seconds between requests that the site asks for (0: it does not say).

        Raises Trouble: ``robots`` where the site says no or cannot say now, else what kept its answer from arriving.
        """
        with self._lock:
            known = self._origins.setdefault(target.origin, _Known())
        with known.lock:
            if self._clock() >= known.until:
                self._learn(known, target)
            robots, trouble = known.robots, known.trouble
        if trouble is not None:
            raise trouble.again()
        if robots is not None and not robots.allows(target.path):
            raise Trouble("the site's robots.txt asks us not to fetch this", "robots", remedy=REMEDY, permanent=True)
        return robots.delay if robots else 0.0

    def _learn(self, known: _Known, target: Target) -> None:
        manners = self._policy.manners
        place = Target(f"{target.origin}/robots.txt", target.scheme, target.host, target.port, "/robots.txt")
        known.robots = known.trouble = None
        try:
            answer = self._ask(place, manners.robots_bytes)
        except Trouble as trouble:
            if trouble.kind == "stopped":
                raise
            if trouble.kind not in UNREADABLE:
                known.trouble = _silent(trouble)
        else:
            if answer.status == OK:
                text = answer.data.decode("utf-8", "replace")
                known.robots = read_robots(text, self._policy.identity.product)
            elif not BAD_REQUEST <= answer.status < SERVER_ERROR:
                known.trouble = _silent(Trouble("", "status", status=answer.status))
        known.until = self._clock() + (manners.robots_again if known.trouble else manners.robots_seconds)


def _silent(trouble: Trouble) -> Trouble:
    """Why there is no permission now. A site that was not reached says so itself; an answer that was no answer is
    named.
    """
    if trouble.status == 0 and trouble.kind not in {"encoding", "headers", "bomb"}:
        return trouble
    said = (
        f"the site's robots.txt answers {trouble.status}" if trouble.status else "the site's robots.txt is unreadable"
    )
    return Trouble(said, "robots", remedy="try again later", status=trouble.status, retry_after=trouble.retry_after)


REMEDY = "read it in a browser and save it, or ask the site"
