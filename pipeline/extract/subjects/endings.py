"""Things that a sentence names only at its end: "base power is 125 W and turbo power 250 W for the X100" tells both of
it, and so does "you get 16 GB of memory with the X100".
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from pipeline.extract.draft import Draft
from pipeline.extract.text.groups import grouped
from pipeline.extract.text.scene import Mention, Sentence
from pipeline.rulebook import Rulebook

_BEHIND = "subject.preposition"
_OWNER = "subject.owner"


class Endings:
    """Gives values the owner that ends their sentence; one instance serves all articles."""

    def __init__(self, rulebook: Rulebook, carriers: Callable[[str], tuple[str, ...]]) -> None:
        self._syntax, self._score = rulebook.syntax.lowered, rulebook.scoring.subject.moved
        names = ("next-of-both", "gets-opens", "got-with", "owner-ends")
        self._next, self._opens, self._with, self._ends = map(self._syntax, names)
        self._part_opens, self._serves = map(self._syntax, ("part-opens", "part-serves"))
        self._carriers = carriers

    def share(self, drafts: Sequence[Draft], sentence: Sentence) -> None:
        """Fill the subjects of drafts that have none."""
        placed = sorted((d for d in drafts if d.sentence is sentence), key=lambda d: d.start)
        for at in range(len(placed) - 1, -1, -1):
            draft = placed[at]
            if draft.subjects:
                continue
            owners = self._of_next(draft, placed[at + 1 :], sentence) or self._got(draft, sentence)
            if owners:
                draft.subjects, draft.subject_score = owners, self._score
                draft.rules.append(_OWNER)

    def _of_next(self, draft: Draft, later: Sequence[Draft], sentence: Sentence) -> list[Mention]:
        """Who owns the next value of the list, where a name behind that does and none stands before."""
        follower = next((d for d in later if d.start >= draft.reach_end), None)
        if follower is None or not {_BEHIND, _OWNER} & set(follower.rules):
            return []
        owners = follower.subjects
        if not owners or owners[0].start < follower.reach_end or owners[0].type not in self._carriers(draft.attribute):
            return []
        if any(m.end <= follower.reach_start and m.type == owners[0].type for m in sentence.mentions):
            return []
        ends = (draft.reach_end - sentence.start, follower.reach_start - sentence.start)
        return list(owners) if self._next.fullmatch(sentence.low, *ends) else []

    def _got(self, draft: Draft, sentence: Sentence) -> list[Mention]:
        """The X100 of "you get 16 GB with the X100" and "a 12 MP camera sits above the X100's screen": the one thing
        that the sentence names.
        """
        origin, at = sentence.start, draft.reach_start - sentence.start
        got = self._opens.fullmatch(sentence.low, 0, at)
        if not got and not self._part_opens.fullmatch(sentence.low, 0, at):
            return []
        types = self._carriers(draft.attribute)
        groups = grouped([m for m in sentence.mentions if m.type in types], sentence, self._syntax)
        if len(groups) != 1 or groups[0][0].start < draft.reach_end:
            return []
        ends = (draft.reach_end - origin, groups[0][0].start - origin)
        if not got:
            return list(groups[0]) if self._serves.fullmatch(sentence.low, *ends) else []
        if not self._with.fullmatch(sentence.low, *ends):
            return []
        return list(groups[0]) if sentence.followed(self._ends, groups[0][-1].end) else []
