"""A run that dies, at any moment, and a rebuild that does: the next one ends as if nothing had been."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.api import Pipeline
from pipeline.export.files import WholeFile
from pipeline.ledger.keeping import batches
from pipeline.rulebook.ledger import Keeping
from pipeline.store import unfinished_rebuild
from pipeline.store.articles import Articles
from tests.kin import under
from tests.ledger.helpers import NOTE, files, ledger


def test_what_a_killed_run_left_half_written_goes(pipeline: Pipeline, articles: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / ".claims.jsonl.abc.part").write_text("half", encoding="utf-8")
    ledger(out, pipeline).run([articles])
    assert not list(out.glob(".*"))


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
