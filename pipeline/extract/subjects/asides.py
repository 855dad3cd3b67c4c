"""What a sentence names without going over to it: in somebody's own words, or where its subject is likened to it.
A text stays with its matter behind "The Blackwell family leads," said Doe, and behind "Like the X100 and the X200,".
"""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.extract.subjects.components import is_one_of_many
from pipeline.extract.text.labels import line_label
from pipeline.extract.text.scene import Mention, Sentence
from pipeline.model import Block
from pipeline.rulebook import Rulebook

_HOLDERS = frozenset({"device", "system"})
_RUNNING = frozenset({"model"})
_BEGINNING = 40  # letters in which a name opens a sentence
_OPEN, _CLOSE = "“", "”"


class Asides:
    """Follows quotations through one article; feed it the sentences in order."""

    def __init__(self, rulebook: Rulebook) -> None:
        syntax = rulebook.syntax
        self._liking, self._needs = syntax.lowered("likened-opening"), syntax.needs("likened-opening")
        self._than, self._leads = syntax.lowered("than"), syntax.lowered("quotation-leads")
        self._part_label = syntax.lowered("part-label")
        self._block: Block | None = None
        self._open = self._led = False
        self._kept: list[tuple[Mention, float]] | None = None

    def is_beside(self, mention: Mention, sentence: Sentence) -> bool:
        """True for what the sentence measures its subject by, or likens it to."""
        return sentence.led(self._than, mention.start) or mention.start < self.opening_to(sentence)

    def opening_to(self, sentence: Sentence) -> int:
        """The offset up to which the sentence only likens its subject to other things."""
        if not sentence.holds(self._needs):
            return sentence.start
        match = self._liking.match(sentence.low)
        return sentence.start + match.end() if match else sentence.start

    def parts(self, sentence: Sentence, known: Sequence[Mention]) -> set[int]:
        """Where the chips of "Processor: X100" stand in the list of what a device has, and those of "a model trained on
        128 X100 GPUs": the text is not about them. ``known`` is what it has in mind.
        """
        listed = self._part_label.fullmatch(line_label(sentence)[0].lower())
        kinds, named = (_HOLDERS, known) if listed else (_RUNNING, (*known, *sentence.mentions))
        if all(m.type not in kinds for m in named):
            return set()
        return {m.start for m in sentence.mentions if m.type == "chip" and (listed or is_one_of_many(m, sentence))}

    def after(
        self, sentence: Sentence, before: str, recent: list[tuple[Mention, float]], part: float
    ) -> list[tuple[Mention, float]]:
        """What is in mind at a sentence, of what was ``recent``: once a quotation is over, what was in mind before it
        and a ``part`` of what it named.
        """
        if self._is_quoted(sentence, before):
            self._kept = recent if self._kept is None else self._kept
            return recent
        kept, self._kept = self._kept, None
        if not kept:
            return recent
        merged = {m.name: (m, weight) for m, weight in kept}
        for mention, weight in recent:
            known = merged.get(mention.name)
            merged[mention.name] = (mention, max(weight * part, known[1] if known else 0.0))
        return list(merged.values())

    def _is_quoted(self, sentence: Sentence, before: str) -> bool:
        """True for a sentence that is somebody's words; ``before`` is the one before it, in small letters."""
        if sentence.block is not self._block:
            self._block, self._open = sentence.block, False
            self._led = self._leads.search(before) is not None
        text, quoted = sentence.text, self._open or self._led
        last = max(text.rfind(_OPEN), text.rfind(_CLOSE))
        if last >= 0:
            self._open = text[last] == _OPEN
        else:
            self._open = _left_open(text, self._open)
        return quoted or text.lstrip("*_ ")[:1] in {_OPEN, '"'}


def _left_open(text: str, quoted: bool) -> bool:
    """True where straight quotation marks leave a quotation open; one behind a digit outside of any is an inch."""
    at = text.find('"')
    while at >= 0:
        if quoted or not text[max(at - 1, 0) : at].isdigit():
            quoted = not quoted
        at = text.find('"', at + 1)
    return quoted


def opens_unknown(sentence: Sentence, things: Sequence[Mention]) -> bool:
    """True where a name that nobody knows opens the sentence: "it" behind it is that, and none of the ``things``."""
    first = min((m.start for m in things), default=sentence.end)
    return any(not types and end <= first and end - sentence.start < _BEGINNING for end, types in sentence.unresolved)
