"""The grammar of years, fiscal years and decades, and the type that every part of the date grammar returns.
Days and months build on it in date_days, quarters and seasons in date_grammar.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from pipeline.measure.calendar import Days, months, portion
from pipeline.measure.date_lexicon import DateLexicon
from pipeline.measure.tokens import Tokens

InYear = Callable[[int], Days | None]


@dataclass(slots=True)
class Found:
    """A date at tokens ``first:last``. ``days`` where the year is known; else ``in_year`` gives them for a year.

    With neither it is a day that no calendar has: its words are used up, and nothing is said. ``leaning`` says
    which year is meant where none is named: the "last" one, "this" one, or "none" where nothing is said then.
    """

    first: int
    last: int
    granularity: str
    rules: tuple[str, ...]
    days: Days | None = None
    in_year: InYear | None = None
    relative: bool = False
    leaning: str = ""


class YearGrammar:
    """Years, bound to one lexicon."""

    def __init__(self, lex: DateLexicon) -> None:
        self.lex = lex

    def year_after(self, tokens: Tokens, i: int) -> tuple[int, int] | None:
        """A year behind a month or quarter, with the words between ("of", ","): the year and the index behind."""
        words, lex = tokens.words, self.lex
        at = i
        for _ in range(3):
            word = words[at]
            if lex.is_year(word) and not self.longer(tokens, at):
                return int(word), at + 1
            if word in ("'", "’") and tokens.glued(at + 1) and two_digits(words[at + 1]) and at == i:
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

    def longer(self, tokens: Tokens, i: int) -> bool:
        """Four digits that go on: "2026x", "2026.5", "2,026"."""
        after = tokens.words[i + 1]
        return tokens.glued(i + 1) and (
            after[0].isalnum()
            or after in "%°$€£_/"
            or (after == "." and tokens.glued(i + 2) and tokens.words[i + 2][:1].isdecimal())
        )

    def year(self, tokens: Tokens, i: int) -> Found | None:
        """Reads "2027" where it can only be a year."""
        lex, words = self.lex, tokens.words
        if i and tokens.glued(i) and (words[i - 1][-1].isalnum() or words[i - 1] in "$€£#_/.,+'’&="):
            return None
        if tokens.glued(i + 1) and words[i + 1].lower() == "s" and words[i].endswith("0"):
            return self._decade(tokens, i)
        if self.longer(tokens, i):
            return None
        before = words[i - 1] if i else ""
        low = before.lower()
        if low in lex.not_years or (
            i > 1 and low == "-" and words[i - 2].isalpha() and words[i - 2].lower() not in lex.parts
        ):
            return None
        if before and before[0].isalpha() and before != before.lower() and low not in lex.year_cues:
            return None
        if words[i + 1] in lex.measured or self._is_score(words, i + 1):
            return None
        if before in ("|", ":") and i > 1 and words[i - 2].lower() in lex.labels:
            return None
        hyphened = tokens.glued(i + 1) and words[i + 1] in ("-", "‑") and tokens.glued(i + 2)
        if hyphened and words[i + 2].islower() and words[i + 2] not in lex.era:
            return None  # "a 1998-seat hall"
        number = int(words[i])
        if low not in lex.year_cues and not lex.rules.bare_first <= number <= lex.rules.bare_last:
            return None
        rules = ("date-year", lex.cue_rules["before-year"]) if low in lex.year_cues else ("date-year",)
        if hyphened and words[i + 2] in lex.era:
            rules = (*rules, lex.cue_rules["era"])
        season = lex.seasons.get(words[i + 1])
        if season is not None and (low == "the" or words[i + 2].lower() == "season"):
            (first, last), season_rule = season
            return Found(i, i + 2, "season", (season_rule,), months(number, first, last))
        return Found(i, i + 1, "year", rules, months(number, 1, 12))

    def _is_score(self, words: Sequence[str], at: int) -> bool:
        """True for what follows the 2031 of "2031 in the multi-core test"."""
        first = at
        while words[at] in self.lex.over:
            at += 1
        return at > first and words[at].lower() in self.lex.tests

    def _decade(self, tokens: Tokens, i: int) -> Found:
        number = int(tokens.words[i])
        first, last = months(number, 1, 12), months(number + 9, 1, 12)
        days = (first[0], last[1]) if first and last else None
        return Found(i, i + 2, "decade", (self.lex.decade_rule,), days)

    def fiscal(self, tokens: Tokens, i: int) -> Found | None:
        """Reads "fiscal 2027", "FY27": taken as the calendar year of that number."""
        words = tokens.words
        at = i + 1
        if words[at].lower() == "year":
            at += 1
        if words[at] == "'":
            at += 1
        word = words[at]
        if self.lex.is_year(word):
            number = int(word)
        elif two_digits(word) and words[i].lower() in ("fy", "cy"):
            number = 2000 + int(word)
        else:
            return None
        return Found(i, at + 1, "year", (self.lex.cue_rules["fiscal"],), months(number, 1, 12))

    def portion(
        self, first: int, last: int, parts: int, number: int, year: tuple[int, int] | None, rule: str
    ) -> Found | None:
        """Part ``number`` of a year of ``parts``: a quarter or a half, with its year where that is known."""
        if not 1 <= number <= parts:
            return None
        grain = "quarter" if parts == 4 else "half"
        if year is None:
            return Found(first, last, grain, (rule,), None, lambda y: portion(y, parts, number))
        return Found(first, year[1], grain, (rule,), portion(year[0], parts, number))


def two_digits(word: str) -> bool:
    """Two plain digits, as in a short year."""
    return len(word) == 2 and word.isascii() and word.isdecimal()


def small_digits(word: str) -> bool:
    """One or two plain digits, as in a day or a month."""
    return len(word) <= 2 and word.isascii() and word.isdecimal()
