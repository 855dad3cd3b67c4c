"""An article as the table sees it: its facts, its claims without the weight of validation, and what its words give.
A million claims fit into memory because equal parts are held once and texts stay packed until somebody looks.
"""

from __future__ import annotations

import json
import zlib
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from functools import lru_cache
from typing import Any, NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from pipeline.fuse.passages import Stretch
from pipeline.model import Claim, DateMention, DateValue, LightClaim

T = TypeVar("T", bound=Hashable)
Pieces = NDArray[np.int64]
Passages = NDArray[np.int32]
"""Paragraphs long enough to be quoted, a row each: start, end, and from where to where the pieces of it are."""


class LightDate(NamedTuple):
    """What the table needs of a :class:`~pipeline.model.DateMention`."""

    start: int
    end: int
    value: DateValue
    granularity: str
    relative: bool


class Words(NamedTuple):
    """The words of an article in runs as numbers, in order, and its passages."""

    pieces: Pieces
    passages: Passages


class Repeat(NamedTuple):
    """Paragraphs that stand in the article twice."""

    first: Stretch
    second: Stretch
    paragraphs: int


class PresentDate(NamedTuple):
    """A date right behind a phrase of presentness: the date's place among the article's, the phrase, the rule."""

    date: int
    cue: str
    rule: str


class Years(NamedTuple):
    """A span of years told in words beside the year it began in."""

    start: int
    end: int
    told: float
    words: str
    year: str
    rule: str


class Change(NamedTuple):
    """A change told with figures that do not fit together: the figure told, what the others give, all their words."""

    start: int
    end: int
    words: str
    right: str
    passage: str
    rule: str


class Credited(NamedTuple):
    """A sentence that credits a source, with its pieces."""

    start: int
    end: int
    source: str
    rule: str
    pieces: tuple[int, ...]


class Swap(NamedTuple):
    """A word that is a designator of one of the article's subjects with two neighbours swapped: its place, the
    designator, and how often each of the two stands in the article.
    """

    start: int
    end: int
    right: str
    odd_count: int
    right_count: int


class Finds(NamedTuple):
    """What an article's words give whoever else says what; ``fewer`` is what a large batch keeps of its ``words``, and
    ``same`` a digest of all of them; ``differences`` are values of claims that it tells as such.
    """

    same: bytes
    words: Words
    fewer: Words
    repeats: tuple[Repeat, ...] = ()
    present: tuple[PresentDate, ...] = ()
    years: tuple[Years, ...] = ()
    changes: tuple[Change, ...] = ()
    credited: tuple[Credited, ...] = ()
    swaps: tuple[Swap, ...] = ()
    differences: tuple[Stretch, ...] = ()


class Source(NamedTuple):
    """One article with its claims. ``packed`` is its text, compressed."""

    name: str
    url: str
    canonical: str
    title: str
    publisher: str
    author: str
    published: DateValue | None
    published_from: str
    language: str
    notes: tuple[str, ...]
    characters: int
    packed: bytes
    claims: tuple[LightClaim, ...]
    dates: tuple[LightDate, ...]
    finds: Finds

    @property
    def text(self) -> str:
        """The article's text; the last few hundred that were looked at stay open."""
        return _opened(self.packed)

    def quote(self, start: int, end: int) -> str:
        """The words between two offsets."""
        return self.text[start:end]


class Shared:
    """Equal parts of many claims held once: values, qualifiers, rules, names."""

    def __init__(self) -> None:
        self._held: dict[type, dict[Any, Any]] = defaultdict(dict)
        self._qualifiers: dict[tuple[tuple[str, str], ...], dict[str, str]] = {}
        self._made: dict[object, dict[Hashable, Any]] = defaultdict(dict)
        self._read: dict[object, dict[str, Any]] = defaultdict(dict)

    def one(self, thing: T) -> T:
        """The first thing that was equal to this one."""
        first: T = self._held[type(thing)].setdefault(thing, thing)
        return first

    def made(self, raw: Hashable, make: Callable[[Any], Any]) -> Any:
        """What ``make`` makes of ``raw``, made once."""
        made = self._made[make]
        found = made.get(raw)
        if found is None:
            found = made[raw] = self.one(make(raw))
        return found

    def read(self, lines: Sequence[str], make: Callable[[Any], Any]) -> list[Any]:
        """What ``make`` makes of what each of these lines of JSON holds, made once."""
        read = self._read[make]
        try:
            return list(map(read.__getitem__, lines))
        except KeyError:
            for line in lines:
                if line not in read:
                    thing = make(json.loads(line))
                    read[line] = self.qualifiers(thing) if isinstance(thing, dict) else self.one(thing)
            return [read[line] for line in lines]

    def qualifiers(self, given: dict[str, str]) -> dict[str, str]:
        """The same for qualifiers, their order counting."""
        return self._qualifiers.setdefault(tuple(given.items()), given)

    def claim(self, claim: Claim) -> LightClaim:
        """A claim without the weight."""
        one = self.one
        return LightClaim(
            claim.id,
            one(claim.article),
            one(claim.subject),
            one(claim.subject_type),
            one(claim.attribute),
            one(claim.value),
            self.qualifiers(claim.qualifiers),
            one(claim.attribution),
            claim.modality,
            claim.quote,
            claim.start,
            claim.end,
            claim.value_start,
            claim.value_end,
            None if claim.normalized is None else one(claim.normalized),
            one(claim.origin),
            one(claim.rules),
            one(claim.confidence),
        )

    def dates(self, dates: Iterable[DateMention]) -> tuple[LightDate, ...]:
        """Date expressions without the weight."""
        return tuple(
            LightDate(date.start, date.end, self.one(date.value), self.one(date.granularity), date.relative)
            for date in dates
        )


def packed(text: str) -> bytes:
    """A text compressed; half a letter, as broken pages have them, is kept as it is."""
    return zlib.compress(text.encode("utf-8", "surrogatepass"), 1)


@lru_cache(maxsize=256)
def _opened(data: bytes) -> str:
    return zlib.decompress(data).decode("utf-8", "surrogatepass")
