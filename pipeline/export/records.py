"""What one line of each output file holds, as plain dictionaries in the order of their columns.
The first columns keep their names and meaning; further ones come after them and may grow.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from itertools import groupby
from operator import attrgetter
from typing import Any

from pipeline.model import AnyClaim, AnyTable, ArticleRow, Cell, DateValue, Flag, NumberValue, StatedValue, Value

Record = dict[str, Any]

_ARTICLE, _PLACE = attrgetter("article"), attrgetter("start", "end", "id")

KNOWLEDGE = [
    "subject",
    "subject_type",
    "attribute",
    "condition",
    "value",
    "low",
    "high",
    "unit",
    "verdict",
    "reason",
    "origins",
    "articles",
    "claims",
    "likely_errors",
    "values",
    "first_published",
    "last_published",
    "verdict_all",
    "id",
    "origin_count",
    "article_count",
]
FLAGS = [
    "kind",
    "severity",
    "article",
    "claim",
    "subject",
    "attribute",
    "stated",
    "suggested",
    "explanation",
    "evidence",
    "start",
    "end",
    "rule",
    "quote",
]
ARTICLES = [
    "article",
    "url",
    "title",
    "publisher",
    "author",
    "published",
    "published_from",
    "language",
    "origin",
    "duplicate_of",
    "status",
    "reason",
    "claims",
]


def number(value: float | None) -> int | float | None:
    """A number as people write it: 144, not 144.0.

    >>> number(144.0), number(4.8), number(None)
    (144, 4.8, None)
    """
    return int(value) if value is not None and value == int(value) else value


def value_record(value: Value) -> Record:
    """A value in the gold corpus's form."""
    if isinstance(value, NumberValue):
        return {"low": number(value.low), "high": number(value.high), "unit": value.unit, "approx": value.approx}
    if isinstance(value, DateValue):
        return {"date_start": value.date_start.isoformat(), "date_end": value.date_end.isoformat()}
    return {"text": value.text}


def claim_record(claim: AnyClaim) -> Record:
    """One line of ``claims.jsonl``."""
    normal = claim.normalized
    return {
        "id": claim.id,
        "article": claim.article,
        "subject": claim.subject,
        "subject_type": claim.subject_type,
        "attribute": claim.attribute,
        "value": value_record(claim.value),
        "qualifiers": dict(sorted(claim.qualifiers.items())),
        "attribution": claim.attribution,
        "modality": claim.modality.value,
        "quote": claim.quote,
        "start": claim.start,
        "end": claim.end,
        "value_start": claim.value_start,
        "value_end": claim.value_end,
        "normalized": normal and {"low": number(normal.low), "high": number(normal.high), "unit": normal.unit},
        "origin": claim.origin,
        "rules": [rule for rule in claim.rules if rule],
        "confidence": number(claim.confidence),
    }


def cell_record(cell: Cell) -> Record:
    """One line of ``cells.jsonl``: the cell with nothing folded into strings."""
    return {
        "id": cell.id,
        "subject": cell.subject,
        "subject_type": cell.subject_type,
        "attribute": cell.attribute,
        "condition": dict(sorted(cell.condition.items())),
        "value": cell.value,
        "low": number(cell.low),
        "high": number(cell.high),
        "unit": cell.unit,
        "verdict": cell.verdict.value,
        "verdict_all": cell.verdict_all.value,
        "reason": cell.reason,
        "origins": cell.origins,
        "articles": cell.articles,
        "claims": cell.claims,
        "likely_errors": cell.likely_errors,
        "values": [
            {"text": one.text, "articles": one.articles, "claims": one.claims, "origins": one.origins}
            for one in cell.values
        ],
        "first_published": cell.first_published and cell.first_published.isoformat(),
        "last_published": cell.last_published and cell.last_published.isoformat(),
        "pair": cell.pair,
        "explanation": cell.explanation,
    }


def condition_text(condition: dict[str, str]) -> str:
    """A condition for one CSV cell.

    >>> condition_text({"metric": "inference", "baseline": "Nvidia H100"})
    'baseline=Nvidia H100; metric=inference'
    """
    return "; ".join(f"{key}={value}" for key, value in sorted(condition.items()))


def stated_text(stated: StatedValue) -> str:
    """One distinct value with its articles: ``144 GB [a.txt, b.html]``."""
    return f"{stated.text} [{', '.join(stated.articles)}]"


def knowledge_row(cell: Cell) -> Record:
    """One row of ``knowledge.csv``."""
    return dict(zip(KNOWLEDGE, knowledge_cells(cell), strict=True))


def knowledge_cells(cell: Cell) -> tuple[str | float | None, ...]:
    """What stands in it, in the order of :data:`KNOWLEDGE`."""
    return (
        cell.subject,
        cell.subject_type,
        cell.attribute,
        condition_text(cell.condition),
        cell.value,
        number(cell.low),
        number(cell.high),
        cell.unit,
        cell.verdict.value,
        cell.reason,
        "; ".join(cell.origins),
        "; ".join(cell.articles),
        "; ".join(cell.claims),
        "; ".join(cell.likely_errors),
        "; ".join(map(stated_text, cell.values)),
        _day(cell.first_published),
        _day(cell.last_published),
        cell.verdict_all.value,
        cell.id,
        len(cell.origins),
        len(cell.articles),
    )


def flag_row(flag: Flag, text: str) -> Record:
    """One row of ``flags.csv``; ``quote`` is what stands at the flag's offsets in its article's ``text``."""
    row = {**flag.model_dump(), "severity": flag.severity.value}
    row["quote"] = text[flag.start : flag.end]
    return {column: row[column] for column in FLAGS}


def article_row(row: ArticleRow) -> Record:
    """One row of ``articles.csv``."""
    return {column: getattr(row, column) for column in ARTICLES}


def sorted_cells(cells: Iterable[Cell]) -> Iterator[Cell]:
    """By subject, attribute, condition; the id settles the rest. Only a finished table is sorted as a whole."""
    if isinstance(cells, tuple):
        cells = sorted(cells, key=_matter)
    for _, alike in groupby(cells, key=_matter):
        some = list(alike)
        yield from sorted(some, key=_condition) if len(some) > 1 else some  # half of them are alone


def sorted_claims(claims: Iterable[AnyClaim]) -> Iterator[AnyClaim]:
    """By article, then by place in it. Only those of a finished table are sorted as a whole."""
    if isinstance(claims, tuple):
        claims = sorted(claims, key=_ARTICLE)
    for _, alike in groupby(claims, key=_ARTICLE):
        yield from sorted(alike, key=_PLACE)


def _condition(cell: Cell) -> tuple[str, str]:
    return (condition_text(cell.condition), cell.id)


def _matter(cell: Cell) -> tuple[str, str]:
    return (cell.subject.casefold(), cell.attribute)


def sorted_flags(flags: Iterable[Flag]) -> list[Flag]:
    """By article, then by place in it."""
    return sorted(flags, key=lambda f: (f.article, f.start, f.end, f.kind, f.claim, f.explanation))


def sorted_articles(table: AnyTable) -> list[ArticleRow]:
    """By name."""
    return sorted(table.articles, key=lambda row: (row.article, row.url, row.reason))


def _day(day: dt.date | None) -> str:
    return day.isoformat() if day else ""
