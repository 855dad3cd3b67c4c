"""The rules of verdicts and suspects prove themselves: examples do what their rule says, counterexamples do not."""

from __future__ import annotations

import re
from typing import Any

import pytest

from pipeline.fuse.names import Names
from pipeline.fuse.suspect.anachronism import is_old, present_dates
from pipeline.fuse.suspect.attribution_conflict import patterns
from pipeline.fuse.suspect.changes import compiled, odd_changes
from pipeline.fuse.texts import Texts
from pipeline.model import Article, Block, BlockKind, DateMention
from pipeline.rulebook import Rulebook, load
from pipeline.rulebook.cues import words_of
from pipeline.rulebook.suspects import Anachronism, PresentRule
from tests.fuse.build import day

RULES = load()


def cases(rules: tuple[Any, ...]) -> list[Any]:
    return [
        pytest.param(rule, example, wanted, id=f"{rule.id}: {example}")
        for rule in rules
        for wanted, examples in ((True, rule.examples), (False, rule.not_examples))
        for example in examples
    ]


@pytest.fixture(scope="module")
def texts(rulebook: Rulebook) -> Texts:
    return Texts(rulebook.verdicts, Names(rulebook))


@pytest.mark.parametrize(("rule", "example", "wanted"), cases((*RULES.verdicts.maker, *RULES.verdicts.same)))
def test_texts_that_are_the_same(texts: Texts, rule: Any, example: str, wanted: bool) -> None:
    a, b = (part.strip() for part in example.split("="))
    assert [texts.same(attribute, a, b) for attribute in rule.attributes] == [wanted] * len(rule.attributes)


@pytest.mark.parametrize(("rule", "example", "wanted"), cases(RULES.verdicts.within))
def test_texts_inside_others(texts: Texts, rule: Any, example: str, wanted: bool) -> None:
    narrow, broad = (part.strip() for part in example.split("<"))
    assert [texts.within(attribute, narrow, broad) for attribute in rule.attributes] == [wanted] * len(rule.attributes)


@pytest.mark.parametrize(("rule", "example", "wanted"), cases(tuple(r for r in RULES.verdicts.reason if r.words)))
def test_cues_of_reasons(rule: Any, example: str, wanted: bool) -> None:
    assert any(word in example.casefold() for word in rule.words) is wanted


@pytest.mark.parametrize(("rule", "example", "wanted"), cases(RULES.suspects.anachronism.present))
def test_words_of_presentness(rulebook: Rulebook, rule: PresentRule, example: str, wanted: bool) -> None:
    mark = re.search(r"\[(\d{4}-\d\d)\]", example)
    assert mark is not None
    text = example.replace(mark[0], mark[1])
    mention = DateMention(start=mark.start(), end=mark.start() + len(mark[1]), value=day(mark[1]), granularity="month")
    block = Block(kind=BlockKind.PARAGRAPH, start=0, end=len(text))
    article = Article(name="example", text=text, blocks=(block,))
    given: Anachronism = rulebook.suspects.anachronism.model_copy(update={"present": (rule,)})
    found = [date for date in present_dates(article, [mention], given) if is_old(mention, day(rule.seen_from), given)]
    assert bool(found) is wanted


@pytest.mark.parametrize(("rule", "example", "wanted"), cases(RULES.suspects.credit.phrase))
def test_phrases_that_credit(rule: Any, example: str, wanted: bool) -> None:
    ((_, pattern),) = patterns((rule,))
    found = pattern.search(example.replace("[", "").replace("]", ""))
    assert bool(found) is wanted
    if found:
        assert f"[{found['source']}]" in example


@pytest.mark.parametrize(("rule", "example", "wanted"), cases(RULES.cues.finding))
def test_words_of_own_findings(rule: Any, example: str, wanted: bool) -> None:
    cues = words_of((rule,))
    assert cues is not None
    assert bool(cues.search(example)) is wanted


@pytest.mark.parametrize(("rule", "example", "wanted"), cases(RULES.suspects.arithmetic.change))
def test_changes_that_do_not_fit(rule: Any, example: str, wanted: bool) -> None:
    block = Block(kind=BlockKind.PARAGRAPH, start=0, end=len(example))
    article = Article(name="example", text=example, blocks=(block,))
    given = RULES.suspects.arithmetic.model_copy(update={"change": (rule,)})
    assert bool(list(odd_changes(article, given, lambda: RULES.unit_system))) is wanted


@pytest.mark.parametrize(("rule", "example", "wanted"), cases(RULES.suspects.arithmetic.gap))
def test_words_of_differences(rule: Any, example: str, wanted: bool) -> None:
    text = example.replace("[", "").replace("]", "")
    found = compiled(rule, RULES.suspects.arithmetic.figures).search(text)
    assert bool(found and found["gap_unit"]) is wanted
    if found and wanted:
        assert f"[{text[found.start('gap') : found.end('gap_unit')]}]" in example
