"""JSON Feed 1 and 1.1: the same items as in other feeds, written as one JSON object."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from pipeline.ingest.content import Content, Opened, counted
from pipeline.ingest.items import Feed, Item, iso_date, open_item, publisher_of
from pipeline.model import Rejected
from pipeline.rulebook.reading import FeedRules


def open_json_feed(content: Content, text: str, rules: FeedRules) -> Iterator[Opened]:
    """The items of a JSON Feed; of one that breaks off, those that are whole."""
    whole, broken = _load(text.lstrip("\ufeff"))
    entries = whole.get("items")
    entries = entries if isinstance(entries, list) else []
    title = publisher_of(_text(whole, "title"), rules)
    content.titled(title)
    feed = Feed(content, title, _text(whole, "home_page_url") or _text(whole, "feed_url"), _people(whole))
    for number, entry in enumerate(entries[: rules.entries], 1):
        if isinstance(entry, dict):
            yield open_item(feed, _item(entry, number), rules)
        else:
            yield Rejected(name=f"{content.name} entry {number}", reason="not a JSON object; an item of a feed is one")
    if len(entries) > rules.entries:
        left = counted(len(entries) - rules.entries, "item")
        yield content.rejected(f"{left} beyond the first {rules.entries:,} left out; raise entries in reading.toml")
    if broken:
        found = counted(len(entries), "whole item")
        yield content.rejected(
            f"the JSON Feed is broken or breaks off ({broken}); {found} found before; fetch it again"
        )
    elif not entries:
        yield content.rejected("a JSON Feed without items; check its address")


def _item(entry: dict[str, Any], number: int) -> Item:
    page, plain = _text(entry, "content_html"), _text(entry, "content_text")
    guid = entry.get("id")
    guid = str(guid) if isinstance(guid, str | int | float) else ""
    link = _text(entry, "url") or _text(entry, "external_url")
    written = _text(entry, "date_published") or _text(entry, "date_modified")
    return Item(
        place=f"entry {number}",
        link=link or (guid if guid.startswith(("http://", "https://")) else ""),
        guid=guid,
        title=_text(entry, "title"),
        author=_people(entry),
        published=iso_date(written) if written else "",
        content=page or plain,
        content_is_plain=not page,
        summary=_text(entry, "summary"),
    )


def _load(text: str) -> tuple[dict[str, Any], str]:
    """The feed, or what can be saved of a broken one: its head and the items that are whole; and what is wrong."""
    try:
        whole = json.loads(text)
    except (ValueError, RecursionError) as error:
        return _save(text), str(error)[:120] or "nested too deeply"
    return (whole, "") if isinstance(whole, dict) else ({}, "not an object")


def _save(text: str) -> dict[str, Any]:
    """Field after field of an object that breaks off, and of its items one after the other."""
    found: dict[str, Any] = {}
    at = _skip(text, 0, "{")
    try:
        while at < len(text):
            name, at = _DECODER.raw_decode(text, _skip(text, at, ","))
            at = _skip(text, at, ":")
            if name == "items" and text.startswith("[", at):
                items: list[Any] = found.setdefault("items", [])
                at += 1
                while not text.startswith("]", at := _skip(text, at, ",")):
                    item, at = _DECODER.raw_decode(text, at)
                    items.append(item)
                at += 1
            else:
                found[str(name)], at = _DECODER.raw_decode(text, at)
    except (ValueError, RecursionError, IndexError):
        pass
    return found


_DECODER = json.JSONDecoder()


def _skip(text: str, at: int, mark: str) -> int:
    """The next place that holds neither a blank nor ``mark``."""
    while at < len(text) and (text[at].isspace() or text[at] == mark):
        at += 1
    return at


def _people(record: dict[str, Any]) -> str:
    """The authors' names; version 1 has one author, version 1.1 several."""
    several = record.get("authors")
    people = several if isinstance(several, list) else [record.get("author")]
    names = [_text(one, "name") for one in people if isinstance(one, dict)]
    return ", ".join(dict.fromkeys(filter(None, names)))


def _text(record: dict[str, Any], name: str) -> str:
    value = record.get(name)
    return value.strip() if isinstance(value, str) else ""
