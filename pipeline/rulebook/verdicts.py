"""The schema of rules/verdicts.toml: tolerances, hierarchies of values, and reasons that reconcile.
Every rule that matches text carries its examples.
"""

from __future__ import annotations

from pipeline.model import Frozen


class VerdictRules(Frozen):
    """The whole of rules/verdicts.toml."""
