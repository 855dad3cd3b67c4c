"""Finds what stands around a number: bounds ("up to"), approximations ("about"), trends ("rose").
Each look goes a few words to the left or right; punctuation is no word, so it never leaves the sentence.
"""

from __future__ import annotations

from pipeline.measure.draft import Draft
from pipeline.measure.lexicon import BoundEntry, Lexicon
from pipeline.measure.tokens import Tokens
from pipeline.model import Change

OPEN = (Change.EXACT, Change.ABOUT)
ARTICLES = frozenset(("a", "an"))
JOINS = frozenset(("and", "or"))
"""First words of bounds behind a number that may also lead on: "six cores and up to four more"."""
RESTATING = frozenset((",", "or", "("))
"""What stands between an amount and the same amount in other words."""
DEEPEST = 3
"""Most bound phrases before one number: "up by about …"."""
FARTHEST = 4
"""Most small words between a trend verb and its number."""


class Contexts:
    """Bounds and trends, bound to one lexicon."""

    def __init__(self, lex: Lexicon) -> None:
        self.lex = lex

    def apply(self, tokens: Tokens, draft: Draft) -> None:
        """Sets the draft's change, approximation and phrase span."""
        self._before(tokens, draft)
        self._after(tokens, draft)
        if draft.change in OPEN and not draft.hyphened:
            self._trend(tokens, draft)

    def _set(self, draft: Draft, entry: BoundEntry) -> None:
        if entry.change is Change.ABOUT:
            draft.approx = True
            if draft.change is Change.EXACT:
                draft.change = Change.ABOUT
        elif draft.change in OPEN:
            draft.change = entry.change
        draft.rules.append(entry.rule)

    def _before(self, tokens: Tokens, draft: Draft) -> None:
        lex, words = self.lex, tokens.words
        i = draft.first - 1
        for _ in range(DEEPEST):
            if i < 0:
                return
            if words[i] == "-" and i and tokens.glued(i):
                i -= 1
            found = lex.bounds_before.match(tokens, i)
            if found is None and words[i].lower() in ARTICLES and i:
                found = lex.bounds_before.match(tokens, i - 1)
                if found is not None and words[i - 1].lower() in lex.no_article:
                    return
            if found is None:
                return
            entry, before = found
            self._set(draft, entry)
            i = before
            draft.phrase_first = before + 1

    def _after(self, tokens: Tokens, draft: Draft) -> None:
        lex, words = self.lex, tokens.words
        ends = (draft.last,) if draft.bounded_at < 0 else (draft.last, draft.bounded_at)
        for at in ends:
            found = lex.bounds_after.match(tokens, at)
            if found is None:
                continue
            entry, last = found
            sign = words[at]
            if sign in ("+", "-") and not tokens.glued(at):
                continue
            if sign == "+" and tokens.glued(last) and words[last][:1].isalnum() and draft.bounded_at < 0:
                continue
            if sign.lower() == "plus" and not tokens.glued(at) and words[last][:1].isalnum() and at == draft.last:
                continue
            if sign.lower() in JOINS and (words[last][:1].isdecimal() or words[last].lower() in lex.on_words):
                continue
            self._set(draft, entry)
            draft.phrase_last = max(draft.phrase_last, last)
            return

    def restate(self, tokens: Tokens, model: Draft, draft: Draft) -> None:
        """The same amount said again is meant the same way: "over 100 km (60 miles)", "lost 190 points, or 0.6%".

        So is the next number of a list: "up to 18 CPU and 40 GPU cores".
        """
        if draft.change is not Change.EXACT or not draft.unit or draft.first - model.last > 2:
            return
        gap = [w.lower() for w in tokens.words[model.last : draft.first]]
        again = model.change not in OPEN and draft.unit != model.unit and all(w in RESTATING for w in gap)
        listed = model.shared and model.change in (Change.OVER, Change.UNDER, Change.ABOUT)
        if gap and (again or listed):
            draft.change, draft.approx = model.change, model.approx

    def _trend(self, tokens: Tokens, draft: Draft) -> None:
        """A verb of rise or fall right before, with at most a few small words between."""
        lex, words = self.lex, tokens.words
        i = (draft.phrase_first if draft.phrase_first >= 0 else draft.first) - 1
        linked, spare = False, 0
        for step in range(FARTHEST):
            if i < 0:
                return
            found = lex.trend_verbs.match(tokens, i)
            if found is not None and ((found[0].linked and not linked) or words[found[1]].lower() in ARTICLES):
                return
            if found is None and (step == 0 or spare):
                found = lex.trend_words.match(tokens, i)
                if found is not None and draft.change is Change.ABOUT:
                    return
            if found is not None:
                draft.change = found[0].change
                draft.rules.append(found[0].rule)
                return
            low = words[i].lower()
            if low in lex.trend_links:
                linked = True
                spare = 2 if low == "by" else 0
            elif low not in lex.trend_fillers:
                if not spare or not low.isalpha():
                    return
                spare -= 1
            i -= 1
