"""Claims of a batch picked out: those suspected so far, those that flags keep out of a verdict.
Few of a million are picked, and each is asked after many times: observations are told apart by being themselves.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property

from pipeline.fuse.observe import Observation

ClaimKey = tuple[str, str]
"""Article and id: a claim's name in the whole batch."""


def claim_key(found: Observation) -> ClaimKey:
    """A claim's name in the whole batch."""
    return (found.claim.article, found.claim.id)


class Marked:
    """A set of observations of one batch."""

    def __init__(self, members: Iterable[Observation] = ()) -> None:
        self._members = frozenset(members)

    def __contains__(self, found: Observation) -> bool:
        return found in self._members

    @cached_property
    def ids(self) -> frozenset[str]:
        """The ids of their claims, in whatever article."""
        return frozenset([found.claim.id for found in self._members])

    def and_also(self, members: Iterable[Observation]) -> Marked:
        """The set and more."""
        return Marked(self._members.union(members))

    def spare(self, members: Iterable[Observation]) -> bool:
        """Whether none of the members is in the set."""
        return self._members.isdisjoint(members)

    def spare_any(self, parts: Iterable[Iterable[Observation]]) -> bool:
        """Whether some member of some part is not in the set."""
        marked = self._members
        return any(found not in marked for members in parts for found in members)

    def without(self, members: Iterable[Observation]) -> list[Observation]:
        """Those of the members that are not in the set."""
        marked = self._members  # asked here: a call a member would cost more than all the rest
        return [found for found in members if found not in marked]
