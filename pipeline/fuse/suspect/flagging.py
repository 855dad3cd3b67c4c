"""How a suspicion about a claim is written down, and how two rival values are weighed.
Shared by the kinds that hold one claim against others.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import combinations

from pipeline.fuse.cells import ClaimKey, claim_key
from pipeline.fuse.material import Material
from pipeline.fuse.observe import Amount, Condition, Observation
from pipeline.fuse.readable import stated
from pipeline.model import Flag, Severity
from pipeline.rulebook.attributes import Attribute


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
    return Flag(
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
    ends = [end for end in (amount.low, amount.high) if end is not None]
    return all(
        (limits.low is None or end >= limits.low) and (limits.high is None or end <= limits.high) for end in ends
    )


def rivals(material: Material, suspected: frozenset[ClaimKey]) -> Iterable[tuple[list[Observation], list[Observation]]]:
    """Pairs of distinct numbers of one subject and attribute under conditions that do not exclude each other, each as
    the list of unsuspected claims that state it.
    """
    for conditions in material.groups.values():
        kinds: dict[tuple[Condition, Amount], list[Observation]] = {}
        for condition, members in conditions.items():
            for found in members:
                if isinstance(found.measure, Amount) and found.converted is None and claim_key(found) not in suspected:
                    kinds.setdefault((condition, found.measure), []).append(found)
        if len(kinds) < 2:
            continue
        for (first, a), (second, b) in combinations(kinds, 2):
            if a != b and _compatible(first, second):
                yield kinds[first, a], kinds[second, b]


def _compatible(a: Condition, b: Condition) -> bool:
    """Whether two conditions could be one: no key of both has two values."""
    return a == b or all(dict(b).get(key, value) == value for key, value in a)


def weightier(some: Sequence[Observation], others: Sequence[Observation]) -> int:
    """1 where ``some`` is backed better, -1 where ``others`` is, 0 where neither: what the attribute can be comes
    first, then the number of origins.
    """
    keys = [
        (all(plausible(f.measure, f.attribute) for f in side if isinstance(f.measure, Amount)), len(origins(side)))
        for side in (some, others)
    ]
    return (keys[0] > keys[1]) - (keys[0] < keys[1])


def written_digits(value: float) -> int:
    """How many digits a number is written with: what makes two equal ones no accident.

    >>> written_digits(700.0), written_digits(0.25), written_digits(3.0)
    (3, 2, 1)
    """
    return max(len(significant(value)), len(str(int(abs(value)))) if value < 1e15 else 1)


def significant(value: float) -> str:
    """The significant digits of a number.

    >>> significant(560000.0), significant(0.0144)
    ('56', '144')
    """
    mantissa = f"{abs(value):.11e}".split("e")[0].replace(".", "")
    return mantissa.rstrip("0") or "0"
