"""The report: one HTML page that opens offline, escaped throughout, readable by eye, keyboard and screen reader.
What the page shows is gathered here; how it looks stands in templates/.
"""

from __future__ import annotations

from collections import Counter
from itertools import groupby
from typing import Any

from pipeline.export.page import render
from pipeline.export.records import condition_text, sorted_articles, sorted_cells, sorted_flags
from pipeline.export.wording import marked_passage, value_text
from pipeline.model import ArticleRow, Cell, Claim, Flag, Table, Verdict

VERDICT_WORDS = {
    Verdict.AGREEMENT: ("agreement", "✓", "two or more independent origins state the same value"),
    Verdict.COMPATIBLE: ("compatible", "≈", "they meet through bounds, rounding or inclusion"),
    Verdict.EXPLAINED: ("explained", "↔", "values differ, and a named reason reconciles them"),
    Verdict.DISAGREEMENT: ("disagreement", "≠", "values that cannot both hold, and no reason found"),
    Verdict.SINGLE_SOURCE: ("single source", "○", "one origin, however many articles"),
}
"""Verdict to label, sign (colour alone must not carry meaning), and what it says."""

TYPE_ORDER = ("chip", "system", "device", "model", "series", "company")
"""Kinds of subject in the order of the page; others follow by name."""

PLURALS = {"series": "series", "company": "companies"}


def report_html(table: Table) -> str:
    """The page as text; the same table gives the same page."""
    claims = {claim.id: claim for claim in table.claims}
    texts = {article.name: article.text for article in table.texts}
    rows = {row.article: row for row in table.articles}
    flags = sorted_flags(table.flags)
    flagged = {flag.claim: number for number, flag in reversed(list(enumerate(flags))) if flag.claim}
    cells = sorted_cells(table.cells)
    subjects = [
        _subject(name, list(group), flags, claims, texts, rows, flagged)
        for name, group in groupby(cells, key=lambda cell: cell.subject)
    ]
    subjects.sort(key=lambda subject: (_rank(subject["type"]), -subject["articles"], subject["name"].casefold()))
    return render(
        "report.html",
        groups=[
            (PLURALS.get(kind, f"{kind}s"), list(group))
            for kind, group in groupby(subjects, key=lambda subject: str(subject["type"]))
        ],
        verdicts=_verdict_counts(cells),
        words={verdict.value: words for verdict, words in VERDICT_WORDS.items()},
        flags=[_flag(flag, texts, number) for number, flag in enumerate(flags)],
        kinds=sorted(Counter(flag.kind for flag in flags).items()),
        articles=[_article(row) for row in sorted_articles(table)],
        counts={
            "articles": sum(row.status != "rejected" for row in table.articles),
            "origins": len({row.origin for row in table.articles if row.origin}),
            "rejected": sum(row.status == "rejected" for row in table.articles),
            "claims": len(table.claims),
            "cells": len(cells),
            "flags": len(flags),
            "subjects": len(subjects),
        },
        fingerprint=table.fingerprint,
    )


def _subject(
    name: str,
    cells: list[Cell],
    flags: list[Flag],
    claims: dict[str, Claim],
    texts: dict[str, str],
    rows: dict[str, ArticleRow],
    flagged: dict[str, int],
) -> dict[str, Any]:
    """One section of the page."""
    return {
        "name": name,
        "anchor": cells[0].id,
        "type": cells[0].subject_type or "other",
        "articles": len({article for cell in cells for article in cell.articles}),
        "verdicts": _verdict_counts(cells),
        "flags": sum(flag.subject == name for flag in flags),
        "cells": [_cell(cell, claims, texts, rows, flagged) for cell in cells],
    }


def _cell(
    cell: Cell, claims: dict[str, Claim], texts: dict[str, str], rows: dict[str, ArticleRow], flagged: dict[str, int]
) -> dict[str, Any]:
    """One row of a section, with the quotes that a click opens."""
    idents = dict.fromkeys([*cell.claims, *cell.likely_errors])
    return {
        "id": cell.id,
        "attribute": _label(cell.attribute),
        "condition": sorted(cell.condition.items()),
        "value": cell.value,
        "verdict": cell.verdict.value,
        "verdict_all": cell.verdict_all.value,
        "reason": cell.reason,
        "origins": len(cell.origins),
        "articles": len(cell.articles),
        "values": cell.values,
        "explanation": cell.explanation,
        "quotes": [_quote(claims[ident], texts, rows, flagged) for ident in idents if ident in claims],
        "search": " ".join((cell.subject, cell.attribute, condition_text(cell.condition), cell.value)).casefold(),
    }


def _quote(claim: Claim, texts: dict[str, str], rows: dict[str, ArticleRow], flagged: dict[str, int]) -> dict[str, Any]:
    row = rows.get(claim.article)
    text = texts.get(claim.article, claim.quote)
    span = (claim.start, claim.end) if claim.article in texts else (0, len(claim.quote))
    return {
        "id": claim.id,
        "value": value_text(claim.value),
        "article": claim.article,
        "publisher": row.publisher if row else "",
        "published": row.published if row else "",
        "modality": claim.modality.value,
        "attribution": claim.attribution,
        "passage": marked_passage(text, *span),
        "flag": flagged.get(claim.id),
        "rules": claim.rules,
    }


def _flag(flag: Flag, texts: dict[str, str], number: int) -> dict[str, Any]:
    text = texts.get(flag.article, "")
    return {
        **flag.model_dump(),
        "number": number,
        "severity": flag.severity.value,
        "kind_words": flag.kind.replace("_", " "),
        "attribute": _label(flag.attribute),
        "passage": marked_passage(text, flag.start, flag.end) if text and flag.end > flag.start else None,
    }


def _label(attribute: str) -> str:
    """An attribute's name for people; a word without a vowel is an abbreviation.

    >>> _label("tdp_ratio"), _label("memory_capacity")
    ('TDP ratio', 'memory capacity')
    """
    return " ".join(word if set(word) & set("aeiouy") else word.upper() for word in attribute.split("_"))


def _article(row: ArticleRow) -> dict[str, Any]:
    """Only plain web addresses become links: an article must not smuggle in a ``javascript:`` one."""
    linked = row.url.casefold().startswith(("http://", "https://"))
    return {**row.model_dump(), "link": row.url if linked else ""}


def _verdict_counts(cells: list[Cell]) -> list[tuple[str, int]]:
    counts = Counter(cell.verdict for cell in cells)
    return [(verdict.value, counts[verdict]) for verdict in VERDICT_WORDS if counts[verdict]]


def _rank(kind: str) -> tuple[int, str]:
    return (TYPE_ORDER.index(kind) if kind in TYPE_ORDER else len(TYPE_ORDER), kind)
