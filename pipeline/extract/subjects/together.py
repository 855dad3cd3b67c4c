"""Remembers what was named side by side, for the words that stand for several things: "both", "they", "the two cards".
Things of one type joined by commas and "and" are one group, but for what is only measured by.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from itertools import pairwise

from pipeline.extract.text.groups import is_setting
from pipeline.extract.text.scene import REFERRING, Mention, Sentence
from pipeline.rulebook import Rulebook

_SOLD = frozenset({"chip", "device", "system"})


class Together:
    """The group last named, and all things of the last sentence; feed it the sentences in order."""

    def __init__(self, rulebook: Rulebook) -> None:
        self._reach = rulebook.scoring.discourse.plural_reach
        self._syntax = rulebook.syntax.lowered
        self._group: list[Mention] = []
        self._at = 0
        self._just_named: list[Mention] = []

    def within_reach(self, sentence: Sentence) -> list[Mention]:
        """The group that "both" or "they" can still mean in this sentence; empty when it is too far back."""
        return self._group if sentence.index - self._at <= self._reach else []

    @property
    def named(self) -> list[Mention]:
        """All things that the last sentence named."""
        return self._just_named

    def last_two(self, sentence: Sentence) -> list[Mention]:
        """What "the former" and "the latter" can mean: two named side by side, or all that the last sentence named."""
        group = self.within_reach(sentence)
        named = [m for m in self._just_named if m.type in _SOLD]
        return next((two for two in (group, named) if len({m.name for m in two}) == len(two) == 2), [])

    def names_beside(self, sentence: Sentence) -> set[str]:
        """What the sentence right before named together: none of it alone is "it"."""
        return {m.name for m in self._group} if self._at == sentence.index - 1 else set()

    def pair(self, in_mind: Sequence[Mention], types: Collection[str] | None = None) -> list[Mention]:
        """What "both" can mean; else none: the only two things of ``types`` that the last sentence named, or the first
        two ``in_mind`` where they are of one type and maker. Without ``types`` only the latter count.
        """
        named = [m for m in self._just_named if types is not None and m.type in types]
        if len(named) == 2 and named[0].type == named[1].type:
            return named
        two = [m for m in in_mind if types is None or m.type in types][:2]
        if len(two) == 2 and {m.name for m in two} == {m.name for m in self._group}:
            return two  # still the two that were named side by side, however far back
        return two if len(two) == 2 and (two[0].type, two[0].maker) == (two[1].type, two[1].maker) else []

    def side(self) -> list[Mention]:
        """What "they" can mean where nothing is listed: all products that the last sentence named, if of one type."""
        named = self._just_named
        return named if len(named) > 1 and len({m.type for m in named}) == 1 and named[0].type in _SOLD else []

    def take(
        self, sentence: Sentence, things: Sequence[Mention], is_measure: Callable[[Mention], bool], begin: int
    ) -> None:
        """Take in the things that a sentence names, side by side from ``begin`` on; ``is_measure`` tells those that it
        only measures by.
        """
        self._just_named = list({m.name: m for m in reversed(things)}.values())[::-1]
        run: list[Mention] = []
        rest = things[1:] if is_setting(things, sentence, self._syntax) else things
        for left, right in pairwise(m for m in rest if m.start >= begin):
            between = sentence.low[left.end - sentence.start : right.start - sentence.start]
            between = between.removesuffix(f"{right.maker.lower()} ")  # "the Acme 17T and the Acme 17T Pro"
            if left.type == right.type and self._syntax("joined").fullmatch(between) and not is_measure(left):
                run = [*(run or [left]), right]
            elif run:
                break
        if run:
            self._group, self._at = run, sentence.index
        elif self._group and {m.name for m in self._group} <= {m.name for m in sentence.mentions if m.how in REFERRING}:
            self._at = sentence.index  # told of again: "Both have"
