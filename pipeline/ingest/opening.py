"""The front door, and the first half of reading: whatever the user names, as a stream of documents still in bytes.
One broken input never stops the rest; each gets a reason that says what to do.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence

from pipeline.errors import SpecledgerError, UnsupportedInput
from pipeline.ingest.decode import decode
from pipeline.ingest.reader import read_document
from pipeline.ingest.records import known_facts, open_records
from pipeline.ingest.sources import Sidecars, Source, find, read_bytes
from pipeline.model import Article, Document, Form, Link, Rejected
from pipeline.rulebook import Rulebook

_RECORDS = (".jsonl", ".ndjson", ".json")
Opened = Document | Link | Rejected


def read_inputs(inputs: Sequence[str], rulebook: Rulebook) -> Iterator[Article | Rejected]:
    """Articles from files, folders, globs and ``-`` (standard input), in a stable order; nothing is fetched.

    Raises nothing for bad input: what cannot be read comes as a Rejected with the reason and what to do.
    """
    for item in open_inputs(inputs, rulebook):
        if isinstance(item, Document):
            yield read_document(item, rulebook)
        elif isinstance(item, Link):
            reason = "addresses are not fetched here; give it to 'specledger run', or save the page and give its file"
            yield Rejected(name=item.url, url=item.url, reason=reason)
        else:
            yield item


def open_inputs(inputs: Sequence[str], rulebook: Rulebook) -> Iterator[Opened]:
    """Documents behind files, folders, globs and ``-`` (standard input), in a stable order; addresses as links.

    Each document has a name that no other of the stream has. Raises nothing for bad input, as :func:`read_inputs`.
    """
    sidecars = Sidecars()
    taken: dict[str, int] = {}
    for source in find(inputs, rulebook.reading):
        results = iter((source,)) if isinstance(source, Link | Rejected) else _open(source, sidecars, rulebook)
        for result in results:
            yield _named(result, taken)
        while sidecars.problems:
            yield sidecars.problems.pop(0)


def open_content(
    name: str,
    key: str,
    data: bytes,
    rulebook: Rulebook,
    known: dict[str, str] | None = None,
    known_from: str = "sidecar",
    media: str = "",
    charset: str = "",
) -> Iterator[Opened]:
    """The documents and links that one file or one answer from the web holds; the fields are those of a Document.

    ``media`` is the media type that came with it ("text/html"), empty where none did.
    """
    facts = known or {}
    try:
        if _may_be_records(name, media, data):
            text, _ = decode(data, name, rulebook.reading, charset)
            kind = _json_kind(name, text)
            if kind == "jsonfeed":
                rule = next(r for r in rulebook.reading.format if r.id == "jsonfeed")
                raise UnsupportedInput(rule.reason, name, rule.remedy)
            if kind == "records":
                yield from open_records(name, key, text)
                return
        yield Document(
            name=name, key=key, data=data, form=Form.GUESS, charset=charset, known=facts, known_from=known_from
        )
    except SpecledgerError as error:
        yield Rejected(name=name, reason=error.advice, url=facts.get("url", ""))


def _named(result: Opened, taken: dict[str, int]) -> Opened:
    """The result under a name that no document before it has."""
    if not isinstance(result, Document):
        return result
    taken[result.name] = taken.get(result.name, 0) + 1
    number = taken[result.name]
    return result.model_copy(update={"name": f"{result.name}#{number}"}) if number > 1 else result


def _open(source: Source, sidecars: Sidecars, rulebook: Rulebook) -> Iterator[Opened]:
    """The documents of one file."""
    limit = rulebook.reading.limits.file_bytes
    known = known_facts(sidecars.record(source))
    try:
        if source.path is None:
            data = sys.stdin.buffer.read(limit + 1)
            if len(data) > limit:
                raise UnsupportedInput(f"larger than {limit:,} bytes", source.name, "give it in parts")
        else:
            data = read_bytes(source.path, source.name, limit)
    except SpecledgerError as error:
        yield Rejected(name=source.name, reason=error.advice, url=known.get("url", ""))
        return
    yield from open_content(source.name, source.key(data), data, rulebook, known)


def _may_be_records(name: str, media: str, data: bytes) -> bool:
    """Whether it is worth decoding a file to see if it holds records: by its name, media type or first letter."""
    if name.lower().endswith(_RECORDS) or media.endswith("json"):
        return True
    start = data[:64].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    return start[:1] in (b"{", b"[")


def _json_kind(name: str, text: str) -> str:
    """``jsonfeed``, ``records``, or nothing of the kind; the content of a decoded file counts more than its name."""
    start = text[:5000].lstrip("\ufeff \t\r\n")
    lower = name.lower()
    if start.startswith(("{", "[")) and (lower.endswith(_RECORDS) or _is_record(text)):
        return "jsonfeed" if "jsonfeed.org/version" in text[:2000] else "records"
    return "records" if lower.endswith((".jsonl", ".ndjson")) else ""


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
