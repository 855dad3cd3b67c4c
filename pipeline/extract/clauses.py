"""Finds clauses within a sentence that have a subject of their own: "…, with the X100 made on 4nm and due in May".
What such a clause tells is told of that subject, however far back the sentence began.
"""

from __future__ import annotations

from pipeline.extract.scene import Mention, Sentence
from pipeline.rulebook import Rulebook


class Clauses:
    """Tells where a mention is the subject of a clause without a verb of its own."""

    def __init__(self, rulebook: Rulebook) -> None:
        self._lead, self._needs = rulebook.syntax.lowered("absolute-lead"), rulebook.syntax.needs("absolute-lead")
        self._verb, self._break = map(rulebook.syntax.lowered, ("absolute-verb", "absolute-break"))

    def opened_by(self, mention: Mention, sentence: Sentence, at: int) -> bool:
        """True for the X100 of ", with the X100 made on a 4nm node" where the clause reaches to the offset ``at``."""
        if not sentence.holds(self._needs) or not sentence.led(self._lead, mention.start):
            return False
        behind, origin = mention.end - sentence.start, sentence.start
        verb = self._verb.match(sentence.low, behind)
        return verb is not None and self._break.search(sentence.low, behind, at - origin) is None
