"""A name one letter or digit off another: M980 for M890.

*Evidence*: a name that the articles of one origin alone use and the rulebook does not know, one edit away from a name
that others use, and values that the two share: one where neighbours are swapped, more where a letter or digit differs.
*False friends*: real siblings (M890 and M990) share few exact values and state others of their own; names that the
rulebook knows are no slips; values of one digit prove nothing; two names that are one origin's each are two things,
unless neighbours were swapped.
*Severity*: warning, on every claim of the odd name; a swapped designator whose claims were read under the right name is
flagged as words, and its claims stand.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import chain
from operator import attrgetter

from pipeline.fuse.marked import Marked
from pipeline.fuse.material import Material
from pipeline.fuse.observe import Amount, Observation
from pipeline.fuse.suspect.digit_slip import edited
from pipeline.fuse.suspect.flagging import flag_claim, origins, written_digits
from pipeline.fuse.suspect.misspelt import misspelt
from pipeline.model import Flag, Severity

_ORDER = attrgetter("order")


def find(material: Material, suspected: Marked) -> Iterable[Flag]:
    """Claims whose subject is probably another."""
    yield from misspelt(material, material.rulebook.suspects.name.designator)
    told: dict[str, list[Sequence[Observation]]] = defaultdict(list)
    for (subject, _), conditions in material.groups.items():
        told[subject] += conditions.values()
    strange = {name: _of(told[name], suspected) for name in sorted(told) if not material.names.known(name)}
    odd = [name for name, members in strange.items() if members and _of_one(material, members)]
    if not odd:
        return
    near = _near((name for name, parts in told.items() if suspected.spare_any(parts)), odd)
    subjects = {name: _of(told[name], suspected) for name in {*odd, *chain.from_iterable(near.values())}}
    for name in odd:
        members = subjects[name]
        for other in near.get(name, ()):
            if _backed(material, name, other, members, subjects[other]):
                shared = _shared(material, members, subjects[other])
                if len(shared) >= _needed(material, name, other):
                    yield from _flags(members, other, shared)
                    break


def _backed(
    material: Material, name: str, other: str, members: Sequence[Observation], others: Sequence[Observation]
) -> bool:
    """Whether somebody else uses the other name: of two that each one origin has, none is more likely the slip, and
    only swapped neighbours are a slip at all.
    """
    if material.names.known(other):
        return True
    backing = origins(others) - origins(members)
    return len(backing) > 1 or (bool(backing) and sorted(name) == sorted(other))


def _of(parts: Iterable[Sequence[Observation]], suspected: Marked) -> list[Observation]:
    """The unsuspected of some claims, by their place."""
    return sorted(suspected.without(chain.from_iterable(parts)), key=_ORDER)


def _of_one(material: Material, members: Iterable[Observation]) -> bool:
    """Whether the articles that bear a name are one origin, whomever they credit: the slip is the writer's."""
    return len({material.origins.of_article(found.at) for found in members}) == 1


def _near(subjects: Iterable[str], odd: Iterable[str]) -> dict[str, list[str]]:
    """Odd name → names one edit away, found through names with one place of a designator left open."""
    holders: dict[str, list[str]] = defaultdict(list)
    for name in sorted(subjects):
        for opened in _opened(name):
            holders[opened].append(name)
    near: dict[str, list[str]] = {}
    for name in odd:
        others = {other for opened in _opened(name) for other in holders[opened][:50] if other != name}
        near[name] = sorted(other for other in others if _digits_differ(name, other))
    return near


def _opened(name: str) -> Iterable[str]:
    """The name with each letter of its designators left out in turn, and each two neighbours in one order."""
    for word in re.finditer(r"\S*\d\S*", name):
        for at in range(word.start(), word.end()):
            yield f"{name[:at]}\0{name[at + 1 :]}"
            if at + 1 < word.end() and name[at] != name[at + 1]:
                yield f"{name[:at]}\1{''.join(sorted(name[at : at + 2]))}{name[at + 2 :]}"


def _digits_differ(a: str, b: str) -> bool:
    """Whether the edit lies in a designator, a word with a digit: words without one are other words."""
    pairs = zip(a.split(), b.split(), strict=False)
    changed = [(x, y) for x, y in pairs if x != y]
    return len(a.split()) == len(b.split()) and all(
        edited(x, y) and any(c.isdigit() for c in x) and any(c.isdigit() for c in y) and _same_kind(x, y)
        for x, y in changed
    )


def _same_kind(a: str, b: str) -> bool:
    """Whether digits stand where digits stood: of "14" nobody makes "M4"."""
    return sorted(c.isdigit() for c in a) == sorted(c.isdigit() for c in b)


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
