"""Claims sorted into cells: one subject, one attribute, one condition, and one value where several stand side by side.
A value with fewer conditions supports the cells it fits, but contradicts none of them.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain, combinations
from operator import attrgetter

from pipeline.fuse.judge import Judge
from pipeline.fuse.judgement import Said, Voice, denied, in_fixed_order, what_of
from pipeline.fuse.marked import Marked
from pipeline.fuse.observe import Condition, Measure, Observation
from pipeline.fuse.periods import wider
from pipeline.fuse.readable import stated

_ORDER = attrgetter("order")
Key = tuple[str, str]


@dataclass(eq=False)
class Draft:
    """A cell before its verdict: its own observations, those flagged, and those that support it from outside. Nobody
    changes it; it is not frozen because freezing takes longer than making it.
    """

    subject: str
    attribute: str
    condition: Condition
    sound: tuple[Observation, ...]
    flagged: tuple[Observation, ...]
    support: tuple[Observation, ...]
    observations: Sequence[Observation] = field(init=False)
    """All claims of the cell, in order of place."""

    def __post_init__(self) -> None:
        self.observations = sorted((*self.sound, *self.flagged), key=_ORDER) if self.flagged else self.sound

    @property
    def id(self) -> str:
        """A name that is the same in every run that finds this cell."""
        text = "\x1f".join((self.subject, self.attribute, *chain.from_iterable(self.condition)))
        return "c" + hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:12]

    def voices(self, flagged: bool) -> list[Voice]:
        """What is judged: the cell's own claims, with or without the flagged ones, and its support."""
        own = self.observations if flagged else self.sound
        return [*[Voice(found, False) for found in own], *[Voice(found, True) for found in self.support]]


def group(observations: Sequence[Observation]) -> dict[Key, dict[Condition, list[Observation]]]:
    """Observations, which stand in their order, by subject and attribute, and there by condition."""
    groups: dict[Key, dict[Condition, list[Observation]]] = defaultdict(lambda: defaultdict(list))
    for found in observations:
        claim = found.claim
        groups[claim.subject, claim.attribute][found.condition].append(found)
    return {key: dict(sorted(groups[key].items())) for key in sorted(groups)}


def drafts(
    conditions: Mapping[Condition, Sequence[Observation]],
    excluded: Marked,
    judge: Judge,
    kindred: Sequence[Observation] = (),
) -> list[Draft]:
    """The cells of one subject and attribute; ``excluded`` are the flagged claims, ``kindred`` those of a subject whose
    values may support these.
    """
    kindred = excluded.without(kindred)
    sound = {condition: excluded.without(members) for condition, members in conditions.items()}
    values = {condition: Values(members, judge) for condition, members in sound.items()} if len(sound) > 1 else {}
    result = []
    for condition, members in conditions.items():
        flagged = [] if len(sound[condition]) == len(members) else [found for found in members if found in excluded]
        parts = _split(sound[condition], judge)
        base = _base(parts) if len(parts) > 1 else 0
        added: list[list[Observation]] = [[] for _ in parts]
        for found in flagged:
            home = next((at for at, part in enumerate(parts) if _fits(found, part, judge)), base)
            added[home].append(found)
        for at, part in enumerate(parts):
            name = condition if at == base else _with_value(condition, part)
            support: list[Observation] = []
            if values or kindred:
                here = Values(part, judge)
                support = _support(part, here, condition, sound, values)
                support += [f for f in kindred if f.condition == condition and here.hold(f)]
            first = part[0] if part else flagged[0]
            result.append(
                Draft(
                    first.claim.subject,
                    first.claim.attribute,
                    name,
                    tuple(part),
                    tuple(added[at]),
                    tuple(support),
                )
            )
    return result


def _split(members: list[Observation], judge: Judge) -> list[list[Observation]]:
    """One list, or one a value where the values stand side by side by nature, or one origin itself states several."""
    if len(members) < 2 or not (members[0].side_by_side or _plural(members, judge)):
        return [members]
    kinds: dict[Said, list[Observation]] = defaultdict(list)
    for found in members:
        kinds[what_of(found)].append(found)
    if len(kinds) == 1:
        return [members]
    parts: list[list[list[Observation]]] = []
    for alike in (kinds[what] for what in in_fixed_order(kinds)):
        first = min(alike, key=_age) if len(alike) > 1 else alike[0]
        home = next((part for part in parts if not any(_apart(first, others, judge) for others in part)), None)
        if home is None:
            parts.append([alike])
        else:
            home.append(alike)
    return [sorted((found for alike in part for found in alike), key=_ORDER) for part in parts]


def _apart(found: Observation, alike: Sequence[Observation], judge: Judge) -> bool:
    """Whether a value is another than one of these, who all say the same; where a rate decides, each has its day."""
    others = alike[:1] if judge.comparable(found, alike[0]) else alike
    return any(judge.apart(found, other) for other in others)


def _age(found: Observation) -> tuple[bool, dt.date, dt.date, int]:
    """What the earliest of several is known by, whatever their articles are called; those without a date come last."""
    published = found.published
    if published is None:
        return (True, dt.date.max, dt.date.max, found.order)
    return (False, published.date_start, published.date_end, found.order)


def _plural(members: Sequence[Observation], judge: Judge) -> bool:
    """Whether one voice states two values that cannot be one, or one witness does, for itself and for a source."""
    if len({what_of(found) for found in members}) == 1 and members[0].converted is None:
        return False  # one value throughout; only conversions of one sum can differ, by the rate of their day
    voices = _pairs(members, [found.origin for found in members])
    if any(judge.apart(a, b) and not judge.of_two_dates(a, b) for a, b in voices):
        return True
    return any(judge.beside(a, b) for a, b in _pairs(members, list(map(judge.witness, members))))


def _pairs(members: Sequence[Observation], names: Sequence[str]) -> Iterator[tuple[Observation, Observation]]:
    """Each pair of observations of one name; of those that say the same in one article the first. ``names`` are those
    of the members.
    """
    if len(set(names)) == len(names):
        return  # mostly
    named: dict[str, list[Observation]] = defaultdict(list)
    for name, found in zip(names, members, strict=True):
        named[name].append(found)
    for alike in named.values():
        if len(alike) > 1:
            kinds: dict[tuple[object, ...], Observation] = {}
            for found in alike:
                kinds.setdefault((found.measure, found.claim.modality, found.at, found.origin), found)
            yield from combinations(kinds.values(), 2)


def _fits(found: Observation, part: Sequence[Observation], judge: Judge) -> bool:
    """Whether an observation contradicts nobody of a part."""
    seen = set()
    for other in part:
        key = (other.measure, other.converted, other.claim.modality, other.published)
        if key not in seen:
            seen.add(key)
            if judge.contradicts(found, other):
                return False
    return True


def _base(parts: Sequence[Sequence[Observation]]) -> int:
    """The part that keeps the plain condition: the one that most origins, then most claims, speak for."""
    return max(range(len(parts)), key=lambda at: (len({f.origin for f in parts[at]}), len(parts[at]), -at))


def _with_value(condition: Condition, part: Sequence[Observation]) -> Condition:
    """The condition of one value among several."""
    texts = sorted({denied(found) + stated(found.claim.value) for found in part})
    return tuple(sorted((*condition, ("value", texts[0]))))


class Values:
    """The distinct values of some observations: each other value is compared with them once."""

    def __init__(self, members: Sequence[Observation], judge: Judge) -> None:
        self._judge = judge
        self._kinds = {found.measure: found for found in members}
        self._told: dict[Measure, bool] = {}

    def hold(self, found: Observation) -> bool:
        """Whether one of them is the value of this observation."""
        told = self._told.get(found.measure)
        if told is None:
            told = any(self._judge.same(found, other) for other in self._kinds.values())
            self._told[found.measure] = told
        return told


def _support(
    part: Sequence[Observation],
    here: Values,
    condition: Condition,
    sound: Mapping[Condition, Sequence[Observation]],
    values: Mapping[Condition, Values],
) -> list[Observation]:
    """Claims of the same value under a wider condition that fit ``here`` alone, or under a narrower one: of several
    narrower conditions that a value fits, nobody knows which is meant.
    """
    if not part or len(sound) < 2:
        return []
    result: list[Observation] = []
    for other, members in sound.items():
        if wider(other, condition):
            rivals = [values[third] for third in sound if wider(other, third) and third != condition]
            result += [found for found in members if here.hold(found) and not any(r.hold(found) for r in rivals)]
        elif wider(condition, other) and not part[0].vague:
            result += [found for found in members if here.hold(found)]
    return result
