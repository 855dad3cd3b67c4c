"""Feeds in XML: RSS of all versions, RDF and Atom. The only door to feedparser, which mends most of what is broken.
The text is decoded here, so that it never guesses; it fetches nothing, and declarations of entities never reach it.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Any

from pipeline.ingest.content import Content, Opened, counted
from pipeline.ingest.items import Feed, Item, iso_date, open_item, publisher_of, words_of
from pipeline.rulebook.reading import FeedRules

_DECLARED = re.compile(r"\A\s*+<\?xml[^<>]{0,200}\?>")
_DESERT = re.compile(r"\s{400,}+")  # feedparser takes quadratic time over these
_END = re.compile(r"</(?:\w+:)?(?:rss|feed|rdf|channel)\b", re.IGNORECASE)
_ENTRY = re.compile(r"<(?:\w+:)?(?:item|entry)[\s>]", re.IGNORECASE)


def open_feed(content: Content, text: str, rules: FeedRules) -> Iterator[Opened]:
    """The items of a feed; ``text`` is the decoded data of ``content``. Raises nothing for a broken one."""
    if len(text) > rules.chars:
        yield content.rejected(f"a feed of more than {rules.chars:,} characters; raise chars in reading.toml (--rules)")
        return
    try:
        found = _parsed(text, content.base)
    except Exception as error:  # a hostile feed must not stop the others, whatever it does to the parser
        yield content.rejected(f"the feed cannot be read ({type(error).__name__}); check it with a feed validator")
        return
    about = dict.get(found, "feed") or {}
    title = publisher_of(" ".join(words_of(_text(about, "title"))), rules)
    content.titled(title)
    feed = Feed(content, title, _text(about, "link"), _person(about))
    items = [_item(entry, at) for at, entry in enumerate(found["entries"], 1) if isinstance(entry, dict)]
    cut = not _END.search(text)
    if cut and items and items[-1] == Item(items[-1].place):
        items.pop()  # begun, and nothing of it is there
    for item in items[: rules.entries]:
        yield open_item(feed, item, rules)
    if len(items) > rules.entries:
        left = counted(len(items) - rules.entries, "item")
        yield content.rejected(f"{left} beyond the first {rules.entries:,} left out; raise entries in reading.toml")
    if cut:
        yield content.rejected(f"the feed breaks off, {counted(len(items), 'item')} before that; fetch it again")
    elif not items:
        broken = dict.get(found, "bozo_exception")
        wrong = f" (not well-formed: {str(broken)[:120]})" if broken is not None and _ENTRY.search(text) else ""
        yield content.rejected(f"a feed without items{wrong}; check its address")


def _parsed(text: str, base: str) -> Any:
    """What feedparser finds; without its sanitiser, as the page reader takes words and never markup."""
    import feedparser

    headers = {"content-type": "application/xml; charset=utf-8", "content-location": base}
    text = _DESERT.sub("\n", _DECLARED.sub("", text.lstrip("\ufeff"), count=1))
    data = text.encode("utf-8", "replace")
    return feedparser.parse(
        io.BytesIO(data), response_headers=headers, sanitize_html=False, resolve_relative_uris=False
    )


def _item(entry: dict[str, Any], number: int) -> Item:
    """One entry of feedparser's as an item; its own access by key warns and guesses, so plain dict access is used."""
    value, plain = _content(entry)
    summary = _text(entry, "summary")
    written, parsed = _date(entry)
    credited = dict.get(entry, "source")
    return Item(
        place=f"entry {number}",
        link=_text(entry, "feedburner_origlink") or _text(entry, "link"),
        guid=_text(entry, "id"),
        title=_text(entry, "title"),
        author=_person(entry),
        published=iso_date(written, parsed) if written else "",
        publisher=" ".join(words_of(_text(credited, "title"))) if isinstance(credited, dict) else "",
        content=value,
        content_is_plain=plain,
        summary=summary,
    )


def _content(entry: dict[str, Any]) -> tuple[str, bool]:
    """The longest text that an entry declares as its content, and whether it is plain."""
    texts = [
        (_text(part, "value"), _text(part, "type") == "text/plain")
        for part in dict.get(entry, "content") or ()
        if isinstance(part, dict) and (_text(part, "type") or "text").startswith(("text", "application/xhtml"))
    ]
    return max(texts, key=lambda text: len(text[0]), default=("", False))


def _date(entry: dict[str, Any]) -> tuple[str, Any]:
    """When an entry was published, or else created or updated, as written and as feedparser understood it."""
    for name in ("published", "created", "updated"):
        if written := _text(entry, name):
            return written, dict.get(entry, f"{name}_parsed")
    return "", None


def _person(record: dict[str, Any]) -> str:
    """The authors' names of an entry or feed."""
    names = [_text(one, "name") for one in dict.get(record, "authors") or () if isinstance(one, dict)]
    return ", ".join(dict.fromkeys(filter(None, names))) or _text(record, "author")


def _text(record: Any, name: str) -> str:
    value = dict.get(record, name) if isinstance(record, dict) else None
    return value.strip() if isinstance(value, str) else ""
