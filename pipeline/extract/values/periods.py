"""Which time a moving value is of: "$26 billion in Q1 2024", "as of April 2025", "over three years".
Rules say what may stand between a value and its time; the time itself is written with its largest part first.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Protocol

from pipeline.extract.draft import Draft
from pipeline.extract.text.scene import Sentence
from pipeline.extract.text.words import Words
from pipeline.model import DateMention, DateValue, NumberValue, Quantity
from pipeline.rulebook import Rulebook
from pipeline.rulebook.attributes import PeriodRule

_KEY = "period"
_FISCAL = "FY"
_OPENED = ""  # where a memory keeps the time that a sentence opened with
_LEAD = 60  # letters before a time that a rule looks at
_BARE = 2  # words of a time that names no year: "first half"
_PARTS = {3: "Q", 6: "H"}
_DATES = frozenset({"day", "month", "quarter", "half", "season", "part", "year", "range"})


@dataclass(frozen=True, slots=True)
class Time:
    """A time at ``start:end`` and its name; ``kind`` is what a date is counted as, or ``span``."""

    start: int
    end: int
    name: str
    kind: str
    relative: bool = False
    back: bool = False  # "the previous quarter", which only compares
    later: str = ""  # the same time a year on, where it names no year and is over


@dataclass(frozen=True, slots=True)
class Told:
    """The time last told of an attribute, and the number of the sentence in which it was."""

    name: str
    index: int


class Memory(Protocol):
    """What keeps the times of an article while it is read."""

    told: dict[str, Told]


@dataclass(frozen=True, slots=True)
class _Rule:
    rule: PeriodRule
    between: re.Pattern[str]
    lead: re.Pattern[str] | None
    tail: re.Pattern[str] | None
    barred: re.Pattern[str] | None


class Periods:
    """Fills the qualifier ``period`` of drafts whose attribute is compared by it."""

    def __init__(self, rulebook: Rulebook) -> None:
        rules = rulebook.attributes
        self._timed = {a.id for a in rules.attribute if _KEY in a.conditions}
        self._goes_on = {a.id for a in rules.attribute if a.period_goes_on}
        self._with = {a.id: a.period_with for a in rules.attribute if a.period_with}
        self._rules = [_made(rule, rulebook.syntax.spelled_out) for rule in rules.period]
        self._reach = rulebook.scoring.attribute.period_reach
        self._lag = timedelta(days=rulebook.scoring.attribute.quarter_lag)
        self._syntax = rulebook.syntax.regex
        self._of_another_year = rulebook.syntax.lowered("time-of-another")
        self._leads = rulebook.syntax.lowered("time-leads")
        self._back = rulebook.syntax.lowered("time-back")
        self._grown = rulebook.syntax.lowered("grown-to")

    def fill(
        self,
        drafts: Sequence[Draft],
        tokens: Words,
        memory: Memory | None = None,
        published: DateValue | None = None,
    ) -> None:
        """Set the period of each draft of one sentence that has one; ``published`` dates the article, so that a half
        without a year that was not over by then is the one before, where a sum is told as one that was.

        A cell of a table takes the time of its label. A value whose sentence tells no time of its own goes on with the
        time told shortly before for the same attribute, as ``memory`` has it.
        """
        timed = [d for d in drafts if d.attribute in self._timed and isinstance(d.value, NumberValue)]
        if not timed:
            return
        sentence = timed[0].sentence
        times = [*self._dates(sentence, published, memory), *_spans(sentence)]
        for draft in timed:
            found = self._nearest(draft, times, tokens) if times else None
            if found is None:
                found = self._beside(draft, timed)
            if found is None:
                found = self._labelled(sentence) if memory is None else self._before(draft, times, memory)
            if found is not None:
                name, rule = found
                draft.qualifiers[_KEY] = name
                draft.rules.append(rule)
                back = draft.previous or any(t.name == name and t.back for t in times)
                if memory is not None and draft.attribute in self._goes_on and not back:
                    memory.told[draft.attribute] = Told(name, sentence.index)

    def note(self, sentence: Sentence, memory: Memory, published: DateValue | None = None) -> None:
        """Remember the time that a sentence opens with, whatever it tells ("In Q3 2025, the market grew."): the figures
        that follow are of it.
        """
        for time in list(self._dates(sentence, published, memory)) if sentence.dates else ():
            if self._leads.fullmatch(sentence.low, 0, time.start - sentence.start):
                memory.told[_OPENED] = Told(time.name, sentence.index)
                return

    def _labelled(self, sentence: Sentence) -> tuple[str, str] | None:
        """The time in the label of a table's row or column."""
        names = [name for date in sentence.label_dates if (name := self._name(date, sentence.label, 0))]
        return (names[0], "period.label") if names else None

    def _beside(self, draft: Draft, others: Sequence[Draft]) -> tuple[str, str] | None:
        """The time of a figure that the same sentence ties to this one: money raised in a month at a valuation."""
        kin = self._with.get(draft.attribute, ())
        names = [d.qualifiers[_KEY] for d in others if d.attribute in kin and _KEY in d.qualifiers]
        return (names[-1], "period.beside") if names else None

    def _before(self, draft: Draft, times: Sequence[Time], memory: Memory) -> tuple[str, str] | None:
        """The time of the value before it; a sentence with a time of its own is not meant to go on."""
        told, opened = memory.told.get(draft.attribute), memory.told.get(_OPENED)
        if opened is not None and draft.attribute in self._goes_on and opened.index < draft.sentence.index:
            told = opened if told is None or told.index < opened.index else told
        if self._is_of_another(draft):
            return None
        if told is None or draft.previous or not 0 <= draft.sentence.index - told.index <= self._reach:
            return None
        own = [t for t in times if not self._aside(t, draft.sentence)]
        return (told.name, "period.goes-on") if not own or told.index == draft.sentence.index else None

    def _is_of_another(self, draft: Draft) -> bool:
        """True where the words beside a value give it a time that has no name here, or say that it is to come."""
        text, origin = draft.sentence.text, draft.sentence.start
        behind = self._syntax("time-unnamed").match(text, draft.reach_end - origin)
        return bool(
            behind
            or self._syntax("time-opened").match(text)
            or self._syntax("time-foreseen").search(text[: draft.reach_start - origin][-_LEAD:])
        )

    def _aside(self, time: Time, sentence: Sentence) -> bool:
        """True for a time that is only compared with, or that something else began in: "than last year"."""
        lead = sentence.text[max(time.start - sentence.start - _LEAD, 0) : time.start - sentence.start]
        return self._syntax("time-aside").search(lead) is not None

    def _nearest(self, draft: Draft, times: Sequence[Time], tokens: Words) -> tuple[str, str] | None:
        best: tuple[int, str, str] | None = None
        for time in times:
            rule = self._rule(draft, time)
            if rule is not None:
                gap = tokens.gap(draft.reach_start, draft.reach_end, time.start, time.end)
                if best is None or gap < best[0]:
                    name = time.later if time.later and self._is_foreseen(draft) else time.name
                    best = (gap, name, f"period.{rule}")
        return best[1:] if best else None

    def _rule(self, draft: Draft, time: Time) -> str | None:
        """The rule by which a value is of a time, if one says so."""
        sentence, origin = draft.sentence, draft.sentence.start
        behind = time.start >= draft.reach_end
        left, right = (draft.reach_end, time.start) if behind else (time.end, draft.reach_start)
        if left > right or self._divided(draft, left, right):
            return None
        between, lead = sentence.text[left - origin : right - origin], sentence.text[: time.start - origin][-_LEAD:]
        for made in self._rules:
            rule = made.rule
            if (rule.place == "behind") is not behind or time.kind not in (rule.kinds or _DATES):
                continue
            if (rule.relative and not time.relative) or (rule.attributes and draft.attribute not in rule.attributes):
                continue
            if made.barred is not None and made.barred.search(between):
                continue
            fits = made.between.fullmatch(between) and (made.lead is None or made.lead.search(lead))
            if fits and (made.tail is None or made.tail.match(sentence.text, time.end - origin)):
                return rule.id
        return None

    def _divided(self, draft: Draft, left: int, right: int) -> bool:
        """Whether another value of the same kind stands between a value and a time; by how much the value grew to be
        what it is ("rose 8% to") is none.
        """
        between = [q for q in draft.sentence.quantities if left <= q.start and q.end <= right]
        between = [q for q in between if q.dimension in {"money", "percent", "count"}]
        if len(between) == 1 and between[0].dimension == "percent":
            origin = draft.sentence.start
            return self._grown.fullmatch(draft.sentence.low, between[0].end - origin, right - origin) is None
        return bool(between)

    def _dates(self, sentence: Sentence, published: DateValue | None, memory: Memory | None = None) -> Iterator[Time]:
        for mention in sentence.dates:
            if (
                published is not None
                and mention.granularity == "half"
                and self._is_of_last_year(mention, sentence, published)
            ):
                mention = _year_before(mention)
            name = self._name(mention, sentence.text, sentence.start)
            if memory is not None and mention.granularity == "quarter" and name:
                name = self._of_the_books(name, mention, sentence, memory)
            if name and not sentence.followed(self._of_another_year, mention.end):
                later = self._later(mention, sentence, published)
                back = self._back.match(sentence.low, mention.start - sentence.start) is not None
                yield Time(mention.start, mention.end, name, mention.granularity, mention.relative, back, later)

    def _of_the_books(self, name: str, mention: DateMention, sentence: Sentence, memory: Memory) -> str:
        """The quarter that a firm's own books mean, where the article has said before of which of their years it is."""
        number = name[-2:]
        words = sentence.text[mention.start - sentence.start : mention.end - sentence.start]
        if self._syntax("event-year").search(words):
            if name.startswith(_FISCAL):
                memory.told.setdefault(number, Told(name, sentence.index))
            return name
        known = memory.told.get(number)
        return known.name if known is not None else name

    def _is_foreseen(self, draft: Draft) -> bool:
        """True for a value that is yet to come, so that its time is too: "for the second quarter, it forecasts"."""
        lead = draft.sentence.text[: draft.reach_start - draft.sentence.start][-_LEAD:]
        return self._syntax("time-foreseen").search(lead) is not None

    def _later(self, mention: DateMention, sentence: Sentence, published: DateValue | None) -> str:
        """The name a year on of a quarter without a year that was told long ago."""
        words = sentence.text[mention.start - sentence.start : mention.end - sentence.start]
        if published is None or mention.granularity != "quarter":
            return ""
        if mention.value.date_end + self._lag >= published.date_start:
            return ""
        if self._syntax("event-year").search(words):
            return ""
        first, last = (day.replace(year=day.year + 1) for day in (mention.value.date_start, mention.value.date_end))
        return named(first, last)

    def _is_of_last_year(self, mention: DateMention, sentence: Sentence, published: DateValue) -> bool:
        """True for the half of "first-half revenue was", told before that half of this year is over."""
        words = sentence.text[mention.start - sentence.start : mention.end - sentence.start]
        if len(words.split()) > _BARE or mention.value.date_end < published.date_start:
            return False
        return not self._syntax("half-to-come").search(sentence.text)

    def _name(self, mention: DateMention, text: str, origin: int) -> str:
        """How a date is written down; the year of a house's own books is marked as such."""
        words = text[max(mention.start - origin - 12, 0) : mention.end - origin] if origin else text
        name = named(mention.value.date_start, mention.value.date_end)
        return f"{_FISCAL}{name}" if name and self._syntax("fiscal").search(words) else name


def named(first: date, last: date) -> str:
    """A stretch of days by its calendar name: "2024", "2024-H1", "2024-Q3", "2024-09", "2024-09-30"; empty for others
    (the quarter that ended in October), but for parts of a year ("late 2024"), which count as that year.

    >>> named(date(2024, 7, 1), date(2024, 9, 30)), named(date(2024, 9, 1), date(2024, 12, 31))
    ('2024-Q3', '2024')
    """
    if first == last:
        return first.isoformat()
    after = last + timedelta(days=1)
    months = (after.year - first.year) * 12 + after.month - first.month
    if first.day != 1 or after.day != 1 or months > 12 or first.year != last.year:
        return ""
    if months == 1:
        return f"{first:%Y-%m}"
    if months in _PARTS:
        turn, odd = divmod(first.month - 1, months)
        return "" if odd else f"{first:%Y}-{_PARTS[months]}{turn + 1}"
    return f"{first:%Y}"


def _year_before(mention: DateMention) -> DateMention:
    """The same part of the year before; halves begin and end on days that each year has."""
    first, last = (day.replace(year=day.year - 1) for day in (mention.value.date_start, mention.value.date_end))
    return mention.model_copy(update={"value": DateValue(date_start=first, date_end=last)})


def _spans(sentence: Sentence) -> Iterator[Time]:
    """Whole months, quarters and years as lengths of time: "three years" is "3 year"."""
    for quantity in sentence.quantities:
        if quantity.dimension == "time" and _is_long(quantity):
            yield Time(quantity.start, quantity.end, f"{quantity.low:g} {quantity.unit}", "span")


def _is_long(quantity: Quantity) -> bool:
    return quantity.low == quantity.high and quantity.unit in {"month", "quarter", "year", "decade"}


def _made(rule: PeriodRule, spelled_out: Callable[[str], str]) -> _Rule:
    between, lead, tail, barred = (
        re.compile(spelled_out(pattern), re.IGNORECASE | re.VERBOSE) if pattern else None
        for pattern in (rule.between, rule.lead, rule.tail, rule.barred)
    )
    assert between is not None
    return _Rule(rule, between, lead, tail, barred)
