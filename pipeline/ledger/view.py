"""Which part of the table is written: articles since a day, claims sure enough, cells of a subject or of many origins.
A view hides, it never changes a verdict: cells are judged with all articles of the view's time and confidence.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import date
from functools import cached_property
from typing import Any

from pipeline.model import AnyClaim, AnyTable, ArticleRow, Cell, Flag, Text


@dataclass(frozen=True)
class View:
    """Articles published on or after ``since`` (or without a date), claims of at least ``min_confidence``, cells whose
    subject contains ``subject`` (letter case does not matter) and that at least ``min_origins`` origins stand behind.

    >>> View(subject="m890").record()
    {'subject': 'm890'}
    """

    since: date | None = None
    min_confidence: float = 0.0
    subject: str = ""
    min_origins: int = 0

    def record(self) -> dict[str, Any]:
        """What of it is set, for the record of a run; empty where everything is shown."""
        return {key: str(value) if key == "since" else value for key, value in asdict(self).items() if value}

    def of(self, table: AnyTable) -> AnyTable:
        """The table, seen so."""
        return Seen(table, self) if self.subject or self.min_origins else table

    def wants(self, subject: str) -> bool:
        """Whether cells of a subject are written."""
        return self.subject.casefold() in subject.casefold()

    def shows(self, cell: Cell) -> bool:
        """Whether a cell is written."""
        return self.wants(cell.subject) and len(cell.origins) >= self.min_origins


class Seen:
    """A table without the cells that a view hides, and without the claims and flags that belong to hidden ones only."""

    def __init__(self, whole: AnyTable, view: View) -> None:
        self._whole = whole
        self._view = view

    @property
    def fingerprint(self) -> str:
        """The rules that the table was made with."""
        return self._whole.fingerprint

    @property
    def cells(self) -> Iterator[Cell]:
        """The cells that are shown."""
        return self.cells_about(lambda _: True)

    def cells_about(self, wanted: Callable[[str], bool]) -> Iterator[Cell]:
        """Those of the wanted subjects."""
        cells = self._whole.cells_about(lambda subject: self._view.wants(subject) and wanted(subject))
        return filter(self._view.shows, cells)

    @property
    def claims(self) -> Iterable[AnyClaim]:
        """The claims in them."""
        return self._whole.claims_of(self._shown[0])

    def claims_of(self, idents: Container[str], subjects: Container[str] | None = None) -> Iterable[AnyClaim]:
        """Those of these ids that are in them; where subjects are given, of these only."""
        return (claim for claim in self._whole.claims_of(idents, subjects) if claim.id in self._shown[0])

    @property
    def texts(self) -> Iterable[Text]:
        """All articles: offsets count in their texts."""
        return self._whole.texts

    @cached_property
    def flags(self) -> tuple[Flag, ...]:
        """The flags of shown claims, and those on passages of shown subjects."""
        claims, subjects = self._shown
        return tuple(
            flag for flag in self._whole.flags if (flag.claim in claims if flag.claim else flag.subject in subjects)
        )

    @property
    def articles(self) -> tuple[ArticleRow, ...]:
        """All articles."""
        return self._whole.articles

    @cached_property
    def _shown(self) -> tuple[frozenset[str], frozenset[str]]:
        """Ids of shown claims and names of shown subjects."""
        claims: set[str] = set()
        subjects: set[str] = set()
        for cell in self.cells:
            claims.update(cell.claims)
            subjects.add(cell.subject)
        return frozenset(claims), frozenset(subjects)
