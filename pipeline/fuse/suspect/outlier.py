"""Three or more origins agree, and one is far off.

*Evidence*: a value that several origins share under one condition, and one origin alone with a value far from it.
*False friends*: a minority of two is a dispute; an article that also states the agreed value tells of two things;
values that time, a plan, a rumour or a scope explains; plural attributes, whose values stand side by side; values
already suspected of a named slip.
*Severity*: warning; error where the value is off by a multiple.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from pipeline.fuse.judgement import letters
from pipeline.fuse.marked import Marked
from pipeline.fuse.material import Material
from pipeline.fuse.observe import Amount, Days, Measure, Observation
from pipeline.fuse.readable import measured
from pipeline.fuse.suspect.flagging import flag_claim, origins
from pipeline.model import Flag, Severity
from pipeline.rulebook.suspects import Outlier


def find(material: Material, suspected: Marked) -> Iterable[Flag]:
    """Claims that stand alone against many."""
    rules = material.rulebook.suspects.outlier
    for conditions in material.groups.values():
        for members in conditions.values():
            if len(members) <= rules.origins or members[0].side_by_side or not _several(members):
                continue  # the cheapest questions first
            sound = suspected.without(members)
            if len(sound) > rules.origins:
                yield from _alone(material, sound, rules)


def _several(members: Sequence[Observation]) -> bool:
    """Whether claims may state more than one value: equal ones mostly are one object."""
    return len({id(found.measure) for found in members}) > 1


def _alone(material: Material, members: Sequence[Observation], rules: Outlier) -> Iterable[Flag]:
    kinds: dict[Measure, list[Observation]] = defaultdict(list)
    for found in members:
        kinds[found.measure].append(found)
    if len(kinds) == 1:
        return
    sides = [kinds[measure] for measure in sorted(kinds, key=letters)]
    agreed = max(sides, key=lambda side: len(origins(side)))
    backing = origins(agreed)
    if len(backing) < rules.origins:
        return
    for side in sides:
        if side is agreed or len(origins(side)) > 1 or {f.at for f in side} & {f.at for f in agreed}:
            continue
        if origins(side) & backing:
            continue
        off = _off(side[0], agreed[0], rules)
        if off is None or not material.judge.contradicts(side[0], agreed[0]):
            continue
        right = measured(agreed[0].measure, side[0].claim.attribute.endswith("_ratio"))
        for found in side:
            yield flag_claim(
                "outlier",
                off,
                found,
                f"{len(backing)} independent origins agree on {right}; this one stands alone and far off.",
                suggested=right,
                evidence=agreed,
            )


def _off(found: Observation, other: Observation, rules: Outlier) -> Severity | None:
    """How far a value lies from the agreed one: not far, far, or a multiple away."""
    a, b = found.measure, other.measure
    if isinstance(a, Days) and isinstance(b, Days):
        gap = max(a.first, b.first) - min(a.last, b.last)
        return Severity.WARNING if gap > rules.far_days else None
    if isinstance(a, Amount) and isinstance(b, Amount) and a.unit == b.unit:
        x, y = a.point, b.point
        if not x or not y or min(x, y) <= 0:
            return None
        factor = max(x, y) / min(x, y)
        if factor >= rules.sure:
            return Severity.ERROR
        return Severity.WARNING if factor >= 1 + rules.far else None
    return None
