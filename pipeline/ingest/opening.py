"""The front door, and the first half of reading: whatever the user names, as a stream of documents still in bytes.
One broken input never stops the rest; each gets a reason that says what to do.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import BinaryIO

from pipeline.errors import SpecledgerError
from pipeline.ingest.content import Content, Opened
from pipeline.ingest.dispatch import open_bytes, open_large
from pipeline.ingest.reader import read_document
from pipeline.ingest.records import known_facts
from pipeline.ingest.sources import Sidecars, Source, find, open_file, read_bytes
from pipeline.model import Article, Document, Link, LinkKind, Rejected
from pipeline.rulebook import Rulebook


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


def count_files(inputs: Sequence[str], rulebook: Rulebook) -> int | None:
    """How many files stand behind ``inputs``, unopened; None where addresses or standard input are among them."""
    found = find(inputs, rulebook.reading)
    return None if any(isinstance(item, Link) or _is_stream(item) for item in found) else len(found)


def _is_stream(item: Source | Rejected) -> bool:
    return isinstance(item, Source) and item.path is None


def open_inputs(
    inputs: Sequence[str], rulebook: Rulebook, opened: Callable[[str], None] = lambda _: None
) -> Iterator[Opened]:
    """Documents behind files, folders, globs and ``-`` (standard input), in a stable order; addresses as links.

    Each document has a name that no other of the stream has. ``opened`` is told the key of each file that is looked
    into, which is the ``source`` of what is rejected in it. Raises nothing for bad input, as :func:`read_inputs`.
    """
    sidecars = Sidecars()
    taken, again = set[int](), Counter[str]()
    for source in find(inputs, rulebook.reading):
        results = iter((source,)) if isinstance(source, Link | Rejected) else _open(source, sidecars, rulebook, opened)
        for result in results:
            yield _named(result, taken, again)
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
    kind: LinkKind = LinkKind.ANY,
    depth: int = 0,
    titled: Callable[[str], None] = lambda _: None,
) -> Iterator[Opened]:
    """The documents and links that one file or one answer from the web holds; the fields are those of a Document.

    ``media`` is the media type that came with it ("text/html"), empty where none did; ``kind`` and ``depth`` are those
    of the Link that led there; ``titled`` is told the title of a feed. What the bytes are is told by themselves first.
    Raises nothing.
    """
    media = media.partition(";")[0].strip().lower()
    content = Content(name, key, data, media, charset, known or {}, known_from, kind, depth, titled=titled)
    yield from open_bytes(content, rulebook)


def _named(result: Opened, taken: set[int], again: Counter[str]) -> Opened:
    """The result under a name that no document before it has. Of a name that came once only a number is kept in mind,
    as there may be millions.
    """
    if not isinstance(result, Document):
        return result
    mark = hash(result.name)
    if mark not in taken:
        taken.add(mark)
        return result
    again[result.name] += 1
    return result.model_copy(update={"name": f"{result.name}#{again[result.name] + 1}"})


def _open(source: Source, sidecars: Sidecars, rulebook: Rulebook, opened: Callable[[str], None]) -> Iterator[Opened]:
    """The documents of one file."""
    known = known_facts(sidecars.record(source))
    try:
        if source.path is None:
            yield from _read(source, sys.stdin.buffer, known, rulebook)
        else:
            with open_file(source.path, source.name) as file:
                opened(key := source.key(b""))
                for item in _read(source, file, known, rulebook):
                    yield item.model_copy(update={"source": key}) if isinstance(item, Rejected) else item
    except SpecledgerError as error:
        yield Rejected(name=source.name, reason=error.advice, url=known.get("url", ""))


def _read(source: Source, file: BinaryIO, known: dict[str, str], rulebook: Rulebook) -> Iterator[Opened]:
    """The documents of an open file: dumps and archives are read from it piece by piece, all else at once."""
    if source.path is not None:
        streamed = open_large(source.name, source.key(b""), file, rulebook.reading)
        if streamed is not None:
            yield from streamed
            return
        file.seek(0)
    data = read_bytes(file, source.name, rulebook.reading.limits.file_bytes)
    yield from open_bytes(Content(source.name, source.key(data), data, known=known), rulebook)
