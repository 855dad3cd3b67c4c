"""Finds what a sentence tells of behind a comparison with something unnamed: "Unlike its predecessor, the X200 has".
Only a second comma makes the name explain the one compared with: "Unlike its predecessor, the X100, the X200 has".
"""

from __future__ import annotations

from pipeline.extract.text.scene import Mention, Sentence
from pipeline.rulebook import Rulebook

_CLOSING = (",", " (", " –", " —")


class Fronted:
    """Judges the first names of sentences; one instance serves all articles."""

    def __init__(self, rulebook: Rulebook) -> None:
        syntax = rulebook.syntax
        self._lead, self._needs = syntax.lowered("forerunner-fronted"), syntax.needs("forerunner-fronted")

    def tells_of(self, mention: Mention, sentence: Sentence) -> bool:
        """True for a name right behind such a comparison, which is the subject."""
        if not sentence.holds(self._needs) or not sentence.led(self._lead, mention.start):
            return False
        return not sentence.text[mention.end - sentence.start :].startswith(_CLOSING)
