"""Decides what an ambiguous surface means in this article: M1 beside Apple is a chip, "Core" alone is a word.
Evidence is the maker's presence, the words right beside it, and sure mentions of the same thing elsewhere.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from pipeline.extract.mentions.names import Found
from pipeline.extract.mentions.quoted import OPENING
from pipeline.extract.text.words import Words
from pipeline.rulebook import Name
from pipeline.rulebook.scoring import AmbiguityWeights
from pipeline.rulebook.syntax import SyntaxRules

_COLONS = frozenset({",", ":", "—", "–"})
_SET_OFF = frozenset({",", "(", "—", "–"})  # what a name may stand behind within a sentence
_EXPLAINING = 4  # words behind the article
_POSSESSIVE = {"'s", "’s"}
_QUOTES = (['"'], ["“"], ["”"], ["‘"], ["’"], ["'"])
_HELD = frozenset({"device", "series"})
_LONG = 5  # letters of a line's name that is more than a tier
_LEAD = 40  # letters before a quotation mark


class Ambiguity:
    """What the article as a whole says about makers and names, from its sure mentions."""

    def __init__(
        self,
        words: Words,
        found: Sequence[Found],
        heads: dict[str, tuple[str, ...]],
        verbs: set[str],
        naming: set[str],
        weights: AmbiguityWeights,
        never: frozenset[str],
        syntax: SyntaxRules,
        kinds: frozenset[str] = frozenset(),
    ) -> None:
        self._words = words
        self._heads = heads
        self._verbs = verbs
        self._naming = naming
        self._weights = weights
        self._never = never
        names = ("company-founded", "company-funded", "company-reports")
        self._founded = [syntax.regex(name) for name in names]
        self._articles, self._against = syntax.listed("any-article"), syntax.listed("set-against")
        self._kinds = kinds
        self._names: Counter[str] = Counter()
        self._makers: Counter[str] = Counter()
        self._said = frozenset(words.lowers)
        self._kinds_named: Counter[str] = Counter()
        self._firms = {f.last: f.names[0].name for f in found if not f.ambiguous and f.names[0].type == "company"}
        for item in found:
            if not item.ambiguous:
                for name in item.names[:1]:
                    self._names[name.name] += 1
                    self._makers[name.maker or name.name] += 1
                    self._kinds_named.update(name.heads[:1] if name.type in _HELD else ())
        firms = {
            f.last: n.name for f in found for n in f.names if n.type == "company" and words.texts[f.first].istitle()
        }
        self._given = {words.text(f.first, f.last) for f in found if f.ambiguous and self._is_given(f, firms)}

    def learn(self, found: Sequence[Found]) -> None:
        """Take in what ambiguous surfaces plainly mean at one place, as evidence for the others."""
        meant = [self._likeliest(item) for item in found if item.ambiguous]
        self._names.update(name.name for name, score in meant if name is not None and score >= self._weights.head)

    def choose(self, found: Found) -> Name | None:
        """The entry that the surface stands for here; None where nothing says that it is a name at all."""
        best, score = self._likeliest(found)
        surface = self._words.text(found.first, found.last)
        weights = self._weights
        plain = any(c.isdigit() for c in surface) and surface.lower() not in self._never
        needed = weights.around if plain else weights.head
        return best if score >= needed or not found.ambiguous else None

    def _likeliest(self, found: Found) -> tuple[Name | None, float]:
        """The entry that most speaks for, and how much; none where nothing does. Whose maker the text never names is
        not meant where it names that of another: in a text about TSMC the A16 is no chip of Apple's.
        """
        best, score = None, 0.0
        for name in [n for n in found.names if self._makers[n.maker]] or found.names:
            value = self._evidence(found, name)
            if value > score:
                best, score = name, value
        return best, score

    def _evidence(self, found: Found, name: Name) -> float:
        words, weights = self._words, self._weights
        score = 0.01 if not found.ambiguous else 0.0
        if found.ambiguous and words.lower(found.first - 1) == "-" and words.lower(found.first - 2)[:1].isdigit():
            return 0.0
        if self.is_anothers(found, name) or self._is_spelt_otherwise(found, name):
            return 0.0
        if name.maker and self._maker_before(found, name.maker):
            score += weights.beside
        if name.maker and self._is_code_name(found, name):
            score += weights.head
        if self._names[name.name] or self._is_elder(name) or self._is_line(found, name):
            score += weights.named
        if self._names[name.name.removesuffix(f" {words.text(found.first, found.last)}")] and name.type == "model":
            score += weights.head  # the Scout, in a text that speaks of Llama 4
        elif self._is_sister(found, name):
            score += weights.head  # or of the Llama 4 Maverick
        if self._is_next_design(found, name) or self._is_quoted_member(found, name):
            score += weights.head
        following = words.lower(found.last)
        if following in self._kinds:  # "Corsair AI accelerator"
            following = words.lower(found.last + 1)
        kinds = self._heads.get(following) or self._heads.get(following.removesuffix("s"), ())
        if name.type in kinds and (name.type != "series" or kinds[0] != "architecture"):
            score += weights.head  # but "Core architecture" is that of the cores
        if name.type == "company" and self._stands_as_name(found):
            score += weights.head
        before = words.lower(found.first - 1)
        if self._is_rival(found, name):
            score += weights.head
        if name.type != "company" and (
            before in self._naming or self._is_apposed(found, name, before) or self._is_explained(found, name)
        ):
            score += weights.head
        if name.type == "system" and self._said_of(name) and (self._is_inside(found) or self._is_always_named(found)):
            score += weights.head  # a Frontier, in a text that speaks of supercomputers
        if self._makers[name.maker]:
            score += weights.around + min(self._makers[name.maker], 99) / 1000
        return score

    def _is_quoted_member(self, found: Found, name: Name) -> bool:
        """True for the Turin of 'EPYC "Turin"': its line stands before the opening mark."""
        line = name.name.removesuffix(f" {self._words.text(found.first, found.last)}")
        if line == name.name or self._words.texts[max(found.first - 1, 0)] not in OPENING:
            return False
        return self._words.lower(found.first - 2) == line.split(" ")[-1].lower()

    def _is_next_design(self, found: Found, name: Name) -> bool:
        """True for the Feynman of a text about Rubin, which it follows; not where a first name stands before it."""
        if name.type != "architecture" or not name.predecessor:
            return False
        before = self._words.texts[found.first - 1] if found.first else ""
        if before.istitle() and before != name.maker and before.lower() not in self._words.texts:
            return False
        line = name.predecessor.split(" ")[-1]
        return any(line in other.split(" ") for other in self._names)

    def _is_spelt_otherwise(self, found: Found, name: Name) -> bool:
        """True for the Semi of "Semi-Custom": a firm called SEMI is written in capitals."""
        surface = self._words.text(found.first, found.last)
        return name.type == "company" and found.ambiguous and surface != name.name == surface.upper()

    def ends_a_compound(self, found: Found, name: Name) -> bool:
        """True for the scale AI of "a wafer-scale AI chip": no firm's name in small letters begins behind a hyphen."""
        words = self._words
        small = words.texts[found.first][:1].islower() and name.name[:1].isupper()
        return name.type == "company" and small and words.lower(found.first - 1) == "-"

    def _is_elder(self, name: Name) -> bool:
        """True where the next of its line is named in full: "the Switch" beside the Switch 2."""
        return name.type in {"device", "series", "system"} and any(
            other.startswith(f"{name.name} ") and other[len(name.name) + 1 :].isdigit() for other in self._names
        )

    def _is_line(self, found: Found, name: Name) -> bool:
        """True for "the Altra" in a text that names the Ampere Altra Max in full."""
        words = self._words
        surface = words.text(found.first, found.last)
        told = surface.istitle() and len(surface) >= _LONG and words.lower(found.first - 1) in self._articles
        if name.type != "series" or not told or "".join(words.texts[found.last : found.last + 1]).istitle():
            return False
        return any(other.startswith(f"{name.name} ") for other in self._names)

    def _is_sister(self, found: Found, name: Name) -> bool:
        """True for the last word of a model's name where the text names another of the same line in full."""
        if name.type != "model" or not self._words.texts[found.first][:1].isupper():
            return False
        stem = name.name.removesuffix(f" {self._words.text(found.first, found.last)}")
        return stem != name.name and any(other.startswith(f"{stem} ") for other in self._names)

    def is_anothers(self, found: Found, name: Name) -> bool:
        """True right behind another company's name: the Watch of "OnePlus Watch" is not Apple's. Letters and digits
        that another company's name stands before once ("Acme's K1") are its own all over a text without their maker.
        """
        firm = self._firms.get(found.first)
        if not found.ambiguous or name.type == "company" or not name.maker:
            return False
        given = not self._makers[name.maker] and self._words.text(found.first, found.last) in self._given
        return given or (firm is not None and firm != name.maker)

    def _is_given(self, found: Found, firms: Mapping[int, str]) -> bool:
        """True for letters and digits with a company before them that makes none of the things they can mean; ``firms``
        are companies by the token behind them.
        """
        owned = self._words.lower(found.first - 1) in _POSSESSIVE
        firm = firms.get(found.first - owned)
        digits = any(c.isdigit() for c in self._words.text(found.first, found.last))
        return digits and firm is not None and firm not in {n.maker for n in found.names}

    def _is_rival(self, found: Found, name: Name) -> bool:
        """True for "while the Switch sold" in a text that names other consoles, and for "PS5 vs Switch"."""
        surface, before = self._words.texts[found.first], self._words.texts[found.first - 1 : found.first]
        set_against = surface.istitle() and len(surface) >= _LONG and bool(before) and before[0] in self._against
        return set_against and name.type == "series" and any(self._kinds_named[noun] > 1 for noun in name.heads[:1])

    def _is_apposed(self, found: Found, name: Name, before: str) -> bool:
        """True right behind the noun for its kind, written as a name: "its first chip Prodigy"."""
        return name.type in self._heads.get(before, ()) and self._words.texts[found.first][:1].isupper()

    def _is_explained(self, found: Found, name: Name) -> bool:
        """True right before a comma or dash and the noun for its kind: "Prodigy, an inference chip"."""
        words, at = self._words, found.last
        if (
            words.lower(at) not in _COLONS
            or words.lower(at + 1) not in self._articles
            or not words.texts[found.first][:1].isupper()
        ):
            return False
        following = [words.lower(n) for n in range(at + 2, at + 2 + _EXPLAINING)]
        return any(name.type in self._heads.get(word, ()) for word in following)

    def _said_of(self, name: Name) -> bool:
        """True where the text says the noun for a thing, of one or of several."""
        noun = name.heads[0].lower() if name.heads else ""
        return bool(noun) and not self._said.isdisjoint((noun, f"{noun}s"))

    def _is_inside(self, found: Found) -> bool:
        """Capitalised within a sentence, not at its head."""
        before = self._words.texts[found.first - 1] if found.first else ""
        return self._words.texts[found.first][:1].isupper() and (before.islower() or before in {",", "(", ":"})

    def _is_always_named(self, found: Found) -> bool:
        """True for a word that the text writes with a capital wherever it has it, and more than once."""
        words = self._words
        word = words.texts[found.first]
        alone = found.last == found.first + 1 and word[:1].isupper()
        return alone and word.lower() not in words.texts and words.texts.count(word) > 1

    def _stands_as_name(self, found: Found) -> bool:
        """Capitalised in the middle of a sentence, or possessive, or the subject of a company's verb."""
        words = self._words
        if not words.texts[found.first][:1].isupper():
            return False
        following = words.lower(found.last)
        if (
            following in _POSSESSIVE
            or following in self._verbs
            or words.text(found.last, found.last + 1) in self._given
        ):
            return True
        behind = words.end(found.last - 1)
        if any(pattern.match(words.source, behind) for pattern in self._founded):
            return True
        before = words.texts[found.first - 1] if found.first else ""
        return before.islower() or before in _SET_OFF

    def _is_code_name(self, found: Found, name: Name) -> bool:
        """True for a name in quotation marks right behind its maker or its family: Acme's "Corsair"."""
        words = self._words
        if (
            words.texts[found.first - 1 : found.first] not in _QUOTES
            or words.texts[found.last : found.last + 1] not in _QUOTES
        ):
            return False
        at = words.starts[found.first - 1]
        lead = words.source[max(at - _LEAD, 0) : at].rstrip()
        lead = lead.removesuffix("'s").removesuffix("’s").lower()
        family = name.family.removeprefix(f"{name.maker} ")
        return any(lead.endswith(said.lower()) for said in (name.maker, family) if said)

    def _maker_before(self, found: Found, maker: str) -> bool:
        """The maker stands right before, plain or possessive, at most one adjective between."""
        before = [w for w in self._words.lowers[max(found.first - 4, 0) : found.first] if w not in _POSSESSIVE]
        return maker.lower() in before[-2:]
