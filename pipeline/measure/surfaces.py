"""Finds the unit behind a number: its surface, squares and cubes, and what it is divided by ("per second").
Where a unit stands before the number, as currencies do, it is found there.
"""

from __future__ import annotations

from typing import NamedTuple

from pipeline.measure.lexicon import Lexicon, UnitEntry
from pipeline.measure.tokens import DASHES, Tokens


class UnitMatch(NamedTuple):
    """A unit that ends before token ``last``."""

    name: str
    dimension: str
    last: int
    rules: tuple[str, ...]
    entry: UnitEntry


POWERS = {"2": "²", "3": "³", "squared": "²", "cubed": "³", "²": "²", "³": "³"}
"""What stands behind a length and makes it an area or a volume."""


def _power(tokens: Tokens, i: int) -> tuple[str, int]:
    """The power behind a length, from token ``i`` on, and the index behind it: "km2", "m^3", "km squared"."""
    words = tokens.words
    at = i + 1 if words[i] == "^" and tokens.glued(i) else i
    power = POWERS.get(words[at], "")
    if not power or not (tokens.glued(at) or words[at].isalpha()) or (tokens.glued(at + 1) and words[at + 1].isalnum()):
        return "", i
    return power, at + 1


def unit_at(tokens: Tokens, i: int, lex: Lexicon) -> UnitMatch | None:
    """The unit whose surface starts at token ``i``, with its denominator."""
    words = tokens.words
    found = lex.unit_trie.match(tokens, i)
    power = ""
    if found is None:
        low = words[i].lower()
        if low not in lex.square and low not in lex.cubic:
            return None
        power = "²" if low in lex.square else "³"
        found = lex.unit_trie.match(tokens, i + 2 if words[i + 1] in (".", "-") else i + 1)
        if found is None or found[0].dimension != "length":
            return None
    entry, last = found
    if entry.glued and not (tokens.glued(i) or words[i - 1] == "-"):
        return None
    powered = entry.dimension == "length" and not power and words[last] in POWERS
    if tokens.glued(last) and words[last][:1].isalnum() and not powered:
        return None
    if entry.dimension == "length" and not power:
        power, last = _power(tokens, last)
    dimension = {"²": "area", "³": "volume"}.get(power, entry.dimension)
    unit = UnitMatch(entry.name + power, dimension, last, (entry.rule,), entry)
    under = denominator(tokens, last, lex, dimension)
    if under is None:
        return unit
    name, below, last, rule = under
    if not name:
        return unit._replace(last=last)
    if dimension == "ratio" and below == "time" and entry.name in lex.occurrences:
        return UnitMatch(f"{lex.occurrences[entry.name]}/{name}", "frequency", last, (entry.rule, rule), entry)
    whole = f"{unit.name}/{name}"
    known = lex.units.get(whole)
    quotient = f"{dimension}/{below}"
    return UnitMatch(
        whole,
        known.dimension if known else lex.quotients.get(quotient, quotient),
        last,
        (entry.rule, rule) if rule else (entry.rule,),
        entry,
    )


def unit_behind_details(tokens: Tokens, i: int, lex: Lexicon) -> UnitMatch | None:
    """The unit behind words that say how it was counted ("50 INT8 TOPS"); None where none of theirs follows."""
    for detail in lex.details:
        at = i
        for _ in range(detail.reach):
            if tokens.words[at].lower() not in detail.words:
                break
            at += 2 if tokens.glued(at + 1) and tokens.words[at + 1].isdecimal() else 1
            at += 1 if tokens.words[at] == "-" and tokens.glued(at) else 0
            found = unit_at(tokens, at, lex)
            if found is not None and found.dimension == detail.dimension:
                return found._replace(rules=(*found.rules, detail.id))
    return None


def denominator(tokens: Tokens, i: int, lex: Lexicon, over: str) -> tuple[str, str, int, str] | None:
    """What a unit is divided by, from token ``i`` on: its name, dimension, the index behind it, its rule.

    The name is empty where the words only say that a price is one piece's ("per chip", "each").
    """
    words = tokens.words
    join, at = words[i].lower(), i + 1
    if join in DASHES and (words[at].lower() in lex.per or (words[at] in lex.per_article and words[i + 2] in DASHES)):
        join, at = words[at].lower(), i + 3 if words[i + 2] in DASHES else i + 2
    article = join in lex.per_article
    if not article and join not in lex.per:
        return None
    if article and over not in lex.per_article_over:
        return None
    if not article and (words[at].lower() in lex.square or words[at].lower() in lex.cubic):
        inner = unit_at(tokens, at, lex)
        return (inner.name, inner.dimension, inner.last, inner.rules[0]) if inner else None
    found = lex.unit_trie.match(tokens, at)
    if found is not None and found[0].dimension != "money":
        entry, last = found
        if tokens.glued(last) and words[last][:1].isalnum():
            return None
        if article and entry.dimension not in ("time", "length", "mass", "volume", "area"):
            return None
        if (entry.glued and join != "/") or (article and words[last].lower() in lex.not_per_before):
            return None
        return entry.denominator or entry.name, entry.dimension, last, entry.rule
    if over != "money":
        return None
    low = words[at].lower()
    if low in lex.paid_for:
        return low, "count", at + 1, ""
    return ("", "", at + 1, "") if low in lex.each and not article else None


def currency_before(tokens: Tokens, i: int, lex: Lexicon) -> tuple[UnitEntry, int] | None:
    """The currency that ends right before token ``i``, and the index where it starts."""
    words = tokens.words
    if words[i - 1] not in lex.before_ends:
        return None
    found = lex.before_trie.match(tokens, i - 1)
    if found is None:
        return None
    entry, before = found
    first = before + 1
    word = words[first]
    if word[0].isalpha():
        if first > 0 and tokens.glued(first) and words[first - 1][-1].isalnum():
            return None
        if len(words[i - 1]) == 1 and words[i - 1].isalpha() and not tokens.glued(i):
            return None
    return entry, first


def currency_echo(tokens: Tokens, i: int, lex: Lexicon) -> tuple[UnitEntry, int] | None:
    """A currency said once more behind money: "$5 CAD", "US$3 dollars", "$75 U.S."."""
    words = tokens.words
    if words[i] == "U" and words[i + 1] == "." and words[i + 2] == "S" and words[i + 3] == ".":
        return lex.units["USD"], i + 4
    found = lex.unit_trie.match(tokens, i)
    if found is None or found[0].dimension != "money" or found[0].glued or tokens.glued(i):
        return None
    return found
