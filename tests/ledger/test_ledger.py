"""The incremental run: the steps in which articles come never show, what is known is not read twice, nothing lost."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.api import Pipeline
from pipeline.rulebook.batch import BatchRules, TableLimits
from pipeline.store import Store
from pipeline.store.readings import Readings
from tests.kin import under
from tests.ledger.helpers import NOTE, OTHER, THIRD, Clock, files, ledger


def test_a_second_run_reads_nothing_and_writes_nothing(
    pipeline: Pipeline, articles: Path, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    first = ledger(tmp_path / "out", pipeline).run([articles])
    assert (first.counts["new"], first.counts["known"]) == (3, 0)
    assert first.table is not None
    before = {path: path.stat().st_mtime_ns for path in (tmp_path / "out").iterdir() if "ledger" not in path.name}
    request.getfixturevalue("no_reading")
    second = ledger(tmp_path / "out", pipeline).run([articles])
    assert (second.counts["new"], second.counts["known"]) == (0, 3)
    assert second.table is None
    assert {path: path.stat().st_mtime_ns for path in before} == before


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.permutations(["a.txt", "b.md", "c.txt"]), cut=st.integers(0, 3))
def test_in_how_many_steps_articles_come_never_shows(
    pipeline: Pipeline, articles: Path, tmp_path_factory: pytest.TempPathFactory, steps: list[str], cut: int
) -> None:
    at_once, stepwise = tmp_path_factory.mktemp("at-once"), tmp_path_factory.mktemp("stepwise")
    ledger(at_once, pipeline).run([articles])
    for part in (steps[:cut], steps[cut:], []):
        if part:
            ledger(stepwise, pipeline).run([articles / name for name in part])
    assert files(stepwise) == files(at_once)


def test_what_the_table_needs_of_new_articles_is_made_where_they_are_read(
    pipeline: Pipeline, articles: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    stored = Readings.stored
    monkeypatch.setattr(Readings, "stored", lambda self, name: opened.append(name) or stored(self, name))
    ledger(tmp_path / "out", pipeline).run([articles])
    assert opened == []
    (articles / "a.txt").write_text(NOTE.replace("80 GB", "96 GB"), encoding="utf-8")
    ledger(tmp_path / "out", pipeline).run([articles])
    assert opened == ["a.txt"]
    monkeypatch.setattr(Pipeline, "digest", lambda self, reading: 1 / 0)
    with pytest.raises(ZeroDivisionError):  # it is told by the step that needs it, not by a lost article
        ledger(tmp_path / "two", pipeline).run([articles])
    with Store(tmp_path / "two", write=False) as store:
        assert store.articles.counts()["read"] == 3


def test_what_the_table_needs_may_be_made_in_several_processes(
    pipeline: Pipeline, articles: Path, tmp_path: Path
) -> None:
    batch = BatchRules(table=TableLimits(digests=1))
    many = under(pipeline, batch=batch)
    for text, jobs in ((NOTE, 1), (NOTE.replace("80 GB", "96 GB"), 2)):  # then it stands in articles.csv as changed
        (articles / "a.txt").write_text(text, encoding="utf-8")
        ledger(tmp_path / "one", pipeline).run([articles])
        ledger(tmp_path / "two", many).run([articles], jobs=jobs)
    assert files(tmp_path / "two") == files(tmp_path / "one")


def test_a_run_equals_the_plain_pipeline(pipeline: Pipeline, articles: Path, tmp_path: Path) -> None:
    ledger(tmp_path / "out", pipeline).run([articles, articles / "missing.txt"])
    pipeline.run([articles, articles / "missing.txt"], output=tmp_path / "plain")
    assert files(tmp_path / "out") == files(tmp_path / "plain")


def test_a_changed_article_replaces_its_own_claims_and_says_so(
    pipeline: Pipeline, articles: Path, tmp_path: Path
) -> None:
    ledger(tmp_path / "out", pipeline).run([articles])
    (articles / "a.txt").write_text(NOTE.replace("80 GB", "94 GB"), encoding="utf-8")
    report = ledger(tmp_path / "out", pipeline).run([articles])
    assert (report.counts["changed"], report.counts["known"]) == (1, 2)
    assert report.table is not None
    rows = {row.article: row for row in report.table.articles}
    assert rows["a.txt"].reason == "changed since it was first read; version 2"
    values = {claim.quote for claim in report.table.claims if claim.article == "a.txt"}
    assert any("94 GB" in words for words in values)
    assert not any("80 GB" in words for words in values)


def test_one_address_twice_in_a_source_settles(pipeline: Pipeline, tmp_path: Path) -> None:
    """The last one counts, and the next run has nothing to do."""
    lines = [{"url": "https://post.example/a", "text": text} for text in (NOTE, NOTE.replace("80 GB", "94 GB"))]
    dump = tmp_path / "dump.jsonl"
    dump.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    first = ledger(tmp_path / "out", pipeline).run([dump])
    before = files(tmp_path / "out")
    assert first.table is not None
    assert [row.article for row in first.table.articles] == ["https://post.example/a"]
    assert any("94 GB" in claim.quote for claim in first.table.claims)
    again = ledger(tmp_path / "out", pipeline).run([dump])
    assert (again.counts["known"], again.table) == (2, None)
    assert files(tmp_path / "out") == before


def test_records_without_addresses_are_known_wherever_they_stand(pipeline: Pipeline, tmp_path: Path) -> None:
    """A dump that loses its first line and gains a new one; a text that changes under its title is the same article."""
    dump, out = tmp_path / "dump.jsonl", tmp_path / "out"
    untitled, titled, new = {"text": NOTE}, {"title": "On two chips", "text": OTHER}, {"text": THIRD}

    def run(*lines: dict[str, str]) -> dict[str, int]:
        dump.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
        return dict(ledger(out, pipeline).run([dump]).counts)

    assert run({"text": "A first line. " + OTHER}, untitled, titled)["new"] == 3
    counts = run(untitled, titled, new)
    assert (counts["new"], counts["known"]) == (1, 2)
    changed = run({**titled, "text": OTHER.replace("80 GB", "94 GB")}, untitled)
    assert (changed["changed"], changed["known"]) == (1, 1)


def test_corrected_facts_count_though_the_text_stays(pipeline: Pipeline, articles: Path, tmp_path: Path) -> None:
    sidecar = articles / "metadata.jsonl"
    for publisher in ("Chip Post", "Chip Times"):
        sidecar.write_text(json.dumps({"file": "a.txt", "publisher": publisher}), encoding="utf-8")
        report = ledger(tmp_path / "out", pipeline).run([articles])
        assert report.table is not None
        (row,) = [row for row in report.table.articles if row.article == "a.txt"]
        assert (row.publisher, row.reason) == (publisher, "")


def test_an_article_that_is_given_no_more_stays(pipeline: Pipeline, articles: Path, tmp_path: Path) -> None:
    ledger(tmp_path / "out", pipeline).run([articles])
    before = files(tmp_path / "out")
    (articles / "c.txt").unlink()
    report = ledger(tmp_path / "out", pipeline).run([articles])
    assert report.table is None
    assert files(tmp_path / "out") == before


def test_files_of_one_name_are_two_articles(pipeline: Pipeline, articles: Path, tmp_path: Path) -> None:
    """Also when they come on different days."""
    other = tmp_path / "other"
    other.mkdir()
    (other / "a.txt").write_text(THIRD, encoding="utf-8")
    ledger(tmp_path / "out", pipeline).run([articles / "a.txt"])
    report = ledger(tmp_path / "out", pipeline).run([other / "a.txt"])
    assert report.table is not None
    assert [row.article for row in report.table.articles] == ["a.txt", "a.txt#2"]
    assert ledger(tmp_path / "out", pipeline).run([other / "a.txt", articles / "a.txt"]).counts["known"] == 2


def test_lost_files_are_made_again(pipeline: Pipeline, articles: Path, tmp_path: Path) -> None:
    ledger(tmp_path / "out", pipeline).run([articles])
    before = files(tmp_path / "out")
    (tmp_path / "out" / "knowledge.csv").unlink()
    assert ledger(tmp_path / "out", pipeline).run([articles]).counts["new"] == 0
    assert files(tmp_path / "out") == before


def test_a_run_of_nothing_makes_no_results(pipeline: Pipeline, tmp_path: Path) -> None:
    report = ledger(tmp_path / "out", pipeline).run([])
    assert report.table is None
    assert not (tmp_path / "out" / "run.json").exists()


def test_times_are_those_of_the_clock(pipeline: Pipeline, articles: Path, tmp_path: Path) -> None:
    clock = Clock()
    ledger(tmp_path / "out", pipeline, clock=clock).run([articles])
    with Store(tmp_path / "out", write=False) as store:
        (run,) = store.web.runs()
    assert run.started == run.finished == "2026-05-20T12:00:00+00:00"
    assert run.record["counts"] == {"new": 3}
