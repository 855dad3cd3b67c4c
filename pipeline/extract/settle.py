"""Second thoughts about drafts, once a whole sentence or article is known.
What one passage leaves open, another often says plainly.
"""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.extract.draft import Draft
from pipeline.model import NumberValue


def settle_weak(drafts: Sequence[Draft]) -> None:
    """A number whose attribute rests on a weak word ("bandwidth") takes the one that the article gives the same number.

    "800 GB/s of interconnect bandwidth" here settles what "its 800 GB/s bandwidth" is there; bits and bytes are
    not told apart for this, since a slip between them is the same figure.
    """
    plain: dict[tuple[float | None, float | None, str], str] = {}
    for draft in drafts:
        if isinstance(draft.value, NumberValue) and not draft.weak and not draft.tentative and draft.subjects:
            plain.setdefault(_figure(draft.value), draft.attribute)
    for draft in drafts:
        if draft.weak and isinstance(draft.value, NumberValue):
            other = plain.get(_figure(draft.value))
            if other is not None and other != draft.attribute:
                draft.attribute = other
                draft.rules.append("settled.same-figure")


def _figure(value: NumberValue) -> tuple[float | None, float | None, str]:
    return value.low, value.high, value.unit.lower()


def settle_benchmarks(drafts: Sequence[Draft], current: str) -> None:
    """A score without its own benchmark belongs to the one named last, in the sentence or in the section."""
    for draft in drafts:
        if draft.attribute == "benchmark_score":
            current = draft.qualifiers.setdefault("benchmark", current) or current
            if not draft.qualifiers["benchmark"]:
                del draft.qualifiers["benchmark"]
