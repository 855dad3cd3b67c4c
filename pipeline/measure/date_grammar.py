"""The grammar of dates that name their place in the calendar: days, months, quarters, seasons, years, decades.
Each function reads one form at a token and says which days it means, or which days in a year still to be found.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from pipeline.measure.calendar import Days, day, months, narrow, portion, shift
from pipeline.measure.date_lexicon import DateLexicon
from pipeline.measure.tokens import Tokens

InYear = Callable[[int], Days | None]


@dataclass(slots=True)
class Found:
    """A date at tokens ``first:last``. ``days`` where the year is known; else ``in_year`` gives them for a year.

    With neither it is a day that no calendar has: its words are used up, and nothing is said.
    """

    first: int
    last: int
    granularity: str
    rules: tuple[str, ...]
    days: Days | None = None
    in_year: InYear | None = None
    relative: bool = False


class Grammar:
    """The forms of dates, bound to one lexicon."""

    def __init__(self, lex: DateLexicon) -> None:
        self.lex = lex
        self.starts: dict[str, Callable[[Tokens, int], Found | None]] = {}
        for words, read in (
            (lex.months, self.month),
            (lex.seasons, self.season),
            (lex.ordinals, self.ordinal),
            (lex.letters, self.letter),
            (lex.parts, self.part),
        ):
            self.starts |= dict.fromkeys(words, read)
        self.starts |= dict.fromkeys(lex.week_words, self.week_of)
        self.starts |= {form: self.fiscal for w in lex.fiscal for form in (w, w.upper(), w.capitalize())}

    def at(self, tokens: Tokens, i: int) -> Found | None:
        """The date that starts at token ``i``."""
        word = tokens.words[i]
        read = self.starts.get(word)
        if read is not None:
            return read(tokens, i)
        if word[:1].isdecimal():
            return self.number(tokens, i)
        return None

    # -- years --------------------------------------------------------------------------------------------------------

    def year_after(self, tokens: Tokens, i: int) -> tuple[int, int] | None:
        """A year behind a month or quarter, with the words between ("of", ","): the year and the index behind."""
        words, lex = tokens.words, self.lex
        at = i
        for _ in range(3):
            word = words[at]
            if lex.is_year(word) and not self._longer(tokens, at):
                return int(word), at + 1
            if word in ("'", "’") and tokens.glued(at + 1) and _two(words[at + 1]) and at == i:
                return 2000 + int(words[at + 1]), at + 2
            low = word.lower()
            if low in lex.fiscal:
                found = self.fiscal(tokens, at)
                if found is not None and found.days is not None:
                    return found.days[0].year, found.last
            if low not in lex.glue and word != "-":
                return None
            at += 1
        return None

    def _longer(self, tokens: Tokens, i: int) -> bool:
        """Four digits that go on: "2026x", "2026.5", "2,026"."""
        after = tokens.words[i + 1]
        return tokens.glued(i + 1) and (
            after[0].isalnum()
            or after in "%°$€£_/"
            or (after == "." and tokens.glued(i + 2) and tokens.words[i + 2][:1].isdecimal())
        )

    def year(self, tokens: Tokens, i: int) -> Found | None:
        """ "2027" where it can only be a year."""
        lex, words = self.lex, tokens.words
        if i and tokens.glued(i) and (words[i - 1][-1].isalnum() or words[i - 1] in "$€£#_/.,+'’&="):
            return None
        if tokens.glued(i + 1) and words[i + 1].lower() == "s" and words[i].endswith("0"):
            return self._decade(tokens, i)
        if self._longer(tokens, i):
            return None
        before = words[i - 1] if i else ""
        low = before.lower()
        if low in lex.not_years or (
            i > 1 and low == "-" and words[i - 2].isalpha() and words[i - 2].lower() not in lex.parts
        ):
            return None
        if before and before[0].isalpha() and before != before.lower() and low not in lex.year_cues:
            return None
        if words[i + 1] in lex.measured:
            return None
        number = int(words[i])
        if low not in lex.year_cues and not lex.rules.bare_first <= number <= lex.rules.bare_last:
            return None
        rules = ("date-year", lex.cue_rules["before-year"]) if low in lex.year_cues else ("date-year",)
        return Found(i, i + 1, "year", rules, months(number, 1, 12))

    def _decade(self, tokens: Tokens, i: int) -> Found:
        number = int(tokens.words[i])
        first, last = months(number, 1, 12), months(number + 9, 1, 12)
        days = (first[0], last[1]) if first and last else None
        return Found(i, i + 2, "decade", (self.lex.decade_rule,), days)

    def fiscal(self, tokens: Tokens, i: int) -> Found | None:
        """ "fiscal 2027", "FY27": taken as the calendar year of that number."""
        words = tokens.words
        at = i + 1
        if words[at].lower() == "year":
            at += 1
        if words[at] == "'":
            at += 1
        word = words[at]
        if self.lex.is_year(word):
            number = int(word)
        elif _two(word) and words[i].lower() in ("fy", "cy"):
            number = 2000 + int(word)
        else:
            return None
        return Found(i, at + 1, "year", (self.lex.cue_rules["fiscal"],), months(number, 1, 12))

    # -- months and days ----------------------------------------------------------------------------------------------

    def month(self, tokens: Tokens, i: int) -> Found | None:
        """ "May 2026", "May 20", "May 20, 2026", "May 20-22, 2026", "May"."""
        words, lex = tokens.words, self.lex
        if i and tokens.glued(i) and words[i - 1][-1].isalnum() and not words[i - 1].isdecimal():
            return None
        (number,), rule = lex.months[words[i]]
        at = i + 2 if words[i + 1] == "." and tokens.glued(i + 1) and len(words[i]) <= 4 else i + 1
        first = self._day_number(tokens, at)
        if first is None:
            year = self.year_after(tokens, at)
            if year is not None:
                return Found(i, year[1], "month", (rule,), months(year[0], number, number))
            if words[i] == "May" and (words[at].islower() and words[at] in ("be", "not", "have")):
                return None
            return Found(i, i + 1, "month", (rule,), None, lambda y: months(y, number, number))
        start, at = first
        stop, at = self._day_range(tokens, at, start)
        return self._days(tokens, i, at, number, start, stop, rule)

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

    # -- numbers first ------------------------------------------------------------------------------------------------

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
        if len(word) <= 2:
            if after in lex.letters and tokens.glued(i + 1):
                return self._digit_letter(tokens, i)
            return self._day_month(tokens, i)
        return self.year(tokens, i) if lex.is_year(word) else None

    def _digit_letter(self, tokens: Tokens, i: int) -> Found | None:
        """ "3Q27", "1H 2026"."""
        words, lex = tokens.words, self.lex
        (parts,), rule = lex.letters[words[i + 1]]
        number = int(words[i])
        at = i + 2
        if tokens.glued(at) and _two(words[at]):
            year: tuple[int, int] | None = (2000 + int(words[at]), at + 1)
        else:
            year = self.year_after(tokens, at)
        return self._portion(i, at, parts, number, year, rule)

    def _portion(
        self, first: int, last: int, parts: int, number: int, year: tuple[int, int] | None, rule: str
    ) -> Found | None:
        if not 1 <= number <= parts:
            return None
        grain = "quarter" if parts == 4 else "half"
        if year is None:
            return Found(first, last, grain, (rule,), None, lambda y: portion(y, parts, number))
        return Found(first, year[1], grain, (rule,), portion(year[0], parts, number))

    def _day_month(self, tokens: Tokens, i: int) -> Found | None:
        """ "20 May 2026", "20th of May", "20-22 May"."""
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

    def _day_range_before(self, tokens: Tokens, at: int, start: int) -> tuple[int, int]:
        words = tokens.words
        if words[at] in ("-", "–", "—") or words[at].lower() in ("to", "and"):
            second = self._day_number(tokens, at + 1)
            if second is not None and second[0] > start and words[second[1]] in self.lex.months:
                return second
        return start, at

    def _written(self, tokens: Tokens, i: int) -> Found | None:
        """ "2026-05-20", "20/05/2026", "20.05.2026", "2026-05"."""
        words, lex = tokens.words, self.lex
        sign = words[i + 1]
        first, second = words[i], words[i + 2]
        if sign == "." and "." in first:
            return None
        if words[i + 3] != sign or not tokens.glued(i + 3) or not tokens.glued(i + 4):
            if lex.is_year(first) and sign == "-" and _two(second) and 1 <= int(second) <= 12 and second[0] == "0":
                return Found(i, i + 3, "month", ("date-written",), months(int(first), int(second), int(second)))
            return None
        third = words[i + 4]
        if lex.is_year(first) and _small(second) and _small(third):
            year, month, number = int(first), int(second), int(third)
        elif lex.is_year(third) and _small(first) and _small(second):
            year, month, number = int(third), int(first), int(second)
            if (not lex.rules.month_first or sign == ".") or month > 12:
                month, number = number, month
        else:
            return None
        days = day(year, month, number)
        if days is None or (tokens.glued(i + 5) and words[i + 5] == sign):
            return None
        return Found(i, i + 5, "day", ("date-written",), days)

    # -- quarters, halves, seasons ------------------------------------------------------------------------------------

    def letter(self, tokens: Tokens, i: int) -> Found | None:
        """ "Q3 2027", "H2", "Q3'27"."""
        words, lex = tokens.words, self.lex
        if i and tokens.glued(i) and words[i - 1][-1].isalnum():
            return None
        if not tokens.glued(i + 1) or len(words[i + 1]) != 1 or not words[i + 1].isdecimal():
            return None
        (parts,), rule = lex.letters[words[i]]
        if tokens.glued(i + 2) and words[i + 2][0].isalnum():
            return None
        year = self.year_after(tokens, i + 2)
        if (
            year is None
            and parts == 2
            and words[i - 1].lower() not in ("in", "by", "for", "early", "late", "of", "during")
        ):
            return None
        return self._portion(i, i + 2, parts, int(words[i + 1]), year, rule)

    def ordinal(self, tokens: Tokens, i: int) -> Found | None:
        """ "third quarter of 2027", "third and fourth quarters of 2027", "second half of the year"."""
        words, lex = tokens.words, self.lex
        (number,), rule = lex.ordinals[words[i]]
        last = number
        at = i + 1
        if words[at].lower() in ("and", "to", "or", "-", "–") and words[at + 1] in lex.ordinals:
            (last,), _ = lex.ordinals[words[at + 1]]
            at += 2
        if words[at] in ("-", "calendar", "fiscal"):
            at += 1
        low = words[at].lower()
        parts = {"quarter": 4, "quarters": 4, "half": 2}.get(low, 0)
        if not parts or not 1 <= number <= last <= parts or (tokens.glued(at + 1) and words[at + 1] == "-"):
            return None
        grain = ("quarter" if parts == 4 else "half") if number == last else "range"
        size = 12 // parts
        first, end = (number - 1) * size + 1, last * size
        year = self.year_after(tokens, at + 1)
        if year is None:
            return Found(i, at + 1, grain, (rule,), None, lambda y: months(y, first, end))
        tail = self._second_year(tokens, year[1], year[0])
        if tail is not None:
            start, stop = months(year[0], first, end), months(tail[0], first, end)
            if start and stop:
                return Found(i, tail[1], "range", (rule, self.lex.cue_rules["range"]), (start[0], stop[1]))
        return Found(i, year[1], grain, (rule,), months(year[0], first, end))

    def _second_year(self, tokens: Tokens, at: int, year: int) -> tuple[int, int] | None:
        """The second year of "2027-2028" or "2027-28", and the index behind it."""
        words = tokens.words
        if words[at] not in ("-", "–", "—", "/", "‑", "−"):
            return None
        word = words[at + 1]
        if self.lex.is_year(word) and int(word) > year:
            return int(word), at + 2
        if _two(word) and tokens.glued(at) and tokens.glued(at + 1) and int(word) == (year + 1) % 100:
            return year + 1, at + 2
        return None

    def season(self, tokens: Tokens, i: int) -> Found | None:
        """ "spring 2027", "summer of 2025", "in the fall"; a bare season word only behind "the" or "this"."""
        words, lex = tokens.words, self.lex
        (first, last), rule = lex.seasons[words[i]]
        year = self.year_after(tokens, i + 1)
        if year is not None:
            return Found(i, year[1], "season", (rule,), months(year[0], first, last))
        if words[i - 1].lower() == "the" and i > 1 and words[i - 2].lower() in ("in", "by", "during", "since", "until"):
            return Found(i, i + 1, "season", (rule,), None, lambda y: months(y, first, last))
        return None

    def week_of(self, tokens: Tokens, i: int) -> Found | None:
        """ "the week of May 18": that day's week, Monday to Sunday."""
        words, lex = tokens.words, self.lex
        if words[i + 1].lower() != "of" or words[i + 2] not in lex.months:
            return None
        inner = self.month(tokens, i + 2)
        if inner is None or inner.granularity != "day":
            return None
        make, rules = inner.in_year, (lex.week_words[words[i]], *inner.rules)
        days = shift(inner.days, (7, 0), 0) if inner.days else None

        def in_year(number: int) -> Days | None:
            found = make(number) if make else None
            return shift(found, (7, 0), 0) if found else None

        return Found(i, inner.last, "week", rules, days, in_year if make else None)

    def part(self, tokens: Tokens, i: int) -> Found | None:
        """ "late 2027", "mid-May", "end of Q2 2026": a part of any other date."""
        words, lex = tokens.words, self.lex
        (first, last), rule = lex.parts[words[i]]
        at = i + 1
        for _ in range(3):
            if words[at].lower() in ("-", "in", "of", "the", "to", "‑") or words[at] in lex.parts:
                if words[at] in lex.parts:
                    last = max(last, lex.parts[words[at]][0][1])
                at += 1
        if words[at] in lex.parts or at >= tokens.count:
            return None
        inner = self.year(tokens, at) if lex.is_year(words[at]) else self.at(tokens, at)
        if inner is None or inner.granularity == "day":
            return None
        return narrowed(inner, i, first, last, rule)


def narrowed(inner: Found, first: int, begin: int, end: int, rule: str) -> Found:
    """A found date cut to a part of itself."""
    rules = (rule, *inner.rules)
    if inner.days is not None:
        return Found(first, inner.last, "part", rules, narrow(inner.days, begin, end), None, inner.relative)
    make = inner.in_year

    def in_year(number: int) -> Days | None:
        days = make(number) if make else None
        return narrow(days, begin, end) if days else None

    return Found(first, inner.last, "part", rules, None, in_year, inner.relative)


def _two(word: str) -> bool:
    return len(word) == 2 and word.isascii() and word.isdecimal()


def _small(word: str) -> bool:
    return len(word) <= 2 and word.isascii() and word.isdecimal()
