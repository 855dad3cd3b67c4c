"""Sums and shares: which attribute the words beside them give, whose they are, and sums said in two currencies."""

from __future__ import annotations

import pytest

from pipeline.rulebook import load
from tests.extract.marked import cases, unmarked, written

ATTRIBUTES = {
    "price",
    "investment",
    "funding_raised",
    "revenue",
    "valuation",
    "acquisition_price",
    "market_share",
    "customer_count",
    "units_shipped",
    "benchmark_score",
    "memory_speed",
}
RULES = load().attributes
CONSTRUCTIONS = [(rule, words) for rule in RULES.construction for words in rule.examples]
CONVERSIONS = [(rule, words) for rule in RULES.conversion for words in rule.examples]


@pytest.mark.parametrize("case", cases("money.toml"), ids=lambda c: c["text"][:50])
def test_sums_of_a_sentence(case, claims_of):
    text, values = unmarked(case["text"])
    sums = [c for c in claims_of(text) if c.attribute in ATTRIBUTES]
    assert sorted(written(c, "converted_from") for c in sums) == sorted(case["claims"])
    found = {text[c.value_start : c.value_end] for c in sums}
    assert all(any(f in v for v in values) for f in found)
    assert len(found) == len(values)


@pytest.mark.parametrize(("rule", "words"), CONSTRUCTIONS, ids=lambda x: getattr(x, "id", None))
def test_constructions_hold_in_their_examples(rule, words, claims_of):
    text, values = unmarked(words)
    found = [c for c in claims_of(text) if c.attribute in ATTRIBUTES | {rule.attribute}]
    if rule.attribute:
        assert [text[c.value_start : c.value_end] for c in found if f"construction.{rule.id}" in c.rules] == values
    else:
        assert found == []


@pytest.mark.parametrize(
    ("rule", "words"),
    [(rule, words) for rule in RULES.construction for words in rule.not_examples],
    ids=lambda x: getattr(x, "id", None),
)
def test_constructions_leave_other_sentences_alone(rule, words, claims_of):
    text, values = unmarked(words)
    found = claims_of(text)
    assert not any(f"construction.{rule.id}" in c.rules for c in found)
    if not rule.attribute:  # what such a rule does not refuse is told
        assert [v for v in values if not any(v in text[c.value_start : c.value_end] for c in found)] == []


@pytest.mark.parametrize(("rule", "words"), CONVERSIONS, ids=lambda x: getattr(x, "id", None))
def test_conversions_hold_in_their_examples(rule, words, claims_of):
    found = [c for c in claims_of(words) if "converted_from" in c.qualifiers]
    assert len(found) == 1, rule.id
    original = next(c for c in claims_of(words) if "converted_from" not in c.qualifiers)
    assert (found[0].subject, found[0].attribute) == (original.subject, original.attribute)


def test_both_sums_of_a_conversion_stand_where_they_are_said(claims_of):
    text = "Alibaba pledged an investment of 380 billion yuan (roughly $53 billion)."
    assert [text[c.value_start : c.value_end] for c in claims_of(text)] == ["380 billion yuan", "$53 billion"]


def test_ranges_are_no_conversions(claims_of):
    found = claims_of("The RTX 5090 costs 7,999 to 8,999 yuan (about $1,110).")
    assert not any("converted_from" in c.qualifiers for c in found)
