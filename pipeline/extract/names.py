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

from pipeline.extract.words import Words
from pipeline.rulebook import Name, Rulebook

_REMEMBERED = 20_000
_DIGIT = re.compile(r"\d")
_NUMBER = re.compile(r"[\d.,]+[BKMT]?")
_PLAIN = re.compile(r"[A-Za-z0-9]+(?<![0-9]s)(?:[ -][A-Za-z0-9]+(?<![0-9]s))*")
_PARTS = re.compile(r"[A-Za-z0-9]+|-")


@dataclass(frozen=True, slots=True)
class Found:
    """A listed surface in a text: tokens ``first:last``, and the entries it may stand for."""

    first: int
    last: int
    names: tuple[Name, ...]
    ambiguous: bool


class NameFinder:
    """Matches the surfaces of all listed names in a Doc."""

    def __init__(self, nlp: Language, rulebook: Rulebook) -> None:
        self.by_name = {n.name: n for n in rulebook.names}
        self._sure: dict[str, list[Name]] = defaultdict(list)
        self._unsure: dict[str, list[Name]] = defaultdict(list)
        for name in rulebook.names:
            for surface in surfaces(name):
                _add(self._sure, surface, name)
            for alias in name.ambiguous:
                for surface in variants(alias, bool(_DIGIT.search(alias))):
                    _add(self._unsure, surface, name)
        self._meant = lru_cache(_REMEMBERED)(self._entries)  # an article names the same few things again and again
        texts = sorted({*self._sure, *self._unsure})
        self.surfaces = texts
        self._matcher = PhraseMatcher(nlp.vocab, attr="LOWER")
        self._matcher.add("name", _patterns(nlp, texts))

    def find(self, doc: Doc, words: Words) -> list[Found]:
        """All listed surfaces, longest first where they overlap, in order of place."""
        spans = sorted(((end - start, start, end) for _, start, end in self._matcher(doc)), key=lambda s: (-s[0], s[1]))
        taken = bytearray(len(doc))
        found = []
        for _, first, last in spans:
            if any(taken[first:last]):
                continue
            names, ambiguous = self._meant(words.text(first, last))
            if not names:
                continue
            taken[first:last] = b"\1" * (last - first)
            found.append(Found(first, last, names, ambiguous))
        return sorted(found, key=lambda f: f.first)

    def _entries(self, surface: str) -> tuple[tuple[Name, ...], bool]:
        """The entries that a surface as it stands may mean, and whether it is ambiguous."""
        key = _squash(surface)
        for table, ambiguous in ((self._sure, False), (self._unsure, True)):
            names = tuple(n for n in table.get(key, ()) if _case_fits(surface, n))
            if names:
                return names, ambiguous
        return (), False


def _patterns(nlp: Language, texts: list[str]) -> list[Any]:
    """Surfaces as patterns of a PhraseMatcher on LOWER.

    Plain words go in as the hashes of their lower-case forms, the shape in which the matcher itself pickles patterns;
    making a Doc of each would take most of the start-up time.
    """
    strings = nlp.vocab.strings
    return [
        [strings.add(word.lower()) for word in _PARTS.findall(text)] if _PLAIN.fullmatch(text) else nlp.make_doc(text)
        for text in texts
    ]


def _add(table: dict[str, list[Name]], surface: str, name: Name) -> None:
    entries = table[surface.lower()]
    if name not in entries:
        entries.append(name)
    squashed = _squash(surface)
    if squashed != surface.lower() and name not in table[squashed]:
        table[squashed].append(name)


def _squash(surface: str) -> str:
    return re.sub(r"[\s\-‐‑]+", "", surface.lower())


def _case_fits(surface: str, name: Name) -> bool:
    """An all-lowercase word is no name unless it carries a digit or the name itself is written so ("edge", "arc")."""
    if _DIGIT.search(surface) or surface != surface.lower():
        return True
    return any(s == surface for s in (name.name, *name.aliases, *name.ambiguous))


def surfaces(name: Name) -> Iterable[str]:
    """All ways to write a listed name that stand for it without more context."""
    for surface in (name.name, *name.aliases):
        if surface in name.ambiguous:
            continue
        digits = bool(_DIGIT.search(surface))
        yield from variants(surface, digits)
        bare = surface.removeprefix(name.maker + " ") if name.maker else surface
        if _NUMBER.fullmatch(bare):
            continue  # "Micron 2400", "Xiaomi 15T": without its maker it is a number
        if bare != surface and bare not in name.ambiguous and ((digits and len(bare) > 2) or " " in bare):
            yield from variants(bare, digits)


def variants(surface: str, spread: bool) -> Iterable[str]:
    """A surface with spaces for hyphens and hyphens for spaces; AI models also with a space before their number."""
    yield surface
    if "-" in surface:
        yield surface.replace("-", " ")
    if spread:
        parts = re.split(r"[ -]", surface)
        if 1 < len(parts) <= 5:
            for cut in sorted({1, len(parts) - 1}):
                yield " ".join(parts[:cut]) + "-" + " ".join(parts[cut:])
        spaced = re.sub(r"(?<=[a-z]{3})(?=\d)", " ", surface)
        if spaced != surface:
            yield spaced
