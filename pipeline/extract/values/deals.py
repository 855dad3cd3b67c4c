"""Reads when a purchase is closed and what it comes to, told behind it: "The deal should close in the first quarter".
The day is that of what is bought in the sentence before, or in the whole text where it tells of one purchase; a deal
about nothing that was bought has none, nor one behind another deal that was told of since.
"""

from __future__ import annotations

from collections.abc import Container, Sequence

from pipeline.extract.draft import Draft
from pipeline.extract.quantities.numbers import number_draft
from pipeline.extract.text.scene import REFERRING, Mention, Sentence
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
        self._price = next((a for a in told if a.kind == "number"), None)
        self._worth, self._worth_needs = rulebook.syntax.lowered("deal-worth"), rulebook.syntax.needs("deal-worth")
        self._buys = rulebook.syntax.lowered("bought-lead")
        self._date_lead = rulebook.syntax.lowered("deal-date-lead")
        self._another, self._bare = rulebook.syntax.lowered("another-deal"), rulebook.syntax.lowered("deal-bare")
        self._valued = rulebook.syntax.lowered("deal-valued")

    def read(
        self, sentence: Sentence, before: Sequence[Draft], so_far: Sequence[Draft], titled: Container[str] = ()
    ) -> list[Draft]:
        """The drafts of a sentence's closings; ``before`` are those of the sentence before it, ``so_far`` those of all
        the text up to there, ``titled`` the names in its title.
        """
        if not self._day or not sentence.dates or not sentence.holds(self._needs):
            return []
        bought = self._bought(before) or self._bought(so_far, alone=True) or self._titled(so_far, titled)
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

    def worth(
        self,
        sentence: Sentence,
        drafts: Sequence[Draft],
        so_far: Sequence[Draft],
        sentences: Sequence[Sentence],
        titled: Container[str] = (),
    ) -> list[Draft]:
        """``drafts`` of a sentence, in which what "the deal" comes to is of what is bought: by ``so_far``, the drafts
        of all the text up to there, or else by the ``sentences`` up to this one.
        """
        if self._price is None or not sentence.holds(self._worth_needs):
            return list(drafts)
        sums = (q for q in sentence.quantities if q.dimension == "money")
        told = [q for q in sums if sentence.led(self._worth, q.phrase_start)]
        found = self._firm_bought(so_far, sentence, sentences, titled) if told else None
        if found is None:
            return list(drafts)
        firm, since = found
        later = [s for s in sentences if s.start > since]
        told = [q for q in told if self._is_of(firm, sentence, q.phrase_start, later)]
        places = {q.start for q in told}
        kept = [d for d in drafts if d.start not in places]
        for quantity in told:
            draft = number_draft(self._price, quantity, sentence, 1.0)
            draft.rules.append("event.deal")
            draft.subjects, draft.subject_score = [firm], 1.5
            kept.append(draft)
        return sorted(kept, key=lambda d: d.start)

    def _is_of(self, firm: Mention, sentence: Sentence, at: int, since: Sequence[Sentence]) -> bool:
        """Whether the deal that the sum at ``at`` is told of is the purchase of ``firm``: no other firm is said to be
        valued, and what is only called a deal comes behind no other deal in the sentences ``since`` the purchase.
        """
        firms = (m for m in sentence.mentions if m.type == _COMPANY and m.end <= at and m.how not in REFERRING)
        if any(m.name != firm.name and sentence.followed(self._valued, m.end) for m in firms):
            return False
        if not sentence.led(self._bare, at):
            return True
        before = (s.low for s in since if s.start < sentence.start)
        here = sentence.low[: at - sentence.start] if sentence.start in {s.start for s in since} else ""
        return not any(self._another.search(low) for low in (*before, here))

    def _firm_bought(
        self, so_far: Sequence[Draft], here: Sentence, sentences: Sequence[Sentence], titled: Container[str]
    ) -> tuple[Mention, int] | None:
        """The one firm that the text says is bought, of several the one that the title names, and where the last
        sentence that says so begins; else None.
        """
        deals = ((d.sentence, m) for d in so_far if d.attribute in self._of_deals for m in d.subjects)
        found = {m.name: (m, sentence.start) for sentence, m in deals}
        if not found:
            for sentence in (s for s in sentences if s.start <= here.start):
                firms = (m for m in sentence.mentions if m.type == _COMPANY and m.how not in REFERRING)
                found |= {m.name: (m, sentence.start) for m in firms if sentence.led(self._buys, m.start)}
        found = {name: told for name, told in found.items() if name in titled} if len(found) > 1 else found
        return next(iter(found.values())) if len(found) == 1 else None

    def _titled(self, drafts: Sequence[Draft], titled: Container[str]) -> Draft | None:
        """The last purchase of the one firm bought that the title names."""
        deals = [d for d in drafts if d.attribute in self._of_deals and any(m.name in titled for m in d.subjects)]
        return deals[-1] if len({m.name for d in deals for m in d.subjects}) == 1 else None

    def _bought(self, drafts: Sequence[Draft], *, alone: bool = False) -> Draft | None:
        """The last purchase among ``drafts``; with ``alone`` only where they tell of no other one."""
        deals = [d for d in drafts if d.attribute in self._of_deals and d.subjects]
        if not deals or (alone and len({m.name for d in deals for m in d.subjects}) > len(deals[-1].subjects)):
            return None
        return deals[-1]
