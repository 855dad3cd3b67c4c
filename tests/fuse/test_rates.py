"""Rates of the past, and conversions held against them."""

from __future__ import annotations

import datetime as dt

import pytest

from pipeline.fuse.observe import Amount
from pipeline.fuse.rates import near_fit, past_fit, rate
from pipeline.rulebook import Rulebook
from tests.fuse.build import day

YUAN = Amount(380e9, 380e9, "CNY", 1e9, 1e10, False)


def dollars(value: float) -> Amount:
    return Amount(value, value, "USD", 1e9, 1e9, True)


def test_rates_of_banking_days_and_weekends() -> None:
    friday, sunday = rate("CNY", "USD", dt.date(2025, 2, 21)), rate("CNY", "USD", dt.date(2025, 2, 23))
    assert friday is not None
    assert friday == sunday
    assert friday * 380 == pytest.approx(52.4, abs=0.2)
    assert rate("USD", "USD", dt.date(1900, 1, 1)) == 1.0


@pytest.mark.parametrize(("currency", "day"), [("TWD", "2025-02-24"), ("CNY", "1990-01-01"), ("CNY", "2099-01-01")])
def test_no_rate_is_no_guess(currency: str, day: str) -> None:
    assert rate(currency, "USD", dt.date.fromisoformat(day)) is None


@pytest.mark.parametrize(
    ("stated", "near", "past"),
    [(56e9, True, True), (53e9, False, True), (40e9, False, False), (90e9, False, False)],
)
def test_conversions_against_the_history(rulebook: Rulebook, stated: float, near: bool, past: bool) -> None:
    published, rules = day("2026-05-20"), rulebook.verdicts.money
    found = near_fit(YUAN, dollars(stated), published, rules)
    assert (found.known, found.fit is not None) == (True, near)
    found = past_fit(YUAN, dollars(stated), published, [], rules)
    assert (found.known, found.fit is not None) == (True, past)


def test_a_date_in_the_sentence_is_tried_first(rulebook: Rulebook) -> None:
    found = past_fit(YUAN, dollars(52e9), day("2026-05-20"), [day("2025-02")], rulebook.verdicts.money)
    assert found.fit is not None
    assert (found.fit.day.year, found.fit.day.month) == (2025, 2)
