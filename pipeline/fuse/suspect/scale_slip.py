"""A zero too many or too few, million for billion: the same digits, a power of ten apart.

*Evidence*: another origin that states the same digits at another scale for the same subject and attribute. The side
that the attribute cannot be is suspect, else the one with fewer origins, or far from what other subjects have.
*False friends*: counts that grow are no slip where their dates differ; an article that states both means two things;
two sides of equal weight are only pointed out (info); numbers of one digit need several origins against them.
*Severity*: error where several origins or plausibility stand against it, else warning.
"""

from __future__ import annotations

import math
from collections.abc import Iterable

from pipeline.fuse.cells import ClaimKey, claim_key
from pipeline.fuse.material import Material
from pipeline.fuse.observe import Amount, Observation
from pipeline.fuse.readable import measured
from pipeline.fuse.suspect.flagging import Scales, flag_claim, origins, plausible, rivals, written_digits
from pipeline.model import Flag, Severity


def find(material: Material, suspected: frozenset[ClaimKey]) -> Iterable[Flag]:
    """Claims whose number is probably a power of ten off."""
    rules = material.rulebook.suspects.slips
    scales = Scales(material)
    done: set[ClaimKey] = set()
    for some, others in rivals(material, suspected):
        power = _power(some[0].measure, others[0].measure)
        if power not in rules.powers or {f.at for f in some} & {f.at for f in others}:
            continue
        if not (_moves(some[0]) or material.judge.contradicts(some[0], others[0])):
            continue
        better = scales.better(some, others)
        sides = [(others, some)] if better > 0 else [(some, others)] if better < 0 else [(some, others), (others, some)]
        for suspects, witnesses in sides:
            several = len(origins(witnesses) - origins(suspects)) >= rules.several
            digits = min(written_digits(_end(side[0].measure)) for side in (suspects, witnesses))
            if digits < rules.digits and not several:
                continue
            for found in suspects:
                key = claim_key(found)
                if key in done:
                    continue
                done.add(key)
                severity = Severity.INFO if better == 0 else Severity.ERROR if several else Severity.WARNING
                if better and isinstance(found.measure, Amount) and not plausible(found.measure, found.attribute):
                    severity = Severity.ERROR
                yield _flag(found, witnesses, power, severity)


def _moves(found: Observation) -> bool:
    """Whether a value moves with time: so far it moves no price."""
    return found.attribute.time == "fluctuating"


def _power(a: object, b: object) -> int:
    """How many powers of ten lie between two numbers of the same digits; 0 where they are no such pair."""
    if not (isinstance(a, Amount) and isinstance(b, Amount)) or a.unit != b.unit:
        return 0
    x, y = _end(a), _end(b)
    if x <= 0 or y <= 0 or (a.low is None) != (b.low is None):
        return 0
    power = round(math.log10(max(x, y) / min(x, y)))
    return power if math.isclose(max(x, y) / min(x, y), 10.0**power, rel_tol=1e-6) else 0


def _end(amount: object) -> float:
    if not isinstance(amount, Amount):
        return 0.0
    return amount.low if amount.low is not None else amount.high or 0.0


def _flag(found: Observation, witnesses: list[Observation], power: int, severity: Severity) -> Flag:
    right = measured(witnesses[0].measure, found.claim.attribute.endswith("_ratio"))
    others = len(origins(witnesses))
    rest = "one of the two is off" if severity is Severity.INFO else "a scale word or a zero seems to have slipped"
    return flag_claim(
        "scale_slip",
        severity,
        found,
        f"{others} other origin(s) state the same digits {10**power:,} times apart ({right}); {rest}.",
        suggested=right,
        evidence=witnesses,
    )
