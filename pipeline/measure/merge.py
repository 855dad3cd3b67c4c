"""Joins neighbouring drafts: two ends become a range, listed numbers share the unit of the last.
Only the tokens between two drafts decide, so one pass from left to right is enough.
"""

from __future__ import annotations

from pipeline.measure.draft import Draft
from pipeline.measure.lexicon import Lexicon
from pipeline.measure.tokens import Tokens


class Merger:
    """Ranges and lists, bound to one lexicon."""

    def __init__(self, lex: Lexicon) -> None:
        self.lex = lex
        self._openers = {a: (b, r) for (a, b), r in lex.range_pairs.items()}

    def join(self, tokens: Tokens, drafts: list[Draft]) -> list[Draft]:
        """The drafts with ranges merged and units shared."""
        if len(drafts) < 2:
            return drafts
        out = [drafts[0]]
        for draft in drafts[1:]:
            previous = out[-1]
            rule = self._range(tokens, previous, draft)
            if rule:
                self._merge(previous, draft, rule)
            else:
                out.append(draft)
        self._share(tokens, out)
        return out

    def _gap(self, tokens: Tokens, a: Draft, b: Draft) -> list[str]:
        return [w.lower() for w in tokens.words[a.last : b.first]] if b.first - a.last <= 3 else ["…"] * 9

    def _range(self, tokens: Tokens, a: Draft, b: Draft) -> str:
        """The rule that makes one range of two neighbours, or ""."""
        if (
            a.merged
            or a.number.fraction != b.number.fraction
            or a.dimension == "resolution"
            or b.dimension == "resolution"
        ):
            return ""
        gap = self._gap(tokens, a, b)
        lex = self.lex
        if not gap and b.negative and tokens.glued(b.first):
            gap = ["-"]
        if len(gap) == 3 and gap[0] == "-" and gap[2] == "-":
            gap = [gap[1]]
        rule = ""
        if len(gap) == 1:
            rule = lex.range_words.get(gap[0], "") or lex.range_signs.get(gap[0], "")
            if gap[0] in lex.range_signs and gap[0] == "-" and not tokens.glued(a.last) and b.negative:
                return ""
        elif len(gap) == 2 and gap[0] == "-" and gap[1] in lex.range_words:
            rule = lex.range_words[gap[1]]
        if not rule and len(gap) == 1 and a.first > 0:
            opener = self._opener(tokens, a.first)
            if opener and self._openers[opener][0] == gap[0]:
                rule = self._openers[opener][1]
        if not rule or not self._fits(a, b):
            return ""
        return rule

    def _opener(self, tokens: Tokens, i: int) -> str:
        for back in (1, 2):
            if i - back >= 0 and tokens.words[i - back].lower() in self._openers:
                return tokens.words[i - back].lower()
        return ""

    def _fits(self, a: Draft, b: Draft) -> bool:
        """Whether two ends can be one range: the same unit, or a unit on one of them only."""
        if a.unit == b.unit:
            return True
        if a.unit == "":
            return True
        base = b.unit.split("/")[0]
        return a.unit == base or (b.unit == "" and a.money is not None)

    def _merge(self, a: Draft, b: Draft, rule: str) -> None:
        low, high = a.low, abs(b.low) if b.negative and not a.negative else b.low
        if b.scaled and not a.scaled and abs(low) < 1000 and b.number.low:
            factor = high / b.number.low
            if low * factor < high * 1000:
                low *= factor
        a.low, a.high, a.last = low, high, b.last
        if b.unit:
            a.unit, a.dimension = b.unit, b.dimension
        a.scaled = a.scaled or b.scaled
        a.merged = True
        a.rules += [r for r in b.rules if r not in a.rules] + [rule]

    def _share(self, tokens: Tokens, drafts: list[Draft]) -> None:
        """Gives listed numbers the unit of the one behind: "18, 32 or 40 cores", "14- and 16-inch"."""
        lex = self.lex
        for k in range(len(drafts) - 2, -1, -1):
            a, b = drafts[k], drafts[k + 1]
            if a.unit or not b.unit or a.number.fraction:
                continue
            gap = [w for w in self._gap(tokens, a, b) if w != "-"]
            if not gap or any(w not in lex.list_joins for w in gap) or b.unit == "resolution" or b.money:
                continue
            a.unit, a.dimension, a.spread = b.unit, b.dimension, True
            a.rules.append(lex.list_joins[gap[-1]])
