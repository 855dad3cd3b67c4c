"""The schema of rules/furniture.toml: lines and sections of a page that are not the article.
Every rule that matches text carries its examples.
"""

from __future__ import annotations

import re
from functools import cached_property
from typing import Literal

from pipeline.model import Frozen
from pipeline.rulebook.base import TextRule
from pipeline.rulebook.reading import Regex


class LineRule(TextRule):
    """A block that is furniture when ``pattern`` matches all of it (spaces collapsed, case ignored).

    ``zone`` limits it to the ``head`` (before the first paragraph of prose) or the ``tail`` (after the last);
    blocks of more than ``max_words`` are left alone, because a lost paragraph costs more than a kept line.
    """

    pattern: Regex
    zone: Literal["any", "head", "tail"] = "any"
    max_words: int = 40


class SectionRule(TextRule):
    """A line or heading that opens a stretch of furniture; ``until`` says where the stretch ends.

    ``list`` after the list that follows; ``prose`` before the next paragraph of prose or marked heading;
    ``heading`` before the next heading of the same or a higher level; ``end`` the same for marked headings, else at
    the end of the article. The last two open only after ``after_words`` words of prose; before, the line alone goes.
    """

    pattern: Regex
    until: Literal["list", "prose", "heading", "end"]
    after_words: int = 40


class MenuShape(Frozen):
    """Navigation by its shape, in the head or tail: many words, nearly all capitalised, no sentence in sight; or
    several separators between short names. Words with digits beyond ``max_figures`` are values of a specification.
    """

    min_words: int = 20
    capitals: float = 0.7
    separators: str = "|›»>·•"
    min_separators: int = 3
    max_figures: int = 5
    examples: tuple[str, ...] = ()
    not_examples: tuple[str, ...] = ()


class AuthorBox(Frozen):
    """A box about the author: in the last ``share`` of the words, in blocks of at most ``max_words``."""

    share: float = 0.2
    max_words: int = 120


class FurnitureRules(Frozen):
    """The whole of rules/furniture.toml."""

    line: tuple[LineRule, ...] = ()
    section: tuple[SectionRule, ...] = ()
    menu: MenuShape = MenuShape()
    author_box: AuthorBox = AuthorBox()

    @cached_property
    def lines_anywhere(self) -> re.Pattern[str]:
        """All line rules without a zone as one pattern; the name of the matching group is ``r`` and the position."""
        return self._union("any")

    @cached_property
    def lines_head(self) -> re.Pattern[str]:
        """All line rules of the head as one pattern."""
        return self._union("head")

    @cached_property
    def lines_tail(self) -> re.Pattern[str]:
        """All line rules of the tail as one pattern."""
        return self._union("tail")

    @cached_property
    def sections(self) -> re.Pattern[str]:
        """All section rules as one pattern."""
        parts = (f"(?P<r{i}>{rule.pattern.pattern})" for i, rule in enumerate(self.section))
        return re.compile("|".join(parts) or "(?!)", re.IGNORECASE)

    def _union(self, zone: str) -> re.Pattern[str]:
        parts = (f"(?P<r{i}>{rule.pattern.pattern})" for i, rule in enumerate(self.line) if rule.zone == zone)
        return re.compile("|".join(parts) or "(?!)", re.IGNORECASE)
