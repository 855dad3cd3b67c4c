"""Finds the things that a text knows from leaks alone: nobody has shown them, so what is told of them is rumour.
A text tells early where it has its figures from; what is still to come is said beside the name.
"""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.extract.text.scene import Sentence
from pipeline.rulebook import Rulebook

_SHOWN = frozenset({"chip", "device", "system", "series"})


class Leaks:
    """Tells what is leaked and not yet announced; one instance serves all articles."""

    def __init__(self, rulebook: Rulebook) -> None:
        syntax = rulebook.syntax
        self._source, self._needs = syntax.lowered("leak-source"), syntax.needs("leak-source")
        self._coming_before, self._coming_behind = syntax.lowered("awaited-before"), syntax.lowered("awaited-behind")
        self._shown, self._shown_needs = syntax.lowered("made-known"), syntax.needs("made-known")
        self._early = rulebook.scoring.discourse.leaks

    def told_of(self, sentences: Sequence[Sentence]) -> frozenset[str]:
        """The names of what the text awaits, where one of its first sentences credits a leak for what it tells; empty
        where none does, and without what it says was announced.
        """
        early = sentences[: self._early]
        if not any(s.holds(self._needs) and self._source.search(s.low) for s in early):
            return frozenset()
        awaited: set[str] = set()
        shown: set[str] = set()
        for sentence in sentences:
            things = [m for m in sentence.mentions if m.type in _SHOWN]
            awaited |= {m.name for m in things if self._is_awaited(sentence, m.start, m.end)}
            told = sentence.holds(self._shown_needs) and self._shown.search(sentence.low)
            if told and not self._source.search(sentence.low):  # but "a leaked paper has unveiled the X100"
                shown |= {m.name for m in things}
        return frozenset(awaited - shown)

    def _is_awaited(self, sentence: Sentence, start: int, end: int) -> bool:
        """True for "the upcoming X100" and "the X100 is set to"."""
        return sentence.led(self._coming_before, start) or sentence.followed(self._coming_behind, end)
