"""A synthetic batch of some 2,000 claims: digests give the table that readings give, in any order, and its files."""

from __future__ import annotations

import importlib.util
import random
from itertools import pairwise
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.api import Pipeline
from pipeline.errors import InputError
from pipeline.export import FILES, write_run
from pipeline.fuse import build_table, portions
from pipeline.fuse.cells import Draft as CellDraft
from pipeline.fuse.finds import source_of
from pipeline.fuse.packing import pack, unpack
from pipeline.fuse.rows import cell_of
from pipeline.fuse.source import Shared, Words
from pipeline.fuse.thinning import fewer
from pipeline.model import Article, Cell, Digest, Reading, Table
from tests.fuse.build import Draft
from tests.kin import under

ROOT = Path(__file__).resolve().parents[2]


def synthetic() -> ModuleType:
    spec = importlib.util.spec_from_file_location("synthetic", ROOT / "benchmarks" / "synthetic.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def pipeline() -> Pipeline:
    return Pipeline()


@pytest.fixture(scope="module")
def readings(pipeline: Pipeline) -> list[Reading]:
    paths = sorted((ROOT / "corpus" / "articles").glob("*.txt"))
    articles = [article for article in pipeline.read(paths) if isinstance(article, Article)]
    own = [pipeline.extract(article) for article in articles[:8]]
    return list(synthetic().Synthesizer(own, pipeline.rulebook, names=48).readings(2_000))


@pytest.fixture(scope="module")
def digests(pipeline: Pipeline, readings: list[Reading]) -> list[Digest]:
    return [pipeline.digest(reading) for reading in readings]


@pytest.fixture(scope="module")
def table(pipeline: Pipeline, readings: list[Reading]) -> Table:
    return pipeline.build_table(readings)


def test_the_batch_has_cells_of_many_claims_copies_and_flags(table: Table) -> None:
    assert max(len(cell.claims) for cell in table.cells) >= 10
    assert {row.status for row in table.articles} == {"read", "duplicate"}
    assert len({flag.kind for flag in table.flags}) >= 5
    assert len({cell.verdict for cell in table.cells}) >= 4


def test_digests_in_any_order_give_the_same_table(pipeline: Pipeline, digests: list[Digest], table: Table) -> None:
    found = pipeline.build_table(random.Random(5).sample(digests, len(digests)))
    assert found.model_dump(exclude={"texts"}) == table.model_dump(exclude={"texts"})
    assert [(a.name, a.text) for a in found.texts] == [(a.name, a.text) for a in table.texts]


@pytest.mark.parametrize("least", [0.0, 0.85])
def test_a_table_written_in_one_go_gives_the_same_files(
    pipeline: Pipeline, readings: list[Reading], digests: list[Digest], table: Table, tmp_path: Path, least: float
) -> None:
    write_run(
        pipeline.build_table(readings, min_confidence=least) if least else table,
        tmp_path / "whole",
        view={"min_confidence": least} if least else None,
    )
    pipeline.write_table(reversed(digests), tmp_path / "straight", min_confidence=least)
    for name in FILES:
        assert (tmp_path / "whole" / name).read_bytes() == (tmp_path / "straight" / name).read_bytes(), name


def test_a_digest_brings_its_source_back(pipeline: Pipeline, readings: list[Reading]) -> None:
    for reading in readings[:20]:
        source = source_of(reading, pipeline.rulebook)
        data = pack(source)
        assert pack(unpack(data, Shared())) == data
        assert unpack(data, Shared()).claims == source.claims


@given(st.lists(st.lists(st.integers(-(2**63), 2**63 - 1), max_size=12), max_size=4), st.integers(1, 9))
def test_fewer_pieces_are_those_that_the_sample_divides(paragraphs: list[list[int]], sample: int) -> None:
    edges = np.cumsum([0, *map(len, paragraphs)])
    rows = [(at, at + 1, *span) for at, span in enumerate(pairwise(edges.tolist()))]
    pieces = np.array([piece for own in paragraphs for piece in own], dtype=np.int64)
    kept = fewer(Words(pieces, np.array(rows, dtype=np.int32).reshape(-1, 4)), sample)
    found = [kept.pieces[first:last].tolist() for _, _, first, last in kept.passages.tolist()]
    assert found == [[piece for piece in own if piece % sample == 0] for own in paragraphs]


def test_broken_letters_and_odd_numbers_survive(pipeline: Pipeline) -> None:
    draft = Draft("odd", published="2026-05-20").claim("K7", "memory_capacity", "144 GB", "K7 \ud800 [144 GB] ‮ \0.")
    reading = draft.claim("K7", "tdp", {"low": None, "high": 1e300, "unit": "W"}, "It draws [so] much.").reading()
    digest = pipeline.digest(reading)
    assert build_table([digest], pipeline.rulebook).claims == build_table([reading], pipeline.rulebook).claims


def test_a_digest_of_other_rules_is_refused(pipeline: Pipeline, readings: list[Reading]) -> None:
    digest = pipeline.digest(readings[0]).model_copy(update={"fingerprint": "other"})
    with pytest.raises(InputError, match="other rules"):
        pipeline.build_table([digest])


def test_a_digest_of_another_form_is_refused(pipeline: Pipeline, readings: list[Reading]) -> None:
    digest = pipeline.digest(readings[0])
    old = Digest(name=digest.name, claims=1, fingerprint=digest.fingerprint, data=b"\xff\xff" + digest.data[2:])
    with pytest.raises(InputError, match="form 65535"):
        pipeline.build_table([old])


def test_a_table_written_by_several_processes_is_the_same_files(
    pipeline: Pipeline, digests: list[Digest], tmp_path: Path
) -> None:
    pipeline.write_table(digests, tmp_path / "one", min_confidence=0.6)
    batch = pipeline.rulebook.batch
    table = batch.table.model_copy(update={"claims": 60, "least": 1})
    small = under(pipeline, batch=batch.model_copy(update={"table": table}))
    small.write_table(digests, tmp_path / "two", min_confidence=0.6, jobs=2)
    for name in FILES:
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes(), name


def test_only_wanted_subjects_are_judged(
    pipeline: Pipeline, readings: list[Reading], monkeypatch: pytest.MonkeyPatch
) -> None:
    table = pipeline.open_table(readings)
    cells = list(table.cells)
    wanted = {cell.subject for cell in cells[:20]}
    judged: set[str] = set()

    def noted(draft: CellDraft, *rest: Any) -> Cell:
        judged.add(draft.subject)
        return cell_of(draft, *rest)

    monkeypatch.setattr(portions, "cell_of", noted)
    assert list(table.cells_about(wanted.__contains__)) == [cell for cell in cells if cell.subject in wanted]
    assert judged == wanted
