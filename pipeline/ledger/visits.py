"""Follows links: which addresses are fetched now, what came, and what to remember of each for the next time.
A page is fetched once, and again only when its feed says something new of it; feeds are asked whether they changed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING

from pipeline.errors import FetchError
from pipeline.ingest import TEASER, open_content, teaser_document
from pipeline.ledger.identity import plain_address
from pipeline.model import Document, Link, LinkKind, Rejected
from pipeline.rulebook import Rulebook
from pipeline.store import ADDRESS, PAGE, PageEntry, Store
from pipeline.web import Fetched, Wanted

if TYPE_CHECKING:
    from pipeline.web import Client

_OWN_RULES = frozenset({"private-address", "url", "stopped"})
"""Kinds of failure that lie in how a run was started or ended, not in the address."""


@dataclass(frozen=True)
class Visit:
    """One thing that a fetch gave: a document or a reason, with what to remember of its address once it is stored."""

    item: Document | Rejected
    page: PageEntry | None = None


class Visits:
    """Fetches what links lead to, over as many steps as the rules allow.

    ``client`` is made when the first address is fetched; ``now`` tells the time of this run (UTC). ``finished`` holds,
    once the visits are through, what to remember of feeds and lists: to be stored when all that they gave is stored;
    ``not_documents`` are keys of pages that turned out to be such, ``opened`` those of all that were looked into;
    ``titles`` are those of feeds, by address. ``stamps`` are today's.
    """

    def __init__(
        self,
        store: Store,
        client: Callable[[], Client],
        rulebook: Rulebook,
        stamps: tuple[str, ...],
        now: datetime,
    ) -> None:
        self._stamps = stamps
        self._store = store
        self._client = client
        self._rulebook = rulebook
        self._rules = rulebook.ledger
        self._now = now
        self._asked: set[str] = set()
        self._read_here: set[str] = set()
        self.finished: list[PageEntry] = []
        self.failures: list[Rejected] = []
        self.not_documents: list[str] = []
        self.opened: set[str] = set()
        self.titles: dict[str, str] = {}
        self.fetched = 0
        self.unchanged = 0

    def follow(self, links: Iterable[Link]) -> Iterator[Visit]:
        """What the links lead to, in their order, step by step; each address once."""
        wave = list(links)
        while wave:
            further: list[Link] = []
            yield from self._step(wave, further)
            wave = further

    def retries(self) -> list[Link]:
        """Addresses that failed in an earlier run, and whose time has come."""
        due = self._store.web.due(_text(self._now))
        return [Link(url=page.url, kind=LinkKind(page.kind), known=page.known, depth=page.depth) for page in due]

    def _step(self, links: list[Link], further: list[Link]) -> Iterator[Visit]:
        """One step: fetch what is wanted of the links, and put the links found behind them into ``further``."""
        wanted: list[tuple[Link, Wanted]] = []
        for link in links:
            if isinstance(entry := self._wanted(link), Wanted):
                wanted.append((link, entry))
            elif isinstance(entry, Rejected):
                yield Visit(entry)
        if not wanted:
            return
        for link, ask, answer in self._answers(wanted):
            if isinstance(answer, FetchError):
                yield self._failed(link, ask.url, answer)
            elif answer.status == 304:
                self.unchanged += 1
                self.finished.append(self._entry(link, ask.url, answer))
            else:
                self.fetched += 1
                yield from self._arrived(link, ask.url, answer, further)

    def _answers(self, wanted: list[tuple[Link, Wanted]]) -> Iterator[tuple[Link, Wanted, Fetched | FetchError]]:
        """What came for each, in order: from the web, or from the inbox where a run was killed before it was read."""
        told = {ask.url: list(_told(link.known)) for link, ask in wanted if link.kind is LinkKind.PAGE}
        missing = [ask for link, ask in wanted if not self._kept(link, ask.url)]
        here = {ask.url for _, ask in wanted} - {ask.url for ask in missing}

        def arrived(ask: Wanted, answer: Fetched) -> None:
            if ask.url in told:
                head = {name: value for name, value in vars(answer).items() if name != "data"}
                self._store.inbox.put(ask.url, {"told": told[ask.url], "answer": head}, answer.data)

        answers = iter(self._asked_for(missing, arrived)) if missing else iter(())
        for link, ask in wanted:
            kept = self._kept(link, ask.url) if ask.url in here else None
            yield (link, ask, kept) if kept is not None else (link, *next(answers))

    def _asked_for(
        self, wanted: list[Wanted], arrived: Callable[[Wanted, Fetched], None]
    ) -> Iterator[tuple[Wanted, Fetched | FetchError]]:
        """The answers of the web; hosts that asked earlier runs for a pause get it from this one too."""
        client = self._client()
        for page in self._store.web.left_alone(_text(self._now)):
            client.leave_alone(page.url, (datetime.fromisoformat(page.alone_until) - self._now).total_seconds())
        return client.fetch_all(wanted, arrived)

    def _kept(self, link: Link, url: str) -> Fetched | None:
        """The answer in the inbox, where its feed has said nothing new since it came."""
        found = self._store.inbox.get(url) if link.kind is LinkKind.PAGE else None
        if found is None or found[0]["told"] != list(_told(link.known)):
            return None
        return Fetched(**found[0]["answer"], data=found[1])

    def _wanted(self, link: Link) -> Wanted | Rejected | None:
        """What to ask for, None where there is no need to, a reason where it is not followed."""
        url = plain_address(link.url, self._rules.addresses)
        if url in self._asked:
            return None
        self._asked.add(url)
        if link.depth > self._rules.follow.depth:
            reason = f"{link.depth} steps away from what was named; give its address itself"
            return Rejected(name=url, url=url, reason=reason, source=f"{PAGE}{url}")
        page = self._store.web.page(url)
        named = link.depth == 0 and link.kind is LinkKind.ANY
        same = page is not None and _told(page.known) == _told(link.known)
        if not named and same and page is not None and page.failures and page.next_try > _text(self._now):
            return None
        if link.kind is LinkKind.PAGE and self._had(url, page, same):
            return None
        if page is None or page.failures or not same or self._outdated(url):
            return Wanted(url)
        return Wanted(url, page.etag, page.modified)

    def _had(self, url: str, page: PageEntry | None, same: bool) -> bool:
        """Whether an article's page was read already, under today's rules, and its feed says nothing new of it."""
        if page is None:
            return url in self._read_here or self._store.articles.document(f"{ADDRESS}{url}") is not None
        return same and not page.failures and bool(page.fetched) and not self._outdated(url)

    def _outdated(self, url: str) -> bool:
        """Whether a page was read under other rules than today's, so that its bytes are needed again."""
        known = self._store.articles.document(f"{PAGE}{url}")
        return known is not None and not self._store.articles.is_current(known, known.digest, self._stamps)

    def _arrived(self, link: Link, url: str, answer: Fetched, further: list[Link]) -> Iterator[Visit]:
        """The documents in an answer; its links go to ``further``."""
        self.opened.add(f"{PAGE}{url}")
        entry = self._entry(link, url, answer)
        known = {name: value for name, value in link.known.items() if name != TEASER}
        known["url"] = answer.final or url
        found = list(
            open_content(
                url,
                f"{PAGE}{url}",
                answer.data,
                self._rulebook,
                known,
                link.known_from,
                media=answer.media,
                charset=answer.charset,
                kind=link.kind,
                depth=link.depth,
                titled=partial(self.titles.__setitem__, url),
            )
        )
        alone = len(found) == 1 and isinstance(found[0], Document) and found[0].key == f"{PAGE}{url}"
        for item in found:
            if isinstance(item, Link):
                further.append(item.model_copy(update={"depth": link.depth + 1}))
                continue
            if isinstance(item, Document) and item.key.startswith(ADDRESS):
                self._read_here.add(plain_address(item.key.removeprefix(ADDRESS), self._rules.addresses))
            if isinstance(item, Rejected):
                item = item.model_copy(update={"source": f"{PAGE}{url}"})
            yield Visit(item, entry if alone else None)
        if not alone:
            self.finished.append(entry)
            self.not_documents.append(f"{PAGE}{url}")

    def _entry(self, link: Link, url: str, answer: Fetched) -> PageEntry:
        """What to remember of an address that answered."""
        now = _text(self._now)
        kind = link.kind.value
        old = self._store.web.page(url)
        return PageEntry(
            url=url,
            kind=kind,
            depth=link.depth,
            known=link.known,
            etag=answer.etag or (old.etag if old and answer.status == 304 else ""),
            modified=answer.modified or (old.modified if old and answer.status == 304 else ""),
            status=answer.status,
            tried=now,
            fetched=now,
        )

    def _failed(self, link: Link, url: str, error: FetchError) -> Visit:
        """A reason, and when to try again; what this run may not fetch says nothing about the address."""
        if error.kind in _OWN_RULES:
            return Visit(Rejected(name=url, url=url, reason=error.advice))
        old = self._store.web.page(url) or PageEntry(url=url)
        failures = max(old.failures, 1) if error.kind == "paused" else old.failures + 1
        again = self._rules.again
        seconds = min(again.first * again.factor ** min(failures - 1, 60), again.longest)
        if error.permanent and failures >= again.patience:
            seconds = max(seconds, again.gone)
        alone = 0.0 if error.retry_after is None else min(error.retry_after, 10 * again.longest)
        until = _text(self._now + timedelta(seconds=alone))
        reason = error.advice
        if error.kind == "paused":  # the same words in every run, or the table would be made anew for them
            reason = f"its host wants no requests before {until[:16].replace('T', ' ')} UTC"
        entry = replace(
            old, kind=link.kind.value, depth=link.depth, known=link.known, status=error.status, tried=_text(self._now),
            failures=failures, next_try=_text(self._now + timedelta(seconds=max(seconds, alone))), reason=reason,
            gone=error.permanent, alone_until=until if alone else "",
        )  # fmt: skip
        failure = Rejected(name=url, url=url, reason=reason)
        self.failures.append(failure)
        held = teaser_document(link, f"{PAGE}{url}", reason) if link.kind is LinkKind.PAGE else None
        if held is not None and self._store.articles.document(f"{PAGE}{url}") is None:
            return Visit(held, entry)
        return Visit(failure, entry)


def _told(known: dict[str, str]) -> tuple[str, str]:
    """What a feed says of an article itself; two feeds may name different publishers of one page."""
    return known.get("title", ""), known.get("published", "")


def _text(time: datetime) -> str:
    return time.astimezone(UTC).isoformat(timespec="seconds")
