"""Reads which thing follows which: "its predecessor, the X100", "the X100 will be followed by the X200".
What is learnt here also names the baseline where an article only says "its predecessor".
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipeline.extract.draft import Draft
from pipeline.extract.text.scene import REFERRING, Hit, Mention, Sentence
from pipeline.model import TextValue
from pipeline.rulebook import Rulebook

RELATIONS = frozenset({"predecessor", "successor"})
_CARRIERS = ("chip", "device", "system", "architecture", "series", "process", "model")
_APPOSED = frozenset({",", "(", "—", "–"})


def alike(left: Mention, right: Mention) -> bool:
    """True for two things that can follow one another: of one type, or chips and families, of one maker."""
    if left.maker and right.maker and left.maker != right.maker:
        return False
    if left.type == right.type:
        return left.name != right.name
    shorter, longer = sorted((left.name, right.name), key=len)
    return not {left.type, right.type} - {"chip", "series", "architecture"} and not longer.startswith(f"{shorter} ")


def _draft(hit: Hit, sentence: Sentence, value: Mention, subject: Mention) -> Draft:
    return Draft(
        sentence,
        hit.kind,
        TextValue(text=value.name),
        value.start,
        value.end,
        value.start,
        value.end,
        1.0,
        rules=[f"relation.{hit.key}"],
        subjects=[subject],
        subject_score=2.0,
        evidence=[(hit.start, hit.end)],
    )


class RelationReader:
    """Turns relation phrases into predecessor and successor drafts."""

    def __init__(self, rulebook: Rulebook) -> None:
        self._syntax = rulebook.syntax.regex
        self._measured, self._based = rulebook.syntax.lowered("compared-before"), rulebook.syntax.lowered("owned-by")
        self._follows, self._begins = rulebook.syntax.lowered("order-joint"), rulebook.syntax.lowered("order-begins")
        self._its = rulebook.syntax.lowered("its-before")
        self._family = {n.name: n.family for n in rulebook.names if n.type == "chip"}
        self._cores = rulebook.syntax.lowered("cores-behind")
        self._known = {n.name: n.predecessor for n in rulebook.names if n.predecessor}
        devices = [n for n in rulebook.names if n.type == "device"]
        self._devices = {n.name for n in devices} | {n.family for n in devices}
        sized, self._size_from = frozenset(rulebook.shapes.sized_heads), rulebook.shapes.size_from
        self._sized = {n.name for n in devices if sized.intersection(n.heads)}
        self._most = rulebook.shapes.most_generations
        self._editions = frozenset(rulebook.shapes.editions)

    def listed_predecessor(self, name: str) -> str:
        """The predecessor that rules/names gives; of a device the listed one that its name goes on from ("Steam Deck"
        before "Steam Deck OLED", "Quest 2" before "Quest 3"); or an empty string.
        """
        known = self._known.get(name, "")
        return known or next((older for older in self._older(name) if older in self._devices), "")

    def _older(self, name: str) -> Iterator[str]:
        """What the device before may be called."""
        *stem, last = name.split(" ")
        if stem and last in self._editions:
            yield " ".join(stem)
        for at in range(len(stem), 0, -1):
            number = [*stem, last][at]
            if number.isdecimal() and 1 < int(number) < (self._size_from if name in self._sized else self._most):
                rest = [*stem, last][at + 1 :]
                yield " ".join([*stem[:at], str(int(number) - 1), *rest])
                if number == "2" and not rest:
                    yield " ".join(stem)
                return

    def read(self, sentence: Sentence, topic: Mention | None, focus: Sequence[Mention]) -> list[Draft]:
        """Relation drafts of one sentence with their subject filled: of a text about a line the member in mind."""
        drafts = []
        member = next((m for m in focus if topic is not None and self._family.get(m.name) == topic.name), None)
        topic = member or topic
        for hit in sentence.of_kind("predecessor", "successor"):
            draft = self._one(hit, sentence, topic)
            if draft is not None:
                drafts.append(draft)
        return drafts

    def _one(self, hit: Hit, sentence: Sentence, topic: Mention | None) -> Draft | None:
        named = [m for m in sentence.mentions if m.type in _CARRIERS and m.how not in REFERRING]
        after = next((m for m in named if m.start >= hit.end), None)
        between = sentence.text[hit.end - sentence.start : after.start - sentence.start] if after is not None else ""
        words = sentence.text[hit.start - sentence.start : hit.end - sentence.start]
        if hit.kind == "successor" and words.lower().endswith(hit.kind) and self._syntax("relation-of").match(between):
            return None
        if after is not None and sentence.followed(self._cores, after.end):
            return None
        is_of = after is not None and hit.kind == "predecessor" and words.lower().endswith(hit.kind)
        if after is not None and is_of and self._syntax("relation-of").match(between):
            return self._older_of(hit, sentence, after, named)
        if after is None or not self._syntax("relation-name").fullmatch(between):
            return self._apposed(hit, sentence, named, topic)
        before = [m for m in sentence.mentions if m.end <= hit.start and m.type in _CARRIERS and m.name != after.name]
        before = [m for m in before if alike(m, after)]
        before = [m for m in before if not sentence.led(self._measured, m.start)] or before
        if any(sentence.followed(self._based, m.end) for m in before):
            return None  # "an X100-based successor to" has no name
        subject = before[-1] if before else topic
        if hit.kind == "predecessor" and before and not self._reversed(hit, sentence):
            # "compared to its predecessor, the X100, the X200 …": the subject may also come behind
            subject = before[0]
        if hit.kind == "successor" and subject is not None and self._is_launch_order(subject, after, hit, sentence):
            return None
        if subject is None or subject.name == after.name:
            later = [m for m in named if m.start > after.end and m.name != after.name and m.type == after.type]
            if not later:
                return None
            subject = later[0]
            if "with" in sentence.text[after.end - sentence.start : subject.start - sentence.start].split():
                return None  # "replacing the X100 with the X200" is an exchange
        words = sentence.text[hit.start - sentence.start : hit.end - sentence.start]
        listed = self._known.get(subject.name, after.name)
        if listed != after.name and self._syntax("relation-loose").fullmatch(words):
            return None
        return _draft(hit, sentence, after, subject) if alike(subject, after) else None

    def _older_of(self, hit: Hit, sentence: Sentence, later: Mention, named: list[Mention]) -> Draft | None:
        """The older thing of "the X100, predecessor of the X200" and "the predecessor to the X200, the X100, has"."""
        origin, apposed = sentence.start, self._syntax("relation-name")
        other = next((m for m in named if m.start >= later.end), None)
        if other is None or not apposed.fullmatch(sentence.text, later.end - origin, other.start - origin):
            other = next((m for m in reversed(named) if m.end <= hit.start), None)
        fits = other is not None and other.name != later.name and alike(other, later)
        return _draft(hit, sentence, other, later) if other is not None and fits else None

    def _is_launch_order(self, first: Mention, then: Mention, hit: Hit, sentence: Sentence) -> bool:
        """True for "starting with the X90 in May, followed by the X70": sisters that come out one after the other."""
        if not self._follows.fullmatch(sentence.low, hit.start - sentence.start, hit.end - sentence.start):
            return False
        before = self._known.get(then.name, first.name)
        sisters = self._family.get(first.name) == self._family.get(then.name, "") and before != first.name
        return sisters or self._begins.search(sentence.low, 0, hit.start - sentence.start) is not None

    def _apposed(self, hit: Hit, sentence: Sentence, named: list[Mention], topic: Mention | None) -> Draft | None:
        """The thing named right before a phrase that explains it: "introduced the X200, its successor"; or before the
        noun alone: "faster than its X100 predecessor".
        """
        words = sentence.text[hit.start - sentence.start : hit.end - sentence.start]
        before = [m for m in named if m.end <= hit.start]
        if not before:
            return None
        value = before[-1]
        between = sentence.text[value.end - sentence.start : hit.start - sentence.start].strip()
        if self._syntax("possessive-pronoun").match(words):
            if between not in _APPOSED:
                return None
        elif between or words.lower() != hit.kind or not sentence.led(self._its, value.start):
            return None
        others = [m for m in before if alike(m, value)]
        subject = others[0] if others else topic
        return _draft(hit, sentence, value, subject) if subject is not None and alike(subject, value) else None

    def _reversed(self, hit: Hit, sentence: Sentence) -> bool:
        """True for "successor to", "replaces": the later thing stands before the phrase."""
        return bool(self._syntax("relation-reversed").search(sentence.text[: hit.end - sentence.start]))
