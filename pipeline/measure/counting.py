"""Gives each draft its noun: the counted thing where it has no unit, else the noun right behind the unit.
Drafts that count nothing although they must, and pairs that turn out to be scores, end here.
"""

from __future__ import annotations

from pipeline.measure.draft import Draft
from pipeline.measure.lexicon import Lexicon
from pipeline.measure.merge import per_time
from pipeline.measure.never import Names
from pipeline.measure.nouns import NounMatch, noun_at
from pipeline.measure.tokens import DASHES, Tokens

HIGHEST_SCORE = 200
"""Games end below this; "1000-5000" is a range."""


class Counter:
    """Counted nouns, bound to one lexicon."""

    def __init__(self, lex: Lexicon, names: Names) -> None:
        self.lex = lex
        self.names = names

    def count(self, tokens: Tokens, drafts: list[Draft]) -> list[Draft]:
        """The drafts that stay, with their nouns."""
        limits = [draft.first for draft in drafts[1:]] + [tokens.count]
        return [draft for draft, limit in zip(drafts, limits, strict=True) if self._keep(tokens, draft, limit)]

    def _keep(self, tokens: Tokens, draft: Draft, limit: int) -> bool:
        if draft.dimension == "" and draft.number.fraction:
            draft.unit, draft.dimension = "x", "ratio"
            self._fraction_of(tokens, draft)
            return True
        if draft.dimension:
            self._behind_unit(tokens, draft)
            return True
        score = draft.merged and max(draft.low, draft.high) < HIGHEST_SCORE and self.lex.dash_rule in draft.rules
        noun = None if draft.hanging else self._counted(tokens, draft, limit)
        if noun is not None:
            return not (score and noun.head in self.names.score_nouns)
        if draft.needs_noun:
            return False
        lead = self.lex.leads.match(tokens, draft.first - 1) if draft.first else None
        if lead is not None:
            (draft.unit, rule), _ = lead
            draft.dimension = self.lex.units[draft.unit].dimension
            draft.rules.append(rule)
            return True
        return not score and not self.names.unmeasured(tokens, draft)

    def _counted(self, tokens: Tokens, draft: Draft, limit: int) -> NounMatch | None:
        """The noun that a bare number counts, set in the draft; it ends before the next draft at ``limit``."""
        lex, words, number = self.lex, tokens.words, draft.number
        at = draft.last
        bound = lex.bounds_after.match(tokens, at)
        if bound is not None and not (words[at] in DASHES and not tokens.glued(at)):
            at, draft.bounded_at = bound[1], at
        hyphen = words[at] in DASHES and tokens.glued(at) and tokens.glued(at + 1)
        of_these = False
        at += hyphen
        one = draft.low == 1 and draft.high == 1
        if words[at].lower() == "of" and not hyphen:
            of_these = words[at + 1].lower() in lex.noun_of and not (one or number.takes_of)
            if not (one or number.takes_of or of_these):
                return None
            at += 1
            while words[at].lower() in lex.noun_of:
                at += 1
        inner = at == limit and at > draft.last
        at += inner
        several = one and words[at - 1].lower() in lex.noun_of
        noun = noun_at(tokens, at, lex, single=one, hyphen=hyphen, several=several)
        if noun is None or (of_these and not noun.plural) or (noun.last > limit and not inner):
            return None
        word = words[at]
        if not (noun.plural or one or hyphen) and word[0].isupper() and not word.isupper():
            return None
        end = draft.last
        self._set(tokens, draft, noun)
        if inner:
            draft.last = end
        return noun

    def _set(self, tokens: Tokens, draft: Draft, noun: NounMatch) -> None:
        lex, end = self.lex, draft.last
        draft.unit, draft.dimension, draft.last = noun.head, "count", noun.last
        draft.noun = _text(tokens, noun)
        draft.fallback = not noun.plural
        draft.rules.append(lex.noun.id)
        implied = lex.implied.get(noun.head) if draft.factor > 1 else None
        if implied is not None:
            draft.unit, rule = implied
            draft.dimension, draft.last = lex.units[draft.unit].dimension, end
            draft.rules.append(rule)
            return
        known = lex.units.get(noun.head)
        if known is not None and known.counts:
            draft.dimension = known.dimension
            draft.rules.append(known.rule)
        per_time(tokens, draft, lex)

    def _fraction_of(self, tokens: Tokens, draft: Draft) -> None:
        """What a fraction is taken of: "a third of the market"."""
        words, at = tokens.words, draft.last
        if words[at].lower() == "of":
            at += 1
        while words[at].lower() in self.lex.noun_of:
            at += 1
        noun = noun_at(tokens, at, self.lex, single=True)
        if noun is not None:
            draft.noun = _text(tokens, noun)

    def _behind_unit(self, tokens: Tokens, draft: Draft) -> None:
        """The noun right after a unit ("16-inch laptops", "144 GB of memory"), for those who read on."""
        words, at = tokens.words, draft.last
        if words[at] == "-" and tokens.glued(at):
            at += 1
        if words[at].lower() == "of":
            at += 1
        noun = noun_at(tokens, at, self.lex, single=True)
        if noun is not None:
            draft.noun = _text(tokens, noun)


def _text(tokens: Tokens, noun: NounMatch) -> str:
    return tokens.text[tokens.starts[noun.first] : tokens.ends[noun.end - 1]]
