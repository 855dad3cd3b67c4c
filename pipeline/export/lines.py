"""Claims and cells as lines of JSON, written field by field: there are a million of them, and most parts are shared.
:mod:`pipeline.export.records` says what a line holds; a test holds the two against each other.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from functools import lru_cache
from json.encoder import encode_basestring as quoted  # type: ignore[attr-defined,unused-ignore]
from typing import Any

from pipeline.export.files import encoded
from pipeline.export.records import cell_record, condition_text, number, stated_text, value_record
from pipeline.export.tables import csv_cell, json_line, to_json
from pipeline.model import AnyClaim, Cell, Normalized, Noted, StatedValue


class ClaimLines:
    """Claims as lines of ``claims.jsonl``."""

    def __init__(self) -> None:
        self._value: Noted[Any] = Noted(lambda value: to_json(value_record(value)))
        self._qualifiers: Noted[dict[str, str]] = Noted(lambda held: to_json(dict(sorted(held.items()))))
        self._normalized: Noted[Normalized | None] = Noted(_normalized)
        self._rules: Noted[tuple[str, ...]] = Noted(lambda rules: to_json([rule for rule in rules if rule]))

    def line(self, claim: AnyClaim) -> str:
        """One claim: what :func:`pipeline.export.records.claim_record` gives, as a line."""
        return (
            f'{{"id": {quoted(claim.id)}, "article": {quoted(claim.article)}, "subject": {quoted(claim.subject)}, '
            f'"subject_type": {quoted(claim.subject_type)}, "attribute": {quoted(claim.attribute)}, '
            f'"value": {self._value(claim.value)}, "qualifiers": {self._qualifiers(claim.qualifiers)}, '
            f'"attribution": {quoted(claim.attribution)}, "modality": "{claim.modality}", '
            f'"quote": {quoted(claim.quote)}, "start": {claim.start}, "end": {claim.end}, '
            f'"value_start": {claim.value_start}, "value_end": {claim.value_end}, '
            f'"normalized": {self._normalized(claim.normalized)}, "origin": {quoted(claim.origin)}, '
            f'"rules": {self._rules(claim.rules)}, "confidence": {number(claim.confidence)}}}\n'
        )


def _normalized(normal: Normalized | None) -> str:
    return to_json(normal and {"low": number(normal.low), "high": number(normal.high), "unit": normal.unit})


def cell_line(cell: Cell) -> bytes:
    """One cell: what :func:`pipeline.export.records.cell_record` gives, as a line.

    It is put together as if nothing in it had to be quoted, which is mostly so, and soon seen of a whole line.
    """
    condition, values = cell.condition, cell.values
    low, high = _number(cell.low), _number(cell.high)
    first, last = _day(cell.first_published), _day(cell.last_published)
    lists = (cell.origins, cell.articles, cell.claims, cell.likely_errors, cell.pair, cell.explanation)
    origins, articles, claims, errors, pair, explanation = map(_list, lists)
    line = (
        f'{{"id": "{cell.id}", "subject": "{cell.subject}", "subject_type": "{cell.subject_type}", '
        f'"attribute": "{cell.attribute}", "condition": {_condition(condition)}, "value": "{cell.value}", '
        f'"low": {low}, "high": {high}, "unit": "{cell.unit}", "verdict": "{cell.verdict}", '
        f'"verdict_all": "{cell.verdict_all}", "reason": "{cell.reason}", "origins": {origins}, '
        f'"articles": {articles}, "claims": {claims}, "likely_errors": {errors}, '
        f'"values": [{", ".join(map(_value, values))}], "first_published": {first}, "last_published": {last}, '
        f'"pair": {pair}, "explanation": {explanation}}}\n'
    )
    data = encoded(line)
    texts = _TEXTS + sum(map(len, lists)) + 2 * len(condition)
    texts += sum([_VALUE_TEXTS + len(one.articles) + len(one.claims) + len(one.origins) for one in values])
    texts += (cell.first_published is not None) + (cell.last_published is not None)
    if data.count(b'"') == 2 * texts and len(data.translate(None, _TO_QUOTE)) == len(data) - 1:
        return data
    return encoded(json_line(cell_record(cell)))


_TO_QUOTE = bytes(range(0x20)) + b"\\"
"""What JSON never has as it is, beside quotation marks, but for the end of the line."""

_TEXTS, _VALUE_TEXTS = 30, 5
"""Names and texts that stand in the line of every cell, and in each of its values."""


def _value(stated: StatedValue) -> str:
    return (
        f'{{"text": "{stated.text}", "articles": {_list(stated.articles)}, "claims": {_list(stated.claims)}, '
        f'"origins": {_list(stated.origins)}}}'
    )


def _list(texts: Collection[str]) -> str:
    line = '", "'.join(texts)
    return f'["{line}"]' if texts else "[]"


def _condition(condition: dict[str, str]) -> str:
    if not condition:
        return "{}"
    told = [f'"{key}": "{value}"' for key, value in sorted(condition.items())]
    return f"{{{', '.join(told)}}}"


def _number(value: float | None) -> str:
    return "null" if value is None else str(number(value))


def _day(day: dt.date | None) -> str:
    return "null" if day is None else f'"{day.isoformat()}"'


def knowledge_line(cell: Cell) -> str:
    """One cell: what :func:`pipeline.export.records.knowledge_cells` gives, as a line of CSV."""
    articles = csv_cell("; ".join(cell.articles))
    origins = articles if cell.origins == cell.articles else csv_cell("; ".join(cell.origins))
    return (
        f"{_short(cell.subject)},{_short(cell.subject_type)},{_short(cell.attribute)},"
        f"{csv_cell(condition_text(cell.condition))},{csv_cell(cell.value)},{_bare(cell.low)},{_bare(cell.high)},"
        f"{_short(cell.unit)},{cell.verdict},{csv_cell(cell.reason)},{origins},"
        f"{articles},{csv_cell('; '.join(cell.claims))},"
        f"{csv_cell('; '.join(cell.likely_errors))},{csv_cell('; '.join(map(stated_text, cell.values)))},"
        f"{cell.first_published or ''},{cell.last_published or ''},{cell.verdict_all},{csv_cell(cell.id)},"
        f"{len(cell.origins)},{len(cell.articles)}\n"
    )


_short = lru_cache(maxsize=50_000)(csv_cell)
"""What comes up again and again."""


def _bare(value: float | None) -> str:
    return "" if value is None else str(number(value))
