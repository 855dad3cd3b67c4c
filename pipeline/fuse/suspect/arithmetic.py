"""Figures of one article that do not fit together: "50% more than 96 GB" beside 128 GB, a decade since 2018.

*Evidence*: a ratio or a difference and both its operands, a value and its restatement in another unit, accelerators
times what each has against the whole, a change told with both its ends ("from $2,199 to $1,999, a $200 saving"), a span
of years against the year it began, or one quantity given twice, all in one article.
*False friends*: any pair of operands that fits clears a ratio (many pages give several variants); a ratio that would
fit as "so much more" or as its inverse was misread; the history of a moving value is no contradiction; two values a
multiple apart are of two things; bounds and "about" stretch; totals of systems also count what is no accelerator, so
only a missing power of ten and swapped digits make them suspect.
*Severity*: warning; info where the article contradicts itself and nobody can tell which figure slipped, and for spans.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from pipeline.fuse.marked import ClaimKey, Marked
from pipeline.fuse.material import Material
from pipeline.fuse.observe import Amount, Condition, Observation, number
from pipeline.fuse.periods import agree
from pipeline.fuse.readable import measured, stated
from pipeline.fuse.suspect.changes import changes
from pipeline.fuse.suspect.differences import differences, is_difference
from pipeline.fuse.suspect.digit_slip import slip
from pipeline.fuse.suspect.flagging import flag_claim
from pipeline.fuse.suspect.ratios import ratios
from pipeline.fuse.suspect.spans import spans_of_years
from pipeline.model import Flag, Severity

_COUNT = "accelerators_per_system"


def find(material: Material, suspected: Marked) -> Iterable[Flag]:
    """Figures that do not add up inside their own article."""
    rules = material.rulebook.suspects.arithmetic
    told, single = {f"{name}_ratio" for name in rules.ratio}, set(rules.single)
    for at, source in enumerate(material.sources):
        reference = material.reference[at]
        if reference is not None:
            yield from spans_of_years(source, reference, rules)
        yield from changes(source)
        own = suspected.without(material.by_article.get(at, ()))
        held = {found.claim.attribute for found in own}
        done: set[ClaimKey] = set()
        for flag in (
            *(ratios(material, own) if not held.isdisjoint(told) else ()),
            *differences(own, rules),
            *_restated(material, own),
            *(_totals(material, own) if _COUNT in held else ()),
            *(_twice(material, own) if not held.isdisjoint(single) else ()),
        ):
            if (flag.article, flag.claim) not in done:
                done.add((flag.article, flag.claim))
                yield flag


def _restated(material: Material, own: Sequence[Observation]) -> Iterator[Flag]:
    """A value and the same value in another unit, right behind it: "1,440 petaflops (aka 1.4 exaflops)"."""
    between = material.rulebook.suspects.arithmetic.restated
    for first, second in pairwise(own):
        one, other = first.claim, second.claim
        if one.attribute != other.attribute or one.subject != other.subject:
            continue
        a, b = number(one), number(other)
        if a is None or b is None or a.unit == b.unit or first.converted or second.converted:
            continue
        gap = first.article.text[first.claim.value_end : second.claim.value_start]
        if len(gap) > 16 or " ".join(gap.split()).casefold() not in between:
            continue
        if _unit(first) == _unit(second) and material.judge.contradicts(first, second):
            text = f"Given as {stated(a)} and, in the same breath, as {stated(b)}, which is not the same."
            yield flag_claim(
                "arithmetic", Severity.WARNING, second, text, suggested=stated(a), evidence=[first], rule="restated"
            )


def _totals(material: Material, own: Sequence[Observation]) -> Iterator[Flag]:
    """Accelerators times what each has, against what the system is said to have; a system that is named by its
    accelerator has both.
    """
    rules = material.rulebook.suspects.arithmetic
    counts = [found for found in own if found.claim.attribute == _COUNT]
    subjects = sorted({found.claim.subject for found in own})
    for count in counts:
        if not isinstance(count.measure, Amount):
            continue
        system, many = count.claim.subject, count.measure.point
        parts = [name for name in subjects if name != system and name.split()[-1] in count.claim.quote] or [system]
        for attribute in rules.total if many and len(parts) == 1 else ():
            stated = [
                f for f in own if f.claim.attribute == attribute and isinstance(f.measure, Amount) and f.measure.point
            ]
            for whole in stated:
                if whole.claim.subject != system:
                    continue
                each = [
                    found
                    for found in stated
                    if found.claim.subject == parts[0]
                    and found.condition == whole.condition
                    and (parts[0] != system or _point(found) * rules.twice < _point(whole))
                ]
                yield from _total(count, whole, each, many or 0.0, material)


def _point(found: Observation) -> float:
    return (found.measure.point or 0.0) if isinstance(found.measure, Amount) else 0.0


def _total(
    count: Observation, whole: Observation, each: Sequence[Observation], many: float, material: Material
) -> Iterator[Flag]:
    """The flag on a whole that is off by powers of ten, or whose digits are those of the sum with two swapped."""
    tolerance, slips = material.rulebook.suspects.arithmetic.tolerance, material.rulebook.suspects.slips
    sums = [_point(found) * many for found in each]
    amount = whole.measure
    if not isinstance(amount, Amount) or not sums or _point(whole) <= 0 or min(sums) <= 0:
        return
    powers = [math.log10(_point(whole) / total) for total in sums]
    off = min(powers, key=abs)
    step = amount.step or 1.0
    rounded = [amount._replace(low=at, high=at) for at in (round(total / step) * step for total in sums)]
    why = ""
    if abs(round(off)) in slips.powers and abs(off - round(off)) <= tolerance:
        why = "a power of ten away"
    elif len(sums) == 1 and (swap := slip(amount, rounded[0])) and swap.swapped and not swap.near:
        why = "two digits swapped"
    if why:
        right = measured(amount._replace(low=sums[0], high=sums[0]))
        text = f"{measured(count.measure)} times {measured(each[0].measure)} is {right}, {why}."
        yield flag_claim(
            "arithmetic", Severity.WARNING, whole, text, suggested=right, evidence=[count, *each], rule="total"
        )


def _twice(material: Material, own: Sequence[Observation]) -> Iterator[Flag]:
    """One quantity that cannot have two values, given twice in one article."""
    rules = material.rulebook.suspects.arithmetic
    moving = material.rulebook.verdicts.time.moving
    own = [found for found in own if found.claim.attribute in rules.single and not is_difference(found)]
    for at, first in enumerate(own):
        if _undated(first):
            continue
        for second in own[at + 1 :]:
            same = (first.claim.subject, first.claim.attribute) == (second.claim.subject, second.claim.attribute)
            if (
                same
                and not _undated(second)
                and _one_time(first.condition, second.condition, first.claim.attribute in moving)
                and _near(first, second, rules.twice)
                and material.judge.contradicts(first, second)
            ):
                both = f"{stated(first.claim.value)} and {stated(second.claim.value)}"
                for found, other in ((first, second), (second, first)):
                    text = f"The article itself says {both} of one thing; one of the two is off."
                    yield flag_claim("arithmetic", Severity.INFO, found, text, evidence=[other], rule="twice")


def _near(first: Observation, second: Observation, most: float) -> bool:
    """Whether two numbers may be one quantity told twice; values a multiple apart are of two things."""
    a, b = (found.measure.point if isinstance(found.measure, Amount) else None for found in (first, second))
    return not a or not b or max(a, b) <= most * min(a, b)


def _undated(found: Observation) -> bool:
    """Whether a value that moves with time comes without its time: an article may tell its history."""
    return found.attribute.time in {"fluctuating", "cumulative"} and not dict(found.condition).get("period")


def _one_time(a: Condition, b: Condition, moving: bool) -> bool:
    """Whether two conditions can be one. What moves has a value each day, so that a year's may be its month's; what
    adds up over a time is another sum in each part of it.
    """
    return {key for key, _ in a} == {key for key, _ in b} and (agree(a, b) if moving else a == b)


def _unit(found: Observation) -> str:
    return found.measure.unit if isinstance(found.measure, Amount) else ""


def _of(found: Observation) -> str:
    return f"{measured(found.measure)} of {found.claim.subject}"
