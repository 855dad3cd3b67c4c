"""The material with what several kinds of suspicion ask of it: which numbers rival each other, and how to weigh them.
It is found out once a batch, and is gone when all have been asked.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import combinations
from typing import NamedTuple

from pipeline.fuse.marked import Marked
from pipeline.fuse.material import Material
from pipeline.fuse.observe import Amount, Condition, Observation, number
from pipeline.fuse.suspect.flagging import Scales, compatible

Side = list[Observation]
Sides = dict[tuple[Condition, tuple[object, ...], str], Side]
"""Claims by condition, number and, where it counts, the unit in which they are stated."""


class Contested(NamedTuple):
    """The numbers of one subject and attribute that are not all one, and the same by what they say; whether the same
    digits are compared in two units, and whether they are stated in two.
    """

    members: list[Observation]
    sides: Sides
    compared_twice: bool
    stated_twice: bool


class Evidence(Material):
    """What those who suspect look at; get one from :func:`evidence_of`."""

    @cached_property
    def scales(self) -> Scales:
        """What numbers usually are in this batch."""
        return Scales(self)

    @cached_property
    def units_used(self) -> dict[tuple[str, Condition, str], frozenset[str]]:
        """The subjects that are given in a unit, by attribute, condition and unit; claims without a condition aside."""
        used: dict[tuple[str, Condition, str], set[str]] = {}
        for (subject, attribute), conditions in self.groups.items():
            for condition, members in conditions.items():
                for unit in {found.stated_unit for found in members} - {""} if condition else ():
                    used.setdefault((attribute, condition, unit), set()).add(subject)
        return {key: frozenset(subjects) for key, subjects in used.items()}

    @cached_property
    def contested(self) -> list[Contested]:
        """Every subject and attribute with two numbers or more."""
        return [_contested(members) for members in map(_numbers, self.groups.values()) if _differ(members)]

    def rivals(
        self, suspected: Marked, as_stated: bool = False, where: Callable[[Contested], bool] = bool
    ) -> Iterator[tuple[Side, Side]]:
        """Pairs of distinct numbers of one subject and attribute under conditions that do not exclude each other, each
        as the list of unsuspected claims that state it; ``as_stated`` also tells apart the units they are stated in.
        ``where`` says for which subjects and attributes they are wanted.
        """
        for contested in filter(where, self.contested):
            unsuspected = suspected.spare(contested.members)
            if unsuspected and not as_stated:
                sides = contested.sides
            else:
                members = contested.members if unsuspected else suspected.without(contested.members)
                sides = _sides(members, as_stated)
            for ((condition, value, _), some), ((under, other, _), others) in combinations(sides.items(), 2):
                if value != other and (condition == under or compatible(condition, under)):
                    yield some, others


def evidence_of(material: Material) -> Evidence:
    """The same material, for those who suspect."""
    return Evidence(**vars(material))


def _differ(members: Sequence[Observation]) -> bool:
    """Whether some numbers are not all one."""
    return len({found.measure[:3] for found in members}) > 1


def _contested(members: list[Observation]) -> Contested:
    sides = _sides(members, False)
    stated = {id(found.claim.value): number(found.claim) for found in members}.values()
    return Contested(
        members,
        sides,
        _in_two_units(value for _, value, _ in sides),
        _in_two_units((value.low, value.high, value.unit) for value in stated if value is not None),
    )


def _in_two_units(numbers: Iterable[tuple[object, ...]]) -> bool:
    """Whether the same ends are given in two units."""
    distinct = set(numbers)
    return len({number[:2] for number in distinct}) < len(distinct)


def _numbers(conditions: Mapping[Condition, Sequence[Observation]]) -> list[Observation]:
    """The claims of all conditions that give a number, and no conversion of one."""
    return [
        found
        for members in conditions.values()
        for found in members
        if isinstance(found.measure, Amount) and found.converted is None
    ]


def _sides(members: Iterable[Observation], as_stated: bool) -> Sides:
    """The members by what they say, in the order in which it is first said; ``as_stated`` also by their own unit."""
    sides: Sides = {}
    for found in members:
        key = (found.condition, found.measure[:3], found.stated_unit if as_stated else "")
        sides.setdefault(key, []).append(found)
    return sides
