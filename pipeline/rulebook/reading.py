"""The schema of rules/reading.toml: limits, shapes of lines, bylines and date lines, languages, file formats.
Every rule that matches text carries its examples.
"""

from __future__ import annotations

import re
from functools import cached_property
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, model_validator

from pipeline.model import Frozen
from pipeline.rulebook.base import Rule, TextRule


def _compiled(value: Any) -> Any:
    """A pattern as data becomes a case-insensitive one here; ``(?-i:…)`` in it asks for case."""
    if not isinstance(value, str):
        return value
    try:
        return re.compile(value, re.IGNORECASE)
    except re.error as error:
        raise ValueError(f"not a regular expression ({error})") from error


Regex = Annotated[re.Pattern[str], BeforeValidator(_compiled)]


class Limits(Frozen):
    """How much of an input is read: bytes of one file (also unpacked), of one line of a dump, of one record of an
    archive; addresses of one sitemap; characters, depth and elements of one page.
    """

    file_bytes: int = 20_000_000
    line_bytes: int = 20_000_000
    record_bytes: int = 20_000_000
    sitemap_links: int = 50_000
    html_bytes: int = 5_000_000
    html_depth: int = 200
    html_elements: int = 25_000


class LineShapes(Frozen):
    """What makes a line a heading, a run of lines one wrapped paragraph, a paragraph prose. Lengths in characters."""

    heading_chars: int = 120
    heading_words: int = 17
    prose_words: int = 8
    wrap_min: int = 40
    wrap_max: int = 130
    final: str = ".!?…"
    label_words: int = 6
    open_words: tuple[str, ...] = ()


class TableShapes(Frozen):
    """What tables look like that lost what sets their cells apart: in letters the longest ``cell``, and the longest one
    that is ``gapped`` by blanks; in words the longest ``label`` on a line of its own, and the longest ``row_label`` and
    ``row_value`` of a row; the fewest ``rows`` and the most ``columns``, how many ``lines`` are looked at together, and
    how many rows without figures in a row are no end of it (``odd``).
    """

    cell: int = 160
    gapped: int = 48
    label: int = 6
    row_label: int = 5
    row_value: int = 4
    rows: int = 3
    columns: int = 6
    lines: int = 400
    odd: int = 3


class LanguageRules(Frozen):
    """When a paragraph counts as foreign: letters needed, certainty needed; ``sure_words`` settle the home language
    without asking the detector where they make up ``sure_share`` of the words. ``names`` are codes with names.
    """

    home: str = "en"
    min_letters: int = 60
    certainty: float = 0.95
    sure_share: float = 0.15
    sure_words: tuple[str, ...] = ()
    names: tuple[tuple[str, str], ...] = ()


class Month(Rule):
    """One month: its number and the names it goes by, lower case, without dots."""

    number: int
    names: tuple[str, ...]


class PatternRule(TextRule):
    """A rule whose ``pattern`` must match a whole line (spaces collapsed)."""

    pattern: Regex


class BylineRule(TextRule):
    """A line naming author, outlet or date. ``{date}``, ``{person}`` and ``{time}`` in the pattern stand for those
    shapes, a group ``outlet`` for who publishes; ``gives`` is the source named in the article (``byline`` or
    ``text``). Bylines stand in the head and tail, those ``anywhere`` also over the teasers between; only the head's
    and the tail's date the article.
    """

    pattern: str
    gives: Literal["byline", "text"] = "byline"
    anywhere: bool = False


class DatelineRule(TextRule):
    """How the first sentence of a report or press release opens, with place and ``{date}``: "AUSTIN, Jan. 6, 2027 --".
    It dates an article that nothing else dates.
    """

    pattern: str


class FormatRule(Rule):
    """A file format known by how it starts or what it is called, that this version does not read, and what to do."""

    starts: tuple[str, ...] = ()
    hex: tuple[str, ...] = ()
    suffixes: tuple[str, ...] = ()
    reason: str
    remedy: str


class PageRules(Frozen):
    """Where a web page says what it is: names of meta tags, types of JSON-LD nodes, most trusted first.

    ``skip`` are JSON-LD keys that lead to other articles; ``time_marks`` are words in the attributes of a ``time``
    element that make it the publication date; ``least_words`` is how little text counts as no article found.
    Blocks of fewer than ``outside_words`` words behind the element with ``main_share`` of the text are left out.
    """

    article_types: tuple[str, ...] = ()
    skip: tuple[str, ...] = ()
    title: tuple[str, ...] = ()
    publisher: tuple[str, ...] = ()
    author: tuple[str, ...] = ()
    published: tuple[str, ...] = ()
    time_marks: tuple[str, ...] = ()
    least_words: int = 25
    main_share: float = 0.85
    outside_words: int = 25


class FeedTitleRule(PatternRule):
    """A feed's title that says more than who publishes it: what stays is the group ``name``, or nothing without one."""


class FeedRules(Frozen):
    """How feeds are read: at most ``chars`` of one and ``entries`` of its items.

    A description of ``description_words`` or more is the article's text and no summary of it; a declared text of fewer
    than ``teaser_words`` that repeats the summary is a teaser, as is one that ends in one of the words of ``more``.
    What has ``fallback_words`` is read where the page itself cannot be fetched.
    ``not_feeds`` are words in the address or title of a page's other feeds; ``title`` are rules for feeds' titles.
    """

    chars: int = 5_000_000
    entries: int = 10_000
    description_words: int = 150
    teaser_words: int = 120
    fallback_words: int = 20
    more: tuple[str, ...] = ("…",)
    not_feeds: tuple[str, ...] = ()
    title: tuple[FeedTitleRule, ...] = ()


class ArchiveRules(Frozen):
    """Which records of a web archive are articles: media types, and ends of paths that are never one's."""

    media: tuple[str, ...] = ("text/html", "application/xhtml+xml", "text/plain")
    not_paths: tuple[str, ...] = ()


class Shapes(Frozen):
    """Building blocks of byline patterns, as regular expressions."""

    person: str = r"\w+"
    time: str = r"\d{1,2}:\d{2}"


class ReadingRules(Frozen):
    """The whole of rules/reading.toml."""

    limits: Limits = Limits()
    lines: LineShapes = LineShapes()
    tables: TableShapes = TableShapes()
    language: LanguageRules = LanguageRules()
    shapes: Shapes = Shapes()
    page: PageRules = PageRules()
    feed: FeedRules = FeedRules()
    archive: ArchiveRules = ArchiveRules()
    month: tuple[Month, ...] = ()
    byline: tuple[BylineRule, ...] = ()
    dateline: tuple[DatelineRule, ...] = ()
    caption: tuple[PatternRule, ...] = ()
    faq: tuple[PatternRule, ...] = ()
    format: tuple[FormatRule, ...] = ()
    title_separators: tuple[str, ...] = ()
    lookalikes: tuple[tuple[str, str], ...] = ()
    future_days: int = 7
    not_articles: tuple[str, ...] = ()
    run_files: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _bylines_compile(self) -> ReadingRules:
        for kind, rules in (("byline", self.byline), ("dateline", self.dateline)):
            for rule in rules:
                try:
                    self.expand(rule.pattern)
                except re.error as error:
                    raise ValueError(f"{kind} {rule.id!r} is not a regular expression ({error})") from error
        return self

    @cached_property
    def months(self) -> dict[str, int]:
        """Month numbers by name."""
        return {name: month.number for month in self.month for name in month.names}

    @cached_property
    def date_pattern(self) -> str:
        """A regular expression, without groups, for the dates of bylines."""
        names = "|".join(re.escape(name) for name in sorted(self.months, key=lambda n: (-len(n), n)))
        month = rf"(?:{names})\.?" if names else "(?!)"
        day = r"\d{1,2}(?:st|nd|rd|th)?"
        return (
            rf"(?:(?:[^\W\d]{{3,10}}day,? )?{month} {day},? \d{{4}}"
            rf"|(?:[^\W\d]{{3,10}}day,? )?{day}\.? {month},? \d{{4}}"
            rf"|\d{{1,2}}\.\d{{1,2}}\.\d{{4}}|{month},? \d{{4}}|\d{{4}}-\d{{2}}-\d{{2}}|\d{{4}}/\d{{2}}/\d{{2}})"
        )

    @cached_property
    def bylines(self) -> tuple[tuple[BylineRule, re.Pattern[str]], ...]:
        """Byline rules with their patterns ready for use."""
        return tuple((rule, self.expand(rule.pattern)) for rule in self.byline)

    @cached_property
    def datelines(self) -> tuple[re.Pattern[str], ...]:
        """Patterns for the opening words of reports."""
        return tuple(self.expand(rule.pattern) for rule in self.dateline)

    @cached_property
    def person(self) -> re.Pattern[str]:
        """The shape of a person's name."""
        return re.compile(self.shapes.person, re.IGNORECASE)

    @cached_property
    def fold(self) -> dict[int, str]:
        """A translation table from look-alike letters to the ones they pass for; lengths stay."""
        return {ord(a): b for source, target in self.lookalikes for a, b in zip(source, target, strict=True)}

    def expand(self, pattern: str) -> re.Pattern[str]:
        """A pattern with its placeholders filled in; raises re.error where that gives no pattern."""
        filled = (
            pattern.replace("{date}", f"(?P<date>{self.date_pattern})")
            .replace("{person}", f"(?P<person>{self.shapes.person})")
            .replace("{time}", f"(?:{self.shapes.time})")
        )
        return re.compile(filled, re.IGNORECASE)
