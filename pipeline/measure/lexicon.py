"""The rules of numbers and units, compiled once into look-ups: sets, dicts and tries.
Nothing here reads text; the readers ask and the lexicon answers in constant time.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from pipeline.measure.phrases import Phrases
from pipeline.model import Change
from pipeline.rulebook import Rulebook
from pipeline.rulebook.units import Unit, UnitRules


class UnitEntry(NamedTuple):
    """One unit as the readers see it."""

    name: str
    dimension: str
    rule: str
    denominator: str
    counts: bool
    record: str
    glued: bool = False


class BoundEntry(NamedTuple):
    """What a bound phrase makes of a number."""

    change: Change
    rule: str


class Lexicon:
    """All look-ups that :class:`pipeline.measure.QuantityReader` needs, built from a Rulebook."""

    def __init__(self, book: Rulebook) -> None:
        rules = book.numbers
        self.number_words = {w: (g.kind, v) for g in rules.word for w, v in g.values.items()}
        self.scales = {w: v for w, (kind, v) in self.number_words.items() if kind == "scale"}
        self.letters = {w: (v, g.needs, g.id) for g in rules.letters for w, v in g.values.items()}
        self.multiples = {w: (v, g) for g in rules.multiple for w, v in g.values.items()}
        self.exponents = frozenset({"e", "E", "×", "x", "*", "^"}) | frozenset(
            a + b + c for a in ("", "⁻") for b in "⁰¹²³⁴⁵⁶⁷⁸⁹" for c in ("", *"⁰¹²³⁴⁵⁶⁷⁸⁹")
        )
        self.anchors = _cases({*self.number_words, *self.multiples}) - {"A", "An"}
        self.half_followers = frozenset(
            {"the", "of", "its", "their", "that", "as", "our", "his", "her", "what", "this"}
        )
        self._units(book.units)
        self._contexts(book)
        noun = rules.noun[0]
        self.noun = noun
        self.noun_stop = _cases(noun.stop) | _cases(noun.verbs)
        self.noun_plain = frozenset(noun.plain)
        self.noun_of = frozenset(noun.of)
        one = rules.one[0]
        self.one_id, self.one_not_after, self.one_not_before = (
            one.id,
            frozenset(one.not_after),
            frozenset(one.not_before),
        )
        self.never = {rule.way: rule for rule in rules.never}
        self.resolution = rules.resolution[0]

    def _units(self, rules: UnitRules) -> None:
        words: list[tuple[str, UnitEntry]] = []
        symbols: list[tuple[str, UnitEntry]] = []
        before: list[tuple[str, UnitEntry]] = []
        self.units: dict[str, UnitEntry] = {}
        for unit, symbol, word in expanded(rules):
            entry = UnitEntry(
                unit.name.replace("{}", symbol), unit.dimension, unit.id, unit.denominator, unit.counts, unit.record
            )
            self.units.setdefault(entry.name, entry)
            words += [(s.replace("{}", word), entry) for s in unit.words]
            symbols += [(s.replace("{}", symbol), entry) for s in unit.symbols]
            symbols += [(s.replace("{}", symbol), entry._replace(glued=True)) for s in unit.glued]
            before += [(s, entry) for s in unit.before]
        self.unit_trie = Phrases(words, symbols)
        self.before_trie = Phrases(exact=before, backwards=True)
        self.unit_heads = frozenset(s for s, e in words if e.dimension in ("time", "length", "mass", "volume"))
        self.per = frozenset(rules.per)
        self.per_article = frozenset(rules.per_article)
        self.square, self.cubic = frozenset(rules.square), frozenset(rules.cubic)
        self.quotients = rules.dimensions

    def _contexts(self, book: Rulebook) -> None:
        rules = book.numbers
        self.bounds_before = Phrases(
            [(s, BoundEntry(b.change, b.id)) for b in rules.bound for s in b.before], backwards=True
        )
        self.bounds_after = Phrases([(s, BoundEntry(b.change, b.id)) for b in rules.bound for s in b.after])
        self.trend_verbs = Phrases([(s, (t.change, t.id)) for t in rules.trend for s in t.verbs], backwards=True)
        self.trend_words = Phrases([(s, (t.change, t.id)) for t in rules.trend for s in t.words], backwards=True)
        self.trend_links = frozenset(w for t in rules.trend for w in t.links)
        self.trend_fillers = frozenset(w for t in rules.trend for w in t.fillers)
        self.range_signs = {s: r.id for r in rules.range for s in r.signs}
        self.range_words = {s: r.id for r in rules.range for s in r.words}
        self.range_pairs = {p: r.id for r in rules.range for p in r.pairs}
        self.list_joins = {s: r.id for r in rules.list for s in (*r.signs, *r.words)}


def expanded(rules: UnitRules) -> Iterator[tuple[Unit, str, str]]:
    """Every unit with each of its prefixes: (rule, the prefix's symbol, its word)."""
    words = {p.symbol: p.word for p in rules.prefix}
    for unit in rules.unit:
        for prefix in unit.prefixes or ("",):
            yield unit, prefix, words.get(prefix, "")


def _cases(words: object) -> frozenset[str]:
    """Each word in lower case, capitalised and in capitals, so that looking up needs no change of case."""
    assert isinstance(words, (set, frozenset, tuple, list))
    return frozenset(form for w in words for form in (w, w.capitalize(), w.upper()))
