"""Earlier values of a change: "up from 64 GB", "instead of 170 W" belong to what came before, not to the subject.
Where the sentence names no owner, the predecessor is it; a price or storage size is the same thing's earlier one.
"""

from __future__ import annotations

import re

from pipeline.extract.draft import Draft
from pipeline.extract.relations import RelationReader
from pipeline.extract.scene import Mention, Sentence
from pipeline.model import Quantity

_LEAD = re.compile(
    r"(?:\b(?:up|down)(?:\s+\w+){0,3}\s+from|\binstead of|\brather than|\bcompared (?:to|with)(?: just)?|\bversus|\bvs\.?|\bas opposed to|\bmore than the|\bover the|\bfrom)"
    r"\s+(?:the |a |an |its |just |only |about |around |\[)*$",
    re.I,
)
_CHANGE = re.compile(r"(.+?)\s+(?:up\s+)?to\s+(.+)", re.S)
_SAME_THING = {"price", "storage_capacity"}


def is_previous(draft: Draft) -> bool:
    """True where the words before the value say that it is the earlier or the other one."""
    if draft.attribute in {"memory_type"}:
        return False
    lead = draft.sentence.text[
        max(draft.reach_start - draft.sentence.start - 50, 0) : draft.reach_start - draft.sentence.start
    ]
    match = _LEAD.search(lead)
    if match is None:
        return False
    if match.group(0).lower().strip() == "from":
        tail = draft.sentence.text[draft.reach_end - draft.sentence.start :]
        return bool(re.match(r"\s*(?:\w+\s+){0,3}to\b", tail)) or "’s" in tail[:2]
    return True


def settle_previous(drafts: list[Draft], relations: RelationReader) -> list[Draft]:
    """Give earlier values without an owner to the predecessor, or drop them."""
    kept = []
    for draft in drafts:
        if not draft.previous or draft.subjects:
            kept.append(draft)
            continue
        main = next((d for d in drafts if d.attribute == draft.attribute and d.subjects and not d.previous), None)
        if main is None:
            continue
        if draft.attribute in _SAME_THING:
            draft.subjects, draft.subject_score = main.subjects, 0.8
            draft.qualifiers["variant"] = "previous base"
            draft.rules.append("subject.previous-same")
            kept.append(draft)
            continue
        names = {m.name for m in main.subjects}
        others = [m for m in draft.sentence.mentions if m.type == main.subjects[0].type and m.name not in names]
        listed = relations.listed_predecessor(main.subjects[0].name)
        if others:
            draft.subjects = [others[0]]
        elif listed:
            first = main.subjects[0]
            draft.subjects = [Mention(first.start, first.end, listed, first.type, first.maker, "focus", first.rule)]
        if draft.subjects:
            draft.subject_score = 0.7
            draft.rules.append("subject.previous")
            kept.append(draft)
    return kept


def split_changes(sentence: Sentence) -> list[Quantity]:
    """The sentence's quantities, with "rises from 40 GB to 44 GB" taken apart: two values in time, not a range."""
    found: list[Quantity] = []
    for quantity in sentence.quantities:
        words = sentence.text[quantity.start - sentence.start : quantity.end - sentence.start]
        lead = sentence.text[: quantity.phrase_start - sentence.start]
        match = _CHANGE.fullmatch(words)
        changed = quantity.low != quantity.high and match is not None and re.search(r"\bfrom\s+\w*\s*$", lead, re.I)
        if not changed and not (
            match is not None and quantity.low != quantity.high and words.lower().startswith("from ")
        ):
            found.append(quantity)
            continue
        verbs = [h for h in sentence.of_kind("more", "less") if h.end <= quantity.start and quantity.start - h.end < 60]
        if not verbs or match is None:
            found.append(quantity)
            continue
        first, second = quantity.low, quantity.high
        if verbs[-1].kind == "less":
            first, second = second, first
        cut = quantity.start + match.end(1)
        later = quantity.start + match.start(2)
        found.append(quantity.model_copy(update={"end": cut, "phrase_end": cut, "low": first, "high": first}))
        found.append(quantity.model_copy(update={"start": later, "phrase_start": later, "low": second, "high": second}))
    return found
