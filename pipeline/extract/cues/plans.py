"""Plans, rumours and facts, once an article is read: what "will have" means depends on whether the thing is there.
Of a thing that was announced, or is on sale in days, what it "will feature" is known; one that is a year off is all
plan, and one of which a text has mostly rumours is all rumour.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import timedelta

from pipeline.extract.draft import Draft
from pipeline.model import DateValue, Modality
from pipeline.rulebook import Rulebook

_SURE = {Modality.ASSERTED, Modality.PLANNED, ""}
_TOLD = {Modality.ASSERTED, Modality.REPORTED}
_LASTING = {"process", "company"}  # of which much is known while something of theirs is years off


class Plans:
    """Corrects modalities by the dates that the article gives the same things."""

    def __init__(self, rulebook: Rulebook) -> None:
        attributes = rulebook.attributes.attribute
        self._coming = {a.id for a in attributes if a.coming}
        self._announcing = {a.id for a in attributes if a.announces}
        self._family = {name.name: name.family for name in rulebook.names if name.family}
        self._timeless = {a.id for a in attributes if a.timeless or a.kind == "date"}
        self._rumours = rulebook.scoring.discourse.rumours
        self._far = timedelta(days=rulebook.scoring.discourse.far_off)
        self._near = timedelta(days=rulebook.scoring.discourse.imminent)

    def settle(
        self, drafts: Sequence[Draft], published: DateValue | None, leaked: Collection[str] = frozenset()
    ) -> None:
        """Set the modality of every draft about a thing that is on its way; ``leaked`` are those known from leaks."""
        announced: set[str] = set()
        awaited: dict[str, bool] = {}
        coming: set[str] = set()
        roadmap = self._roadmap(drafts, published)
        for draft in drafts:
            if not isinstance(draft.value, DateValue):
                continue
            future = published is not None and draft.value.date_start > published.date_end
            past = published is not None and draft.value.date_end <= published.date_end
            names = {m.name for m in draft.subjects}
            if draft.attribute in self._announcing and draft.modality in _SURE and past:
                announced |= names
            if draft.attribute not in self._coming:
                continue
            if not draft.modality and future:
                draft.modality = Modality.PLANNED  # in a table no word says so
            if draft.modality in _SURE:
                coming |= names if future else set()
                if published is not None:
                    day = draft.value.date_start == draft.value.date_end
                    near = day and draft.value.date_start <= published.date_end + self._near
                    announced |= names if past or near else set()
                    far = draft.value.date_start > published.date_end + self._far
                    awaited |= {n: far and awaited.get(n, True) for n in names}
        leaks = set(leaked) - announced
        rumoured = self._rumoured(drafts) | dict.fromkeys(leaks, -1)
        for draft in drafts:
            names = {m.name for m in draft.subjects}
            families = {self._family.get(name, "") for name in names - coming}
            known = not announced.isdisjoint(names | families)
            if draft.attribute in self._timeless:
                if draft.foreseen and draft.modality == Modality.PLANNED:
                    draft.modality = Modality.ASSERTED
            elif draft.foreseen and draft.modality == Modality.PLANNED and known:
                draft.modality = Modality.ASSERTED
            elif not draft.modality and not known and names & roadmap:
                draft.modality = Modality.PLANNED  # nor does it of what a table holds of a thing to come
            elif draft.modality in {Modality.ASSERTED, Modality.CLAIMED, ""} and any(
                awaited.get(m.name) and m.type not in _LASTING for m in draft.subjects
            ):
                draft.modality = Modality.PLANNED
            elif (
                draft.modality in _TOLD
                and draft.attribution not in {m.maker for m in draft.subjects if m.maker}  # who makes it says so
                and any(draft.start > rumoured.get(n, draft.end) for n in names | (families & leaks))
                and (draft.modality == Modality.ASSERTED or not (names | families).isdisjoint(leaked))
            ):
                draft.modality = Modality.RUMOURED

    def _roadmap(self, drafts: Sequence[Draft], published: DateValue | None) -> set[str]:
        """The things to come among those that a table tells the times of; of one thing alone it tells what is known."""
        told = {
            m.name: draft.value.date_start
            for draft in drafts
            if not draft.modality and draft.attribute in self._coming and isinstance(draft.value, DateValue)
            for m in draft.subjects
        }
        if published is None or len(set(told.values())) < 2:
            return set()
        return {name for name, start in told.items() if start > published.date_end}

    def _rumoured(self, drafts: Sequence[Draft]) -> dict[str, int]:
        """The things of which most is rumour, and where the first one stands."""
        told: dict[str, list[Draft]] = defaultdict(list)
        for draft in drafts:
            if draft.attribute not in self._timeless:
                for name in {m.name for m in draft.subjects}:
                    told[name].append(draft)
        found = {name: [d for d in about if d.modality == Modality.RUMOURED] for name, about in told.items()}
        return {
            name: min(draft.start for draft in rumours)
            for name, rumours in found.items()
            if len(rumours) >= self._rumours and 2 * len(rumours) > len(told[name])
        }
