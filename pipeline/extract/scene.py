"""What one sentence holds, before any claim is made: mentions, quantities, dates and cue words, all by offset.
Plain mutable records for speed; only claims leave the package.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol, TypeVar

from pipeline.extract.words import Words
from pipeline.model import Block, DateMention, Quantity


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

    ``label`` is what a table's row or column says of a cell that stands here as a sentence, ``label_dates`` the dates
    in it. What a step asks of the
    hits is worked out once and kept, since the same is asked again for each value; so they are complete from the start.
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
    label_dates: list[DateMention] = field(default_factory=list)
    _asked: dict[tuple[str, ...], list[Hit]] = field(default_factory=dict, compare=False, repr=False)

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
