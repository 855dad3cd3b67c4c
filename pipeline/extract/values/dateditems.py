"""Reads roadmaps written as lists: "X100: first half of 2027", "2028: X200 series", under a lead that says so.
The lead gives the event; an item that says more between a thing and its date tells for itself what happened.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from itertools import pairwise

from pipeline.extract.text.scene import Hit, Mention, Sentence
from pipeline.model import BlockKind, DateMention
from pipeline.rulebook import Rulebook

_PARTS = frozenset({"month", "quarter"})


class DatedItems:
    """Finds the items of a list that are a thing and its date; one instance serves all articles."""

    def __init__(self, rulebook: Rulebook) -> None:
        names = ("dated-item-lead", "dated-item-between", "dated-item-first")
        self._lead, self._between, self._first = map(rulebook.syntax.lowered, names)
        self._row, self._dated = map(rulebook.syntax.lowered, ("dated-row", "dated-thing"))
        self._led = frozenset(a.id for a in rulebook.attributes.attribute if a.lead_cues)
        self.key = min((a.id for a in rulebook.attributes.attribute if a.lead_cues and a.kind == "date"), default="")

    def event(self, date: DateMention, sentence: Sentence, lead: Sequence[Hit]) -> Hit | None:
        """What the lead of the list says of a date that is an item with nothing but its thing; None elsewhere."""
        said = next((h for h in lead if h.key in self._led), None)
        if said is None or sentence.block.kind is not BlockKind.ITEM or date is not sentence.dates[0]:
            return None
        return said

    def in_a_row(self, date: DateMention, sentence: Sentence) -> list[Mention]:
        """The thing before a date in brackets, or in "the X100 in 2027, and the X200 in 2028", where no verb tells."""
        found = self.bracketed(date, sentence) or self._beside_a_month(date, sentence)
        if found or date.granularity == "day":
            return found
        low, origin = sentence.low, sentence.start
        before = [(next((m for m in reversed(sentence.mentions) if m.end <= d.start), None), d) for d in sentence.dates]
        pairs = [(m, d) for m, d in before if m and self._dated.fullmatch(low, m.end - origin, d.start - origin)]
        joined = set()
        for (_, first), (thing, second) in pairwise(pairs):
            if self._row.fullmatch(low, first.end - origin, thing.start - origin):
                joined |= {first.start, second.start}
        return [m for m, d in pairs if d is date and d.start in joined]

    def bracketed(self, date: DateMention, sentence: Sentence) -> list[Mention]:
        """The thing before a year in brackets, where several have one: "announcing the X100 (2027) and the X200
        (2028)" says when each comes, not when they are announced.
        """
        if date.granularity != "year" or not self._is_bracketed(date, sentence):
            return []
        ends = {m.end: m for m in sentence.mentions}
        years = [d for d in sentence.dates if d.start - len(" (") in ends and self._is_bracketed(d, sentence)]
        return [ends[d.start - len(" (")] for d in years if d is date] if len(years) > 1 else []

    def _beside_a_month(self, date: DateMention, sentence: Sentence) -> list[Mention]:
        """The thing before a month or quarter in brackets: "the X100 (May 2027) draws"."""
        if date.granularity not in _PARTS or not self._is_bracketed(date, sentence):
            return []
        return [m for m in sentence.mentions if date.start - m.end == len(" (")]

    def _is_bracketed(self, date: DateMention, sentence: Sentence) -> bool:
        start, end = date.start - sentence.start, date.end - sentence.start
        return sentence.text[max(start - 1, 0) : start] == "(" and sentence.text[end : end + 1] == ")"

    def things(self, date: DateMention, sentence: Sentence, types: Collection[str]) -> list[Mention]:
        """The thing that stands right before or behind the date of such an item; empty where more is said."""
        low, origin = sentence.low, sentence.start
        for mention in sentence.mentions:
            if mention.type not in types:
                continue
            if mention.end <= date.start:
                led = self._lead.fullmatch(low, 0, mention.start - origin)
                fits = self._between.fullmatch(low, mention.end - origin, date.start - origin)
            else:
                led = self._lead.fullmatch(low, 0, date.start - origin)
                fits = self._first.fullmatch(low, date.end - origin, mention.start - origin)
            if led and fits:
                return [mention]
        return []
