"""Tables and lists of labels: every cell goes to the thing of its column or row, or to what the text is about."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from pipeline.ingest import read_html, read_text
from pipeline.model import BlockKind, DateValue
from pipeline.rulebook import load

CASES = tomllib.loads((Path(__file__).parent / "tables.toml").read_text(encoding="utf-8"))["case"]


def shown(claim):
    value = claim.value
    if isinstance(value, DateValue):
        return f"{claim.subject} | {claim.attribute} | {value.date_start} … {value.date_end}"
    words = getattr(value, "text", None)
    return f"{claim.subject} | {claim.attribute} | {words or f'{value.high:g} {value.unit}'.strip()}"


def article_of(case):
    read = read_html if case.get("format") == "html" else read_text
    return read("table", case["text"], load(), published="2026-04-01")


@pytest.mark.parametrize("case", CASES, ids=lambda c: c["name"])
def test_claims(extractor, case):
    claims = extractor.extract(article_of(case)).claims
    assert sorted(shown(c) for c in claims) == sorted(case["claims"])


@pytest.mark.parametrize("case", CASES, ids=lambda c: c["name"])
def test_quotes_stand_in_one_cell_or_line(extractor, case):
    article = article_of(case)
    cells = [(c.start, c.end) for b in article.blocks for c in b.cells]
    lines = [(b.start, b.end) for b in article.blocks if b.kind is not BlockKind.TABLE]
    for claim in extractor.extract(article).claims:
        assert article.text[claim.start : claim.end] == claim.quote
        assert any(start <= claim.start and claim.end <= end for start, end in cells + lines)


def test_what_results_were_got_at_is_their_variant(extractor):
    case = next(c for c in CASES if c["name"].startswith("results in games"))
    said = {c.value.high: c.qualifiers for c in extractor.extract(article_of(case)).claims}
    assert said[41] == {"benchmark": "Cyberpunk 2077", "variant": "1440p Ultra"}
    assert said[170] == {"benchmark": "The Witcher 3", "variant": "Medium"}
