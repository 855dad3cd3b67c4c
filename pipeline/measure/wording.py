"""Reads one number in words from tokens: "twenty-eight thousand", "half a million", "two-thirds", "dozens of".
The words and how they combine come from rules/numbers.toml; here is only how English puts them together.
"""

from __future__ import annotations

from pipeline.measure.lexicon import Lexicon
from pipeline.measure.numerals import Numeral, scales
from pipeline.measure.tokens import DASHES, Tokens

ARTICLES = ("a", "an")
SMALL = ("digit", "ten")
THOUSAND = 1000.0
MOST_DECIMALS = 12
LARGEST = 1e30
MOST_OF = 20
"""The most that stand before "in ten" or "out of ten"."""
LONGEST_WHOLE = 11
"""Digits and commas of the largest whole: "one in 100,000,000"."""
YEAR_DIGITS = 4
LARGEST_COUNT = 100
"""Most thirds, fifths … that are counted in words."""


def read_words(tokens: Tokens, i: int, lex: Lexicon) -> Numeral | None:
    """The number whose words start at token ``i``, or None where they only look like one."""
    words = tokens.words
    kind, value, rule = lex.number_words[words[i].lower()]
    if kind == "fraction":
        return _fraction(tokens, i, value, rule, lex)
    if kind == "vague":
        return _vague(tokens, i, value, rule, lex)
    article = i > 0 and words[i - 1].lower() in ARTICLES
    first = i - 1 if article else i
    if kind == "collective":
        number, j, _ = scales(tokens, i + 1, value, lex)
        return Numeral(number, number, first, j, rule, spelled=True, takes_of=True, counted=article)
    if kind in ("hundred", "scale"):
        if not article:
            return None
        number, j = _sum(tokens, i, lex, opening=1.0)
        return Numeral(number, number, first, j, rule, spelled=True, scaled=True)
    number, j = _sum(tokens, i, lex)
    return _tail(tokens, i, j, number, rule, lex)


def _sum(tokens: Tokens, i: int, lex: Lexicon, opening: float = 0.0) -> tuple[float, int]:
    """Adds up number words: "twenty-eight thousand six hundred forty-two" is 28,642."""
    words = tokens.words
    total, current, last = 0.0, opening, ""
    j = end = i
    while True:
        entry = lex.number_words.get(words[j].lower())
        if entry is None or entry[0] not in ("digit", "ten", "hundred", "scale"):
            return total + current, end
        kind, value, _ = entry
        if kind in SMALL:
            if last == "digit" or (last == "ten" and (kind == "ten" or value >= 10)):
                return total + current, end
            current += value
        elif kind == "hundred":
            current = (current or 1.0) * value
        elif last == "scale":
            if total > LARGEST:
                return total + current, end
            total *= value
        else:
            total, current = total + (current or 1.0) * value, 0.0
        last = kind
        j = end = j + 1
        if words[j].lower() == "and" and kind in ("hundred", "scale"):
            after = lex.number_words.get(words[j + 1].lower())
            j += after is not None and after[0] in SMALL
        elif words[j] in DASHES and tokens.glued(j) and tokens.glued(j + 1):
            j += 1


def _tail(tokens: Tokens, i: int, j: int, number: float, rule: str, lex: Lexicon) -> Numeral:
    """What may follow number words: "and a half million", "-thirds", "dozen", "out of three", "of four"."""
    words = tokens.words
    low = words[j].lower()
    if words[j : j + 5] == ["-", "and", "-", "a", "-"] and tokens.glued(j):
        part = lex.number_words.get(words[j + 5].lower())
        if part is not None and part[0] == "fraction":
            value = number + part[1]
            return Numeral(value, value, i, j + 6, rule, spelled=True)
    if low == "and" and words[j + 1].lower() in ("a", "one"):
        part = lex.number_words.get(words[j + 2].lower())
        if part is not None and part[0] == "fraction" and part[1] in (0.5, 0.25):
            whole = _last_scale(tokens, i, j, lex)
            number += part[1] * whole
            value, end, scaled = scales(tokens, j + 3, number, lex) if whole == 1 else (number, j + 3, True)
            return Numeral(value, value, i, end, rule, spelled=True, scaled=scaled, factor=value / number)
    if low == "point":
        decimals, end = _decimals(tokens, j + 1, lex)
        if decimals:
            value, end, scaled = scales(tokens, end, number + float(f"0.{decimals}"), lex)
            return Numeral(value, value, i, end, rule, spelled=True, scaled=scaled)
    at = j + 1 if words[j] in DASHES and tokens.glued(j) and tokens.glued(j + 1) else j
    entry = lex.number_words.get(words[at].lower())
    if entry is not None and entry[0] == "collective":
        return Numeral(number * entry[1], number * entry[1], i, at + 1, entry[2], spelled=True, counted=True)
    plural = number < LARGEST_COUNT and words[at].lower().endswith("s")
    if entry is not None and entry[0] == "fraction" and (number == 1 or plural):
        counted = (i and words[i - 1].lower() in lex.fraction_not_after) or _is_year(words[at + 2])
        quarters_of_a_year = entry[1] == 0.25 and at == j and (words[at + 1].lower() != "of" or counted)
        if not quarters_of_a_year:
            value = number * entry[1]
            return Numeral(value, value, i, at + 1, entry[2], spelled=True, fraction=True, takes_of=True)
    if number <= MOST_OF:
        among = share(tokens, j, lex) if number == 1 or low != "of" else None
        if among is not None and number < among[0]:
            value = number / among[0]
            return Numeral(value, value, i, among[1], lex.fraction_rule, spelled=True, fraction=True)
    factor = _last_scale(tokens, i, j, lex)
    return Numeral(number, number, i, j, rule, spelled=True, scaled=factor > 1, factor=factor)


def _is_year(word: str) -> bool:
    """True for 2024: three quarters of it are nine months."""
    return len(word) == YEAR_DIGITS and word.isdecimal()


def _decimals(tokens: Tokens, j: int, lex: Lexicon) -> tuple[str, int]:
    """The digits behind a spoken point: "zero three" is "03", "twenty-five" is "25"."""
    digits = ""
    while len(digits) < MOST_DECIMALS:
        entry = lex.number_words.get(tokens.words[j].lower())
        if entry is None or entry[0] not in SMALL:
            break
        number, j = _sum(tokens, j, lex)
        digits += f"{number:.0f}"
    return digits, j


def _last_scale(tokens: Tokens, i: int, j: int, lex: Lexicon) -> float:
    """The scale that number words end in: a million for "two million"."""
    return lex.scales.get(tokens.words[j - 1].lower(), 1.0) if j - 1 > i else 1.0


def share(tokens: Tokens, j: int, lex: Lexicon) -> tuple[float, int] | None:
    """What follows the one in "one in five", "one out of three", "one of four": of how many, and the index behind."""
    words = tokens.words
    low = words[j].lower()
    at = j + 2 if low == "out" and words[j + 1].lower() == "of" else j + 1 if low in ("in", "of") else 0
    if not at:
        return None
    at += words[at].lower() == "every"
    word = words[at]
    entry = lex.number_words.get(word.lower())
    if entry is not None and entry[0] in SMALL and entry[1] > 1:
        whole, end = _sum(tokens, at, lex)
        return None if low == "in" and _timed(tokens, end, lex) else (whole, end)
    digits = word.replace(",", "")
    plain = low != "of" and word.isascii() and digits.isdecimal() and (len(word) <= 3 or digits != word)
    counted = words[at + 1][:1].isalpha() and not tokens.glued(at + 1)
    if not (plain and counted) or len(word) > LONGEST_WHOLE or (low == "in" and _timed(tokens, at + 1, lex)):
        return None
    return (float(digits), at + 1) if float(digits) > 1 else None


def _timed(tokens: Tokens, i: int, lex: Lexicon) -> bool:
    """A time follows: "two in three days" is no share of the days."""
    found = lex.unit_trie.match(tokens, i)
    return found is not None and found[0].dimension == "time"


def _fraction(tokens: Tokens, i: int, value: float, rule: str, lex: Lexicon) -> Numeral | None:
    """Reads "a third of", "half a million", "half the power", "a quarter of a million", "half an hour"."""
    words = tokens.words
    before = words[i - 1].lower() if i else ""
    after = words[i + 1].lower()
    single = before in ("a", "an", "one")
    first = i - 1 if single else i
    half = value == 0.5
    if half and before == "a" and words[i - 2].lower() == "and" and words[i - 3].lower() in lex.half_units:
        return Numeral(1.5, 1.5, i - 3, i + 1, rule, spelled=True) if words[i - 4].lower() in ARTICLES else None
    direct = words[i + 2].lower() if after in DASHES and tokens.glued(i + 1) else after
    if half and direct in lex.half_units and before not in lex.fraction_not_after:
        return Numeral(value, value, first, i + 1, rule, spelled=True)
    scale = lex.scales.get(after) if not words[i].lower().endswith("s") else None
    if scale is not None and scale >= THOUSAND and before not in lex.fraction_not_after:
        value *= scale
        return Numeral(value, value, first, i + 2, lex.scale_rule, spelled=True, scaled=True, factor=scale)
    if half and after in ARTICLES:
        scale = lex.scales.get(words[i + 2].lower())
        if scale is not None:
            value *= scale
            return Numeral(value, value, i, i + 3, lex.scale_rule, spelled=True, scaled=True, factor=scale)
        if words[i + 2].lower() in lex.half_units:
            return Numeral(value, value, i, i + 1, rule, spelled=True, half=True)
        return None
    if words[i].lower().endswith("s") or before in lex.fraction_not_after:
        return None
    if single and after == "of":
        scale = lex.scales.get(words[i + 3].lower()) if words[i + 2].lower() in ARTICLES else None
        if scale is not None:
            value *= scale
            return Numeral(value, value, first, i + 4, lex.scale_rule, spelled=True, scaled=True, factor=scale)
        return Numeral(value, value, first, i + 1, rule, spelled=True, fraction=True, takes_of=True)
    if (half and (after in lex.half_followers or before == "by")) or (
        single and not half and after in lex.comparatives
    ):
        return Numeral(value, value, first, i + 1, rule, spelled=True, fraction=True, takes_of=True)
    return None


def _vague(tokens: Tokens, i: int, value: float, rule: str, lex: Lexicon) -> Numeral | None:
    """Reads "hundreds of miles" lies between 100 and 1,000, "tens of thousands" between 10,000 and 100,000."""
    words = tokens.words
    if words[i + 1].lower() != "of" or (i and words[i - 1].lower() in lex.vague_not_after):
        return None
    j = i + 1
    inner = lex.number_words.get(words[i + 2].lower())
    if inner is not None and inner[0] == "vague":
        value, j = value * inner[1], i + 3
    return Numeral(value, value * 10.0, i, j, rule, spelled=True, scaled=True, takes_of=True)
