"""One digit changed or two swapped: 141 for 144, 1936 for 1963; or a date whose year alone is another.

*Evidence*: several origins that state the other number under the same condition, and one origin alone with this one.
*False friends*: numbers of few digits (5.2 and 5.3 are a dispute), neighbours in the last digit (rounding), values
that time or a plan explains, and values of plural attributes, which stand side by side.
*Severity*: error where the article itself states the other number too; warning where several origins do; info where few
digits are changed but the number is far off, and on both where one stands against one, for then nobody knows which.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from itertools import combinations
from typing import NamedTuple

from pipeline.fuse.cells import ClaimKey, claim_key
from pipeline.fuse.material import Material
from pipeline.fuse.observe import Amount, Days, Measure, Observation, is_firm
from pipeline.fuse.readable import measured
from pipeline.fuse.suspect.flagging import flag_claim, origins, rivals
from pipeline.model import Flag, Severity


def find(material: Material, suspected: frozenset[ClaimKey]) -> Iterable[Flag]:
    """Claims whose number is probably another with one digit off."""
    rules = material.rulebook.suspects.slips
    done: set[ClaimKey] = set()
    for some, others in (*rivals(material, suspected), *_dates(material, suspected)):
        if some[0].side_by_side or others[0].side_by_side or some[0].condition != others[0].condition:
            continue
        found = slip(some[0].measure, others[0].measure)
        if found and material.judge.contradicts(some[0], others[0]):
            weak = found.digits < (rules.swapped_digits if found.swapped else rules.swap_digits)
            if not weak or (found.off >= rules.far and not found.swapped):
                yield from _weighed(material, some, others, done, weak)


class Slip(NamedTuple):
    """How one number is another's slip: its telling digits, whether two were swapped, and the share it is off by."""

    digits: int
    swapped: bool
    off: float


def slip(a: Measure, b: Measure) -> Slip | None:
    """How one value is the other with one digit changed or two neighbours swapped, if it is.

    >>> def gb(n): return Amount(n, n, "GB", 1.0, 1.0, False)
    >>> slip(gb(141.0), gb(144.0)).digits, slip(gb(24.0), gb(42.0)).swapped
    (3, True)
    >>> slip(gb(144.0), gb(145.0)), slip(gb(144.0), gb(192.0))
    (None, None)
    """
    if isinstance(a, Days) and isinstance(b, Days):
        return Slip(99, False, 1.0) if _other_year(a, b) else None
    if not (isinstance(a, Amount) and isinstance(b, Amount)) or a.point is None or b.point is None or a.unit != b.unit:
        return None
    if a.point <= 0 or b.point <= 0 or abs(a.point - b.point) <= max(a.step, b.step) * 1.01:
        return None
    (x, power), (y, other) = (_digits(amount.point or 0.0) for amount in (a, b))
    if power != other or not edited(x, y):
        return None
    digits = max(len(x.rstrip("0")), len(y.rstrip("0")))
    return Slip(digits, sorted(x) == sorted(y), abs(a.point - b.point) / max(a.point, b.point))


def edited(x: str, y: str) -> bool:
    """Whether two words of one length differ in one place, or by two neighbours swapped."""
    if len(x) != len(y):
        return False
    off = [at for at, (p, q) in enumerate(zip(x, y, strict=True)) if p != q]
    if len(off) == 2 and off[1] == off[0] + 1:
        return x[off[0]] == y[off[1]] and x[off[1]] == y[off[0]]
    return len(off) == 1


def _digits(value: float) -> tuple[str, int]:
    mantissa, exponent = f"{value:.11e}".split("e")
    return mantissa.replace(".", ""), int(exponent)


def _other_year(a: Days, b: Days) -> bool:
    """The same day or month in another year."""
    if a.last - a.first > 31 or b.last - b.first > 31:
        return False
    first, second = dt.date.fromordinal(a.first), dt.date.fromordinal(b.first)
    return first.year != second.year and (first.month, first.day) == (second.month, second.day)


def _dates(material: Material, suspected: frozenset[ClaimKey]) -> Iterable[tuple[list[Observation], list[Observation]]]:
    """Pairs of distinct dates that are told as facts."""
    events = material.rulebook.suspects.slips.year_events
    for (_, attribute), conditions in material.groups.items():
        if attribute not in events:
            continue
        for members in conditions.values():
            kinds: dict[Measure, list[Observation]] = {}
            for found in members:
                if isinstance(found.measure, Days) and is_firm(found) and claim_key(found) not in suspected:
                    kinds.setdefault(found.measure, []).append(found)
            yield from combinations(kinds.values(), 2)


def _weighed(
    material: Material,
    some: Sequence[Observation],
    others: Sequence[Observation],
    done: set[ClaimKey],
    weak: bool,
) -> Iterable[Flag]:
    """Flags on the side that stands alone; on both where both do."""
    several = material.rulebook.suspects.slips.several
    for suspects, witnesses in ((some, others), (others, some)):
        alone, backing = origins(suspects), origins(witnesses)
        inside = any(w.at == found.at for found in suspects for w in witnesses)
        against = backing - alone
        if len(alone) != 1 or not against or len(against) < len(alone):
            continue
        if len(against) >= several:
            severity = Severity.INFO if weak else Severity.ERROR if inside else Severity.WARNING
        elif len(backing) == 1 and not weak:
            severity = Severity.INFO
        else:
            continue
        for found in suspects:
            if claim_key(found) not in done:
                done.add(claim_key(found))
                yield _flag(found, witnesses, severity)


def _flag(found: Observation, witnesses: Sequence[Observation], severity: Severity) -> Flag:
    right = measured(witnesses[0].measure, found.claim.attribute.endswith("_ratio"))
    count = len(origins(witnesses))
    rest = "a digit seems to have slipped" if count > 1 else "one of the two has slipped"
    text = f"{count} other origin(s) state {right}; {rest}."
    return flag_claim("digit_slip", severity, found, text, suggested=right, evidence=witnesses)
