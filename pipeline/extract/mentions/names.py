"""Finds listed names with one PhraseMatcher pass: every surface of rules/names, hyphen or space, any maker prefix.
Ambiguous surfaces are held back until the article shows what they mean.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from spacy.language import Language
from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc

from pipeline.extract.text.words import Words
from pipeline.rulebook import Name, Rulebook

_REMEMBERED = 20_000
_DIGIT = re.compile(r"\d")
_NUMBER = re.compile(r"[\d.,]+[BKMT]?")
_FEW = re.compile(r"\d{1,2}[A-Z]?\s")
_WORD = r"[a-z0-9]+(?:\.[0-9]+)*(?<![0-9]s)"
_COUNTED = re.compile(r"[a-z]{3,}\s\d")
_PLAIN = re.compile(rf"{_WORD}(?:[ -]{_WORD})*")
_CAPITAL_S = re.compile(r"\ds\b")  # "L40S" is one word, "L40s" are two
_DOTTED = re.compile(r"\w\.[A-Z]")  # "i.MX" in small letters is cut otherwise
_PARTS = re.compile(r"[^ -]+|-")
_COUNTABLE = frozenset({"device", "system", "series"})
_SHORT = 2  # letters of a word that tells nothing
_PLURAL = re.compile(r" [A-Z][A-Za-z]*[a-z](?<!s)$")  # "MacBook Pros", "Trn2 UltraServers"; one word takes its s apart
_NO_HYPHENS = dict.fromkeys(map(ord, "-‐‑"))


@dataclass(frozen=True, slots=True)
class Found:
    """A listed surface in a text: tokens ``first:last``, and the entries it may stand for."""

    first: int
    last: int
    names: tuple[Name, ...]
    ambiguous: bool


class NameFinder:
    """Matches the surfaces of all listed names in a Doc. What several things are called is no name in small letters
    with a number behind: "the hot 30 days", "the smart 5 percent".
    """

    def __init__(self, nlp: Language, rulebook: Rulebook) -> None:
        self.by_name = {n.name: n for n in rulebook.names}
        self._stops: frozenset[str] = frozenset(nlp.Defaults.stop_words)
        self._sure: dict[str, list[Name]] = defaultdict(list)
        self._unsure: dict[str, list[Name]] = defaultdict(list)
        self._several: dict[str, list[Name]] = defaultdict(list)  # plurals: "Xbox One S" is not many of the Xbox One
        spellings: set[str] = set()
        doubtful = {_squash(alias) for name in rulebook.names for alias in name.ambiguous}
        led = _led_by_makers(rulebook.names)
        for name in rulebook.names:
            said = {name.name, *name.aliases}
            for surface, spread in (*surfaces(name), *_with_maker(name, led)):
                bare = surface not in said and _squash(surface) in doubtful  # "S25" of an Itel is a Galaxy's, too
                _add(self._unsure if bare else self._sure, surface, name)
                spellings.update(variants(surface, spread))
                if name.type in _COUNTABLE and _PLURAL.search(surface):
                    _add(self._several, f"{surface}s", name)
                    spellings.add(f"{surface}s")
            for alias in name.ambiguous:
                _add(self._unsure, alias, name)
                spellings.update(variants(alias, bool(_DIGIT.search(alias))))
        self._meant = lru_cache(_REMEMBERED)(self._entries)  # an article names the same few things again and again
        self.surfaces = sorted({*map(str.lower, spellings), *self._sure, *self._unsure, *self._several})
        self._matcher = PhraseMatcher(nlp.vocab, attr="LOWER")
        dotted = [nlp.make_doc(s) for s in sorted(spellings) if _DOTTED.search(s)]
        self._matcher.add("name", [*patterns(nlp, self.surfaces), *capitals(nlp, self.surfaces), *dotted])

    def find(self, doc: Doc, words: Words) -> list[Found]:
        """All listed surfaces, longest first where they overlap, in order of place."""
        spans = sorted([(start - end, start, end) for _, start, end in self._matcher(doc)])
        taken = bytearray(len(doc))
        found = []
        for _, first, last in spans:
            if 1 in taken[first:last]:
                continue
            names, ambiguous = self._meant(words.text(first, last))
            if not names:
                continue
            taken[first:last] = b"\1" * (last - first)
            found.append(Found(first, last, names, ambiguous))
        return sorted(found, key=lambda f: f.first)

    def device(self, surface: str) -> Name | None:
        """The one device that a surface means, with or without its maker in front; None where it means none."""
        for words in (surface, surface.partition(" ")[2]):
            names, ambiguous = self._meant(words)
            if len(names) == 1 and not ambiguous and names[0].type == "device":
                return names[0]
        return None

    def company(self, surface: str) -> bool:
        """True for what a listed company is called, if only where the context says so."""
        return any(n.type == "company" for n in self._meant(surface)[0])

    def _entries(self, surface: str) -> tuple[tuple[Name, ...], bool]:
        """The entries that a surface as it stands may mean, and whether it is ambiguous."""
        key = _squash(surface)
        for table, ambiguous in ((self._sure, False), (self._unsure, True), (self._several, False)):
            if ambiguous and _COUNTED.match(surface):
                continue
            names = tuple(n for n in table.get(key, ()) if _case_fits(surface, n) and self._is_closed(surface, n))
            if names:
                return names, ambiguous
        return (), False

    def _is_closed(self, surface: str, name: Name) -> bool:
        """False where a function word in small letters ends what is a name with a capital: "OnePlus one more"."""
        last = surface.rpartition(" ")[2]
        return last == surface or last not in self._stops or any(n.endswith(last) for n in (name.name, *name.aliases))


def telling(names: Iterable[Name]) -> frozenset[str]:
    """The words by which listed things are known, in small letters: those of series, those that stand alone and those
    that several share. "The Oriole chip" is none of Oriole Networks.
    """
    known: set[str] = set()
    places: dict[str, set[str]] = defaultdict(set)
    for name in names:
        for surface in (name.name, *name.aliases, *name.ambiguous):
            words = surface.lower().replace("-", " ").split()
            if len(words) == 1 or name.type == "series":
                known.update(words)
                continue
            for word in words:
                places[word].add(name.name)
    known.update(word for word, holders in places.items() if len(holders) > 1)
    return frozenset(word for word in known if len(word) > _SHORT)


def patterns(nlp: Language, texts: Iterable[str]) -> list[Any]:
    """Lower-case phrases as patterns of a PhraseMatcher on LOWER.

    Plain words go in as their hashes, the shape in which the matcher itself pickles patterns; making a Doc of each
    would take most of the start-up time.
    """
    hashes: dict[str, int] = {}
    add = nlp.vocab.strings.add
    found: list[Any] = []
    for text in texts:
        if not _PLAIN.fullmatch(text):
            found.append(nlp.make_doc(text))
            continue
        words = _PARTS.findall(text)
        for word in words:
            if word not in hashes:
                hashes[word] = add(word)
        found.append([hashes[word] for word in words])
    return found


def capitals(nlp: Language, texts: Iterable[str]) -> list[Any]:
    """Patterns for the names that end in an s behind a digit as they are cut where it is a capital."""
    add = nlp.vocab.strings.add
    return [[add(word) for word in _PARTS.findall(text)] for text in texts if _CAPITAL_S.search(text)]


def _add(table: dict[str, list[Name]], surface: str, name: Name) -> None:
    """All spellings of a surface are looked up without hyphens and spaces, so one entry serves them all."""
    entries = table[_squash(surface)]
    if name not in entries:
        entries.append(name)


def _squash(surface: str) -> str:
    return "".join(surface.lower().translate(_NO_HYPHENS).split())


def _case_fits(surface: str, name: Name) -> bool:
    """An all-lowercase word is no name unless it carries a digit or the name itself is written so ("edge", "arc")."""
    if _DIGIT.search(surface) or surface != surface.lower():
        return True
    return any(s == surface for s in (name.name, *name.aliases, *name.ambiguous))


def _led_by_makers(names: Iterable[Name]) -> frozenset[str]:
    """The first words of lines that a list also gives behind their maker: "iPad", because of "Apple iPad"."""
    return frozenset(n.name.partition(" ")[0] for n in names if f"{n.maker} {n.name}" in n.aliases)


def _with_maker(name: Name, led: frozenset[str]) -> Iterable[tuple[str, bool]]:
    """The same for the members of such a line, which would lose the rest of their name: "Apple iPad mini"."""
    first, _, rest = name.name.partition(" ")
    if first in led and rest and name.maker and not name.name.startswith(name.maker):
        yield f"{name.maker} {name.name}", bool(_DIGIT.search(name.name))


def surfaces(name: Name) -> Iterable[tuple[str, bool]]:
    """What stands for a listed name without more context, and whether its parts may be joined in other ways."""
    for surface in (name.name, *name.aliases):
        if surface in name.ambiguous:
            continue
        digits = bool(_DIGIT.search(surface))
        yield surface, digits
        bare = surface.removeprefix(name.maker + " ") if name.maker else surface
        if bare == surface or _NUMBER.fullmatch(bare) or _FEW.match(bare):
            continue  # "Micron 2400", "Xiaomi 15T", "Realme 8 Pro": without its maker it is a number, or another's
        if bare not in name.ambiguous and ((digits and len(bare) > 2) or " " in bare):
            yield bare, digits


def variants(surface: str, spread: bool) -> Iterable[str]:
    """A surface with spaces for hyphens and hyphens for spaces; AI models also with a space before their number."""
    yield surface
    if "-" in surface:
        yield surface.replace("-", " ")
    if spread:
        parts = surface.replace("-", " ").split(" ")
        if 1 < len(parts) <= 5:
            for cut in sorted({1, len(parts) - 1}):
                yield " ".join(parts[:cut]) + "-" + " ".join(parts[cut:])
        spaced = re.sub(r"(?<=[a-z]{3})(?=\d)", " ", surface)
        if spaced != surface:
            yield spaced
