"""Reads which thing follows which: "its predecessor, the X100", "the X100 will be followed by the X200".
What is learnt here also names the baseline where an article only says "its predecessor".
"""

from __future__ import annotations

from pipeline.extract.draft import Draft
from pipeline.extract.scene import Hit, Mention, Sentence
from pipeline.model import TextValue
from pipeline.rulebook import Rulebook

_CARRIERS = ("chip", "device", "system", "architecture", "series", "process")


class RelationReader:
    """Turns relation phrases into predecessor and successor drafts."""

    def __init__(self, rulebook: Rulebook) -> None:
        self._syntax = rulebook.syntax.regex
        self._known = {n.name: n.predecessor for n in rulebook.names if n.predecessor}

    def listed_predecessor(self, name: str) -> str:
        """The predecessor that rules/names gives, or an empty string."""
        return self._known.get(name, "")

    def read(self, sentence: Sentence, topic: Mention | None) -> list[Draft]:
        """Relation drafts of one sentence with their subject filled."""
        drafts = []
        for hit in sentence.of_kind("predecessor", "successor"):
            draft = self._one(hit, sentence, topic)
            if draft is not None:
                drafts.append(draft)
        return drafts

    def _one(self, hit: Hit, sentence: Sentence, topic: Mention | None) -> Draft | None:
        named = [m for m in sentence.mentions if m.type in _CARRIERS and m.how not in {"pronoun", "head"}]
        after = next((m for m in named if m.start >= hit.end), None)
        if after is None:
            return None
        between = sentence.text[hit.end - sentence.start : after.start - sentence.start]
        if not self._syntax("relation-name").fullmatch(between):
            return None
        before = [m for m in sentence.mentions if m.end <= hit.start and m.type in _CARRIERS and m.name != after.name]
        subject = before[-1] if before else topic
        if hit.kind == "predecessor" and before and not self._reversed(hit, sentence):
            # "compared to its predecessor, the X100, the X200 …": the subject may also come behind
            subject = before[0]
        if subject is None or subject.name == after.name:
            later = [m for m in named if m.start > after.end and m.name != after.name and m.type == after.type]
            if not later:
                return None
            subject = later[0]
        if subject.type != after.type and {subject.type, after.type} - {"chip", "series", "architecture"}:
            return None
        return Draft(
            sentence,
            hit.kind,
            TextValue(text=after.name),
            after.start,
            after.end,
            after.start,
            after.end,
            1.0,
            rules=[f"relation.{hit.key}"],
            subjects=[subject],
            subject_score=2.0,
            evidence=[(hit.start, hit.end)],
        )

    def _reversed(self, hit: Hit, sentence: Sentence) -> bool:
        """True for "successor to", "replaces": the later thing stands before the phrase."""
        return bool(self._syntax("relation-reversed").search(sentence.text[: hit.end - sentence.start]))
