"""The whole pipeline over processes: the files of a run are those of one process, byte for byte."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest

from pipeline.api import Pipeline
from pipeline.rulebook import Rulebook
from pipeline.rulebook.batch import ArticleLimits, BatchRules
from tests.kin import under

CORPUS = Path(__file__).resolve().parents[2] / "corpus" / "articles"


@pytest.fixture(scope="module")
def inputs(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """Some articles of the corpus, a page, and things that cannot be read."""
    folder = tmp_path_factory.mktemp("inputs")
    (folder / "page.html").write_text("<html><body><p>The Nvidia H100 has 80 GB of memory.</p></body></html>")
    (folder / "empty.txt").write_text("")
    (folder / "program.bin").write_bytes(bytes(range(256)) * 10)
    return [*map(str, sorted(CORPUS.glob("*"))[:3]), str(folder), str(folder / "missing.txt")]


def test_what_travels_between_processes_arrives_as_it_was(rulebook: Rulebook, inputs: list[str]) -> None:
    pipeline = Pipeline(rulebook)
    results = list(pipeline.process_all(pipeline.open(inputs)))
    arrived = pickle.loads(pickle.dumps(results))
    assert arrived == results
    assert [r.model_dump_json() for r in arrived] == [r.model_dump_json() for r in results]
    assert hash(arrived[0].claims[0].value) == hash(results[0].claims[0].value)
    book = pickle.loads(pickle.dumps(rulebook))
    assert book == rulebook
    assert book.syntax.regex("pronoun") == rulebook.syntax.regex("pronoun")


def test_processes_write_what_one_process_writes(rulebook: Rulebook, inputs: list[str], tmp_path: Path) -> None:
    Pipeline(rulebook).run(inputs, tmp_path / "one", jobs=1)
    under(Pipeline(rulebook), batch=BatchRules(least=1, chunk=2)).run(inputs, tmp_path / "two", jobs=2)
    files = sorted(path.name for path in (tmp_path / "one").iterdir())
    assert "claims.jsonl" in files
    for name in files:
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes(), name


def test_an_article_that_takes_too_long_is_a_row_with_its_reason(rulebook: Rulebook, inputs: list[str]) -> None:
    table = under(Pipeline(rulebook), batch=BatchRules(article=ArticleLimits(seconds=0.0005))).run(inputs[:2])
    assert [row.status for row in table.articles] == ["rejected", "rejected"]
    assert {row.reason for row in table.articles} == {
        "it took longer than 0.0005 s; the others went on; the limits stand in rules/batch.toml"
    }
