"""The client: permission, turns, redirects and retries around single transfers.
One for a run; it may be used by many threads at once.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator
from types import TracebackType

import httpx

from pipeline import __version__
from pipeline.errors import FetchError
from pipeline.rulebook.web import WebPolicy
from pipeline.web import headers as header
from pipeline.web.permission import Permission
from pipeline.web.side_by_side import side_by_side
from pipeline.web.transfer import Answer, Transfer, Want
from pipeline.web.trouble import PASSING, Trouble
from pipeline.web.turns import Turns
from pipeline.web.types import Fetched, Surroundings, Wanted
from pipeline.web.urls import Target, shown, target

OK, UNCHANGED, BAD_REQUEST, SERVER_ERROR = 200, 304, 400, 500
REDIRECTS = frozenset({301, 302, 303, 307, 308})


class Client:
    """Fetches addresses politely and safely; see docs/operations.md for what that means.

    ``allow_private`` also lets it talk to private addresses and unusual ports, for a network of your own. Use it in a
    ``with`` statement, or close it.

    >>> with Client(WebPolicy()) as client:
    ...     client.fetch("ftp://chips.example/a")
    Traceback (most recent call last):
        ...
    pipeline.errors.FetchError: ftp://chips.example/a: addresses of the kind 'ftp' are not fetched; give one that \
starts with http:// or https:// and a host
    """

    def __init__(self, policy: WebPolicy, *, allow_private: bool = False, around: Surroundings | None = None) -> None:
        around = around or Surroundings()
        self._policy = policy
        self._around = around
        self._allow_private = allow_private
        self._stopped = threading.Event()
        self._transfer = Transfer(policy, around, allow_private=allow_private)
        self._turns = Turns(policy, around.clock, self._sleep)
        self._permission = Permission(policy, self._ask, around.clock)
        contact = f"; {policy.identity.contact}" if policy.identity.contact else ""
        agent = policy.identity.agent.replace("{version}", __version__).replace("{contact}", contact)
        self._headers = (
            ("User-Agent", agent),
            ("Accept", policy.media.accept),
            ("Accept-Encoding", "gzip, deflate"),
        )

    def __enter__(self) -> Client:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Ends what is under way and closes all connections; what is asked for later raises FetchError."""
        self._stopped.set()
        self._transfer.abort()
        self._transfer.close()

    def fetch(self, url: str, *, etag: str = "", modified: str = "") -> Fetched:
        """The body behind ``url``, or the news that it has not changed since ``etag`` and ``modified``.

        Raises FetchError, and nothing else, whatever the address and whatever the server does.
        """
        try:
            return self._fetch(url, etag, modified)
        except Trouble as trouble:
            raise trouble.about(url, shown(url)) from trouble
        except Exception:
            if self._stopped.is_set():  # a connection closed under our feet breaks in many ways
                raise _stopped().about(url, shown(url)) from None
            raise

    def leave_alone(self, url: str, seconds: float) -> None:
        """Ask nothing of the host of ``url`` for so long, as it asked for earlier; failures are then ``paused``."""
        if host := self._host(url):
            self._turns.pause(host, seconds)

    def fetch_all(
        self, wanted: Iterable[Wanted], arrived: Callable[[Wanted, Fetched], None] = lambda *_: None
    ) -> Iterator[tuple[Wanted, Fetched | FetchError]]:
        """Each of ``wanted`` with what came of it, in their order, several hosts side by side.

        ``wanted`` is read as results are taken, never more than the policy's window ahead. ``arrived`` is told each
        body as it comes, before its turn, by the thread that fetched it. Interrupting it closes the client, so that
        nothing is waited for.
        """
        manners = self._policy.manners
        yield from side_by_side(
            wanted,
            work=lambda item: self._outcome(item, arrived),
            host=lambda item: self._host(item.url),
            ready=self._turns.ready,
            at_once=manners.at_once,
            per_host=manners.per_host,
            window=manners.window,
            interrupted=self._stop,
        )

    def _outcome(self, item: Wanted, arrived: Callable[[Wanted, Fetched], None]) -> Fetched | FetchError:
        try:
            answer = self.fetch(item.url, etag=item.etag, modified=item.modified)
        except FetchError as error:
            return error
        if answer.status == OK:
            arrived(item, answer)
        return answer

    def _host(self, url: str) -> str:
        try:
            return self._target(url).host
        except Trouble:
            return ""

    def _target(self, url: str, base: Target | None = None) -> Target:
        return target(url, self._policy, allow_private=self._allow_private, base=base)

    def _fetch(self, url: str, etag: str, modified: str) -> Fetched:
        etag, modified = header.validator(etag), header.validator(modified)
        conditions = [("If-None-Match", etag)] * bool(etag) + [("If-Modified-Since", modified)] * bool(modified)

        def ask(place: Target) -> Answer:
            self._turns.slow(place.host, self._permission.check(place))
            return self._patiently(place, conditions, self._wants)

        place, answer = self._follow(self._target(url), ask)
        media, charset = header.content(answer.headers)
        status = answer.status
        if (status == UNCHANGED and not conditions) or status not in {OK, UNCHANGED}:
            lasting = BAD_REQUEST <= status < SERVER_ERROR
            raise Trouble(f"the server answers {status}", "status", status=status, permanent=lasting)
        return Fetched(
            url=url,
            final=place.url,
            status=status,
            data=answer.data,
            media=media,
            charset=charset,
            etag=header.validator(answer.headers.get("etag", "")) or (etag if status == UNCHANGED else ""),
            modified=header.validator(answer.headers.get("last-modified", ""))
            or (modified if status == UNCHANGED else ""),
            fresh_for=header.fresh_for(answer.headers, self._around.wall()),
        )

    def _ask(self, place: Target, cut: int) -> Answer:
        """A robots.txt, wherever it is; asking for it puts no page off."""
        return self._follow(place, lambda at: self._patiently(at, (), lambda status, _: status == OK, cut))[1]

    def _follow(self, place: Target, ask: Callable[[Target], Answer]) -> tuple[Target, Answer]:
        """The answer at the end of all redirects, each checked like a new address."""
        seen = {place.url}
        for step in range(self._policy.sizes.redirects + 1):
            try:
                answer = ask(place)
            except Trouble as problem:
                if step:
                    problem.what += f" (redirected to {shown(place.url)})"
                raise
            location = answer.headers.get("location", "")
            if answer.status not in REDIRECTS or not location:
                return place, answer
            following = self._target(location, place)
            if following.url in seen:
                raise Trouble("its redirects lead in a circle", "redirects", status=answer.status)
            if place.scheme == "https" and following.scheme == "http" and not self._policy.access.downgrade:
                raise Trouble("it redirects from https to http", "redirects", status=answer.status)
            seen.add(following.url)
            place = following
        raise Trouble(f"it redirects more than {self._policy.sizes.redirects} times", "redirects")

    def _patiently(self, place: Target, conditions: Iterable[tuple[str, str]], want: Want, cut: int = 0) -> Answer:
        """One answer that is no passing failure, after as many attempts as the policy grants; else Trouble."""
        retries = self._policy.retries
        wait = retries.first
        for left in range(retries.times, -1, -1):
            if self._stopped.is_set():
                raise _stopped()
            asked: float | None = None
            try:
                with self._turns.turn(place.host, counts=not cut):
                    answer = self._transfer.get(place, (*self._headers, *conditions), want, cut)
            except Trouble as problem:
                if problem.kind not in PASSING or not left:
                    raise
            else:
                if answer.status not in retries.statuses:
                    return answer
                asked = header.retry_after(answer.headers, self._around.wall())
                if asked:
                    self._turns.pause(place.host, asked)
                if not left or (asked or 0) > retries.wait_max:
                    said = f"the server answers {answer.status}"
                    raise Trouble(said, "status", status=answer.status, retry_after=asked, remedy="try again later")
            self._sleep(max(min(wait, retries.longest) * (1 - retries.jitter * self._around.chance()), asked or 0))
            wait *= retries.factor
        raise AssertionError("the last attempt returns or raises")

    def _wants(self, status: int, headers: httpx.Headers) -> bool:
        """Bodies of pages that are read; refuses other kinds of content before a byte of them arrives."""
        if status != OK:
            return False
        media, _ = header.content(headers)
        accepted = media in self._policy.media.accepted if media else self._policy.media.unlabelled
        if not accepted:
            raise Trouble(f"content of the type {media or 'unknown'!r} is not read", "media", status=status)
        return True

    def _stop(self) -> None:
        self._stopped.set()
        self._transfer.abort()

    def _sleep(self, seconds: float) -> None:
        if self._around.sleep is not None:
            self._around.sleep(seconds)
        else:
            self._stopped.wait(seconds)
        if self._stopped.is_set():
            raise _stopped()


def _stopped() -> Trouble:
    return Trouble("the client was closed before the answer came", "stopped", remedy="run again to fetch it")
