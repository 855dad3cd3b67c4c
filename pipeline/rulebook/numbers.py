"""The schema of rules/numbers.toml: number words, bounds, approximations, and what is never a quantity.
Every rule that matches text carries its examples.
"""

from __future__ import annotations

from pipeline.model import Frozen


class NumberRules(Frozen):
    """The whole of rules/numbers.toml."""
