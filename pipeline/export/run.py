"""All files of a run from one table, each written whole or not at all, the same bytes for the same table.
The record of the run comes last: where ``run.json`` is new, everything beside it is.
"""

from __future__ import annotations

import json
import platform
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any, NamedTuple

from pipeline import __version__
from pipeline.errors import OutputError
from pipeline.export.files import WholeFile, ready_folder, settle, write_whole
from pipeline.export.lines import ClaimLines
from pipeline.export.records import (
    ARTICLES,
    FLAGS,
    KNOWLEDGE,
    Record,
    article_row,
    claim_record,
    flag_row,
    sorted_articles,
    sorted_claims,
    sorted_flags,
)
from pipeline.export.report import ReportDraft, text_of
from pipeline.export.tables import CsvLines, json_line, need_parquet, to_parquet
from pipeline.export.written import Written, written_in_turn
from pipeline.model import ALONE, UNREAD, AnyTable, Flag, Hands, Text, in_turn

FILES = (
    "claims.jsonl",
    "cells.jsonl",
    "texts.jsonl",
    "knowledge.csv",
    "flags.csv",
    "articles.csv",
    "report.html",
    "run.json",
)
"""What a run leaves in its folder."""

ENGINES = ("spacy", "pint", "trafilatura", "CurrencyConverter")
"""Packages whose version can change a result."""


@dataclass
class Tally:
    """What is counted while a table is written."""

    claims: int = 0
    cells: int = 0
    unsure: int = 0
    verdicts: Counter[str] = field(default_factory=Counter)


class Statements(NamedTuple):
    """How many claims were written, how many of them are not sure enough, and their records where they are kept."""

    claims: int
    unsure: int
    kept: list[Record]


def write_run(
    table: AnyTable,
    folder: Path,
    *,
    parquet: bool = False,
    finished: str = "",
    view: Mapping[str, Any] | None = None,
    hides_all: bool = False,
    cells: Iterable[Written] | None = None,
    hands: Hands = ALONE,
) -> Record:
    """Write every file of :data:`FILES` into ``folder``; with ``parquet`` also ``knowledge.parquet`` and
    ``claims.parquet``. Returns what stands in ``run.json``.

    ``finished`` is a time to note in ``run.json``; without it nothing depends on the clock, and the same table gives
    the same bytes. ``view`` says which part of the results the table is, for ``run.json``. Raises OutputError; each
    file is then new and whole, or as it was. A table of nothing that was read never replaces the results of a run,
    unless ``hides_all`` says that there is more than the view shows. ``cells`` are the table's where they are written
    as they are judged, by other processes too; ``hands`` write the other files. Of a table that is still being made,
    only Parquet needs all rows in memory.
    """
    ready_folder(folder)
    if not hides_all and all(row.status in UNREAD for row in table.articles) and _has_results(folder):
        raise OutputError(
            "nothing could be read, so the results of an earlier run in this folder stay as they are",
            str(folder),
            "mend the inputs, or choose another folder with -o",
        )
    if parquet:
        need_parquet()
    texts: dict[str, Text] = {article.name: article for article in table.texts}
    report, tally = ReportDraft(table), Tally()
    statements = partial(_statements, table, texts, folder, _least(view), parquet)
    with (in_turn if parquet else hands.beside)(statements) as statements_written:
        with hands.beside(partial(_flags, sorted_flags(table.flags), texts, folder)) as flags_written:
            if cells is None:
                cells = written_in_turn(table.cells, parquet)
            rows = _cells(cells, folder, report, tally)
            flags_written()
        tally.claims, tally.unsure, claims = statements_written()
    with WholeFile(folder / "report.html") as file:
        for piece in report.html(texts, tally.claims, hands.spread):
            file.write(piece)
    if parquet:
        write_whole(folder / "knowledge.parquet", to_parquet(rows, KNOWLEDGE))
        write_whole(folder / "claims.parquet", to_parquet(*_flat_claims(claims)))
    record = run_record(table, finished, view, tally)
    settle(folder)  # before the record, so that it never is newer than what lies beside it
    write_whole(folder / "run.json", json.dumps(record, indent=2, ensure_ascii=False) + "\n")
    settle(folder)
    return record


def _has_results(folder: Path) -> bool:
    """Whether an earlier run left results of anything it read."""
    try:
        counts = json.loads((folder / "run.json").read_text(encoding="utf-8"))["counts"]["articles"]
        return any(number for status, number in counts.items() if status not in UNREAD)
    except FileNotFoundError:
        return False
    except (OSError, ValueError, LookupError, TypeError, AttributeError):
        return True


def _cells(cells: Iterable[Written], folder: Path, report: ReportDraft, tally: Tally) -> list[Record]:
    """Write the cells twice, nested and flat; the rows that were kept of them."""
    kept: list[Record] = []
    with WholeFile(folder / "cells.jsonl") as nested, WholeFile(folder / "knowledge.csv") as flat:
        flat.write(CsvLines(KNOWLEDGE).header())
        for some in cells:
            nested.write(some.nested)
            flat.write(some.flat)
            report.take(some)
            for subject in some.subjects:
                tally.verdicts.update(subject.verdicts)
            kept += some.rows
    tally.cells = tally.verdicts.total()
    return kept


def _statements(
    table: AnyTable, texts: Mapping[str, Text], folder: Path, min_confidence: float, keep: bool
) -> Statements:
    """Write claims, texts and articles, which wait for no flags."""
    kept, lines = [], ClaimLines()
    claims = unsure = 0
    with WholeFile(folder / "claims.jsonl") as file:
        for claim in sorted_claims(table.claims):
            claims += 1
            unsure += claim.confidence < min_confidence
            file.write(lines.line(claim))
            if keep:
                kept.append(claim_record(claim))
    with WholeFile(folder / "texts.jsonl") as file:
        for name in sorted(texts):
            file.write(json_line({"article": name, "text": texts[name].text}))
    _csv(folder / "articles.csv", ARTICLES, map(article_row, sorted_articles(table)))
    return Statements(claims, unsure, kept)


def _flags(flags: Iterable[Flag], texts: Mapping[str, Text], folder: Path) -> None:
    """Write flags."""
    _csv(folder / "flags.csv", FLAGS, (flag_row(flag, text_of(texts, flag.article)) for flag in flags))


def _csv(path: Path, columns: Sequence[str], rows: Iterable[Record]) -> None:
    lines = CsvLines(columns)
    with WholeFile(path) as file:
        file.write(lines.header())
        for row in rows:
            file.write(lines.line(row))


def run_record(
    table: AnyTable, finished: str = "", view: Mapping[str, Any] | None = None, tally: Tally | None = None
) -> Record:
    """What a run was made with and what it gave, for whoever has to repeat or compare it."""
    if tally is None:
        cells, claims = list(table.cells), list(table.claims)
        unsure = sum(claim.confidence < _least(view) for claim in claims)
        tally = Tally(len(claims), len(cells), unsure, Counter(cell.verdict.value for cell in cells))
    record: Record = {
        "specledger": __version__,
        "python": platform.python_version(),
        "engines": {name: _version(name) for name in ENGINES},
        "rules": table.fingerprint,
        "counts": {
            "articles": dict(sorted(Counter(row.status for row in table.articles).items())),
            "claims": tally.claims,
            "cells": tally.cells,
            "verdicts": dict(sorted(tally.verdicts.items())),
            "flags": dict(sorted(Counter(flag.kind for flag in table.flags).items())),
        },
    }
    record |= view or {}
    if _least(view):
        record["counts"]["claims_below_min_confidence"] = tally.unsure
    return {**record, "finished": finished} if finished else record


def _least(view: Mapping[str, Any] | None) -> float:
    """The confidence from which on claims are compared."""
    return float((view or {}).get("min_confidence", 0.0))


def _flat_claims(claims: list[Record]) -> tuple[list[Record], list[str]]:
    """Claims with nested fields as columns of their own, for column stores."""
    flat = []
    for claim in claims:
        value, normal = claim["value"], claim["normalized"] or {}
        qualifiers = json.dumps(claim["qualifiers"], ensure_ascii=False)
        row = {**claim, "qualifiers": qualifiers, "rules": "; ".join(claim["rules"])}
        del row["value"], row["normalized"]
        keys = ("low", "high", "unit", "approx", "date_start", "date_end", "text")
        row |= {f"value_{key}": value.get(key) for key in keys}
        row |= {f"normalized_{key}": normal.get(key) for key in ("low", "high", "unit")}
        flat.append(row)
    return flat, list(flat[0]) if flat else ["id"]


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "absent"
