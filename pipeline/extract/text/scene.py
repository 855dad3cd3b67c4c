"""What one sentence holds, before any claim is made: mentions, quantities, dates and cue words, all by offset.
Plain mutable records for speed; only claims leave the package.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Protocol, TypeVar

from pipeline.extract.text.words import Words, lowered
from pipeline.model import Block, DateMention, Quantity

_WORD = re.compile(r"\w+")
_LEAD = 60  # letters before a thing that say how it is meant


@dataclass(slots=True)
class Mention:
    """One thing named (or referred to) at ``start:end``; ``how`` is ``name``, ``alias``, ``shape``, ``pronoun``,
    ``head`` or ``focus``; ``rule`` says which entry or rule recognised it.
    """

    start: int
    end: int
    name: str
    type: str
    maker: str = ""
    how: str = "name"
    rule: str = ""
    heads: tuple[str, ...] = ()
    noun: str = ""
    salience: float = 1.0


REFERRING = frozenset({"pronoun", "head"})
"""How a mention stands for a thing without naming it."""


@dataclass(slots=True)
class Hit:
    """One cue phrase at ``start:end``. ``kind`` is a cue kind or ``attr``; ``key`` a cue id or attribute name;
    ``value`` what it gives, or the side on which it counts (``cues``, ``after``, ``before``, ``against``, ``ratio``).
    """

    start: int
    end: int
    kind: str
    key: str
    value: str


@dataclass(slots=True)
class Sentence:
    """One sentence of one block, with everything recognised in it, each list in order of place.

    ``unresolved`` are the ends of common nouns that refer to a thing not known, and the types it could have;
    ``elsewhere`` where such a phrase opens a clause, so that nothing before it carries what follows.
    ``label`` is what a table's row or column says of a cell that stands here as a sentence, ``label_dates`` the dates
    in it. What a step asks of the hits or of the words before a place is worked out once and kept, since the same is
    asked again for each value; so the hits are complete from the start.
    """

    start: int
    end: int
    block: Block
    text: str
    index: int
    mentions: list[Mention] = field(default_factory=list)
    quantities: list[Quantity] = field(default_factory=list)
    dates: list[DateMention] = field(default_factory=list)
    hits: list[Hit] = field(default_factory=list)
    label: str = ""
    unresolved: list[tuple[int, tuple[str, ...]]] = field(default_factory=list)
    elsewhere: list[tuple[int, int]] = field(default_factory=list)
    label_dates: list[DateMention] = field(default_factory=list)
    _asked: dict[tuple[str, ...], list[Hit]] = field(default_factory=dict, compare=False, repr=False)
    _low: str = field(default="", compare=False, repr=False)
    _words: frozenset[str] = field(default=frozenset(), compare=False, repr=False)
    _told: dict[tuple[int, int], bool] = field(default_factory=dict, compare=False, repr=False)

    def of_kind(self, *kinds: str) -> Sequence[Hit]:
        """The cue hits of these kinds."""
        found = self._asked.get(kinds)
        if found is None:
            found = self._asked[kinds] = [h for h in self.hits if h.kind in kinds]
        return found

    def about(self, attribute: str) -> Sequence[Hit]:
        """The hits that speak for or against an attribute, those of its ratio aside."""
        found = self._asked.get(("attr", attribute))
        if found is None:
            cues = [h for h in self.of_kind("attr") if h.key == attribute and h.value != "ratio"]
            found = self._asked["attr", attribute] = cues
        return found

    @property
    def low(self) -> str:
        """The text in small letters, each where it was: patterns find things there in half the time."""
        if not self._low:
            self._low = lowered(self.text)
        return self._low

    def holds(self, needed: frozenset[str]) -> bool:
        """True where one of the words in ``needed`` stands in the text, whatever its case; also where none is needed.

        What a pattern calls a word counts, not what the tokenizer does.
        """
        if not self._words:
            self._words = frozenset(_WORD.findall(self.low))
        return not needed or not needed.isdisjoint(self._words)

    def led(self, pattern: re.Pattern[str], at: int) -> bool:
        """True where ``pattern``, one for small letters, is found in the words before the offset ``at``, as far back
        as a lead can reach. It has to be one that is kept, for it is known by its identity: else all of it would be
        looked through each time.
        """
        key = (id(pattern), at)
        known = self._told.get(key)
        if known is None:
            end = at - self.start
            known = self._told[key] = pattern.search(self.low[max(end - _LEAD, 0) : end]) is not None
        return known

    def followed(self, pattern: re.Pattern[str], at: int) -> bool:
        """True where ``pattern``, one for small letters that is kept, matches the words from the offset ``at`` on."""
        key = (id(pattern), at)
        known = self._told.get(key)
        if known is None:
            known = self._told[key] = pattern.match(self.low, at - self.start) is not None
        return known


@dataclass(slots=True)
class Findings:
    """What was recognised in a whole article, each list in order of place."""

    tokens: Words
    mentions: list[Mention]
    quantities: list[Quantity]
    dates: list[DateMention]
    hits: list[Hit]

    def within(self, sentence: Sentence) -> Sentence:
        """The sentence with what lies inside it dealt out to it."""
        sentence.mentions = within(self.mentions, sentence.start, sentence.end)
        sentence.quantities = within(self.quantities, sentence.start, sentence.end)
        sentence.dates = within(self.dates, sentence.start, sentence.end)
        sentence.hits = within(self.hits, sentence.start, sentence.end)
        return sentence

    def deal(self, sentences: Sequence[Sentence]) -> None:
        """The same for many sentences in order of place."""
        for sentence, mentions in zip(sentences, dealt(self.mentions, sentences), strict=True):
            sentence.mentions = mentions
        for sentence, quantities in zip(sentences, dealt(self.quantities, sentences), strict=True):
            sentence.quantities = quantities
        for sentence, dates in zip(sentences, dealt(self.dates, sentences), strict=True):
            sentence.dates = dates
        for sentence, hits in zip(sentences, dealt(self.hits, sentences), strict=True):
            sentence.hits = hits


class Placed(Protocol):
    """Anything with offsets."""

    @property
    def start(self) -> int:
        """The first character."""
        ...

    @property
    def end(self) -> int:
        """One behind the last character."""
        ...


P = TypeVar("P", bound=Placed)


def within(items: Sequence[P], start: int, end: int) -> list[P]:
    """Those of ``items`` (in order of place) that lie inside ``start:end``."""
    at = bisect_left(items, start, key=lambda i: i.start)
    found = []
    while at < len(items) and items[at].start < end:
        if items[at].end <= end:
            found.append(items[at])
        at += 1
    return found


def dealt(items: Sequence[P], stretches: Iterable[Placed]) -> Iterator[list[P]]:
    """What of ``items`` lies inside each of the ``stretches``: :func:`within` for many that follow one another."""
    at, count = 0, len(items)
    for stretch in stretches:
        start, end = stretch.start, stretch.end
        while at and items[at - 1].start >= start:
            at -= 1
        while at < count and items[at].start < start:
            at += 1
        found = []
        while at < count and items[at].start < end:
            if items[at].end <= end:
                found.append(items[at])
            at += 1
        yield found


def standing(target: Mention, sentence: Sentence, match: re.Match[str], how: str) -> Mention:
    """The words of a match in the sentence as a mention of ``target``; ``how`` says what they are."""
    start, end = sentence.start + match.start(), sentence.start + match.end()
    return Mention(start, end, target.name, target.type, target.maker, how, target.rule, target.heads)
