"""Who says it, and whether it is said at all: attribution and negation, read from the words around a value.
Negated and merely imagined values give no claim.
"""

from __future__ import annotations

import re

from pipeline.extract.cues.denials import Denials
from pipeline.extract.draft import Draft
from pipeline.extract.text.scene import Sentence
from pipeline.extract.text.words import Words
from pipeline.model import BlockKind, DateValue, TextValue
from pipeline.rulebook import Rulebook

_FIRM = "company"
_ORGANISATIONS = {_FIRM, "outlet"}


class ContextReader:
    """Tells whom a draft is credited to, and which drafts state nothing."""

    def __init__(self, rulebook: Rulebook) -> None:
        self._syntax = rulebook.syntax.lowered
        self._told_of_it, self._own_tests = self._syntax("told-of-it"), self._syntax("credited-own")
        self._owning, self._denials = self._syntax("owning"), Denials(rulebook)
        self._credited, self._another = rulebook.syntax.regex("credited"), rulebook.syntax.regex("another-speaker")
        self._neither, self._neither_needs = self._syntax("neither-nor"), rulebook.syntax.needs("neither-nor")
        self._unreal, self._unreal_needs = self._syntax("unreal"), rulebook.syntax.needs("unreal")
        self._credit_opens = self._syntax("credit-opens")
        self._asked, self._asks = self._syntax("question-behind"), self._syntax("question-opens")
        self._close = {c.id for c in rulebook.cues.cue if c.close}

    def negated(self, draft: Draft, tokens: Words) -> bool:
        """True where the value is denied or only imagined."""
        sentence = draft.sentence
        if isinstance(draft.value, TextValue):
            lead = sentence.low[max(draft.start - sentence.start - 60, 0) : draft.start - sentence.start]
            if self._syntax("passed-over").search(lead):
                return True
        if sentence.holds(self._neither_needs) and sentence.led(self._neither, draft.reach_start):
            return True
        unreal = self._unreal.search(sentence.low) if sentence.holds(self._unreal_needs) else None
        if unreal is not None and unreal.start() < draft.start - sentence.start < unreal.end():
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
            firms = [m for m in people if m.type == _FIRM and m.end <= hit.start]
            if firms and sentence.followed(self._own_tests, hit.end):
                return firms[0].name
            if hit.key in self._close and not sentence.led(self._credit_opens, hit.start):
                continue  # "eight chips per SuperTray": no credit
            unlisted = self._credited.match(sentence.text, hit.end - sentence.start)
            if unlisted is not None and self._same_statement(hit.start, sentence.start + unlisted.end(1), draft):
                return unlisted.group(1)
        for hit in sentence.of_kind("attribution_verb"):
            passive = sentence.led(self._told_of_it, hit.start)
            before = [
                m
                for m in people
                if 0 <= hit.start - m.end <= 30
                and not passive
                and not self._another.search(sentence.text, m.end - sentence.start, hit.start - sentence.start)
            ]
            after = [m for m in people if 0 <= m.start - hit.end <= 3 and not passive]
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

    def asks_from(self, sentence: Sentence) -> int:
        """Where a question begins, which states nothing; the end of the sentence where nothing is asked. What is told
        before it is told: "It costs $999, but is it worth it?".
        """
        if sentence.block.kind is BlockKind.QUESTION:
            return sentence.start
        if not sentence.text.rstrip("\"'”’)*_ ").endswith("?"):
            return sentence.end
        behind = self._asked.search(sentence.low) if self._asks.match(sentence.low) is None else None
        return sentence.start + (behind.start() if behind else 0)
