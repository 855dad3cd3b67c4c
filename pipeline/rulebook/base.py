"""What every rule shares: an id, and proof in the form of examples that the tests run.
Schemas of the single rule files build on these two types.
"""

from __future__ import annotations

from pydantic import Field

from pipeline.model import Frozen


class Rule(Frozen):
    """Anything in a rule file that has an ``id``; ids are unique within their file kind."""

    id: str = Field(pattern=r"^[a-z0-9][a-z0-9._+-]*$")


class TextRule(Rule):
    """A rule that matches text: ``examples`` it must match, ``not_examples`` it must leave alone, ``why`` in words."""

    examples: tuple[str, ...] = Field(min_length=1)
    not_examples: tuple[str, ...] = ()
    why: str = ""
