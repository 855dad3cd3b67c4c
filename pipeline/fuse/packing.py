"""A source as bytes and back: JSON for what is said, the text and its pieces behind it.
What is unpacked is shared: a million claims hold each value, name and list of rules once.
"""

from __future__ import annotations

import datetime as dt
import json
import struct
from typing import Any

import numpy as np

from pipeline.errors import InputError
from pipeline.fuse.passages import Stretch
from pipeline.fuse.source import (
    Change,
    Credited,
    Finds,
    LightClaim,
    LightDate,
    Passage,
    PresentDate,
    Repeat,
    Shared,
    Source,
    Swap,
    Years,
)
from pipeline.model import DateValue, Modality, Normalized, NumberValue, TextValue, Value

FORM = 1
"""The form of the bytes; another number is refused, and the article has to be digested again."""

_HEAD = struct.Struct("<HII")
_MODALITIES = {modality.value: modality for modality in Modality}
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
    rest = (finds.passages, finds.repeats, finds.present, finds.years, finds.changes, finds.credited, finds.swaps)
    said = json.dumps([facts, [_claim(c) for c in source.claims], dates, finds.same.hex(), rest], separators=(",", ":"))
    data, pieces = said.encode(), finds.pieces.astype("<i8").tobytes()
    return _HEAD.pack(FORM, len(data), len(pieces)) + data + pieces + source.packed


def unpack(data: bytes, shared: Shared) -> Source:
    """The source that these bytes were packed from. Raises InputError where they are of another form."""
    form, said, pieces = _HEAD.unpack_from(data)
    if form != FORM:
        raise InputError(
            f"a digest of form {form}, and this program reads form {FORM}", remedy="digest the article anew"
        )
    start = _HEAD.size
    facts, claims, dates, same, rest = json.loads(data[start : start + said])
    one = shared.one
    name, url, canonical, title, publisher, author, published, published_from, language, notes, characters = facts
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
        data[start + said + pieces :],
        tuple([_light(row, name, shared) for row in claims]),
        tuple([LightDate(a, b, _date(days, shared), one(fine), relative) for a, b, days, fine, relative in dates]),
        _finds(bytes.fromhex(same), np.frombuffer(data, "<i8", pieces // 8, start + said).astype(np.int64), rest),
    )


def _claim(claim: LightClaim) -> list[Raw]:
    normal = claim.normalized
    row: list[Raw] = list(claim)
    row[5] = raw_value(claim.value)
    row[14] = normal and [normal.low, normal.high, normal.unit]
    del row[1]
    return row


def _light(row: list[Raw], article: str, shared: Shared) -> LightClaim:
    ident, subject, kind, attribute, value, qualifiers, attribution, modality, quote, a, b, c, d, normal, *rest = row
    origin, rules, confidence = rest
    one = shared.one
    return LightClaim(
        ident,
        article,
        one(subject),
        one(kind),
        one(attribute),
        shared.made(value if isinstance(value, str) else tuple(value), value_of),
        shared.qualifiers(qualifiers),
        one(attribution),
        _MODALITIES[modality],
        quote,
        a,
        b,
        c,
        d,
        None if normal is None else shared.made(tuple(normal), _normalized_of),
        one(origin),
        one(tuple(rules)),
        one(confidence),
    )


def raw_value(value: Value) -> Raw:
    """A value as plain data that can be told from others: what :func:`value_of` takes."""
    if isinstance(value, NumberValue):
        return (value.low, value.high, value.unit, value.approx)
    return raw_days(value) if isinstance(value, DateValue) else value.text


def value_of(raw: Raw) -> Value:
    """The value that :func:`raw_value` took apart."""
    if isinstance(raw, str):
        return TextValue(text=raw)
    if len(raw) == 2:
        return DateValue(date_start=dt.date.fromordinal(raw[0]), date_end=dt.date.fromordinal(raw[1]))
    low, high, unit, approx = raw
    return NumberValue(low=low, high=high, unit=unit, approx=approx)


def _normalized_of(raw: Raw) -> Normalized:
    low, high, unit = raw
    return Normalized(low=low, high=high, unit=unit)


def raw_days(date: DateValue | None) -> tuple[int, int] | None:
    """A date as the ordinals of its days."""
    return None if date is None else (date.date_start.toordinal(), date.date_end.toordinal())


def _date(raw: list[int], shared: Shared) -> DateValue:
    date: DateValue = shared.made(tuple(raw), value_of)
    return date


def _finds(same: bytes, pieces: Raw, rest: Raw) -> Finds:
    passages, repeats, present, years, changes, credited, swaps = rest
    return Finds(
        same,
        pieces,
        tuple([Passage(*row) for row in passages]),
        tuple([Repeat(Stretch(*first), Stretch(*second), many) for first, second, many in repeats]),
        tuple([PresentDate(*row) for row in present]),
        tuple([Years(*row) for row in years]),
        tuple([Change(*row) for row in changes]),
        tuple([Credited(a, b, name, rule, tuple(own)) for a, b, name, rule, own in credited]),
        tuple([Swap(*row) for row in swaps]),
    )
