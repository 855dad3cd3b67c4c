"""Text values compared: spelling apart, the same by rule, one inside the other by rule or by name.
"HBM" holds HBM3 and HBM3e, which are two things; "TSMC 4N" is 4N, which is of the 5 nm class.
"""

from __future__ import annotations

import re
from collections import defaultdict

from pipeline.fuse.names import Names, plain
from pipeline.rulebook.verdicts import VerdictRules

_TOKEN = re.compile(r"\d+(?:\.\d+)?|[^\W\d_]+|\+")
_LIST = re.compile(r"\s*(?:,|;|/|\band\b)\s*")
_WORD_PAIR = re.compile(r"(?<=\d)(?=nm\b)", re.IGNORECASE)
_BY = str.maketrans("×✕", "xx")


def tokens(text: str) -> tuple[str, ...]:
    """A text value as letters and digits apart, without case: "5nm" and "5 nm" are one, HBM3 and HBM3e are not.

    >>> tokens("N3E") == tokens("n3e"), tokens("HBM3") == tokens("HBM3e"), tokens("4 × 2") == tokens("4x2")
    (True, False, True)
    """
    return tuple(token.casefold() for token in _TOKEN.findall(_WORD_PAIR.sub(" ", text.translate(_BY))))


class Texts:
    """The hierarchy of text values under one rulebook."""

    def __init__(self, rules: VerdictRules, names: Names) -> None:
        self._names = names
        self._longer = frozenset(rules.texts.longer)
        self._empty: dict[str, set[str]] = defaultdict(set)
        for maker in rules.maker:
            for attribute in maker.attributes:
                self._empty[attribute].update(word.casefold() for word in maker.words)
        self._same: dict[tuple[str, str], set[str]] = defaultdict(set)
        for same in rules.same:
            for attribute in same.attributes:
                for text in same.texts:
                    self._same[attribute, self.form(attribute, text)].add(same.id)
        self._broader: dict[tuple[str, str], set[str]] = defaultdict(set)
        for rule in rules.within:
            for attribute in rule.attributes:
                broad = self.form(attribute, rule.broad)
                for text in rule.narrow:
                    self._broader[attribute, self.form(attribute, text)].add(broad)

    def form(self, attribute: str, text: str) -> str:
        """A text without the words that change nothing ("TSMC", "class"), in one spelling."""
        kept = [token for token in tokens(text) if token not in self._empty[attribute]]
        return " ".join(kept or tokens(text))

    def same(self, attribute: str, a: str, b: str) -> bool:
        """Whether two texts say the same."""
        first, second = self.form(attribute, a), self.form(attribute, b)
        if first == second:
            return True
        if self._same.get((attribute, first), set()) & self._same.get((attribute, second), set()):
            return True
        return self._names.key(a) == self._names.key(b) != "" or self._parts(attribute, a) == self._parts(attribute, b)

    def within(self, attribute: str, narrow: str, broad: str) -> bool:
        """Whether ``narrow`` is a case of ``broad``: by rule, by maker or family, or as a part of its list."""
        small, large = self.form(attribute, narrow), self.form(attribute, broad)
        if large in self._broader.get((attribute, small), ()):
            return True
        if self._parts(attribute, narrow) < self._parts(attribute, broad):
            return True
        name, target = self._names.canonical(narrow), plain(self._names.canonical(broad))
        for _ in range(4):
            name = self._names.family.get(name) or self._names.maker.get(name, "")
            if not name:
                break
            if plain(name) == target:
                return True
        return _longer(small.split(), large.split(), attribute in self._longer)

    def _parts(self, attribute: str, text: str) -> frozenset[str]:
        """The members of a list: "FP4, FP6" has two."""
        return frozenset(self.form(attribute, part) for part in _LIST.split(text) if part.strip())


def _longer(narrow: list[str], broad: list[str], behind: bool) -> bool:
    """Whether ``narrow`` only adds words to ``broad``, in front ("Nvidia H100") or, where allowed, behind
    ("Blackwell Ultra"); a further digit or letter makes it another thing.
    """
    if not broad or len(narrow) <= len(broad):
        return False
    if narrow[-len(broad) :] == broad:
        extra = narrow[: -len(broad)]
    elif behind and narrow[: len(broad)] == broad:
        extra = narrow[len(broad) :]
    else:
        return False
    return all(len(word) > 1 and not word.isdigit() for word in extra)
