"""The same multiplier against different baselines: "3x the 810E" everywhere, "3x the H20" in one article.

*Evidence*: several origins give the multiplier with one baseline, and one origin gives the same multiplier with
another; makers quote one comparison, and copying mixes up what it was against.
*False friends*: two multipliers that happen to be equal under different metrics or benchmarks are not compared; a
multiplier of 1 says "equal" and may be said of many; where two origins or more name the second baseline too, it
stands on its own.
*Severity*: warning where ``origins`` or more stand on the other side, info where one other origin does.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from pipeline.fuse.cells import ClaimKey, claim_key
from pipeline.fuse.material import Material
from pipeline.fuse.observe import Amount, Condition, Observation
from pipeline.fuse.readable import stated
from pipeline.fuse.suspect.flagging import flag_claim, origins
from pipeline.model import Flag, Severity


def find(material: Material, suspected: frozenset[ClaimKey]) -> Iterable[Flag]:
    """Claims whose baseline was probably another."""
    rules = material.rulebook.suspects.baseline
    for (_, attribute), conditions in material.groups.items():
        if attribute not in rules.attributes:
            continue
        for baselines in _by_multiplier(conditions, suspected).values():
            if len(baselines) > 1:
                yield from _held_against(baselines, rules.origins)


def _by_multiplier(
    conditions: Mapping[Condition, Sequence[Observation]], suspected: frozenset[ClaimKey]
) -> dict[tuple[float, str], dict[str, list[Observation]]]:
    """(multiplier, other conditions) → baseline → claims."""
    kinds: dict[tuple[float, str], dict[str, list[Observation]]] = defaultdict(lambda: defaultdict(list))
    for condition, members in conditions.items():
        held = dict(condition)
        baseline = held.pop("baseline", "")
        for found in members:
            if baseline and isinstance(found.measure, Amount) and claim_key(found) not in suspected:
                value = found.measure.low if found.measure.low is not None else found.measure.high
                if value is not None and value != 1:
                    kinds[value, repr(sorted(held.items()))][baseline].append(found)
    return kinds


def _held_against(baselines: Mapping[str, Sequence[Observation]], several: int) -> Iterable[Flag]:
    """The baselines that one origin alone names, against the one that most name."""
    ranked = sorted(baselines.items(), key=lambda item: (-len(origins(item[1])), item[0]))
    leader, witnesses = ranked[0]
    backing = origins(witnesses)
    for baseline, members in ranked[1:]:
        alone = origins(members)
        others = backing - alone
        if len(alone) > 1 or not others or len(backing) <= len(alone):
            continue
        severity = Severity.WARNING if len(others) >= several else Severity.INFO
        for found in members:
            text = stated(found.claim.value, ratio=True)
            yield flag_claim(
                "baseline_conflict",
                severity,
                found,
                f"{len(backing)} origin(s) give {text} over {leader}; only {found.origin} gives it over {baseline}.",
                suggested=f"{text} over {leader}",
                evidence=witnesses,
            )
