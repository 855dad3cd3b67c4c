"""JSON Lines: one article a line, its text or page with url, title, published, publisher, author.
A broken line is rejected with its number; the lines after it are read.
"""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Iterator
from typing import Any, BinaryIO

from pipeline.ingest.decode import decode_line
from pipeline.model import Document, Form, Rejected

KNOWN = ("title", "publisher", "author", "published", "url", "canonical", "language")
"""The fields of a record, or of a line of ``metadata.jsonl``, that say something about the article."""
_STEP = 1 << 20
_JSON_NAMES: dict[type, str] = {
    list: "an array", str: "a string", int: "a number", float: "a number", bool: "true or false", type(None): "null",
}  # fmt: skip


def known_facts(record: dict[str, Any]) -> dict[str, str]:
    """The facts of a record that are text and not empty."""
    return {key: record[key] for key in KNOWN if isinstance(record.get(key), str) and record[key].strip()}


def misfits(record: dict[str, Any]) -> list[str]:
    """The known fields of a record that hold something other than text.

    >>> misfits({"title": "X100", "published": 20260230, "author": None})
    ['published']
    """
    return [key for key in KNOWN if not isinstance(record.get(key), str | None)]


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


def open_lines(name: str, key: str, stream: BinaryIO, limit: int) -> Iterator[Document | Rejected]:
    """The documents of a JSON Lines file, read line by line: it may be of any size, a line of at most ``limit`` bytes.

    ``stream`` may be one that unpacks; where it breaks off, the lines before are read.
    """
    number = 0
    empty = True
    try:
        while line := stream.readline(limit + 1):
            number += 1
            if len(line) > limit:
                empty = False
                while line and not line.endswith(b"\n"):
                    line = stream.readline(_STEP)
                reason = f"a line longer than {limit:,} bytes; raise line_bytes in reading.toml (--rules)"
                yield Rejected(name=f"{name} line {number}", reason=reason)
            elif line.strip():
                empty = False
                text, notes = decode_line(line)
                yield _noted(open_line(name, f"line {number}", key, text), notes)
    except (OSError, EOFError, zlib.error) as error:
        what = f"cannot be read further than line {number:,} ({str(error)[:100]})"
        yield Rejected(name=name, reason=f"{what}; the lines before are read; fetch or pack it again")
        return
    if empty:
        yield Rejected(name=name, reason="no record in it; one JSON object a line is expected")


def _noted(result: Document | Rejected, notes: list[str]) -> Document | Rejected:
    """The document with remarks on how its line was decoded."""
    if not notes or isinstance(result, Rejected):
        return result
    return result.model_copy(update={"notes": (*result.notes, *notes)})


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
        return Rejected(
            name=place, reason=f'{_JSON_NAMES[type(record)]} and no JSON object; give one with "text" or "html"'
        )
    known = known_facts(record)
    url = known.get("url", "").strip()
    for field, form in (("html", Form.PAGE), ("text", Form.TEXT)):
        content = record.get(field)
        if isinstance(content, str) and content.strip():
            data = content.encode("utf-8", "replace")
            same = f"url:{url}" if url else f"{key}#{_told_by(known, data)}" if where else key
            return Document(name=url or place, key=same, data=data, form=form, charset="utf-8", known=known)
    return Rejected(name=url or place, url=url, reason='nothing to read; give "text" or "html" as a string')


def _told_by(known: dict[str, str], data: bytes) -> str:
    """Which record of a file one without an address is, wherever it stands there on another day: the one of its title
    and day, or else of its words.
    """
    facts = [known.get(name, "") for name in ("title", "published", "publisher", "author")]
    told = "\0".join(facts).encode("utf-8", "replace") if facts[0] else data
    return hashlib.blake2b(told, digest_size=16).hexdigest()
