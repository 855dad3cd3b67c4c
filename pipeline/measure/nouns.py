"""Finds the counted noun behind a number without a grammar: the first plural within reach, or the next word.
Good enough for news, and a thousand times faster than a parser.
"""

from __future__ import annotations

from typing import NamedTuple

from pipeline.measure.lexicon import Lexicon
from pipeline.measure.tokens import Tokens


class NounMatch(NamedTuple):
    """A noun phrase at tokens ``first:last`` whose head is the last word, given in the singular."""

    head: str
    first: int
    last: int


def noun_at(tokens: Tokens, i: int, lex: Lexicon, single: bool = False, hyphen: bool = False) -> NounMatch | None:
    """The noun phrase from token ``i`` on; ``single`` where the number is one, ``hyphen`` for "four-cylinder"."""
    words = tokens.words
    j = i
    taken: list[int] = []
    plural_at = -1
    while len(taken) < lex.noun.reach:
        word = words[j]
        if not word or not (word[0].isalpha()) or (word in lex.noun_stop and word != "US"):
            break
        if tokens.glued(j) and j > i and words[j - 1] not in ("-", "‑", "/"):
            break
        taken.append(j)
        if hyphen:
            break
        if is_plural(word, lex):
            plural_at = j
            nxt = words[j + 1]
            if not (is_plural(nxt, lex) and nxt not in lex.noun_stop):
                break
        j += 1
        if words[j] in ("-", "‑", "/") and tokens.glued(j) and tokens.glued(j + 1):
            if words[j + 1][:1].isdigit():
                break
            j += 1
        elif words[j] in ("'", "’") and words[j + 1] == "s":
            break
    if not taken:
        return None
    if plural_at >= 0:
        return NounMatch(singular(words[plural_at], lex), i, plural_at + 1)
    if hyphen or single:
        last = taken[0] if hyphen else _single_head(tokens, taken)
        return NounMatch(words[last] if words[last].isupper() else words[last].lower(), i, last + 1)
    if words[taken[0]][0].isupper() and len(taken) == 1:
        return None
    return NounMatch(words[taken[0]].lower(), i, taken[0] + 1)


def _single_head(tokens: Tokens, taken: list[int]) -> int:
    """For "one": the word before the phrase ends, at most three words on."""
    return taken[min(len(taken), 1) - 1]


def is_plural(word: str, lex: Lexicon) -> bool:
    """Whether a word looks like a plural noun."""
    low = word.lower()
    if low in lex.noun.plural or low == "people":
        return True
    if len(word) < 3 or not low.endswith("s"):
        return False
    if low in lex.noun_plain or word in lex.noun_plain or low in lex.noun_stop:
        return False
    return not low.endswith(("ss", "us", "is", "ous"))


def singular(word: str, lex: Lexicon) -> str:
    """The singular of a counted noun, in lower case unless it is a name or in capitals.

    Rules for English regular plurals; the exceptions stand in rules/numbers.toml.
    """
    low = word.lower()
    known = lex.noun.plural.get(low)
    if known:
        return known
    if low in lex.noun_plain or not low.endswith("s") or low.endswith(("ss", "us", "is")):
        return low
    if word[:-1].isupper() and word.endswith("s") and len(word) > 2:
        return word[:-1]
    base = low
    if low.endswith("ies") and len(low) > 4:
        base = low[:-3] + "y"
    elif low.endswith(("sses", "shes", "ches", "xes", "zzes")):
        base = low[:-2]
    else:
        base = low[:-1]
    return base.capitalize() if word[0].isupper() and not word.isupper() and len(word) > 3 else base
