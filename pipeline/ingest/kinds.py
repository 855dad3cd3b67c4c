"""What kind of source some bytes are: told by the content first, by the media type that came along second, by the
name last. Only the beginning is looked at.
"""

from __future__ import annotations

import codecs
import json
import re
from enum import StrEnum

from pipeline.ingest.decode import peek
from pipeline.ingest.tags import tags
from pipeline.model import LinkKind

_RECORDS = (".jsonl", ".ndjson", ".json")
_LINES = (".jsonl", ".ndjson")
_JSON_FEED = re.compile(r'"version"\s*:\s*"https?:\\?/\\?/(?:www\.)?jsonfeed\.org\\?/version')
_ADDRESS = re.compile(r"https?://\S+")
_PROLOG = re.compile(r"\s*+(?:<\?.*?\?>|<!--.*?-->|<!(?!--)[^<>\[]*+(?:\[.*?\]\s*+)?>)", re.DOTALL)
_LEAD = "\ufeff \t\r\n"
_SAMPLE = 65_536


class Kind(StrEnum):
    """The kinds of source; ``XML`` is none that is read, ``OTHER`` a page or text, which the reader tells apart."""

    FEED = "feed"
    JSON_FEED = "json feed"
    OUTLINES = "opml"
    SITEMAP = "sitemap"
    LINES = "json lines"
    JSON = "json"
    PAGE = "page"
    XML = "xml"
    OTHER = "other"


_ROOTS = {
    "rss": Kind.FEED,
    "feed": Kind.FEED,
    "rdf": Kind.FEED,
    "opml": Kind.OUTLINES,
    "urlset": Kind.SITEMAP,
    "sitemapindex": Kind.SITEMAP,
    "html": Kind.PAGE,
    "head": Kind.PAGE,
    "body": Kind.PAGE,
}


def kind_of(data: bytes, name: str = "", media: str = "", expected: LinkKind = LinkKind.ANY) -> Kind:
    """The kind of source that ``data`` is.

    >>> kind_of(b'<?xml version="1.0"?><!-- ours --><rss version="2.0">')
    <Kind.FEED: 'feed'>
    """
    start = peek(data, _SAMPLE).lstrip(_LEAD)
    if start.startswith("<"):
        return _markup(start, media)
    lower = name.lower()
    if start.startswith("{") and _JSON_FEED.search(start[:5000]):
        return Kind.JSON_FEED
    if start.startswith(("{", "[")) and (lower.endswith(_RECORDS) or media.endswith("json") or _is_record(start)):
        return Kind.JSON if start[0] == "[" or start.split("\n", 1)[0].strip() == "{" else Kind.LINES
    if lower.endswith(_LINES):
        return Kind.LINES
    if expected is LinkKind.SITEMAP and all(_ADDRESS.fullmatch(line.strip()) for line in start[:2000].split()):
        return Kind.SITEMAP
    return Kind.OTHER


def is_archive(start: bytes) -> bool:
    """Whether these first bytes (uncompressed) begin a web archive."""
    return start.startswith((b"WARC/", b"filedesc://"))


def is_dump(start: bytes, name: str) -> bool:
    """Whether a file that starts so can be read line by line: JSON Lines by name, in an encoding without null bytes."""
    if not name.endswith(_LINES) or not start.strip() or 0 in start[:1000]:
        return False
    first = start.removeprefix(codecs.BOM_UTF8).lstrip()
    return not first.startswith(b"[") and first.split(b"\n", 1)[0].strip() != b"{"


def root_of(start: str) -> str:
    """The name of the first element, in lower case and without prefix, behind declarations and comments."""
    at = 0
    while found := _PROLOG.match(start, at):
        at = found.end()
    first = next(tags(start[at : at + 20_000].lstrip()), None)
    return first.name if first is not None and first.start == 0 else ""


def _markup(start: str, media: str) -> Kind:
    """The kind of a text that starts with a tag or declaration."""
    root = root_of(start)
    if kind := _ROOTS.get(root):
        return kind
    if "html" in media:
        return Kind.PAGE
    if any(word in media for word in ("rss", "atom", "rdf")):
        return Kind.FEED
    return Kind.XML if root and start.startswith("<?xml") else Kind.OTHER


def _is_record(start: str) -> bool:
    """Whether the first line, or the first object of the whole, is JSON of ours."""
    first = start.split("\n", 1)[0].strip()
    try:
        record, _ = json.JSONDecoder().raw_decode(start if first in ("{", "[") or first.startswith("[") else first)
    except (ValueError, RecursionError):
        return _looks_like_record(start)
    if isinstance(record, list) and record:
        record = record[0]
    return isinstance(record, dict) and any(key in record for key in ("text", "html", "url", "version", "items"))


def _looks_like_record(start: str) -> bool:
    """Whether a beginning too long to be read as JSON names one of our fields first."""
    return len(start) >= _SAMPLE // 2 and bool(re.match(r'[\[\s]*\{\s*"\w+"\s*:', start))
