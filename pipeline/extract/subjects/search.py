"""The search for who carries one value, as it stands after each step: who may, who is in mind, who was weighed.
Each step narrows or adds; what is left at the end is what the linker chooses from.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from pipeline.extract.draft import Draft
from pipeline.extract.subjects.candidate import Candidate
from pipeline.extract.text.scene import Mention


@dataclass(slots=True)
class Search:
    """Who carries the value of ``draft``, of the ``types`` that can (best first).

    ``usable`` are mentions of its sentence, ``groups`` those that carry it together, ``found`` the candidates weighed
    so far. ``focus`` is what the text has in mind, most salient first, and ``allowed`` the types of it that may be
    meant. Only names from ``cut`` on and before ``described`` are those of the value's own thing. ``device_part`` is
    where the part of a device ends that the sentence opens with ("The display"), 0 where it opens with none.
    """

    draft: Draft
    types: tuple[str, ...]
    focus: list[Mention]
    usable: list[Mention] = field(default_factory=list)
    groups: list[list[Mention]] = field(default_factory=list)
    found: list[Candidate] = field(default_factory=list)
    allowed: tuple[str, ...] = ()
    cut: int = -1
    described: int = 0
    device_part: int = 0

    @property
    def lead(self) -> str:
        """The sentence before the value, in small letters."""
        return self.draft.sentence.low[: self.draft.reach_start - self.draft.sentence.start]

    def allow(self, *types: str) -> None:
        """Of what is in mind only things of these types may be meant."""
        self.allowed = tuple(t for t in self.allowed if t in types)
