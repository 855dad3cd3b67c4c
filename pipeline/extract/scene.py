"""What one sentence holds, before any claim is made: mentions, quantities, dates and cue words, all by offset.
Plain mutable records for speed; only claims leave the package.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field

from spacy.tokens import Doc

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
    """One sentence of one block, with everything recognised in it, each list in order of place."""

    start: int
    end: int
    block: Block
    text: str
    index: int
    mentions: list[Mention] = field(default_factory=list)
    quantities: list[Quantity] = field(default_factory=list)
    dates: list[DateMention] = field(default_factory=list)
    hits: list[Hit] = field(default_factory=list)

    def of_kind(self, *kinds: str) -> list[Hit]:
        """The cue hits of these kinds."""
        return [h for h in self.hits if h.kind in kinds]


class Tokens:
    """Offsets of a Doc's tokens, for distances in words."""

    def __init__(self, doc: Doc) -> None:
        self.starts = [t.idx for t in doc]

    def index(self, offset: int) -> int:
        """The number of the token that holds, or comes last before, ``offset``."""
        return max(bisect_right(self.starts, offset) - 1, 0)

    def gap(self, a_start: int, a_end: int, b_start: int, b_end: int) -> int:
        """How many tokens lie between two stretches; 0 where they touch or overlap."""
        left, right = (a_end, b_start) if a_end <= b_start else (b_end, a_start)
        if right <= left:
            return 0
        return max(bisect_left(self.starts, right) - bisect_left(self.starts, left), 0)
