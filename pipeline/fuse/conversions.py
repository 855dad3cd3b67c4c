"""Which sums are conversions of others: "380 billion yuan ($53 billion)" states one sum twice.
A conversion is compared in the original currency, wherever its article repeats it.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Sequence
from dataclasses import replace
from functools import cache

from pipeline.fuse.observe import Amount, Observation, Observer

_GAP = 24

Repeat = tuple[int, str, str, str, float | None, float | None]


def with_conversions(
    observations: Sequence[Observation], observer: Observer, beside: Container[str]
) -> list[Observation]:
    """Observations in order of place, with every conversion tied to its original: by the extractor's word, by standing
    right behind the sum it converts, and by repeating one of either.
    """
    told, is_money = list(observations), cache(observer.is_money)
    sums = [at for at, one in enumerate(told) if isinstance(one.measure, Amount) and is_money(one.measure.unit)]
    for at in sums:
        before, found = observations[at - 1], observations[at]
        if at and _behind(before, found, is_money, beside):
            told[at] = _converted(before, found)
    known: dict[Repeat, Amount] = {}
    for found in told:
        if found.converted is not None and isinstance(found.measure, Amount):
            known[_repeat(found, found.converted)] = found.measure
    places = {repeat[0] for repeat in known}
    return [_as_known(found, known) if found.at in places else found for found in told]


def _behind(before: Observation, found: Observation, is_money: Callable[[str], bool], beside: Container[str]) -> bool:
    """Whether a sum stands right behind the same matter in another currency."""
    a, b = before.measure, found.measure
    if before.at != found.at or not (isinstance(a, Amount) and isinstance(b, Amount)) or a.unit == b.unit:
        return False
    if before.converted or found.converted or before.condition != found.condition:
        return False
    if (before.claim.subject, before.claim.attribute) != (found.claim.subject, found.claim.attribute):
        return False
    if not (is_money(a.unit) and is_money(b.unit)):
        return False
    gap = found.article.text[before.claim.value_end : found.claim.value_start]
    return len(gap) <= _GAP and " ".join(gap.split()).casefold() in beside


def _converted(before: Observation, found: Observation) -> Observation:
    if isinstance(found.measure, Amount):
        return replace(found, measure=before.measure, converted=found.measure)
    return found


def _as_known(found: Observation, known: dict[Repeat, Amount]) -> Observation:
    if found.converted is None and isinstance(found.measure, Amount):
        original = known.get(_repeat(found, found.measure))
        if original is not None:
            return replace(found, measure=original, converted=found.measure)
    return found


def _repeat(found: Observation, amount: Amount) -> Repeat:
    return (found.at, found.claim.subject, found.claim.attribute, amount.unit, amount.low, amount.high)
