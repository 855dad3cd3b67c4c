"""What a run writes: the contract's columns, safe cells, whole files, the same bytes every time."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import OutputError
from pipeline.export import FILES, RunFolder, files, write_run
from pipeline.export.tables import FORMULA_STARTS, guard
from pipeline.model import Table
from tests.export import sample

KNOWLEDGE = [
    "subject",
    "subject_type",
    "attribute",
    "condition",
    "value",
    "low",
    "high",
    "unit",
    "verdict",
    "reason",
    "origins",
    "articles",
    "claims",
    "likely_errors",
    "values",
    "first_published",
    "last_published",
]
FLAGS = [
    "kind",
    "severity",
    "article",
    "claim",
    "subject",
    "attribute",
    "stated",
    "suggested",
    "explanation",
    "evidence",
    "start",
    "end",
]
ARTICLES = [
    "article",
    "url",
    "title",
    "publisher",
    "author",
    "published",
    "published_from",
    "language",
    "origin",
    "duplicate_of",
    "status",
    "reason",
    "claims",
]
GOLD = ["article", "subject", "attribute", "value", "qualifiers", "attribution", "modality", "quote"]
CLAIMS = ["id", "subject_type", "start", "end", "normalized", "origin", "rules", "confidence"]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("run") / "deep" / "er"
    write_run(sample.table(), folder)
    return folder


def rows(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8"))))


def lines(path: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_exactly_the_promised_files_are_written(folder: Path) -> None:
    assert sorted(path.name for path in folder.iterdir()) == sorted(FILES)


@pytest.mark.parametrize(
    ("name", "columns"), [("knowledge.csv", KNOWLEDGE), ("flags.csv", FLAGS), ("articles.csv", ARTICLES)]
)
def test_csv_opens_with_the_columns_of_the_contract(folder: Path, name: str, columns: list[str]) -> None:
    header = (folder / name).read_text(encoding="utf-8").splitlines()[0].split(",")
    assert header[: len(columns)] == columns


def test_claims_carry_all_fields_and_their_offsets_hold(folder: Path) -> None:
    claims = lines(folder / "claims.jsonl")
    assert [claim["id"] for claim in claims] == ["c1", "c5", "c2", "c3", "c4"]
    for claim in claims:
        assert set(GOLD + CLAIMS) <= set(claim)
        assert sample.TEXTS[claim["article"]][claim["start"] : claim["end"]] == claim["quote"]


def test_values_are_written_as_the_gold_corpus_writes_them(folder: Path) -> None:
    values = {str(claim["id"]): claim["value"] for claim in lines(folder / "claims.jsonl")}
    assert values["c1"] == {"low": 96, "high": 96, "unit": "GB", "approx": False}
    assert values["c4"] == {"date_start": "2027-09-01", "date_end": "2027-12-31"}
    assert values["c5"] == {"text": "HBM3"}
    assert '"low": 96,' in (folder / "claims.jsonl").read_text(encoding="utf-8")


def test_cells_stand_in_order_and_numbers_stay_numbers(folder: Path) -> None:
    table = rows(folder / "knowledge.csv")
    assert [row["attribute"] for row in table] == ["memory_bandwidth", "memory_capacity"]
    bandwidth, capacity = table
    assert (bandwidth["value"], bandwidth["low"], bandwidth["high"]) == ("-5", "1500.5", "")
    assert bandwidth["condition"] == "scope=package; variant==SXM"
    assert bandwidth["verdict_all"] == "disagreement"
    assert (capacity["low"], capacity["claims"], capacity["first_published"]) == ("96", "c1; c2", "2026-05-01")
    assert capacity["values"] == "96 GB [kestrel.html, moor.txt]"


def test_no_cell_starts_a_formula(folder: Path) -> None:
    title = next(row["title"] for row in rows(folder / "articles.csv") if row["article"] == "kestrel.html")
    assert title == "'" + sample.HOSTILE
    flag = rows(folder / "flags.csv")[0]
    assert (flag["stated"], flag["suggested"]) == ("'-1.5 TB/s", "'@home")
    assert flag["explanation"] == "bits for bytes second line"
    assert flag["quote"] == "1.5 TB/s"


@given(st.text(alphabet=st.sampled_from("=+-@＝\t\r\n 5.,aé'~"), max_size=6))
def test_guarded_cells_run_nothing(text: str) -> None:
    cell = guard(text)
    number = cell.strip().lstrip("+-").replace(".", "").replace(",", "").isdigit()
    assert number or not cell.strip().startswith(FORMULA_STARTS)
    assert not any(ord(character) < 32 for character in cell)


def test_rejected_inputs_keep_their_reason(folder: Path) -> None:
    first = rows(folder / "articles.csv")[0]
    assert (first["article"], first["status"], first["reason"]) == ("broken.bin", "rejected", "not text")


def test_the_same_table_in_another_order_gives_the_same_bytes(folder: Path, tmp_path: Path) -> None:
    table = sample.table()
    shuffled = {name: tuple(reversed(getattr(table, name))) for name in ("cells", "flags", "claims", "articles")}
    write_run(table.model_copy(update=shuffled), tmp_path)
    for name in FILES:
        assert (tmp_path / name).read_bytes() == (folder / name).read_bytes(), name


def test_an_empty_table_still_gives_every_file(tmp_path: Path) -> None:
    write_run(Table(), tmp_path)
    assert rows(tmp_path / "knowledge.csv") == []
    assert (tmp_path / "knowledge.csv").read_text(encoding="utf-8").startswith("subject,")


def test_no_clock_unless_asked(folder: Path, tmp_path: Path) -> None:
    assert "finished" not in json.loads((folder / "run.json").read_text(encoding="utf-8"))
    write_run(sample.table(), tmp_path, finished="2026-05-20T12:00:00Z")
    assert json.loads((tmp_path / "run.json").read_text(encoding="utf-8"))["finished"] == "2026-05-20T12:00:00Z"


def test_run_record_counts(folder: Path) -> None:
    counts = json.loads((folder / "run.json").read_text(encoding="utf-8"))["counts"]
    assert counts == {
        "articles": {"read": 2, "rejected": 1},
        "claims": 5,
        "cells": 2,
        "verdicts": {"agreement": 1, "single_source": 1},
        "flags": {"unit_slip": 1},
    }


def test_a_failed_write_leaves_the_old_file_and_no_rubbish(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "claims.jsonl"
    files.write_whole(target, "old")

    def full(handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(files.os, "fsync", full)
    with pytest.raises(OutputError, match=r"claims\.jsonl: cannot be written \(No space left on device\)"):
        files.write_whole(target, "new")
    assert [path.name for path in tmp_path.iterdir()] == ["claims.jsonl"]
    assert target.read_text(encoding="utf-8") == "old"


def test_a_file_in_place_of_the_folder_is_refused_in_words(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("")
    with pytest.raises(OutputError, match="is a file, not a folder; choose another place with -o"):
        write_run(sample.table(), tmp_path / "out")


def test_what_was_written_reads_back_the_same(folder: Path) -> None:
    table, run = sample.table(), RunFolder(folder)
    assert list(run.cells) == sorted(table.cells, key=lambda cell: cell.attribute)
    assert set(run.claims) == {claim.id for claim in table.claims}
    assert all(run.claims[claim.id] == claim for claim in table.claims)
    assert run.texts == sample.TEXTS
    assert run.flags[0].suggested == "@home"
    assert {row.article for row in run.articles} == {row.article for row in table.articles}


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("claims.jsonl", '{"id": 1}\n', "claims.jsonl line 1: is not what a run writes"),
        ("claims.jsonl", "no json\n", "claims.jsonl line 1: is not what a run writes"),
        ("articles.csv", "a,b\n1,2\n", "articles.csv line 2: is not what a run writes"),
    ],
)
def test_a_foreign_file_is_refused_in_words(tmp_path: Path, name: str, content: str, words: str) -> None:
    write_run(sample.table(), tmp_path)
    (tmp_path / name).write_text(content, encoding="utf-8")
    run = RunFolder(tmp_path)
    with pytest.raises(OutputError, match=words.replace(".", r"\.")):
        _ = (run.claims, run.articles)


def test_a_folder_without_a_run_is_refused_in_words(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="holds no results of a run; write the folder anew"):
        RunFolder(tmp_path)


def test_parquet_needs_its_extra_or_writes_its_files(tmp_path: Path) -> None:
    try:
        import pyarrow  # noqa: F401
    except ImportError:
        with pytest.raises(OutputError, match="Parquet needs pyarrow"):
            write_run(sample.table(), tmp_path, parquet=True)
    else:
        write_run(sample.table(), tmp_path, parquet=True)
        assert (tmp_path / "knowledge.parquet").stat().st_size > 0
