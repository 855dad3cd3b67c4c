"""A zero too many or too few, million for billion: the same digits, a power of ten apart.

*Evidence*: another origin that states the same digits at another scale for the same subject and attribute. The side
that the attribute cannot be is suspect, else the one with fewer origins, or far from what other subjects have.
*False friends*: counts that grow are no slip where their dates differ, unless they grew a thousandfold or kept three
digits; an article that states both means two things; numbers of one digit need several origins against them; prices of
few digits are tenfold apart by chance.
*Severity*: error where several origins or plausibility stand against it, else warning; two sides of equal weight are
both pointed out, as info where they have fewer than three digits.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

from pipeline.fuse.marked import ClaimKey, Marked, claim_key
from pipeline.fuse.material import Material
from pipeline.fuse.observe import Amount, Observation
from pipeline.fuse.readable import measured
from pipeline.fuse.suspect.evidence import Evidence
from pipeline.fuse.suspect.flagging import (
    EITHER,
    Scales,
    flag_claim,
    many,
    origins,
    plausible,
    significant,
    written_digits,
)
from pipeline.model import Flag, Severity
from pipeline.rulebook.suspects import Slips


def find(material: Evidence, suspected: Marked) -> Iterable[Flag]:
    """Claims whose number is probably a power of ten off; the same digits say more than rounded ones."""
    rules = material.rulebook.suspects.slips
    scales = material.scales
    done: set[ClaimKey] = set()
    pairs = [
        (some, others)
        for some, others in material.rivals(suspected)
        if _power(some[0].measure, others[0].measure, rules.far_power, rules.rounded) in rules.powers
        and not _in_one_article(some, others)
    ]
    for far in (math.inf, rules.far_power):
        for some, others in pairs:
            power = _power(some[0].measure, others[0].measure, far, rules.rounded)
            if power in rules.powers and _tells(some, others, power, material):
                for found, flag in _weighed(some, others, power, scales, rules):
                    if claim_key(found) not in done:
                        done.add(claim_key(found))
                        yield flag


def _in_one_article(some: Iterable[Observation], others: Iterable[Observation]) -> bool:
    """Whether an article states both: then it means two things."""
    return bool({found.at for found in some} & {found.at for found in others})


def _telling(some: Sequence[Observation], others: Sequence[Observation]) -> int:
    """The significant digits that two numbers share."""
    return min(len(significant(_end(side[0].measure))) for side in (some, others))


def _tells(some: Sequence[Observation], others: Sequence[Observation], power: int, material: Material) -> bool:
    """Whether neither growth, nor a rumour, nor anything else explains the same digits a power of ten apart."""
    rules, telling = material.rulebook.suspects.slips, _telling(some, others)
    if some[0].attribute.time == "fluctuating" and power < rules.far_power and telling < rules.telling:
        return False
    if telling >= rules.telling or (power >= rules.far_power and telling >= rules.digits):
        return True
    return some[0].attribute.time == "fluctuating" or material.judge.contradicts(some[0], others[0])


def _weighed(
    some: list[Observation], others: list[Observation], power: int, scales: Scales, rules: Slips
) -> Iterable[tuple[Observation, Flag]]:
    """Flags on the side that is backed less; on both where nothing tells."""
    better = scales.better(some, others)
    sides = [(others, some)] if better > 0 else [(some, others)] if better < 0 else [(some, others), (others, some)]
    for suspects, witnesses in sides:
        several = len(origins(witnesses) - origins(suspects)) >= rules.several
        digits = min(written_digits(_end(side[0].measure)) for side in (suspects, witnesses))
        if digits < rules.digits and not several:
            continue
        unsure = better == 0 and _telling(some, others) < rules.telling
        for found in suspects:
            severity = Severity.INFO if unsure else Severity.ERROR if better and several else Severity.WARNING
            if better and isinstance(found.measure, Amount) and not plausible(found.measure, found.attribute):
                severity = Severity.ERROR
            yield found, _flag(found, witnesses, power, severity, "scale_slip" if better else EITHER)


def _power(a: object, b: object, far: float, coarsest: float) -> int:
    """How many powers of ten lie between two numbers of the same digits, which ``far`` apart may be rounded to those of
    the coarser one, if that is by no more than the share ``coarsest``; 0 where they are no such pair.
    """
    if not (isinstance(a, Amount) and isinstance(b, Amount)) or a.unit != b.unit:
        return 0
    x, y = _end(a), _end(b)
    if x <= 0 or y <= 0 or (a.low is None) != (b.low is None):
        return 0
    (x, half), (y, other) = sorted(((x, a.step / 2), (y, b.step / 2)))
    power = round(math.log10(y / x))
    off = abs(x * 10.0**power / y - 1)
    rounded = max(half / x, other / y) * 1.01 if power >= far else 0.0
    return power if off <= max(1e-6, min(rounded, coarsest)) else 0


def _end(amount: object) -> float:
    if not isinstance(amount, Amount):
        return 0.0
    return amount.low if amount.low is not None else amount.high or 0.0


def _flag(found: Observation, witnesses: list[Observation], power: int, severity: Severity, rule: str) -> Flag:
    right = measured(witnesses[0].measure, found.claim.attribute.endswith("_ratio"))
    who = many(len(origins(witnesses)), "other origin", "state")
    rest = "one of the two is off" if rule == EITHER else "a scale word or a zero seems to have slipped"
    return flag_claim(
        "scale_slip",
        severity,
        found,
        f"{who.capitalize()} the same digits {10**power:,} times apart ({right}); {rest}.",
        suggested=right,
        evidence=witnesses,
        rule=rule,
    )
