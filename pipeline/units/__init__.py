"""Unit names and conversions: the only package that knows pint.
Start at :class:`pipeline.units.system.UnitSystem`.
"""

from pipeline.units.system import UnitSystem

__all__ = ["UnitSystem"]
