"""Reads publication dates: those of page metadata, of bylines, and of addresses like ``/2026/03/04/``.
A month without a day is the whole month; a year alone is no publication date.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re

from dateutil import parser

from pipeline.model import DateValue
from pipeline.rulebook.reading import ReadingRules

_ISO = re.compile(r"\s*(\d{4})-(\d{1,2})(?:-(\d{1,2})(?!\d))?")
_COMPACT = re.compile(r"\s*(\d{4})(\d{2})(\d{2})(?:T\d+\w*)?\s*$")
_PATH = re.compile(r"/((?:19|20)\d{2})[/-](\d{1,2})(?:[/-](\d{1,2}))?(?=[/-])")
_DOTTED = re.compile(r"\s*(\d{1,2})\.(\d{1,2})\.(\d{4})(?!\d)")
_NUMBER = re.compile(r"\d+")
_WORD = re.compile(r"[^\W\d_]+")


def from_metadata(value: str, reading: ReadingRules) -> DateValue | None:
    """A date as metadata carry it: ISO 8601, RFC 2822, or a full date in words; None where it is none.

    >>> from_metadata("2026-05-20T09:00:00+08:00", ReadingRules()).date_start
    datetime.date(2026, 5, 20)
    """
    value = value[:60]
    if found := _ISO.match(value) or _COMPACT.match(value):
        return _interval(found[1], found[2], found[3])
    if spoken := from_words(value, reading):
        return spoken
    try:
        first = parser.parse(value, default=dt.datetime(2000, 1, 1), ignoretz=True)
        second = parser.parse(value, default=dt.datetime(2001, 2, 2), ignoretz=True)
    except (ValueError, OverflowError, TypeError):
        return None
    if first.date() != second.date():
        return None
    return DateValue(date_start=first.date(), date_end=first.date())


def from_words(words: str, reading: ReadingRules) -> DateValue | None:
    """A date as bylines write it: "May 20, 2026", "20 May 2026", "May 2026", "2026-05-20"."""
    if found := _ISO.match(words.replace("/", "-")):
        return _interval(found[1], found[2], found[3])
    if found := _DOTTED.match(words):
        return _interval(found[3], found[2], found[1])
    month = next((reading.months[w] for w in _WORD.findall(words.lower()) if w in reading.months), None)
    numbers = _NUMBER.findall(words)
    years = [n for n in numbers if len(n) == 4]
    if month is None or not years:
        return None
    before = words[: words.find(years[0])]
    days = [n for n in _NUMBER.findall(before) if len(n) <= 2]
    return _interval(years[0], str(month), days[0] if days else None)


def from_address(url: str) -> DateValue | None:
    """The date in an address's path; None where there is none.

    >>> from_address("https://example.org/2026/03/04/new-chip/").date_end
    datetime.date(2026, 3, 4)
    """
    found = _PATH.search(url)
    return _interval(found[1], found[2], found[3]) if found else None


def _interval(year: str, month: str, day: str | None) -> DateValue | None:
    """The days meant; None for a thirteenth month or a thirtieth of February."""
    try:
        first = dt.date(int(year), int(month), int(day) if day else 1)
        last = first if day else first.replace(day=calendar.monthrange(first.year, first.month)[1])
    except (ValueError, calendar.IllegalMonthError):
        return None
    return DateValue(date_start=first, date_end=last)
