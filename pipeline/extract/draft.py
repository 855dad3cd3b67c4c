"""A claim in the making: what is known after each step, before subjects are copied out and ids given.
Only the assembly turns drafts into claims.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from pipeline.extract.text.scene import Mention, Sentence
from pipeline.model import DateValue, NumberValue, Quantity, TextValue


@dataclass(slots=True)
class Draft:
    """One value at ``start:end`` with its attribute; ``reach_start:reach_end`` also has the words of bound and unit.

    ``subjects`` are filled by linking, ``score`` says how sure attribute and subject are, ``rules`` name what fired.
    ``foreseen`` marks a plan told with a bare "will", which is a fact of a thing already announced.
    ``previous`` marks the earlier value of a change ("up from 64 GB"); ``converted`` the same sum in other currencies.
    """

    sentence: Sentence
    attribute: str
    value: NumberValue | DateValue | TextValue
    start: int
    end: int
    reach_start: int
    reach_end: int
    score: float
    qualifiers: dict[str, str] = field(default_factory=dict)
    rules: list[str] = field(default_factory=list)
    subjects: list[Mention] = field(default_factory=list)
    subject_score: float = 0.0
    evidence: list[tuple[int, int]] = field(default_factory=list)
    baseline: Mention | None = None
    previous: bool = False
    attribution: str = ""
    modality: str = ""
    foreseen: bool = False
    barred: tuple[str, ...] = ()
    carriers: tuple[str, ...] = ()
    maker: str = ""
    focus: bool = True
    tentative: bool = False
    weak: bool = False
    converted: tuple[Quantity, ...] = ()
