"""The schema of rules/suspects.toml: thresholds and words of each kind of likely error.
Every rule that matches text carries its examples.
"""

from __future__ import annotations

from pipeline.model import Frozen


class SuspectRules(Frozen):
    """The whole of rules/suspects.toml."""
