"""Who says it and how firmly: modality, attribution and negation, read from the words around a value.
Negated and merely imagined values give no claim; a plan or rumour is one, marked as such.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.extract.denials import Denials
from pipeline.extract.draft import Draft
from pipeline.extract.scene import Hit, Sentence
from pipeline.extract.words import Words
from pipeline.model import BlockKind, DateValue, Modality, TextValue
from pipeline.rulebook import Rulebook

_ORDER = (Modality.RUMOURED, Modality.PLANNED, Modality.REPORTED, Modality.CLAIMED)
_NEAR = 6  # words from a value to a word of modality behind it
_ORGANISATIONS = {"company", "outlet"}


class ContextReader:
    """Fills modality and attribution of drafts."""

    def __init__(self, rulebook: Rulebook) -> None:
        self._syntax = rulebook.syntax.lowered
        self._official, self._official_needs = self._syntax("official"), rulebook.syntax.needs("official")
        self._figures_first = self._syntax("figures-then-verb")
        self._owning, self._denials = self._syntax("owning"), Denials(rulebook)
        self._credited = rulebook.syntax.regex("credited")
        self._modality = {c.id: Modality(c.value) for c in rulebook.cues.cue if c.kind == "modality"}
        self._close = {c.id for c in rulebook.cues.cue if c.close}
        self._foreseeing = {c.id for c in rulebook.cues.cue if c.kind == "modality" and c.announced}

    def negated(self, draft: Draft, tokens: Words) -> bool:
        """True where the value is denied or only imagined."""
        sentence = draft.sentence
        if isinstance(draft.value, TextValue):
            lead = sentence.low[max(draft.start - sentence.start - 60, 0) : draft.start - sentence.start]
            if self._syntax("passed-over").search(lead):
                return True
        if isinstance(draft.value, DateValue) and self._denials.sets(sentence, draft.start):
            return False
        for hit in sentence.of_kind("negation", "hypothetical"):
            if hit.end > draft.reach_start:
                continue
            between = sentence.low[hit.end - sentence.start : draft.reach_start - sentence.start]
            if hit.kind == "hypothetical":
                return True
            limit = 5 if isinstance(draft.value, TextValue) else 4
            if tokens.gap(hit.start, hit.end, draft.reach_start, draft.reach_end) <= limit and not self._syntax(
                "statement-break"
            ).search(between):
                if self._syntax("not-denied").match(between):
                    continue
                return True
        return False

    def modality(
        self,
        draft: Draft,
        tokens: Words,
        published: DateValue | None,
        press_release: bool,
        frame: Sequence[Hit] = (),
    ) -> Modality:
        """How firmly the value is stated; ``frame`` are the words of modality in the heading or lead above."""
        sentence = draft.sentence
        found: set[Modality] = set()
        firm: set[Modality] = set()
        official = self._official.search(sentence.low) if sentence.holds(self._official_needs) else None
        for hit in sentence.of_kind("modality"):
            value = self._modality[hit.key]
            left, right = (
                sorted((hit.end, draft.reach_start)) if hit.end <= draft.reach_start else (draft.reach_end, hit.start)
            )
            between = sentence.low[max(left - sentence.start, 0) : max(right - sentence.start, 0)]
            gap = tokens.gap(hit.start, hit.end, draft.reach_start, draft.reach_end)
            far = hit.start >= draft.reach_end and gap > _NEAR and value is not Modality.RUMOURED
            if far and not self._figures_first.fullmatch(between):
                continue
            if self._syntax("statement-break").search(between) and value is not Modality.CLAIMED:
                continue
            if value is Modality.PLANNED and self._is_measure(draft, between):
                continue
            if official and value is Modality.RUMOURED and hit.end <= sentence.start + official.start():
                continue
            through = sentence.low[draft.reach_end - sentence.start : hit.end - sentence.start]
            if value is Modality.PLANNED and self._syntax("new-predicate").fullmatch(through):
                continue
            if value is Modality.CLAIMED and not draft.attribute.endswith("_ratio"):
                continue
            found.add(value)
            if hit.key not in self._foreseeing:
                firm.add(value)
        framed = {self._modality[hit.key] for hit in frame if hit.key not in self._foreseeing} - {Modality.CLAIMED}
        found |= framed
        firm |= framed
        draft.foreseen = found - firm == {Modality.PLANNED} and not isinstance(draft.value, DateValue)
        if isinstance(draft.value, DateValue) and published is not None:
            if draft.value.date_start > published.date_end:
                found.add(Modality.PLANNED)
            elif draft.value.date_start >= published.date_start and draft.value.date_end <= published.date_end:
                found.discard(Modality.PLANNED)  # what happens today is no plan, whatever else the sentence foresees
        for modality in _ORDER:
            if modality in found:
                return modality
        if press_release and draft.attribute.endswith("_ratio"):
            return Modality.CLAIMED
        if draft.attribution and draft.attribute.endswith("_ratio") and not _credible(draft):
            return Modality.CLAIMED
        return Modality.ASSERTED

    def _is_measure(self, draft: Draft, between: str) -> bool:
        """True for the 60 of "will get 73 Wh, larger than the 60 Wh that": what a plan is measured by is none."""
        if draft.attribute.endswith("_ratio") or isinstance(draft.value, DateValue):
            return False
        return self._syntax("measured-by").search(between) is not None

    def attribution(self, draft: Draft) -> str:
        """Who is credited: "according to X", "X says", or an empty string."""
        sentence = draft.sentence
        people = [m for m in sentence.mentions if m.type in _ORGANISATIONS]
        for hit in sentence.of_kind("attribution_before"):
            near = next((m for m in people if 0 <= m.start - hit.end <= 45), None)
            lead = sentence.low[hit.end - sentence.start : near.start - sentence.start] if near is not None else ""
            if hit.key in self._close and not self._syntax("credit-lead").fullmatch(lead or " "):
                continue  # "30% per thread over AMD's part": no credit
            if near is not None and hit.key in self._close and sentence.followed(self._owning, near.end):
                continue  # "via Acme's packaging": no credit
            if near is not None and "," not in lead:
                if self._same_statement(hit.start, near.end, draft):
                    return near.name
                continue
            if self._syntax("credited-place").search(sentence.low[: hit.end - sentence.start]):
                continue
            unlisted = self._credited.match(sentence.text, hit.end - sentence.start)
            if unlisted is not None and self._same_statement(hit.start, sentence.start + unlisted.end(1), draft):
                return unlisted.group(1)
        for hit in sentence.of_kind("attribution_verb"):
            before = [m for m in people if 0 <= hit.start - m.end <= 30]
            after = [m for m in people if 0 <= m.start - hit.end <= 3]
            if before and before[-1].end <= draft.reach_start:
                return before[-1].name
            if after or before:
                return (after or before)[0].name
        return ""

    def _same_statement(self, start: int, end: int, draft: Draft) -> bool:
        """True where the credit at ``start:end`` stands in the statement of the value."""
        text = draft.sentence.text
        left, right = (draft.reach_end, start) if start >= draft.reach_end else (end, draft.reach_start)
        return not re.search(
            r";|\.\s", text[max(left - draft.sentence.start, 0) : max(right - draft.sentence.start, 0)]
        )

    def is_question(self, sentence: Sentence) -> bool:
        """Questions state nothing."""
        return sentence.block.kind is BlockKind.QUESTION or sentence.text.rstrip("\"'”’)*_ ").endswith("?")


def _credible(draft: Draft) -> bool:
    """An outlet or analyst reports; only a company's own words about ratios are claims."""
    return not any(m.type == "company" and m.name == draft.attribution for m in draft.sentence.mentions)
