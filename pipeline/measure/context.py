"""Finds what stands around a number: bounds ("up to"), approximations ("about"), trends ("rose").
Each look goes a few words to the left or right; punctuation is no word, so it never leaves the sentence.
"""

from __future__ import annotations

from pipeline.measure.draft import Draft
from pipeline.measure.lexicon import BoundEntry, Lexicon, TrendEntry
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
STEPS = frozenset(("percent", "point", "money"))
"""What is said to be so much higher or lower."""
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
            if found is None or self._compares(tokens, draft, i):
                return
            entry, before = found
            self._set(draft, entry)
            i = before
            draft.phrase_first = before + 1

    def _compares(self, tokens: Tokens, draft: Draft, i: int) -> bool:
        """Reads "lower than 12 months earlier": the time says compared with when, and is not bounded."""
        lex, words = self.lex, tokens.words
        if draft.dimension != "time" or words[i].lower() != "than":
            return False
        return words[i - 1].lower() in lex.comparatives_of_size and words[draft.last].lower() in lex.not_per_before

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
            glued = sign == "+" and tokens.glued(last)
            if glued and words[last][:1].isalnum() and (draft.bounded_at < 0 or words[last][:1].isdecimal()):
                continue  # "A+B", and the sum "8+16 cores"
            if sign.lower() == "plus" and not tokens.glued(at) and words[last][:1].isalnum() and at == draft.last:
                continue
            if sign.lower() in JOINS and (words[last][:1].isdecimal() or words[last].lower() in lex.leads_on):
                continue
            self._set(draft, entry)
            draft.phrase_last = max(draft.phrase_last, last)
            return

    def restate(self, tokens: Tokens, model: Draft, draft: Draft) -> None:
        """The same amount said again is meant the same way: "over 100 km (60 miles)", "lost 190 points, or 0.6%".

        So is the next number of a list: "up to 18 CPU and 40 GPU cores", and the threads of so many cores.
        """
        if draft.change is not Change.EXACT or not draft.unit or draft.first - model.last > 2:
            return
        gap = [w.lower() for w in tokens.words[model.last : draft.first]]
        again = model.change not in OPEN and draft.unit != model.unit and all(w in RESTATING for w in gap)
        again = again and (gap != [","] or draft.dimension == model.dimension)  # the next of a list has its own
        listed = model.shared and model.change in (Change.OVER, Change.UNDER, Change.ABOUT)
        converted = gap == ["("] and model.change is Change.ABOUT and draft.dimension == model.dimension
        pair = gap == ["/"] and model.change not in OPEN and {model.dimension, draft.dimension} == self.lex.paired
        if gap and (again or listed or converted or pair):
            draft.change, draft.approx = model.change, model.approx

    def _trend(self, tokens: Tokens, draft: Draft) -> None:
        """A verb of rise or fall right before, or a word of it right behind."""
        first = draft.phrase_first if draft.phrase_first >= 0 else draft.first
        found = trend_before(tokens, first, self.lex, draft.change is Change.ABOUT) or self._trend_behind(tokens, draft)
        if found is not None:
            draft.change = found.change
            draft.rules.append(found.rule)

    def _trend_behind(self, tokens: Tokens, draft: Draft) -> TrendEntry | None:
        """Reads "closed 4.6% higher": but not "4.6% higher than", and not "4.6% higher output"."""
        entry = self.lex.trend_behind.get(tokens.words[draft.last])
        if entry is None or draft.dimension not in STEPS:
            return None
        after = tokens.words[draft.last + 1].lower()
        return entry if not after[:1].isalnum() or after in self.lex.trend_follows else None


def trend_before(tokens: Tokens, first: int, lex: Lexicon, about: bool = False) -> TrendEntry | None:
    """The verb of rise or fall before the number that starts at ``first``, with at most a few small words between.

    ``about`` where an approximation was read in front of the number already.
    """
    words = tokens.words
    i = first - 1
    linked, spare, most = False, 0, FARTHEST
    step = 0
    while step < most and i >= 0:
        found = lex.trend_verbs.match(tokens, i)
        if found is not None and ((found[0].linked and not linked) or words[found[1]].lower() in ARTICLES):
            return None
        if found is None and (step == 0 or spare):
            found = lex.trend_words.match(tokens, i)
            if found is not None and (about or (words[i].lower(), words[i - 1].lower()) in lex.phrasal):
                return None
        if found is not None:
            return found[0]
        low = words[i].lower()
        if low in lex.trend_links:
            linked = True
            spare, most = (lex.trend_reach, FARTHEST + lex.trend_reach) if low == "by" else (0, most)
        elif low not in lex.trend_fillers:
            if not spare or not low.isalpha():
                return None
            spare -= 1
        i -= 1
        step += 1
    return None
