"""Turns "the second fab" and "its Dresden fab" into mentions of the firm whose plant it is.
What a plant makes, and from when, is told of the firm and never of a chip in mind.
"""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.extract.subjects.discourse import Discourse
from pipeline.extract.text.scene import Mention, Sentence
from pipeline.rulebook import Rulebook

PLANT = "reference.plant"


class Plants:
    """Finds the plants of a sentence; one instance serves all articles."""

    def __init__(self, rulebook: Rulebook) -> None:
        self._plant, self._needs = rulebook.syntax.lowered("plant"), rulebook.syntax.needs("plant")
        self._owners = frozenset({n.maker for n in rulebook.names if n.type == "process"} - {""})
        self._owners |= frozenset(rulebook.shapes.stack_makers)

    def find(self, sentence: Sentence, discourse: Discourse) -> Iterator[Mention]:
        """A mention of the firm for each plant: of the one named beside it, else of the one in mind that has plants."""
        if not sentence.holds(self._needs):
            return
        for match in self._plant.finditer(sentence.low):
            start, end = sentence.start + match.start(), sentence.start + match.end()
            inside = [m for m in sentence.mentions if m.type == "company" and start <= m.start < end]
            before = [m for m in sentence.mentions if m.type == "company" and m.end <= start]
            firms = [m for m in (*inside, *reversed(before)) if m.name in self._owners]
            owner = next(iter(firms or (m for m in discourse.ranked(("company",)) if m.name in self._owners)), None)
            if owner is not None:
                yield Mention(start, end, owner.name, "company", owner.name, "head", PLANT)
