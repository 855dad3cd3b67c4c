"""Turns a quantity of the text into a claim's value: bounds as open ends, counted nouns as bare numbers.
The unit stays as stated; comparing it with others is the table's job.
"""

from __future__ import annotations

import re

from pipeline.extract.scene import Sentence, Tokens
from pipeline.model import Change, NumberValue, Quantity
from pipeline.rulebook.attributes import Attribute

_PLAIN_RATE = "operation/s"  # "31.6 trillion operations per second" is said in TOPS everywhere else


def number_value(quantity: Quantity, attribute: Attribute) -> NumberValue:
    """The value a claim of ``attribute`` takes from ``quantity``: "over 400 customers" → low 400, high open, unit ""."""
    low: float | None = quantity.low
    high: float | None = quantity.high
    if quantity.low == quantity.high:
        if quantity.change is Change.OVER:
            high = None
        elif quantity.change is Change.UNDER:
            low = None
    if quantity.unit == _PLAIN_RATE:
        low, high = (None if x is None else x / 1e12 for x in (low, high))
    approx = quantity.approx or quantity.change is Change.ABOUT
    return NumberValue(low=low, high=high, unit=claim_unit(quantity, attribute), approx=approx)


def claim_unit(quantity: Quantity, attribute: Attribute) -> str:
    """Counts lose their noun ("16 cores" → ""); measured units stay as stated."""
    if quantity.unit == _PLAIN_RATE:
        return "TOPS"
    if quantity.dimension.endswith("_rate"):
        return quantity.unit
    if attribute.nouns and quantity.unit not in {attribute.unit, "percent"}:
        if attribute.unit in {"", "token"}:
            return attribute.unit
    return quantity.unit


_VAGUE = re.compile(
    r"\b(?:hundreds|thousands|millions|billions|trillions|tens|dozens|scores|several|few|couple)\b", re.I
)
_RATED = re.compile(r"\s*(?:of|in|more|less)?\s*$", re.I)


def is_vague(quantity: Quantity, sentence: Sentence) -> bool:
    """ "Tens of thousands", "billions": an order of magnitude, not a figure."""
    words = sentence.text[quantity.start - sentence.start : quantity.end - sentence.start]
    return bool(_VAGUE.search(words)) and not any(c.isdigit() for c in words)


def is_delta(quantity: Quantity, sentence: Sentence, tokens: Tokens) -> bool:
    """True for differences: "a 400 MHz increase", "by 35 MHz", "5 FPS less than"; they state no value of the thing."""
    if quantity.dimension in {"percent", "ratio", "money", "time"}:
        return False
    for hit in sentence.of_kind("more", "less"):
        if 0 <= hit.start - quantity.end <= 14 and tokens.gap(quantity.start, quantity.end, hit.start, hit.end) <= 1:
            between = sentence.text[quantity.end - sentence.start : hit.start - sentence.start]
            following = sentence.text[hit.end - sentence.start :]
            if between.strip(" -") in {"", "clock", "or", "of"} and not re.match(r"\s*(?:memory|capacity)", following):
                return "or" not in between
    lead = sentence.text[: quantity.phrase_start - sentence.start]
    return bool(re.search(r"\bby\s+(?:about\s+|around\s+|up to\s+)?$", lead[-20:]))
