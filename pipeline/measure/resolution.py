"""Reads picture sizes: "5120 x 2880", "2408-by-1506", "1080p", "4K".
They are one quantity each, of the unit "resolution", with the first number (or the lines) as value.
"""

from __future__ import annotations

from pipeline.measure.draft import Draft
from pipeline.measure.lexicon import Lexicon
from pipeline.measure.nouns import is_plural, singular
from pipeline.measure.numerals import Numeral
from pipeline.measure.tokens import Tokens

_LEAD = 5  # words before "8K" that may say what it counts


def resolution_at(tokens: Tokens, i: int, lex: Lexicon) -> Draft | None:
    """The picture size that starts at token ``i``."""
    words, rule = tokens.words, lex.resolution
    after = words[i + 1]
    if after not in lex.resolution_signs or not words[i][0].isdecimal():
        return None
    if tokens.glued(i) and words[i - 1][-1].isalnum():
        return None
    if tokens.glued(i + 1):
        if after in rule.lines and words[i] in lex.heights:
            return _draft(i, i + 2, float(words[i]), rule.id)
        name = words[i] + after
        if name in rule.names:
            return _draft(i, i + 2, rule.names[name], rule.id) if _pictures(tokens, i, lex) else None
    at = i + 1
    if after == "-" and words[i + 2].lower() in rule.times and words[i + 3] == "-":
        at = i + 4
    elif after in rule.times:
        at = i + 2
    else:
        return None
    if words[at + 1].lower() in rule.times or words[i - 1].lower() in rule.times:
        return None  # of three sides, as a case has
    sides = [words[k].replace(",", "") for k in (i, at)]
    if all(w.isascii() and w.isdecimal() and 3 <= len(w) <= 5 for w in sides):
        last = at + 1
        if words[last].lower() in rule.pixels:
            last += 1
        return _draft(i, last, float(sides[0]), rule.id)
    return None


def _pictures(tokens: Tokens, i: int, lex: Lexicon) -> bool:
    """Whether "4K" means lines and not 4,000: no money before, nothing to count behind."""
    words, rule = tokens.words, lex.resolution
    after = words[i + 2]
    if lex.before_trie.match(tokens, i - 1) is not None and i:
        return False
    if tokens.glued(i + 2) and after[0].isalnum():
        return False
    if singular(after, lex) in rule.cues or after.lower() in rule.cues:
        return True
    if any(word.lower() in rule.not_leads for word in words[max(i - _LEAD, 0) : i]):
        return False
    return not (is_plural(after, lex) or after.lower() in rule.not_cues)


def _draft(first: int, last: int, value: float, rule: str) -> Draft:
    number = Numeral(value, value, first, last, "")
    return Draft(number, first, last, value, value, "resolution", "resolution", rules=[rule])
