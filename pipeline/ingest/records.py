"""JSON Lines: one article a line, its text or page with url, title, published, publisher, author.
A broken line is rejected with its number; the lines after it are read.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

from pipeline.model import Article, Rejected

Reader = Callable[[str, dict[str, Any]], Article | Rejected]


def read_records(name: str, text: str, read: Reader) -> Iterator[Article | Rejected]:
    """All articles of a JSON Lines text, or of one JSON object or array of them, through ``read(name, record)``."""
    whole = text.lstrip()
    if whole[:1] == "[" or whole.split("\n", 1)[0].strip() == "{":
        try:
            records = json.loads(whole)
        except (ValueError, RecursionError) as error:
            yield Rejected(name=name, reason=f"not JSON ({error}); give JSON Lines or one array of objects")
            return
        if isinstance(records, dict):
            yield _one(name, "", records, read)
            return
        for number, record in enumerate(records, 1):
            yield _one(name, f"entry {number}", record, read)
        return
    empty = True
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        empty = False
        try:
            record = json.loads(line)
        except (ValueError, RecursionError) as error:
            reason = f"not JSON ({error}); one object a line is expected"
            yield Rejected(name=f"{name} line {number}", reason=reason)
            continue
        yield _one(name, f"line {number}", record, read)
    if empty:
        yield Rejected(name=name, reason="no record in it; one JSON object a line is expected")


def _one(name: str, where: str, record: Any, read: Reader) -> Article | Rejected:
    """One record as an article."""
    place = f"{name} {where}".rstrip()
    if not isinstance(record, dict):
        return Rejected(name=place, reason=f"a JSON object is expected, this is a {type(record).__name__}")
    url = record.get("url") if isinstance(record.get("url"), str) else ""
    if not any(isinstance(record.get(key), str) and record[key].strip() for key in ("text", "html")):
        return Rejected(name=url or place, url=url or "", reason='nothing to read; give "text" or "html" as a string')
    return read(url or place, record)
