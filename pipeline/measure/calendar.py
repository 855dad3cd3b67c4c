"""Intervals of days: months, quarters, seasons, parts of years, and the same counted from another interval.
Pure functions on dates; an impossible date (31 April) is None, never a guess.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

Days = tuple[dt.date, dt.date]
"""First and last day of an interval, both included."""

FIRST, LAST = 1, 9998
"""Years that dates are computed for; one year is kept free at the end for sums."""


def day(year: int, month: int, number: int) -> Days | None:
    """One day, or None where the calendar has no such day."""
    try:
        one = dt.date(year, month, number)
    except (ValueError, OverflowError):
        return None
    return one, one


def nth_weekday(year: int, month: int, number: int, which: int, behind: int = 0) -> Days | None:
    """The ``which``-th weekday ``number`` (0: Monday) of a month, -1 for the last, moved by ``behind`` days.

    >>> nth_weekday(2026, 11, 3, 4, 1)  # the day after the fourth Thursday of November
    (datetime.date(2026, 11, 27), datetime.date(2026, 11, 27))
    """
    span = months(year, month, month)
    if span is None:
        return None
    ahead_of = span[0] + dt.timedelta(days=(number - span[0].weekday()) % 7 + 7 * (which - 1))
    last = span[1] - dt.timedelta(days=(span[1].weekday() - number) % 7)
    one = (last if which < 0 else ahead_of) + dt.timedelta(days=behind)
    return one, one


def months(year: int, first: int, last: int) -> Days | None:
    """From the first day of month ``first`` to the last day of month ``last``; months beyond 12 are the next year's.

    >>> months(2027, 7, 9)
    (datetime.date(2027, 7, 1), datetime.date(2027, 9, 30))
    """
    start = _first_of(year, first)
    behind = _first_of(year, last + 1)
    if start is None or behind is None:
        return None
    return start, behind - dt.timedelta(days=1)


def _first_of(year: int, month: int) -> dt.date | None:
    year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
    return dt.date(year, month, 1) if FIRST <= year <= LAST else None


def portion(year: int, parts: int, number: int) -> Days | None:
    """The ``number``-th of ``parts`` equal parts of a year: quarters, halves; None beyond the last."""
    size = 12 // parts
    return months(year, (number - 1) * size + 1, number * size) if 1 <= number <= parts else None


def narrow(days: Days, first: int, last: int) -> Days:
    """The part of an interval that months ``first`` to ``last`` are of a year: "late May" is its last third.

    >>> narrow((dt.date(2026, 5, 1), dt.date(2026, 5, 31)), 9, 12)
    (datetime.date(2026, 5, 21), datetime.date(2026, 5, 31))
    """
    start, end = days
    if start.month == 1 and start.day == 1 and (end.month, end.day) == (12, 31) and start.year == end.year:
        whole = months(start.year, first, last)
        assert whole is not None
        return whole
    if end.year - start.year == 9:
        tens = ((0, 3), (4, 6), (7, 9))[(first - 1) // 4]
        return dt.date(start.year + tens[0], 1, 1), dt.date(start.year + tens[1], 12, 31)
    spanned = (end.year - start.year) * 12 + end.month - start.month + 1
    if start.day == 1 and spanned in (3, 6) and (end + dt.timedelta(days=1)).day == 1:
        size = spanned // 3
        begin_month = start.month + (first - 1) // 4 * size
        whole = months(start.year, begin_month, begin_month + size - 1)
        assert whole is not None
        return whole
    length = (end - start).days + 1
    third = length // 3
    position = (first - 1) // 4
    begin = start + dt.timedelta(days=third * position)
    stop = end if position == 2 else begin + dt.timedelta(days=third - 1)
    return begin, max(begin, stop)


def shift(days: Days, size: tuple[int, ...], count: float) -> Days | None:
    """The calendar unit of ``size`` (days, months) that lies ``count`` units from ``days``, whole.

    Both ends of the reference are moved, so that an uncertain reference stays exactly as uncertain.
    """
    ends = []
    for one in days:
        moved = _shift_one(one, size, count)
        if moved is None:
            return None
        ends.append(moved)
    return min(e[0] for e in ends), max(e[1] for e in ends)


def _shift_one(one: dt.date, size: tuple[int, ...], count: float) -> Days | None:
    length, span = size
    try:
        if span == 120:
            first = one.year // 10 * 10 + round(10 * count)
            return months(first, 1, 120)
        if span == 12:
            return months(one.year + round(count), 1, 12)
        if span == 3:
            return months(
                one.year, (one.month - 1) // 3 * 3 + 1 + round(3 * count), (one.month + 2) // 3 * 3 + round(3 * count)
            )
        if span:
            return months(one.year, one.month + round(span * count), one.month + round(span * count))
        if length == 1:
            target = one + dt.timedelta(days=round(count))
            return target, target
        monday = one - dt.timedelta(days=one.weekday()) + dt.timedelta(days=round(7 * count))
        if length == 2:
            return monday + dt.timedelta(days=5), monday + dt.timedelta(days=6)
        return monday, monday + dt.timedelta(days=6)
    except OverflowError:
        return None


def ahead(days: Days, size: tuple[int, ...]) -> Days | None:
    """The stretch of ``size`` (days, months) that begins with ``days``: "the next two years"."""
    start, end = days
    length, span = size
    try:
        stop = end + dt.timedelta(days=length)
        year, month = stop.year + (stop.month - 1 + span) // 12, (stop.month - 1 + span) % 12 + 1
        while span and not day(year, month, stop.day):
            stop -= dt.timedelta(days=1)
        return start, stop.replace(year=year, month=month)
    except (OverflowError, ValueError):
        return None


def rolling(days: Days, size: tuple[int, ...]) -> Days | None:
    """The stretch of ``size`` (days, months) that ends with ``days``: "the past year" is the last twelve months."""
    start, end = days
    length, span = size
    try:
        begin = start - dt.timedelta(days=length)
        year, month = begin.year + (begin.month - 1 - span) // 12, (begin.month - 1 - span) % 12 + 1
        while span and not day(year, month, begin.day):
            begin -= dt.timedelta(days=1)
        return begin.replace(year=year, month=month), end
    except (OverflowError, ValueError):
        return None


def near(reference: Days, make: Callable[[int], Days | None], way: str) -> Days | None:
    """Which year's ``make`` is meant beside ``reference``: the last that began (``past``) or ended (``ended``), the
    coming one (``future``), or the nearest (``near``).
    """
    start, end = reference
    found = [d for year in range(start.year - 4, end.year + 5) if (d := make(year)) is not None]
    if way == "past":
        found = [d for d in found if d[0] <= end]
        return found[-1] if found else None
    if way == "ended":
        found = [d for d in found if d[1] <= end]
        return found[-1] if found else None
    if way == "future":
        found = [d for d in found if d[1] >= start]
        return found[0] if found else None
    return min(found, key=lambda d: max((d[0] - end).days, (start - d[1]).days), default=None)


def weekday(reference: Days, number: int, way: str) -> Days | None:
    """The day of the week around ``reference``: ``past`` (today counts), ``future`` (today counts), ``before`` and
    ``after`` (today does not), ``this`` of the same week.
    """
    ends = []
    try:
        for one in reference:
            back = (one.weekday() - number) % 7
            move = {
                "past": -back,
                "before": -(back or 7),
                "future": (7 - back) % 7,
                "after": 7 - back,
                "this": number - one.weekday(),
            }[way]
            ends.append(one + dt.timedelta(days=move))
    except OverflowError:
        return None
    return min(ends), max(ends)
