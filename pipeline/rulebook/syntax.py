"""The schema of rules/syntax.toml: regular expressions over the words between and around mentions and values.
All that the extractor knows of English word order stands there, each pattern with examples that the tests run.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cached_property
from typing import Literal

from pydantic import Field

from pipeline.model import Frozen
from pipeline.rulebook.base import TextRule


class SyntaxPattern(TextRule):
    """One pattern. ``regex`` is verbose (white space does not count), case does not matter, ``{name}`` stands for the
    word class of that name. ``how`` it is applied: ``search`` anywhere, ``match`` from the start, ``fullmatch`` the
    whole stretch; the examples are such stretches. Of the whole words in ``needs``, in small letters, one stands in all
    that the pattern finds, so that a sentence without them need not be searched.
    """

    regex: str
    needs: tuple[str, ...] = ()
    how: Literal["search", "match", "fullmatch"] = "search"


class SyntaxRules(Frozen):
    """The whole of rules/syntax.toml. ``words`` are classes of words, as alternatives of a regular expression."""

    words: dict[str, str] = {}
    pattern: tuple[SyntaxPattern, ...] = Field(default=())

    @cached_property
    def _compiled(self) -> dict[str, re.Pattern[str]]:
        compiled = {}
        for pattern in self.pattern:
            text = pattern.regex
            for name, words in self.words.items():
                text = text.replace("{" + name + "}", f"(?:{words})")
            compiled[pattern.id] = re.compile(text, re.IGNORECASE | re.VERBOSE)
        return compiled

    @cached_property
    def regex(self) -> Callable[[str], re.Pattern[str]]:
        """The compiled pattern of an id; KeyError where there is none. Asked a thousand times an article."""
        return self._compiled.__getitem__

    def needs(self, name: str) -> frozenset[str]:
        """The words of which one stands in all that the pattern of that id finds; empty where it tells none."""
        return next(frozenset(p.needs) for p in self.pattern if p.id == name)

    def word(self, name: str) -> str:
        """A word class as the inside of a regular expression."""
        return self.words[name]
