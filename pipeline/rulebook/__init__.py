"""Knowledge of the field as data: rules/ read into one frozen, validated Rulebook.
Start at :func:`load`; a new kind of rule file is a schema here and one line in ``sections.py``.
"""

from pipeline.rulebook.base import Rule, TextRule
from pipeline.rulebook.book import Rulebook, load
from pipeline.rulebook.names import Name
from pipeline.rulebook.undisturbed import undisturbed

__all__ = ["Name", "Rule", "Rulebook", "TextRule", "load", "undisturbed"]
