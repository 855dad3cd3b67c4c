"""The grammar of dates counted from the article's own date: "on Wednesday", "last month", "two years ago".
Without a reference date none of these is read, since any answer would be a guess.
"""

from __future__ import annotations

from collections.abc import Callable

from pipeline.measure.calendar import Days, ahead, months, rolling, shift, weekday
from pipeline.measure.date_grammar import Grammar, narrowed
from pipeline.measure.date_lexicon import DateLexicon
from pipeline.measure.date_resolve import looks_ahead
from pipeline.measure.date_years import Found
from pipeline.measure.tokens import Tokens

OPEN = ("than", "over", "-")
"""Before "two years ago" these leave open when it was."""
MOST = 100
"""Most weeks or years that "the last … years" looks back."""
WAY = {-1: "before", 0: "this", 1: "after"}


class Relative:
    """The relative forms, bound to one lexicon and the grammar of absolute dates."""

    def __init__(self, lex: DateLexicon, grammar: Grammar) -> None:
        self.lex = lex
        self.grammar = grammar
        self.starts: dict[str, Callable[[Tokens, int, Days], Found | None]] = {}
        for words, read in ((lex.weekdays, self.weekday), (lex.shifts, self.shifted), (lex.sides, self.side)):
            self.starts |= dict.fromkeys(words, read)
        for word in lex.day_starts:
            for form in (word, word.capitalize()):
                self.starts.setdefault(form, self.named_day)

    def at(self, tokens: Tokens, i: int, reference: Days) -> Found | None:
        """The relative date that starts at token ``i``."""
        read = self.starts.get(tokens.words[i])
        if read is not None:
            found = self.named_day(tokens, i, reference) if tokens.words[i].lower() in self.lex.day_starts else None
            return found or read(tokens, i, reference)
        if tokens.words[i] in self.lex.parts:
            return self.part(tokens, i, reference)
        if tokens.words[i] in self.lex.ordinals or tokens.words[i] in self.lex.months:
            return self.of_shifted(tokens, i, reference)
        return None

    def named_day(self, tokens: Tokens, i: int, reference: Days) -> Found | None:
        """Reads "today", "yesterday", "this morning"; "today's" means these days and is none."""
        found = self.lex.days.match(tokens, i)
        if found is None:
            return None
        ((days,), rule), last = found
        if tokens.words[last] in ("'", "’") and tokens.glued(last) and days == 0:
            return None
        if tokens.words[i][0].isupper() and i and tokens.words[i - 1][0].isalpha():
            return None
        moved = shift(reference, (1, 0), days)
        return Found(i, last, "day", (rule,), moved, relative=True)

    def weekday(self, tokens: Tokens, i: int, reference: Days) -> Found | None:
        """Reads "Wednesday": the last one, or the coming one where the words before look ahead."""
        words, lex = tokens.words, self.lex
        (number,), rule = lex.weekdays[words[i]]
        at = i + 1
        if words[at] == "," or words[at] == "(":
            at += 1
        inner = self.grammar.at(tokens, at) if at < tokens.count else None
        if inner is not None and inner.granularity == "day":
            inner.first = i
            inner.rules = (rule, *inner.rules)
            return inner
        if tokens.glued(i + 1) and words[i + 1] in ("'", "’") and words[i + 2] != "s":
            return None
        if words[i + 1].lower() == "of":
            week = self._shifted_or_the(tokens, i + 2, reference)
            if week is not None and week.granularity == "week" and week.days is not None:
                days = weekday((week.days[0], week.days[0]), number, "future")
                return Found(i, week.last, "day", (rule, *week.rules), days, relative=True)
        way = "future" if looks_ahead(tokens, i, lex, weekday=True) else "past"
        return Found(i, i + 1, "day", (rule,), weekday(reference, number, way), relative=True)

    def shifted(self, tokens: Tokens, i: int, reference: Days) -> Found | None:
        """Reads "last year", "next Wednesday", "this summer", "last December"."""
        words, lex = tokens.words, self.lex
        (move, *ends_today), rule = lex.shifts[words[i]]
        at = i + 1
        word = words[at]
        counted = self._counted(tokens, i, reference)
        if counted is not None:
            return counted
        if word in lex.spans and not word.lower().endswith("s"):
            size, span_rule = lex.spans[word]
            if tokens.glued(at + 1) and words[at + 1] == "-":
                return None
            if word.lower() == "day" or (word.lower() in ("quarter", "week") and words[at + 1].lower() == "of"):
                return None
            grain = {"weekend": "range"}.get(word.lower(), word.lower())
            if word.lower() == "weekend":
                ends_today = []
            elif move and word.lower() != "quarter" and self._rolls(tokens, i):
                days = rolling(reference, size) if move < 0 else ahead(reference, size)
                return Found(i, at + 1, "range", (rule, span_rule, lex.cue_rules["rolling"]), days, relative=True)
            days = rolling(reference, size) if ends_today else shift(reference, size, move)
            whole = Found(i, at + 1, grain, (rule, span_rule), days, relative=True)
            return self._within_year(tokens, whole) or whole
        if word in lex.weekdays:
            (number,), day_rule = lex.weekdays[word]
            return Found(i, at + 1, "day", (rule, day_rule), weekday(reference, number, WAY[move]), relative=True)
        if word in lex.seasons:
            (first, last), season_rule = lex.seasons[word]
            days = self._season(reference, first, last, move)
            return Found(i, at + 1, "season", (rule, season_rule), days, relative=True)
        if word in lex.months:
            inner = self.grammar.month(tokens, at)
            if inner is not None and inner.in_year is not None:
                return self._nearest(inner, i, rule, move, reference)
        return None

    def _within_year(self, tokens: Tokens, year: Found) -> Found | None:
        """Reads "last year in February": the part of the year told behind it."""
        at = year.last + 1
        if year.granularity != "year" or year.days is None or tokens.words[year.last].lower() != "in":
            return None
        inner = self.grammar.at(tokens, at) if at < tokens.count else None
        if inner is None or inner.in_year is None or inner.granularity == "year":
            return None
        days, rules = inner.in_year(year.days[0].year), (*year.rules, *inner.rules)
        return Found(year.first, inner.last, inner.granularity, rules, days, relative=True)

    def _rolls(self, tokens: Tokens, i: int) -> bool:
        """Whether "over the" or the like stands before "last year", which makes it the twelve months up to today."""
        return i > 1 and tokens.words[i - 1].lower() == "the" and tokens.words[i - 2].lower() in self.lex.rolling

    def _counted(self, tokens: Tokens, i: int, reference: Days) -> Found | None:
        """Reads "the last five years", "the next two quarters": so many up to today, or from today on."""
        words, lex = tokens.words, self.lex
        (move, *_), rule = lex.shifts[words[i]]
        word, unit = words[i + 1], words[i + 2]
        count = lex.counts.get(word.lower(), 0.0)
        if word.isascii() and word.isdecimal() and len(word) < 3:
            count = float(word)
        if not move or unit not in lex.spans or not unit.lower().endswith("s") or not 2 <= count < MOST:
            return None
        if words[i + 3].lower() == "of":
            return None
        size, span_rule = lex.spans[unit]
        whole = tuple(part * int(count) for part in size)
        days = rolling(reference, whole) if move < 0 else ahead(reference, whole)
        return Found(i, i + 3, "range", (rule, span_rule), days, relative=True)

    def _season(self, reference: Days, first: int, last: int, move: int) -> Days | None:
        def make(year: int) -> Days | None:
            return months(year, first, last)

        if move == 0:
            return make(reference[0].year)
        if move < 0:
            found = [
                d for y in range(reference[0].year - 2, reference[1].year + 1) if (d := make(y)) and d[1] < reference[0]
            ]
            return found[-1] if found else None
        found = [d for y in range(reference[0].year, reference[1].year + 3) if (d := make(y)) and d[0] > reference[1]]
        return found[0] if found else None

    def _nearest(self, inner: Found, first: int, rule: str, move: int, reference: Days) -> Found | None:
        """Reads "last December", "next May", "this June": the month before, after, or of the same year."""
        make = inner.in_year
        assert make is not None
        if move == 0:
            days = make(reference[0].year)
        else:
            years = range(reference[0].year - 2, reference[1].year + 3)
            every = [d for y in years if (d := make(y)) is not None]
            every = [d for d in every if (d[1] < reference[0] if move < 0 else d[0] > reference[1])]
            days = (every[-1] if move < 0 else every[0]) if every else None
        return Found(first, inner.last, inner.granularity, (rule, *inner.rules), days, relative=True)

    def side(self, tokens: Tokens, i: int, reference: Days) -> Found | None:
        """Reads "later this year" runs from today to 31 December, "earlier this month" from the first to today."""
        words, lex = tokens.words, self.lex
        (way,), rule = lex.sides[words[i]]
        at = i + 1
        if words[at].lower() in ("in", "on") and words[at + 1].lower() in ("the", "this"):
            at += 2 if words[at + 1].lower() == "the" else 1
        elif words[at].lower() == "in":
            at += 1
        if words[at] in lex.shifts:
            inner = self.shifted(tokens, at, reference)
        elif words[at].lower() in ("year", "month", "week") and words[at - 1].lower() == "the":
            inner = Found(at, at + 1, words[at].lower(), (), shift(reference, lex.spans[words[at]][0], 0))
        elif lex.is_year(words[at]):
            inner = self.grammar.year(tokens, at)
        else:
            return None
        if inner is None or inner.days is None:
            return None
        start, end = inner.days
        today = reference[0] if way > 0 else reference[1]
        if start <= today <= end:
            start, end = (today, end) if way > 0 else (start, today)
        return Found(i, inner.last, "part", (rule, *inner.rules), (start, end), relative=True)

    def part(self, tokens: Tokens, i: int, reference: Days) -> Found | None:
        """Reads "late last year", "early next month", "the end of the year"."""
        words, lex = tokens.words, self.lex
        (first, last), rule = lex.parts[words[i]]
        at = i + 1
        if words[i] in lex.part_nouns and words[at].lower() not in ("of", "-"):
            return None
        while words[at].lower() in ("in", "of", "-") and at < i + 3:
            at += 1
        inner = self._shifted_or_the(tokens, at, reference)
        if inner is None and words[at - 1] == "-" and words[at].lower() in ("year", "month"):
            size, span_rule = lex.spans[words[at]]
            inner = Found(at, at + 1, words[at].lower(), (span_rule,), shift(reference, size, 0), relative=True)
        if inner is None or inner.days is None or inner.granularity == "day":
            return None
        return narrowed(inner, i, first, last, rule)

    def of_shifted(self, tokens: Tokens, i: int, reference: Days, inner: Found | None = None) -> Found | None:
        """Reads "November last year", "the second half of this year", "14 June of next year"; ``inner`` where it is
        read already.
        """
        inner = inner or self.grammar.at(tokens, i)
        if inner is None or inner.in_year is None:
            return None
        at = inner.last
        if tokens.words[at].lower() in ("of", "in", ","):
            at += 1
        year = self._shifted_or_the(tokens, at, reference)
        if year is None or year.granularity != "year" or year.days is None:
            return None
        days = inner.in_year(year.days[0].year)
        return Found(i, year.last, inner.granularity, (*inner.rules, *year.rules), days, relative=True)

    def _shifted_or_the(self, tokens: Tokens, at: int, reference: Days) -> Found | None:
        """Reads "last year", or "the year", which is this one."""
        words, lex = tokens.words, self.lex
        if words[at] in lex.shifts:
            return self.shifted(tokens, at, reference)
        if words[at].lower() == "the" and words[at + 1] in lex.shifts:
            return self.shifted(tokens, at + 1, reference)
        if words[at].lower() == "the" and words[at + 1].lower() in ("year", "month", "week", "quarter", "decade"):
            size, rule = lex.spans[words[at + 1]]
            after = words[at + 2].lower()
            if after in ("of", "ended", "ending", "to", "in"):
                return None
            grain = words[at + 1].lower()
            return Found(at, at + 2, grain, (rule,), shift(reference, size, 0), relative=True)
        return None

    def weekend(self, tokens: Tokens, i: int, reference: Days) -> Found | None:
        """Reads "over the weekend": the last one, or the coming one where the words before look ahead."""
        words, lex = tokens.words, self.lex
        if words[i].lower() != "weekend" or i < 2 or words[i - 1].lower() != "the":
            return None
        if words[i - 2].lower() not in lex.rolling or words[i + 1].lower() in ("of", "after", "before"):
            return None
        size, rule = lex.spans[words[i]]
        move = 1 if looks_ahead(tokens, i, lex, weekday=True) else -1
        return Found(i - 1, i + 1, "range", (rule,), shift(reference, size, move), relative=True)

    def ahead(self, tokens: Tokens, i: int, first: int, count: float, reference: Days) -> Found | None:
        """Reads "starts in three weeks": "in" stands at ``first``, ``count`` before the span word at ``i``."""
        words, lex = tokens.words, self.lex
        size, rule = lex.spans[words[i]]
        if not 0 < count < MOST or size[1] > 1 or not self._begins(tokens, first):
            return None
        if words[i + 1].lower() in ("of", "'", "’") or lex.agos.match(tokens, i + 1) is not None:
            return None
        whole, count = ((7, 0), count * 2) if size[0] == 14 else (size, count)
        days = shift(reference, whole, count)
        rules = (lex.cue_rules["about"], rule) if i - first > 2 else (rule,)
        return Found(first + 1, i + 1, {1: "day", 7: "week"}.get(whole[0], "month"), rules, days, relative=True)

    def _begins(self, tokens: Tokens, at: int) -> bool:
        """Whether a word before token ``at`` says that something begins: "launches in two weeks" is no duration."""
        words = (tokens.words[i].lower() for i in range(max(at - 2, 0), at))
        return any((cue := self.lex.future.get(w)) is not None and cue.begins for w in words)

    def ago(self, tokens: Tokens, i: int, first: int, count: float, reference: Days) -> Found | None:
        """Reads "two years ago": ``count`` stands before the span word at ``i`` and starts at ``first``."""
        words, lex = tokens.words, self.lex
        size, rule = lex.spans[words[i]]
        found = lex.agos.match(tokens, i + 1)
        if found is None or not 0 < count < 4000 or tokens.words[first - 1].lower() in OPEN:
            return None
        ((sign,), ago_rule), last = found
        if size[1] == 120:
            size, count = (0, 12), count * 10
        if size[1] == 3:
            size, count = (0, 1), count * 3
        if size[0] == 14:
            size, count = (7, 0), count * 2
        days = shift(reference, size, sign * count)
        grain = {1: "day", 7: "week"}.get(size[0]) or ("month" if size[1] == 1 else "year")
        return Found(first, last, grain, (ago_rule, rule), days, relative=True)
