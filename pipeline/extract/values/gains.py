"""Reads changes that name no measure: "a 45% boost in AI tasks", "beats the X100 by 12% and the X90 by 30%".
A gain in work, in a score or over another thing is one of performance; a list of gains says of what only once.
"""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.extract.draft import Draft
from pipeline.extract.text.scene import Sentence
from pipeline.model import Quantity
from pipeline.rulebook import Rulebook

_AROUND = 70  # letters before and behind a gain in which another measure may be named
_THINGS = frozenset({"chip", "device", "system", "model", "series"})
_DIRECTIONS = {"ratio.more": "more", "ratio.less": "less"}


class Gains:
    """Tells what a change is of where no word beside it does; one instance serves all articles."""

    def __init__(self, rulebook: Rulebook) -> None:
        names = ("gain-of-work", "gain-lead", "gain-over", "scored-lead", "scored-gain", "gain-of-else")
        self._work, self._lead, self._over, self._scored, self._higher, self._else = map(rulebook.syntax.lowered, names)
        self._better_lead, self._better = map(rulebook.syntax.lowered, ("better-lead", "better-than"))
        self._apposed, self._beaten = map(rulebook.syntax.lowered, ("apposed-change", "beaten-next"))
        self._by, self._next, self._against = map(rulebook.syntax.lowered, ("by-so-much", "gain-next", "gain-against"))
        self._won = [
            (way, rulebook.syntax.lowered(name)) for way, name in (("more", "beats-by"), ("less", "trails-by"))
        ]
        self._opens, self._elsewhere = map(rulebook.syntax.lowered, ("opened-comparison", "gain-elsewhere"))
        self._measure_by = rulebook.syntax.lowered("measure-by-next")
        self._points = rulebook.syntax.lowered("percentage-points")
        self._reached, self._alone = map(rulebook.syntax.lowered, ("reached-percent", "percent-alone"))
        self._by_tool = {a.id for a in rulebook.attributes.attribute if a.tool}

    def is_general(self, quantity: Quantity, sentence: Sentence, earlier: Sequence[Draft]) -> bool:
        """True for a gain in work, in a score or over another thing, where no other measure is named around it."""
        origin = sentence.start
        begun, behind = max(quantity.phrase_start - origin - _AROUND, 0), quantity.end - origin
        if not self._says_gain(quantity, sentence, earlier):
            return False
        return self._else.search(sentence.low, begun, min(behind + _AROUND, len(sentence.low))) is None

    def _says_gain(self, quantity: Quantity, sentence: Sentence, earlier: Sequence[Draft]) -> bool:
        if sentence.followed(self._work, quantity.end):
            return True
        if sentence.led(self._lead, quantity.phrase_start) and (
            sentence.followed(self._over, quantity.end) or self._opens.match(sentence.low)
        ):
            return True
        if sentence.led(self._better_lead, quantity.phrase_start) and sentence.followed(self._better, quantity.end):
            return True
        if sentence.led(self._scored, quantity.phrase_start) and sentence.followed(self._higher, quantity.end):
            return True
        scores = [d for d in earlier if d.end <= quantity.start]
        tails = (self._apposed, self._higher)
        told = bool(scores) and scores[-1].attribute in self._by_tool
        return told and any(sentence.followed(tail, quantity.end) for tail in tails)

    def contest(self, quantity: Quantity, sentence: Sentence) -> str | None:
        """``more`` in "beats the X100 and the X90 by 12%", ``less`` in "trails"; None where nothing is beaten."""
        if not sentence.led(self._by, quantity.phrase_start):
            return None
        lead, origin = sentence.low[: quantity.phrase_start - sentence.start], sentence.start
        for way, pattern in self._won:
            match = pattern.search(lead)
            if match and any(m.type in _THINGS and origin + match.start() < m.start for m in sentence.mentions):
                return way
        return None

    def is_figure(self, quantity: Quantity, sentence: Sentence) -> bool:
        """True for a percentage that is a result itself: "scored 92%, outperforming the X90's 88%"."""
        if self._points.match(sentence.low, quantity.start - sentence.start):
            return True
        return sentence.led(self._reached, quantity.phrase_start) and sentence.followed(self._alone, quantity.end)

    def going_on(self, last: Draft, quantity: Quantity, sentence: Sentence) -> str | None:
        """Which way a further change of the list goes that ``last`` opens: ``more``, ``less`` or empty (times); None
        where it is no such change.
        """
        origin = sentence.start
        ends = (last.end - origin, quantity.phrase_start - origin)
        between = (m for m in sentence.mentions if last.end <= m.start and m.end <= quantity.phrase_start)
        by, things = sentence.led(self._by, last.reach_start), any(m.type in _THINGS for m in between)
        if by and not things and self._measure_by.fullmatch(sentence.low, *ends):
            return next((way for rule, way in _DIRECTIONS.items() if rule in last.rules), None)
        named = by and things
        if by and self._elsewhere.fullmatch(sentence.low, *ends):
            return next((way for rule, way in _DIRECTIONS.items() if rule in last.rules), "")
        listed = named and self._beaten.fullmatch(sentence.low, *ends) is not None
        if not listed and not (
            sentence.followed(self._against, quantity.end) and self._next.fullmatch(sentence.low, *ends)
        ):
            return None
        return next((way for rule, way in _DIRECTIONS.items() if rule in last.rules), "")
