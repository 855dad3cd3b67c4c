"""What a sum was worth on a day: the only door to CurrencyConverter and the European Central Bank's history in it.
No network: the history comes with the package; a day or currency outside it gives no rate, and then no verdict.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any, NamedTuple

from pipeline.fuse.observe import Amount
from pipeline.model import DateValue
from pipeline.rulebook.verdicts import MoneyRules


class Fit(NamedTuple):
    """A day on which ``original`` times ``rate`` gives the stated sum."""

    day: dt.date
    rate: float


class Check(NamedTuple):
    """What the history says of a conversion: ``known`` where it has rates, ``fit`` where one of them gives the sum."""

    known: bool
    fit: Fit | None


class History(NamedTuple):
    """The rates of a window of days, the lowest and the highest of them."""

    days: tuple[tuple[dt.date, float], ...]
    least: float
    most: float


@lru_cache(maxsize=1)
def _converter() -> Any:
    """The history, loaded on first use (a third of a second)."""
    from currency_converter import CurrencyConverter

    return CurrencyConverter()


def rate(currency: str, target: str, day: dt.date) -> float | None:
    """How many ``target`` one ``currency`` bought on a day, or on the last banking day of the week before it.

    >>> round(rate("CNY", "USD", dt.date(2025, 2, 24)) * 380, 1)
    52.4
    >>> rate("TWD", "USD", dt.date(2025, 2, 24)) is None
    True
    """
    found = _on(currency, target, day)
    return None if found is None else found[1]


@lru_cache(maxsize=50_000)
def _on(currency: str, target: str, day: dt.date) -> tuple[dt.date, float] | None:
    """A day with its rate; one object, as it lies in many windows."""
    if currency == target:
        return day, 1.0
    from currency_converter import RateNotFoundError

    history = _converter()
    if currency not in history.currencies or target not in history.currencies:
        return None
    for back in range(8):
        try:
            return day, float(history.convert(1, currency, target, date=_earlier(day, back)))
        except RateNotFoundError:
            continue
    return None


def _earlier(day: dt.date, days: int) -> dt.date:
    """So many days before; the calendar's first day where it has no more."""
    return dt.date.fromordinal(max(1, day.toordinal() - days))


def fits(original: Amount, stated: Amount, on: float, loose: MoneyRules | None = None) -> bool:
    """Whether ``original`` at the rate ``on`` is the stated sum, within its last digit; where it may be ``loose``,
    within the tolerance of these rules and what its trailing zeros hide.
    """
    low, high = (None if end is None else end * on for end in (original.low, original.high))
    size = max(abs(end) for end in (low, high) if end is not None)
    slack = _slack(stated, size, loose) if loose else max(stated.step, 0.0) / 2
    above = low is None or stated.high is None or stated.high + slack >= low
    below = high is None or stated.low is None or stated.low - slack <= high
    return above and below


def _slack(stated: Amount, size: float, rules: MoneyRules) -> float:
    """How far a sum reaches by its last digit, or by its zeros where they hide little of it, and by the tolerance."""
    return max(stated.step, min(stated.wide, rules.rounded * size), 0.0) / 2 + rules.tolerance * size


def near_fit(original: Amount, stated: Amount, published: DateValue, rules: MoneyRules) -> Check:
    """The rate near an article's own date that gives the stated sum."""
    return _fit(original, stated, [(_earlier(published.date_start, rules.near_days), published.date_end)], rules)


def past_fit(
    original: Amount, stated: Amount, published: DateValue, named: Iterable[DateValue], rules: MoneyRules
) -> Check:
    """The day before the article whose rate gives the stated sum.

    ``named`` are dates that stand in the same sentence ("announced in 2025"): they are tried first.
    """
    first = _earlier(published.date_start, rules.history_days)
    windows = [(max(d.date_start, dt.date(1999, 1, 4)), min(d.date_end, published.date_end)) for d in named]
    return _fit(original, stated, [*windows, (first, published.date_end)], rules)


def _fit(original: Amount, stated: Amount, windows: Iterable[tuple[dt.date, dt.date]], rules: MoneyRules) -> Check:
    """The latest day of the first window that has one: a day whose rate rounds to the sum, else one near enough."""
    known = False
    for first, last in windows:
        near: Fit | None = None
        history = _rates(original.unit, stated.unit, first, last)
        known = known or bool(history.days)
        if not _within_reach(original, stated, history, rules):
            continue
        for day, found in history.days:
            if fits(original, stated, found):
                return Check(True, Fit(day, found))
            if near is None and fits(original, stated, found, rules):
                near = Fit(day, found)
        if near is not None:
            return Check(True, near)
    return Check(known, None)


@lru_cache(maxsize=20_000)
def _rates(currency: str, target: str, first: dt.date, last: dt.date) -> History:
    """The known rates of a window, the latest first."""
    days = tuple([found for day in _spread(first, last) if (found := _on(currency, target, day)) is not None])
    rates = [on for _, on in days]
    return History(days, min(rates, default=0.0), max(rates, default=0.0))


def _within_reach(original: Amount, stated: Amount, history: History, rules: MoneyRules) -> bool:
    """Whether some rate between the lowest and the highest of these days could give the stated sum."""
    days, least, most = history
    if not days or any(end is not None and end < 0 for end in original[:2]):
        return bool(days)
    low = None if original.low is None else original.low * least
    high = None if original.high is None else original.high * most
    size = max(original.low or 0.0, original.high or 0.0) * most
    slack = _slack(stated, size, rules)
    above = low is None or stated.high is None or stated.high + slack >= low
    below = high is None or stated.low is None or stated.low - slack <= high
    return above and below


def _spread(first: dt.date, last: dt.date) -> Iterator[dt.date]:
    """Days from the last to the first, a week apart and no weekends: rates move slowly."""
    back = max(0, last.weekday() - 4)
    for day in range(last.toordinal(), max(1, first.toordinal()), -7):
        yield dt.date.fromordinal(max(1, day - back))
    if first <= last:
        yield first
