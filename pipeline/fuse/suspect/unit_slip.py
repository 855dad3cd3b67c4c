"""The same digits in another unit of the same kind: bits for bytes, GB for TB, nm for mm.

*Evidence*: another claim of the same subject and attribute with the same digits in a unit that converts, in the same
article or of another origin. Suspect is the side that the attribute cannot be, that is backed by fewer origins, or that
is far from what other subjects of the batch have; where none of that tells, the unit that its own article uses less for
this attribute, then the one that others use less under the same condition, then the one that is not the attribute's own
times a power of ten.
*False friends*: two true figures that share digits (a link of 400 Gb/s beside one of 400 GB/s) under conditions that
exclude each other are never compared; a number of one digit ("1 TB", "1 GB") needs several origins against it.
*Severity*: error where one article contradicts itself or several origins stand against it, else warning.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from operator import attrgetter

from pipeline.fuse.marked import ClaimKey, Marked, claim_key
from pipeline.fuse.material import Material
from pipeline.fuse.observe import Observation, number
from pipeline.fuse.readable import stated
from pipeline.fuse.suspect.evidence import Evidence
from pipeline.fuse.suspect.flagging import Scales, flag_claim, many, origins, written_digits
from pipeline.model import Flag, Severity


def find(material: Evidence, suspected: Marked) -> Iterable[Flag]:
    """Claims whose unit was probably meant to be another."""
    rules = material.rulebook.suspects.slips
    scales = material.scales
    done: set[ClaimKey] = set()
    for some, others in material.rivals(suspected, as_stated=True, where=attrgetter("stated_twice")):
        a, b = number(some[0].claim), number(others[0].claim)
        if a is None or b is None or a.unit == b.unit or (a.low, a.high) != (b.low, b.high):
            continue
        if not _same_kind(material, a.unit, b.unit):
            continue
        suspects, witnesses = _sides(some, others, scales, material)
        if (
            written_digits(a.low if a.low is not None else a.high or 0.0) < rules.digits
            and len(origins(witnesses)) < rules.several
        ):
            continue
        for found in suspects:
            inside = [w for w in witnesses if w.at == found.at]
            sure = bool(inside) or len(origins(witnesses) - {found.origin}) >= rules.several
            key = claim_key(found)
            if key not in done:
                done.add(key)
                yield _flag(found, witnesses, inside, Severity.ERROR if sure else Severity.WARNING)


def _same_kind(material: Material, a: str, b: str) -> bool:
    return material.observer.dimension(a) == material.observer.dimension(b) != "" and not material.observer.is_money(a)


def _sides(
    some: Sequence[Observation],
    others: Sequence[Observation],
    scales: Scales,
    material: Evidence,
) -> tuple[Sequence[Observation], Sequence[Observation]]:
    """(suspects, witnesses)."""
    better = scales.better(some, others)
    if better == 0:
        better = _habit(some, material) - _habit(others, material)
    if better == 0 and some[0].condition:
        better = _common(some, others, material)
    if better == 0:
        better = _own(some, material) - _own(others, material)
    if better == 0:
        better = 1 if some[0].order < others[0].order else -1
    return (others, some) if better > 0 else (some, others)


def _habit(side: Sequence[Observation], material: Material) -> int:
    """How much the articles themselves are used to this unit."""
    return max(
        sum(
            one.claim.attribute == found.claim.attribute and _unit(one) == _unit(found)
            for one in material.by_article[found.at]
        )
        for found in side
    )


def _common(some: Sequence[Observation], others: Sequence[Observation], material: Evidence) -> int:
    """How many more other subjects have the unit of ``some`` under the same condition: Ethernet is told in bits."""
    first, none = some[0], frozenset[str]()
    keys = ((first.claim.attribute, first.condition, _unit(side[0])) for side in (some, others))
    ours, theirs = (len(material.units_used.get(key, none) - {first.claim.subject}) for key in keys)
    return ours - theirs


def _own(side: Sequence[Observation], material: Material) -> int:
    """Whether a unit is the attribute's own, or that with another prefix."""
    factor = material.observer.scaled(1.0, _unit(side[0]), side[0].attribute.unit)
    return int(factor is not None and factor > 0 and math.isclose(factor, 10.0 ** round(math.log10(factor))))


def _unit(found: Observation) -> str:
    value = number(found.claim)
    return value.unit if value is not None else ""


def _flag(
    found: Observation, witnesses: Sequence[Observation], inside: Sequence[Observation], severity: Severity
) -> Flag:
    right = (inside or witnesses)[0]
    where = "the same article also says" if inside else many(len(origins(witnesses)), "other origin", "say")
    return flag_claim(
        "unit_slip",
        severity,
        found,
        f"The digits are those of {stated(right.claim.value)}, which {where}; only the unit differs.",
        suggested=stated(right.claim.value),
        evidence=witnesses,
    )
