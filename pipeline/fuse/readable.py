"""Values as a person reads them: "144 GB", "> 560,000", "2027-07 … 2027-09".
The same words stand in cells, flags and explanations.
"""

from __future__ import annotations

import calendar
import datetime as dt
import math
from functools import lru_cache, partial

from pipeline.fuse.observe import Amount, Days, Measure
from pipeline.model import DateValue, Noted, NumberValue, Value

_LARGE = ((1e12, "trillion"), (1e9, "billion"), (1e6, "million"))


def number(value: float) -> str:
    """A number with its thousands apart, or in millions where that is shorter.

    >>> number(560000), number(53e9), number(0.7), number(1.5e6)
    ('560,000', '53 billion', '0.7', '1.5 million')
    """
    for scale, name in _LARGE:
        if abs(value) >= scale:
            short = f"{value / scale:.6g}"
            return f"{short} {name}" if "e" not in short else f"{value:.6g}"
    if value == int(value):
        return f"{int(value):,}"
    return f"{value:,.10g}"


def rounded(value: float, step: float) -> float:
    """A value of many digits without those that nobody stated, as a conversion gives them: to the power of ten at or
    below its ``step``, and never to fewer than three digits.

    >>> rounded(3810.175908, 45.359237), rounded(0.03937007874, 0.03937007874), rounded(144.0, 1.0)
    (3810.0, 0.0394, 144.0)
    """
    if not math.isfinite(value) or float(f"{value:.6g}") == value or step <= 0:
        return value
    least = 2 - math.floor(math.log10(abs(value)))
    places = max(least, -math.floor(math.log10(step)))
    return round(value, places)


def stated(value: Value, ratio: bool = False) -> str:
    """A value as stated, in the unit stated."""
    return _STATED[ratio](value)


def measured(measure: Measure, ratio: bool = False) -> str:
    """A measure in its own unit."""
    return _MEASURED[ratio](measure)


def to_step(measure: Measure, ratio: bool = False) -> str:
    """The value of the last digit that a number was stated to; nothing where it is no number, or more than one."""
    return _TO_STEP[ratio](measure)


@lru_cache(maxsize=20_000)
def span(first: dt.date, last: dt.date) -> str:
    """An interval of days, as short as it is exact.

    >>> span(dt.date(2027, 7, 1), dt.date(2027, 9, 30)), span(dt.date(2028, 1, 1), dt.date(2028, 12, 31))
    ('2027-07 … 2027-09', '2028')
    """
    if first == last:
        return first.isoformat()
    if first.day == 1 and last.day == calendar.monthrange(last.year, last.month)[1]:
        if (first.year, first.month) == (last.year, last.month):
            return f"{first:%Y-%m}"
        if first.month == 1 and last.month == 12:
            return f"{first:%Y}" if first.year == last.year else f"{first:%Y} … {last:%Y}"
        return f"{first:%Y-%m} … {last:%Y-%m}"
    return f"{first.isoformat()} … {last.isoformat()}"


def _amount(low: float | None, high: float | None, unit: str, about: bool, ratio: bool) -> str:
    tail = f" {unit}" if unit else "×" if ratio else ""
    mark = "~ " if about else ""
    if low is None and high is not None:
        return f"{mark}≤ {number(high)}{tail}"
    if high is None and low is not None:
        return f"{mark}> {number(low)}{tail}"
    if low == high:
        return f"{mark}{number(low or 0.0)}{tail}"
    return f"{mark}{number(low or 0.0)}–{number(high or 0.0)}{tail}"


def _stated(value: Value, ratio: bool) -> str:
    if isinstance(value, NumberValue):
        return _amount(value.low, value.high, value.unit, value.approx, ratio)
    if isinstance(value, DateValue):
        return span(value.date_start, value.date_end)
    return value.text


def _measured(measure: Measure, ratio: bool) -> str:
    if isinstance(measure, Amount):
        low, high = (None if end is None else rounded(end, measure.step) for end in (measure.low, measure.high))
        return _amount(low, high, measure.unit, measure.about, ratio)
    if isinstance(measure, Days):
        return span(dt.date.fromordinal(measure.first), dt.date.fromordinal(measure.last))
    return measure.text


def _to_step(measure: Measure, ratio: bool) -> str:
    if not isinstance(measure, Amount) or measure.point is None:
        return ""
    return _measured(measure._replace(low=measure.step, high=measure.step, about=False), ratio)


_STATED: dict[bool, Noted[Value]] = {ratio: Noted(partial(_stated, ratio=ratio)) for ratio in (False, True)}
_MEASURED: dict[bool, Noted[Measure]] = {ratio: Noted(partial(_measured, ratio=ratio)) for ratio in (False, True)}
_TO_STEP: dict[bool, Noted[Measure]] = {ratio: Noted(partial(_to_step, ratio=ratio)) for ratio in (False, True)}
