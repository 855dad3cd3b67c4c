"""One digit changed or two swapped: 141 for 144, 1936 for 1963; or a date whose year or quarter alone is another.

*Evidence*: several origins that state one number exactly, and one origin alone with a number one keystroke away under
the same condition; or a copy that differs from its original so. Of one origin against one, only numbers of enough
digits are spoken of. Of two days a year apart the one is suspect that is no news in its own article, where the other
would be.
*False friends*: neighbours in the last digit (5.2 and 5.3) and neighbouring quarters are a dispute, unless very many
stand against one; rounding (140 beside 144); "about"; values that time or a plan explains; prices and other moving
values of few digits; percentages of one digit ("8 percent faster"); values that stand side by side, of which a swap
alone is telling.
*Severity*: error where the article itself states the other number too; warning where several origins do, and on both
where three digits or more were swapped, for then one of the two has slipped and nobody knows which; info for the false
friends against several origins, and on both where one digit stands against one.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import combinations
from typing import NamedTuple

from pipeline.fuse.marked import ClaimKey, Marked, claim_key
from pipeline.fuse.material import Material
from pipeline.fuse.observe import Amount, Days, Measure, Observation, is_firm, words_of
from pipeline.fuse.precision import told_digits
from pipeline.fuse.readable import measured
from pipeline.fuse.suspect.evidence import Evidence
from pipeline.fuse.suspect.flagging import EITHER, flag_claim, many, origins
from pipeline.model import DateValue, Flag, Severity

_MANY = 99
"""More digits than any number has: of what is no number."""

_QUARTER = (90, 92)
"""Days in a quarter, from the shortest to the longest."""


_RANK = (Severity.INFO, Severity.WARNING, Severity.ERROR)


class Slip(NamedTuple):
    """How one number is another's slip: its telling digits, whether two were swapped, whether the two may be one number
    rounded or neighbours in the last digit, and whether the latter alone: both are stated exactly.
    """

    digits: int
    swapped: bool
    near: bool
    step: bool = False


def find(material: Evidence, suspected: Marked) -> Iterable[Flag]:
    """Claims whose number is probably another with one digit off; of several suspicions the gravest."""
    rules = material.rulebook.suspects.slips
    gravest: dict[ClaimKey, Flag] = {}
    for some, others in (*material.rivals(suspected), *_dates(material, suspected)):
        found = slip(some[0].measure, others[0].measure) if some[0].condition == others[0].condition else None
        if found is None or min(found.digits, *map(_told, (some[0], others[0]))) < rules.swapped_digits:
            continue
        if not (_to_the_day(some[0]) or material.judge.contradicts(some[0], others[0])):
            continue
        if some[0].side_by_side and not _in_other_articles(some, others):
            continue
        for key, flag in _weighed(found, some, others, material):
            if key not in gravest or _RANK.index(flag.severity) > _RANK.index(gravest[key].severity):
                gravest[key] = flag
    return gravest.values()


def _told(found: Observation) -> int:
    """How many digits a ratio shows: "8 percent faster" has one, whatever 1.08 has, and one tells nothing."""
    if not (isinstance(found.measure, Amount) and found.claim.attribute.endswith("_ratio")):
        return _MANY
    return told_digits(words_of(found.claim, found.article)) or _MANY


def _to_the_day(found: Observation) -> bool:
    """Whether a date is one day: no plan moves to the same day of another year."""
    return isinstance(found.measure, Days) and found.measure.first == found.measure.last


def _in_other_articles(some: Iterable[Observation], others: Iterable[Observation]) -> bool:
    """Whether no article states both numbers: then they are no two of the values that stand side by side."""
    return not {found.at for found in some} & {found.at for found in others}


def slip(a: Measure, b: Measure) -> Slip | None:
    """How one value is the other with one digit changed or two neighbours swapped, if it is.

    >>> def gb(n): return Amount(n, n, "GB", 1.0, 10.0 if n % 10 == 0 else 1.0, False)
    >>> slip(gb(141.0), gb(144.0)), slip(gb(24.0), gb(42.0))
    (Slip(digits=3, swapped=False, near=False, step=False), Slip(digits=2, swapped=True, near=False, step=False))
    >>> slip(gb(144.0), gb(140.0)).near, slip(gb(144.0), gb(192.0))
    (True, None)
    """
    if isinstance(a, Days) and isinstance(b, Days):
        near = not _other_year(a, b)
        return Slip(_MANY, False, near) if not near or _next_quarter(a, b) else None
    if not (isinstance(a, Amount) and isinstance(b, Amount)) or a.point is None or b.point is None or a.unit != b.unit:
        return None
    if a.point <= 0 or b.point <= 0:
        return None
    (x, power), (y, other) = (_digits(amount.point or 0.0) for amount in (a, b))
    if power != other or not edited(x, y):
        return None
    gap, step = abs(a.point - b.point), max(a.step, b.step)
    swapped = sorted(x) == sorted(y)
    rounded = a.about or b.about or (not swapped and gap < max(a.wide, b.wide) * 0.999)
    near = gap <= step * 1.01
    return Slip(max(len(x.rstrip("0")), len(y.rstrip("0"))), swapped, near or rounded, near and not rounded)


def edited(x: str, y: str) -> bool:
    """Whether two words of one length differ in one place, or by two neighbours swapped."""
    if len(x) != len(y):
        return False
    off = [at for at, (p, q) in enumerate(zip(x, y, strict=True)) if p != q]
    if len(off) == 2 and off[1] == off[0] + 1:
        return x[off[0]] == y[off[1]] and x[off[1]] == y[off[0]]
    return len(off) == 1


@lru_cache(maxsize=20_000)
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


def _dates(material: Material, suspected: Marked) -> Iterable[tuple[list[Observation], list[Observation]]]:
    """Pairs of distinct dates that are told as facts, or to the day: plans are often put off by a year, but seldom to
    the day.
    """
    events = material.rulebook.suspects.slips.year_events
    for (_, attribute), conditions in material.groups.items():
        if attribute not in events:
            continue
        for members in conditions.values():
            kinds: dict[Measure, list[Observation]] = {}
            for found in members:
                if not isinstance(found.measure, Days) or found in suspected:
                    continue
                if is_firm(found) or _to_the_day(found):
                    kinds.setdefault(found.measure, []).append(found)
            yield from combinations(kinds.values(), 2)


def _weighed(
    slip: Slip, some: Sequence[Observation], others: Sequence[Observation], material: Material
) -> Iterable[tuple[ClaimKey, Flag]]:
    """Flags on the side that stands alone; on both where both do."""
    for suspects, witnesses in ((some, others), (others, some)):
        alone, backing = origins(suspects), origins(witnesses)
        against = backing - alone
        if len(alone) != 1 or not against or len(against) < len(alone):
            continue
        severity = _severity(slip, suspects, witnesses, material)
        if severity is not None:
            for found in suspects:
                sided = isinstance(found.measure, Days) and severity is Severity.WARNING
                mutual = len(backing) == 1 and not sided
                yield claim_key(found), _flag(found, witnesses, severity, EITHER if mutual else "digit_slip")


def _severity(
    slip: Slip, suspects: Sequence[Observation], witnesses: Sequence[Observation], material: Material
) -> Severity | None:
    """How sure it is that one origin's number has slipped, seen from those that state the other."""
    rules = material.rulebook.suspects.slips
    alone, backing = origins(suspects), origins(witnesses)
    against = backing - alone
    inside = any(w.at == found.at for found in suspects for w in witnesses)
    short = not slip.swapped and slip.digits < rules.swap_digits
    if suspects[0].side_by_side and not slip.swapped:
        told = len(against) >= rules.several and not short and not suspects[0].attribute.plural
        return Severity.INFO if told else None
    if len(against) >= rules.several:
        doubtful = slip.near and not (slip.step and len(against) >= rules.many)
        doubtful = doubtful or (short and (inside or not _still(suspects[0])))
        return Severity.INFO if doubtful else Severity.ERROR if inside else Severity.WARNING
    if alone & backing:
        return Severity.INFO if short or slip.near else Severity.WARNING
    if short or slip.near or suspects[0].side_by_side:
        return None
    if isinstance(suspects[0].measure, Days):
        off = [_is_year_off(side, other, material) for side, other in ((suspects, witnesses), (witnesses, suspects))]
        return (Severity.WARNING if off[0] else None) if off[0] != off[1] else Severity.INFO
    return Severity.WARNING if slip.swapped and slip.digits >= rules.swap_digits else Severity.INFO


def _is_year_off(side: Sequence[Observation], others: Sequence[Observation], material: Material) -> bool:
    """Whether an event would be news in its own article on the day that others give, and is none on its own day."""
    for found in side:
        written = material.reference[found.at]
        if written is None or not all(isinstance(one.measure, Days) for one in (found, others[0])):
            continue
        if _is_news(others[0].measure, written, material) and not _is_news(found.measure, written, material):
            return True
    return False


def _is_news(event: Measure, written: DateValue, material: Material) -> bool:
    if not isinstance(event, Days):
        return False
    gap = max(event.first - written.date_end.toordinal(), written.date_start.toordinal() - event.last)
    return gap <= material.rulebook.suspects.slips.news_days


def _still(found: Observation) -> bool:
    """Whether a value neither moves with time nor is guessed."""
    return found.attribute.time in {"static", "event"} and is_firm(found)


def _flag(found: Observation, witnesses: Sequence[Observation], severity: Severity, rule: str) -> Flag:
    right = measured(witnesses[0].measure, found.claim.attribute.endswith("_ratio"))
    count = len(origins(witnesses))
    rest = "a digit seems to have slipped" if count > 1 else "one of the two has slipped"
    text = f"{many(count, 'other origin', 'state').capitalize()} {right}; {rest}."
    return flag_claim("digit_slip", severity, found, text, suggested=right, evidence=witnesses, rule=rule)
