"""Times of moving values as extraction writes them ("2024", "2024-Q3", "2024-09"), and which of them holds which.
A condition whose time holds another's is the wider one; anything that is no calendar time is only equal to itself.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from functools import lru_cache

from pipeline.fuse.observe import Condition

KEY = "period"
_TIME = re.compile(r"(FY)?(\d{4})(?:-(?:(Q)([1-4])|(H)([12])|(\d\d)(?:-(\d\d))?))?")


@lru_cache(maxsize=4096)
def days(period: str) -> tuple[str, int, int] | None:
    """The calendar, and the first and last day of a time, where each month counts as 31 days; None for other words.

    >>> days("2024-Q3") == days("2024-Q2"), days("FY2024") == days("2024"), days("3 year")
    (False, False, None)
    """
    match = _TIME.fullmatch(period.strip())
    if match is None:
        return None
    book, year, quarter, q, half, h, month, day = match.groups()
    first, months = 0, 12
    if quarter:
        first, months = 3 * (int(q) - 1), 3
    elif half:
        first, months = 6 * (int(h) - 1), 6
    elif month:
        first, months = int(month) - 1, 1
    start = (int(year) * 12 + first) * 31
    if day:
        return book or "", start + int(day) - 1, start + int(day) - 1
    return book or "", start, start + 31 * months - 1


def is_ahead(period: str, day: dt.date) -> bool:
    """Whether a calendar time begins after a day.

    >>> is_ahead("2020-Q3", dt.date(2019, 8, 15)), is_ahead("2019-Q3", dt.date(2019, 8, 15))
    (True, False)
    """
    found = days(period)
    return found is not None and not found[0] and (day.year * 12 + day.month - 1) * 31 + day.day - 1 < found[1]


def is_month(period: str) -> bool:
    """Whether a time is a calendar month or a part of one."""
    found = days(period)
    return found is not None and found[2] - found[1] < 31


def holds(wide: str, narrow: str) -> bool:
    """Whether one time is the other, or has it inside.

    >>> holds("2024", "2024-Q3"), holds("2024-Q3", "2024-09"), holds("2024", "FY2024-Q3"), holds("3 year", "3 year")
    (True, True, False, True)
    """
    if wide == narrow:
        return True
    outer, inner = days(wide), days(narrow)
    if outer is None or inner is None or outer[0] != inner[0]:
        return False
    return outer[1] <= inner[1] and inner[2] <= outer[2]


def wider(a: Condition, b: Condition) -> bool:
    """Whether condition ``a`` asks for less than ``b`` and for nothing else."""
    if set(a) < set(b):
        return True
    return a != b and any(key == KEY for key, _ in a) and _covers(a, dict(b))


def _covers(a: Condition, held: Mapping[str, str]) -> bool:
    return all(value == held.get(key) or (key == KEY and holds(value, held.get(key, ""))) for key, value in a)


def agree(a: Condition, b: Condition) -> bool:
    """Whether two conditions can be one: what both ask for is equal, or the one time holds the other."""
    held = dict(b)
    return all(
        held.get(key, value) == value or (key == KEY and (holds(value, held[key]) or holds(held[key], value)))
        for key, value in a
    )
