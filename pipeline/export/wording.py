"""Values, dates and passages in words, for people: the report and the terminal say them alike.
Cells bring their own reading; this one is for single claims.
"""

from __future__ import annotations

import datetime as dt

from pipeline.model import DateValue, Normalized, NumberValue, Value

_LARGE = ((1e12, "trillion"), (1e9, "billion"), (1e6, "million"))
CONTEXT = 160
"""Characters shown on either side of a quote."""


def value_text(value: Value) -> str:
    """A value as a person would write it.

    >>> value_text(NumberValue(low=400, high=None, unit="GB")), value_text(NumberValue(low=3, high=3, unit=""))
    ('≥ 400 GB', '3')
    """
    if isinstance(value, NumberValue):
        about = "~" if value.approx else ""
        return f"{about}{_interval(value.low, value.high)} {value.unit}".strip()
    if isinstance(value, DateValue):
        return date_text(value.date_start, value.date_end)
    return value.text


def date_text(start: dt.date, end: dt.date) -> str:
    """An interval of days, as coarse as it is.

    >>> day = dt.date
    >>> date_text(day(2027, 1, 1), day(2027, 12, 31)), date_text(day(2027, 9, 1), day(2027, 12, 31))
    ('2027', '2027-09 … 2027-12')
    >>> date_text(day(2026, 5, 1), day(2026, 5, 31)), date_text(day(2026, 5, 20), day(2026, 5, 22))
    ('2026-05', '2026-05-20 … 2026-05-22')
    """
    if start == end:
        return start.isoformat()
    whole_months = start.day == 1 and (end + dt.timedelta(days=1)).day == 1
    if not whole_months:
        return f"{start} … {end}"
    if (start.month, end.month) == (1, 12):
        return str(start.year) if start.year == end.year else f"{start.year} … {end.year}"
    first, last = f"{start:%Y-%m}", f"{end:%Y-%m}"
    return first if first == last else f"{first} … {last}"


def normal_text(value: Normalized) -> str:
    """A normalized value as a person would write it."""
    return f"{_interval(value.low, value.high)} {value.unit}".strip()


def passage(text: str, start: int, end: int, context: int = CONTEXT) -> tuple[str, str, str]:
    """What stands before a quote, the quote, and what stands after: within its paragraph, cut at words.

    >>> passage("One. The chip has 96 GB now.", 9, 24, 12)
    ('One. The ', 'chip has 96 GB ', 'now.')
    """
    first = max(text.rfind("\n\n", 0, start) + 1, 0)
    last = text.find("\n\n", end)
    last = len(text) if last < 0 else last
    if start - first > context:
        first = max(first, text.rfind(" ", 0, start - context) + 1)
    if last - end > context:
        cut = text.find(" ", end + context)
        last = cut if 0 <= cut < last else last
    return text[first:start].lstrip("\n"), text[start:end], text[end:last].rstrip("\n")


def marked_passage(text: str, start: int, end: int, context: int = CONTEXT) -> tuple[str, str, str]:
    """The same with an ellipsis where the paragraph goes on."""
    before, quote, after = passage(text, start, end, context)
    first, last = start - len(before), end + len(after)
    before = f"… {before}" if first > 0 and text[first - 1] != "\n" else before
    return before, quote, f"{after} …" if last < len(text) and text[last] != "\n" else after


def _interval(low: float | None, high: float | None) -> str:
    if low is None or high is None:
        return f"≤ {_plain(high)}" if low is None else f"≥ {_plain(low)}"
    return _plain(low) if low == high else f"{_plain(low)} … {_plain(high)}"


def _plain(number: float | None) -> str:
    """Digits with thousands marks, and millions in words; no exponent below a quadrillion.

    >>> _plain(560_000), _plain(8.1e9), _plain(1_234_567)
    ('560,000', '8.1 billion', '1,234,567')
    """
    if number is None:
        return ""
    for scale, name in _LARGE:
        if abs(number) >= scale and float(short := f"{number / scale:.6g}") * scale == number and len(short) < 7:
            return f"{short} {name}"
    if number == int(number):
        return f"{int(number):,}"
    return f"{number:,.10g}"
