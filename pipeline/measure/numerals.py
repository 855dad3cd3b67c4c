"""Reads one number from tokens: digits with grouping, exponent, fraction and scale, or number words.
What the number measures, and whether it is part of a name, is decided elsewhere.
"""

from __future__ import annotations

from typing import NamedTuple

from pipeline.measure.lexicon import Lexicon
from pipeline.measure.tokens import Tokens

VULGAR = {"½": 1 / 2, "¼": 1 / 4, "¾": 3 / 4, "⅓": 1 / 3, "⅔": 2 / 3, "⅕": 1 / 5, "⅖": 2 / 5, "⅗": 3 / 5, "⅘": 4 / 5}
VULGAR |= {"⅙": 1 / 6, "⅚": 5 / 6, "⅛": 1 / 8, "⅜": 3 / 8, "⅝": 5 / 8, "⅞": 7 / 8}
SUPERSCRIPT = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")
LONGEST = 40
"""Digits of the longest numeral read; no measured thing has more, and floats end near 1e308."""


class Numeral(NamedTuple):
    """A number at tokens ``first:last``: its two ends, whether it is in words, has a scale, is a fraction."""

    low: float
    high: float
    first: int
    last: int
    rule: str
    spelled: bool = False
    scaled: bool = False
    fraction: bool = False
    letter: str = ""


def read_digits(tokens: Tokens, i: int, lex: Lexicon) -> Numeral | None:
    """The number whose digits stand at token ``i``."""
    words = tokens.words
    word = words[i]
    if len(word) > LONGEST:
        return None
    if word in VULGAR:
        return Numeral(VULGAR[word], VULGAR[word], i, i + 1, "number-fraction", fraction=True)
    if "," in word and len(word.partition(",")[0]) > 3:
        return None
    value = float(word.replace(",", ""))
    j = i + 1
    following = words[j]
    scaled = False
    if following and following in lex.exponents:
        value, j = _exponent(tokens, j, value)
    elif following in VULGAR:
        value, j = value + VULGAR[following], j + 1
    elif following == "/" or (words[j + 1] == "/" and following.isdigit()):
        value, j = _fraction(tokens, i, value)
    value, j, scaled = _scales(tokens, j, value, lex)
    return Numeral(value, value, i, j, "number-scale" if scaled else "", scaled=scaled)


def _exponent(tokens: Tokens, j: int, value: float) -> tuple[float, int]:
    """ "1.5e9", "2 × 10^6", "10⁹"."""
    words = tokens.words
    start = j
    base = value
    if words[j] in ("×", "x", "*") and words[j + 1] == "10":
        j += 2
        base = 10.0
    elif words[j] in ("e", "E"):
        if not tokens.glued(j) or not tokens.glued(j + 1):
            return value, start
        sign = -1 if words[j + 1] in "-−" and words[j + 1] else 1
        j += 1 if sign == 1 and words[j + 1] != "+" else 2
        return (value * 10.0 ** (sign * int(words[j])), j + 1) if _small(words[j]) else (value, start)
    if base != 10.0 or not tokens.glued(j):
        return value, start
    factor = value if j != start else 1.0
    if words[j] == "^":
        sign = -1 if words[j + 1] in ("-", "−") else 1
        j += 1 if sign == 1 else 2
        return (factor * 10.0 ** (sign * int(words[j])), j + 1) if _small(words[j]) else (value, start)
    power = words[j].translate(SUPERSCRIPT)
    if power != words[j] and _small(power.lstrip("-")):
        return factor * 10.0 ** int(power), j + 1
    return value, start


def _small(digits: str) -> bool:
    return digits.isascii() and digits.isdigit() and len(digits) <= 2


def _fraction(tokens: Tokens, i: int, value: float) -> tuple[float, int]:
    """ "1/3", "2 1/2": small proper fractions; anything else keeps its slash."""
    words = tokens.words
    if words[i + 1] == "/":
        top, j, whole = words[i], i + 3, 0.0
        tight = tokens.glued(i + 1) and tokens.glued(i + 2)
    else:
        top, j, whole = words[i + 1], i + 4, value
        tight = tokens.glued(i + 2) and tokens.glued(i + 3) and not tokens.glued(i + 1)
    bottom = words[j - 1]
    if tight and _small(top) and _small(bottom) and 0 < int(top) < int(bottom) <= 32:
        if tokens.words[j] == "/" or (tokens.glued(j) and words[j][:1].isdigit()):
            return value, i + 1
        return whole + int(top) / int(bottom), j
    return value, i + 1


def _scales(tokens: Tokens, j: int, value: float, lex: Lexicon) -> tuple[float, int, bool]:
    """Scale words behind a number: "million", "-billion", "billion billion", "hundred thousand"."""
    words = tokens.words
    scaled = False
    while True:
        at = j + 1 if words[j] in ("-", "‑", "–") and tokens.glued(j) and tokens.glued(j + 1) else j
        factor = lex.scales.get(words[at]) or lex.scales.get(words[at].lower())
        if factor is None and words[at].lower() == "hundred":
            factor = 100.0
        if factor is None and not scaled and words[at].lower() in ("dozen",):
            factor = 12.0
        if factor is None:
            return value, j, scaled
        value, j, scaled = value * factor, at + 1, True


def read_words(tokens: Tokens, i: int, lex: Lexicon) -> Numeral | None:
    """The number whose words start at token ``i``, or None where they only look like one."""
    words = tokens.words
    word = words[i].lower()
    kind, value = lex.number_words[word]
    if kind == "fraction":
        return _fraction_words(tokens, i, word, value, lex)
    if kind == "vague":
        return _vague(tokens, i, value, lex)
    if kind == "collective":
        first = i - 1 if words[i - 1].lower() == "a" and i else i
        return Numeral(value, value, first, i + 1, "number-collective", spelled=True)
    if kind == "scale" or kind == "hundred":
        if i == 0 or words[i - 1].lower() not in ("a", "an", "per"):
            return None
        if words[i - 1].lower() == "per":
            return None
        number, j = _sum(tokens, i, lex, opening=1.0)
        return Numeral(number, number, i - 1, j, "number-" + kind, spelled=True, scaled=True)
    number, j = _sum(tokens, i, lex)
    number, j, fraction = _tail(tokens, j, number, lex)
    return Numeral(number, number, i, j, "number-" + kind, spelled=True, fraction=fraction)


def _sum(tokens: Tokens, i: int, lex: Lexicon, opening: float = 0.0) -> tuple[float, int]:
    """Adds up number words: "twenty-eight thousand six hundred forty-two"."""
    words = tokens.words
    total, current = 0.0, opening
    last = ""
    j = end = i
    while True:
        entry = lex.number_words.get(words[j].lower())
        if entry is None or entry[0] in ("fraction", "collective", "vague"):
            break
        kind, value = entry
        if kind == "digit":
            if last == "digit" or (last == "ten" and value >= 10):
                break
            current += value
        elif kind == "ten":
            if last in ("digit", "ten"):
                break
            current += value
        elif kind == "hundred":
            if last == "" and not current:
                break
            current = (current or 1.0) * value
        else:
            if not current and not total:
                break
            total, current = total + (current or 1.0) * value, 0.0
            if last == "scale":
                total *= value
                total -= value
        last = kind
        j = end = j + 1
        if words[j].lower() == "and" and kind in ("hundred", "scale"):
            nxt = lex.number_words.get(words[j + 1].lower())
            if nxt is not None and nxt[0] in ("digit", "ten"):
                j += 1
        elif words[j] in ("-", "‑") and tokens.glued(j) and tokens.glued(j + 1):
            j += 1
    return total + current, end


def _tail(tokens: Tokens, j: int, number: float, lex: Lexicon) -> tuple[float, int, bool]:
    """What may follow number words: "two and a half million", "three quarters", "two dozen"."""
    words = tokens.words
    if (
        words[j].lower() == "and"
        and words[j + 1].lower() in ("a", "one")
        and words[j + 2].lower() in ("half", "quarter")
    ):
        number += 0.5 if words[j + 2].lower() == "half" else 0.25
        j += 3
        number, j, _ = _scales(tokens, j, number, lex)
        return number, j, False
    at = j + 1 if words[j] in ("-", "‑") and tokens.glued(j) and tokens.glued(j + 1) else j
    entry = lex.number_words.get(words[at].lower())
    if entry and entry[0] == "collective":
        return number * entry[1], at + 1, False
    if entry and entry[0] == "fraction" and number < 100:
        plural = words[at].lower().endswith("s")
        if plural or number == 1:
            if words[at].lower() in ("quarter", "quarters") and not (at > j or words[at + 1].lower() == "of"):
                return number, j, False
            return number * entry[1], at + 1, True
    if words[j].lower() in ("in", "out") and number == 1:
        at = j + 1 if words[j].lower() == "in" else j + 2
        if words[j].lower() == "in" or words[j + 1].lower() == "of":
            entry = lex.number_words.get(words[at].lower())
            if entry and entry[0] == "digit" and entry[1] > 1:
                return number / entry[1], at + 1, True
    return number, j, False


def _fraction_words(tokens: Tokens, i: int, word: str, value: float, lex: Lexicon) -> Numeral | None:
    """ "a third of", "half a million", "half the power", "a quarter of a million"."""
    words = tokens.words
    before = words[i - 1].lower() if i else ""
    after = words[i + 1].lower()
    first = i - 1 if before in ("a", "one") else i
    if after in ("a", "an") and word == "half":
        scale = lex.scales.get(words[i + 2].lower()) or {"dozen": 12.0, "hundred": 100.0}.get(words[i + 2].lower())
        if scale:
            return Numeral(value * scale, value * scale, i, i + 3, "number-scale", spelled=True, scaled=True)
        if (words[i + 2].lower()) in lex.unit_heads:
            return Numeral(value, value, i, i + 2, "number-fraction", spelled=True)
        return None
    if word in ("halves", "thirds", "fourths", "quarters") or word.endswith("s"):
        return None
    if before in ("a", "one") and after == "of":
        if words[i + 2].lower() in ("a", "an") and words[i + 3].lower() in lex.scales:
            scale = lex.scales[words[i + 3].lower()]
            return Numeral(value * scale, value * scale, first, i + 4, "number-scale", spelled=True, scaled=True)
        return Numeral(value, value, first, i + 1, "number-fraction", spelled=True, fraction=True)
    if word == "half" and (after in lex.half_followers or before == "by"):
        return Numeral(value, value, first, i + 1, "number-fraction", spelled=True, fraction=True)
    if before in ("a", "one") and word in ("third", "quarter", "fifth", "tenth") and after in ("more", "less", "fewer"):
        return Numeral(value, value, first, i + 1, "number-fraction", spelled=True, fraction=True)
    return None


def _vague(tokens: Tokens, i: int, value: float, lex: Lexicon) -> Numeral | None:
    """ "hundreds of miles" lies between 100 and 1,000, "tens of thousands" between 10,000 and 100,000."""
    words = tokens.words
    if words[i + 1].lower() != "of":
        return None
    inner = lex.number_words.get(words[i + 2].lower())
    j = i + 2
    if inner and inner[0] == "vague":
        value, j = value * inner[1], i + 3
        if words[j].lower() == "of":
            j += 1
    return Numeral(value, value * 10.0, i, j, "number-vague", spelled=True, scaled=True)
