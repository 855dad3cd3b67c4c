"""Every rule of units, numbers and dates proves itself: its examples fire it, its not_examples do not."""

from __future__ import annotations

import datetime as dt

import pytest

from pipeline.measure import DateReader, QuantityReader
from pipeline.model import DateValue
from pipeline.rulebook import TextRule, load

BOOK = load()
NUMBERS = [
    rule
    for name in type(BOOK.numbers).model_fields
    for rule in (getattr(BOOK.numbers, name) if name != "never" else ())
    if isinstance(rule, TextRule)
]
DAY = dt.date(2026, 5, 20)
TODAY = DateValue(date_start=DAY, date_end=DAY)


def _examples(rules, field):
    return [pytest.param(rule, text, id=f"{rule.id}: {text}") for rule in rules for text in getattr(rule, field)]


@pytest.fixture(scope="module")
def quantities() -> QuantityReader:
    return QuantityReader(BOOK)


@pytest.fixture(scope="module")
def dates() -> DateReader:
    return DateReader(BOOK)


def _fired(reader, text):
    return {rule for q in reader.read(text) for rule in q.rules}


@pytest.mark.parametrize(("rule", "text"), _examples(BOOK.units.unit, "examples"))
def test_a_unit_is_found_in_its_examples(quantities, rule, text):
    assert rule.id in _fired(quantities, text)


@pytest.mark.parametrize(("rule", "text"), _examples(BOOK.units.unit, "not_examples"))
def test_a_unit_is_not_found_in_its_counter_examples(quantities, rule, text):
    assert rule.id not in _fired(quantities, text)


@pytest.mark.parametrize(("rule", "text"), _examples(BOOK.units.choice, "examples"))
def test_an_ambiguous_symbol_is_a_unit_beside_its_words(quantities, rule, text):
    assert _fired(quantities, text) & set(rule.unit)


@pytest.mark.parametrize(("rule", "text"), _examples(BOOK.units.choice, "not_examples"))
def test_an_ambiguous_symbol_is_a_name_elsewhere(quantities, rule, text):
    assert not _fired(quantities, text) & set(rule.unit)


@pytest.mark.parametrize(("rule", "text"), _examples(BOOK.units.detail, "examples"))
def test_a_unit_is_found_behind_words_of_detail(quantities, rule, text):
    assert rule.id in _fired(quantities, text)


@pytest.mark.parametrize(("rule", "text"), _examples(BOOK.units.detail, "not_examples"))
def test_words_of_detail_alone_make_no_unit(quantities, rule, text):
    assert rule.id not in _fired(quantities, text)


@pytest.mark.parametrize(("rule", "text"), _examples(NUMBERS, "examples"))
def test_a_number_rule_fires_in_its_examples(quantities, rule, text):
    assert rule.id in _fired(quantities, text)


@pytest.mark.parametrize(("rule", "text"), _examples(NUMBERS, "not_examples"))
def test_a_number_rule_is_silent_in_its_counter_examples(quantities, rule, text):
    assert rule.id not in _fired(quantities, text)


@pytest.mark.parametrize(("rule", "text"), _examples(BOOK.numbers.never, "examples"))
def test_what_is_never_a_quantity_is_none(quantities, rule, text):
    assert quantities.read(text) == []


@pytest.mark.parametrize(("rule", "text"), _examples(BOOK.numbers.never, "not_examples"))
def test_what_only_looks_like_a_name_is_a_quantity(quantities, rule, text):
    assert quantities.read(text)


@pytest.mark.parametrize(("rule", "text"), _examples((*BOOK.dates.words, *BOOK.dates.cue), "examples"))
def test_a_date_rule_fires_in_its_examples(dates, rule, text):
    assert rule.id in {r for m in dates.read(text, TODAY) for r in m.rules}


@pytest.mark.parametrize(("rule", "text"), _examples((*BOOK.dates.words, *BOOK.dates.cue), "not_examples"))
def test_a_date_rule_is_silent_in_its_counter_examples(dates, rule, text):
    assert rule.id not in {r for m in dates.read(text, TODAY) for r in m.rules}


@pytest.mark.parametrize(("rule", "text"), _examples(BOOK.dates.not_date, "examples"))
def test_what_is_no_date_is_none(dates, rule, text):
    assert dates.read(text, TODAY) == []


@pytest.mark.parametrize(("rule", "text"), _examples(BOOK.dates.not_date, "not_examples"))
def test_what_only_looks_like_no_date_is_one(dates, rule, text):
    assert dates.read(text, TODAY)
