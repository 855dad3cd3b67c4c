"""Drafts quantities whose number is in words: "half a million", "three", "triple", "threefold", "one of the labs".
Words are riskier than digits: each kind says when it counts at all.
"""

from __future__ import annotations

from pipeline.measure.draft import Draft
from pipeline.measure.drafting import Drafter
from pipeline.measure.lexicon import Lexicon
from pipeline.measure.never import Names
from pipeline.measure.numerals import Numeral
from pipeline.measure.surfaces import unit_at
from pipeline.measure.tokens import Tokens
from pipeline.measure.wording import read_words


class Spelled:
    """Number words, bound to one lexicon."""

    def __init__(self, lex: Lexicon, names: Names, drafter: Drafter) -> None:
        self.lex = lex
        self.names = names
        self.drafter = drafter

    def at(self, tokens: Tokens, i: int) -> tuple[Draft | None, int]:
        """A draft for the number word at ``i``, and the index to go on from."""
        lex, words = self.lex, tokens.words
        low = words[i].lower()
        if self._inside_word(tokens, i):
            return None, i + 1
        if low in lex.multiples:
            draft = self._multiple(tokens, i, low)
            if draft is not None or low not in lex.number_words:
                return draft, draft.last if draft else i + 1
        if self.names.phrase(tokens, i):
            return None, i + 1
        number = read_words(tokens, i, lex)
        if number is None:
            return None, i + 1
        if low == "one" and number.last == i + 1:
            if not self._one_counts(tokens, i):
                return None, i + 1
            number = number._replace(rule=lex.one_rule)
        if self.names.capital(tokens, i):
            return None, number.last
        draft = self.drafter.draft(tokens, number, None)
        if draft is None:
            return None, number.last
        self._or_two(tokens, draft)
        if draft.dimension == "" and number.rule == "number-collective" and not number.counted:
            draft.needs_noun = True
        return draft, draft.last

    def _inside_word(self, tokens: Tokens, i: int) -> bool:
        """Reads "all-in-one", "twenty-one" seen from "one": a hyphen ties the word to the one before."""
        words = tokens.words
        if not tokens.glued(i) or words[i - 1] not in ("-", "‑") or not tokens.glued(i - 1):
            return False
        before = words[i - 2].lower()
        if before not in self.names.glue_words:
            return before[-1].isalpha()
        return i > 3 and words[i - 3] == "-"

    def _one_counts(self, tokens: Tokens, i: int) -> bool:
        """Whether "one" is a number: "one proposal", "one of the labs", but not "no one", "the one that"."""
        lex, words = self.lex, tokens.words
        before = words[i - 1].lower() if i else ""
        after = words[i + 1].lower()
        if before in lex.minus:
            return True
        if after == "of":
            return before not in lex.one_not_of and not words[i + 2][:1].isdecimal()
        if not after or not after[0].isalpha():
            return after == "-" and unit_at(tokens, i + 2, lex) is not None
        return before not in lex.one_not_after and after not in lex.one_not_before and not after.endswith(("ed", "ing"))

    def _multiple(self, tokens: Tokens, i: int, low: str) -> Draft | None:
        """Reads "triple the performance", "twice as fast", "doubled"."""
        words = tokens.words
        value, rule = self.lex.multiples[low]
        after = words[i + 1].lower()
        before = words[i - 1].lower() if i else ""
        if after in rule.not_before or before in rule.not_after:
            return None
        if (rule.followed_by or rule.preceded_by) and after not in rule.followed_by and before not in rule.preceded_by:
            return None
        number = Numeral(value, value, i, i + 1, rule.id, spelled=True)
        return Draft(number, i, i + 1, value, value, "x", "ratio", rules=[rule.id])

    def _or_two(self, tokens: Tokens, draft: Draft) -> None:
        """Reads "a year or two": the unit stands before, the number is one to two."""
        words, i = tokens.words, draft.first
        if draft.dimension or i < 3 or words[i - 1].lower() != "or" or words[i - 3].lower() not in ("a", "an", "one"):
            return
        found = unit_at(tokens, i - 2, self.lex)
        if found is not None and found.last == i - 1:
            draft.first, draft.low = i - 3, 1.0
            draft.unit, draft.dimension = found.name, found.dimension
            draft.rules += found.rules
