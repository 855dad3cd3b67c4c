"""Tables whose lines are gone: read where they are sure, left alone where they are none."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.ingest import read_text
from pipeline.model import BlockKind
from pipeline.rulebook import load
from tests.extract.test_tables import shown
from tests.kin import extractor as shared

HELD = tomllib.loads((Path(__file__).parent / "flattened.toml").read_text(encoding="utf-8"))
PIECES = [
    "RTX 5070", "RTX 5060", "iPhone 15", "Memory", "Cores", "Base / Boost (GHz)", "Display", "Battery", "TDP", "RAM",
    "12GB GDDR7", "8GB", "6144", "3840", "-", "N/A", "6.7-inch", "$399", "8 / 16", "up to", "24 (8+16)", "(", ")", ",",
    "~253 W", "AMOLED", "Intel 7", "TSMC 4nm", "Weight", "167 g", ". The card", "\n\n", "|", "1Hz – 120Hz", "300 + 222",
]  # fmt: skip


def article_of(text):
    return read_text("flat", text, load(), published="2026-04-01")


@pytest.mark.parametrize("case", HELD["case"], ids=lambda c: c["name"])
def test_claims(extractor, case):
    article = article_of(case["text"])
    claims = extractor.extract(article).claims
    assert sorted(shown(c) for c in claims) == sorted(case["claims"])
    assert all(article.text[c.start : c.end] == c.quote for c in claims)


@pytest.mark.parametrize("text", HELD["prose"])
def test_prose_is_no_table(extractor, text):
    article = article_of(f"The RTX 5070 is here.\n\n{text}")
    found = extractor._find(article)
    assert BlockKind.TABLE not in {b.kind for b in extractor._flat.rebuilt(article, found).blocks}


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(st.sampled_from(PIECES), max_size=30).map(" ".join))
def test_nothing_raises_and_cells_lie_in_order(text):
    article = article_of(f"A test of the iPhone 15.\n\n{text}")
    found = shared()._find(article)
    for block in shared()._flat.rebuilt(article, found).blocks:
        assert 0 <= block.start <= block.end <= len(article.text)
        assert all(block.start <= c.start <= c.end <= block.end for c in block.cells)
        assert len({(c.row, c.column) for c in block.cells}) == len(block.cells)
    starts = [(q.start, q.end) for q in found.quantities]
    assert starts == sorted(starts)
    for claim in shared().extract(article).claims:
        assert article.text[claim.start : claim.end] == claim.quote
