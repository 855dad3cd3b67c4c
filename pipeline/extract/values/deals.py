"""Reads when a purchase is closed, told behind it: "The deal should close in the first quarter".
The day is that of what is bought in the sentence before, or in the whole text where it tells of one purchase; a deal
about nothing that was bought has none.
"""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.extract.draft import Draft
from pipeline.extract.text.scene import Sentence
from pipeline.rulebook import Rulebook

_COMPANY = "company"
_REACH = 30  # letters from the verb to its date


class Deals:
    """Finds the days on which deals close; one instance serves all articles."""

    def __init__(self, rulebook: Rulebook) -> None:
        self._closes, self._needs = rulebook.syntax.lowered("deal-closes"), rulebook.syntax.needs("deal-closes")
        told = [a for a in rulebook.attributes.attribute if a.of_deals]
        self._of_deals = {a.id for a in told}
        self._day = next((a.id for a in told if a.kind == "date"), "")
        self._date_lead = rulebook.syntax.lowered("deal-date-lead")

    def read(self, sentence: Sentence, before: Sequence[Draft], so_far: Sequence[Draft]) -> list[Draft]:
        """The drafts of a sentence's closings; ``before`` are those of the sentence before it, ``so_far`` those of all
        the text up to there.
        """
        if not self._day or not sentence.dates or not sentence.holds(self._needs):
            return []
        bought = self._bought(before) or self._bought(so_far, alone=True)
        if bought is None:
            return []
        found = []
        for match in self._closes.finditer(sentence.low):
            start, end = (sentence.start + place for place in match.span())
            date = next((d for d in sentence.dates if 0 <= d.start - end <= _REACH), None)
            named = (m for m in sentence.mentions if m.type == _COMPANY and start <= m.start < end)
            if any(m.name not in {s.name for s in bought.subjects} for m in named):
                continue
            if date is None or not self._date_lead.fullmatch(sentence.low, match.end(), date.start - sentence.start):
                continue
            ends = (date.start, date.end, start, date.end)
            rules = [*date.rules, "event.deal"]
            subjects = list(bought.subjects)
            found.append(
                Draft(sentence, self._day, date.value, *ends, 1.0, rules=rules, subjects=subjects, subject_score=1.5)
            )
        return found

    def _bought(self, drafts: Sequence[Draft], *, alone: bool = False) -> Draft | None:
        """The last purchase among ``drafts``; with ``alone`` only where they tell of no other one."""
        deals = [d for d in drafts if d.attribute in self._of_deals and d.subjects]
        if not deals or (alone and len({m.name for d in deals for m in d.subjects}) > len(deals[-1].subjects)):
            return None
        return deals[-1]
