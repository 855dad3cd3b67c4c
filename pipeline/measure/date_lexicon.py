"""The rules of dates, compiled once into look-ups.
Nothing here reads text; the grammar of dates asks and this answers in constant time.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from pipeline.measure.lexicon import expanded
from pipeline.measure.phrases import Phrases
from pipeline.rulebook.dates import DateRules
from pipeline.rulebook.units import Unit, UnitRules

LAST = 4
"""What the ordinal of the last quarter means; its words also name the last months."""
Entry = tuple[tuple[int, ...], str]
"""What a word means, and the rule that says so."""


class FutureWord(NamedTuple):
    """A word that looks ahead: its rule, how many words back it counts, whether for the names of days as well, and
    whether it tells that something begins, so that "in three weeks" behind it is a date.
    """

    rule: str
    reach: int
    weekdays: bool
    begins: bool


class DateLexicon:
    """All look-ups of the date readers."""

    def __init__(self, rules: DateRules, units: UnitRules, counts: Mapping[str, float] | None = None) -> None:
        self.rules = rules
        self.counts = dict(counts or {})
        self.measured = (
            frozenset(w for rule in rules.not_date for w in rule.followed_by)
            | frozenset(
                surface
                for unit, symbol, word in expanded(units)
                if unit.dimension != "time"
                for surface in _surfaces(unit, symbol, word)
                if surface.isalpha() and len(surface) > 1
            )
            | frozenset(w for w, (size, _) in self._words("span").items() if w.endswith("s") and any(size))
        )
        self.months = self._words("month")
        self.weekdays = self._words("weekday")
        self.seasons = self._words("season")
        self.parts = self._words("part")
        nouns = (w for g in rules.words if g.kind == "part" and g.noun for w in g.values)
        self.part_nouns = frozenset(form for word in nouns for form in _forms(word))
        self.ordinals = self._words("ordinal")
        self.letters = self._words("letter")
        self.spans = self._words("span")
        self.week_words = {w: rule for w, (size, rule) in self.spans.items() if size == (7, 0) and w[-1] not in "sS"}
        self.shifts = self._words("shift")
        self.sides = self._words("side")
        self.decade_rule = next((g.id for g in rules.words if g.kind == "decade"), "")
        phrases = [(w, (v, g.id)) for g in rules.words if g.kind == "day" for w, v in g.values.items()]
        self.days: Phrases[Entry] = Phrases(phrases)
        self.day_starts = frozenset(w.split()[0] for w, _ in phrases)
        self.agos: Phrases[Entry] = Phrases(
            [(w, (v, g.id)) for g in rules.words if g.kind == "ago" for w, v in g.values.items()]
        )
        feasts = [(w, (v, g.id)) for g in rules.words if g.kind == "feast" for w, v in g.values.items()]
        feasts += [(w.replace("'", "’"), entry) for w, entry in feasts if "'" in w]
        self.feasts: Phrases[Entry] = Phrases(exact=feasts)
        self.feast_starts = frozenset(w.partition(" ")[0].partition("'")[0] for w, _ in feasts)
        self.lasts = frozenset(w.lower() for w, (v, _) in self.ordinals.items() if v[0] == LAST)
        self.ending = self._cue("ending")
        self.era = self._cue("era")
        self.about = self._cue("about")
        self.rolling = self._cue("rolling")
        self.future = {
            word.lower(): FutureWord(cue.id, cue.reach or rules.cue_reach, cue.weekdays, cue.begins)
            for cue in rules.cue
            if cue.way == "future"
            for word in cue.words
        }
        self.not_future = frozenset(p.lower() for c in rules.cue if c.way == "future" for p in c.unless)
        self.future_behind = self._cue("future-behind")
        self.future_fronted = self._cue("future-fronted")
        self.not_fronted = frozenset(w for c in rules.cue if c.way == "future-fronted" for w in c.unless)
        self.year_cues = self._cue("before-year")
        self.tests = frozenset(w for rule in rules.not_date for w in rule.tests)
        self.over = frozenset(w for rule in rules.not_date for w in rule.over)
        self.not_years = frozenset(w.lower() for rule in rules.not_date for w in rule.words)
        self.labels = frozenset(w for rule in rules.not_date for w in rule.labels)
        self.fiscal = self._cue("fiscal")
        self.glue = frozenset(rules.glue)
        self.openings = frozenset(rules.openings)
        self.joins = self._cue("range")
        self.openers = self._cue("open")
        self.cue_rules = {c.way: c.id for c in rules.cue}

    def _words(self, kind: str) -> dict[str, Entry]:
        """Words of a kind; those that need no capital also in the other cases."""
        found: dict[str, Entry] = {}
        for group in self.rules.words:
            if group.kind == kind:
                for word, value in group.values.items():
                    forms = {word, word.upper()} if group.capital or kind == "letter" else _forms(word)
                    if group.capital and len(word) <= 3 and word.isalpha():
                        forms = {word, word.upper()} if word not in ("Mar", "Jun", "May") else {word}
                    found |= dict.fromkeys(forms, (value, group.id))
        return found

    def _cue(self, way: str) -> frozenset[str]:
        return frozenset(w.lower() for c in self.rules.cue if c.way == way for w in c.words)

    def is_year(self, word: str) -> bool:
        """Whether four digits lie between the first and the last year."""
        return (
            len(word) == 4
            and word.isascii()
            and word.isdecimal()
            and (self.rules.first_year <= int(word) <= self.rules.last_year)
        )


def _surfaces(unit: Unit, symbol: str, word: str) -> list[str]:
    """A unit's symbols and words with their prefix filled in."""
    return [s.replace("{}", symbol) for s in unit.symbols] + [w.replace("{}", word) for w in unit.words]


def _forms(word: str) -> set[str]:
    return {word, word.capitalize(), word.upper()}
