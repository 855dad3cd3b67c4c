"""Claims of a batch picked out by article and id: those suspected so far, those that flags keep out of a verdict.
Few of a million are picked, and each is asked after many times: its id alone mostly settles it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from pipeline.fuse.observe import Observation

ClaimKey = tuple[str, str]
"""Article and id: a claim's name in the whole batch."""


def claim_key(found: Observation) -> ClaimKey:
    """A claim's name in the whole batch."""
    return (found.claim.article, found.claim.id)


class Marked:
    """A set of claims, asked for observations; ``ids`` are theirs, in whatever article."""

    def __init__(self, keys: Iterable[ClaimKey] = ()) -> None:
        self._keys = frozenset(keys)
        self.ids = frozenset(ident for _, ident in self._keys)
        self._articles = frozenset(article for article, _ in self._keys)

    def __contains__(self, found: Observation) -> bool:
        claim = found.claim
        return claim.id in self.ids and (claim.article, claim.id) in self._keys

    def without_of(self, article: str, members: Sequence[Observation]) -> Sequence[Observation]:
        """The same for members that are all of one article: most articles have none in the set."""
        return self.without(members) if article in self._articles else members

    def and_also(self, keys: Iterable[ClaimKey]) -> Marked:
        """The set and more."""
        return Marked(self._keys.union(keys))

    def spare(self, members: Sequence[Observation], idents: Sequence[str]) -> bool:
        """Whether none of the members is in the set; ``idents`` are the ids of their claims."""
        return self.ids.isdisjoint(idents) or not any(map(self.__contains__, members))

    def without(self, members: Iterable[Observation]) -> list[Observation]:
        """Those of the members that are not in the set."""
        ids = self.ids  # asked here: a call a member would cost more than all the rest
        return [found for found in members if found.claim.id not in ids or found not in self]
