"""Views of a folder hide and do not judge."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

from pipeline.api import Pipeline
from pipeline.ledger import View
from tests.ledger.helpers import NOTE, files, ledger


def test_views_hide_and_do_not_judge(pipeline: Pipeline, articles: Path, tmp_path: Path) -> None:
    whole = ledger(tmp_path / "out", pipeline).run([articles]).table
    assert whole is not None
    before = files(tmp_path / "out")
    some = ledger(tmp_path / "out", pipeline).run([articles], view=View(subject="h100", min_origins=2)).table
    assert some is not None
    assert [(cell.subject, cell.attribute) for cell in some.cells] == [("Nvidia H100", "memory_capacity")]
    assert all(cell in list(whole.cells) for cell in some.cells)
    assert {claim.subject for claim in some.claims} == {"Nvidia H100"}
    assert len(some.articles) == 3
    record = json.loads((tmp_path / "out" / "run.json").read_text(encoding="utf-8"))
    assert record["subject"] == "h100"
    ledger(tmp_path / "out", pipeline).run([articles])
    assert files(tmp_path / "out") == before


def test_a_view_of_no_article_is_an_empty_table(pipeline: Pipeline, articles: Path, tmp_path: Path) -> None:
    """Yesterday's results would be an answer to another question."""
    (articles / "a.txt").write_text(f"A chip\n\nMay 2, 2026\n\n{NOTE}", encoding="utf-8")
    ledger(tmp_path / "out", pipeline).run([articles / "a.txt"])
    assert (tmp_path / "out" / "claims.jsonl").read_bytes()
    report = ledger(tmp_path / "out", pipeline).run([articles / "a.txt"], view=View(since=date(2026, 5, 3)))
    assert report.results is not None
    assert report.results["counts"]["claims"] == 0
    assert (tmp_path / "out" / "claims.jsonl").read_bytes() == b""
