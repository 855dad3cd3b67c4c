"""Bytes that may hold articles, with what came along with them: the common input of all kinds of source.
A kind of source is a function from Content to a stream of documents, links and rejections.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import urljoin, urlsplit

from pipeline.model import Document, Link, LinkKind, Rejected

Opened = Document | Link | Rejected
"""What stands behind an input: an article still in bytes, an address to fetch, or why there is neither."""

_BLANKS = re.compile(r"[\x00-\x20]+")
_FEED_SCHEME = re.compile(r"feed:(?=https?:)|feed(?=://)", re.IGNORECASE)


@dataclass(frozen=True)
class Content:
    """One file or one answer from the web; ``name``, ``key``, ``charset`` and ``known`` are those of a Document.

    ``media`` is the media type that came along ("text/html"), ``kind`` what the address was expected to hold,
    ``depth`` the steps from what the user named, ``notes`` remarks on how the bytes were come by. ``titled`` is told
    the title that a feed gives itself.
    """

    name: str
    key: str
    data: bytes
    media: str = ""
    charset: str = ""
    known: dict[str, str] = field(default_factory=dict)
    known_from: str = "sidecar"
    kind: LinkKind = LinkKind.ANY
    depth: int = 0
    notes: tuple[str, ...] = ()
    titled: Callable[[str], None] = field(default=lambda _: None, compare=False, repr=False)

    @property
    def base(self) -> str:
        """The address that relative ones in the content start from; empty where it is not known."""
        return web_address(self.known.get("url", "")) or web_address(self.name)

    def rejected(self, reason: str) -> Rejected:
        """The whole, or a part of it, as not read."""
        return Rejected(name=self.name, reason=reason, url=self.known.get("url", ""))


def web_address(address: str, base: str = "") -> str:
    """An address as http or https, resolved against ``base``; empty where it is none of the web's.

    >>> web_address(" /a?b=1 ", "https://example.org/feed")
    'https://example.org/a?b=1'
    >>> web_address("javascript:alert(1)", "https://example.org/feed")
    ''
    """
    words = _FEED_SCHEME.sub(lambda found: "" if found[0].endswith(":") else "http", _BLANKS.sub(" ", address).strip())
    if not words or len(words) > 4000:
        return ""
    try:
        whole = urljoin(base, words.replace(" ", "%20"))
        parts = urlsplit(whole)
        return whole if parts.scheme in ("http", "https") and parts.hostname else ""
    except ValueError:
        return ""


def counted(number: int, one: str, many: str = "") -> str:
    """A number with its noun: "1 entry", "2,000 entries"."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"
