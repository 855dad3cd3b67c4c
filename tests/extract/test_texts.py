"""Values that are words: every rule finds its own examples and leaves its counterexamples, and a table of sentences."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from pipeline.rulebook import load

RULES = load().attributes.text_value
EXAMPLES = [(rule, example) for rule in RULES for example in rule.examples]
COUNTEREXAMPLES = [(rule, example) for rule in RULES for example in rule.not_examples]
TABLE = tomllib.loads((Path(__file__).parent / "texts.toml").read_text(encoding="utf-8"))
LEAD = "The Nvidia H200 in detail.\n\n"


def in_article(example):
    """A line with a label stands in a list below the name of a chip; a sentence stands alone."""
    return f"{LEAD}- {example}" if re.match(r"[A-Z][\w ]{2,30}: ", example) else example


def test_every_rule_has_an_example():
    assert {rule.id for rule in RULES} == {rule.id for rule, _ in EXAMPLES}


@pytest.mark.parametrize(("rule", "example"), EXAMPLES, ids=[f"{r.id}-{i}" for i, (r, _) in enumerate(EXAMPLES)])
def test_example(claims_of, rule, example):
    marked = in_article(example)
    start = marked.index("[")
    end = marked.index("]") - 1
    text = marked.replace("[", "").replace("]", "")
    fired = [c for c in claims_of(text) if f"text.{rule.id}" in c.rules]
    assert (start, end) in {(c.value_start, c.value_end) for c in fired}
    assert {c.attribute for c in fired} == {rule.attribute}


@pytest.mark.parametrize(("rule", "example"), COUNTEREXAMPLES, ids=[r.id for r, _ in COUNTEREXAMPLES])
def test_counterexample(claims_of, rule, example):
    assert [c.quote for c in claims_of(in_article(example)) if f"text.{rule.id}" in c.rules] == []


@pytest.mark.parametrize("case", TABLE["case"], ids=lambda c: c["text"][:40])
def test_sentences(claims_of, case, request):
    if "known" in case:
        request.applymarker(pytest.mark.xfail(reason=case["known"], strict=True))
    found = [c for c in claims_of(case["text"]) if c.attribute in TABLE["attributes"]]
    shown = [f"{c.subject} | {c.attribute} | {getattr(c.value, 'text', None) or f'{c.value.high:g}'}" for c in found]
    assert sorted(shown) == sorted(case["claims"])
