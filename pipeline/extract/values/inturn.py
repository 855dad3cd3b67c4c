"""Finds whose a date is where one verb has several: "ships the X100 in May and the X200 in June".
The thing between two dates belongs to the second.
"""

from __future__ import annotations

from collections.abc import Collection

from pipeline.extract.text.scene import Hit, Mention, Sentence
from pipeline.model import DateMention
from pipeline.rulebook import Rulebook


class DatesInTurn:
    """Reads lists of things with a date each; one instance serves all articles."""

    def __init__(self, rulebook: Rulebook) -> None:
        self._opens, self._leads = map(rulebook.syntax.lowered, ("dated-next", "dated-lead"))

    def things(self, date: DateMention, hit: Hit, sentence: Sentence, types: Collection[str]) -> list[Mention]:
        """What stands between an earlier date of the same verb and this one; empty where this is the only date."""
        earlier = [d for d in sentence.dates if hit.end <= d.start and d.end < date.start]
        if not earlier:
            return []
        found = [m for m in sentence.mentions if earlier[-1].end < m.start and m.end <= date.start and m.type in types]
        if not found:
            return []
        low, origin = sentence.low, sentence.start
        opened = self._opens.fullmatch(low, earlier[-1].end - origin, found[0].start - origin)
        led = self._leads.fullmatch(low, found[-1].end - origin, date.start - origin)
        return found if opened and led else []
