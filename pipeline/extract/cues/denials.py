"""What a "not" leaves standing: "will not arrive until March" says that it arrives then.
Readers of events and of negations ask here, so that both take the same words for a date.
"""

from __future__ import annotations

from pipeline.extract.text.scene import Sentence
from pipeline.rulebook import Rulebook


class Denials:
    """Tells a date that a negation sets from one that it denies."""

    def __init__(self, rulebook: Rulebook) -> None:
        self._unnamed = rulebook.syntax.lowered("some-thing-not")
        self._until, self._needs = rulebook.syntax.lowered("not-until"), rulebook.syntax.needs("not-until")

    def sets(self, sentence: Sentence, at: int) -> bool:
        """True where the date at offset ``at`` stands behind "not … until": what is denied ends with it. Not where that
        is a thing without a name.
        """
        if not sentence.holds(self._needs) or not sentence.led(self._until, at):
            return False
        return self._unnamed.search(sentence.low, 0, at - sentence.start) is None
