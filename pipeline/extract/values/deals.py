"""Reads when a purchase is closed, told in the sentence behind it: "The deal should close in the first quarter".
The day is that of what is bought there; a deal about nothing that was bought has none.
"""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.extract.draft import Draft
from pipeline.extract.text.scene import Sentence
from pipeline.rulebook import Rulebook

_REACH = 30  # letters from the verb to its date


class Deals:
    """Finds the days on which deals close; one instance serves all articles."""

    def __init__(self, rulebook: Rulebook) -> None:
        self._closes, self._needs = rulebook.syntax.lowered("deal-closes"), rulebook.syntax.needs("deal-closes")
        told = [a for a in rulebook.attributes.attribute if a.of_deals]
        self._of_deals = {a.id for a in told}
        self._day = next((a.id for a in told if a.kind == "date"), "")
        self._date_lead = rulebook.syntax.lowered("deal-date-lead")

    def read(self, sentence: Sentence, before: Sequence[Draft]) -> list[Draft]:
        """The drafts of a sentence's closings; ``before`` are those of the sentence before it."""
        if not self._day or not sentence.dates or not sentence.holds(self._needs):
            return []
        bought = next((d for d in reversed(before) if d.attribute in self._of_deals and d.subjects), None)
        if bought is None:
            return []
        found = []
        for match in self._closes.finditer(sentence.low):
            end = sentence.start + match.end()
            date = next((d for d in sentence.dates if 0 <= d.start - end <= _REACH), None)
            if date is None or not self._date_lead.fullmatch(sentence.low, match.end(), date.start - sentence.start):
                continue
            ends = (date.start, date.end, sentence.start + match.start(), date.end)
            rules = [*date.rules, "event.deal"]
            subjects = list(bought.subjects)
            found.append(
                Draft(sentence, self._day, date.value, *ends, 1.0, rules=rules, subjects=subjects, subject_score=1.5)
            )
        return found
