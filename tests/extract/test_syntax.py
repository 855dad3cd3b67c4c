"""Every pattern of rules/syntax.toml fits its examples and leaves its counter-examples alone."""

from __future__ import annotations

import pytest

from pipeline.rulebook import load

PATTERNS = load().syntax.pattern


@pytest.mark.parametrize("rule", PATTERNS, ids=lambda r: r.id)
def test_examples(rule):
    apply = getattr(load().syntax.regex(rule.id), rule.how)
    assert [e for e in rule.examples if not apply(e)] == []
    assert [e for e in rule.not_examples if apply(e)] == []
