"""Which cores are counted, and which part of a firm took a sum in: what its own words say, not those beside it."""

from __future__ import annotations

import pytest

from pipeline.ingest import read_text
from pipeline.rulebook import load

CASES = {
    "The Core Ultra 7 258V has 8 cores and four Xe3 cores.": [(4, "GPU"), (8, "")],
    "The Tegra T239 has eight Cortex-A78C cores and 1,536 CUDA cores.": [(8, ""), (1536, "CUDA")],
    "The Apple M5 has 10 CPU cores and 8 GPU cores.": [(8, "GPU"), (10, "CPU")],
}


@pytest.mark.parametrize(("text", "counts"), CASES.items(), ids=lambda case: str(case)[:30])
def test_a_count_has_the_kind_of_its_own_noun(text, counts, extractor):
    claims = extractor.extract(read_text("test.md", text, load(), published="2026-04-01")).claims
    found = [(c.value.low, c.qualifiers.get("kind", "")) for c in claims if c.attribute == "core_count"]
    assert sorted(found) == counts


SCOPES = {
    "Intel is weak. Revenue from the client computing group (PCs and laptops) slumped 36% to $6.6 billion.": "client",
    "Intel is weak. Revenue from its data center business slumped 36% to $6.6 billion.": "data center",
}


@pytest.mark.parametrize(("text", "scope"), SCOPES.items(), ids=lambda case: str(case)[-30:])
def test_what_a_bracket_explains_is_not_the_part_that_sells(text, scope, extractor):
    claims = extractor.extract(read_text("test.md", text, load(), published="2026-04-01")).claims
    assert [c.qualifiers.get("scope") for c in claims if c.attribute == "revenue"] == [scope]
