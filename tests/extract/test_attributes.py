"""Every attribute of rules/attributes is found in its own examples, with the bracketed words as its value."""

from __future__ import annotations

import pytest

from pipeline.ingest import read_text
from pipeline.rulebook import load

CASES = [(a.id, e) for a in load().attributes.attribute for e in a.examples]


def test_every_attribute_has_an_example():
    assert {a.id for a in load().attributes.attribute} == {a for a, _ in CASES}


@pytest.mark.parametrize(("attribute", "example"), CASES, ids=[f"{a}-{i}" for i, (a, _) in enumerate(CASES)])
def test_example(extractor, attribute, example):
    text = example.replace("[", "").replace("]", "")
    marked = example[example.index("[") + 1 : example.index("]")]
    article = read_text("example.txt", text, load(), published="2026-04-01")
    claims = [c for c in extractor.extract(article).claims if c.attribute == attribute]
    assert claims, [c.attribute for c in extractor.extract(article).claims]
    assert any(
        marked in text[c.value_start : c.value_end] or text[c.value_start : c.value_end] in marked for c in claims
    )
