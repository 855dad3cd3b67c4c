"""The schema of rules/units.toml: surfaces of units and how context decides between them.
Every rule that matches text carries its examples.
"""

from __future__ import annotations

from pipeline.model import Frozen


class UnitRules(Frozen):
    """The whole of rules/units.toml."""
