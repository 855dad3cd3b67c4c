"""The items of a feed, whatever its format: one with its full text is a document, the others are addresses to fetch.
What the feed says of an item (title, author, date, publisher) goes along with either.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import html
import re
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from email.utils import parsedate_to_datetime

from pipeline.ingest.content import Content, Opened, web_address
from pipeline.ingest.facts import host_of
from pipeline.model import Document, Form, Link, LinkKind, Rejected
from pipeline.rulebook.reading import FeedRules

TEASER = "teaser"
"""What a feed gives of an article besides the facts about it: a text for where its page cannot be fetched."""

_MARKUP = re.compile(r"</?[A-Za-z][^<>]*+>|<!--.*?-->", re.DOTALL)
_ADDRESS = re.compile(r"\S+@\S+")


@dataclass(frozen=True)
class Feed:
    """What a feed says of itself: its title as a publisher's name, where its site is, who writes where no item says."""

    source: Content
    title: str = ""
    site: str = ""
    author: str = ""


@dataclass(frozen=True)
class Item:
    """One item as its feed gives it; ``content`` is declared as the text, ``summary`` may be all there is.

    ``place`` is where it stands in the feed, ``guid`` the feed's own name for it, ``publisher`` the source it credits.
    """

    place: str
    link: str = ""
    guid: str = ""
    title: str = ""
    author: str = ""
    published: str = ""
    publisher: str = ""
    content: str = ""
    content_is_plain: bool = False
    summary: str = ""


def open_item(feed: Feed, item: Item, rules: FeedRules) -> Opened:
    """An item as a document, a link, or the reason why it is neither."""
    source = feed.source
    link = web_address(item.link, feed.source.base or web_address(feed.site))
    place = f"{source.name} {item.place}"
    known = _known(feed, item, link)
    text, is_plain = _full_text(item, link, rules)
    if text:
        data = text if is_plain else f"<html><body><article>{text}</article></body></html>"
        return Document(
            name=link or place,
            key=_key(source, item, link),
            data=data.encode("utf-8", "replace"),
            form=Form.TEXT if is_plain else Form.PAGE,
            charset="utf-8",
            known=known,
            known_from="feed",
            notes=source.notes,
        )
    if link:
        held = max((item.content, item.summary), key=lambda text: len(words_of(text)))
        if len(words_of(held)) >= rules.fallback_words:
            known = {**known, TEASER: held}
        return Link(url=link, kind=LinkKind.PAGE, known=known, depth=source.depth + 1)
    return Rejected(name=place, reason=_lacking(item))


def iso_date(written: str, parsed: Sequence[int] | None = None) -> str:
    """A feed's date in ISO 8601 with its time zone, as it is written where no one can read it; UTC where none is named.

    ``parsed`` is the same in UTC (year to second), where another reader understood more.

    >>> iso_date("Fri, 15 Oct 2021 05:47:14 -0400")
    '2021-10-15T05:47:14-04:00'
    """
    written = " ".join(written.split())[:80]
    moment: dt.datetime | None = None
    for read in (dt.datetime.fromisoformat, parsedate_to_datetime):
        try:
            moment = read(written)
            break
        except (ValueError, TypeError, OverflowError, IndexError):
            continue
    if moment is not None and len(written) <= 10:
        return moment.date().isoformat()
    if (moment is None or moment.tzinfo is None) and parsed is not None:
        with suppress(ValueError, TypeError, OverflowError):
            moment = dt.datetime(*parsed[:6], tzinfo=dt.UTC)  # type: ignore[misc,arg-type]  # six numbers
    if moment is None:
        return written
    return (moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)).isoformat()


def publisher_of(title: str, rules: FeedRules) -> str:
    """A feed's title without what makes it a feed's: "Latest from Norbridge RSS" is Norbridge; "News" is nobody."""
    name = " ".join(title.split())[:300]
    for _ in range(3):
        for rule in rules.title:
            if found := rule.pattern.fullmatch(name):
                name = (found.groupdict().get("name") or "").strip()
    return name


def words_of(markup: str) -> list[str]:
    """The words of a text with or without markup."""
    return html.unescape(_MARKUP.sub(" ", markup)).split()


def _known(feed: Feed, item: Item, link: str) -> dict[str, str]:
    """The facts that go along; the feed's title counts as publisher only for articles of its own site."""
    at_home = not (link and feed.site) or _same_site(link, feed.site)
    publisher = item.publisher or (feed.source.known.get("publisher", "") or feed.title if at_home else "")
    author = " ".join(_ADDRESS.sub("", item.author).split()).strip("()<> ") or (feed.author if at_home else "")
    facts = {
        "title": " ".join(words_of(item.title)),
        "publisher": publisher,
        "author": "" if author.lower() == publisher.lower() else author,
        "published": item.published,
        "url": link,
    }
    return {name: value for name, value in facts.items() if value}


def _same_site(one: str, other: str) -> bool:
    """Whether two addresses belong to one site: one host is the other's, or both share all but the first part."""
    left, right = host_of(one), host_of(other)
    if left == right or left.endswith(f".{right}") or right.endswith(f".{left}"):
        return True
    parent = left.partition(".")[2]
    return parent.count(".") > 0 and parent == right.partition(".")[2]


def _full_text(item: Item, link: str, rules: FeedRules) -> tuple[str, bool]:
    """The item's whole text, if it has it, and whether that is plain; without a link whatever text there is."""
    content, summary = words_of(item.content), words_of(item.summary)
    if content and (not link or not _is_teaser(content, summary, item, rules)):
        return item.content, item.content_is_plain
    if len(summary) >= (rules.description_words if link else 1) and not _breaks_off(summary, rules):
        return _as_written(item.summary)
    return ("", False) if link else _as_written(item.summary)


def _as_written(summary: str) -> tuple[str, bool]:
    """A description, which says nowhere whether it is markup: plain where there is no tag in it."""
    return (summary, False) if _MARKUP.search(summary) else (html.unescape(summary).strip(), True)


def _is_teaser(content: list[str], summary: list[str], item: Item, rules: FeedRules) -> bool:
    """Whether a short text only repeats the summary, or breaks off."""
    if len(content) >= rules.teaser_words:
        return False
    if _breaks_off(content, rules):
        return True
    repeats = " ".join(summary[:12]) in " ".join(content)
    return bool(summary) and repeats and len(content) <= 2 * len(summary) and item.content != item.summary


def _breaks_off(words: list[str], rules: FeedRules) -> bool:
    """Whether a text ends as teasers do: "…", "Read more"."""
    end = " ".join(words[-8:]).lower().rstrip(" ]»›>→)")
    return end.endswith(rules.more)


def _key(source: Content, item: Item, link: str) -> str:
    """Which article an item is, day after day: its address, the feed's name for it, or its words."""
    if link:
        return f"url:{link}"
    if item.guid:
        return f"{source.key}#{item.guid[:500]}"
    words = "\0".join((item.title, item.content, item.summary)).encode("utf-8", "replace")
    return f"text:{hashlib.blake2b(words, digest_size=20).hexdigest()}"


def _lacking(item: Item) -> str:
    what = f"the item “{' '.join(words_of(item.title))[:80]}” has" if item.title else "an item with"
    link = f"no web address ({item.link[:80]!r} is none)" if item.link else "no link"
    return f"{what} {link} and no text; nothing can be read or fetched for it"


def teaser_document(link: Link, key: str, reason: str) -> Document | None:
    """What a feed itself gives of an article whose page cannot be fetched for that ``reason``; None without a text."""
    text = link.known.get(TEASER, "")
    if not text:
        return None
    text, is_plain = _as_written(text)
    data = text if is_plain else f"<html><body><article>{text}</article></body></html>"
    return Document(
        name=link.url,
        key=key,
        data=data.encode("utf-8", "replace"),
        form=Form.TEXT if is_plain else Form.PAGE,
        charset="utf-8",
        known={name: value for name, value in link.known.items() if name != TEASER},
        known_from="feed",
        notes=(f"read from its feed alone, as its page could not be fetched: {reason}",),
    )
