"""What goes into the readers: one article still in bytes, or the address of something to fetch.
Finding documents is cheap and done in one process; reading them is dear, pure, and done wherever there is a core.
"""

from __future__ import annotations

import hashlib
import json
from enum import StrEnum

from pipeline.model.base import Frozen


class Form(StrEnum):
    """What the bytes of a document are: a web page, plain text or Markdown, or to be decided by looking at them."""

    GUESS = "guess"
    PAGE = "page"
    TEXT = "text"


class LinkKind(StrEnum):
    """What an address is expected to hold; the answer itself decides in the end."""

    ANY = "any"
    PAGE = "page"
    FEED = "feed"
    SITEMAP = "sitemap"


class Document(Frozen):
    """One article before anyone has looked inside.

    ``name`` names the article in every output. ``key`` says which article it is, day after day: ``url:`` and an
    address, ``file:`` and a path (with ``#`` and the place inside it for one of many), or ``text:`` and a hash.
    ``charset`` is what an envelope declared (an HTTP header, an archive's record). ``known`` are facts from outside the
    document (title, publisher, author, published, url, canonical, language), ``known_from`` where they come from
    (``sidecar``, ``feed``, ``archive``); they are trusted before the page's own. ``notes`` are remarks for the reader
    of ``articles.csv``.
    """

    name: str
    key: str
    data: bytes
    form: Form = Form.GUESS
    charset: str = ""
    known: dict[str, str] = {}
    known_from: str = "sidecar"
    notes: tuple[str, ...] = ()

    @property
    def url(self) -> str:
        """The document's own address, as far as it is known before reading; empty if it is not."""
        return self.known.get("url", "")

    def digest(self) -> str:
        """A hash of all that reading it depends on, beside rules and program: equal digests give equal articles.

        >>> Document(name="a", key="file:a", data=b"x").digest() == Document(name="a", key="", data=b"x").digest()
        True
        """
        facts = [self.name, self.form, self.charset, sorted(self.known.items()), self.known_from, self.notes]
        head = json.dumps(facts, ensure_ascii=True).encode()
        return hashlib.blake2b(head + b"\0" + self.data, digest_size=20).hexdigest()


class Link(Frozen):
    """An address to fetch, and what is known of the article there (as in :class:`Document`).

    ``depth`` counts the steps from what the user named: a list of feeds, a feed in it, an article of the feed.
    """

    url: str
    kind: LinkKind = LinkKind.ANY
    known: dict[str, str] = {}
    known_from: str = "feed"
    depth: int = 0
