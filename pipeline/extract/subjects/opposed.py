"""Two things set side by side, each with its own figure: "X100: 1,450 vs X200: 2,141 (32% behind)".
Each figure is its own name's; the change in a bracket behind both is the first one's, measured by the second.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from pipeline.extract.draft import Draft
from pipeline.extract.text.scene import Mention, Sentence
from pipeline.rulebook import Rulebook


class Opposed:
    """Finds the owners of such figures; one instance serves all articles."""

    def __init__(self, rulebook: Rulebook) -> None:
        self._lead, self._needs = rulebook.syntax.lowered("opposed-lead"), rulebook.syntax.needs("opposed-lead")
        self._joint, self._bracket = map(rulebook.syntax.lowered, ("opposed-joint", "opposed-bracket"))

    def owns(self, mention: Mention, draft: Draft) -> bool:
        """True for the X200 of "X100: 1,450 vs X200: 2,141": another figure of the kind stands before it."""
        sentence, origin = draft.sentence, draft.sentence.start
        if not sentence.holds(self._needs) or not sentence.led(self._lead, mention.start):
            return False
        if self._joint.fullmatch(sentence.low, mention.end - origin, draft.reach_start - origin) is None:
            return False
        own = next((q for q in sentence.quantities if q.start <= draft.start < q.end), None)
        return own is not None and any(
            q.end <= mention.start and q.dimension == own.dimension for q in sentence.quantities
        )

    def settle(self, drafts: Sequence[Draft], sentence: Sentence) -> None:
        """Give the second of such a pair what the first is measured in, and the change in the bracket behind both its
        subject and its baseline.
        """
        if not sentence.holds(self._needs):
            return
        plain = [d for d in drafts if not d.attribute.endswith("_ratio") and len(d.subjects) == 1]
        for one, other in pairwise(plain):
            if one.attribute == other.attribute and self.owns(other.subjects[0], other):
                other.qualifiers = one.qualifiers | other.qualifiers
        for draft in drafts:
            if not draft.attribute.endswith("_ratio") or draft.baseline is not None:
                continue
            pair = [d for d in plain if d.end <= draft.start][-2:]
            if len(pair) < 2 or pair[0].attribute != pair[1].attribute:
                continue
            first, second = (d.subjects[0] for d in pair)
            origin = sentence.start
            closed = self._bracket.fullmatch(sentence.low, pair[1].end - origin, draft.reach_start - origin)
            if closed is not None and first.name != second.name and sentence.led(self._lead, second.start):
                draft.subjects, draft.baseline = [first], second
                draft.qualifiers["baseline"] = second.name
                draft.rules.append("subject.versus")
