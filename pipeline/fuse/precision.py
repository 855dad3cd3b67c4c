"""How precisely a number was stated, read from its own words: "4.80" is finer than "4.8", "53 billion" than nothing.
A step is the value of the last digit; trailing zeros are read twice, as digits and as rounding.
"""

from __future__ import annotations

import math
import re
from functools import lru_cache
from typing import NamedTuple

_DIGITS = re.compile(r"\d{1,3}(?:[,\u00a0\u202f]\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?")
_SCALES = frozenset(range(-3, 19))


class Precision(NamedTuple):
    """``step``: the value of the last digit written; ``wide``: of the last digit that is not a trailing zero."""

    step: float
    wide: float


@lru_cache(maxsize=100_000)
def stated_precision(words: str, value: float) -> Precision:
    """The precision of ``value`` as its words give it; as its shortest decimal form gives it where words do not.

    >>> stated_precision("4.80 GHz", 4.8).step, stated_precision("$53 billion", 53e9).step
    (0.01, 1000000000.0)
    >>> stated_precision("560,000 units", 560000.0)
    Precision(step=1.0, wide=10000.0)
    """
    if value == 0 or not math.isfinite(value):
        return Precision(1.0, 1.0)
    for match in _DIGITS.finditer(words[:200]):
        digits = re.sub(r"[^\d.]", "", match[0])
        step = _step(digits, value)
        if step is not None:
            return Precision(step, max(step, _wide(digits) * step * 10 ** _decimals(digits)))
    mantissa, exponent = f"{abs(value):.12e}".split("e")
    significant = len(mantissa.rstrip("0").replace(".", ""))
    place = 10.0 ** (int(exponent) - significant + 1)
    return Precision(min(place, 1.0) if "." in repr(value) and value % 1 else place, place)


def told_digits(words: str) -> int | None:
    """How many digits the first number in the words has, zeros around it aside; None where it has none.

    >>> told_digits("8 percent"), told_digits("1.08 times"), told_digits("twice")
    (1, 3, None)
    """
    match = _DIGITS.search(words[:200])
    return len(re.sub(r"\D", "", match[0]).strip("0")) if match else None


def _step(digits: str, value: float) -> float | None:
    """The value of the last written digit, where these digits are this value: as they stand, multiplied out
    ("53 billion"), or as a percentage of change ("50% more" is 1.5).
    """
    number, unit = float(digits), 10.0 ** -_decimals(digits)
    if number == 0:
        return None
    ratio = abs(value) / number
    power = round(math.log10(ratio)) if ratio > 0 else 99
    if power in _SCALES and math.isclose(ratio, 10.0**power, rel_tol=1e-9):
        return unit * 10.0**power
    if math.isclose(abs(value - 1) * 100, number, rel_tol=1e-6):
        return unit / 100
    return None


def _decimals(digits: str) -> int:
    return len(digits.partition(".")[2])


def _wide(digits: str) -> float:
    """The place of the last digit that is not a trailing zero of a whole number."""
    if "." in digits:
        return 10.0 ** -_decimals(digits)
    return 10.0 ** (len(digits) - len(digits.rstrip("0")))
