"""The rules of numbers and units, compiled once into look-ups: sets, dicts and tries.
Nothing here reads text; the readers ask and the lexicon answers in constant time.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from pipeline.measure.phrases import Phrases
from pipeline.model import Change
from pipeline.rulebook import Rulebook
from pipeline.rulebook.numbers import NumberRules
from pipeline.rulebook.units import Unit, UnitChoice, UnitRules


class UnitEntry(NamedTuple):
    """One unit as the readers see it; the fields are those of its rule."""

    name: str
    dimension: str
    rule: str
    denominator: str
    counts: bool
    digits: int
    choices: tuple[UnitChoice, ...] = ()
    glued: bool = False
    scaled: bool = False


class BoundEntry(NamedTuple):
    """What a bound phrase makes of a number."""

    change: Change
    rule: str


class TrendEntry(NamedTuple):
    """What a trend phrase makes of a number, and whether it needs a "by" or "to"."""

    change: Change
    rule: str
    linked: bool = False


class Lexicon:
    """All look-ups that :class:`pipeline.measure.QuantityReader` needs, built from a Rulebook."""

    def __init__(self, book: Rulebook) -> None:
        self._numbers(book.numbers)
        self._units(book.units)
        self._contexts(book.numbers)
        self._nouns(book.numbers)

    def _numbers(self, rules: NumberRules) -> None:
        words = rules.word
        self.number_words = {w: (g.kind, v, g.id) for g in words for w, v in g.values.items()}
        big = ("scale", "hundred")
        self.scales = {w: v for w, (kind, v, _) in self.number_words.items() if kind in big or (kind == "collective")}
        self.scale_rule = next((g.id for g in words if g.kind == "scale"), "")
        self.fraction_rule = next((g.id for g in words if g.kind == "fraction"), "")
        self.fraction_not_after = _union(g.not_after for g in words if g.kind == "fraction")
        self.half_followers = _union(g.followed_by for g in words if g.kind == "fraction")
        self.vague_not_after = _union(g.not_after for g in words if g.kind == "vague")
        self.letters = {w: (v, g.needs, g.id) for g in rules.letters for w, v in g.values.items()}
        self.apart_letters = _union(g.apart for g in rules.letters)
        self.letter_dimensions = _union(g.dimensions for g in rules.letters)
        self.multiples = {w: (v, g) for g in rules.multiple for w, v in g.values.items()}
        self.minus = frozenset(rules.minus)
        self.freezing = Phrases((s, True) for s in rules.freezing)
        self.comparatives = frozenset(rules.comparatives)
        self.comparatives_of_size = self.comparatives - frozenset(rules.amounts)
        self.anchors = _cases((*self.number_words, *self.multiples))
        self.digit_starts = frozenset(".0123456789½¼¾⅓⅔⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞")
        powers = "⁰¹²³⁴⁵⁶⁷⁸⁹"
        self.exponents = frozenset(("e", "E", "×", "x", "*", "^")) | frozenset(
            sign + a + b for sign in ("", "⁻") for a in powers for b in ("", *powers)
        )
        self.resolution = rules.resolution[0]
        self.heights = frozenset(map(str, self.resolution.heights))
        self.resolution_signs = frozenset((*self.resolution.lines, *self.resolution.times, "K", "-"))

    def _units(self, rules: UnitRules) -> None:
        words: list[tuple[str, UnitEntry]] = []
        symbols: list[tuple[str, UnitEntry]] = []
        before: list[tuple[str, UnitEntry]] = []
        self.units: dict[str, UnitEntry] = {}
        for unit, symbol, word in expanded(rules):
            choices = tuple(c for c in rules.choice if unit.id in c.unit)
            name = unit.name.replace("{}", symbol)
            entry = UnitEntry(name, unit.dimension, unit.id, unit.denominator, unit.counts, unit.digits, choices)
            self.units.setdefault(name, entry)
            words += [(s.replace("{}", word), entry) for s in unit.words]
            symbols += [(s.replace("{}", symbol), entry) for s in unit.symbols]
            symbols += [(s.replace("{}", symbol), entry._replace(glued=True)) for s in unit.glued]
            before += [(s, entry) for s in unit.before]
            before += [(s, entry._replace(scaled=True)) for s in unit.before_scaled]
        self.unit_trie = Phrases(words, symbols)
        self.before_trie = Phrases(exact=before, backwards=True)
        self.before_ends = frozenset(self.before_trie.first_words)
        self.half_units = frozenset(s for s, e in words if e.dimension in rules.half_dimensions)
        self.per, self.per_article = frozenset(rules.per), frozenset(rules.per_article)
        self.per_article_over = frozenset(rules.per_article_over)
        self.not_per_before = frozenset(rules.not_per_before)
        self.paid_for, self.each = frozenset(rules.paid_for), frozenset(rules.each)
        self.square, self.cubic = frozenset(rules.square), frozenset(rules.cubic)
        self.vague_money = frozenset(rules.vague_money)
        self.quotients = rules.dimensions
        self.occurrences = rules.occurrences
        self.details = rules.detail
        self.detail_words = _union(d.words for d in rules.detail)

    def _contexts(self, rules: NumberRules) -> None:
        bounds = rules.bound
        self.bounds_before = Phrases(
            ((s, BoundEntry(b.change, b.id)) for b in bounds for s in b.before), backwards=True
        )
        self.bounds_after = Phrases((s, BoundEntry(b.change, b.id)) for b in bounds for s in b.after)
        self.no_article = _union(b.no_article for b in bounds)
        self.leads_on = _union(b.leads_on for b in bounds) | {*self.number_words, *self.multiples}
        self.paired = frozenset(rules.paired)
        verbs = [(s, TrendEntry(t.change, t.id)) for t in rules.trend for s in t.verbs]
        verbs += [(s, TrendEntry(t.change, t.id, True)) for t in rules.trend for s in t.linked]
        self.trend_verbs = Phrases(verbs, backwards=True)
        self.trend_words = Phrases(
            ((s, TrendEntry(t.change, t.id)) for t in rules.trend for s in t.words), backwards=True
        )
        self.phrasal = {(p, v) for t in rules.trend for p in t.words for v in t.particle_of}
        behind = ((w, TrendEntry(t.change, t.id)) for t in rules.trend for w in t.behind)
        self.trend_behind = dict(behind)
        self.trend_follows = _union(t.follows for t in rules.trend)
        self.trend_reach = max((t.reach for t in rules.trend), default=0)
        self.trend_links = _union(t.links for t in rules.trend)
        self.trend_fillers = _union(t.fillers for t in rules.trend)
        self.range_signs = {s: r.id for r in rules.range for s in r.signs}
        self.range_words = {s: r.id for r in rules.range for s in r.words}
        self.range_pairs = {pair: r.id for r in rules.range for pair in r.pairs}
        self.range_openers = frozenset(a for a, _ in self.range_pairs if a)
        self.dash_rule = next((r.id for r in rules.range if r.signs), "")
        self.echo_rules = rules.echo
        self.implied = {noun: (r.unit, r.id) for r in rules.implied for noun in r.nouns}
        leads = [(s, (r.unit, r.id, 0.0)) for r in rules.lead for s in r.before]
        leads += [(f"{w} {s}", (r.unit, r.id, r.highest)) for r in rules.lead for w in r.who for s in r.sides]
        self.leads = Phrases(leads, backwards=True)
        self.leads_after = Phrases((s, (r.unit, r.id)) for r in rules.lead for s in r.after)
        self.list_joins = {s: r.id for r in rules.list for s in (*r.signs, *r.words)}
        self.list_parts = {s: r.id for r in rules.list for s in r.parts}
        self.scale_below = max((r.scale_below for r in rules.list), default=0.0)
        self.steps = frozenset(w for r in rules.range for w in r.steps)
        self.level = max((r.level for r in rules.range), default=0.0)

    def _nouns(self, rules: NumberRules) -> None:
        noun, one = rules.noun[0], rules.one[0]
        self.noun = noun
        trends = [w for t in rules.trend for w in t.verbs if " " not in w]
        self.noun_stop = frozenset(f for w in (*noun.stop, *noun.verbs, *trends) for f in (w, w.capitalize()))
        verbs = (w for w in (*noun.verbs, *trends) if w.endswith("s") and len(w) > 3)
        self.noun_verbal = frozenset(verbs) - frozenset(noun.stop)
        self.noun_before_verbal = frozenset(noun.adjectives) | frozenset(noun.describing)
        self.noun_plain = frozenset(noun.plain)
        self.noun_endings = tuple(noun.endings)
        self.noun_of = frozenset(noun.of)
        self.noun_never_head = frozenset(noun.never_head)
        self.noun_collectives = frozenset(noun.collective)
        self.one_not_after, self.one_not_before = frozenset(one.not_after), frozenset(one.not_before)
        self.one_rule = one.id
        self.one_not_of = frozenset(one.not_of)
        self.never = {rule.way: rule for rule in rules.never}
        self.never_phrases = Phrases((s, True) for s in self.never["phrase"].words)
        self.clock = Phrases((s, True) for s in self.never["clock"].words)


def expanded(rules: UnitRules) -> Iterator[tuple[Unit, str, str]]:
    """Every unit with each of its prefixes: (rule, the prefix's symbol, its word)."""
    words = {p.symbol: p.word for p in rules.prefix}
    for unit in rules.unit:
        for prefix in unit.prefixes or ("",):
            yield unit, prefix, words.get(prefix, "")


def _union(groups: Iterable[Iterable[str]]) -> frozenset[str]:
    return frozenset(w for group in groups for w in group)


def _cases(words: Iterable[str]) -> frozenset[str]:
    """Each word in lower case, capitalised and in capitals, so that looking up needs no change of case."""
    return frozenset(form for w in words for form in (w, w.capitalize(), w.upper()))
