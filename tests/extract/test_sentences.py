"""A table of sentences with the claims they make; each shows one construction of the language or the trade."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from pipeline.model import DateValue, NumberValue, TextValue

NAMES = [
    "sentences",
    "trade",
    "devices",
    "consumer",
    "reference",
    "fresh",
    "figures",
    "headed",
    "strangers",
    "unlisted",
    "datacentre",
    "results",
    "press",
    "whose",
    "short_forms",
    "expectations",
    "models",
    "sizes",
    "unnamed",
    "processes",
    "handsets",
    "halls",
    "triggers",
    "foundries",
    "ledgers",
    "markets",
    "sidebyside",
    "contests",
    "racks",
    "hearsay",
    "quarters",
    "pins",
    "gains",
    "closings",
    "newsroom",
    "lineups",
    "stacks",
    "parts",
    "numbered",
    "worth",
    "gadgets",
    "comparisons",
    "forerunners",
    "awards",
    "wordings",
    "businesses",
    "shelves",
    "toldon",
    "inmind",
]
FILES = [Path(__file__).parent / f"{name}.toml" for name in NAMES]
CASES = [case for file in FILES for case in tomllib.loads(file.read_text(encoding="utf-8"))["case"]]


def figure(end):
    if abs(end) < 1e6:
        return f"{end:g}"
    return f"{end:.0f}" if end == round(end) else repr(end)


def shown(value):
    if isinstance(value, TextValue):
        return value.text
    if isinstance(value, DateValue):
        return f"{value.date_start} … {value.date_end}"
    assert isinstance(value, NumberValue)
    ends = [figure(end) for end in (value.low, value.high) if end is not None]
    sign = "> " if value.high is None else "< " if value.low is None else ""
    number = ends[0] if len(set(ends)) == 1 else " … ".join(ends)
    return f"{sign}{number} {value.unit}".strip()


def line(claim):
    parts = [claim.subject, claim.attribute, shown(claim.value)]
    baseline = claim.qualifiers.get("baseline")
    return " | ".join(parts + ([baseline] if baseline else []))


@pytest.mark.parametrize("case", CASES, ids=lambda c: c["text"].strip()[:40])
def test_claims_of_a_sentence(case, claims_of, request):
    if "known" in case:
        request.applymarker(pytest.mark.xfail(reason=case["known"], strict=True))
    claims = claims_of(case["text"])
    assert sorted(line(c) for c in claims) == sorted(case["claims"])
    assert all(c.modality == case["modality"] for c in claims if "modality" in case)
    assert all(c.attribution == case["credited"] for c in claims if "credited" in case)
    wanted = case.get("qualifiers", {})
    assert all(c.qualifiers.get(name) == said for c in claims for name, said in wanted.items())
    for claim in claims:
        told = case.get("each", {}).get(line(claim))
        asked = {"scope", *(told or ())}
        assert told is None or {k: v for k, v in claim.qualifiers.items() if k in asked} == told
