"""What cannot be read: it is told once, stays until it can be, and takes nothing away that was read before."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from pipeline.api import Pipeline
from pipeline.ledger.report import NAMED
from pipeline.model import Document, Rejected
from pipeline.store import Store
from tests.ledger.helpers import NOTE, OTHER, THIRD, ledger


def test_a_rejected_document_is_not_outdated(pipeline: Pipeline, articles: Path, tmp_path: Path) -> None:
    (articles / "d.txt").write_text("…", encoding="utf-8")
    assert ledger(tmp_path / "out", pipeline).run([articles]).counts["outdated"] == 0


def test_what_cannot_be_read_stands_in_the_report_until_it_can(
    pipeline: Pipeline, articles: Path, tmp_path: Path
) -> None:
    (articles / "d.txt").write_text("…", encoding="utf-8")
    first = ledger(tmp_path / "out", pipeline).run([articles, articles / "e.txt"])
    assert (first.unread, first.given) == (2, 5)
    assert sorted(item.name for item in first.refused) == ["d.txt", "e.txt"]
    again = ledger(tmp_path / "out", pipeline).run([articles, articles / "e.txt"])
    assert (again.unread, again.table) == (2, None)
    (articles / "d.txt").write_text(THIRD, encoding="utf-8")
    mended = ledger(tmp_path / "out", pipeline).run([articles])
    assert mended.unread == 0
    assert mended.table is not None
    assert {row.status for row in mended.table.articles} <= {"read", "duplicate"}


def test_refusals_last_until_their_source_is_read_again(pipeline: Pipeline, articles: Path, tmp_path: Path) -> None:
    """What cannot be read in a file stands in the table whatever later runs read; a slip of the pen does not."""
    dump = tmp_path / "dump.jsonl"
    dump.write_text(f"{json.dumps({'text': NOTE})}\nno json\n", encoding="utf-8")
    out = tmp_path / "out"

    def rejected(*inputs: Path) -> set[str] | None:
        table = ledger(out, pipeline).run(inputs).table
        return None if table is None else {row.article for row in table.articles if row.status == "rejected"}

    assert rejected(dump, tmp_path / "slip.txt") == {"dump.jsonl line 2", "slip.txt"}
    assert rejected(articles / "a.txt") == {"dump.jsonl line 2"}
    dump.write_text(f"{json.dumps({'text': NOTE})}\n", encoding="utf-8")
    assert rejected(dump) == set()


def test_what_is_mended_or_gone_is_rejected_no_more(pipeline: Pipeline, tmp_path: Path) -> None:
    """A record that was rejected and stands in its dump no more; files that were deleted because of their reasons."""
    folder, out = tmp_path / "in", tmp_path / "out"
    folder.mkdir()
    dump, note = folder / "dump.jsonl", tmp_path / "note.txt"
    note.write_text(THIRD, encoding="utf-8")

    def rejected(given: Path) -> set[str]:
        ledger(out, pipeline).run([given])
        with Store(out, write=False) as store:
            return {item.name for item in store.refusals.rejected()}

    dump.write_text(f"{json.dumps({'text': '...'})}\n{json.dumps({'text': NOTE})}\n", encoding="utf-8")
    (folder / "a.pdf").write_bytes(b"%PDF-1.7")
    (folder / "b.txt").write_text("...", encoding="utf-8")
    assert rejected(folder) == {"dump.jsonl line 1", "a.pdf", "b.txt"}
    assert rejected(note) == {"dump.jsonl line 1", "a.pdf", "b.txt"}
    dump.write_text(f"{json.dumps({'text': OTHER})}\n{json.dumps({'text': NOTE})}\n", encoding="utf-8")
    assert rejected(folder) == {"a.pdf", "b.txt"}
    (folder / "a.pdf").unlink()
    (folder / "b.txt").unlink()
    assert rejected(note) == set()


def test_a_file_that_can_be_read_no_longer_is_one_row(pipeline: Pipeline, articles: Path, tmp_path: Path) -> None:
    """Its article stays, and says what is wrong; whether its reader or the opening of its file refuses it."""
    whole = ledger(tmp_path / "out", pipeline).run([articles]).results
    for content in (b"%PDF-1.7 \xff\xfe", b"..."):
        (articles / "a.txt").write_bytes(content)
        for _ in range(2):
            report = ledger(tmp_path / "out", pipeline).run([articles])
            assert (report.unread, [item.name for item in report.refused]) == (1, ["a.txt"])
        rows = (tmp_path / "out" / "articles.csv").read_text(encoding="utf-8").splitlines()
        (row,) = (line for line in rows if line.startswith("a.txt,"))
        assert "stays as it was read, as it cannot be read any more: " in row
        (articles / "a.txt").write_text(NOTE, encoding="utf-8")
        mended = ledger(tmp_path / "out", pipeline).run([articles])
        assert (mended.unread, mended.results) == (0, whole)
        assert "stays as" not in (tmp_path / "out" / "articles.csv").read_text(encoding="utf-8")


def test_an_article_that_new_rules_break_on_keeps_its_claims_and_says_so(
    pipeline: Pipeline, articles: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ledger(tmp_path / "out", pipeline).run([articles])
    later = ledger(tmp_path / "out", pipeline)
    monkeypatch.setattr(later, "_stamps", later._stamps._replace(extraction="another"))
    broken = Rejected(name="a.txt", reason="it took longer than 60 s")
    monkeypatch.setattr(Pipeline, "extract_all", lambda self, found, jobs: [broken for _ in found])
    report = later.run([])
    assert report.refused == [broken, broken, broken]
    assert report.table is not None
    row = next(row for row in report.table.articles if row.article == "a.txt")
    assert row.claims > 0
    assert "its claims are those of older rules: it took longer than 60 s" in row.reason
    with Store(tmp_path / "out", write=False) as store:
        assert "a.txt" not in store.readings.stale("another", later._stamps.given_up)
        assert "a.txt" in store.readings.stale("another", "another+other limits")


def test_an_article_that_broke_a_limit_on_a_busy_day_is_read_on_another(
    pipeline: Pipeline, articles: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy(self: Pipeline, documents: Iterable[Document], jobs: int) -> Iterator[Rejected]:
        return (Rejected(name=item.name, reason="it took longer than 60 s", passing=True) for item in documents)

    with monkeypatch.context() as patch:
        patch.setattr(Pipeline, "digest_all", busy)
        assert ledger(tmp_path / "out", pipeline).run([articles]).counts["rejected"] == 3
    report = ledger(tmp_path / "out", pipeline).run([articles])
    assert (report.counts["new"], report.unread) == (3, 0)


def test_of_very_many_refusals_a_report_names_some(pipeline: Pipeline, tmp_path: Path) -> None:
    """The table has them all."""
    dump = tmp_path / "dump.jsonl"
    dump.write_text("no json\n" * 1200, encoding="utf-8")
    report = ledger(tmp_path / "out", pipeline).run([dump])
    assert (report.refusals, len(report.refused), report.unread) == (1200, NAMED, 1200)
    assert report.table is not None
    assert len(report.table.articles) == 1200


def test_runs_that_can_read_nothing_may_follow_each_other(pipeline: Pipeline, tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt"):
        report = ledger(tmp_path / "out", pipeline).run([tmp_path / name])
        assert [item.name for item in report.refused] == [name]
