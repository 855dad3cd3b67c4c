"""A value outside what its attribute can be: a clock of 9,043 GHz, a chip announced in 1326.

*Evidence*: the limits of the attribute in rules/attributes, and the years an event can have in rules/suspects.toml.
*False friends*: records and whole systems, which the limits leave room for; a reading the extractor itself doubts, and
a value that another attribute of the same unit can well be (120 Hz is no clock but a refresh rate), one that no single
slip explains (6 GW are no chip's), and several impossible values of one attribute in one article are only pointed out,
since then the reading is the likelier mistake.
*Severity*: error far beyond the limit, else warning; info where the reading is doubtful, or where the claim names a
scope (a hall of 8,000 chips draws more than a chip can).
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator
from operator import attrgetter

from pipeline.fuse.marked import Marked
from pipeline.fuse.material import Material
from pipeline.fuse.observe import Amount, Days, Observation
from pipeline.fuse.readable import measured
from pipeline.fuse.suspect.evidence import Evidence
from pipeline.fuse.suspect.flagging import Scales, flag_claim, plausible
from pipeline.model import Flag, Severity
from pipeline.rulebook.attributes import Attribute

_ORDER = attrgetter("order")


def find(material: Evidence, suspected: Marked) -> Iterable[Flag]:
    """Claims whose value cannot be."""
    rules, scales = material.rulebook.suspects.implausible, material.scales
    odd = sorted(_odd(material, *rules.years), key=_ORDER)
    misread = Counter((found.at, found.claim.attribute) for found in odd if isinstance(found.measure, Amount))
    for found in suspected.without(odd):
        measure = found.converted or found.measure
        if isinstance(measure, Amount):
            other = _fitting(material, found, measure)
            if other is not None:
                text = f"Outside what {_name(found.attribute)} can be ({_limits(found.attribute)}), but a likely "
                text += f"{_name(other)}; the passage was probably misread."
                yield flag_claim("implausible", Severity.INFO, found, text, suggested=_name(other))
                continue
            severity = Severity.ERROR if _far(measure, found.attribute, rules.sure) else Severity.WARNING
            if severity is Severity.WARNING and any(key in rules.whole for key, _ in found.condition):
                severity = Severity.INFO
            doubtful = misread[found.at, found.claim.attribute] >= rules.misread or not _slipped(measure, found, scales)
            yield _flag(found, _limits(found.attribute), severity, doubtful or found.claim.confidence < rules.doubt)
        else:
            first, last = rules.years
            yield _flag(found, f"years from {first} to {last}", Severity.ERROR, found.claim.confidence < rules.doubt)


def _odd(material: Material, first: int, last: int) -> Iterator[Observation]:
    """The claims whose value is odd; each value of an attribute is looked at once."""
    for conditions in material.groups.values():
        for members in conditions.values():
            kinds = {id(found.converted or found.measure): found for found in members}
            odd = {kind for kind, found in kinds.items() if _is_odd(found, first, last)}
            if odd:
                yield from (found for found in members if id(found.converted or found.measure) in odd)


def _is_odd(found: Observation, first: int, last: int) -> bool:
    """Whether a number lies outside what its attribute can be, or a day outside these years."""
    measure = found.converted or found.measure
    if isinstance(measure, Amount):
        return not plausible(measure, found.attribute)
    return isinstance(measure, Days) and not first <= dt.date.fromordinal(measure.first).year <= last


def _fitting(material: Material, found: Observation, amount: Amount) -> Attribute | None:
    """Another attribute of the same kind of unit that the value could well be: then the reading is the likelier
    mistake.
    """
    dimension = material.observer.dimension(found.stated_unit)
    for other in material.rulebook.attributes.attribute:
        if other.id == found.attribute.id or other.plausible is None or not dimension or not other.unit:
            continue
        if material.observer.dimension(other.unit) == dimension:
            ends = [end for end in (amount.low, amount.high) if end is not None]
            scaled = [material.observer.scaled(end, amount.unit, other.unit) for end in ends]
            if all(end is not None and _within(end, other) for end in scaled):
                return other
    return None


def _within(value: float, attribute: Attribute) -> bool:
    return plausible(Amount(value, value, attribute.unit, 0.0, 0.0, False), attribute)


def _name(attribute: Attribute) -> str:
    return attribute.id.replace("_", " ")


def _far(amount: Amount, attribute: Attribute, times: float) -> bool:
    """Whether a number lies many times beyond its limit."""
    limits = attribute.plausible
    if limits is None:
        return False
    ends = [end for end in (amount.low, amount.high) if end is not None]
    above = limits.high is not None and max(ends) > limits.high * times
    below = limits.low is not None and min(ends) * times < limits.low
    return above or below


def _limits(attribute: Attribute) -> str:
    limits = attribute.plausible
    if limits is None:
        return "no limits"
    ends = [Amount(end, end, attribute.unit, 0.0, 0.0, False) for end in (limits.low, limits.high) if end is not None]
    return " to ".join(measured(end) for end in ends)


def _slipped(amount: Amount, found: Observation, scales: Scales) -> bool:
    """Whether the number would be one that others have with a zero or a prefix more or less."""
    end = amount.low if amount.low is not None else amount.high or 0.0
    return end <= 0 or any(
        _within(end * factor, found.attribute) and scales.known(found, end * factor) for factor in scales.slips
    )


def _flag(found: Observation, limits: str, severity: Severity, doubtful: bool) -> Flag:
    name = _name(found.attribute)
    if doubtful:
        return flag_claim(
            "implausible",
            Severity.INFO,
            found,
            f"Outside what {name} can be ({limits}); the passage was probably misread.",
        )
    return flag_claim("implausible", severity, found, f"Outside what {name} can be ({limits}).")
