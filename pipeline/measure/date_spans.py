"""The grammar of stretches told by the calendar: "the week ending May 16", "the first nine months of 2026", feasts.
Each function reads one form at a token, as in date_days.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from pipeline.measure.calendar import Days, day, months, nth_weekday, rolling, shift
from pipeline.measure.date_days import DayGrammar
from pipeline.measure.date_years import Found, InYear
from pipeline.measure.tokens import DASHES, Tokens

APOSTROPHES = ("'", "’")
LONGEST = 60
"""Most weeks, months or years that a named stretch has."""


class SpanGrammar(DayGrammar):
    """Stretches and feasts, bound to one lexicon."""

    def stretch(self, tokens: Tokens, i: int) -> Found | None:
        """What begins with a word like "week" or "year": "week of May 18", "months ended March 31", "year-end"."""
        return self.ended(tokens, i) or self.week_of(tokens, i) or self.year_end(tokens, i)

    def week_of(self, tokens: Tokens, i: int) -> Found | None:
        """Reads "the week of May 18": that day's week, Monday to Sunday."""
        words, lex = tokens.words, self.lex
        if words[i] not in lex.week_words or words[i + 1].lower() != "of":
            return None
        inner = self.month(tokens, i + 2) if words[i + 2] in lex.months else self.number(tokens, i + 2)
        if inner is None or inner.granularity != "day":
            return None
        rules = (lex.week_words[words[i]], *inner.rules)
        return _changed(inner, i, "week", rules, lambda days: shift(days, (7, 0), 0))

    def ended(self, tokens: Tokens, i: int) -> Found | None:
        """Reads "week ending May 16", "(three) months ended March 31, 2026", "year to April": the stretch up to then.

        The count before it stays outside, since it is a quantity.
        """
        words, lex = tokens.words, self.lex
        size, rule = lex.spans[words[i]]
        if words[i + 1].lower() not in lex.ending or not any(size) or size[1] == 120 or words[i + 2] in lex.weekdays:
            return None
        at = i + 2 + (words[i + 2].lower() in ("on", "in", "the"))
        inner = self.month(tokens, at) if words[at] in lex.months else None
        if inner is None and words[at][:1].isdecimal():
            inner = self.number(tokens, at)
        if inner is None or not (inner.granularity == "day" or (inner.granularity == "month" and size[1])):
            return None
        counted = words[i].lower().endswith("s")
        count = lex.counts.get(words[i - 1].lower(), 0.0) if counted and i else float(not counted)
        if counted and i and words[i - 1].isascii() and words[i - 1].isdecimal() and len(words[i - 1]) < 3:
            count = float(words[i - 1])
        if not 1 <= count <= LONGEST or count != int(count):
            return None
        whole = tuple(part * int(count) for part in size)
        grain = "week" if whole == (7, 0) else "range"

        def back(days: Days) -> Days | None:
            return _until(days[1], whole)

        found = _changed(inner, i, grain, (rule, lex.cue_rules["ending"], *inner.rules), back)
        found.leaning = "last" if inner.granularity == "month" else ""
        return found

    def year_end(self, tokens: Tokens, i: int) -> Found | None:
        """Reads "by year-end", "at year's end", "year-end 2026": the last third of that year."""
        words, lex = tokens.words, self.lex
        if words[i].lower() != "year":
            return None
        at = i + 2
        if words[i + 1] in APOSTROPHES and words[at] == "s":
            at += 1
        elif words[i + 1] not in DASHES:
            return None
        if words[at] not in lex.parts or words[at].lower() != "end":
            return None
        (first, last), rule = lex.parts[words[at]]
        year = self.year_after(tokens, at + 1)
        if year is not None:
            return Found(i, year[1], "part", (rule,), months(year[0], first, last))
        if words[at + 1][:1].isalnum() and words[at + 1].lower() not in lex.year_cues:
            return None
        return Found(i, at + 1, "part", (rule,), None, lambda y: months(y, first, last), leaning="this")

    def opening(self, tokens: Tokens, i: int, number: int) -> Found | None:
        """Reads "first nine months of 2026", "final two months of 2025", "second week of June", from the ordinal on."""
        words, lex = tokens.words, self.lex
        at = i + 1
        if words[at].lower() in ("week", "weekend") and words[at + 1].lower() == "of" and words[at + 2] in lex.months:
            inner = self.month(tokens, at + 2)
            if words[at].lower() == "weekend" or inner is None or inner.granularity != "month":
                return None
            last = words[i].lower() in lex.lasts
            return _changed(inner, i, "week", inner.rules, lambda days: _week_in(days, 0 if last else number))
        count = lex.counts.get(words[at].lower(), 0.0)
        if words[at].isascii() and words[at].isdecimal() and len(words[at]) < 3:
            count = float(words[at])
        if words[at + 1].lower() != "months" or words[at + 2].lower() != "of" or not 2 <= count <= 11:
            return None
        size = int(count)
        if words[i].lower() in lex.lasts:
            first, last_month = 13 - size, 12
        elif number == 1:
            first, last_month = 1, size
        else:
            return None
        year = self.year_after(tokens, at + 2)
        rule = lex.spans[words[at + 1]][1]
        if year is not None:
            return Found(i, year[1], "range", (rule,), months(year[0], first, last_month))
        return Found(i, at + 2, "range", (rule,), None, lambda y: months(y, first, last_month), leaning="none")

    def feast(self, tokens: Tokens, i: int) -> Found | None:
        """Reads "Christmas Day 2026", "Black Friday": a day of the same date, or the same weekday, in every year."""
        found = self.lex.feasts.match(tokens, i)
        if found is None:
            return None
        (place, rule), last = found

        def make(year: int) -> Days | None:
            return day(year, *place) if len(place) == 2 else nth_weekday(year, *place)

        year = self.year_after(tokens, last)
        if year is not None:
            return Found(i, year[1], "day", (rule,), make(year[0]))
        return Found(i, last, "day", (rule,), None, make)


def _changed(
    inner: Found, first: int, grain: str, rules: tuple[str, ...], change: Callable[[Days], Days | None]
) -> Found:
    """A found date with its days changed, now or once its year is known."""
    make = inner.in_year
    days = change(inner.days) if inner.days else None

    def in_year(number: int) -> Days | None:
        found = make(number) if make else None
        return change(found) if found else None

    later: InYear | None = in_year if make else None
    return Found(first, inner.last, grain, rules, days, later, inner.relative)


def _until(end: dt.date, size: tuple[int, ...]) -> Days | None:
    """The stretch of ``size`` (days, months) whose last day is ``end``."""
    try:
        behind = end + dt.timedelta(days=1)
    except OverflowError:
        return None
    found = rolling((behind, behind), size)
    return (found[0], end) if found else None


def _week_in(days: Days, number: int) -> Days | None:
    """The ``number``-th seven days of a month; 0 for the last."""
    start, end = days
    if not number:
        return end - dt.timedelta(days=6), end
    first = start + dt.timedelta(days=7 * (number - 1))
    return first, min(end, first + dt.timedelta(days=6))
