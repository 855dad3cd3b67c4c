"""The report: one HTML page that opens offline, escaped throughout, readable by eye, keyboard and screen reader.
What the page shows is gathered here; how it looks stands in templates/.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain, groupby
from operator import itemgetter
from typing import Any, NamedTuple

from pipeline.export.page import part, rendered
from pipeline.export.records import condition_text, sorted_articles, sorted_claims, sorted_flags
from pipeline.export.selection import ARTICLES, QUOTES, Section, Selection, Shown, gravest
from pipeline.export.wording import marked_passage, value_text
from pipeline.export.written import Written, written_in_turn
from pipeline.model import UNREAD, AnyClaim, AnyTable, ArticleRow, Flag, Spread, Table, Text, Verdict, one_by_one

VERDICT_WORDS = {
    Verdict.AGREEMENT: ("agreement", "✓", "two or more independent origins state the same value"),
    Verdict.COMPATIBLE: ("compatible", "≈", "they meet through bounds, rounding or inclusion"),
    Verdict.EXPLAINED: ("explained", "↔", "values differ, and a named reason reconciles them"),
    Verdict.DISAGREEMENT: ("disagreement", "≠", "values that cannot both hold, and no reason found"),
    Verdict.SINGLE_SOURCE: ("single source", "○", "one origin, however many articles"),
}
"""Verdict to label, sign (colour alone must not carry meaning), and what it says."""

_WORDS = {verdict.value: words for verdict, words in VERDICT_WORDS.items()}

TYPE_ORDER = ("chip", "system", "device", "model", "series", "company")
"""Kinds of subject in the order of the page; others follow by name."""

_PART = 4_000
"""Quotes in a part of the page that another process may write."""

PLURALS = {"series": "series", "company": "companies"}


def report_html(table: Table) -> str:
    """The page as text; the same table gives the same page."""
    report = ReportDraft(table)
    for some in written_in_turn(table.cells):
        report.take(some)
    page = report.html({article.name: article for article in table.texts}, len(table.claims))
    return "".join(page).encode("utf-8", "replace").decode()


def text_of(texts: Mapping[str, Text], name: str) -> str:
    """An article's text; nothing where there is none of that name."""
    return texts[name].text if name in texts else ""


class ReportDraft:
    """The page in the making: it sees all cells on their way to the files, and keeps what it has room for."""

    def __init__(self, table: AnyTable) -> None:
        self._table = table
        self._selection = Selection()
        self._count = Counter[str]()

    def take(self, some: Written) -> None:
        """Look at the next cells."""
        self._selection.take(some)
        for subject in some.subjects:
            self._count.update(subject.verdicts)

    def html(self, texts: Mapping[str, Text], claims: int, spread: Spread = one_by_one) -> Iterator[str]:
        """The page in pieces, once all cells have been seen; ``claims`` is how many there are, ``spread`` shares out
        the subjects.
        """
        table = self._table
        flags = gravest(sorted_flags(table.flags))
        sections = sorted(self._selection.sections, key=_place)
        idents = frozenset(ident for section in sections for shown in section.cells for ident in shown.idents)
        subjects = frozenset(section.subject.name for section in sections)
        quoting = _Quoting(
            claims={claim.id: claim for claim in sorted_claims(table.claims_of(idents, subjects))},
            texts=texts,
            rows={row.article: row for row in table.articles},
            flagged={flag.claim: number for number, flag in reversed(list(enumerate(flags))) if flag.claim},
        )
        flags_of = Counter(flag.subject for flag in table.flags)
        parts = list(_parts(sections))

        def written(number: int) -> list[str]:
            return [
                part("subject.html", subject=_subject(one, quoting, flags_of[one.subject.name]), words=_WORDS)
                for one in parts[number]
            ]

        pages = chain.from_iterable(spread(written, len(parts)))
        shown = zip((section.subject.kind for section in sections), pages, strict=True)
        rows = sorted_articles(table)
        cells = sum(self._count[verdict] for verdict in VERDICT_WORDS)
        total = self._selection.subjects.total()
        return rendered(
            "report.html",
            groups=(
                (PLURALS.get(kind, f"{kind}s"), map(itemgetter(1), group), self._selection.subjects[kind])
                for kind, group in groupby(shown, key=itemgetter(0))
            ),
            verdicts=_verdict_counts(self._count),
            words=_WORDS,
            flags=[_flag(flag, text_of(texts, flag.article), number) for number, flag in enumerate(flags)],
            kinds=sorted(Counter(flag.kind for flag in table.flags).items()),
            articles=[_article(row) for row in rows[:ARTICLES]],
            counts={
                "articles": sum(row.status not in UNREAD for row in table.articles),
                "origins": len({row.origin for row in table.articles if row.origin}),
                "rejected": sum(row.status == "rejected" for row in table.articles),
                "claims": claims,
                "cells": cells,
                "flags": len(table.flags),
                "subjects": total,
                "rows": len(rows),
            },
            more_subjects=total - len(sections),
            fingerprint=table.fingerprint,
        )


def _place(section: Section) -> tuple[tuple[int, str], int, str]:
    """Where a subject stands on the page: those of most articles come first among their kind."""
    subject = section.subject
    return (_rank(subject.kind), -subject.articles, subject.name.casefold())


def _parts(sections: Sequence[Section]) -> Iterator[Sequence[Section]]:
    """The sections in order, about so many quotes at a time."""
    first = quotes = 0
    for at, section in enumerate(sections):
        quotes += sum(shown.quotes for shown in section.cells)
        if quotes >= _PART:
            yield sections[first : at + 1]
            first, quotes = at + 1, 0
    if first < len(sections):
        yield sections[first:]


class _Quoting(NamedTuple):
    """What a quote on the page is made of."""

    claims: Mapping[str, AnyClaim]
    texts: Mapping[str, Text]
    rows: Mapping[str, ArticleRow]
    flagged: Mapping[str, int]


def _subject(section: Section, quoting: _Quoting, flags: int) -> dict[str, Any]:
    """One section of the page."""
    subject = section.subject
    return {
        "name": subject.name,
        "anchor": subject.anchor,
        "type": subject.kind,
        "articles": subject.articles,
        "verdicts": _verdict_counts(subject.verdicts),
        "flags": flags,
        "cells": [_cell(shown, quoting) for shown in section.cells],
        "more": section.more,
    }


def _cell(shown: Shown, quoting: _Quoting) -> dict[str, Any]:
    """One row of a section, with the quotes that a click opens."""
    cell, claims = shown.cell, quoting.claims
    quotes = [_quote(claims[ident], quoting) for ident in shown.idents if ident in claims]
    return {
        "id": cell.id,
        "attribute": _label(cell.attribute),
        "condition": sorted(cell.condition.items()),
        "value": cell.value,
        "verdict": cell.verdict.value,
        "verdict_all": cell.verdict_all.value,
        "reason": cell.reason,
        "origins": shown.origins,
        "articles": shown.articles,
        "values": cell.values,
        "more_values": shown.values - len(cell.values),
        "explanation": cell.explanation,
        "more_lines": shown.lines - len(cell.explanation),
        "quotes": quotes,
        "more_quotes": max(0, shown.quotes - QUOTES),
        "search": " ".join((cell.subject, cell.attribute, condition_text(cell.condition), cell.value)).casefold(),
    }


class _Quote(NamedTuple):
    """A quote on the page. There are a hundred thousand, and templates find fields sooner than keys."""

    id: str
    value: str
    article: str
    publisher: str
    published: str
    modality: str
    attribution: str
    passage: Sequence[str]
    flag: int | None


def _quote(claim: AnyClaim, quoting: _Quoting) -> _Quote:
    row = quoting.rows.get(claim.article)
    held = claim.article in quoting.texts
    text = quoting.texts[claim.article].text if held else claim.quote
    span = (claim.start, claim.end) if held else (0, len(claim.quote))
    return _Quote(
        claim.id,
        value_text(claim.value),
        claim.article,
        row.publisher if row else "",
        row.published if row else "",
        claim.modality.value,
        claim.attribution,
        marked_passage(text, *span),
        quoting.flagged.get(claim.id),
    )


def _flag(flag: Flag, text: str, number: int) -> dict[str, Any]:
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


def _verdict_counts(counts: Mapping[str, int]) -> list[tuple[str, int]]:
    return [(verdict.value, counts[verdict]) for verdict in VERDICT_WORDS if counts.get(verdict)]


def _rank(kind: str) -> tuple[int, str]:
    return (TYPE_ORDER.index(kind) if kind in TYPE_ORDER else len(TYPE_ORDER), kind)
