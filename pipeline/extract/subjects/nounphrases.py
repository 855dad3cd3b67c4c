"""Finds the noun phrases that can refer back: "the chip", "Acme's new GPU", "both cards".
What only looks like one is passed over: a noun that is part of a name, says what a name is, or tells of another year's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.extract.mentions.shapes import GENITIVES
from pipeline.extract.subjects.naming import THINGS
from pipeline.extract.text.scene import Mention, Sentence, standing
from pipeline.model import BlockKind
from pipeline.rulebook import Rulebook
from pipeline.rulebook.syntax import alternatives

_DESIGN = "architecture"
_APOSTROPHES = frozenset({"'", "’"})


@dataclass(frozen=True, slots=True)
class NounPhrase:
    """``word`` opens it ("the", "both", "'s"), ``noun`` is its head in the singular, for things of ``types``; within it
    stand the names of ``inner``, firms all; ``opening`` is what stands before the subject of a clause.
    """

    sentence: Sentence
    match: re.Match[str]
    types: tuple[str, ...]
    inner: tuple[Mention, ...]
    opening: re.Pattern[str]

    @property
    def words(self) -> str:
        """All of it, in small letters."""
        return self.match[0]

    @property
    def word(self) -> str:
        """The word that opens it."""
        return self.match[1]

    @property
    def noun(self) -> str:
        """Its head in the singular."""
        return self.match[2]

    @property
    def plural(self) -> bool:
        """True for several things."""
        return bool(self.match[3])

    @property
    def opens(self) -> bool:
        """True where a clause begins with it: its subject."""
        return opens(self.sentence, self.match, self.opening)

    @property
    def start(self) -> int:
        """Where it begins in the article."""
        return self.sentence.start + self.match.start()

    @property
    def end(self) -> int:
        """Where it ends in the article."""
        return self.sentence.start + self.match.end()

    @property
    def noun_start(self) -> int:
        """Where its head begins in the article."""
        return self.sentence.start + self.match.start(2)

    @property
    def maker(self) -> str:
        """The firm named in it; empty where none is."""
        return self.inner[-1].name if self.inner else ""

    def possessor(self) -> str:
        """The company whose thing is meant: "Intel's 7-nanometer chip"; empty where none is named right before."""
        for mention in self.sentence.mentions:
            if mention.type == "company" and mention.end <= self.start:
                between = self.sentence.low[mention.end - self.sentence.start : self.match.start()]
                if between.rstrip() in {"", *GENITIVES}:
                    return mention.name
        return ""

    def standing(self, target: Mention, how: str = "head") -> Mention:
        """The phrase as a mention of ``target``."""
        return standing(target, self.sentence, self.match, how)


class NounPhrases:
    """Finds noun phrases; one instance serves all articles."""

    def __init__(self, rulebook: Rulebook) -> None:
        syntax, word = rulebook.syntax.lowered, rulebook.syntax.word
        self._types = {h.noun.lower(): h.types for h in rulebook.cues.head}
        nouns = alternatives(self._types)
        between = "|".join(map(word, ("preposition", "definite", "pointing", "article", "unspecific")))
        filler = rf"(?:(?!(?:{between})\b)[\w’'-]+(?:\.\d[\w-]*)?\s+)"
        lead = rulebook.syntax.regex("reference-lead").pattern
        loose = alternatives({h.noun.lower() for h in rulebook.cues.head if h.generic})
        head = rf"(?!(?:{loose})\s+{filler}?(?:{nouns})s?\b)({nouns})(s?)\b"  # "the flagship Acme chip"
        self._head = re.compile(rf"\b({lead})\s+{filler}{{0,3}}?{head}")
        self._owned = re.compile(rf"(['’]s)\s+{filler}{{0,4}}?{head}")
        last = [noun.replace("-", " ").split()[-1] for noun in self._types]
        self._needs = frozenset((*last, *(f"{word}s" for word in last)))
        self._both_do, self._owner_noun = syntax("both-do"), syntax("owner-noun")
        self._no_reference, self._cluster = syntax("no-reference-noun"), syntax("core-cluster")
        self._apposed, self._of_it = syntax("name-behind"), syntax("of-it")
        self._opening, self._inside = syntax("clause-opening"), syntax("part-inside")
        self._predicate, self._last_years = syntax("predicate-lead"), syntax("last-years")
        self._finite, self._indefinite = syntax("finite-verb"), syntax("indefinite-before")
        self._fresh = rulebook.syntax.listed("fresh")

    def find(self, sentence: Sentence) -> Iterator[NounPhrase]:
        """Those of a sentence, one at a time, as what was made of one bears on the next."""
        if not sentence.holds(self._needs):
            return
        for match in self._matches(sentence.low):
            types = self._types[match[2]]
            if self._is_none(sentence, match, types):
                continue
            start, end = sentence.start + match.start(), sentence.start + match.end()
            inner = tuple(m for m in sentence.mentions if m.start < end + 1 and start < m.end)
            if all(m.type == "company" and start <= m.start and m.end <= end for m in inner):
                yield NounPhrase(sentence, match, types, inner, self._opening)

    def _matches(self, text: str) -> Iterator[re.Match[str]]:
        """Where "the new chip" and the like stand, then where "X's new chip" does."""
        yield from self._head.finditer(text)
        if "'" in text or "’" in text:
            yield from self._owned.finditer(text)

    def _is_none(self, sentence: Sentence, match: re.Match[str], types: tuple[str, ...]) -> bool:
        """True for words that refer to nothing; such as are another year's are noted in the sentence."""
        start, end = sentence.start + match.start(), sentence.start + match.end()
        if self._no_reference.match(sentence.low, match.end()) or _is_of_a_name(sentence, match):
            return True
        if self._cluster.search(match[0]) or self._both_do.match(match[0]):
            return True
        if types[0] == _DESIGN and match[1] in self._fresh and sentence.led(self._indefinite, start):
            return True  # "features a new 6nm architecture": none that was named
        if match[1][-1] == "s" and sentence.led(self._last_years, start):
            sentence.elsewhere.append((start, end))  # "last year's model", which is not the one in mind
            return True
        if any(end == known for known, _ in sentence.unresolved):
            return True  # the noun closes an unknown name
        if any(first < end and start < behind for first, behind in sentence.elsewhere):
            return True  # nor what is known not to be meant
        return self._belongs_to_a_name(sentence, match, types)

    def _belongs_to_a_name(self, sentence: Sentence, match: re.Match[str], types: tuple[str, ...]) -> bool:
        """True where the noun only says what a thing named beside it is."""
        start, end = sentence.start + match.start(), sentence.start + match.end()
        things = [m for m in sentence.mentions if m.type in THINGS]
        if match[1][-1] == "s" and match[1][0] in _APOSTROPHES and self._is_owned(sentence, start, things):
            return True  # "the X100 chip's 8-core CPU": a part of what is named
        if sentence.led(self._predicate, start) and any(m.end < start for m in things):
            return True  # "the X100 is the chip that": the noun says what the X100 is
        if any(0 <= m.start - end <= 3 or 0 <= start - m.end <= 1 for m in things):
            return True
        behind = next((m for m in sentence.mentions if m.start >= end), None)
        if behind and self._inside.fullmatch(sentence.low, match.start(), behind.start - sentence.start):
            return True  # "the NPU in the X100"
        does = sentence.text[end - sentence.start :][:1] == " " and sentence.followed(self._finite, end)
        if not does and any(_explains(m, start, sentence) for m in sentence.mentions if m.type in types):
            return True  # "the Aurora, the latest machine": what was named right before
        return sentence.followed(self._apposed, end) and sentence.led(self._of_it, start)  # "of the top card, the X100"

    def _is_owned(self, sentence: Sentence, start: int, things: Sequence[Mention]) -> bool:
        """True where a chip stands right before "'s", its noun aside."""
        owner = next((m for m in reversed(things) if m.end <= start), None)
        if owner is None or owner.type != "chip":
            return False
        origin = sentence.start
        return self._owner_noun.fullmatch(sentence.low, owner.end - origin, start - origin) is not None


def opens(sentence: Sentence, match: re.Match[str], opening: re.Pattern[str]) -> bool:
    """True for words that a clause begins with: its subject; ``opening`` is what stands before such."""
    return bool(opening.search(sentence.low[: match.start()]))


def _explains(mention: Mention, start: int, sentence: Sentence) -> bool:
    """True for the common noun at ``start`` that a comma joins to a name."""
    return mention.end + 2 == start and sentence.text[mention.end - sentence.start :][:2] == ", "


def _is_of_a_name(sentence: Sentence, match: re.Match[str]) -> bool:
    """True for "the Chip Alliance", "the Home Appliance unit": capitals make the noun part of a name."""
    noun, following = sentence.text[match.start(2) : match.end()], sentence.text[match.end() : match.end() + 3]
    before = sentence.text[match.end(1) : match.start(2)].split()[-1:]
    named = noun.istitle() and ((following[:1] == " " and following[1:].istitle()) or any(w.istitle() for w in before))
    return named and sentence.block.kind not in {BlockKind.TITLE, BlockKind.HEADING}
