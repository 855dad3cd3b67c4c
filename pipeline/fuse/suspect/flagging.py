"""How a suspicion about a claim is written down, and how two rival values are weighed.
Shared by the kinds that hold one claim against others.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import chain
from statistics import median

from pipeline.fuse.material import Material
from pipeline.fuse.observe import Amount, Condition, Observation
from pipeline.fuse.readable import stated
from pipeline.model import Flag, Severity
from pipeline.rulebook.attributes import Attribute

EITHER = "either"
"""The rule of flags on two values of which one must be wrong, while nothing tells which."""


def flag_claim(
    kind: str,
    severity: Severity,
    found: Observation,
    explanation: str,
    *,
    suggested: str = "",
    evidence: Iterable[Observation] = (),
    rule: str = "",
) -> Flag:
    """A flag on one claim; ``evidence`` are the claims it rests on."""
    claim = found.claim
    return Flag.trusted(
        kind=kind,
        severity=severity,
        article=claim.article,
        claim=claim.id,
        subject=claim.subject,
        attribute=claim.attribute,
        stated=stated(claim.value, claim.attribute.endswith("_ratio")),
        suggested=suggested,
        explanation=explanation,
        evidence="; ".join(witness(other) for other in shown(evidence)),
        start=claim.value_start,
        end=claim.value_end,
        rule=rule or kind,
    )


def witness(found: Observation) -> str:
    """A claim as evidence: its id, article and value."""
    claim = found.claim
    return f"{claim.id} ({claim.article}: {stated(claim.value, claim.attribute.endswith('_ratio'))})"


def witnesses(flag: Flag) -> list[str]:
    """The ids of the claims that a flag rests on."""
    return [part.partition(" ")[0] for part in flag.evidence.split("; ")]


def many(count: int, noun: str, verb: str = "") -> str:
    """A count with its noun and verb.

    >>> many(1, "other origin", "state"), many(2, "other origin", "state"), many(3, "paragraph")
    ('one other origin states', '2 other origins state', '3 paragraphs')
    """
    one = count == 1
    told = f"{'one' if one else count} {noun}{'' if one else 's'}"
    return f"{told} {verb}{'s' if one else ''}" if verb else told


def shown(evidence: Iterable[Observation], most: int = 5) -> list[Observation]:
    """The first witnesses, one an origin and value."""
    seen: dict[tuple[object, str], Observation] = {}
    for found in sorted(evidence, key=lambda o: o.order):
        seen.setdefault((found.measure, found.origin), found)
    return list(seen.values())[:most]


def origins(found: Iterable[Observation]) -> set[str]:
    """The independent voices among observations."""
    return {one.origin for one in found}


def plausible(amount: Amount, attribute: Attribute) -> bool:
    """Whether a number in its attribute's own unit is one that the attribute can be."""
    limits = attribute.plausible
    if limits is None or amount.unit != attribute.unit:
        return True
    low, high = limits.low, limits.high
    for end in (amount.low, amount.high):  # a loop, as this is asked of every number
        if end is not None and ((low is not None and end < low) or (high is not None and end > high)):
            return False
    return True


def compatible(a: Condition, b: Condition) -> bool:
    """Whether two conditions could be one: no key of both has two values."""
    return a == b or all(dict(b).get(key, value) == value for key, value in a)


class Scales:
    """Weighs two rival numbers: by what the attribute can be, by how many origins state each, and by what it usually is
    in this batch.
    """

    def __init__(self, material: Material) -> None:
        logs: dict[tuple[str, str], dict[str, list[float]]] = defaultdict(lambda: defaultdict(list))
        for (subject, attribute), conditions in material.groups.items():
            for found in chain.from_iterable(conditions.values()):
                amount = found.measure
                if isinstance(amount, Amount) and amount.unit == found.attribute.unit:
                    point = amount.low
                    if point and point == amount.high and point > 0:
                        logs[attribute, found.claim.subject_type][subject].append(math.log10(point))
        self._logs = {
            kind: {subject: values[0] if len(values) == 1 else median(values) for subject, values in subjects.items()}
            for kind, subjects in logs.items()
        }
        self._sorted = {kind: sorted(subjects.values()) for kind, subjects in self._logs.items()}
        rules = material.rulebook.suspects.slips
        self._least, self._decades = rules.usual_subjects, rules.usual_decades
        self._range_subjects, self._range_decades = rules.range_subjects, rules.range_decades
        near = [power for power in rules.powers if power <= rules.far_power]
        self.slips = [10.0**sign for power in near for sign in (power, -power)]

    def better(self, some: Sequence[Observation], others: Sequence[Observation]) -> int:
        """1 where ``some`` is backed better, -1 where ``others`` is, 0 where nothing tells."""
        can_be = _can_be(some) - _can_be(others)
        lead = len(origins(some)) - len(origins(others))
        usual = self.usual(some, others)
        for difference in (can_be, lead if abs(lead) > 1 else 0, usual, lead):
            if difference:
                return 1 if difference > 0 else -1
        return 0

    def _others(self, found: Observation) -> list[float]:
        """The sizes that other things of its type have, the smallest first."""
        kind = _kind(found)
        logs = self._sorted.get(kind, []).copy()
        own = self._logs.get(kind, {}).get(found.claim.subject)
        if own is not None:
            del logs[bisect_left(logs, own)]
        return logs

    def usual(self, some: Sequence[Observation], others: Sequence[Observation]) -> int:
        """1 where ``some`` is of the size that the attribute has for other subjects and ``others`` is far from it."""
        logs = self._others(some[0])
        if len(logs) < self._least:
            return 0
        center = median(logs)
        values = []
        for side in (some, others):
            amount = side[0].measure
            if not isinstance(amount, Amount) or not amount.point or amount.point <= 0:
                return 0
            values.append(math.log10(amount.point))
        off = [abs(value - center) for value in values]
        if min(off) <= self._decades / 2 and max(off) >= self._decades:
            return 1 if off[0] < off[1] else -1
        return self._in_range(logs, values)

    def known(self, found: Observation, value: float) -> bool:
        """Whether a value lies among those of other things of its type; true where too few are known."""
        logs = self._others(found)
        if len(logs) < self._range_subjects:
            return True
        beyond = self._range_decades
        return logs[0] - beyond <= math.log10(value) <= logs[-1] + beyond

    def _in_range(self, logs: Sequence[float], values: Sequence[float]) -> int:
        """1 where the first lies among what many others have and the second far beyond all of them."""
        if len(logs) < self._range_subjects:
            return 0
        low, high = logs[0], logs[-1]
        inside = [low <= value <= high for value in values]
        beyond = [value < low - self._range_decades or value > high + self._range_decades for value in values]
        return int(inside[0] and beyond[1]) - int(inside[1] and beyond[0])


def _kind(found: Observation) -> tuple[str, str]:
    """What is measured, of which kind of thing: a rack draws more than a chip."""
    return found.claim.attribute, found.claim.subject_type


def _can_be(side: Sequence[Observation]) -> int:
    return int(all(plausible(found.measure, found.attribute) for found in side if isinstance(found.measure, Amount)))


@lru_cache(maxsize=20_000)
def written_digits(value: float) -> int:
    """How many digits a number is written with: what makes two equal ones no accident.

    >>> written_digits(700.0), written_digits(0.25), written_digits(3.0)
    (3, 2, 1)
    """
    return max(len(significant(value)), len(str(int(abs(value)))) if value < 1e15 else 1)


@lru_cache(maxsize=20_000)
def significant(value: float) -> str:
    """The significant digits of a number.

    >>> significant(560000.0), significant(0.0144)
    ('56', '144')
    """
    mantissa = f"{abs(value):.11e}".split("e")[0].replace(".", "")
    return mantissa.rstrip("0") or "0"
