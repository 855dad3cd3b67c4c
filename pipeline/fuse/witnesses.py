"""Whose word is whose inside one article: its own, a credited source's, and what it found out for itself.
An article that repeats the source it credits adds no voice; one that measured adds its own.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.fuse.observe import Observation
from pipeline.model import Modality
from pipeline.rulebook.verdicts import Finding


class Witnesses:
    """Tells apart the voices of one article. ``own`` is the origin of each article's own words, by its place;
    ``findings`` are the words by which an article tells what it found out itself.
    """

    def __init__(self, own: Sequence[str] = (), findings: Sequence[Finding] = ()) -> None:
        self._own = own
        self._cues = pattern(findings)
        self._seen: dict[tuple[int, int], bool] = {}

    def of(self, found: Observation) -> str:
        """The origin of the article that an observation stands in, whoever it is credited to."""
        return self._own[found.at] if found.at < len(self._own) else found.origin

    def speaks(self, found: Observation) -> bool:
        """Whether an observation is in its article's own words; credited and quoted ones are another's."""
        return found.origin == self.of(found)

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
        text = found.article.text
        start = text.rfind("\n", 0, found.claim.value_start) + 1
        if (found.at, start) not in self._seen:
            end = text.find("\n", found.claim.value_end)
            paragraph = text[start : end if end >= 0 else len(text)]
            self._seen[found.at, start] = self._cues.search(paragraph.replace("’", "'")) is not None
        return self._seen[found.at, start]


def pattern(findings: Sequence[Finding]) -> re.Pattern[str] | None:
    """The words of all findings as one pattern; nothing where there are none."""
    words = sorted({word for rule in findings for word in rule.words}, key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, words))})(?!\w)", re.IGNORECASE) if words else None
