"""All files of a run from one table, each written whole or not at all, the same bytes for the same table.
The record of the run comes last: where ``run.json`` is new, everything beside it is.
"""

from __future__ import annotations

import json
import platform
from collections import Counter
from collections.abc import Mapping
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from pipeline import __version__
from pipeline.errors import OutputError
from pipeline.export.files import ready_folder, write_whole
from pipeline.export.records import (
    ARTICLES,
    FLAGS,
    KNOWLEDGE,
    Record,
    article_row,
    cell_record,
    claim_record,
    flag_row,
    knowledge_row,
    sorted_articles,
    sorted_cells,
    sorted_claims,
    sorted_flags,
)
from pipeline.export.report import report_html
from pipeline.export.tables import need_parquet, to_csv, to_jsonl, to_parquet
from pipeline.model import Table

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


def write_run(
    table: Table, folder: Path, *, parquet: bool = False, finished: str = "", view: Mapping[str, Any] | None = None
) -> None:
    """Write every file of :data:`FILES` into ``folder``; with ``parquet`` also ``knowledge.parquet`` and
    ``claims.parquet``.

    ``finished`` is a time to note in ``run.json``; without it nothing depends on the clock, and the same table gives
    the same bytes. ``view`` says which part of the results the table is, for ``run.json``. Raises OutputError; files
    written before the error stand whole. A table of nothing that was read never replaces the results of a run.
    """
    ready_folder(folder)
    if (folder / "run.json").is_file() and all(row.status == "rejected" for row in table.articles):
        raise OutputError(
            "nothing could be read, so the results of an earlier run in this folder stay as they are",
            str(folder),
            "mend the inputs, or choose another folder with -o",
        )
    if parquet:
        need_parquet()
    texts = {article.name: article.text for article in table.texts}
    claims = [claim_record(claim) for claim in sorted_claims(table.claims)]
    rows = [knowledge_row(cell) for cell in sorted_cells(table.cells)]
    flags = [flag_row(flag, texts) for flag in sorted_flags(table.flags)]
    files: dict[str, str | bytes] = {
        "claims.jsonl": to_jsonl(claims),
        "cells.jsonl": to_jsonl(cell_record(cell) for cell in sorted_cells(table.cells)),
        "texts.jsonl": to_jsonl({"article": name, "text": texts[name]} for name in sorted(texts)),
        "knowledge.csv": to_csv(rows, KNOWLEDGE),
        "flags.csv": to_csv(flags, FLAGS),
        "articles.csv": to_csv((article_row(row) for row in sorted_articles(table)), ARTICLES),
        "report.html": report_html(table),
    }
    if parquet:
        files["knowledge.parquet"] = to_parquet(rows, KNOWLEDGE)
        files["claims.parquet"] = to_parquet(*_flat_claims(claims))
    files["run.json"] = json.dumps(run_record(table, finished, view), indent=2, ensure_ascii=False) + "\n"
    for name, content in files.items():
        write_whole(folder / name, content)


def run_record(table: Table, finished: str = "", view: Mapping[str, Any] | None = None) -> Record:
    """What a run was made with and what it gave, for whoever has to repeat or compare it."""
    record: Record = {
        "specledger": __version__,
        "python": platform.python_version(),
        "engines": {name: _version(name) for name in ENGINES},
        "rules": table.fingerprint,
        "counts": {
            "articles": dict(sorted(Counter(row.status for row in table.articles).items())),
            "claims": len(table.claims),
            "cells": len(table.cells),
            "verdicts": dict(sorted(Counter(cell.verdict.value for cell in table.cells).items())),
            "flags": dict(sorted(Counter(flag.kind for flag in table.flags).items())),
        },
    }
    if view:
        record |= view
    if least := record.get("min_confidence"):
        record["counts"]["claims_below_min_confidence"] = sum(c.confidence < least for c in table.claims)
    return {**record, "finished": finished} if finished else record


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
