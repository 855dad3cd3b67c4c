"""The schema of rules/attributes/*.toml: the attribute vocabulary, how each is recognised and compared.
Every rule that matches text carries its examples.
"""

from __future__ import annotations

from pipeline.model import Frozen


class AttributeRules(Frozen):
    """The whole of rules/attributes/*.toml."""
