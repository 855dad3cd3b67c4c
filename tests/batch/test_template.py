"""One process loads, and the workers are copies of it; where that cannot be, each loads for itself. Nothing shows."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from pipeline.batch import map_in_order, team
from pipeline.rulebook.batch import ArticleLimits, BatchRules, ProcessLimits
from tests.batch import samples
from tests.batch.started import children
from tests.batch.test_casualties import told

EAGER = BatchRules(least=1, chunk=3, process=ProcessLimits(articles=9), article=ArticleLimits(seconds=1))
SQUARES = [n * n for n in range(40)]


@pytest.fixture(autouse=True)
def _nothing_stays_behind() -> Iterator[None]:
    before = children()
    yield
    assert children() <= before


def ways(folder: Path, threads: int = 0) -> tuple[list[object], dict[str, set[str]]]:
    """The squares as workers that leave marks give them, and which processes did what."""
    results = list(map_in_order(partial(samples.Loaded, folder, threads), range(40), 2, casualty=told, rules=EAGER))
    marks: dict[str, set[str]] = {"loaded": set(), "warm": set(), "called": set()}
    for mark in folder.iterdir():
        what, _, process = mark.name.partition(".")
        marks[what].add(process)
    return results, marks


@pytest.mark.skipif(sys.platform != "linux", reason="processes are copied on Linux")
def test_one_process_loads_for_all(tmp_path: Path) -> None:
    results, marks = ways(tmp_path)
    assert results == SQUARES
    assert len(marks["loaded"]) == 1
    assert marks["warm"] == marks["loaded"]
    assert len(marks["called"]) >= 4  # they are renewed
    assert not marks["called"] & marks["loaded"]


def test_processes_that_cannot_be_copied_load_for_themselves(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(team, "can_copy", lambda: False)
    results, marks = ways(tmp_path)
    assert results == SQUARES
    assert marks["loaded"] == marks["warm"] == marks["called"]


def test_a_process_with_threads_is_not_copied(tmp_path: Path) -> None:
    results, marks = ways(tmp_path, threads=1)
    assert results == SQUARES
    assert marks["loaded"] == marks["warm"] == marks["called"]


def test_a_template_that_dies_takes_nothing_with_it(tmp_path: Path) -> None:
    (tmp_path / "deadly").touch()
    results, marks = ways(tmp_path)
    assert results == SQUARES
    assert len(marks["loaded"]) >= 2


@pytest.mark.parametrize("kind", ["killed", "loop", "exit"])
def test_what_breaks_in_a_process_that_is_no_copy_is_set_aside(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(team, "can_copy", lambda: False)
    make = partial(samples.make, "troubled", kind, frozenset({5, 11}))
    results = list(map_in_order(make, range(30), 2, casualty=lambda item, _: -item, rules=EAGER))
    assert results == [-n if n in {5, 11} else n * n for n in range(30)]
