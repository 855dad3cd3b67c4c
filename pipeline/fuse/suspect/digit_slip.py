"""One digit changed or two swapped: 141 for 144, 1936 for 1963; or a date whose year or quarter alone is another.

*Evidence*: several origins that state one number exactly, and one origin alone with a number one keystroke away under
the same condition. Of one origin against one, only numbers of enough digits are spoken of.
*False friends*: neighbours in the last digit (5.2 and 5.3) and neighbouring quarters are a dispute; rounding (140
beside 144); "about"; values that time or a plan explains; prices and other moving values of few digits; values of
plural attributes, which stand side by side and of which only a swap is telling.
*Severity*: error where the article itself states the other number too; warning where several origins do; info for the
false friends against several origins, and on both where one stands against one, for then nobody knows which.
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
from pipeline.rulebook.suspects import Slips

_QUARTER = (90, 92)
"""Days in a quarter, from the shortest to the longest."""


class Slip(NamedTuple):
    """How one number is another's slip: its telling digits, whether two were swapped, and whether the two may be one
    number rounded or neighbours in the last digit.
    """

    digits: int
    swapped: bool
    near: bool


def find(material: Material, suspected: frozenset[ClaimKey]) -> Iterable[Flag]:
    """Claims whose number is probably another with one digit off."""
    rules = material.rulebook.suspects.slips
    done: set[ClaimKey] = set()
    for some, others in (*rivals(material, suspected), *_dates(material, suspected)):
        found = slip(some[0].measure, others[0].measure) if some[0].condition == others[0].condition else None
        if found is None or found.digits < rules.swapped_digits or not material.judge.contradicts(some[0], others[0]):
            continue
        if some[0].side_by_side and not (found.swapped and _in_other_articles(some, others)):
            continue
        yield from _weighed(found, some, others, done, rules)


def _in_other_articles(some: Iterable[Observation], others: Iterable[Observation]) -> bool:
    """Whether no article states both numbers: then they are no two of the values that stand side by side."""
    return not {found.at for found in some} & {found.at for found in others}


def slip(a: Measure, b: Measure) -> Slip | None:
    """How one value is the other with one digit changed or two neighbours swapped, if it is.

    >>> def gb(n): return Amount(n, n, "GB", 1.0, 10.0 if n % 10 == 0 else 1.0, False)
    >>> slip(gb(141.0), gb(144.0)), slip(gb(24.0), gb(42.0))
    (Slip(digits=3, swapped=False, near=False), Slip(digits=2, swapped=True, near=False))
    >>> slip(gb(144.0), gb(140.0)).near, slip(gb(144.0), gb(192.0))
    (True, None)
    """
    if isinstance(a, Days) and isinstance(b, Days):
        return Slip(99, False, False) if _other_year(a, b) else Slip(99, False, True) if _next_quarter(a, b) else None
    if not (isinstance(a, Amount) and isinstance(b, Amount)) or a.point is None or b.point is None or a.unit != b.unit:
        return None
    if a.point <= 0 or b.point <= 0:
        return None
    (x, power), (y, other) = (_digits(amount.point or 0.0) for amount in (a, b))
    if power != other or not edited(x, y):
        return None
    gap, step = abs(a.point - b.point), max(a.step, b.step)
    swapped = sorted(x) == sorted(y)
    near = gap <= step * 1.01 or a.about or b.about or (not swapped and gap < max(a.wide, b.wide) * 0.999)
    return Slip(max(len(x.rstrip("0")), len(y.rstrip("0"))), swapped, near)


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


def _next_quarter(a: Days, b: Days) -> bool:
    """Two quarters, one right behind the other: as often a dispute as a slip."""
    first, last = sorted((a, b))
    return last.first == first.last + 1 and all(_QUARTER[0] <= d.last - d.first + 1 <= _QUARTER[1] for d in (a, b))


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
    slip: Slip,
    some: Sequence[Observation],
    others: Sequence[Observation],
    done: set[ClaimKey],
    rules: Slips,
) -> Iterable[Flag]:
    """Flags on the side that stands alone; on both where both do."""
    short = not slip.swapped and slip.digits < rules.swap_digits
    for suspects, witnesses in ((some, others), (others, some)):
        alone, backing = origins(suspects), origins(witnesses)
        inside = any(w.at == found.at for found in suspects for w in witnesses)
        against = backing - alone
        if len(alone) != 1 or not against or len(against) < len(alone):
            continue
        if len(against) >= rules.several:
            doubtful = slip.near or (short and (inside or not _still(suspects[0])))
            severity = Severity.INFO if doubtful else Severity.ERROR if inside else Severity.WARNING
        elif len(backing) == 1 and not short and not slip.near and not suspects[0].side_by_side:
            severity = Severity.INFO
        else:
            continue
        for found in suspects:
            if claim_key(found) not in done:
                done.add(claim_key(found))
                yield _flag(found, witnesses, severity)


def _still(found: Observation) -> bool:
    """Whether a value neither moves with time nor is guessed."""
    return found.attribute.time in {"static", "event"} and is_firm(found)


def _flag(found: Observation, witnesses: Sequence[Observation], severity: Severity) -> Flag:
    right = measured(witnesses[0].measure, found.claim.attribute.endswith("_ratio"))
    count = len(origins(witnesses))
    rest = "a digit seems to have slipped" if count > 1 else "one of the two has slipped"
    text = f"{count} other origin(s) state {right}; {rest}."
    return flag_claim("digit_slip", severity, found, text, suggested=right, evidence=witnesses)
