"""Whether a value is tied to its subject by the structure of the sentence, or only stands near it.
What hangs loose needs more evidence, and mostly gives no claim.
"""

from __future__ import annotations

from collections.abc import Collection

from pipeline.extract.draft import Draft
from pipeline.model import BlockKind, TextValue

_TIES = {f"subject.{why}" for why in ("parenthesis", "possessive", "attached", "preposition", "direct", "relative")}


def is_tied(draft: Draft) -> bool:
    """True where the structure of the sentence, not just nearness, gives the value to its subject."""
    return bool(_TIES & set(draft.rules)) and all(m.type in {"chip", "system", "device"} for m in draft.subjects)


def is_loose(draft: Draft, own_past: Collection[str] = ()) -> bool:
    """A multiplier with neither a subject nor a baseline in its sentence hangs in the air ("at double the cost");
    one that an item of a list begins with does not, nor one of ``own_past``, which are measured by what was before.
    """
    unnamed = draft.attribute.endswith("_ratio") and draft.qualifiers.get("baseline") is None
    heads_item = draft.sentence.block.kind is BlockKind.ITEM and draft.reach_start <= draft.sentence.start
    named = heads_item or draft.attribute in own_past or draft.attribute.startswith("performance")
    return unnamed and "subject.focus" in draft.rules and not named


def is_its_name(draft: Draft) -> bool:
    """True for the Mali-G715 of "the Mali-G715 MC11": a part of a thing's name says nothing of it."""
    value = draft.value
    if not isinstance(value, TextValue):
        return False
    return any(value.text in m.name and m.start - draft.end in {0, 1} for m in draft.subjects)
