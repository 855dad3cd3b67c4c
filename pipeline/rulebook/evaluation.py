"""The schema of rules/evaluation.toml: when a prediction counts as what the gold corpus says.
Only ``specledger evaluate`` reads it.
"""

from __future__ import annotations

from pydantic import Field

from pipeline.model import Frozen


class EvaluationRules(Frozen):
    """The whole of rules/evaluation.toml. ``makers`` and ``fillers`` are words a name may carry or not."""

    closeness: float = Field(default=0.005, ge=0, lt=1)
    pure: tuple[str, ...] = ()
    makers: tuple[str, ...] = ()
    fillers: tuple[str, ...] = ()
    descriptions: tuple[str, ...] = ()
