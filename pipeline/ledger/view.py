"""Which part of the table is written: articles since a day, claims sure enough, cells of a subject or of many origins.
A view hides, it never changes a verdict: cells are judged with all articles of the view's time and confidence.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from pipeline.api import Pipeline
from pipeline.model import Cell, Reading, Rejected, Table


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

    def table(self, pipeline: Pipeline, readings: Iterable[Reading], rejected: Iterable[Rejected]) -> Table:
        """The table of the readings, seen so."""
        whole = pipeline.build_table(self._recent(readings), rejected, self.min_confidence)
        if not self.subject and not self.min_origins:
            return whole
        cells = tuple(cell for cell in whole.cells if self._shows(cell))
        shown = {(article, claim) for cell in cells for claim in cell.claims for article in cell.articles}
        subjects = {cell.subject for cell in cells}
        return whole.model_copy(
            update={
                "cells": cells,
                "claims": tuple(claim for claim in whole.claims if (claim.article, claim.id) in shown),
                "flags": tuple(flag for flag in whole.flags if flag.subject in subjects),
            }
        )

    def _recent(self, readings: Iterable[Reading]) -> Iterator[Reading]:
        for reading in readings:
            published = reading.article.published
            if self.since is None or published is None or published.date_end >= self.since:
                yield reading

    def _shows(self, cell: Cell) -> bool:
        return self.subject.casefold() in cell.subject.casefold() and len(cell.origins) >= self.min_origins
