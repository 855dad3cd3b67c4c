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

ROUND = frozenset(10.0**k for k in range(2, 10))
"""How many people, births or doses a rate is given for."""
HIGHEST_SCORE = 200
"""Games end below this; "1000-5000" is a range."""


class Counter:
    """Counted nouns, bound to one lexicon."""

    def __init__(self, lex: Lexicon, names: Names) -> None:
        self.lex = lex
        self.names = names

    def count(self, tokens: Tokens, drafts: list[Draft]) -> list[Draft]:
        """The drafts that stay, with their nouns."""
        followers: list[Draft | None] = [*drafts[1:], None]
        kept: list[Draft] = []
        for draft, after in zip(drafts, followers, strict=True):
            if kept and self._per_round(tokens, kept[-1], draft):
                continue
            if self._keep(tokens, draft, after):
                kept.append(draft)
        return kept

    def _per_round(self, tokens: Tokens, over: Draft, draft: Draft) -> bool:
        """Reads "85 cases per 100,000 people": the round number says per how many, and counts nothing itself."""
        at = draft.number.first
        if at != over.last + 1 or tokens.words[over.last].lower() not in self.lex.per or draft.dimension:
            return False
        if over.dimension not in ("", "count") or over.merged or draft.low not in ROUND:
            return False
        noun = noun_at(tokens, draft.last, self.lex)
        last = noun.last if noun is not None and noun.plural else draft.last
        over.unit = f"{over.unit}/{tokens.text[tokens.starts[at] : tokens.ends[last - 1]]}"
        over.dimension, over.last = "rate", last
        return True

    def _keep(self, tokens: Tokens, draft: Draft, after: Draft | None) -> bool:
        if draft.dimension == "" and draft.number.fraction:
            draft.unit, draft.dimension = "x", "ratio"
            self._fraction_of(tokens, draft)
            return True
        if draft.dimension:
            self._behind_unit(tokens, draft)
            return True
        score = draft.merged and max(draft.low, draft.high) < HIGHEST_SCORE and self.lex.dash_rule in draft.rules
        lead = None if score else self._lead(tokens, draft)
        if lead is not None and lead[2]:
            return self._led(draft, lead)
        noun = None if draft.hanging else self._counted(tokens, draft, after)
        if noun is not None:
            return not (score and noun.head in self.names.score_nouns)
        if draft.needs_noun:
            return False
        if lead is not None:
            return self._led(draft, lead)
        return not score and not self.names.unmeasured(tokens, draft)

    def _lead(self, tokens: Tokens, draft: Draft) -> tuple[str, str, bool] | None:
        """What words around a bare number say that it measures ("aged 35"): unit, rule, and whether no noun behind it
        can say otherwise ("65 or older").
        """
        after = self.lex.leads_after.match(tokens, draft.last)
        if after is not None:
            return (*after[0], True)
        before = self.lex.leads.match(tokens, draft.first - 1) if draft.first else None
        if before is None:
            return None
        (unit, rule, highest), _ = before
        if not highest:
            return unit, rule, False
        noun = noun_at(tokens, draft.last, self.lex)
        counts = noun is not None and noun.plural and noun.first == draft.last
        return None if counts or not draft.high <= highest else (unit, rule, True)

    def _led(self, draft: Draft, lead: tuple[str, str, bool]) -> bool:
        draft.unit, rule, _ = lead
        draft.dimension = self.lex.units[draft.unit].dimension
        draft.rules.append(rule)
        return True

    def _counted(self, tokens: Tokens, draft: Draft, after: Draft | None) -> NounMatch | None:
        """The noun that a bare number counts, set in the draft; it ends before the draft ``after`` it."""
        lex, words, number = self.lex, tokens.words, draft.number
        at, limit = draft.last, tokens.count if after is None else after.first
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
        inner = after is not None and at == limit and at > draft.last
        if inner and after is not None:
            at = after.number.last
        several = one and words[at - 1].lower() in lex.noun_of
        verbal = several or not (one or hyphen)
        noun = noun_at(tokens, at, lex, single=one, hyphen=hyphen, several=several, verbal=verbal)
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
        of = words[at].lower() == "of"
        at += of
        noun = noun_at(tokens, at, self.lex, single=True)
        if noun is None:
            return
        draft.noun = _text(tokens, noun)
        if of and "/" not in draft.unit and draft.dimension in self.lex.per_article_over and draft.money is None:
            per_time(tokens, draft, self.lex, noun.end)


def _text(tokens: Tokens, noun: NounMatch) -> str:
    return tokens.text[tokens.starts[noun.first] : tokens.ends[noun.end - 1]]
