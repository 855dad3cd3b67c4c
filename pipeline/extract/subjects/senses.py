"""Takes an attribute in the sense that its subject gives it: the bandwidth of a switch is that of its links.
A word alone may be the memory of a chip or the storage of a drive; whose it is decides.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from pipeline.extract.draft import Draft
from pipeline.extract.mentions.flash import FLASH
from pipeline.extract.mentions.stacks import STACK
from pipeline.model import NumberValue
from pipeline.rulebook import Rulebook


class Senses:
    """Settles which attribute is meant; ``carriers`` gives the types of thing that carry one, best first."""

    def __init__(self, rulebook: Rulebook, carriers: Callable[[str], Sequence[str]]) -> None:
        attributes, shapes = rulebook.attributes.attribute, rulebook.shapes
        self._carriers = carriers
        self._otherwise = {a.id: a for a in attributes if a.otherwise}
        self._of_links = {a.id: a.of_links for a in attributes if a.of_links}
        self._stack_states, self._flash_states = shapes.stack_states, shapes.flash_states
        self._drive_states, self._drive_heads = shapes.drive_states, frozenset(shapes.drive_heads)
        self._most, self._system = shapes.memory_most, rulebook.unit_system
        self._units = {a.id: a.unit for a in attributes}
        self._working_memory = rulebook.syntax.lowered("working-memory")

    def settle(self, draft: Draft) -> None:
        """Give a draft with its subjects the attribute that things like these have: a 1 TB drive stores so much."""
        states = (
            (all(m.rule == FLASH for m in draft.subjects), self._flash_states),
            (all(m.rule == STACK for m in draft.subjects), self._stack_states),
            (self._is_on_drive(draft), self._drive_states),
            (self._is_stored(draft), self._drive_states),
        )
        for fits, meant in states:
            draft.attribute = meant.get(draft.attribute, draft.attribute) if fits else draft.attribute
        self._relink(draft)

    def _is_on_drive(self, draft: Draft) -> bool:
        """True for what a drive holds, but for the memory that it works with: "2 GB of LPDDR4 DRAM"."""
        if any(self._drive_heads.isdisjoint(m.heads) for m in draft.subjects):
            return False
        return not self._working_memory.match(draft.sentence.low, draft.reach_end - draft.sentence.start)

    def _is_stored(self, draft: Draft) -> bool:
        """True for more memory than a phone or the like has: "the 256GB phone" stores so much."""
        value = draft.value
        if draft.attribute not in self._drive_states or not isinstance(value, NumberValue):
            return False
        if draft.evidence or not draft.subjects:
            return False  # a word for it says that it is memory
        most = [max((self._most.get(head, 0.0) for head in m.heads), default=0.0) for m in draft.subjects]
        told = self._system.convert(value.high or value.low or 0.0, value.unit, self._units[draft.attribute])
        return min(most) > 0 and told > max(most)

    def _relink(self, draft: Draft) -> None:
        """Take the bandwidth of a switch for that of its links, unless its memory is spoken of."""
        plain = draft.attribute.removesuffix("_ratio")
        said = self._of_links.get(plain)
        heads = {head for m in draft.subjects for head in m.heads}
        if said is None or not heads.intersection(said.heads) or draft.sentence.holds(said.words):
            return
        unit = getattr(draft.value, "unit", "")
        if isinstance(draft.value, NumberValue) and said.units:
            if unit not in said.units:
                return
            draft.value = draft.value.model_copy(update={"unit": said.units[unit]})
        draft.attribute = said.attribute + draft.attribute.removeprefix(plain)

    def reread(self, draft: Draft) -> None:
        """Take a weak word for what it means of the thing that opens the sentence (a network's bandwidth), or in its
        unit; stacked memory alone is told of in bits.
        """
        said = self._otherwise.get(draft.attribute) if draft.weak else None
        if said is None:
            return
        other = said.otherwise
        if getattr(draft.value, "unit", "") in said.otherwise_units:
            if all(m.rule != STACK for m in draft.sentence.mentions):
                draft.attribute = other
            return
        types, others = self._carriers(draft.attribute), self._carriers(other)
        opening = next((m for m in draft.sentence.mentions if m.type in types or m.type in others), None)
        if opening is not None and opening.type not in types and opening.maker and opening.end <= draft.start:
            draft.attribute = other
