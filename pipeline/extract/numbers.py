"""Turns a quantity of the text into a claim's value: bounds as open ends, counted nouns as bare numbers.
The unit stays as stated; comparing it with others is the table's job.
"""

from __future__ import annotations

from pipeline.model import Change, NumberValue, Quantity
from pipeline.rulebook.attributes import Attribute


def number_value(quantity: Quantity, attribute: Attribute) -> NumberValue:
    """The value a claim of ``attribute`` takes from ``quantity``: "over 400 customers" → low 400, high open, unit ""."""
    low: float | None = quantity.low
    high: float | None = quantity.high
    if quantity.low == quantity.high:
        if quantity.change is Change.OVER:
            high = None
        elif quantity.change is Change.UNDER:
            low = None
    approx = quantity.approx or quantity.change is Change.ABOUT
    return NumberValue(low=low, high=high, unit=claim_unit(quantity, attribute), approx=approx)


def claim_unit(quantity: Quantity, attribute: Attribute) -> str:
    """Counts lose their noun ("16 cores" → ""); measured units stay as stated."""
    if attribute.nouns and quantity.unit not in {attribute.unit, "percent"}:
        if attribute.unit in {"", "token"}:
            return attribute.unit
    return quantity.unit
