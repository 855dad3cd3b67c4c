"""The knowledge table: cells with verdicts, flags on claims, and the origins that verdicts count.
Columns of the CSV files are fields here, under the same names.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Container, Iterable
from enum import StrEnum
from typing import Protocol

from pipeline.model.article import Article, Rejected
from pipeline.model.base import Frozen
from pipeline.model.claim import AnyClaim, Claim


class Verdict(StrEnum):
    """What independent origins say of one cell; docs/verdicts.md tells when each is given."""

    AGREEMENT = "agreement"
    COMPATIBLE = "compatible"
    EXPLAINED = "explained"
    DISAGREEMENT = "disagreement"
    SINGLE_SOURCE = "single_source"


class Severity(StrEnum):
    """How sure a flag is that the source is wrong."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


class Flag(Frozen):
    """One suspicion. ``claim`` is the flagged claim's id, empty where a passage is meant that is no claim;
    ``stated`` and ``suggested`` are readable values; ``evidence`` names the claims or words it rests on.
    """

    kind: str
    severity: Severity
    article: str
    claim: str = ""
    subject: str = ""
    attribute: str = ""
    stated: str = ""
    suggested: str = ""
    explanation: str = ""
    evidence: str = ""
    start: int = 0
    end: int = 0
    rule: str = ""


class StatedValue(Frozen):
    """One distinct value of a cell, readable, with the articles that state it and the claims behind it."""

    text: str
    articles: tuple[str, ...]
    claims: tuple[str, ...]
    origins: tuple[str, ...]


class Cell(Frozen):
    """One cell: subject + attribute + condition, the verdict and what it rests on.

    ``verdict`` is computed without flagged claims, ``verdict_all`` with them. ``claims`` and ``likely_errors`` hold
    ids; ``pair`` the two claims whose comparison decided, where two did; ``explanation`` lines tell the whole story
    for ``specledger explain``.
    """

    id: str
    subject: str
    subject_type: str
    attribute: str
    condition: dict[str, str] = {}
    value: str
    low: float | None = None
    high: float | None = None
    unit: str = ""
    verdict: Verdict
    verdict_all: Verdict
    reason: str
    origins: tuple[str, ...] = ()
    articles: tuple[str, ...] = ()
    claims: tuple[str, ...] = ()
    likely_errors: tuple[str, ...] = ()
    values: tuple[StatedValue, ...] = ()
    first_published: dt.date | None = None
    last_published: dt.date | None = None
    pair: tuple[str, ...] = ()
    explanation: tuple[str, ...] = ()


UNREAD = ("rejected", "skipped")
"""What the row of an article is not: see :class:`ArticleRow`."""


class ArticleRow(Frozen):
    """One row of ``articles.csv``: ``status`` is ``read``, ``duplicate``, ``rejected`` or ``skipped`` (parts of a
    source that are no articles), ``reason`` says why.
    """

    article: str
    url: str = ""
    title: str = ""
    publisher: str = ""
    author: str = ""
    published: str = ""
    published_from: str = ""
    language: str = ""
    origin: str = ""
    duplicate_of: str = ""
    status: str = "read"
    reason: str = ""
    claims: int = 0


class Table(Frozen):
    """The whole result of a run; every output file is a view of it."""

    cells: tuple[Cell, ...] = ()
    flags: tuple[Flag, ...] = ()
    claims: tuple[Claim, ...] = ()
    articles: tuple[ArticleRow, ...] = ()
    fingerprint: str = ""
    texts: tuple[Article, ...] = ()

    def cells_about(self, wanted: Callable[[str], bool]) -> Iterable[Cell]:
        """The cells of the wanted subjects."""
        return tuple(cell for cell in self.cells if wanted(cell.subject))

    def claims_of(self, idents: Container[str], subjects: Container[str] | None = None) -> Iterable[Claim]:
        """The claims of these ids; where subjects are given, of these only."""
        about = self.claims if subjects is None else [claim for claim in self.claims if claim.subject in subjects]
        return tuple(claim for claim in about if claim.id in idents)


class Text(Protocol):
    """An article's name and text, whatever else holds them."""

    @property
    def name(self) -> str:
        """The article's name."""

    @property
    def text(self) -> str:
        """Its text, in which all offsets count."""


class AnyTable(Protocol):
    """A table, finished or still being made: then its parts are made while they are read, and anew each time.

    Cells come subject by subject and there attribute by attribute, claims and texts article by article.
    """

    @property
    def cells(self) -> Iterable[Cell]:
        """All cells."""

    def cells_about(self, wanted: Callable[[str], bool]) -> Iterable[Cell]:
        """The cells of the wanted subjects, in the same order."""

    @property
    def claims(self) -> Iterable[AnyClaim]:
        """All claims."""

    def claims_of(self, idents: Container[str], subjects: Container[str] | None = None) -> Iterable[AnyClaim]:
        """The claims of these ids, in the same order; where subjects are given, of these only: then others are not
        looked at.
        """

    @property
    def texts(self) -> Iterable[Text]:
        """All articles."""

    @property
    def flags(self) -> tuple[Flag, ...]:
        """All flags."""

    @property
    def articles(self) -> tuple[ArticleRow, ...]:
        """One row an input."""

    @property
    def fingerprint(self) -> str:
        """The rules that the table was made with."""


__all__ = [
    "UNREAD",
    "AnyTable",
    "ArticleRow",
    "Cell",
    "Flag",
    "Rejected",
    "Severity",
    "StatedValue",
    "Table",
    "Text",
    "Verdict",
]
