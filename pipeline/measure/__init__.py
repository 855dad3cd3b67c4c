"""Text → numbers, ranges, bounds, quantities, money, dates. Fast, and without any knowledge of chips.
Start at :class:`QuantityReader` and :class:`DateReader`; :mod:`pipeline.measure.component` brings them to spaCy.
"""

from pipeline.measure.date_reader import DateReader
from pipeline.measure.looks import Looks
from pipeline.measure.reader import QuantityReader
from pipeline.measure.tokens import Tokens

__all__ = ["DateReader", "Looks", "QuantityReader", "Tokens"]
