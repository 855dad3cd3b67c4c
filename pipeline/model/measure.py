"""What reading numbers and dates in a text gives: quantities and dates with exact spans, before anyone knows whose.
A quantity keeps the number as stated; bounds and trends stand beside it, not inside.
"""

from __future__ import annotations

from enum import StrEnum

from pipeline.model.base import Frozen
from pipeline.model.value import DateValue


class Change(StrEnum):
    """How the number is meant: exact, about, at least, at most, risen by, fallen by."""

    EXACT = "="
    ABOUT = "~"
    OVER = ">"
    UNDER = "<"
    UP = "up"
    DOWN = "down"


class Quantity(Frozen):
    """One quantity in a text.

    ``start``/``end`` span the number with its unit ("144 GB"); ``phrase_start``/``phrase_end`` also take in words of
    bound or approximation ("up to 144 GB"). ``low``/``high`` are the stated number or the two ends of a stated range
    (equal for one number); ``change`` says how it is meant. ``unit`` is a unit name of rules/units.toml ("GB/s",
    "USD", "percent", "x"), the singular of a counted noun ("customer"), or "" for a bare number; ``dimension`` is the
    unit's dimension there ("data_rate", "money", "ratio", "count" ...). ``approx`` is true beside any change where
    words like "about" stand. ``noun`` is the counted noun, or the noun right after the unit. ``rules`` names the
    rules that fired.
    """

    start: int
    end: int
    phrase_start: int
    phrase_end: int
    low: float
    high: float
    unit: str
    dimension: str
    change: Change = Change.EXACT
    approx: bool = False
    noun: str = ""
    rules: tuple[str, ...] = ()


class DateMention(Frozen):
    """One date expression: its span, the days it can mean, and how fine it is (``day``, ``month``, ``quarter``,
    ``half``, ``season``, ``part`` of a year, ``year``, ``decade``, ``range``, ``week``). ``relative`` dates were
    counted from the article's own date.
    """

    start: int
    end: int
    value: DateValue
    granularity: str
    relative: bool = False
    rules: tuple[str, ...] = ()
