"""Reads one number in digits from tokens: grouping, exponent, fraction, scale words.
What the number measures, and whether it is part of a name, is decided elsewhere.
"""

from __future__ import annotations

from math import gcd
from typing import NamedTuple

from pipeline.measure.lexicon import Lexicon
from pipeline.measure.surfaces import unit_at
from pipeline.measure.tokens import DASHES, Tokens

VULGAR = {"½": 1 / 2, "¼": 1 / 4, "¾": 3 / 4, "⅓": 1 / 3, "⅔": 2 / 3, "⅕": 1 / 5, "⅖": 2 / 5, "⅗": 3 / 5, "⅘": 4 / 5}
VULGAR |= {"⅙": 1 / 6, "⅚": 5 / 6, "⅛": 1 / 8, "⅜": 3 / 8, "⅝": 5 / 8, "⅞": 7 / 8}
SUPERSCRIPT = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")
SEPARATORS = {ord(c): None for c in ",\u202f\u2009"}
MOST_GROUPS = 7
GROUP = 3
"""Digits of one group."""
MOST_SCALES = 4
"""Longest run of scale words: "billion billion" is said, a million of them only typed."""
LARGEST_PART = 32
"""The finest written fraction: 31/32; with larger parts a slash means something else."""
LONGEST = 40
"""Digits of the longest numeral read; no measured thing has more, and floats end near 1e308."""


class Numeral(NamedTuple):
    """A number at tokens ``first:last`` with its two ends.

    ``factor`` is what scale words multiplied by; ``takes_of`` marks words that put "of" before what they count
    ("dozens of"), ``half`` a half that takes an article ("half an hour"), ``counted`` a collective with its count
    ("two dozen").
    """

    low: float
    high: float
    first: int
    last: int
    rule: str
    spelled: bool = False
    scaled: bool = False
    fraction: bool = False
    takes_of: bool = False
    half: bool = False
    counted: bool = False
    factor: float = 1.0


def read_digits(tokens: Tokens, i: int, lex: Lexicon) -> Numeral | None:
    """The number whose digits stand at token ``i``."""
    words = tokens.words
    word = words[i]
    if len(word) > LONGEST:
        return None
    if word in VULGAR:
        value = VULGAR[word]
        return Numeral(value, value, i, i + 1, lex.fraction_rule, fraction=True, takes_of=True)
    digits = word.translate(SEPARATORS)
    if len(digits) != len(word) and not word[:4].isdecimal():
        value = float(digits)
    elif len(digits) == len(word):
        value = float(word)
    else:
        return None
    value, j = _spaced(tokens, i, value)
    if words[j] == ",":
        value, j = _decimal_comma(tokens, i, value, lex)
    following = words[j]
    fraction = False
    if following and following in lex.exponents:
        value, j = _exponent(tokens, j, value)
    elif following in VULGAR:
        value, j = value + VULGAR[following], j + 1
    elif following == "/" or (words[j + 1] == "/" and following.isdecimal()):
        whole = value
        value, j = _fraction(tokens, i, value)
        fraction = value != whole and value < 1
    base = value
    value, j, scaled = scales(tokens, j, value, lex)
    if words[j].lower() == "and" and words[j + 1].lower() in ("a", "one"):
        part = lex.number_words.get(words[j + 2].lower())
        if part is not None and part[0] == "fraction" and part[1] in (0.5, 0.25):
            value, j = value + part[1] * lex.scales.get(words[j - 1].lower(), 1.0), j + 3
    factor = value / base if scaled and base else 1.0
    rule = lex.scale_rule if scaled else lex.fraction_rule if fraction else ""
    return Numeral(value, value, i, j, rule, scaled=scaled, fraction=fraction, takes_of=fraction, factor=factor)


def _spaced(tokens: Tokens, i: int, value: float) -> tuple[float, int]:
    """Digits in groups of three with plain spaces: "1 414 021 100"; a lone group opens with a nought: "262 000"."""
    words = tokens.words
    j = i + 1
    if len(words[i]) > 3:
        return value, j
    while j < i + MOST_GROUPS and len(words[j]) == 3 and words[j].isdecimal() and not tokens.glued(j):
        j += 1
    lone = j == i + 2 and not words[i + 1].startswith("0")  # "5 600" may be two numbers, "262 000" cannot
    if j < i + 2 or lone or (tokens.glued(j) and words[j][:1].isalnum()) or tokens.text[tokens.ends[i]] == "\n":
        return value, i + 1
    return float("".join(words[i:j])), j


def _decimal_comma(tokens: Tokens, i: int, value: float, lex: Lexicon) -> tuple[float, int]:
    """Reads "2,8 times", "28,3 billion": a comma with one or two digits behind it, where something is measured."""
    words = tokens.words
    listed = i > 0 and words[i - 1] == ","
    tight = not listed and tokens.glued(i + 1) and tokens.glued(i + 2)
    if not (tight and small(words[i + 2]) and words[i].isdecimal() and len(words[i]) <= GROUP):
        return value, i + 1
    end = i + 3
    measured = unit_at(tokens, end, lex) is not None or words[end].lower() in lex.scales
    return (float(f"{words[i]}.{words[i + 2]}"), end) if measured else (value, i + 1)


def _exponent(tokens: Tokens, j: int, value: float) -> tuple[float, int]:
    """Reads "1.5e9", "2 × 10^6", "10⁹"."""
    words = tokens.words
    start = j
    base = value
    if words[j] in ("×", "x", "*") and words[j + 1] == "10":
        j += 2
        base = 10.0
        if words[j] in ("-", "−") and tokens.glued(j) and tokens.glued(j + 1) and small(words[j + 1]):
            return value * 10.0 ** -int(words[j + 1]), j + 2
    elif words[j] in ("e", "E"):
        if not tokens.glued(j) or not tokens.glued(j + 1):
            return value, start
        sign = -1 if words[j + 1] in "-−" and words[j + 1] else 1
        j += 1 if sign == 1 and words[j + 1] != "+" else 2
        return (value * 10.0 ** (sign * int(words[j])), j + 1) if small(words[j]) else (value, start)
    if base != 10.0 or not tokens.glued(j):
        return value, start
    factor = value if j != start else 1.0
    if words[j] == "^":
        sign = -1 if words[j + 1] in ("-", "−") else 1
        j += 1 if sign == 1 else 2
        return (factor * 10.0 ** (sign * int(words[j])), j + 1) if small(words[j]) else (value, start)
    power = words[j].translate(SUPERSCRIPT)
    if power != words[j] and small(power.lstrip("-")):
        return factor * 10.0 ** int(power), j + 1
    return value, start


def small(digits: str) -> bool:
    """One or two plain digits."""
    return digits.isascii() and digits.isdecimal() and len(digits) <= 2


def _fraction(tokens: Tokens, i: int, value: float) -> tuple[float, int]:
    """Reads "1/3", "2 1/2": small proper fractions in lowest terms; "12/16 GB" and anything else keeps its slash."""
    words = tokens.words
    if words[i + 1] == "/":
        top, j, whole = words[i], i + 3, 0.0
        tight = tokens.glued(i + 1) and tokens.glued(i + 2)
    else:
        top, j, whole = words[i + 1], i + 4, value
        tight = tokens.glued(i + 2) and tokens.glued(i + 3) and not tokens.glued(i + 1)
    bottom = words[j - 1]
    of = words[j].lower() == "of" and bottom.isascii() and bottom.isdecimal() and len(bottom) <= 4
    if tight and of and small(top) and 0 < int(top) < int(bottom):
        return whole + int(top) / int(bottom), j
    if tight and small(top) and small(bottom) and 0 < int(top) < int(bottom) <= LARGEST_PART:
        if gcd(int(top), int(bottom)) > 1 or tokens.words[j] == "/" or (tokens.glued(j) and words[j][:1].isdecimal()):
            return value, i + 1
        return whole + int(top) / int(bottom), j
    return value, i + 1


def clean(value: float) -> float:
    """A product without what binary fractions leave behind: 1.07 billion is 1070000000.

    >>> clean(33.7 * 1e9)
    33700000000.0
    """
    return float(f"{value:.12g}")


def scales(tokens: Tokens, j: int, value: float, lex: Lexicon) -> tuple[float, int, bool]:
    """Scale words behind a number: "million", "-billion", "billion billion", "hundred thousand", "dozen"."""
    words = tokens.words
    scaled = False
    for _ in range(MOST_SCALES):
        at = j + 1 if words[j] in DASHES and tokens.glued(j) and tokens.glued(j + 1) else j
        factor = lex.scales.get(words[at].lower())
        if factor is None:
            return value, j, scaled
        value, j, scaled = clean(value * factor), at + 1, True
    return value, j, scaled
