"""Whether a value is tied to its subject by the structure of the sentence, or only stands near it.
What hangs loose needs more evidence, and mostly gives no claim.
"""

from __future__ import annotations

from pipeline.extract.draft import Draft
from pipeline.model import BlockKind, TextValue
from pipeline.rulebook import Rulebook

_TIES = {f"subject.{why}" for why in ("parenthesis", "possessive", "attached", "preposition", "direct", "relative")}


def is_tied(draft: Draft) -> bool:
    """True where the structure of the sentence, not just nearness, gives the value to its subject."""
    return bool(_TIES & set(draft.rules)) and all(m.type in {"chip", "system", "device"} for m in draft.subjects)


class Openings:
    """Tells a change that hangs in the air from one that a sentence about the thing in mind opens with."""

    def __init__(self, rulebook: Rulebook) -> None:
        # what is told of each quarter changes against the one before it
        self._own_past = frozenset(f"{a.id}_ratio" for a in rulebook.attributes.attribute if "period" in a.conditions)
        names = ("measure-opens", "item-label", "measure-verb", "measure-of-else")
        self._opening, self._label, self._verb, self._else = map(rulebook.syntax.lowered, names)

    def is_loose(self, draft: Draft) -> bool:
        """A multiplier with neither a subject nor a baseline in its sentence hangs in the air ("at double the cost");
        one that an item of a list begins with does not, nor what is measured by its own past, nor what a sentence opens
        with in the paragraph of the thing in mind ("Power consumption drops by 40%").
        """
        unnamed = draft.attribute.endswith("_ratio") and draft.qualifiers.get("baseline") is None
        heads_item = draft.sentence.block.kind is BlockKind.ITEM and draft.reach_start <= draft.sentence.start
        named = heads_item or draft.attribute in self._own_past or draft.attribute.startswith("performance")
        return unnamed and "subject.focus" in draft.rules and not named and not self._opens(draft)

    def _opens(self, draft: Draft) -> bool:
        sentence, block = draft.sentence, draft.sentence.block
        measures = sorted(draft.evidence)
        at = min([draft.reach_start, *(start for start, _ in measures)]) - sentence.start
        if any(sentence.followed(self._else, end) for _, end in measures):
            return False
        if block.kind is BlockKind.ITEM and self._label.fullmatch(sentence.low, 0, at):
            return True
        if not any(block.start <= m.start < sentence.start for m in draft.subjects):
            return False
        if measures and measures[0][0] < draft.reach_start and not sentence.followed(self._verb, measures[0][1]):
            return False
        return self._opening.fullmatch(sentence.low, 0, at) is not None


def is_its_name(draft: Draft) -> bool:
    """True for the Mali-G715 of "the Mali-G715 MC11": a part of a thing's name says nothing of it."""
    value = draft.value
    if not isinstance(value, TextValue):
        return False
    return any(value.text in m.name and m.start - draft.end in {0, 1} for m in draft.subjects)
