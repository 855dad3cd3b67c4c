"""The schema of rules/shapes.toml: how names that no list knows are recognised.
Every rule that matches text carries its examples.
"""

from __future__ import annotations

from pipeline.model import Frozen


class ShapeRules(Frozen):
    """The whole of rules/shapes.toml."""
