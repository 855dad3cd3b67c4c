"""Finds what stands around a number: bounds ("up to"), approximations ("about"), trends ("rose").
Each look goes a few words to the left or right and never past a sentence's end.
"""

from __future__ import annotations

from pipeline.measure.draft import Draft
from pipeline.measure.lexicon import Lexicon
from pipeline.measure.tokens import Tokens
from pipeline.model import Change


class Contexts:
    """Bounds and trends, bound to one lexicon."""

    def __init__(self, lex: Lexicon) -> None:
        self.lex = lex

    def apply(self, tokens: Tokens, draft: Draft) -> None:
        """Sets the draft's change, approximation and phrase span."""
        self._before(tokens, draft)
        self._after(tokens, draft)
        if draft.change in (Change.EXACT, Change.ABOUT):
            self._trend(tokens, draft)

    def _before(self, tokens: Tokens, draft: Draft) -> None:
        lex, words = self.lex, tokens.words
        i = draft.first - 1
        for _ in range(3):
            if i < 0:
                return
            if words[i] == "-" and i and tokens.glued(i):
                i -= 1
            found = lex.bounds_before.match(tokens, i)
            if found is None and words[i].lower() in ("a", "an", "the", "whopping", "record") and i:
                found = lex.bounds_before.match(tokens, i - 1)
                if found is not None and found[0].change is Change.OVER and words[i - 1].lower() in ("from",):
                    found = None
            if found is None:
                return
            entry, before = found
            if entry.change is Change.OVER and words[i].lower() == "from":
                return
            if entry.change is Change.ABOUT:
                draft.approx = True
                if draft.change is Change.EXACT:
                    draft.change = Change.ABOUT
            elif draft.change in (Change.EXACT, Change.ABOUT):
                draft.change = entry.change
            draft.rules.append(entry.rule)
            i = before
            draft.phrase_first = before + 1

    def _after(self, tokens: Tokens, draft: Draft) -> None:
        lex, words = self.lex, tokens.words
        for at in {draft.last, draft.number.last}:
            found = lex.bounds_after.match(tokens, at)
            if found is None:
                continue
            entry, last = found
            if words[at] in ("+", "-") and not tokens.glued(at):
                continue
            if words[at].lower() == "plus" and words[at + 1][:1].isalnum():
                continue
            if entry.change is Change.ABOUT:
                draft.approx = True
            if draft.change is Change.EXACT or (draft.change is Change.ABOUT and entry.change is not Change.ABOUT):
                draft.change = entry.change
            draft.rules.append(entry.rule)
            draft.phrase_last = max(draft.phrase_last, last)
            return

    def _trend(self, tokens: Tokens, draft: Draft) -> None:
        """A verb of rise or fall right before, with at most a few small words between."""
        lex, words = self.lex, tokens.words
        i = (draft.phrase_first if draft.phrase_first >= 0 else draft.first) - 1
        for step in range(4):
            if i < 0:
                return
            low = words[i].lower()
            found = lex.trend_verbs.match(tokens, i)
            if found is None and step == 0:
                found = lex.trend_words.match(tokens, i)
            if found is not None:
                (change, rule), _ = found
                draft.change = change
                draft.rules.append(rule)
                return
            if low in lex.trend_links or low in lex.trend_fillers:
                i -= 1
                continue
            return
