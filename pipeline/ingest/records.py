"""JSON Lines: one article a line, its text or page with url, title, published, publisher, author.
A broken line is rejected with its number; the lines after it are read.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from pipeline.model import Document, Form, Rejected

KNOWN = ("title", "publisher", "author", "published", "url", "canonical", "language")
"""The fields of a record, or of a line of ``metadata.jsonl``, that say something about the article."""


def known_facts(record: dict[str, Any]) -> dict[str, str]:
    """The facts of a record that are text and not empty."""
    return {key: record[key] for key in KNOWN if isinstance(record.get(key), str) and record[key].strip()}


def open_records(name: str, key: str, text: str) -> Iterator[Document | Rejected]:
    """The documents of a JSON Lines text, or of one JSON object or array of them; ``key`` is that of the whole."""
    whole = text.lstrip()
    if whole[:1] == "[" or whole.split("\n", 1)[0].strip() == "{":
        try:
            records = json.loads(whole)
        except (ValueError, RecursionError) as error:
            yield Rejected(name=name, reason=f"not JSON ({error}); give JSON Lines or one array of objects")
            return
        if isinstance(records, dict):
            yield open_record(name, "", key, records)
            return
        for number, record in enumerate(records, 1):
            yield open_record(name, f"entry {number}", key, record)
        return
    empty = True
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        empty = False
        yield open_line(name, f"line {number}", key, line)
    if empty:
        yield Rejected(name=name, reason="no record in it; one JSON object a line is expected")


def open_line(name: str, where: str, key: str, line: str) -> Document | Rejected:
    """One line of a JSON Lines file as a document."""
    try:
        record = json.loads(line)
    except (ValueError, RecursionError) as error:
        return Rejected(name=f"{name} {where}", reason=f"not JSON ({error}); one object a line is expected")
    return open_record(name, where, key, record)


def open_record(name: str, where: str, key: str, record: Any) -> Document | Rejected:
    """One record as a document: its page where it has one, else its text."""
    place = f"{name} {where}".rstrip()
    if not isinstance(record, dict):
        return Rejected(name=place, reason=f"a JSON object is expected, this is a {type(record).__name__}")
    known = known_facts(record)
    url = known.get("url", "").strip()
    for field, form in (("html", Form.PAGE), ("text", Form.TEXT)):
        content = record.get(field)
        if isinstance(content, str) and content.strip():
            same = f"url:{url}" if url else f"{key}#{where}" if where else key
            data = content.encode("utf-8", "replace")
            return Document(name=url or place, key=same, data=data, form=form, charset="utf-8", known=known)
    return Rejected(name=url or place, url=url, reason='nothing to read; give "text" or "html" as a string')
