"""What tests of the incremental run share: articles to read, a ledger with a clock, a web made of a dictionary."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import TracebackType
from typing import Self, cast

from pipeline.api import Pipeline
from pipeline.errors import FetchError
from pipeline.export import FILES
from pipeline.ledger import Ledger
from pipeline.web import Client, Fetched, Wanted

START = datetime(2026, 5, 20, 12, 0, tzinfo=UTC)
NOTE = "The Nvidia H100 has 80 GB of HBM3 memory and a memory bandwidth of 3.35 TB/s."
OTHER = "Our test system held one Nvidia H100. With 80 GB of memory the Nvidia H100 ran every model we tried."
THIRD = "AMD says the MI300X carries 192 GB of HBM3 and draws 750 watts."


class Web:
    """A web of a few addresses: ``pages`` holds (media type, content); what is missing answers 404."""

    def __init__(self, pages: dict[str, tuple[str, str]]) -> None:
        self.pages = pages
        self.asked: list[Wanted] = []
        self.broken: set[str] = set()
        self.left_alone: list[tuple[str, float]] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: object, trace: TracebackType | None) -> None:
        return None

    def leave_alone(self, url: str, seconds: float) -> None:
        self.left_alone.append((url, seconds))

    def fetch_all(
        self, wanted: Iterable[Wanted], arrived: Callable[[Wanted, Fetched], None]
    ) -> Iterator[tuple[Wanted, Fetched | FetchError]]:
        for want in wanted:
            self.asked.append(want)
            answer = self._answer(want)
            if isinstance(answer, Fetched) and answer.status == 200:
                arrived(want, answer)
            yield want, answer

    def _answer(self, want: Wanted) -> Fetched | FetchError:
        if want.url in self.broken:
            return FetchError("the server said 503", want.url, kind="status", status=503)
        if want.url not in self.pages:
            return FetchError("the server said 404", want.url, kind="status", status=404, permanent=True)
        media, content = self.pages[want.url]
        tag = f'"{hash(content)}"'
        same = want.etag == tag
        return Fetched(
            url=want.url,
            final=want.url,
            status=304 if same else 200,
            data=b"" if same else content.encode(),
            media=media,
            charset="utf-8",
            etag=tag,
            modified="",
            fresh_for=0,
        )


class Clock:
    """A time that goes on when it is told to."""

    def __init__(self) -> None:
        self.time = START

    def __call__(self) -> datetime:
        return self.time

    def wait(self, seconds: float) -> None:
        self.time += timedelta(seconds=seconds)


def ledger(folder: Path, pipeline: Pipeline, web: Web | None = None, clock: Clock | None = None) -> Ledger:
    """A ledger whose web is the given one."""
    there = web or Web({})
    return Ledger(folder, pipeline, lambda: cast("Client", there), clock or Clock())


def page(*paragraphs: str, head: str = "") -> tuple[str, str]:
    """An HTML page with a headline."""
    body = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    return "text/html", f"<html><head>{head}</head><body><article><h1>A chip</h1>{body}</article></body></html>"


def feed(*items: tuple[str, str], title: str = "Chip Post") -> tuple[str, str]:
    """An RSS feed of links with headlines."""
    entries = "".join(f"<item><title>{title_}</title><link>{link}</link></item>" for link, title_ in items)
    return "application/rss+xml", f'<rss version="2.0"><channel><title>{title}</title>{entries}</channel></rss>'


def files(folder: Path) -> dict[str, bytes]:
    """The bytes of all results in a folder."""
    return {name: (folder / name).read_bytes() for name in FILES}


class Killed(BaseException):
    """Stands for a kill: nothing catches it."""


def killed(self: object, *arguments: object) -> None:
    """Stands for the step in whose midst a run is killed."""
    raise Killed
