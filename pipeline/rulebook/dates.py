"""The schema of rules/dates.toml: the words of dates and what interval each form means.
Every rule that matches text carries its examples.
"""

from __future__ import annotations

from pipeline.model import Frozen


class DateRules(Frozen):
    """The whole of rules/dates.toml."""
