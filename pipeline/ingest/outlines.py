"""Lists of feeds in OPML, as feed readers export them: each feed's address once, however deep it lies."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.ingest.content import Content, Opened, web_address
from pipeline.ingest.items import publisher_of
from pipeline.ingest.tags import tags, without_comments
from pipeline.model import Link, LinkKind
from pipeline.rulebook.reading import FeedRules

_END = re.compile(r"</(?:\w+:)?opml\b", re.IGNORECASE)


def open_outlines(content: Content, text: str, rules: FeedRules) -> Iterator[Opened]:
    """A link for each feed, with its name in the list as its publisher's; for a site without its feed's address, one to
    the site, as that may name its feed.
    """
    found: set[str] = set()
    for tag in tags(without_comments(text)):
        if tag.name != "outline" or tag.closing:
            continue
        given = tag.attributes()
        address = _address(given, content.base)
        if address and address not in found:
            found.add(address)
            name = publisher_of(given.get("title") or given.get("text", ""), rules)
            known = {"publisher": name} if name else {}
            yield Link(url=address, kind=LinkKind.FEED, known=known, depth=content.depth + 1)
    if not _END.search(text):
        yield content.rejected(f"the list of feeds breaks off; {len(found):,} found before; export it again")
    elif not found:
        yield content.rejected("a list of feeds (OPML) without a feed's address (xmlUrl); export it again")


def _address(given: dict[str, str], base: str) -> str:
    """The feed's address, or else that of its site."""
    return next(filter(None, (web_address(given.get(name, ""), base) for name in ("xmlurl", "url", "htmlurl"))), "")
