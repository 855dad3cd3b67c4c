"""Every rule of furniture.toml and reading.toml arrives with its proof: its examples match, its not_examples do not."""

from __future__ import annotations

import pytest

from pipeline.ingest.drafts import Draft
from pipeline.ingest.furniture import Look, is_menu, look
from pipeline.model import BlockKind
from pipeline.rulebook import Rulebook, load
from pipeline.rulebook.furniture import LineRule, SectionRule
from pipeline.rulebook.reading import PatternRule

BOOK = load()
MATCHING: list[LineRule | SectionRule | PatternRule] = [
    *BOOK.furniture.line,
    *BOOK.furniture.section,
    *BOOK.reading.caption,
    *BOOK.reading.faq,
]


def seen(words: str) -> Look:
    return look(words, Draft(BlockKind.PARAGRAPH, 0, len(words), 0), BOOK.reading)


def matches(rule: LineRule | SectionRule | PatternRule, words: str) -> bool:
    found = seen(words)
    return rule.pattern.fullmatch(found.words) is not None and found.count <= getattr(rule, "max_words", 1000)


@pytest.mark.parametrize(("rule", "words"), [(r, w) for r in MATCHING for w in r.examples], ids=str)
def test_examples_match(rule: LineRule | SectionRule | PatternRule, words: str) -> None:
    assert matches(rule, words)


@pytest.mark.parametrize(("rule", "words"), [(r, w) for r in MATCHING for w in r.not_examples], ids=str)
def test_not_examples_are_left_alone(rule: LineRule | SectionRule | PatternRule, words: str) -> None:
    assert not matches(rule, words)


@pytest.mark.parametrize("words", [w for r in BOOK.reading.byline for w in r.examples])
def test_byline_examples_match(words: str) -> None:
    assert any(pattern.fullmatch(words) for _, pattern in BOOK.reading.bylines)


@pytest.mark.parametrize("words", [w for r in BOOK.reading.byline for w in r.not_examples])
def test_byline_not_examples_match_no_byline(words: str) -> None:
    assert not any(pattern.fullmatch(words) for _, pattern in BOOK.reading.bylines)


@pytest.mark.parametrize("words", [w for r in BOOK.reading.dateline for w in r.examples])
def test_dateline_examples_match(words: str) -> None:
    assert any(pattern.match(words) for pattern in BOOK.reading.datelines)


@pytest.mark.parametrize("words", [w for r in BOOK.reading.dateline for w in r.not_examples])
def test_dateline_not_examples_match_no_dateline(words: str) -> None:
    assert not any(pattern.match(words) for pattern in BOOK.reading.datelines)


def test_menu_shape(rulebook: Rulebook) -> None:
    menu = rulebook.furniture.menu
    assert menu.examples
    assert menu.not_examples
    assert all(is_menu(seen(words), rulebook.furniture) for words in menu.examples)
    assert not any(is_menu(seen(words), rulebook.furniture) for words in menu.not_examples)


def test_every_month_is_there(rulebook: Rulebook) -> None:
    assert sorted(set(rulebook.reading.months.values())) == list(range(1, 13))
