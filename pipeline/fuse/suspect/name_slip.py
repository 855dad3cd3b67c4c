"""A name one letter or digit off another: M980 for M890.

*Evidence*: a name that one origin alone uses and the rulebook does not know, one edit away from a name that others
use, and values that the two share: one where neighbours are swapped, more where a letter or digit differs.
*False friends*: real siblings (M890 and M990) share few exact values and state others of their own; names that the
rulebook knows are no slips; values of one digit prove nothing.
*Severity*: warning, on every claim of the odd name.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from pipeline.fuse.cells import ClaimKey, claim_key
from pipeline.fuse.material import Material
from pipeline.fuse.observe import Amount, Observation
from pipeline.fuse.suspect.digit_slip import edited
from pipeline.fuse.suspect.flagging import flag_claim, origins, written_digits
from pipeline.model import Flag, Severity


def find(material: Material, suspected: frozenset[ClaimKey]) -> Iterable[Flag]:
    """Claims whose subject is probably another."""
    subjects: dict[str, list[Observation]] = defaultdict(list)
    for found in material.observations:
        if claim_key(found) not in suspected:
            subjects[found.claim.subject].append(found)
    near = _near(subjects)
    for name in sorted(subjects):
        members = subjects[name]
        if material.names.known(name) or len(origins(members)) != 1:
            continue
        for other in near.get(name, ()):
            if origins(subjects[other]) - origins(members) or material.names.known(other):
                shared = _shared(material, members, subjects[other])
                if len(shared) >= _needed(material, name, other):
                    yield from _flags(members, other, shared)
                    break


def _near(subjects: Mapping[str, object]) -> dict[str, list[str]]:
    """Name → names one edit away, found through names with one place left open."""
    open_names: dict[str, list[str]] = defaultdict(list)
    for name in sorted(subjects):
        for at, letter in enumerate(name):
            if letter.isalnum():
                open_names[f"{name[:at]}\0{name[at + 1 :]}"].append(name)
            if at + 1 < len(name) and letter != name[at + 1]:
                open_names[f"{name[:at]}\1{''.join(sorted(name[at : at + 2]))}{name[at + 2 :]}"].append(name)
    near: dict[str, set[str]] = defaultdict(set)
    for alike in open_names.values():
        for name in alike if len(alike) < 50 else ():
            near[name].update(other for other in alike if other != name and _digits_differ(name, other))
    return {name: sorted(others) for name, others in near.items()}


def _digits_differ(a: str, b: str) -> bool:
    """Whether the edit lies in a designator, a word with a digit: words without one are other words."""
    pairs = zip(a.split(), b.split(), strict=False)
    changed = [(x, y) for x, y in pairs if x != y]
    return len(a.split()) == len(b.split()) and all(
        edited(x, y) and any(c.isdigit() for c in x) and any(c.isdigit() for c in y) for x, y in changed
    )


def _needed(material: Material, name: str, other: str) -> int:
    rules = material.rulebook.suspects.name
    return rules.swapped if sorted(name) == sorted(other) else rules.shared


def _shared(
    material: Material, members: Sequence[Observation], others: Sequence[Observation]
) -> list[tuple[Observation, Observation]]:
    """Pairs of claims in which both names have the same telling value, one an attribute."""
    least = material.rulebook.suspects.name.digits
    pairs: dict[str, tuple[Observation, Observation]] = {}
    for found in members:
        for other in others:
            same = found.claim.attribute == other.claim.attribute and found.condition == other.condition
            new = found.claim.attribute not in pairs
            if same and new and _telling(found, least) and material.judge.same(found, other):
                pairs[found.claim.attribute] = (found, other)
    return list(pairs.values())


def _telling(found: Observation, least: int) -> bool:
    """Whether a value is particular enough to prove anything: two dates or names are soon equal."""
    measure = found.measure
    return isinstance(measure, Amount) and measure.point is not None and written_digits(measure.point) >= least


def _flags(
    members: Sequence[Observation], other: str, shared: Sequence[tuple[Observation, Observation]]
) -> Iterable[Flag]:
    what = ", ".join(found.claim.attribute.replace("_", " ") for found, _ in shared)
    for found in members:
        yield flag_claim(
            "name_slip",
            Severity.WARNING,
            found,
            f"{found.claim.subject} is known nowhere else, is one slip away from {other}, and has its {what}.",
            suggested=other,
            evidence=[witness for _, witness in shared],
        )
