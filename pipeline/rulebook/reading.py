"""The schema of rules/reading.toml: bylines, date lines, publishers and what else the readers look for.
Every rule that matches text carries its examples.
"""

from __future__ import annotations

from pipeline.model import Frozen


class ReadingRules(Frozen):
    """The whole of rules/reading.toml."""
