"""A source as bytes and back: JSON for what is said, the text and its pieces behind it.
What is unpacked is shared: a million claims hold each value, name and list of rules once. An article's claims name such
parts by number, so that each is looked up once an article and not once a claim.
"""

from __future__ import annotations

import datetime as dt
import json
import struct
from typing import Any, NamedTuple

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

FORM = 2
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
    rest = (
        finds.passages,
        finds.repeats,
        finds.present,
        finds.years,
        finds.changes,
        finds.credited,
        finds.swaps,
        finds.differences,
    )
    parts = _Parts({}, {}, {}, {}, {}, {})
    claims = [_claim(claim, parts) for claim in source.claims]
    said = json.dumps([facts, [*map(list, parts)], claims, dates, finds.same.hex(), rest], separators=(",", ":"))
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
    facts, parts, claims, dates, same, rest = json.loads(data[start : start + said])
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
        _claims(claims, parts, name, shared),
        tuple([LightDate(a, b, _date(days, shared), one(fine), relative) for a, b, days, fine, relative in dates]),
        _finds(bytes.fromhex(same), np.frombuffer(data, "<i8", pieces // 8, start + said).astype(np.int64), rest),
    )


class _Parts(NamedTuple):
    """What the claims of an article consist of: each thing once, with its number."""

    texts: dict[Raw, int]
    values: dict[Raw, int]
    qualifiers: dict[Raw, int]
    normals: dict[Raw, int]
    rules: dict[Raw, int]
    sure: dict[Raw, int]


def _claim(claim: LightClaim, parts: _Parts) -> tuple[Raw, ...]:
    normal = claim.normalized and (claim.normalized.low, claim.normalized.high, claim.normalized.unit)
    return (
        claim.id,
        _number(parts.texts, claim.subject),
        _number(parts.texts, claim.subject_type),
        _number(parts.texts, claim.attribute),
        _number(parts.values, raw_value(claim.value)),
        _number(parts.qualifiers, tuple(claim.qualifiers.items())),
        _number(parts.texts, claim.attribution),
        _number(parts.texts, claim.modality.value),
        claim.quote,
        *claim[10:14],
        _number(parts.normals, normal),
        _number(parts.texts, claim.origin),
        _number(parts.rules, claim.rules),
        _number(parts.sure, claim.confidence),
    )


def _number(held: dict[Raw, int], thing: Raw) -> int:
    return held.setdefault(thing, len(held))


def _claims(rows: list[Raw], parts: list[Raw], article: str, shared: Shared) -> tuple[LightClaim, ...]:
    """The claims of an article from their rows and parts."""
    one, made = shared.one, shared.made
    texts, sure = shared.texts(parts[0]), [one(number) for number in parts[5]]
    values = [made(raw if isinstance(raw, str) else tuple(raw), value_of) for raw in parts[1]]
    qualifiers = [shared.qualifiers(dict(items)) for items in parts[2]]
    normals = [None if raw is None else made(tuple(raw), _normalized_of) for raw in parts[3]]
    rules = [one(tuple(names)) for names in parts[4]]
    firmness = {at: _MODALITIES[text] for at, text in enumerate(texts) if text in _MODALITIES}
    make = tuple.__new__  # what the type's own maker does, without its detour
    return tuple(
        [
            make(
                LightClaim,
                (
                    ident,
                    article,
                    texts[subject],
                    texts[kind],
                    texts[attribute],
                    values[value],
                    qualifiers[held],
                    texts[attribution],
                    firmness[modality],
                    quote,
                    a,
                    b,
                    c,
                    d,
                    normals[normal],
                    texts[origin],
                    rules[named],
                    sure[confidence],
                ),
            )
            for (
                ident, subject, kind, attribute, value, held, attribution, modality, quote, a, b, c, d,
                normal, origin, named, confidence,
            ) in rows
        ]
    )  # fmt: skip


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
    passages, repeats, present, years, changes, credited, swaps, differences = rest
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
        tuple([Stretch(*row) for row in differences]),
    )
