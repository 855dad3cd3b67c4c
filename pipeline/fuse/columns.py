"""The claims of an article as columns of numbers and lines of parts: a part that many claims share stands in one line,
which is only read where it was not met before, in whichever article.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Sequence
from functools import partial
from itertools import repeat
from typing import Any, NamedTuple

import numpy as np

from pipeline.fuse.source import Shared
from pipeline.model import DateValue, LightClaim, Modality, Normalized, NumberValue, TextValue, Value

_NUMBERS = 15
CLAIM = 4 * _NUMBERS
"""Bytes of numbers that a claim takes."""

Raw = Any


class Columns(NamedTuple):
    """The claims of an article: what is each one's own, namely ids, quotes and the numbers of its parts and places; and
    the parts, a line each, kind behind kind, with the ``counts`` of each kind.
    """

    idents: list[str]
    quotes: list[str]
    numbers: bytes
    counts: list[int]
    lines: list[str]


def apart(claims: Sequence[LightClaim]) -> Columns:
    """Claims as columns."""
    parts = _Parts(*({} for _ in _Parts._fields))
    numbers = np.array([_claim(claim, parts) for claim in claims], dtype="<i4").T.tobytes()
    idents, quotes = [claim.id for claim in claims], [claim.quote for claim in claims]
    return Columns(idents, quotes, numbers, list(map(len, parts)), [line for held in parts for line in held])


def together(article: str, columns: Columns, shared: Shared) -> tuple[LightClaim, ...]:
    """The claims that were taken apart; all by built-in functions, since there are so many."""
    parts, at = [], 0
    for count, make in zip(columns.counts, _MAKERS, strict=True):
        parts.append(shared.read(columns.lines[at : at + count], make).__getitem__)
        at += count
    texts, modalities, values, qualifiers, normals, rules, sure = parts
    numbers = np.frombuffer(columns.numbers, "<i4").reshape(_NUMBERS, len(columns.idents)).tolist()
    subject, kind, attribute, value, held, attribution, modality, a, b, c, d, normal, origin, named, firm = numbers
    claims = zip(
        columns.idents,
        repeat(article),
        map(texts, subject),
        map(texts, kind),
        map(texts, attribute),
        map(values, value),
        map(qualifiers, held),
        map(texts, attribution),
        map(modalities, modality),
        columns.quotes,
        a,
        b,
        c,
        d,
        map(normals, normal),
        map(texts, origin),
        map(rules, named),
        map(sure, firm),
        strict=False,  # the article's name goes on for ever
    )
    return tuple(map(partial(tuple.__new__, LightClaim), claims))  # the type's own maker would take a detour


class _Parts(NamedTuple):
    """What the claims of an article consist of: each thing once, as JSON, with its number."""

    texts: dict[str, int]
    modalities: dict[str, int]
    values: dict[str, int]
    qualifiers: dict[str, int]
    normals: dict[str, int]
    rules: dict[str, int]
    sure: dict[str, int]


def _claim(claim: LightClaim, parts: _Parts) -> tuple[int, ...]:
    """The numbers of a claim: those of its parts, and its places in the article."""
    normal = claim.normalized and (claim.normalized.low, claim.normalized.high, claim.normalized.unit)
    return (
        _number(parts.texts, claim.subject),
        _number(parts.texts, claim.subject_type),
        _number(parts.texts, claim.attribute),
        _number(parts.values, raw_value(claim.value)),
        _number(parts.qualifiers, claim.qualifiers),
        _number(parts.texts, claim.attribution),
        _number(parts.modalities, claim.modality.value),
        *claim[10:14],
        _number(parts.normals, normal),
        _number(parts.texts, claim.origin),
        _number(parts.rules, claim.rules),
        _number(parts.sure, claim.confidence),
    )


def _number(held: dict[str, int], thing: Raw) -> int:
    return held.setdefault(as_json(thing), len(held))


def as_json(thing: Raw) -> str:
    """JSON in one line, all of it ASCII."""
    return json.dumps(thing, separators=(",", ":"))


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


def _normalized_of(raw: Raw) -> Normalized | None:
    return raw and Normalized(low=raw[0], high=raw[1], unit=raw[2])


_MAKERS: tuple[Callable[[Raw], Raw], ...] = (str, Modality, value_of, dict, _normalized_of, tuple, float)
"""What is made of a part of each kind."""


def raw_days(date: DateValue | None) -> tuple[int, int] | None:
    """A date as the ordinals of its days."""
    return None if date is None else (date.date_start.toordinal(), date.date_end.toordinal())
