"""Joins neighbouring drafts: two ends become a range, listed numbers share the unit of the last.
Only the tokens between two drafts decide, so one pass from left to right is enough.
"""

from __future__ import annotations

from pipeline.measure.context import trend_before
from pipeline.measure.draft import Draft
from pipeline.measure.lexicon import Lexicon
from pipeline.measure.surfaces import denominator
from pipeline.measure.tokens import DASHES, Tokens
from pipeline.rulebook.numbers import EchoRule

_GENITIVE = frozenset(("'s", "’s", "'", "’", "s"))
_OWNER = 10  # words of an owner, its genitive and what leads to it
STOPS = frozenset((".", "!", "?", ";", "|"))
"""Signs that end a sentence or a table cell."""


class Merger:
    """Ranges and lists, bound to one lexicon."""

    def __init__(self, lex: Lexicon) -> None:
        self.lex = lex

    def ranges(self, tokens: Tokens, drafts: list[Draft]) -> list[Draft]:
        """The drafts with both ends of each range in one."""
        out = drafts[:1]
        for draft in drafts[1:]:
            previous = out[-1]
            gap = draft.first - previous.last
            if gap <= 3:
                rule = self._rule(tokens, previous, draft, gap)
                if rule:
                    self._merge(previous, draft, rule)
                    continue
            out.append(draft)
        return out

    def _rule(self, tokens: Tokens, a: Draft, b: Draft, gap: int) -> str:
        """The rule that makes one range of two neighbours, or ""."""
        lex, words = self.lex, tokens.words
        if a.merged or a.number.fraction != b.number.fraction or "resolution" in (a.dimension, b.dimension):
            return ""
        if gap == 0:
            dash = b.negative and tokens.glued(b.first)
            return lex.dash_rule if dash and self._fits(a, b, False) else ""
        join = words[a.last].lower()
        if gap == 2 and join == "-":
            join = words[a.last + 1].lower()
        elif gap == 3:
            if not (join == "-" and words[a.last + 2] == "-"):
                return ""
            join = words[a.last + 1].lower()
        elif gap == 2:
            return ""
        if join in lex.range_words and self._leads_to_level(tokens, a, b):
            return ""
        if words[a.last - 1].lower() in lex.steps and words[b.last - 1].lower() not in lex.steps:
            return ""
        opener = self._opener(tokens, a)
        rule = lex.range_pairs.get((opener, join), "") if opener else ""
        if rule and self._fits(a, b, True):
            return rule
        if join in lex.range_signs:
            if join in DASHES and not tokens.glued(a.last) and tokens.glued(b.first):
                return ""
            return lex.range_signs[join] if self._fits(a, b, False) else ""
        if join in lex.range_words:
            return lex.range_words[join] if self._fits(a, b, False) else ""
        spelled = a.number.spelled and b.number.spelled and a.low + 1 == b.low and a.low < 12
        return lex.range_pairs.get(("", join), "") if spelled and a.unit == "" else ""

    def _leads_to_level(self, tokens: Tokens, a: Draft, b: Draft) -> bool:
        """Reads "rose 58 points to 16,369 points": a step and where it led, told by their sizes."""
        low, high = sorted((abs(a.low), abs(b.low)))
        if not self.lex.level or high < low * self.lex.level or (b.unit and not a.unit):
            return False
        return trend_before(tokens, a.first, self.lex) is not None

    def _opener(self, tokens: Tokens, a: Draft) -> str:
        """A word like "between" before the first end, perhaps with one word in between."""
        for back in (1, 2):
            word = tokens.words[a.first - back].lower() if a.first >= back else ""
            if word in self.lex.range_openers:
                return word
        return ""

    def _fits(self, a: Draft, b: Draft, opened: bool) -> bool:
        """Whether two ends can be one range: one unit for both, or a unit on one of them only."""
        if a.unit == b.unit:
            return True
        if a.unit == "":
            return not b.money
        if b.unit == "":
            return opened or a.money is not None
        return a.unit == b.unit.partition("/")[0] or (opened and b.unit == a.unit.partition("/")[0])

    def _merge(self, a: Draft, b: Draft, rule: str) -> None:
        """Makes ``a`` the whole range; a scale said at the end counts for both ("$89 to $93 billion")."""
        low, high = a.low, b.low
        if (b.negative and not a.negative and b.first == a.last) or (
            a.negative and not b.negative and rule == self.lex.dash_rule
        ):
            high = -high
        factor = b.factor * b.number.factor
        if factor > 1 and not a.scaled and abs(low) < 1000 and abs(low * factor) < abs(high) * 100:
            low *= factor
        a.low, a.high, a.last = low, high, b.last
        if b.unit and not (b.unit != a.unit and b.unit == a.unit.partition("/")[0]):
            a.unit, a.dimension = b.unit, b.dimension
        a.scaled, a.merged, a.hanging = a.scaled or b.scaled, True, b.hanging
        a.hyphened = a.hyphened or b.hyphened
        a.rules += [r for r in b.rules if r not in a.rules]
        a.rules.append(rule)

    def share(self, tokens: Tokens, drafts: list[Draft]) -> None:
        """Gives listed numbers the unit of the one behind: "18, 32 or 40 cores", "14- and 16-inch"."""
        for k in range(len(drafts) - 2, -1, -1):
            a, b = drafts[k], drafts[k + 1]
            if not b.unit or b.money or b.first - a.last > 3 or b.unit == "resolution" or a.number.fraction:
                continue
            counts = b.dimension and b.unit in b.noun  # "18 CPU and 40 GPU cores", but not "one CPU and 16 GB of RAM"
            if a.unit and not (a.fallback and not a.hyphened and counts and not b.fallback):
                continue
            gap = [w.lower() for w in tokens.words[a.last : b.first] if w != "-"]
            if len(gap) == 1 and gap[0] in self.lex.list_parts and a.high < b.low and not a.unit:
                a.unit, a.dimension, a.noun = b.unit, b.dimension, b.noun
                a.rules.append(self.lex.list_parts[gap[0]])
                continue
            if not gap or any(w not in self.lex.list_joins for w in gap):
                continue
            if gap == [","] and not b.shared and not a.hanging:
                continue
            if gap == [",", "or"] and b.dimension == "percent":
                continue
            factor = b.factor * b.number.factor
            if factor > 1 and not a.scaled and a.low == a.high and 0 < a.low < self.lex.scale_below:
                a.low, a.high = a.low * factor, a.high * factor  # "eight- and 70-billion-parameter"
                a.scaled, a.factor = True, factor
            a.unit, a.dimension = b.unit, b.dimension
            a.noun = a.noun or b.noun
            a.fallback, a.shared = False, True
            a.rules.append(self.lex.list_joins[gap[-1]])

    def echo(self, tokens: Tokens, drafts: list[Draft]) -> None:
        """Gives a bare number the unit that its sentence has just counted in: "8,960 chips, versus 4,096 in v4"."""
        for k in range(1, len(drafts)):
            draft = drafts[k]
            if draft.unit or draft.hanging or "".join(tokens.words[draft.last : draft.last + 1])[:1].isdigit():
                continue  # "and 24 200GbE links" counts what the next number measures
            before = self._lead(tokens, draft)
            for rule in self.lex.echo_rules:
                if before in (*rule.after, *rule.owned):
                    model = self._model(tokens, drafts, k, rule)
                    if model is not None:
                        draft.unit, draft.dimension, draft.noun = model.unit, model.dimension, model.noun
                        per_time(tokens, draft, self.lex)
                        draft.rules.append(rule.id)
                        break

    def _lead(self, tokens: Tokens, draft: Draft) -> str:
        """The word that leads to a bare number: the one before it, or before the owner of "8 cores over the M3's 6"."""
        before = tokens.words[draft.first - 1].lower()
        if before not in _GENITIVE:
            return before
        words = [word.lower() for word in tokens.words[max(draft.first - _OWNER, 0) : draft.first - 1]]
        known = {word for rule in self.lex.echo_rules for word in rule.owned}
        return next((word for word in reversed(words) if word in known), before)

    def _model(self, tokens: Tokens, drafts: list[Draft], k: int, rule: EchoRule) -> Draft | None:
        """The nearest earlier draft of the same sentence whose unit may be repeated."""
        first = drafts[k].first
        for model in reversed(drafts[max(0, k - 3) : k]):
            if first - model.last > rule.reach or STOPS & set(tokens.words[model.last : first]):
                return None
            if model.dimension in rule.dimensions and not model.hyphened:
                return model
        return None


def per_time(tokens: Tokens, draft: Draft, lex: Lexicon, at: int = 0) -> None:
    """Takes in what a counted thing is divided by: "14 queries per second"; from token ``at`` on where it does not
    follow at once: "3 million tonnes of ore a year".
    """
    under = denominator(tokens, at or draft.last, lex, "count")
    if under is not None and under[1] == "time":
        draft.unit, draft.last = f"{draft.unit}/{under[0]}", under[2]
        quotient = f"{draft.dimension}/time"
        draft.dimension = lex.quotients.get(quotient, quotient)
