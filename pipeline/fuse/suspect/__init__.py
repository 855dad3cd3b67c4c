"""Likely errors, one file a kind. Each asks for its own evidence and knows its false friends; none deletes anything.
A kind is a function from the batch's material and the claims suspected so far to flags.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from pipeline.fuse.marked import Marked
from pipeline.fuse.material import Material
from pipeline.fuse.suspect import (
    anachronism,
    arithmetic,
    attribute_confusion,
    attribution_conflict,
    baseline_conflict,
    currency,
    digit_slip,
    duplicate_passage,
    implausible,
    name_slip,
    outlier,
    scale_slip,
    unit_slip,
)
from pipeline.fuse.suspect.evidence import Evidence, evidence_of
from pipeline.fuse.suspect.flagging import EITHER, witnesses
from pipeline.model import Flag, Severity

Kind = Callable[[Evidence, Marked], Iterable[Flag]]

KINDS: tuple[Kind, ...] = (
    duplicate_passage.find,
    attribution_conflict.find,
    anachronism.find,
    unit_slip.find,
    scale_slip.find,
    implausible.find,
    currency.find,
    digit_slip.find,
    arithmetic.find,
    baseline_conflict.find,
    attribute_confusion.find,
    name_slip.find,
    outlier.find,
)
"""In this order: what is suspected early is no evidence later."""


def find_flags(material: Material) -> Iterator[Flag]:
    """All suspicions of a batch. Of two values of which one must be wrong neither is suspected by that alone; where
    another kind finds which, the other is cleared.
    """
    evidence, suspected = evidence_of(material), Marked()
    unsure: list[Flag] = []
    for kind in KINDS:
        flags = list(kind(evidence, suspected))
        unsure += [flag for flag in flags if flag.rule == EITHER]
        told = [flag for flag in flags if flag.rule != EITHER]
        yield from told
        keys = ((flag.article, flag.claim) for flag in told if flag.claim and flag.severity is not Severity.INFO)
        suspected = suspected.and_also(material.claims_of(keys))
    yield from (flag for flag in unsure if suspected.ids.isdisjoint(witnesses(flag)))
