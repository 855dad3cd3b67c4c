"""The working form of a quantity while its parts are being found, in token indices.
It becomes a frozen :class:`pipeline.model.Quantity` at the very end.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from pipeline.measure.lexicon import UnitEntry
from pipeline.measure.numerals import Numeral
from pipeline.model import Change


@dataclass(slots=True)
class Draft:
    """A number at tokens ``first:last`` (sign, currency and unit included); ``number`` is what was read there.

    ``factor`` is what scale letters multiplied by; ``counts`` marks units that are things ("cores"); ``hyphened`` where
    a hyphen leads on ("16-core"), ``hanging`` where it leads nowhere ("14- and 16-inch"); ``needs_noun`` where it is
    dropped unless it counts something; ``fallback`` marks a noun taken for want of a plural, ``shared`` a unit taken
    from the next in a list; ``bounded_at`` is where a bound stands between number and unit ("20+ years").
    """

    number: Numeral
    first: int
    last: int
    low: float
    high: float
    unit: str = ""
    dimension: str = ""
    noun: str = ""
    change: Change = Change.EXACT
    approx: bool = False
    phrase_first: int = -1
    phrase_last: int = -1
    rules: list[str] = field(default_factory=list)
    money: UnitEntry | None = None
    factor: float = 1.0
    counts: bool = False
    scaled: bool = False
    hyphened: bool = False
    hanging: bool = False
    negative: bool = False
    merged: bool = False
    needs_noun: bool = False
    fallback: bool = False
    shared: bool = False
    bounded_at: int = -1
