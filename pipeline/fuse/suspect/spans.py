"""Spans of years told in words, beside the year they began in: "a decade of work that began in 2018".
Part of the arithmetic suspicion; it works on the article's words, since such a span is no claim.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pipeline.fuse.passages import Stretch, paragraphs
from pipeline.fuse.readable import span
from pipeline.fuse.source import Source, Years
from pipeline.model import Article, DateValue, Flag, Severity
from pipeline.rulebook.suspects import Arithmetic, Figures


def spans_of_years(source: Source, reference: DateValue, rules: Arithmetic) -> Iterator[Flag]:
    """Spans that do not reach from their year to the article's date."""
    for found in source.finds.years:
        true = reference.date_start.year - int(found.year)
        if abs(found.told - true) <= max(rules.years, rules.years_share * found.told):
            continue
        yield Flag(
            kind="arithmetic",
            severity=Severity.INFO,
            article=source.name,
            stated=found.words,
            suggested=f"{true} years",
            explanation=(
                f"From {found.year} to the article ({span(reference.date_start, reference.date_end)}) "
                f"it is {true} years, not {found.told:g}."
            ),
            evidence=" ".join(source.quote(found.start, found.end).split()),
            start=found.start,
            end=found.end,
            rule=found.rule,
        )


def told_years(article: Article, rules: Arithmetic) -> Iterator[Years]:
    """Spans of years that an article tells in words, beside the year they began in."""
    words = {word: rule.years for rule in rules.number for word in rule.words}
    for rule in rules.span:
        pattern = re.compile(rule.pattern, re.IGNORECASE)
        for block in _holding(article, rule.words):
            for match in pattern.finditer(article.text, block.start, block.end):
                told = _years(match["count"], words, rules.figures)
                if told is not None:
                    yield Years(match.start(), match.end(), told, match["count"], match["year"], rule.id)


def _holding(article: Article, words: Sequence[str]) -> Iterator[Stretch]:
    """The paragraphs that hold one of the words."""
    text = article.text.casefold()
    if any(word in text for word in words):
        for block in paragraphs(article):
            held = article.quote(block.start, block.end).casefold()
            if any(word in held for word in words):
                yield block


def _years(count: str, words: dict[str, float], figures: Figures) -> float | None:
    """The number of years that a phrase tells."""
    text = " ".join(count.casefold().split())
    if text in words:
        return words[text]
    first = text.split()[0]
    return float(first) if first.isdigit() else figures.counts.get(first)
