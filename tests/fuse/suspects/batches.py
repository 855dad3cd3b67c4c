"""Batches of short articles, in few words: one value each, several claims of one article, a rack and its chips.
A case is what it shows, its batch, and the flags that this must raise: (kind, severity, claim or words, suggestion).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.fuse.build import Draft

Batch = list[Draft]
Expected = set[tuple[str, str, str, str]]
Case = tuple[str, Callable[[], Batch], Expected]


def each(attribute: str, *values: Any, subject: str = "K7", published: str = "2026-05-20", **more: Any) -> Batch:
    """One article a value: a0, a1, …"""
    return [
        Draft(f"a{at}", published=published).claim(subject, attribute, given, **more) for at, given in enumerate(values)
    ]


def ratio(value: float, baseline: str, **more: Any) -> dict[str, Any]:
    return {"subject": "K7", "attribute": "performance_ratio", "given": value} | {
        "qualifiers": {"baseline": baseline},
        **more,
    }


def one(*claims: dict[str, Any], name: str = "a0", published: str = "2026-05-20", **fields: Any) -> Draft:
    draft = Draft(name, published=published, **fields)
    for claim in claims:
        draft.claim(**claim)
    return draft


def claim(subject: str, attribute: str, given: Any, text: str = "", **more: Any) -> dict[str, Any]:
    return {"subject": subject, "attribute": attribute, "given": given, "text": text} | more


def shared_specs(name: str, article: str) -> Draft:
    return one(
        claim(name, "memory_capacity", "144 GB"),
        claim(name, "interconnect_bandwidth", "800 GB/s"),
        claim(name, "tdp", "560 W"),
        name=article,
    )


def converted(text: str, given: str, published: str = "2026-05-20") -> Batch:
    origin = {"converted_from": "CNY 380000000000"}
    return [one(claim("K", "acquisition_price", given, text, qualifiers=origin), published=published)]


def rack(name: str, *, holds: str, each: str, together: str) -> Draft:
    """So many chips in a rack, the memory of one of them and of all together."""
    return one(
        claim(
            name,
            "accelerators_per_system",
            holds,
            f"The rack holds [{holds}] of the K7.",
            qualifiers={"scope": "rack"},
        ),
        claim("K7", "memory_capacity", each),
        claim(name, "memory_capacity", together),
    )


def over_both(told: dict[str, Any], other: str) -> Draft:
    """One figure of article a1 that is told over its baseline and over the ``other``."""
    reading = one(told, name="a1").reading()
    made = reading.claims[0]
    twin = made.model_copy(update={"id": "a1-1", "qualifiers": {**made.qualifiers, "baseline": other}})
    return Ready(reading.model_copy(update={"claims": (made, twin)}))


def restated(second: str, other: str, words: str, first: str, swap: bool) -> Draft:
    """ "It does 1,440 PFLOPS (aka 1.4 EFLOPS) in all": two claims in one breath."""
    sentence = f"It does {words} (aka {other}) in all."
    draft = Draft("a0", published="2026-05-20")
    more = {"qualifiers": {"precision": "FP8"}}
    draft.claim("R1", "compute_throughput", first, sentence.replace(words, f"[{words}]"), **more)
    reading = draft.reading()
    made = reading.claims[0]
    at = reading.article.text.index(other)
    low = float(other.split()[0])
    twin = made.model_copy(
        update={
            "id": "a0-1",
            "value": made.value.model_copy(update={"low": low, "high": low, "unit": "EFLOPS"}),
            "value_start": at,
            "value_end": at + len(other),
        }
    )
    return Ready(reading.model_copy(update={"claims": (made, twin)}))


class Ready(Draft):
    """A reading that is finished already."""

    def __init__(self, reading: Any) -> None:
        self.finished = reading

    def reading(self) -> Any:
        return self.finished
