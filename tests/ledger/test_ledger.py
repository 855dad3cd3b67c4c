"""The incremental run: the steps in which articles come never show, what is known is not read twice, nothing lost."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.api import Pipeline
from pipeline.export.files import WholeFile
from pipeline.ledger import View
from pipeline.ledger.keeping import batches
from pipeline.ledger.report import NAMED
from pipeline.model import Document, Rejected
from pipeline.rulebook import Rulebook
from pipeline.rulebook.batch import BatchRules, TableLimits
from pipeline.rulebook.ledger import Keeping
from pipeline.store import Store, unfinished_rebuild
from pipeline.store.articles import Articles
from pipeline.store.readings import Readings
from tests.kin import under
from tests.ledger.helpers import NOTE, OTHER, THIRD, Clock, files, ledger


@pytest.fixture(scope="module")
def pipeline() -> Pipeline:
    return Pipeline()


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    folder = tmp_path / "articles"
    folder.mkdir()
    for name, text in (("a.txt", NOTE), ("b.md", OTHER), ("c.txt", THIRD)):
        (folder / name).write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def no_reading(monkeypatch: pytest.MonkeyPatch) -> None:
    """From here on, reading an article is a failure."""
    monkeypatch.setattr(Pipeline, "process", lambda self, document: pytest.fail(f"read again: {document.name}"))


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


def test_a_rejected_document_is_not_outdated(pipeline: Pipeline, articles: Path, tmp_path: Path) -> None:
    (articles / "d.txt").write_text("…", encoding="utf-8")
    assert ledger(tmp_path / "out", pipeline).run([articles]).counts["outdated"] == 0


def test_what_a_killed_run_left_half_written_goes(pipeline: Pipeline, articles: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / ".claims.jsonl.abc.part").write_text("half", encoding="utf-8")
    ledger(out, pipeline).run([articles])
    assert not list(out.glob(".*"))


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


def test_rebuilding_starts_over(pipeline: Pipeline, articles: Path, tmp_path: Path) -> None:
    ledger(tmp_path / "out", pipeline).run([articles])
    report = ledger(tmp_path / "out", pipeline).run([articles / "a.txt"], rebuild=True)
    assert report.counts["new"] == 1
    assert report.table is not None
    assert [row.article for row in report.table.articles] == ["a.txt"]


def test_a_rebuild_that_is_stopped_changes_nothing(
    pipeline: Pipeline, articles: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same command goes on with it; another one starts over; runs in between know all they knew."""
    out = tmp_path / "out"
    ledger(tmp_path / "whole", pipeline).run([articles])
    ledger(out, pipeline).run([articles])
    (articles / "a.txt").write_text(NOTE.replace("80 GB", "94 GB"), encoding="utf-8")
    ledger(out, pipeline).run([articles])
    before = files(out)
    careful = under(pipeline, ledger=pipeline.rulebook.ledger.model_copy(update={"keeping": Keeping(articles=1)}))
    put, count = Articles.put, iter(range(100))

    def dying(self: Articles, *arguments: object) -> object:
        if next(count) == 2:
            raise Stopped
        return put(self, *arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(Articles, "put", dying)
    with pytest.raises(Stopped):
        ledger(out, careful).run([articles], rebuild=True)
    monkeypatch.setattr(Articles, "put", put)
    assert unfinished_rebuild(out)
    known = ledger(out, pipeline).run([articles])
    assert (known.counts["known"], known.table, files(out)) == (3, None, before)
    other = ledger(out, pipeline).run([articles / "b.md"], rebuild=True)
    assert (other.counts["new"], other.counts["known"]) == (1, 0)
    assert not unfinished_rebuild(out)
    (articles / "a.txt").write_text(NOTE, encoding="utf-8")
    count = iter(range(100))
    monkeypatch.setattr(Articles, "put", dying)
    with pytest.raises(Stopped):
        ledger(out, careful).run([articles], rebuild=True)
    monkeypatch.setattr(Articles, "put", put)
    again = ledger(out, careful).run([articles], rebuild=True)
    assert (again.counts["new"], again.counts["known"]) == (1, 2)
    assert files(out) == files(tmp_path / "whole")


def test_a_rebuild_that_can_read_nothing_takes_nothing_away(pipeline: Pipeline, articles: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    ledger(out, pipeline).run([articles])
    before = files(out)
    report = ledger(out, pipeline).run([tmp_path / "nothing"], rebuild=True)
    assert (report.stayed, report.unread, report.given) == (True, 1, 1)
    assert files(out) == before
    assert not unfinished_rebuild(out)
    assert ledger(out, pipeline).run([articles]).counts["known"] == 3


def test_lost_files_are_made_again(pipeline: Pipeline, articles: Path, tmp_path: Path) -> None:
    ledger(tmp_path / "out", pipeline).run([articles])
    before = files(tmp_path / "out")
    (tmp_path / "out" / "knowledge.csv").unlink()
    assert ledger(tmp_path / "out", pipeline).run([articles]).counts["new"] == 0
    assert files(tmp_path / "out") == before


@pytest.mark.parametrize(
    ("touched", "refreshed", "read"),
    [("table", 0, 0), ("extraction", 3, 0), ("reading", 0, 3)],
)
def test_a_change_of_rules_or_program_touches_what_depends_on_it(
    pipeline: Pipeline,
    articles: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    touched: str,
    refreshed: int,
    read: int,
) -> None:
    ledger(tmp_path / "out", pipeline).run([articles])
    before = files(tmp_path / "out")
    later = ledger(tmp_path / "out", pipeline)
    monkeypatch.setattr(later, "_stamps", later._stamps._replace(**{touched: "another"}))
    report = later.run([articles])
    assert report.counts["refreshed"] == refreshed
    assert sum(report.counts[kind] for kind in ("new", "changed", "same")) == read
    assert files(tmp_path / "out") == before


def test_what_is_read_anew_is_not_extracted_twice(
    pipeline: Pipeline, articles: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A new version of the program changes the stamps of all steps; of an archive that takes hours."""
    ledger(tmp_path / "out", pipeline).run([articles])
    later = ledger(tmp_path / "out", pipeline)
    monkeypatch.setattr(later, "_stamps", later._stamps._replace(reading="another", extraction="another"))
    extracted: list[str] = []
    extract = Pipeline.extract
    monkeypatch.setattr(
        Pipeline, "extract", lambda self, article: extracted.append(article.name) or extract(self, article)
    )
    report = later.run([articles / "a.txt", articles / "b.md"])
    assert (report.counts["again"], report.counts["refreshed"], report.given) == (2, 1, 2)
    assert sorted(extracted) == ["a.txt", "b.md", "c.txt"]


def test_documents_of_older_rules_that_were_not_given_are_counted(
    pipeline: Pipeline, articles: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ledger(tmp_path / "out", pipeline).run([articles])
    later = ledger(tmp_path / "out", pipeline)
    monkeypatch.setattr(later, "_stamps", later._stamps._replace(reading="another"))
    assert later.run([articles / "a.txt"]).counts["outdated"] == 2


class Stopped(BaseException):
    """Stands for a kill: nothing catches it."""


@pytest.mark.parametrize("kept", range(5))
def test_a_run_stopped_anywhere_goes_on_where_it_was(
    pipeline: Pipeline, articles: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kept: int
) -> None:
    """After 0, 1, 2 … results were put into the store the run dies; the next one ends as if nothing had been."""
    ledger(tmp_path / "whole", pipeline).run([articles])
    careful = under(pipeline, ledger=pipeline.rulebook.ledger.model_copy(update={"keeping": Keeping(articles=1)}))
    put, count = Articles.put, iter(range(100))

    def dying(self: Articles, *arguments: object) -> object:
        if next(count) == kept:
            raise Stopped
        return put(self, *arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(Articles, "put", dying)
    if kept < 3:
        with pytest.raises(Stopped):
            ledger(tmp_path / "out", careful).run([articles])
        monkeypatch.setattr(Articles, "put", put)
    report = ledger(tmp_path / "out", careful).run([articles])
    assert report.counts["known"] == (kept if kept < 3 else 0)
    assert files(tmp_path / "out") == files(tmp_path / "whole")


def test_a_run_stopped_while_writing_writes_again(
    pipeline: Pipeline, articles: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ledger(tmp_path / "whole", pipeline).run([articles])
    ledger(tmp_path / "out", pipeline).run([articles / "a.txt"])
    begin, count = WholeFile.__enter__, iter(range(100))

    def dying(self: WholeFile) -> WholeFile:
        if next(count) == 3:
            raise Stopped
        return begin(self)

    monkeypatch.setattr(WholeFile, "__enter__", dying)
    with pytest.raises(Stopped):
        ledger(tmp_path / "out", pipeline).run([articles])
    monkeypatch.setattr(WholeFile, "__enter__", begin)
    assert ledger(tmp_path / "out", pipeline).run([articles]).counts["known"] == 3
    assert files(tmp_path / "out") == files(tmp_path / "whole")


def test_ctrl_c_keeps_what_was_done() -> None:
    def results() -> Iterator[int]:
        yield from (1, 2, 3)
        raise KeyboardInterrupt

    got: list[list[int]] = []
    with pytest.raises(KeyboardInterrupt):
        got.extend(batches(results(), Keeping(articles=2, seconds=60)))
    assert got == [[1, 2], [3]]


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


def test_runs_that_can_read_nothing_may_follow_each_other(pipeline: Pipeline, tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt"):
        report = ledger(tmp_path / "out", pipeline).run([tmp_path / name])
        assert [item.name for item in report.refused] == [name]


def test_reading_asks_only_for_the_rules_of_its_stamp(rulebook: Rulebook, monkeypatch: pytest.MonkeyPatch) -> None:
    """Otherwise a change of the others would leave stale articles in the stores of users."""
    from pipeline.ingest import read_document
    from pipeline.ledger.stamps import READING_SECTIONS
    from pipeline.rulebook.sections import SECTIONS

    asked: set[str] = set()

    class Watched:
        def __getattr__(self, name: str) -> object:
            asked.add(name)
            return getattr(rulebook, name)

    root = Path(__file__).resolve().parents[2]
    for path in sorted((root / "corpus" / "articles").iterdir()):
        document = Document(name=path.name, key="x", data=path.read_bytes())
        read_document(document, Watched())  # type: ignore[arg-type]
    assert asked & {section.field for section in SECTIONS} <= READING_SECTIONS
    assert "reading" in asked


def test_extraction_asks_for_no_rule_of_the_table(rulebook: Rulebook) -> None:
    from pipeline.extract import Extractor
    from pipeline.ingest import read_text
    from pipeline.ledger.stamps import TABLE_SECTIONS

    asked: set[str] = set()

    class Watched:
        def __getattr__(self, name: str) -> object:
            asked.add(name)
            return getattr(rulebook, name)

    extractor = Extractor(Watched())  # type: ignore[arg-type]
    extractor.extract(read_text("a.txt", NOTE + "\n\n" + THIRD, rulebook))
    assert "cues" in asked
    assert not asked & TABLE_SECTIONS


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
