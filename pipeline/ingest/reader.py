"""The front door: whatever the user names, as a stream of articles and rejections.
One broken input never stops the rest; each gets a reason that says what to do.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Any

from pipeline.errors import SpecledgerError, UnsupportedInput
from pipeline.ingest.decode import decode
from pipeline.ingest.facts import Facts, from_record
from pipeline.ingest.records import read_records
from pipeline.ingest.sources import Sidecars, Source, find, read_bytes
from pipeline.ingest.text import assemble
from pipeline.model import Article, Rejected
from pipeline.rulebook import Rulebook

_PAGE = re.compile(
    r"\s*(?:<\?xml[^<>]{0,300}>\s*|<!--.{0,3000}?-->\s*)*<(?:!doctype html|html|head|body)\b", re.I | re.S
)
_RECORDS = (".jsonl", ".ndjson", ".json")
_PAGES = (".html", ".htm", ".xhtml", ".mhtml")


def read_inputs(inputs: Sequence[str], rulebook: Rulebook) -> Iterator[Article | Rejected]:
    """Articles from files, folders, globs and ``-`` (standard input), in a stable order.

    Raises nothing for bad input: what cannot be read comes as a Rejected with the reason and what to do.
    """
    sidecars = Sidecars()
    taken: dict[str, int] = {}
    for source in find(inputs, rulebook.reading):
        results = iter((source,)) if isinstance(source, Rejected) else _read_source(source, sidecars, rulebook)
        for result in results:
            yield _named(result, taken)
        while sidecars.problems:
            yield sidecars.problems.pop(0)


def _named(result: Article | Rejected, taken: dict[str, int]) -> Article | Rejected:
    """The result under a name that no article before it has."""
    if isinstance(result, Rejected):
        return result
    taken[result.name] = taken.get(result.name, 0) + 1
    number = taken[result.name]
    return result.model_copy(update={"name": f"{result.name}#{number}"}) if number > 1 else result


def _read_source(source: Source, sidecars: Sidecars, rulebook: Rulebook) -> Iterator[Article | Rejected]:
    """The articles of one file."""
    limit = rulebook.reading.limits.file_bytes
    record = sidecars.record(source)
    try:
        if source.path is None:
            data = sys.stdin.buffer.read(limit + 1)
            if len(data) > limit:
                raise UnsupportedInput(f"larger than {limit:,} bytes", source.name, "give it in parts")
        else:
            data = read_bytes(source.path, source.name, limit)
        text, notes = decode(data, source.name, rulebook.reading)
        kind = _kind(source.name, text)
        if kind == "jsonfeed":
            rule = next(r for r in rulebook.reading.format if r.id == "jsonfeed")
            raise UnsupportedInput(rule.reason, source.name, rule.remedy)
        if kind == "records":
            yield from read_records(source.name, text, partial(_guarded, lambda n, r: _record(n, r, rulebook)))
        else:
            yield _guarded(lambda n, r: _text_or_page(n, r, text, kind, notes, rulebook), source.name, record)
    except SpecledgerError as error:
        yield Rejected(name=source.name, reason=_reason(error), url=str(record.get("url") or ""))


def _kind(name: str, text: str) -> str:
    """What a decoded file is: a page, records, or text; the content counts more than the name."""
    start = text[:5000].lstrip("\ufeff \t\r\n")
    lower = name.lower()
    if start.startswith(("{", "[")) and (lower.endswith(_RECORDS) or _is_record(text)):
        return "jsonfeed" if "jsonfeed.org/version" in text[:2000] else "records"
    if lower.endswith((".jsonl", ".ndjson")):
        return "records"
    if _PAGE.match(start) or (lower.endswith(_PAGES) and "<" in start):
        return "page"
    return "text"


def _is_record(text: str) -> bool:
    """Whether the first line, or the whole, is JSON of ours."""
    whole = text.lstrip("\ufeff \t\r\n")
    first = whole.split("\n", 1)[0].strip()
    try:
        record = json.loads(whole if first in ("{", "[") else first)
    except (ValueError, RecursionError):
        return False
    if isinstance(record, list) and record:
        record = record[0]
    return isinstance(record, dict) and any(key in record for key in ("text", "html", "url", "version"))


def _guarded(read: Callable[[str, dict[str, Any]], Article], name: str, record: dict[str, Any]) -> Article | Rejected:
    """The article, or why there is none."""
    url = record.get("url") if isinstance(record.get("url"), str) else ""
    try:
        article = read(name, record)
    except SpecledgerError as error:
        return Rejected(name=name, reason=_reason(error), url=url or "")
    except Exception as error:  # one article must never stop a batch, whatever goes wrong with it
        what = f"{type(error).__name__}: {error}"[:300]
        return Rejected(
            name=name, reason=f"reading it failed ({what}); please report this with the file", url=url or ""
        )
    if not any(map(str.isalpha, article.text)):
        return Rejected(name=name, reason="no words to read in it; give a file with an article in it", url=article.url)
    return article


def _record(name: str, record: dict[str, Any], rulebook: Rulebook) -> Article:
    """One JSON Lines record as an article; its page where it has one, else its text."""
    page = record.get("html")
    if isinstance(page, str) and page.strip():
        return _page(name, page, from_record(record, "sidecar", rulebook.reading), rulebook)
    return assemble(name, str(record["text"]), rulebook, from_record(record, "sidecar", rulebook.reading))


def _text_or_page(
    name: str, record: dict[str, Any], text: str, kind: str, notes: list[str], rulebook: Rulebook
) -> Article:
    """One file's text as an article, with its sidecar's line."""
    facts = from_record(record, "sidecar", rulebook.reading)
    facts.notes[:0] = notes
    return _page(name, text, facts, rulebook) if kind == "page" else assemble(name, text, rulebook, facts)


def _page(name: str, page: str, facts: Facts, rulebook: Rulebook) -> Article:
    """One HTML page as an article; the page reader and its engine are loaded when the first page comes."""
    from pipeline.ingest.page import read_page

    return read_page(name, page, facts, rulebook)


def _reason(error: SpecledgerError) -> str:
    return f"{error.what}; {error.remedy}" if error.remedy else error.what
