"""The same multiplier against different baselines: "3x the 810E" everywhere, "3x the H20" in one article.

*Evidence*: several origins give the multiplier with one baseline, and one origin gives the same multiplier with
another; makers quote one comparison, and copying mixes up what it was against.
*False friends*: two multipliers that happen to be equal under different metrics or benchmarks are not compared; a
multiplier of 1 says "equal" and may be said of many; where two origins or more name the second baseline too, it
stands on its own; one origin against one proves nothing, and is pointed out only for a telling figure (1.9, not 3).
*Severity*: warning where ``origins`` or more stand on the other side, info where one other origin does. A high
multiplier over one baseline that one origin gives to a chip and another to its relative (B200, GB200) is pointed out
as info on both, unless one article tells them apart itself.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations

from pipeline.fuse.marked import Marked
from pipeline.fuse.material import Material
from pipeline.fuse.observe import Amount, Condition, Observation
from pipeline.fuse.readable import stated
from pipeline.fuse.suspect.flagging import flag_claim, many, origins, significant
from pipeline.model import Flag, Severity


def find(material: Material, suspected: Marked) -> Iterable[Flag]:
    """Claims whose baseline was probably another."""
    rules = material.rulebook.suspects.baseline
    for (_, attribute), conditions in material.groups.items():
        if attribute not in rules.attributes:
            continue
        for baselines in _by_multiplier(conditions, suspected).values():
            if len(baselines) > 1:
                yield from _held_against(baselines, rules.origins)
    yield from _subjects(material, suspected)


def _by_multiplier(
    conditions: Mapping[Condition, Sequence[Observation]], suspected: Marked
) -> dict[tuple[float, str], dict[str, list[Observation]]]:
    """(multiplier, other conditions) → baseline → claims."""
    kinds: dict[tuple[float, str], dict[str, list[Observation]]] = defaultdict(lambda: defaultdict(list))
    for condition, members in conditions.items():
        held = dict(condition)
        baseline = held.pop("baseline", "")
        for found in members:
            if baseline and isinstance(found.measure, Amount) and found not in suspected:
                value = _multiplier(found)
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
        if len(alone) > 1 or not others:
            continue
        if len(backing) == 1:
            yield from _either_side(leader, witnesses, baseline, members)
            continue
        severity = Severity.WARNING if len(others) >= several else Severity.INFO
        who = many(len(backing), "origin", "give")
        for found in members:
            if any(found.at == w.at and found.claim.value_start == w.claim.value_start for w in witnesses):
                continue  # "50 percent over both the K5 and the K6"
            text = stated(found.claim.value, ratio=True)
            yield flag_claim(
                "baseline_conflict",
                severity,
                found,
                f"{who.capitalize()} {text} over {leader}; only {found.origin} gives it over {baseline}.",
                suggested=f"{text} over {leader}",
                evidence=witnesses,
            )


def _either_side(
    baseline: str, members: Sequence[Observation], other: str, others: Sequence[Observation]
) -> Iterable[Flag]:
    """One origin against one: a telling multiplier is pointed out on both."""
    value = _multiplier(members[0])
    if value is None or len(significant(value)) < 2:
        return
    for name, side, rival, against in ((baseline, members, other, others), (other, others, baseline, members)):
        for found in side:
            text = stated(found.claim.value, ratio=True)
            yield flag_claim(
                "baseline_conflict",
                Severity.INFO,
                found,
                f"{text} is over {name} here and over {rival} elsewhere; one of the two may be mixed up.",
                suggested=f"{text} over {rival}",
                evidence=against,
            )


def _subjects(material: Material, suspected: Marked) -> Iterable[Flag]:
    """One high multiplier over one baseline, given to two relatives."""
    rules = material.rulebook.suspects.baseline
    kinds: dict[tuple[str, float, str], dict[str, list[Observation]]] = defaultdict(lambda: defaultdict(list))
    for (subject, attribute), conditions in material.groups.items():
        for condition, members in conditions.items() if attribute in rules.attributes else ():
            baseline = dict(condition).get("baseline", "")
            for found in suspected.without(members) if baseline else ():
                value = _multiplier(found)
                if value is not None and value >= rules.subject_least:
                    kinds[attribute, value, baseline][subject].append(found)
    for (_, _, baseline), subjects in sorted(kinds.items()):
        for a, b in combinations(sorted(subjects), 2):
            if _related(a, b) and not {f.at for f in subjects[a]} & {f.at for f in subjects[b]}:
                if origins(subjects[a]) == origins(subjects[b]):
                    continue
                for name, other in ((a, b), (b, a)):
                    for found in subjects[name]:
                        text = stated(found.claim.value, ratio=True)
                        yield flag_claim(
                            "baseline_conflict",
                            Severity.INFO,
                            found,
                            f"{text} over {baseline} is said of {name} here and of {other} elsewhere.",
                            suggested=f"{text} of {name} or of {other}",
                            evidence=subjects[other],
                            rule="subject",
                        )


def _related(a: str, b: str) -> bool:
    """Whether one name's last word holds the other's: GB200 and B200."""
    x, y = a.split()[-1].casefold(), b.split()[-1].casefold()
    return (
        a != b and min(len(x), len(y)) >= 3 and (x.endswith(y) or y.endswith(x) or x.startswith(y) or y.startswith(x))
    )


def _multiplier(found: Observation) -> float | None:
    """The figure that is quoted, whether as a point or a bound."""
    if not isinstance(found.measure, Amount):
        return None
    return found.measure.low if found.measure.low is not None else found.measure.high
