"""Whose word is whose inside one article: its own, a credited source's, and what it found out for itself.
An article that repeats the source it credits adds no voice; one that measured adds its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from pipeline.fuse.observe import Observation
from pipeline.fuse.passages import paragraph_at
from pipeline.model import Modality
from pipeline.rulebook.cues import Finding, words_of


class Witnesses:
    """Tells apart the voices of one article. ``own`` is the origin of each article's own words, by its place;
    ``findings`` are the words by which an article tells what it found out itself.
    """

    def __init__(self, own: Sequence[str] = (), findings: Sequence[Finding] = ()) -> None:
        self._own = own
        self._cues = words_of(findings)
        self._seen: dict[tuple[int, int], bool] = {}

    def of(self, found: Observation) -> str:
        """The origin of the article that an observation stands in, whoever it is credited to."""
        return self._own[found.at] if found.at < len(self._own) else found.origin

    def speaks(self, found: Observation) -> bool:
        """Whether an observation is in its article's own words; credited and quoted ones are another's."""
        return found.origin == self.of(found)

    def all_speak(self, members: Iterable[Observation]) -> bool:
        """Whether all are in their articles' own words, as they mostly are."""
        own, many = self._own, len(self._own)
        return not [found for found in members if found.at < many and found.origin != own[found.at]]

    def repeats(self, a: Observation, b: Observation) -> bool:
        """Whether one article says both, the one for itself and the other for a source that it credits, and found out
        neither.
        """
        if self.of(a) != self.of(b) or self.speaks(a) == self.speaks(b):
            return False
        return not self.found_out(a if self.speaks(a) else b)

    def found_out(self, found: Observation) -> bool:
        """Whether an article states in its own words, in a paragraph that tells of its own tests, what it found."""
        if self._cues is None or found.claim.modality is not Modality.ASSERTED or not self.speaks(found):
            return False
        span = paragraph_at(found.article, found.claim.value_start, found.claim.value_end)
        if (found.at, span.start) not in self._seen:
            paragraph = found.article.quote(span.start, span.end)
            self._seen[found.at, span.start] = self._cues.search(paragraph.replace("’", "'")) is not None
        return self._seen[found.at, span.start]
