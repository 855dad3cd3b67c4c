"""The rows of the store as types: what it knows of a document, a page on the web, a feed, a run.
Times are text in ISO 8601, UTC, to the second; empty where something has not happened.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

READ, REJECTED = "read", "rejected"

PAGE = "page:"
"""Begins the key of a document that was fetched; its article's key begins with :data:`ADDRESS`."""

ADDRESS = "url:"


class Wrote(StrEnum):
    """What storing a document's outcome meant for its article."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    AGAIN = "again"
    """The text is the same; its claims were made under other rules."""


@dataclass(frozen=True)
class Known:
    """A document that was read before, and the article it gave.

    ``article`` is the article's key: the document's own, or that of an article that stands at the same address.
    ``digest`` and ``reading_stamp`` tell whether reading it again could give anything else; ``status`` says whether the
    document itself could be read the last time, ``reason`` what is wrong with its article.
    """

    key: str
    digest: str
    reading_stamp: str
    article: str
    name: str
    status: str
    reason: str
    url: str
    content: str


@dataclass(frozen=True)
class PageEntry:
    """An address: what its last fetch gave, and when it may be tried again.

    ``known`` is what its feed said of it when it was fetched: where the feed says something else, it is fetched again.
    ``depth`` is that of its link. ``status`` is the HTTP status of the last answer, 0 where there was none; ``fetched``
    the last success. ``failures`` counts those in a row; ``gone`` means that trying again is of little use. Until
    ``alone_until`` its host has asked for no requests at all.
    """

    url: str
    kind: str = "any"
    depth: int = 0
    known: dict[str, str] = field(default_factory=dict)
    etag: str = ""
    modified: str = ""
    status: int = 0
    tried: str = ""
    fetched: str = ""
    failures: int = 0
    next_try: str = ""
    reason: str = ""
    gone: bool = False
    alone_until: str = ""


@dataclass(frozen=True)
class FeedEntry:
    """A feed that runs poll: its address, when it was added, and the title it gave itself."""

    url: str
    added: str
    title: str = ""


@dataclass(frozen=True)
class RunEntry:
    """One run: when it began and ended (empty where it was stopped or killed), and its record."""

    id: int
    started: str
    finished: str
    record: dict[str, Any]
