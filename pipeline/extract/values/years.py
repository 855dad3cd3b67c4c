"""Which year the day of an event belongs to, where its date names none: the year to come, or that of the date before.
A plan lies ahead of the article; a tale goes on from the last date it told.
"""

from __future__ import annotations

from datetime import date as day

from pipeline.extract.text.scene import Sentence
from pipeline.model import DateMention, DateValue
from pipeline.rulebook import Rulebook

_YEARLESS = frozenset({"day", "month"})


class EventYears:
    """Settles the years of dates without one."""

    def __init__(self, rulebook: Rulebook) -> None:
        self._syntax = rulebook.syntax.lowered
        self._planned = self._syntax("event-ahead-behind")

    def settled(self, date: DateMention, sentence: Sentence, published: DateValue | None) -> DateValue:
        """The days meant by ``date``; ``published`` dates the article where the event may lie ahead of it."""
        return self._going_on(date, self._looking_ahead(date, sentence, published), sentence)

    def _looking_ahead(self, date: DateMention, sentence: Sentence, published: DateValue | None) -> DateValue:
        """A month or quarter without a year, told as a plan, is the next one after the article."""
        value = date.value
        if published is None or value.date_end >= published.date_start:
            return value
        words = sentence.low[date.start - sentence.start : date.end - sentence.start]
        lead = sentence.low[: date.start - sentence.start]
        if (
            self._syntax("event-dated").search(words)
            or not (self._syntax("event-ahead").search(lead) or sentence.followed(self._planned, date.end))
            or (published.date_start - value.date_end).days > 366
        ):
            return value
        return DateValue(date_start=_next_year(value.date_start), date_end=_next_year(value.date_end))

    def _going_on(self, date: DateMention, value: DateValue, sentence: Sentence) -> DateValue:
        """A day without a year belongs to the year of the past date before it: "in June 2016, and on August 4"."""
        words = sentence.low[date.start - sentence.start : date.end - sentence.start]
        before = [d for d in sentence.dates if d.end <= date.start and self._has_year(d, sentence)]
        if not before or self._syntax("event-dated").search(words) or date.granularity not in _YEARLESS:
            return value
        first = before[-1].value.date_start
        if value.date_start.year <= first.year:
            return value
        moved = [_in_year(day, first.year + later) for day in (value.date_start, value.date_end) for later in (0, 1)]
        start, end = (moved[0], moved[2]) if moved[0] >= first else (moved[1], moved[3])
        return DateValue(date_start=start, date_end=end) if start < value.date_start else value

    def _has_year(self, date: DateMention, sentence: Sentence) -> bool:
        words = sentence.low[date.start - sentence.start : date.end - sentence.start]
        return bool(self._syntax("event-year").search(words))


def _next_year(moment: day) -> day:
    """The same day a year on."""
    return _in_year(moment, moment.year + 1)


def _in_year(moment: day, year: int) -> day:
    """The same day of another year; 29 February becomes the 28th."""
    try:
        return moment.replace(year=year)
    except ValueError:
        return moment.replace(year=year, day=28)
