"""The grammar of days and months: "May 20, 2026", "20 May", "2026-05-20", "3Q27" and what else begins with digits.
Impossible days are used up and mean nothing.
"""

from __future__ import annotations

from pipeline.measure.calendar import Days, day, months
from pipeline.measure.date_years import Found, YearGrammar, small_digits, two_digits
from pipeline.measure.tokens import Tokens


class DayGrammar(YearGrammar):
    """Days and months, bound to one lexicon."""

    def month(self, tokens: Tokens, i: int) -> Found | None:
        """Reads "May 2026", "May 20", "May 20, 2026", "May 20-22, 2026", "May"."""
        words, lex = tokens.words, self.lex
        if i and tokens.glued(i) and words[i - 1][-1].isalnum() and not words[i - 1].isdecimal():
            return None
        (number,), rule = lex.months[words[i]]
        at = i + 2 if words[i + 1] == "." and tokens.glued(i + 1) and len(words[i]) <= 4 else i + 1
        first = self._day_number(tokens, at)
        if first is None:
            year = self.year_after(tokens, at)
            behind = at if year is None else year[1]
            if words[behind].lower() == "quarter" and number % 3 == 0:
                days = months(year[0], number - 2, number) if year is not None else None
                make = None if year is not None else lambda y: months(y, number - 2, number)
                return Found(i, behind + 1, "quarter", (rule,), days, make)
            if year is not None:
                return Found(i, year[1], "month", (rule,), months(year[0], number, number))
            if self._person(tokens, i, at):
                return None
            if words[i] == "May" and (words[at].islower() and words[at] in ("be", "not", "have")):
                return None
            return Found(i, i + 1, "month", (rule,), None, lambda y: months(y, number, number))
        start, at = first
        stop, at = self._day_range(tokens, at, start)
        return self._days(tokens, i, at, number, start, stop, rule)

    def _person(self, tokens: Tokens, i: int, at: int) -> bool:
        """Reads "April Jones won" as a name: another capital follows, and nothing before it leads to a date."""
        after, before = tokens.words[at], tokens.words[i - 1].lower() if i else ""
        if not after[:1].isupper() or after.isupper() or at != i + 1 or len(after) < 3:
            return False
        lex = self.lex
        dated = after in lex.months or after in lex.weekdays or after in lex.spans or after in lex.shifts
        return not dated and before not in lex.year_cues and before not in lex.shifts and before not in lex.parts

    def _days(self, tokens: Tokens, i: int, at: int, month: int, start: int, stop: int, rule: str) -> Found | None:
        """The days ``start`` to ``stop`` of a month, with the year where it follows."""
        year = (
            self.year_after(tokens, at)
            if tokens.words[at].lower() in (",", "of") or self.lex.is_year(tokens.words[at])
            else None
        )
        grain = "day" if start == stop else "range"
        rules = (rule,) if start == stop else (rule, self.lex.cue_rules["range"])

        def in_year(number: int) -> Days | None:
            one, two = day(number, month, start), day(number, month, stop)
            return (one[0], two[1]) if one and two and one[0] <= two[1] else None

        if year is not None:
            days = in_year(year[0])
            return Found(i, year[1], grain, rules, days)
        return Found(i, at, grain, rules, None, in_year)

    def _day_number(self, tokens: Tokens, i: int) -> tuple[int, int] | None:
        """A day of the month at ``i`` ("20", "20th"), and the index behind it."""
        words = tokens.words
        word = words[i]
        if not (word.isascii() and word.isdecimal() and len(word) <= 2 and 1 <= int(word) <= 31):
            return None
        after = words[i + 1]
        if tokens.glued(i + 1):
            if after.lower() in ("st", "nd", "rd", "th"):
                return int(word), i + 2
            if (
                after[0].isalpha()
                or after in "%:°/"
                or (after == "." and words[i + 2][:1].isdecimal() and tokens.glued(i + 2))
            ):
                return None
        return int(word), i + 1

    def _day_range(self, tokens: Tokens, at: int, start: int) -> tuple[int, int]:
        """A second day behind a dash: "20-22"."""
        words = tokens.words
        if words[at] in ("-", "–", "—") or words[at].lower() in ("to", "and", "through"):
            second = self._day_number(tokens, at + 1)
            if second is not None and second[0] > start and (words[at] in "-–—" or self._closes(tokens, second[1])):
                return second
        return start, at

    def _closes(self, tokens: Tokens, at: int) -> bool:
        """Nothing to count follows: "May 3 and 4, 2026" but not "May 3 and 4 cores"."""
        word = tokens.words[at]
        return not word or not word[0].isalpha() or word.lower() in ("in", "at", "of", "for", "with")

    def number(self, tokens: Tokens, i: int) -> Found | None:
        """Dates that begin with digits: "20 May 2026", "2026-05-20", "20/05/2026", "3Q27", "1st quarter", "2027"."""
        words, lex = tokens.words, self.lex
        word = words[i]
        if i and tokens.glued(i) and words[i - 1][-1].isalpha():
            return None
        after = words[i + 1]
        if after in ("-", "/", ".") and tokens.glued(i + 1) and tokens.glued(i + 2):
            found = self._written(tokens, i)
            if found is not None:
                return found
        if after == "." and "." in word and tokens.glued(i + 1) and tokens.glued(i + 2):
            return self._dotted(i, word, words[i + 2])
        if len(word) <= 2:
            if after in lex.letters and tokens.glued(i + 1):
                return self._digit_letter(tokens, i)
            return self._day_month(tokens, i)
        return self.year(tokens, i) if lex.is_year(word) else None

    def _digit_letter(self, tokens: Tokens, i: int) -> Found | None:
        """Reads "3Q27", "1H 2026"."""
        words, lex = tokens.words, self.lex
        (parts,), rule = lex.letters[words[i + 1]]
        number = int(words[i])
        at = i + 2
        if tokens.glued(at) and two_digits(words[at]):
            year: tuple[int, int] | None = (2000 + int(words[at]), at + 1)
        else:
            year = self.year_after(tokens, at)
        return self.portion(i, at, parts, number, year, rule)

    def _day_month(self, tokens: Tokens, i: int) -> Found | None:
        """Reads "20 May 2026", "20th of May", "20-22 May"."""
        words, lex = tokens.words, self.lex
        first = self._day_number(tokens, i)
        if first is None:
            return None
        start, at = first
        stop, at = (
            (start, at)
            if words[at] in lex.months or words[at].lower() == "of"
            else self._day_range_before(tokens, at, start)
        )
        if words[at].lower() == "of":
            at += 1
        if words[at] not in lex.months:
            return None
        (number,), rule = lex.months[words[at]]
        at += 2 if words[at + 1] == "." and words[at + 2].isdecimal() else 1
        return self._days(tokens, i, at, number, start, stop, rule)

    def _dotted(self, i: int, word: str, year: str) -> Found | None:
        """Reads "20.05.2026", whose first two numbers look like a decimal: the day comes first."""
        number, _, month = word.partition(".")
        if not (self.lex.is_year(year) and small_digits(number) and small_digits(month)):
            return None
        return Found(i, i + 3, "day", ("date-written",), day(int(year), int(month), int(number)))

    def _day_range_before(self, tokens: Tokens, at: int, start: int) -> tuple[int, int]:
        words = tokens.words
        if words[at] in ("-", "–", "—") or words[at].lower() in ("to", "and"):
            second = self._day_number(tokens, at + 1)
            if second is not None and second[0] > start and words[second[1]] in self.lex.months:
                return second
        return start, at

    def _written(self, tokens: Tokens, i: int) -> Found | None:
        """Reads "2026-05-20", "20/05/2026", "20.05.2026", "2026-05"."""
        words, lex = tokens.words, self.lex
        sign = words[i + 1]
        first, second = words[i], words[i + 2]
        if sign == "." and "." in first:
            return None
        if words[i + 3] != sign or not tokens.glued(i + 3) or not tokens.glued(i + 4):
            if (
                lex.is_year(first)
                and sign == "-"
                and two_digits(second)
                and 1 <= int(second) <= 12
                and second[0] == "0"
            ):
                return Found(i, i + 3, "month", ("date-written",), months(int(first), int(second), int(second)))
            if lex.is_year(first) and sign == "/" and two_digits(second) and int(second) == (int(first) + 1) % 100:
                return Found(i, i + 3, "range", ("date-written",), months(int(first), 1, 24))
            return None
        third = words[i + 4]
        if lex.is_year(first) and small_digits(second) and small_digits(third):
            year, month, number = int(first), int(second), int(third)
        elif lex.is_year(third) and small_digits(first) and small_digits(second):
            year, month, number = int(third), int(first), int(second)
            if (not lex.rules.month_first or sign == ".") or month > 12:
                month, number = number, month
        else:
            return None
        days = day(year, month, number)
        if days is None or (tokens.glued(i + 5) and words[i + 5] == sign):
            return None
        return Found(i, i + 5, "day", ("date-written",), days)
