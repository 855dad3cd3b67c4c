"""A house and its series: some write of T-Head's customers, others of the Zhenwu's, and mean the same count.
Equal values support each other across the two; different ones contradict nothing, for a house may have several series.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pipeline.fuse.cells import Key
from pipeline.fuse.names import Names
from pipeline.fuse.observe import Condition, Observation
from pipeline.rulebook.verdicts import Kin

Groups = Mapping[Key, Mapping[Condition, Sequence[Observation]]]


def kindred(groups: Groups, rules: Sequence[Kin], names: Names) -> dict[Key, list[Observation]]:
    """For the subject and attribute of a house or a series, what is said of the other."""
    found: dict[Key, list[Observation]] = {}
    for rule in rules:
        for subject, attribute in groups:
            if attribute not in rule.attributes:
                continue
            house, members = (names.maker.get(subject, ""), attribute), _all(groups[subject, attribute])
            if house in groups and members[0].claim.subject_type in rule.types:
                found.setdefault((subject, attribute), []).extend(_all(groups[house]))
                found.setdefault(house, []).extend(members)
    return found


def _all(conditions: Mapping[Condition, Sequence[Observation]]) -> list[Observation]:
    return [found for members in conditions.values() for found in members]
