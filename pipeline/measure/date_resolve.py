"""Decides which year a date without one means, by the article's own date and the words around it.
The last month or quarter of that name, the nearest day; the coming one where the words look ahead.
"""

from __future__ import annotations

from pipeline.measure.calendar import Days, near
from pipeline.measure.date_lexicon import DateLexicon
from pipeline.measure.date_years import Found
from pipeline.measure.tokens import Tokens

_BORDERS = frozenset(".!?;:,—–()")
_OPENING = 7  # words before a date that opens a clause: "and then, by the end of"


def looks_ahead(tokens: Tokens, i: int, lex: DateLexicon, weekday: bool = False) -> str:
    """The rule of a word like "will" before token ``i`` in the same sentence, or ""; ``weekday`` where the name of a
    day stands there.
    """
    words = tokens.words
    for back in range(1, lex.rules.cue_reach + 1):
        if i - back < 0:
            return ""
        word = words[i - back]
        if word in (".", "!", "?", "\n", ";", ":") or word[0] == "\n":
            return ""
        low = word.lower()
        cue = lex.future.get(low)
        if cue is None or back > cue.reach or (weekday and not cue.weekdays):
            continue
        if f"{low} {words[i - back + 1].lower()}" not in lex.not_future:
            return cue.rule
    return ""


def _opens_plan(found: Found, tokens: Tokens, lex: DateLexicon) -> str:
    """The rule of a word like "will" in the clause that the date opens: "In late May the card will arrive"."""
    words, at = tokens.words, found.first - 1
    while at >= 0 and found.first - at <= _OPENING and words[at].lower() in lex.openings:
        at -= 1
    if at >= 0 and words[at] not in _BORDERS and words[at][0] != "\n":
        return ""
    first = found.last + (words[found.last] == ",")
    for at in range(first, min(first + lex.rules.cue_reach, len(words))):
        word = words[at].lower()
        if word in lex.future_fronted:
            return lex.cue_rules["future-fronted"]
        if word in _BORDERS or word[:1] in {"", "\n"} or word in lex.not_fronted or word.endswith("ed"):
            return ""
    return ""


def resolve(found: Found, tokens: Tokens, reference: Days | None, lex: DateLexicon) -> Days | None:
    """The days of a date whose year is not stated, by the reference: the last month or quarter of that name, the
    nearest day; the coming one where the words before look ahead.
    """
    if found.days is not None:
        return found.days
    if found.in_year is None or reference is None or found.leaning == "none":
        return None
    behind = tokens.words[found.last].lower() in lex.future_behind
    cue = lex.cue_rules["future-behind"] if behind else looks_ahead(tokens, found.first, lex)
    cue = cue or _opens_plan(found, tokens, lex)
    if cue:
        way = "future"
        found.rules = (*found.rules, cue)
    elif found.leaning == "this":
        found.relative = True
        days = found.in_year(reference[1].year)
        return (max(days[0], min(reference[0], days[1])), days[1]) if days is not None else None
    else:
        close = found.granularity in ("day", "range", "week")
        way = "ended" if found.leaning == "last" else "near" if close else "past"
    found.relative = True
    return near(reference, found.in_year, way)
