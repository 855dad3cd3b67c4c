"""Sitemaps: a site's own list of its pages, of its news with their titles and dates, or of further sitemaps.
``lastmod`` is left alone: many sites write the hour of the list into it, and it is no date of publication.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from pipeline.ingest.content import Content, Opened, counted, web_address
from pipeline.ingest.items import iso_date
from pipeline.ingest.tags import plain, tags, without_comments
from pipeline.model import Link, LinkKind

_END = re.compile(r"</(?:\w+:)?(?:urlset|sitemapindex)\b", re.IGNORECASE)
_NEWS = {"title": "title", "publication_date": "published", "name": "publisher"}


@dataclass
class _Entry:
    """One entry while it is read: its address and the facts of the news name space."""

    kind: LinkKind
    address: str = ""
    known: dict[str, str] = field(default_factory=dict)


def open_sitemap(content: Content, text: str, limit: int) -> Iterator[Opened]:
    """A link for each page or further sitemap, at most ``limit``, and how many were left out."""
    found: set[str] = set()
    left = lost = 0
    for entry in _entries(text):
        address = web_address(entry.address, content.base)
        if not address:
            lost += 1
        elif address not in found:
            if len(found) >= limit:
                left += 1
                continue
            found.add(address)
            known = {"url": address, **entry.known} if entry.kind is LinkKind.PAGE else {}
            yield Link(url=address, kind=entry.kind, known=known, depth=content.depth + 1)
    if left:
        more = counted(left, "further address", "further addresses")
        yield content.rejected(f"{more} of this sitemap left out; raise sitemap_links in reading.toml (--rules)")
    if lost:
        yield content.rejected(f"{counted(lost, 'entry', 'entries')} of this sitemap without a web address left out")
    if "<" in text and not _END.search(text):
        yield content.rejected(f"the sitemap breaks off; {len(found):,} addresses found before; fetch it again")
    elif not found and not lost:
        yield content.rejected("a sitemap without an address; give the pages themselves")


def _entries(text: str) -> Iterator[_Entry]:
    """The whole entries of a sitemap, in XML or one address a line."""
    if "<" not in text:
        for line in text.split("\n"):
            if line.strip():
                yield _Entry(LinkKind.PAGE, line.strip())
        return
    text = without_comments(text)
    entry: _Entry | None = None
    opened, start = "", 0
    for tag in tags(text):
        if tag.name in ("url", "sitemap") and tag.prefix not in ("image", "video"):
            if tag.closing and entry is not None:
                yield entry
            entry = None if tag.closing else _Entry(LinkKind.PAGE if tag.name == "url" else LinkKind.SITEMAP)
        elif entry is None:
            continue
        elif not tag.closing:
            opened, start = f"{tag.prefix}:{tag.name}", tag.end
        elif opened == f"{tag.prefix}:{tag.name}":
            _note(entry, tag.prefix, tag.name, plain(text[start : tag.start]))
            opened = ""


def _note(entry: _Entry, prefix: str, name: str, value: str) -> None:
    """One field of an entry, if it is one that counts."""
    if name == "loc" and prefix not in ("image", "video"):
        entry.address = entry.address or value
    elif prefix not in ("", "image", "video") and name in _NEWS and value:
        entry.known[_NEWS[name]] = iso_date(value) if name == "publication_date" else value
