"""A difference against what its own article says of both sides: "20 billion more than the M1 Ultra", 134 and 114.
Part of the arithmetic suspicion; a figure told as a difference is no second value of its subject.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipeline.fuse.observe import Amount, Observation
from pipeline.fuse.readable import measured, stated
from pipeline.fuse.suspect.flagging import flag_claim
from pipeline.model import Flag, Severity
from pipeline.rulebook.suspects import Arithmetic

_REACH = 60


def is_difference(found: Observation, rules: Arithmetic) -> bool:
    """Whether the words beside a value tell it as a difference: "an increase of [20 GB]", "[400 MHz] more than the"."""
    text, claim = found.article.text, found.claim
    before = " ".join(text[max(0, claim.value_start - _REACH) : claim.value_start].casefold().split()).rstrip("$€£¥ ")
    behind = " ".join(text[claim.value_end : claim.value_end + _REACH].casefold().split())
    noun, _, rest = behind.partition(" ")
    behind = rest if noun.isalpha() and not behind.startswith(rules.difference_behind) else behind
    return before.endswith(rules.difference_before) or behind.startswith(rules.difference_behind)


def differences(own: Sequence[Observation], rules: Arithmetic) -> Iterator[Flag]:
    """Differences that the two values of their article do not have. ``own`` are the claims of one article."""
    for found in own:
        if not isinstance(found.measure, Amount) or found.measure.point is None or not is_difference(found, rules):
            continue
        here = [one for one in own if _alike(one, found) and one.claim.subject == found.claim.subject]
        near = found.article.text[found.claim.value_end : found.claim.value_end + _REACH]
        there = [
            one
            for one in own
            if _alike(one, found) and one.claim.subject != found.claim.subject and one.claim.subject.split()[-1] in near
        ]
        pairs = [(a, b) for a in here for b in there if not any(is_difference(one, rules) for one in (a, b))]
        if pairs and not any(_fits(found, a, b, rules.tolerance) for a, b in pairs):
            a, b = pairs[0]
            text = (
                f"{measured(a.measure)} of {a.claim.subject} and {measured(b.measure)} of {b.claim.subject} do not lie "
                f"{stated(found.claim.value)} apart."
            )
            yield flag_claim("arithmetic", Severity.WARNING, found, text, evidence=[a, b], rule="difference")


def _alike(one: Observation, found: Observation) -> bool:
    """Whether two claims give points of one attribute under one condition."""
    return (
        one is not found
        and (one.claim.attribute, one.condition) == (found.claim.attribute, found.condition)
        and isinstance(one.measure, Amount)
        and isinstance(found.measure, Amount)
        and one.measure.point is not None
        and one.measure.unit == found.measure.unit
    )


def _fits(found: Observation, a: Observation, b: Observation, tolerance: float) -> bool:
    """Whether two values lie as far apart as they are said to, at the precision of all three."""
    amounts = [one.measure for one in (found, a, b) if isinstance(one.measure, Amount)]
    gap, x, y = (amount.point or 0.0 for amount in amounts)
    return abs(abs(x - y) - gap) <= sum(amount.step for amount in amounts) / 2 * 1.01 + tolerance * gap
