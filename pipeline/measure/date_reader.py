"""Reads date expressions as intervals of days: absolute ones always, relative ones where a reference date is given.
Read in this order: calendar, date_years, date_days, date_spans, date_grammar, date_relative, date_resolve, and this
file, which walks the text and joins ranges.
"""

from __future__ import annotations

from collections import deque

from pipeline.measure.addresses import addresses
from pipeline.measure.calendar import Days, shift
from pipeline.measure.date_grammar import Grammar
from pipeline.measure.date_lexicon import DateLexicon
from pipeline.measure.date_relative import Relative
from pipeline.measure.date_resolve import resolve
from pipeline.measure.date_years import Found
from pipeline.measure.looks import Looks
from pipeline.measure.tokens import Tokens
from pipeline.model import DateMention, DateValue
from pipeline.rulebook import Rulebook


class DateReader:
    """Finds date expressions in a text.

    Works on any string, in time linear in its length, and never raises.

    >>> import datetime as dt
    >>> from pipeline.rulebook import load
    >>> day = DateValue(date_start=dt.date(2026, 5, 20), date_end=dt.date(2026, 5, 20))
    >>> [str(m.value.date_start) for m in DateReader(load()).read("Announced on Wednesday, due in late 2027.", day)]
    ['2026-05-20', '2027-09-01']
    """

    def __init__(self, rulebook: Rulebook) -> None:
        words = rulebook.numbers.word
        self._counts = {w: v for g in words if g.kind in ("digit", "ten") for w, v in g.values.items()}
        self._lex = DateLexicon(rulebook.dates, rulebook.units, self._counts)
        self._grammar = Grammar(self._lex)
        self._relative = Relative(self._lex, self._grammar)
        self._counts |= {"a": 1.0, "an": 1.0, "half": 0.5}
        self._anchors = frozenset(self._grammar.starts)
        self._all_anchors = self._anchors | frozenset(self._relative.starts) | frozenset(self._lex.spans)
        self._looks = Looks(lambda word: word in self._all_anchors or word[:1].isdecimal())
        self._blocking = frozenset(("date-weekday",))

    def read(self, text: str, reference: DateValue | None = None) -> list[DateMention]:
        """All date expressions of ``text`` in order of place; no two overlap.

        ``reference`` is the article's own date. Without it relative dates, and dates without a year, are left out.
        """
        return self.read_tokens(Tokens(text), reference)

    def read_tokens(self, tokens: Tokens, reference: DateValue | None = None) -> list[DateMention]:
        """The same for a text that is already cut."""
        days = (reference.date_start, reference.date_end) if reference else None
        mentions = []
        urls = deque(sorted(addresses(tokens.text)))
        for found in self._scan(tokens, days):
            value = resolve(found, tokens, days, self._lex)
            start = tokens.starts[found.first]
            while urls and urls[0][1] <= start:
                urls.popleft()
            if value is None or (urls and urls[0][0] <= start):
                continue
            mentions.append(
                DateMention.trusted(
                    start=start,
                    end=tokens.ends[found.last - 1],
                    value=DateValue(date_start=value[0], date_end=value[1]),
                    granularity=found.granularity,
                    relative=found.relative,
                    rules=tuple(dict.fromkeys(r for r in found.rules if r)),
                )
            )
        return mentions

    def absolute_spans(self, tokens: Tokens) -> list[tuple[int, int]]:
        """Where dates stand whose digits are no quantities."""
        return [(tokens.starts[f.first], tokens.ends[f.last - 1]) for f in self._scan(tokens, None)]

    def _scan(self, tokens: Tokens, reference: Days | None) -> list[Found]:
        """Every date of the text, ranges joined."""
        anchors = self._all_anchors if reference else self._anchors
        found: list[Found] = []
        after = 0
        words, undated = tokens.words, tokens.undated
        for i in tokens.places(self._looks):
            if i < after or i in undated:
                continue
            if words[i] in anchors:
                one = self._at(tokens, i, reference)
            elif words[i][0].isdecimal():
                one = self._grammar.number(tokens, i)
                if one is not None and one.in_year is not None and reference is not None:
                    one = self._relative.of_shifted(tokens, i, reference, one) or one
                if one is None:
                    undated.add(i)
            else:
                continue
            if one is None:
                continue
            if one.first < after:
                one.first = max(one.first, after)
            self._join(tokens, one, reference)
            if found:
                self._lend_year(tokens, found[-1], one)
            found.append(one)
            after = one.last
        return found

    def _lend_year(self, tokens: Tokens, one: Found, two: Found) -> None:
        """Reads "Q3 and Q4 2027", "March or April 2026": the year is said once and counts for both."""
        if one.in_year is None or two.days is None or one.granularity != two.granularity or two.relative:
            return
        if two.first - one.last == 1 and tokens.words[one.last].lower() in ("and", "or", ",", "/", "&"):
            one.days, one.in_year = one.in_year(two.days[0].year), None

    def _at(self, tokens: Tokens, i: int, reference: Days | None) -> Found | None:
        if reference is not None:
            one = self._relative.at(tokens, i, reference)
            if one is not None:
                return one
            if tokens.words[i] in self._lex.spans:
                found = self._ago(tokens, i, reference) or self._relative.weekend(tokens, i, reference)
                return found or self._ahead(tokens, i, reference) or self._grammar.at(tokens, i)
        return self._grammar.at(tokens, i)

    def _ago(self, tokens: Tokens, i: int, reference: Days) -> Found | None:
        """Reads "two years ago", "half a decade ago", seen from its span word."""
        words = tokens.words
        if self._lex.agos.match(tokens, i + 1) is None or i == 0:
            return None
        before = words[i - 1].lower()
        if before in ("a", "an") and i > 1 and words[i - 2].lower() == "half":
            return self._relative.ago(tokens, i, i - 2, 0.5, reference)
        if before == "half" and i > 3 and words[i - 3].lower() in self._lex.joins:
            whole = self._count(words[i - 4].lower())  # "three and a half years ago"
            return self._relative.ago(tokens, i, i - 4, whole + 0.5, reference) if whole else None
        count = self._count(before)
        return self._relative.ago(tokens, i, i - 1, count, reference) if count else None

    def _ahead(self, tokens: Tokens, i: int, reference: Days) -> Found | None:
        """Reads "opens in three weeks", seen from its span word; without a word that looks ahead it is a duration."""
        words = tokens.words
        first = i - 2
        if first > 0 and words[first].lower() in self._lex.about:
            first -= 1
        count = self._count(words[i - 1].lower()) if first > 0 and words[first].lower() == "in" else None
        return self._relative.ahead(tokens, i, first, count, reference) if count else None

    def _count(self, word: str) -> float | None:
        """The number that stands before a span word, in digits or words."""
        if word.isascii() and word.isdecimal() and len(word) < 5:
            return float(word)
        return self._counts.get(word)

    def _join(self, tokens: Tokens, one: Found, reference: Days | None) -> None:
        """Makes one range of a date and the next, where a dash, "to", or "between … and" stands between."""
        words, lex = tokens.words, self._lex
        join = words[one.last].lower()
        if join not in lex.joins or one.granularity == "decade":
            return
        opened = one.first > 0 and words[one.first - 1].lower() in lex.openers
        if join in ("and", "or") and not (opened and words[one.first - 1].lower() == "between"):
            return
        joined = (lex.cue_rules["range"], lex.cue_rules["open"]) if opened else (lex.cue_rules["range"],)
        if one.granularity == "year" and one.days is not None:
            second = self._grammar.second_year(tokens, one.last, one.days[0].year)
            if second is not None:
                end = one.days[1].replace(year=second[0])
                one.days, one.last, one.granularity = (one.days[0], end), second[1], "range"
                one.rules = (*one.rules, *joined)
                return
        two = self._at(tokens, one.last + 1, reference)
        if two is None or two.first != one.last + 1:
            return
        if join in ("-", "–", "—") and one.granularity != two.granularity:
            return
        if join in ("to", "through", "until", "till") and not opened and one.granularity != two.granularity:
            return
        days = self._span(tokens, one, two, reference)
        if days is None:
            return
        one.days, one.in_year, one.last, one.granularity = days, None, two.last, "range"
        one.relative = one.relative or two.relative
        one.rules = (*one.rules, *two.rules, *joined)

    def _span(self, tokens: Tokens, one: Found, two: Found, reference: Days | None) -> Days | None:
        """From the first day of one to the last of two; a year said once counts for both."""
        end = two.days
        if one.days is None and end is not None and one.in_year is not None:
            for year in (end[0].year, end[0].year - 1):
                start = one.in_year(year)
                if start is not None and start[0] <= end[1]:
                    return start[0], end[1]
            return None
        start = resolve(one, tokens, reference, self._lex)
        if start is None:
            return None
        if end is None and two.in_year is not None:
            for year in (start[0].year, start[0].year + 1):
                end = two.in_year(year)
                if end is not None and end[0] >= start[0]:
                    break
        if end is not None and end[1] < start[0] and one.granularity == two.granularity == "day" and two.relative:
            end = shift(end, (1, 0), 7)  # "from Tuesday to Friday", said on a Thursday
        return (start[0], end[1]) if end is not None and start[0] <= end[1] else None
