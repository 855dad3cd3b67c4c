"""Values, dates and passages in words, for people: the report and the terminal say them alike.
Cells bring their own reading; this one is for single claims.
"""

from __future__ import annotations

from pipeline.model import DateValue, Normalized, NumberValue, Value

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
        same = value.date_start == value.date_end
        return str(value.date_start) if same else f"{value.date_start} … {value.date_end}"
    return value.text


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


def _interval(low: float | None, high: float | None) -> str:
    if low is None or high is None:
        return f"≤ {_plain(high)}" if low is None else f"≥ {_plain(low)}"
    return _plain(low) if low == high else f"{_plain(low)} … {_plain(high)}"


def _plain(number: float | None) -> str:
    """Digits with thousands marks, no exponent below a quadrillion."""
    if number is None:
        return ""
    if number == int(number):
        return f"{int(number):,}"
    return f"{number:,.10g}"
