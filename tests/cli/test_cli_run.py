"""run, evaluate and quantities from end to end: what they write, what they say, and with which status they leave."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from pipeline.api import Pipeline
from pipeline.export import FILES
from pipeline.model import Article, Reading, Rejected
from pipeline.store import FILE as STORE
from tests.cli.conftest import Command

NOTE = "The Nvidia H100 has 80 GB of HBM3 memory and a memory bandwidth of 3.35 TB/s.\n"
OTHER = "Our test system held one Nvidia H100. With 80 GB of memory the Nvidia H100 ran every model we tried.\n"


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "note.txt").write_text(NOTE, encoding="utf-8")
    (folder / "other.md").write_text(OTHER, encoding="utf-8")
    return folder


def claims(folder: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in (folder / "claims.jsonl").read_text(encoding="utf-8").splitlines()]


def test_run_writes_every_file_and_says_so_in_one_line(specledger: Command, articles: Path, tmp_path: Path) -> None:
    status, out, err = specledger("run", articles, "-o", tmp_path / "out")
    assert (status, out) == (0, "")
    assert err.count("\n") == 1
    assert err.startswith("2 articles read, ")
    assert err.endswith(f" → {tmp_path / 'out'}/\n")
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == sorted((*FILES, "ledger.lock", STORE))
    for claim in claims(tmp_path / "out"):
        text = NOTE if claim["article"] == "note.txt" else OTHER
        assert str(claim["quote"]) in text


def test_run_finds_what_two_articles_agree_on(specledger: Command, articles: Path, tmp_path: Path) -> None:
    specledger("run", articles, "-o", tmp_path / "out", "-q")
    with (tmp_path / "out" / "knowledge.csv").open(encoding="utf-8") as file:
        cells = {row["attribute"]: row for row in csv.DictReader(file) if row["subject"] == "Nvidia H100"}
    assert cells["memory_capacity"]["value"] == "80 GB"
    assert cells["memory_capacity"]["verdict"] == "agreement"
    assert cells["memory_bandwidth"]["verdict"] == "single_source"
    out = specledger("show", "h100", "-o", tmp_path / "out").out
    assert "80 GB" in out
    assert "agreement" in out
    out = specledger("explain", cells["memory_capacity"]["id"], "-o", tmp_path / "out").out
    assert "80 GB" in out
    assert "»" in out


def test_jobs_do_not_show_in_the_result(specledger: Command, articles: Path, tmp_path: Path) -> None:
    specledger("run", articles, "-o", tmp_path / "one", "-q")
    specledger("run", articles, "-o", tmp_path / "two", "-q", "--jobs", "2")
    for name in FILES:
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes(), name


def test_quiet_and_json(specledger: Command, articles: Path, tmp_path: Path) -> None:
    assert specledger("run", articles, "-o", tmp_path / "out", "-q") == (0, "", "")
    answer = specledger("run", articles, "-o", tmp_path / "out", "--json")
    assert json.loads(answer.out)["counts"]["articles"] == {"read": 2}


@pytest.mark.parametrize(
    ("inputs", "status", "words"),
    [
        (("note.txt", "missing.txt"), 1, "not read: missing.txt: "),
        (("missing.txt",), 2, "0 articles read, 1 input rejected"),
        (("*.nothing",), 2, "0 articles read, 1 input rejected"),
        (("note.txt", "empty.txt"), 1, "not read: empty.txt: "),
        (("note.txt", "bytes.txt"), 1, "not read: bytes.txt"),
    ],
)
def test_bad_inputs_are_named_and_the_rest_goes_on(
    specledger: Command, articles: Path, tmp_path: Path, inputs: tuple[str, ...], status: int, words: str
) -> None:
    (articles / "empty.txt").write_text("")
    (articles / "bytes.txt").write_bytes(bytes(range(256)) * 40)
    answer = specledger("run", *(articles / name for name in inputs), "-o", tmp_path / "out")
    assert answer.status == status
    assert words in answer.err
    with (tmp_path / "out" / "articles.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == len(inputs)
    assert all(row["reason"] for row in rows if row["status"] == "rejected")


def test_an_unwritable_output_is_said_before_the_work(specledger: Command, articles: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    status, _, err = specledger("run", articles, "-o", tmp_path / "file" / "out")
    assert status == 2
    assert "cannot make this folder" in err
    assert "choose another place with -o" in err


def test_a_run_that_reads_nothing_keeps_earlier_results(specledger: Command, articles: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    specledger("run", articles, "-o", out, "-q")
    results = ("claims.jsonl", "knowledge.csv", "flags.csv")
    before = {name: (out / name).read_bytes() for name in results}
    status, _, err = specledger("run", articles / "missing.txt", "-o", out)
    assert status == 2
    assert "missing.txt" in err
    assert {name: (out / name).read_bytes() for name in results} == before
    assert "missing.txt" in (out / "articles.csv").read_text(encoding="utf-8")


def test_parquet_without_its_package_is_said_before_the_work(
    specledger: Command, articles: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pipeline.export.tables.find_spec", lambda name: None)
    monkeypatch.setattr("pipeline.ledger.Ledger.run", lambda *arguments, **named: pytest.fail("the run went ahead"))
    status, _, err = specledger("run", articles, "-o", tmp_path / "out", "--parquet")
    assert status == 2
    assert err == "Error: Parquet needs pyarrow, which is not installed; pip install pyarrow, or leave --parquet out\n"


def test_min_confidence_keeps_unsure_claims_out_of_the_table_only(
    specledger: Command, articles: Path, tmp_path: Path
) -> None:
    specledger("run", articles, "-o", tmp_path / "all", "-q")
    everything = claims(tmp_path / "all")
    confidence = {str(claim["id"]): float(str(claim["confidence"])) for claim in everything}
    least = max(confidence.values())
    unsure = {ident for ident, value in confidence.items() if value < least}
    assert unsure
    answer = specledger("run", articles, "-o", tmp_path / "sure", "--min-confidence", str(least), "--json", "-q")
    record = json.loads((tmp_path / "sure" / "run.json").read_text(encoding="utf-8"))
    assert record["min_confidence"] == least
    assert record["counts"]["claims_below_min_confidence"] == len(unsure)
    assert json.loads(answer.out)["counts"] == record["counts"]
    kept = claims(tmp_path / "sure")
    assert [claim["id"] for claim in kept] == [claim["id"] for claim in everything]
    assert all(claim["origin"] for claim in kept)
    cells = (tmp_path / "sure" / "cells.jsonl").read_text(encoding="utf-8").splitlines()
    assert {ident for cell in cells for ident in json.loads(cell)["claims"]} == set(confidence) - unsure
    with (tmp_path / "sure" / "articles.csv").open(encoding="utf-8") as file:
        assert sum(int(row["claims"]) for row in csv.DictReader(file)) == len(everything)


def test_one_article_that_breaks_does_not_end_the_batch(
    articles: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pipeline = Pipeline()
    extract = pipeline.extract

    def fragile(article: Article) -> Reading:
        if article.name == "other.md":
            raise RecursionError("too deep")
        return extract(article)

    monkeypatch.setattr(pipeline, "extract", fragile)
    seen: list[tuple[int, str]] = []
    table = pipeline.run([articles], progress=lambda done, name: seen.append((done, name)))
    assert seen == [(1, "note.txt"), (2, "other.md")]
    rows = {row.article: row for row in table.articles}
    assert rows["note.txt"].status == "read"
    assert rows["other.md"].status == "rejected"
    assert "RecursionError: too deep" in rows["other.md"].reason


def test_the_steps_of_the_api_give_what_run_gives(articles: Path) -> None:
    pipeline = Pipeline()
    read = list(pipeline.read([articles]))
    readings = [pipeline.extract(item) for item in read if isinstance(item, Article)]
    table = pipeline.build_table(readings, [item for item in read if isinstance(item, Rejected)])
    assert table == pipeline.run([articles])


def test_evaluate_a_small_corpus(specledger: Command, articles: Path, tmp_path: Path) -> None:
    gold = {"article": "note.txt", "subject": "Nvidia H100", "attribute": "memory_capacity", "quote": "80 GB"}
    value = {"low": 80, "high": 80, "unit": "GB", "approx": False}
    (tmp_path / "gold.jsonl").write_text(json.dumps({**gold, "value": value}) + "\n")
    status, out, _ = specledger("evaluate", tmp_path, "--html", tmp_path / "errors.html")
    assert status == 0
    assert "memory_capacity" in out
    assert "all claims" in out
    assert "<mark>" in (tmp_path / "errors.html").read_text(encoding="utf-8")
    assert specledger("evaluate", tmp_path, "--floors").status == 2
    assert specledger("evaluate", tmp_path, "--update-floors", "-q").status == 0
    assert specledger("evaluate", tmp_path, "--floors", "-q") == (0, "", "")
    floors = tmp_path / "floors.toml"
    floors.write_text(floors.read_text().replace("claims_precision = 0", "claims_precision = 1"))
    answer = specledger("evaluate", tmp_path, "--floors", "--json")
    assert answer.status == 1
    assert json.loads(answer.out)["claims"]["total"]["right"] == 1


def test_quantities(specledger: Command, tmp_path: Path) -> None:
    (tmp_path / "in.jsonl").write_text('{"id": 7, "text": "It holds 144 GB."}\nnonsense\n')
    status, _, err = specledger("quantities", tmp_path / "in.jsonl", tmp_path / "out.jsonl")
    assert status == 1
    assert "line 2" in err
    record = json.loads((tmp_path / "out.jsonl").read_text())
    (quantity,) = record["quantities"]
    assert (record["id"], quantity["start"], quantity["end"], quantity["value"], quantity["unit"]) == (
        7,
        9,
        15,
        144,
        "GB",
    )


def test_quantities_of_a_missing_file(specledger: Command, tmp_path: Path) -> None:
    status, _, err = specledger("quantities", tmp_path / "no.jsonl", tmp_path / "out.jsonl")
    assert status == 2
    assert "no.jsonl: cannot be read" in err
