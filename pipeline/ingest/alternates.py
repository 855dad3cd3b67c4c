"""Finds the feed of a web page: sites name theirs in a ``link`` element, where browsers and readers look for it."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.ingest.content import Content, Opened, web_address
from pipeline.ingest.tags import tags, without_comments
from pipeline.model import Link, LinkKind
from pipeline.rulebook.reading import FeedRules

_TYPES = ("application/rss+xml", "application/atom+xml", "application/rdf+xml", "application/feed+json")
_SAMPLE = 500_000


def open_alternates(content: Content, text: str, rules: FeedRules) -> Iterator[Opened]:
    """A link to the first feed that a page names as its own and that is not one of comments; else a rejection."""
    base = content.base
    for tag in tags(without_comments(text[:_SAMPLE])):
        if tag.closing or tag.name not in ("link", "base"):
            continue
        given = tag.attributes()
        if tag.name == "base":
            base = web_address(given.get("href", ""), base) or base
            continue
        kind = given.get("type", "").partition(";")[0].strip().lower()
        address = web_address(given.get("href", ""), base)
        words = f"{given.get('title', '')} {given.get('href', '')}".lower()
        wanted = "alternate" in given.get("rel", "").lower().split() and kind in _TYPES
        if wanted and address and not any(word in words for word in rules.not_feeds):
            yield Link(url=address, kind=LinkKind.FEED, depth=content.depth + 1)
            return
    yield content.rejected("a web page where a feed is expected, and it names no feed; give the address of its feed")
