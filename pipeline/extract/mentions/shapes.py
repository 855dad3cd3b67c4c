"""Recognises names that no list knows: a series with a new designator, a model number beside a maker or head noun.
Everything found here still carries its rule, so that a reader can see that it was guessed.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from pipeline.extract.text.spot import Spot
from pipeline.extract.text.words import Words
from pipeline.rulebook import Rulebook

GENITIVES = frozenset({"'s", "’s", "'", "’"})


class Shapes:
    """The token shapes and variant words of rules/shapes.toml, compiled."""

    def __init__(self, rulebook: Rulebook) -> None:
        rules = self._rules = rulebook.shapes
        self._designator = _union([s.pattern for s in rules.shape if s.use == "designator"])
        self._version = _union([s.pattern for s in rules.shape if s.use == "version"])
        self._name = _union([s.pattern for s in rules.shape if s.use == "name"])
        self._instance = _union([s.pattern for s in rules.shape if s.use == "instance"])
        self._size = _union([s.pattern for s in rules.shape if s.use == "size"])
        self._variants = frozenset(rules.variants)
        self._after_number = rulebook.syntax.regex("after-number-name")
        self._numbered = frozenset(rules.numbered)
        self._titled = frozenset(noun.lower() for noun in rules.titled_nouns)
        self._unit_homonyms = frozenset(rules.unit_homonyms)
        self.never = frozenset(n.lower() for n in rules.never)
        self.company_suffixes = frozenset(rules.company_suffixes)
        self.core_nouns = frozenset(rules.core_nouns)
        self.panel_nouns = frozenset(rules.panel_nouns)
        self._site_nouns = frozenset(word.lower() for word in rules.site_nouns)
        self._site_words = frozenset(word.lower() for word in rules.site_words)
        self.line_nouns = frozenset(rules.line_nouns)
        self.counting = rules.counting
        self.product_nouns = frozenset(rules.product_nouns)
        self.name_nouns = frozenset(rules.name_nouns)
        self._heads = frozenset(h.noun.lower() for h in rulebook.cues.head)
        self._called = _called(rulebook)
        self._hyphen_number = re.compile(r"\d{1,4}[A-Z]{0,2}")
        self._units = frozenset(_unit_words(rulebook))

    def in_small_letters(self, *lists: str) -> frozenset[str]:
        """The words of these lists of rules/shapes.toml, as they are looked up."""
        return frozenset(word.lower() for name in lists for word in getattr(self._rules, name))

    def is_designator(self, text: str) -> bool:
        """True for what may follow a series name: "9950X3D2", "4090", "v5p"."""
        if not any(c.isdigit() for c in text) or not self._designator.fullmatch(text):
            return False
        return text.lower() not in self.never or self._version.fullmatch(text) is not None

    def is_unit(self, text: str) -> bool:
        """True for a unit's symbol or word, in whatever case; single letters are none."""
        return len(text) > 1 and text.lower() in self._units

    def called(self, maker: str) -> str:
        """A company's name without what only says that it is one: "Acme Systems" is "Acme"."""
        words = self._called.get(maker, maker).split()
        while len(words) > 1 and words[-1] in self.company_suffixes:
            words.pop()
        return " ".join(words)

    def is_size(self, text: str) -> bool:
        """True for the number of parameters that an AI model's name may hold: "7B", "A2.7B"."""
        return text[-1] in "bB" and bool(self._size.fullmatch(text))

    def is_variant(self, text: str) -> bool:
        """True for capitalised words that continue a name: "Pro", "Ti"."""
        return text in self._variants

    def is_name(self, text: str) -> bool:
        """True for a model number that may be a name of its own: "M890", "810E"."""
        if not self._name.fullmatch(text) or text.lower() in self.never:
            return False
        letters = text.lstrip("0123456789")
        return letters == text or letters.lower() not in self._units

    def is_instance(self, text: str) -> bool:
        """True for what cloud makers call their machines for rent: "M7g", "HBv4"."""
        return self._instance.fullmatch(text) is not None and text.lower() not in self.never

    def hyphenated(self, words: Words, at: int, taken: bytearray) -> int:
        """The end of a name like "KX-8" or "SN-40L" that starts at token ``at``; ``at`` where there is none."""
        texts = words.texts
        if at + 2 >= len(words) or texts[at + 1] != "-" or taken[at + 1] or taken[at + 2]:
            return at
        letters, number = texts[at], texts[at + 2]
        if not (words.joined[at] and words.joined[at + 1] and self._hyphen_number.fullmatch(number)):
            return at
        fits = letters.isalpha() and letters.isupper() and 2 <= len(letters) <= 4
        if not fits and not (letters.istitle() and words.lower(at + 3) in self._heads):
            return at
        return at if f"{letters}-{number}".lower() in self.never else at + 3

    def variants(self, words: Words, at: int, taken: bytearray) -> int:
        """The end of the variant words that start at token ``at``, each set off by a space."""
        end = at
        while end < len(words) and not taken[end] and not words.joined[end - 1]:
            if words.texts[end].removesuffix("+") not in self._variants:
                break
            end += 1
            if self._is_ordinal(words, end, taken):
                end += 1
        return end

    def stem(self, words: Sequence[str]) -> Sequence[str]:
        """The words of a name without those of its tier: "Vortex 2" of the Vortex 2 Pro."""
        while len(words) > 1 and self.is_variant(words[-1]):
            words = words[:-1]
        return words

    def take_tier(self, words: Words, spot: Spot, taken: bytearray) -> None:
        """Take the tier that stands behind a mention into it: "the Vortex 2 Pro" where the Vortex 2 is known."""
        end = self.variants(words, spot.last, taken)
        if end > spot.last:
            spot.name = f"{spot.name} {words.text(spot.last, end)}"
            taken[spot.last : end] = b"\1" * (end - spot.last)
            spot.last = end

    def _is_ordinal(self, words: Words, at: int, taken: bytearray) -> bool:
        """True for the number that a word like "Gen" before it needs: "Gen 3", whatever follows."""
        if not 0 < at < len(words) or taken[at] or words.texts[at - 1] not in self._numbered or words.joined[at - 1]:
            return False
        return words.texts[at].isdigit() and len(words.texts[at]) < 3

    def _convertible(self, words: Words, at: int, taken: bytearray) -> int:
        """The end of "2-in-1" that starts at token ``at``; ``at`` where there is none."""
        parts = words.texts[at : at + 5]
        fits = len(parts) == 5 and parts[0].isdigit() and [p.lower() for p in parts[1:]] == ["-", "in", "-", "1"]
        return at + 5 if fits and not any(taken[at : at + 5]) else at

    def tail(self, words: Words, at: int, taken: bytearray) -> int:
        """The end of the designators and variant words that start at token ``at``; ``at`` where there are none.

        A bare number only counts where no unit or counted noun follows ("Ryzen 9 9950X", but not "Xeon 288 cores").
        """
        end = at
        while end < len(words) and not taken[end]:
            text = words.texts[end]
            if end > at and self._is_ordinal(words, end, taken):
                end += 1
                continue
            whole = self._convertible(words, end, taken)
            if whole > end:
                end = whole
                continue
            if self.is_designator(text):
                if text.isdigit() and self._measured(words, end, at):
                    break
            elif not self.is_variant(text) and not self._hyphen(words, end, taken):
                break
            end += 1
            glued = end < len(words) and words.joined[end - 1] and "-" not in {words.texts[end - 1], words.texts[end]}
            if glued:
                break
        return end

    def is_site(self, words: Words, at: int) -> bool:
        """True for the M15X of "the M15X wafer fabrication facility": a plant is called so."""
        at += 1
        while words.lower(at) in self._site_words:
            at += 1
        return words.lower(at) in self._site_nouns

    def _hyphen(self, words: Words, at: int, taken: bytearray) -> bool:
        """True for a hyphen that joins a further designator."""
        if words.texts[at] != "-" or at + 1 >= len(words) or taken[at + 1] or not words.joined[at]:
            return False
        return self.is_designator(words.texts[at + 1]) or self.is_variant(words.texts[at + 1])

    def _goes_on(self, words: Words, at: int) -> bool:
        """True for a unit that is another word too, with a word behind it: "the Venu 2 in 2021"."""
        following = words.texts[at + 1] if at + 1 < len(words) else ""
        return words.texts[at] in self._unit_homonyms and following[:1].isalnum() and not words.joined[at]

    def _measured(self, words: Words, at: int, start: int) -> bool:
        following = words.texts[at + 1] if at + 1 < len(words) else ""
        if following.lower() in self._units and not self._goes_on(words, at + 1):
            return True
        if following == "-" and words.joined[at] and words.lower(at + 2) in self._units:
            return True  # "Pro 12-inch", "16 3-in-1"
        year = len(words.texts[at]) == 4 and words.texts[at][:2] in {"19", "20"}
        if year or at == start:
            return year and following.lower() not in self._titled
        return following.islower() and following.isalpha() and not self._after_number.fullmatch(following)


def _called(rulebook: Rulebook) -> dict[str, str]:
    """What opens the names of a maker's things where it is not the maker's name: "AWS Graviton"."""
    known = {n.name: n.aliases for n in rulebook.names if n.type == "company"}
    found: dict[str, Counter[str]] = {}
    for name in rulebook.names:
        if name.maker in known:
            opening = (alias for alias in known[name.maker] if name.name.startswith(f"{alias} "))
            found.setdefault(name.maker, Counter())[next(opening, "")] += 1
    return {maker: often for maker, said in found.items() if (often := said.most_common(1)[0][0])}


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
