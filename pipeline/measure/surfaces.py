"""Finds the unit behind a number: its surface, squares and cubes, and what it is divided by ("per second").
Where a unit stands before the number, as currencies do, it is found there.
"""

from __future__ import annotations

from typing import NamedTuple

from pipeline.measure.lexicon import Lexicon, UnitEntry
from pipeline.measure.tokens import Tokens


class UnitMatch(NamedTuple):
    """A unit that ends before token ``last``."""

    name: str
    dimension: str
    last: int
    rules: tuple[str, ...]
    entry: UnitEntry


def unit_at(tokens: Tokens, i: int, lex: Lexicon) -> UnitMatch | None:
    """The unit whose surface starts at token ``i``, with its denominator."""
    words = tokens.words
    word = words[i]
    if not word:
        return None
    low = word.lower()
    power = ""
    at = i
    if low in lex.square or low in lex.cubic:
        power = "²" if low in lex.square else "³"
        at = i + 2 if words[i + 1] == "." else i + 1
    found = lex.unit_trie.match(tokens, i)
    if found is None and power:
        found = lex.unit_trie.match(tokens, at)
        if found is None or found[0].dimension != "length":
            return None
    elif found is not None:
        power = ""
    if found is None:
        return None
    entry, last = found
    if entry.glued and not (tokens.glued(i) or words[i - 1] == "-"):
        return None
    if tokens.glued(last) and words[last][0].isdigit() and words[last - 1][-1].isalpha():
        return None
    name, dimension, rules = entry.name + power, entry.dimension, (entry.rule,)
    if power:
        dimension = "area" if power == "²" else "volume"
    return _per(tokens, last, UnitMatch(name, dimension, last, rules, entry), lex)


def _per(tokens: Tokens, i: int, unit: UnitMatch, lex: Lexicon) -> UnitMatch:
    """The unit with its denominator, where one follows: "per second", "/month", "a share"."""
    under = denominator(tokens, i, lex, unit.dimension)
    if under is None:
        return unit
    name, dimension, last, rule = under
    whole = f"{unit.name}/{name}"
    known = lex.units.get(whole)
    quotient = f"{unit.dimension}/{dimension}"
    return UnitMatch(
        whole,
        known.dimension if known else lex.quotients.get(quotient, quotient),
        last,
        (*unit.rules, *((rule,) if rule else ())),
        unit.entry,
    )


def denominator(tokens: Tokens, i: int, lex: Lexicon, over: str) -> tuple[str, str, int, str] | None:
    """What a unit is divided by, from token ``i`` on: its name, dimension, the index behind it, its rule."""
    words = tokens.words
    join = words[i].lower()
    at = i + 1
    if join == "-" and words[i + 1].lower() in lex.per:
        join, at = "per", i + 3 if words[i + 2] == "-" else i + 2
    article = join in lex.per_article
    if not article and join not in lex.per:
        return None
    if article and over not in (
        "money",
        "data",
        "operation",
        "token",
        "length",
        "volume",
        "mass",
        "energy",
        "frame",
        "transfer",
    ):
        return None
    low = words[at].lower()
    if low in lex.square:
        inner = unit_at(tokens, at, lex)
        return (inner.name, inner.dimension, inner.last, inner.rules[0]) if inner else None
    found = lex.unit_trie.match(tokens, at)
    if found is not None:
        entry, last = found
        if join == "/" and entry.dimension == "time" and tokens.glued(at + 1) and words[at + 1][0].isalpha():
            return None
        if article and entry.dimension not in ("time", "length", "mass", "volume", "area"):
            return None
        return entry.denominator or entry.name, entry.dimension, last, entry.rule
    if article and over != "money":
        return None
    if not low[:1].isalpha() or low in lex.noun_stop:
        return None
    if article and low not in (
        "share",
        "barrel",
        "ticket",
        "unit",
        "head",
        "person",
        "piece",
        "pop",
        "seat",
        "user",
        "chip",
        "bottle",
    ):
        return None
    if words[at].isalpha() and len(words[at]) > 1:
        return low, "count", at + 1, ""
    return None


def currency_before(tokens: Tokens, i: int, lex: Lexicon) -> tuple[UnitEntry, int] | None:
    """The currency that ends right before token ``i``, and the index where it starts."""
    if i == 0:
        return None
    found = lex.before_trie.match(tokens, i - 1)
    if found is None:
        return None
    entry, before = found
    first = before + 1
    word = tokens.words[first]
    if word[0].isalpha() and first > 0 and tokens.glued(first) and tokens.words[first - 1][-1].isalnum():
        return None
    if len(word) <= 2 and word.isalpha() and i - first == 1 and not tokens.glued(i):
        return None
    return entry, first
