"""The three kinds of value a claim can carry, as docs/claims.md tells: a number with a unit, a date interval, a text.
All are intervals in spirit: a bound leaves one end open, a year is its 365 days.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from pydantic import model_validator

from pipeline.model.base import Frozen


class NumberValue(Frozen):
    """A number as stated, in the unit stated; ``low`` or ``high`` is None where the bound is open.

    >>> NumberValue(low=400, high=None, unit="GB")        # "over 400 GB"
    NumberValue(low=400.0, high=None, unit='GB', approx=False)
    """

    low: float | None
    high: float | None
    unit: str
    approx: bool = False

    @model_validator(mode="after")
    def _ordered(self) -> NumberValue:
        if self.low is None and self.high is None:
            raise ValueError("a number needs at least one end")
        if self.low is not None and self.high is not None and self.low > self.high:
            raise ValueError(f"low {self.low} lies above high {self.high}")
        return self


class DateValue(Frozen):
    """An interval of days, both ends included: "May 2026" is 2026-05-01 … 2026-05-31."""

    date_start: dt.date
    date_end: dt.date

    @model_validator(mode="after")
    def _ordered(self) -> DateValue:
        if self.date_start > self.date_end:
            raise ValueError(f"start {self.date_start} lies after end {self.date_end}")
        return self


class TextValue(Frozen):
    """A name or code: a memory type, an architecture, a foundry, a process name."""

    text: str


Value = NumberValue | DateValue | TextValue


def value_from_json(data: dict[str, Any]) -> Value:
    """Read a value from the form it has in ``claims.jsonl`` (docs/claims.md).

    >>> value_from_json({"text": "HBM3"})
    TextValue(text='HBM3')
    """
    if "text" in data:
        return TextValue.model_validate(data)
    if "date_start" in data:
        return DateValue.model_validate(data)
    return NumberValue.model_validate(data)
