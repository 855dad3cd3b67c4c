"""Reads what happened when: a date beside a word of announcing, releasing, producing, buying or founding.
A date without such a word says nothing about a thing and gives no claim.
"""

from __future__ import annotations

import re

from pipeline.extract.draft import Draft
from pipeline.extract.scene import Hit, Sentence, Tokens
from pipeline.model import DateMention, DateValue
from pipeline.rulebook import Rulebook

_BREAK = re.compile(r"[;—–:]|\b(?:while|whereas|but|although)\b")

# What an article tells of these has happened; a later date belongs to something else.
_PAST = frozenset({"announcement_date", "founding_date"})


class EventReader:
    """Turns dates with an event word into drafts."""

    def __init__(self, rulebook: Rulebook) -> None:
        self._events = {a.id: a for a in rulebook.attributes.attribute if a.kind == "date"}

    def read(
        self, sentence: Sentence, tokens: Tokens, published: DateValue | None = None, extra: tuple[Hit, ...] = ()
    ) -> list[Draft]:
        """Date drafts of one sentence."""
        drafts = []
        for date in sentence.dates:
            found = self._event(date, sentence, tokens)
            if found is None:
                for hit in extra:
                    if hit.kind == "attr" and hit.key in self._events:
                        found = (1.0, hit)
                        break
            if found is None:
                continue
            score, hit = found
            if hit.key in _PAST and published is not None and date.value.date_start > published.date_end:
                continue
            reach_start, reach_end = self._reach(date, hit, sentence)
            draft = Draft(
                sentence,
                hit.key,
                date.value,
                date.start,
                date.end,
                reach_start,
                reach_end,
                score,
                rules=[*date.rules, f"event.{hit.key}"],
                evidence=[(hit.start, hit.end)] if sentence.start <= hit.start < sentence.end else [],
            )
            drafts.append(draft)
        return drafts

    def _reach(self, date: DateMention, hit: Hit, sentence: Sentence) -> tuple[int, int]:
        """The stretch from the event's word to its date: what stands between is what it happened to."""
        start, end = min(date.start, hit.start), max(date.end, hit.end)
        shared = any(d is not date and start <= d.start and d.end <= end for d in sentence.dates)
        outside = not sentence.start <= hit.start < sentence.end
        return (date.start, date.end) if shared or outside else (start, end)

    def _event(self, date: DateMention, sentence: Sentence, tokens: Tokens) -> tuple[float, Hit] | None:
        best: tuple[float, Hit] | None = None
        for hit in sentence.hits:
            if hit.kind != "attr" or hit.key not in self._events or hit.value not in {"cues", "before", "after"}:
                continue
            gap = tokens.gap(date.start, date.end, hit.start, hit.end)
            left, right = (hit.end, date.start) if hit.end <= date.start else (date.end, hit.start)
            if left > right:
                continue
            between = sentence.text[left - sentence.start : right - sentence.start]
            others = sum(1 for d in sentence.dates if left <= d.start and d.end <= right)
            score = 1.0 / (1.0 + 0.08 * gap) * 0.7**others
            if _BREAK.search(between):
                score *= 0.5
            if "," in between:
                score *= 0.85
            if hit.start > date.end:
                score *= 0.9
            score += 0.002 * (hit.end - hit.start)
            if best is None or score > best[0]:
                best = (score, hit)
        return best if best and best[0] >= 0.3 else None
