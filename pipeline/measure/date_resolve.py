"""Decides which year a date without one means, by the article's own date and the words around it.
The last month or quarter of that name, the nearest day; the coming one where the words look ahead.
"""

from __future__ import annotations

from pipeline.measure.calendar import Days, near
from pipeline.measure.date_lexicon import DateLexicon
from pipeline.measure.date_years import Found
from pipeline.measure.tokens import Tokens


def looks_ahead(tokens: Tokens, i: int, lex: DateLexicon) -> bool:
    """Whether a word like "will" stands before token ``i`` in the same sentence."""
    words = tokens.words
    for back in range(1, lex.rules.cue_reach + 1):
        if i - back < 0:
            return False
        word = words[i - back]
        if word in (".", "!", "?", "\n", ";", ":") or word[0] == "\n":
            return False
        low = word.lower()
        if low in lex.future and f"{low} {words[i - back + 1].lower()}" not in lex.not_future:
            return True
    return False


def resolve(found: Found, tokens: Tokens, reference: Days | None, lex: DateLexicon) -> Days | None:
    """The days of a date whose year is not stated, by the reference: the last month or quarter of that name, the
    nearest day; the coming one where the words before look ahead.
    """
    if found.days is not None:
        return found.days
    if found.in_year is None or reference is None or found.leaning == "none":
        return None
    behind = tokens.words[found.last].lower() in lex.future_behind
    if behind or looks_ahead(tokens, found.first, lex):
        way = "future"
        found.rules = (*found.rules, lex.cue_rules["future-behind" if behind else "future"])
    elif found.leaning == "this":
        found.relative = True
        days = found.in_year(reference[1].year)
        return (max(days[0], min(reference[0], days[1])), days[1]) if days is not None else None
    else:
        close = found.granularity in ("day", "range", "week")
        way = "ended" if found.leaning == "last" else "near" if close else "past"
    found.relative = True
    return near(reference, found.in_year, way)
