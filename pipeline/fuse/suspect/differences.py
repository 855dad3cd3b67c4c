"""A difference against what its own article says of both sides: "20 billion more than the M1 Ultra", 134 and 114.
Part of the arithmetic suspicion; a figure told as a difference is no second value of its subject, and mostly no claim
at all, so that it is looked for among the words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pipeline.errors import UnitError
from pipeline.fuse.observe import Amount, Observation
from pipeline.fuse.passages import Stretch, paragraphs
from pipeline.fuse.precision import stated_precision
from pipeline.fuse.readable import measured, stated
from pipeline.fuse.source import Change
from pipeline.fuse.suspect.changes import Figure, Units, compiled, figure
from pipeline.fuse.suspect.flagging import flag_claim
from pipeline.model import Article, Claim, Flag, NumberValue, Severity
from pipeline.rulebook.suspects import Arithmetic

_REACH = 60
_NAME = 40
"""Letters behind "more than the" in which the other thing is named."""
_STOP = re.compile(r"[.;:!?](?:\s|$)|\n|, ")


def is_difference(found: Observation) -> bool:
    """Whether the words beside a value tell it as a difference."""
    return (found.claim.value_start, found.claim.value_end) in found.article.finds.differences


def told_differences(article: Article, claims: Sequence[Claim], rules: Arithmetic) -> list[Stretch]:
    """The values that an article tells as a difference: "an increase of [20 GB]", "[400 MHz] more than the"."""
    values = {Stretch(claim.value_start, claim.value_end) for claim in claims}
    return sorted(value for value in values if _beside(article.text, value.start, value.end, rules))


def _beside(text: str, start: int, end: int, rules: Arithmetic) -> bool:
    before = " ".join(text[max(0, start - _REACH) : start].casefold().split()).rstrip("$€£¥ ")
    behind = " ".join(text[end : end + _REACH].casefold().split())
    noun, _, rest = behind.partition(" ")
    behind = rest if noun.isalpha() and not behind.startswith(rules.difference_behind) else behind
    return before.endswith(rules.difference_before) or behind.startswith(rules.difference_behind)


def differences(own: Sequence[Observation], rules: Arithmetic) -> Iterator[Flag]:
    """Differences that the two values of their article do not have. ``own`` are the claims of one article."""
    for found in own if own and own[0].article.finds.differences else ():
        if not isinstance(found.measure, Amount) or found.measure.point is None or not is_difference(found):
            continue
        here = [one for one in own if _alike(one, found) and one.claim.subject == found.claim.subject]
        near = found.article.text[found.claim.value_end : found.claim.value_end + _REACH]
        there = [
            one
            for one in own
            if _alike(one, found) and one.claim.subject != found.claim.subject and one.claim.subject.split()[-1] in near
        ]
        pairs = [(a, b) for a in here for b in there if not any(is_difference(one) for one in (a, b))]
        if pairs and not any(_fits(found, a, b, rules.tolerance) for a, b in pairs):
            a, b = pairs[0]
            text = (
                f"{measured(a.measure)} of {a.claim.subject} and {measured(b.measure)} of {b.claim.subject} do not lie "
                f"{stated(found.claim.value)} apart."
            )
            yield flag_claim("arithmetic", Severity.WARNING, found, text, evidence=[a, b], rule="difference")


def odd_gaps(article: Article, claims: Sequence[Claim], rules: Arithmetic, units: Units) -> Iterator[Change]:
    """Differences told in words ("400 MHz more than the X100") that no value of the thing named and none of the one
    other thing that has the same attribute in this article give.
    """
    text = article.text
    folded = text.casefold()
    points = [c for c in claims if isinstance(c.value, NumberValue) and c.value.low == c.value.high is not None]
    for rule in rules.gap if points else ():
        if not any(word in folded for word in rule.words):
            continue
        pattern = compiled(rule, rules.figures)
        for block in paragraphs(article):
            for match in pattern.finditer(text, block.start, block.end):
                gap, near = figure(match, "gap", rules.figures), text[match.end() : match.end() + _NAME]
                claimed = any(c.value_start <= match.start("gap") < c.value_end for c in claims)
                if gap is None or not gap.unit or claimed:
                    continue
                pairs = list(_operands(points, near, gap, units))
                if pairs and not any(fits for _, _, _, fits in pairs):
                    words = " ".join(text[match.start("gap") : match.end("gap_unit")].split())
                    a, b, right, _ = pairs[0]
                    passage = f"{stated(a.value)} of {a.subject}, {stated(b.value)} of {b.subject}"
                    yield Change(match.start(), match.end(), words, right, passage, rule.id)


def _operands(
    points: Sequence[Claim], near: str, gap: Figure, units: Units
) -> Iterator[tuple[Claim, Claim, str, bool]]:
    """The two values that a gap may lie between, what they really lie apart, and whether that is the gap."""
    stop = _STOP.search(near)
    near = near[: stop.start()] if stop else near
    for there in points:
        if not re.search(rf"(?<![\w-]){re.escape(there.subject.split()[-1])}(?![\w-])", near):
            continue
        here = [
            c
            for c in points
            if c.attribute == there.attribute and c.qualifiers == there.qualifiers and c.subject != there.subject
        ]
        if len({c.subject for c in here}) != 1:
            continue
        for one in here:
            found = _apart(one, there, gap, units)
            if found is not None:
                yield one, there, f"{found.value:g} {gap.unit}", abs(found.value - gap.value) <= found.step


def _apart(one: Claim, there: Claim, gap: Figure, units: Units) -> Figure | None:
    """How far two values lie apart, in the unit of a gap; its step is how far from that the gap may lie."""
    value, step = [], gap.step / 2
    for claim in (one, there):
        assert isinstance(claim.value, NumberValue)
        try:
            factor = units().convert(1.0, claim.value.unit, gap.unit)
        except UnitError:
            return None
        low = claim.value.low or 0.0
        value.append(low * factor)
        step += stated_precision(claim.quote, low).step * factor / 2
    true = abs(value[0] - value[1])
    return Figure(float(f"{true:.6g}"), gap.unit, step * 1.01 + 0.02 * gap.value, 0.0, False, 1.0)


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
