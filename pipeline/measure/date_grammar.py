"""The grammar of dates that name their place in the calendar, whole: quarters, halves, seasons, weeks, parts of them.
Each function reads one form at a token and says which days it means, or which days in a year still to be found.
"""

from __future__ import annotations

from collections.abc import Callable

from pipeline.measure.calendar import Days, months, narrow
from pipeline.measure.date_lexicon import DateLexicon
from pipeline.measure.date_spans import SpanGrammar
from pipeline.measure.date_years import Found, two_digits
from pipeline.measure.tokens import Tokens


class Grammar(SpanGrammar):
    """The forms of dates, bound to one lexicon."""

    def __init__(self, lex: DateLexicon) -> None:
        super().__init__(lex)
        self.starts: dict[str, Callable[[Tokens, int], Found | None]] = {}
        for words, read in (
            (lex.months, self.month),
            (lex.seasons, self.season),
            (lex.ordinals, self.ordinal),
            (lex.letters, self.letter),
            (lex.parts, self.part),
        ):
            self.starts |= dict.fromkeys(words, read)
        self.starts |= dict.fromkeys(lex.spans, self.stretch)
        self.starts |= dict.fromkeys(lex.feast_starts, self.feast)
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

    def letter(self, tokens: Tokens, i: int) -> Found | None:
        """Reads "Q3 2027", "H2", "Q3'27"."""
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
        return self.portion(i, i + 2, parts, int(words[i + 1]), year, rule)

    def ordinal(self, tokens: Tokens, i: int) -> Found | None:
        """Reads "third quarter of 2027", "third and fourth quarters of 2027", "second half of the year"."""
        words, lex = tokens.words, self.lex
        (number,), rule = lex.ordinals[words[i]]
        found = self.opening(tokens, i, number)
        if found is not None or words[i].lower() == "last":
            return found
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
        tail = self.second_year(tokens, year[1], year[0])
        if tail is not None:
            start, stop = months(year[0], first, end), months(tail[0], first, end)
            if start and stop:
                return Found(i, tail[1], "range", (rule, self.lex.cue_rules["range"]), (start[0], stop[1]))
        return Found(i, year[1], grain, (rule,), months(year[0], first, end))

    def second_year(self, tokens: Tokens, at: int, year: int) -> tuple[int, int] | None:
        """The second year of "2027-2028" or "2027-28", and the index behind it."""
        words = tokens.words
        if words[at] not in ("-", "–", "—", "/", "‑", "−"):
            return None
        word = words[at + 1]
        if self.lex.is_year(word) and int(word) > year:
            return int(word), at + 2
        if two_digits(word) and tokens.glued(at) and tokens.glued(at + 1) and int(word) == (year + 1) % 100:
            return year + 1, at + 2
        return None

    def season(self, tokens: Tokens, i: int) -> Found | None:
        """Reads "spring 2027", "summer of 2025", "in the fall"; a bare season word only behind "the" or "this"."""
        words, lex = tokens.words, self.lex
        (first, last), rule = lex.seasons[words[i]]
        year = self.year_after(tokens, i + 1)
        if year is not None:
            return Found(i, year[1], "season", (rule,), months(year[0], first, last))
        if words[i + 1].lower() in ("in", "of") and words[i + 2] in lex.months:
            return None  # "during the holidays in November 2020"
        if words[i - 1].lower() == "the" and i > 1 and words[i - 2].lower() in ("in", "by", "during", "since", "until"):
            return Found(i, i + 1, "season", (rule,), None, lambda y: months(y, first, last))
        return None

    def part(self, tokens: Tokens, i: int) -> Found | None:
        """Reads "late 2027", "mid-May", "end of Q2 2026": a part of any other date."""
        words, lex = tokens.words, self.lex
        (first, last), rule = lex.parts[words[i]]
        at = i + 1
        if words[i] in lex.part_nouns and (words[at].lower() == "in" or words[at] in lex.shifts):
            return None
        for _ in range(5):
            if words[at].lower() in ("-", "in", "of", "the", "to", "‑", "part") or words[at] in lex.parts:
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
