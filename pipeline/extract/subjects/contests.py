"""Who has what a contest is won or drawn with: "the X200 beats the X100 with 64 GB", "matches it at half the power".
What stands right behind the loser is told of the other, unless each has a figure of its own.
"""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.extract.text.scene import Mention, Sentence
from pipeline.rulebook import Rulebook

_RIGHT_BEHIND = 12  # letters from the loser to the value: " with up to "


class Contests:
    """Tells whether a thing is only the object of a contest; one instance serves all articles."""

    def __init__(self, rulebook: Rulebook) -> None:
        names = ("beaten", "paired", "with-value", "at-value", "break")
        self._beaten, self._paired, self._with, self._at, self._break = map(rulebook.syntax.lowered, names)

    def is_object(self, first: Mention, last: Mention, sentence: Sentence) -> bool:
        """True for the X100 of "the X200 beats the X100 with 64 GB" and of "pairs the X100 with"."""
        if not sentence.followed(self._with, last.end):
            return False
        return any(sentence.led(p, first.start) for p in (self._beaten, self._paired)) and not self.has_its_own(
            last, sentence
        )

    def has_its_own(self, mention: Mention, sentence: Sentence) -> bool:
        """True for the X100 of "lasted 19 hours, longer than the X100 at 17 hours": each has a measure of one kind."""
        following = next((q for q in sentence.quantities if q.start >= mention.end), None)
        if following is None or not sentence.followed(self._at, mention.end):
            return False
        bare = following.dimension not in {"ratio", "percent"} and not following.unit
        return any((bare or q.unit == following.unit) and q.end <= mention.start for q in sentence.quantities)

    def is_of_models(self, sentence: Sentence) -> bool:
        """True beside tests that only AI models take: one named behind a result has it ("69% for o3"), and is nothing
        that a chip runs ("1.9 times faster on Llama 2 70B").
        """
        tests = [m for m in sentence.mentions if m.type == "benchmark"]
        return bool(tests) and all("model" in m.heads for m in tests)

    def is_won_with(self, groups: Sequence[list[Mention]], sentence: Sentence, start: int) -> bool:
        """True where the value at ``start`` stands right behind the object of a contest, and the first of ``groups`` is
        its subject: it is tied to that as by a verb of its own.
        """
        before = [g for g in groups if g[-1].end <= start]
        if len(before) != 2 or start - before[1][-1].end > _RIGHT_BEHIND:
            return False
        (winner, loser), origin = before, sentence.start
        between = sentence.low[winner[-1].end - origin : loser[0].start - origin]
        if not sentence.led(self._beaten, loser[0].start) or self._break.search(between):
            return False
        return self.is_object(loser[0], loser[-1], sentence)
