"""What one run did, for the summary line, the machine-readable record and the exit status."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from pipeline.model import AnyTable, Rejected

NAMED = 1000
"""Refusals that a report holds: an archive of a million pages may have some hundred thousand."""


@dataclass
class RunReport:
    """What one run did.

    ``counts``: articles ``new``, ``changed``, ``same`` (read again, nothing new in it), ``again`` (read again under
    changed rules), ``known`` (passed over unread), ``rejected`` (documents and other inputs), ``failed`` (addresses),
    ``skipped`` (lines on what is no article), ``refreshed`` (claims made again from the stored text), ``outdated``
    (documents read under older rules and not among the inputs), ``fetched`` and ``unchanged``
    (documents read under older rules and not among the inputs), ``fetched`` and ``unchanged`` (addresses). ``refused``
    holds what could not be read now, with reasons: the first thousand of ``refusals``. ``table`` is what was written,
    ``results`` its record as in run.json; None where nothing had changed since the files were made. ``totals`` count
    what the store holds. ``stayed`` says that a rebuild could read nothing, so that what was read before stays;
    ``view`` is what of the table was asked for, empty for all.
    """

    counts: Counter[str] = field(default_factory=Counter)
    refused: list[Rejected] = field(default_factory=list)
    refusals: int = 0
    table: AnyTable | None = None
    results: dict[str, Any] | None = None
    totals: dict[str, int] = field(default_factory=dict)
    stayed: bool = False
    view: dict[str, Any] = field(default_factory=dict)

    def refuse(self, *items: Rejected) -> None:
        """Note what could not be read; of very many, that there were more, as all of them are in the store."""
        self.refusals += len(items)
        self.refused += items[: NAMED - len(self.refused)] if len(self.refused) < NAMED else ()

    @property
    def given(self) -> int:
        """Documents and addresses that this run was about."""
        kinds = ("new", "changed", "same", "again", "known", "rejected", "failed", "unchanged")
        return sum(self.counts[kind] for kind in kinds)

    @property
    def unread(self) -> int:
        """Those of them that could not be read."""
        return self.counts["rejected"] + self.counts["failed"]

    def record(self) -> dict[str, Any]:
        """The report as plain data."""
        return {
            "counts": {kind: number for kind, number in sorted(self.counts.items()) if number},
            "totals": self.totals,
            "written": self.table is not None,
            **({"view": self.view} if self.view else {}),
        }
