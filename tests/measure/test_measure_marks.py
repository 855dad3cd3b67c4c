"""The marks that the reader has passed, as floors; they need the shared sentences and their scorer."""

from __future__ import annotations

import importlib.util
import json

import pytest

from pipeline.measure.records import read_records


def _scorer(shared_dir):
    spec = importlib.util.spec_from_file_location("score_quantities", shared_dir / "score_quantities.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize(
    ("name", "floors"),
    [
        ("news_sentences", {"value": 93, "value+unit": 87, "unit_folded": 91, "value+change": 89}),
        ("rtest_age", {"value+unit": 95}),
        ("rtest_temperature", {"value+unit": 95}),
    ],
)
def test_the_reference_scorer_gives_the_marks(shared_dir, tmp_path, name, floors):
    scorer = _scorer(shared_dir)
    gold = shared_dir / "quantity" / f"{name}.jsonl"
    out = tmp_path / "out.jsonl"
    read_records(gold, out)
    records = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    result, _, _ = scorer.score(scorer.read(gold), {r["id"]: r["quantities"] for r in records})
    assert {mark: result[mark]["F1"] >= floor for mark, floor in floors.items()} == dict.fromkeys(floors, True)
