"""The schema of rules/cues.toml: words of modality, attribution, negation, comparison and reference.
Every rule that matches text carries its examples.
"""

from __future__ import annotations

from pipeline.model import Frozen


class CueRules(Frozen):
    """The whole of rules/cues.toml."""
