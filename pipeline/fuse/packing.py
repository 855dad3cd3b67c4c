"""A source as bytes and back: JSON for what is said, numbers for where it stands, the text and its pieces behind them.
What is unpacked is shared: a million claims hold each value, name and list of rules once.
"""

from __future__ import annotations

import json
import struct
from typing import Any

import numpy as np

from pipeline.errors import InputError
from pipeline.fuse.columns import CLAIM, Columns, apart, as_json, raw_days, together, value_of
from pipeline.fuse.passages import Stretch
from pipeline.fuse.source import (
    Change,
    Credited,
    Finds,
    LightDate,
    PresentDate,
    Repeat,
    Shared,
    Source,
    Swap,
    Words,
    Years,
)
from pipeline.model import DateValue

FORM = 3
"""The form of the bytes; another number is refused, and the article has to be digested again."""

_HEAD = struct.Struct("<HIIIII")
"""The form; how many bytes of JSON, claims, passages, pieces, and pieces that a large batch keeps there are."""

Raw = Any


def pack(source: Source) -> bytes:
    """A source as bytes; equal sources give equal bytes."""
    finds = source.finds
    facts = (
        source.name,
        source.url,
        source.canonical,
        source.title,
        source.publisher,
        source.author,
        raw_days(source.published),
        source.published_from,
        source.language,
        source.notes,
        source.characters,
    )
    dates = [(d.start, d.end, raw_days(d.value), d.granularity, d.relative) for d in source.dates]
    rest = (
        finds.repeats,
        finds.present,
        finds.years,
        finds.changes,
        finds.credited,
        finds.swaps,
        finds.differences,
    )
    columns = apart(source.claims)
    said = as_json([facts, dates, finds.same.hex(), rest, columns.idents, columns.quotes, columns.counts])
    data = "\n".join((said, *columns.lines)).encode("ascii")
    words, fewer = finds.words, finds.fewer
    passages = np.concatenate([words.passages, fewer.passages[:, 2:]], axis=1).astype("<i4")
    pieces = [found.pieces.astype("<i8").tobytes() for found in (words, fewer)]
    sizes = (len(data), len(source.claims), len(passages), len(words.pieces), len(fewer.pieces))
    return b"".join((_HEAD.pack(FORM, *sizes), data, columns.numbers, passages.tobytes(), *pieces, source.packed))


def unpack(data: bytes, shared: Shared) -> Source:
    """The source that these bytes were packed from. Raises InputError where they are of another form."""
    form, *sizes = _HEAD.unpack_from(data)
    if form != FORM:
        raise InputError(
            f"a digest of form {form}, and this program reads form {FORM}", remedy="digest the article anew"
        )
    said, claims, passages, pieces, fewer = sizes
    at = _HEAD.size + said
    first, *lines = data[_HEAD.size : at].decode("ascii").split("\n")
    facts, dates, same, rest, idents, quotes, counts = json.loads(first)
    name, url, canonical, title, publisher, author, published, published_from, language, notes, characters = facts
    columns = Columns(idents, quotes, data[at : at + claims * CLAIM], counts, lines)
    at += claims * CLAIM
    edges = np.frombuffer(data, "<i4", passages * 6, at).reshape(passages, 6).astype(np.int32, copy=False)
    at += passages * 24
    runs = np.frombuffer(data, "<i8", pieces, at).astype(np.int64, copy=False)  # a large batch lets go of it
    some = np.frombuffer(data, "<i8", fewer, at + pieces * 8).astype(np.int64)
    at += (pieces + fewer) * 8
    one = shared.one
    return Source(
        name,
        url,
        canonical,
        title,
        one(publisher),
        one(author),
        None if published is None else _date(published, shared),
        one(published_from),
        one(language),
        tuple(notes),
        characters,
        data[at:],
        together(name, columns, shared),
        tuple([LightDate(a, b, _date(days, shared), one(fine), relative) for a, b, days, fine, relative in dates]),
        _finds(bytes.fromhex(same), Words(runs, edges[:, :4]), Words(some, edges[:, [0, 1, 4, 5]]), rest),
    )


def _date(raw: list[int], shared: Shared) -> DateValue:
    date: DateValue = shared.made(tuple(raw), value_of)
    return date


def _finds(same: bytes, words: Words, fewer: Words, rest: Raw) -> Finds:
    repeats, present, years, changes, credited, swaps, differences = rest
    return Finds(
        same,
        words,
        fewer,
        tuple([Repeat(Stretch(*first), Stretch(*second), many) for first, second, many in repeats]),
        tuple([PresentDate(*row) for row in present]),
        tuple([Years(*row) for row in years]),
        tuple([Change(*row) for row in changes]),
        tuple([Credited(a, b, name, rule, tuple(own)) for a, b, name, rule, own in credited]),
        tuple([Swap(*row) for row in swaps]),
        tuple([Stretch(*row) for row in differences]),
    )
