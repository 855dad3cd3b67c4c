"""The schema of rules/explanations.toml: a sentence for each id that is cited but made in code, and for each prefix.
Only ``specledger rules explain`` reads it.
"""

from __future__ import annotations

from pydantic import Field

from pipeline.model import Frozen
from pipeline.rulebook.base import Rule


class Explanation(Rule):
    """What it means when a claim or flag cites this id."""

    sentence: str = Field(min_length=1)


class ExplanationRules(Frozen):
    """The whole of rules/explanations.toml. ``made`` are ids of steps in code; ``prefix`` are first parts of an id,
    up to the dot, that say what the rule named behind it was used for.
    """

    made: tuple[Explanation, ...] = ()
    prefix: tuple[Explanation, ...] = ()
