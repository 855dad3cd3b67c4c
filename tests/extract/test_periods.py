"""Which time moving values are of: what each rule says of its own examples, and how times are written down."""

from __future__ import annotations

from datetime import date

import pytest

from pipeline.extract.values.periods import named
from pipeline.rulebook import load
from tests.extract.marked import unmarked

RULES = load().attributes.period
DAY = "2026-05-20"
EXAMPLES = [(rule, example) for rule in RULES for example in rule.examples]
OTHERS = [(rule, example) for rule in RULES for example in rule.not_examples]


@pytest.mark.parametrize(
    ("rule", "example"), [(r, e) for r in RULES for e in r.examples], ids=lambda x: getattr(x, "id", None)
)
def test_rules_find_the_period_of_their_examples(rule, example, claims_of):
    sentence, _, period = example.rpartition(" | ")
    text, (value,) = unmarked(sentence)
    found = {text[c.value_start : c.value_end]: c for c in claims_of(text, DAY) if "period" in c.qualifiers}
    assert value in found, [(c.attribute, c.quote, c.qualifiers) for c in claims_of(text, DAY)]
    assert found[value].qualifiers["period"] == period
    assert f"period.{rule.id}" in found[value].rules


@pytest.mark.parametrize(
    ("rule", "example"), [(r, e) for r in RULES for e in r.not_examples], ids=lambda x: getattr(x, "id", None)
)
def test_rules_leave_other_sentences_alone(rule, example, claims_of):
    assert not any(f"period.{rule.id}" in c.rules for c in claims_of(example, DAY))


@pytest.mark.parametrize(
    ("text", "periods"),
    [
        (
            "Samsung sold 4 million phones in Q1 2026, a market share of 12 percent.",
            {"4 million": "2026-Q1", "12": "2026-Q1"},
        ),
        ("Cerebras raised $2 billion in March 2026 at a valuation of $9 billion.", {"$2": "2026-03", "$9": "2026-03"}),
        (
            "Acme Corporation's revenue in 2025 was $3 billion. Its sales abroad reached $1 billion.",
            {"$3": "2025", "$1": "2025"},
        ),
        ("Acme Corporation's revenue in 2025 was $3 billion. In 2026 it expects more.", {"$3": "2025"}),
        ("Acme Corporation's revenue was $3 billion, a third more than in 2024.", {}),
        ("Acme Corporation is worth $3 billion. It was founded in 2016.", {}),
        ("Acme Corporation's sales rose from $3 billion in 2024 to $4 billion in 2025.", {"$3": "2024", "$4": "2025"}),
        ("Acme Corporation had sales of $57 billion in the quarter ended in October.", {}),
        ("Acme Corporation bought Widget Semiconductor for $3 billion in 2025.", {}),
    ],
)
def test_periods_of_whole_passages(text, periods, claims_of):
    found = {text[c.value_start : c.value_end]: c.qualifiers.get("period") for c in claims_of(text, DAY)}
    for words, period in periods.items():
        assert [told for said, told in found.items() if said.startswith(words)] == [period], found
    assert len([told for told in found.values() if told]) == len(periods), found


@pytest.mark.parametrize(
    ("first", "last", "name"),
    [
        ("2024-01-01", "2024-12-31", "2024"),
        ("2024-01-01", "2024-06-30", "2024-H1"),
        ("2024-04-01", "2024-06-30", "2024-Q2"),
        ("2024-02-01", "2024-02-29", "2024-02"),
        ("2024-02-29", "2024-02-29", "2024-02-29"),
        ("2024-09-01", "2024-12-31", "2024"),
        ("2024-08-01", "2024-10-31", ""),
        ("2024-01-01", "2025-12-31", ""),
        ("2024-05-20", "2025-05-20", ""),
    ],
)
def test_names_of_times(first, last, name):
    assert named(date.fromisoformat(first), date.fromisoformat(last)) == name
