"""Plans and facts, once the whole article is read: what "will have" means depends on whether the thing is there.
A thing with a day of sale is announced, so what it "will feature" is known; one that is a year off is all plan.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from pipeline.extract.draft import Draft
from pipeline.model import DateValue, Modality
from pipeline.rulebook import Rulebook

_SURE = {Modality.ASSERTED, Modality.PLANNED, ""}


class Plans:
    """Corrects modalities by the dates that the article gives the same things."""

    def __init__(self, rulebook: Rulebook) -> None:
        attributes = rulebook.attributes.attribute
        self._coming = {a.id for a in attributes if a.coming}
        self._timeless = {a.id for a in attributes if a.timeless or a.kind == "date"}
        self._far = timedelta(days=rulebook.scoring.discourse.far_off)

    def settle(self, drafts: Sequence[Draft], published: DateValue | None) -> None:
        """Set the modality of every draft about a thing that is on its way."""
        announced: set[str] = set()
        awaited: dict[str, bool] = {}
        for draft in drafts:
            if draft.attribute not in self._coming or not isinstance(draft.value, DateValue):
                continue
            if not draft.modality and published is not None and draft.value.date_start > published.date_end:
                draft.modality = Modality.PLANNED  # in a table no word says so
            if draft.modality in _SURE:
                day = draft.value.date_start == draft.value.date_end
                past = published is not None and draft.value.date_end <= published.date_end
                names = {m.name for m in draft.subjects}
                announced |= names if day or past else set()
                if published is not None:
                    far = draft.value.date_start > published.date_end + self._far
                    awaited |= {n: far and awaited.get(n, True) for n in names}
        for draft in drafts:
            names = {m.name for m in draft.subjects}
            if draft.attribute in self._timeless:
                if draft.foreseen and draft.modality == Modality.PLANNED:
                    draft.modality = Modality.ASSERTED
            elif draft.foreseen and draft.modality == Modality.PLANNED and names & announced:
                draft.modality = Modality.ASSERTED
            elif draft.modality in {Modality.ASSERTED, Modality.CLAIMED, ""} and any(
                awaited.get(m.name) and m.type != "process" for m in draft.subjects
            ):
                draft.modality = Modality.PLANNED
