"""Recognises names that no list knows: a series with a new designator, a model number beside a maker or head noun.
Everything found here still carries its rule, so that a reader can see that it was guessed.
"""

from __future__ import annotations

import re

from spacy.tokens import Doc, Token

from pipeline.rulebook import Rulebook


class Shapes:
    """The token shapes and variant words of rules/shapes.toml, compiled."""

    def __init__(self, rulebook: Rulebook) -> None:
        rules = rulebook.shapes
        self._designator = _union([s.pattern for s in rules.shape if s.use == "designator"])
        self._name = _union([s.pattern for s in rules.shape if s.use == "name"])
        self._variants = frozenset(rules.variants)
        self.never = frozenset(n.lower() for n in rules.never)
        self.company_suffixes = frozenset(rules.company_suffixes)
        self.name_nouns = frozenset(rules.name_nouns)
        self._heads = frozenset(h.noun.lower() for h in rulebook.cues.head)
        self._hyphen_number = re.compile(r"\d{1,4}[A-Z]{0,2}")
        self._units = frozenset(_unit_words(rulebook))

    def is_designator(self, token: Token) -> bool:
        """True for what may follow a series name: "9950X3D2", "4090", "v5p"."""
        text = token.text
        return (
            any(c.isdigit() for c in text) and bool(self._designator.fullmatch(text)) and text.lower() not in self.never
        )

    def is_variant(self, token: Token) -> bool:
        """True for capitalised words that continue a name: "Pro", "Ti"."""
        return token.text in self._variants

    def is_name(self, token: Token) -> bool:
        """True for a model number that may be a name of its own: "M890", "810E"."""
        text = token.text
        if not self._name.fullmatch(text) or text.lower() in self.never:
            return False
        letters = text.lstrip("0123456789")
        return letters == text or letters.lower() not in self._units

    def hyphenated(self, doc: Doc, at: int, taken: bytearray) -> int:
        """The end of a name like "KX-8" or "SN-40L" that starts at token ``at``; ``at`` where there is none."""
        if at + 2 >= len(doc) or taken[at + 1] or taken[at + 2] or doc[at + 1].text not in {"-", "‑"}:
            return at
        letters, number = doc[at], doc[at + 2]
        joined = not letters.whitespace_ and not doc[at + 1].whitespace_
        fits = letters.text.isalpha() and letters.text.isupper() and 2 <= len(letters.text) <= 4
        following = doc[at + 3].lower_ if at + 3 < len(doc) else ""
        fits = fits or (letters.text.istitle() and following in self._heads)
        if not (joined and fits and self._hyphen_number.fullmatch(number.text)):
            return at
        return at if f"{letters.text}-{number.text}".lower() in self.never else at + 3

    def tail(self, doc: Doc, at: int, taken: bytearray) -> int:
        """The end of the designators and variant words that start at token ``at``; ``at`` where there are none.

        A bare number only counts where no unit or counted noun follows ("Ryzen 9 9950X", but not "Xeon 288 cores").
        """
        end = at
        while end < len(doc) and not taken[end]:
            token = doc[end]
            if self.is_designator(token):
                if token.text.isdigit() and self._measured(doc, end, at):
                    break
                end += 1
            elif self.is_variant(token) or (
                token.text == "-"
                and end + 1 < len(doc)
                and not taken[end + 1]
                and (self.is_designator(doc[end + 1]) or self.is_variant(doc[end + 1]))
                and not doc[end].whitespace_
            ):
                end += 1
            else:
                break
            if (
                end < len(doc)
                and end > at
                and doc[end - 1].text != "-"
                and not doc[end - 1].whitespace_
                and doc[end].text != "-"
            ):
                break
        return end

    def _measured(self, doc: Doc, at: int, start: int) -> bool:
        following = doc[at + 1].text if at + 1 < len(doc) else ""
        if following.lower() in self._units or following in {"%", "percent"}:
            return True
        year = len(doc[at].text) == 4 and doc[at].text[:2] in {"19", "20"}
        return year or (following.islower() and following.isalpha() and at > start)


def _union(patterns: list[str]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{p})" for p in patterns) or r"(?!)")


def _unit_words(rulebook: Rulebook) -> set[str]:
    """Every unit symbol and word, lower-cased, with each of its prefixes."""
    rules = rulebook.units
    words = {p.symbol: p.word for p in rules.prefix}
    found: set[str] = set()
    for unit in rules.unit:
        for prefix in unit.prefixes or ("",):
            found |= {s.replace("{}", prefix).lower() for s in (*unit.symbols, *unit.glued)}
            found |= {w.replace("{}", words.get(prefix, "")).lower() for w in unit.words}
    return found
