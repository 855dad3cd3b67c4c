"""A multiplier against what its own article says of both sides: "50% more than the 96 GB" beside 128 GB.
Part of the arithmetic suspicion; where another origin's operand would fit, the operand is suspect, else the multiplier.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence

from pipeline.fuse.material import Material
from pipeline.fuse.observe import Amount, Condition, Observation
from pipeline.fuse.readable import measured, stated
from pipeline.fuse.suspect.flagging import flag_claim
from pipeline.model import Flag, Severity
from pipeline.rulebook.suspects import Arithmetic

_WORD = re.compile(r"[a-z]+")
_NEAR = 20
"""Letters beside a multiplier's words in which a "more" may stand."""
_OWN = frozenset({"baseline", "metric", "benchmark"})


def ratios(material: Material, own: Sequence[Observation]) -> Iterator[Flag]:
    """A multiplier against what the article says of both sides."""
    rules = material.rulebook.suspects.arithmetic
    for found in own:
        attribute = found.claim.attribute.removesuffix("_ratio")
        if attribute == found.claim.attribute:
            continue
        baseline = dict(found.condition).get("baseline", "")
        if attribute not in rules.ratio or not baseline:
            continue
        if not isinstance(found.measure, Amount):
            continue
        here = _operands(own, found.claim.subject, attribute, found)
        there = _operands(own, baseline, attribute, found)
        pairs = [(a, b) for a in here for b in there if a.condition == b.condition and _unit(a) == _unit(b)]
        if pairs and not any(_fits(found.measure, a, b, rules) for a, b in pairs):
            yield from _misfit(material, found, pairs, rules)


def _operands(own: Sequence[Observation], subject: str, attribute: str, ratio: Observation) -> list[Observation]:
    """What the article says of one side, as points, under the ratio's own conditions."""
    wanted = _shared(ratio.condition)
    return [
        found
        for found in own
        if (found.claim.subject, found.claim.attribute) == (subject, attribute)
        and isinstance(found.measure, Amount)
        and found.measure.point
        and all(dict(found.condition).get(key, value) == value for key, value in wanted.items())
    ]


def _shared(condition: Condition) -> dict[str, str]:
    return {key: value for key, value in condition if key not in _OWN}


def _fits(ratio: Amount, a: Observation, b: Observation, rules: Arithmetic) -> bool:
    """Whether a divided by b can be the ratio, at the precision of all three; what is tolerated is a share of the
    change, since "14 percent more" is nearer to 15 than to 20, however near 1.14 lies to 1.2.
    """
    low, high = _quotient(a, b)
    least = -math.inf if ratio.low is None else ratio.low - _slack(ratio, ratio.low, rules)
    most = math.inf if ratio.high is None else ratio.high + _slack(ratio, ratio.high, rules)
    return low <= most and high >= least


def _slack(ratio: Amount, end: float, rules: Arithmetic) -> float:
    """How far a multiplier reaches: by its last digit, by its rounding where it ends in zeros, by loose talk."""
    change = min(abs(end - 1), abs(end))
    rounding = max(ratio.step, min(ratio.wide, rules.rounded * change)) / 2
    return rounding + rules.ratio_tolerance * change * (2 if ratio.about else 1)


def _quotient(a: Observation, b: Observation) -> tuple[float, float]:
    ends = []
    for found in (a, b):
        amount = found.measure
        assert isinstance(amount, Amount)
        value, half = amount.point or 0.0, min(amount.step, abs(amount.point or 0.0) / 4) / 2
        ends.append((value - half, value + half))
    (low, high), (under_low, under_high) = ends
    return low / under_high, high / under_low


def _misfit(
    material: Material, found: Observation, pairs: Sequence[tuple[Observation, Observation]], rules: Arithmetic
) -> Iterator[Flag]:
    """The flag on the operand that others contradict and that would fit as they have it, else on the ratio."""
    assert isinstance(found.measure, Amount)
    a, b = pairs[0]
    for operand in (a, b):
        for other in _elsewhere(material, operand):
            mended = (other, b) if operand is a else (a, other)
            if _unit(other) == _unit(operand) and _fits(found.measure, *mended, rules):
                text = (
                    f"{_of(operand)} does not fit {stated(found.claim.value, True)} in the same article; "
                    f"{measured(other.measure)}, as {other.claim.article} has it, would."
                )
                yield flag_claim(
                    "arithmetic",
                    Severity.WARNING,
                    operand,
                    text,
                    suggested=measured(other.measure),
                    evidence=[found, other],
                    rule="operand",
                )
                return
    if any(_fits(other, *pair, rules) for other in _otherwise(found, rules) for pair in pairs):
        text = f"{_of(a)} against {_of(b)} is not {stated(found.claim.value, True)}; “more” was probably misread."
        yield flag_claim("arithmetic", Severity.INFO, found, text, evidence=[a, b], rule="misread")
        return
    low, high = _quotient(a, b)
    right = f"{(low + high) / 2:.3g}×"
    text = f"{_of(a)} against {_of(b)} is {right}, not {stated(found.claim.value, True)}."
    yield flag_claim("arithmetic", Severity.WARNING, found, text, suggested=right, evidence=[a, b], rule="ratio")


def _otherwise(found: Observation, rules: Arithmetic) -> list[Amount]:
    """What a multiplier can be misread from: "half as much again" is 1.5, "three times less" a third."""
    ratio = found.measure
    if not isinstance(ratio, Amount) or not ratio.point or ratio.point <= 0:
        return []
    said = found.article.quote(max(0, found.claim.start - _NEAR), found.claim.end + _NEAR).casefold()
    more = not set(rules.more).isdisjoint(_WORD.findall(said))
    readings = [1 / ratio.point, *([ratio.point + 1] if more else [])]
    return [ratio._replace(low=reading, high=reading) for reading in readings]


def _elsewhere(material: Material, operand: Observation) -> list[Observation]:
    """What other origins say of the same cell."""
    cell = material.groups.get((operand.claim.subject, operand.claim.attribute), {}).get(operand.condition, ())
    return [
        found
        for found in cell
        if found.origin != operand.origin
        and isinstance(found.measure, Amount)
        and found.measure.point
        and material.judge.contradicts(found, operand)
    ]


def _unit(found: Observation) -> str:
    return found.measure.unit if isinstance(found.measure, Amount) else ""


def _of(found: Observation) -> str:
    return f"{measured(found.measure)} of {found.claim.subject}"
