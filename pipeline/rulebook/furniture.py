"""The schema of rules/furniture.toml: lines and sections of a page that are not the article.
Every rule that matches text carries its examples.
"""

from __future__ import annotations

from pipeline.model import Frozen


class FurnitureRules(Frozen):
    """The whole of rules/furniture.toml."""
