"""How firmly things are said: plans, rumours, reports and facts, and the bounds that a list shares."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from pipeline.ingest import read_text
from pipeline.rulebook import load
from tests.extract.test_sentences import shown

CASES = tomllib.loads(Path(__file__).with_name("firmness.toml").read_text(encoding="utf-8"))["case"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"].strip()[:50])
def test_how_firmly_it_is_said(case, extractor):
    article = read_text("test.md", case["text"], load(), published="2026-04-01")
    found = [
        f"{c.subject} | {c.attribute} | {shown(c.value)} | {c.modality}" for c in extractor.extract(article).claims
    ]
    assert sorted(found) == sorted(case["said"])
