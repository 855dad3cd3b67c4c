"""Dates of announcing, releasing, producing, buying and founding: whose they are, and which dates are none."""

from __future__ import annotations

import pytest

from tests.extract.marked import cases, unmarked, written

CASES = cases("events.toml")


@pytest.mark.parametrize("case", CASES, ids=lambda c: c["text"][:50])
def test_events_of_a_sentence(case, claims_of):
    text, values = unmarked(case["text"])
    dates = [c for c in claims_of(text) if c.attribute.endswith("_date")]
    assert sorted(written(c, "kind") for c in dates) == sorted(case["claims"])
    assert {text[c.value_start : c.value_end] for c in dates} == set(values)


@pytest.mark.parametrize("published", ["2026-04-01", "2022-06-01"])
def test_nothing_is_announced_after_the_article(claims_of, published):
    found = claims_of("Nvidia unveiled the H200 on November 13, 2023.", published)
    assert [c.attribute for c in found] == (["announcement_date"] if published > "2023" else [])


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("Intel is preparing the Gaudi 3 for a launch in February.", 2027),
        ("Intel launched the Gaudi 3 in February.", 2026),
        ("Intel plans to launch the Gaudi 3 in February 2028.", 2028),
    ],
)
def test_a_plan_without_a_year_lies_ahead(claims_of, text, year):
    assert [c.value.date_start.year for c in claims_of(text) if c.attribute == "release_date"] == [year]


@pytest.mark.parametrize(
    "text", ["", "today", "Launched in May,", "announced", "In May, when", "2024's H100 [x](y) 2025"]
)
def test_scraps_are_read_without_harm(claims_of, text):
    assert all(c.attribute.endswith("_date") or c.subject for c in claims_of(text))
