"""A line's name with the quoted name of its member right behind it is one name: 'EPYC "Turin" processors'.
Writers put a codename into quotation marks or brackets; what is told is told of the member.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

from pipeline.extract.text.spot import Spot
from pipeline.extract.text.words import Words

_SERIES = "series"
OPENING, _CLOSING = frozenset("\"“‘'«("), frozenset("\"”’'»)")
_INSIDE = frozenset(",.")
"""What American writers put inside the quotation marks."""


def joined_to_lines(words: Words, spots: Iterable[Spot]) -> list[Spot]:
    """``spots`` in order of place, each line that a quoted member follows being part of the member's mention."""
    ordered = sorted(spots, key=lambda s: s.first)
    lines = set()
    for line, member in pairwise(ordered):
        if line.type != _SERIES or not member.name.startswith(f"{line.name} ") or member.first != line.last + 1:
            continue
        closing = member.last + (words.lower(member.last) in _INSIDE)
        if words.texts[line.last] in OPENING and words.lower(closing)[:1] in _CLOSING:
            member.first = line.first
            lines.add(id(line))
    return [s for s in ordered if id(s) not in lines]
