"""Values said of one thing that another has too: "a 10-core GPU, just like the X100", "the same goes for the X200".
The other thing joins the subjects; the value keeps the place where it was said.
"""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.extract.draft import Draft
from pipeline.extract.text.scene import Mention, Sentence
from pipeline.extract.values.relations import RELATIONS
from pipeline.model import DateValue
from pipeline.rulebook import Rulebook

_RULE = "subject.shared"


class SharedValues:
    """Adds the things that are said to have the same; one instance serves all articles."""

    def __init__(self, rulebook: Rulebook) -> None:
        self._syntax = rulebook.syntax.lowered
        self._too = rulebook.syntax.lowered("did-too")
        self._needs = rulebook.syntax.needs("same-holds") | rulebook.syntax.needs("has-the-same")

    def share(self, drafts: Sequence[Draft], sentence: Sentence, before: Sequence[Draft]) -> None:
        """Add to the subjects of a sentence's ``drafts`` who has the same; ``before`` are the last sentence's."""
        for draft in drafts:
            self._likened(draft, sentence)
        if sentence.holds(self._needs):
            self._told(drafts, sentence, before)

    def _likened(self, draft: Draft, sentence: Sentence) -> None:
        """The thing behind a value that has it too: "a 10-core GPU, just like the X100"."""
        if not draft.subjects or draft.attribute.endswith("_ratio") or isinstance(draft.value, DateValue):
            return
        behind = (m for m in sentence.mentions if m.start >= draft.reach_end and m.type == draft.subjects[0].type)
        mention = next(behind, None)
        if mention is None or mention.name in {m.name for m in draft.subjects}:
            return
        between = sentence.low[draft.reach_end - sentence.start : mention.start - sentence.start]
        if not self._syntax("shared-with").fullmatch(between):
            return
        same = self._syntax("same-before").search(sentence.low[: draft.reach_start - sentence.start])
        plainly = self._syntax("shared-plainly").search(between) or sentence.followed(self._too, mention.end)
        if same or plainly:
            _join(draft, mention)

    def _told(self, drafts: Sequence[Draft], sentence: Sentence, before: Sequence[Draft]) -> None:
        """Things of which a clause says that the same holds: all that was said just before is said of them too."""
        for mention in sentence.mentions:
            lead = sentence.low[: mention.start - sentence.start]
            told = self._syntax("same-holds").search(lead)
            if not told and not sentence.followed(self._syntax("has-the-same"), mention.end):
                continue
            said = [d for d in drafts if d.end <= sentence.start + (told.start() if told else len(lead))]
            for draft in said or ([] if drafts else before):
                if draft.attribute.endswith("_ratio") or draft.attribute in RELATIONS or not draft.subjects:
                    continue
                if mention.type == draft.subjects[0].type and mention.name not in {m.name for m in draft.subjects}:
                    _join(draft, mention)


def _join(draft: Draft, mention: Mention) -> None:
    draft.subjects = [*draft.subjects, mention]
    draft.rules.append(_RULE)
