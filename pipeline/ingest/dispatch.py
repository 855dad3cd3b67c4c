"""Sends some bytes to the reader of their kind of source; each kind has a file of its own, loaded when it is needed."""

from __future__ import annotations

import gzip
import io
from collections.abc import Iterator
from dataclasses import replace
from typing import BinaryIO, cast

from pipeline.errors import SpecledgerError
from pipeline.ingest.content import Content, Opened
from pipeline.ingest.decode import decode, refuse_formats
from pipeline.ingest.kinds import Kind, is_archive, is_dump, kind_of, root_of
from pipeline.ingest.records import open_lines, open_records
from pipeline.ingest.unpack import is_gzip, start_of, unpack
from pipeline.model import Document, Form, LinkKind
from pipeline.rulebook import Rulebook
from pipeline.rulebook.reading import ReadingRules

_HEAD = 65_536
_SAMPLE = 4096


def open_bytes(content: Content, rulebook: Rulebook) -> Iterator[Opened]:
    """The documents and links of one content; what is wrong with it comes as a rejection."""
    try:
        start = start_of(content.data[:_HEAD])
        if is_archive(start):
            file = io.BytesIO(content.data)
            yield from _archive(content.name, content.key, file, start, rulebook.reading)
            return
        if is_gzip(content.data):
            content = _unpacked(content, rulebook)
        yield from _opened(content, rulebook)
    except SpecledgerError as error:
        yield content.rejected(error.advice)


def open_large(name: str, key: str, file: BinaryIO, rules: ReadingRules) -> Iterator[Opened] | None:
    """The documents of a file that may be of any size, read piece by piece; None for one to be read at once.

    Raises UnsupportedInput for a dump that is none.
    """
    head = file.read(_HEAD)
    start = start_of(head)
    if is_archive(start):
        return _archive(name, key, file, start, rules)
    plain = name.lower().removesuffix(".gz")
    if is_dump(start, plain):
        refuse_formats(start, plain, rules)
        decode(start[:_SAMPLE], plain, rules)
        file.seek(0)
        stream = cast(BinaryIO, gzip.GzipFile(fileobj=file)) if is_gzip(head) else file
        return open_lines(name, key, stream, rules.limits.line_bytes)
    return None


def _archive(name: str, key: str, file: BinaryIO, start: bytes, rules: ReadingRules) -> Iterator[Opened]:
    """The pages of an archive; its readers and their engine are loaded when the first archive comes."""
    from pipeline.ingest.archives import open_archive

    return open_archive(name, key, file, start, rules)


def _unpacked(content: Content, rulebook: Rulebook) -> Content:
    """The content of a gzip file, within the limit of a file."""
    data, notes = unpack(content.data, content.name, rulebook.reading.limits.file_bytes)
    media = "" if "gzip" in content.media else content.media
    return replace(content, data=data, media=media, notes=(*content.notes, *notes))


def _opened(content: Content, rulebook: Rulebook) -> Iterator[Opened]:
    """The documents and links of a content that is not packed; raises what is wrong with it."""
    rules = rulebook.reading
    name = content.name.lower().removesuffix(".gz")
    kind = kind_of(content.data, name, content.media, content.kind)
    if kind is Kind.OTHER or (kind is Kind.PAGE and content.kind is not LinkKind.FEED):
        yield _document(content, Form.PAGE if kind is Kind.PAGE else Form.GUESS)
        return
    text, notes = decode(content.data, name, rules, content.charset)
    content = replace(content, notes=(*content.notes, *notes))
    if kind is Kind.FEED:
        from pipeline.ingest.feeds import open_feed

        yield from open_feed(content, text, rules.feed)
    elif kind is Kind.JSON_FEED:
        from pipeline.ingest.jsonfeed import open_json_feed

        yield from open_json_feed(content, text, rules.feed)
    elif kind is Kind.OUTLINES:
        from pipeline.ingest.outlines import open_outlines

        yield from open_outlines(content, text, rules.feed)
    elif kind is Kind.SITEMAP:
        from pipeline.ingest.sitemaps import open_sitemap

        yield from open_sitemap(content, text, rules.limits.sitemap_links)
    elif kind is Kind.PAGE:
        from pipeline.ingest.alternates import open_alternates

        yield from open_alternates(content, text, rules.feed)
    elif kind is Kind.XML:
        yield content.rejected(
            f"XML of a kind that is not read (its first element is <{root_of(text.lstrip())}>); "
            "give pages, feeds, lists of feeds (OPML) or sitemaps"
        )
    else:
        yield from open_records(content.name, content.key, text)


def _document(content: Content, form: Form) -> Document:
    """The whole content as one article."""
    return Document(
        name=content.name,
        key=content.key,
        data=content.data,
        form=form,
        charset=content.charset,
        known=content.known,
        known_from=content.known_from,
        notes=content.notes,
    )
