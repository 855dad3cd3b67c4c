"""What "the former", "the latter", "the Acme one" and "the old one" stand for, with a verb or a figure behind.
Where two things were named it is one of them; else what the clause tells is nobody's.
"""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.extract.subjects.discourse import Discourse
from pipeline.extract.text.scene import Mention, Sentence
from pipeline.rulebook import Rulebook

_SOLD = frozenset({"chip", "system", "device", "model"})
_TWO = 2


class OtherOnes:
    """Finds the one and the other of two things; one instance serves all articles."""

    def __init__(self, rulebook: Rulebook) -> None:
        self._other, self._needs = rulebook.syntax.lowered("one-or-other"), rulebook.syntax.needs("one-or-other")
        self._first = rulebook.syntax.word("first-of-two")

    def find(self, sentence: Sentence, discourse: Discourse) -> Iterator[Mention]:
        """Mentions of what the phrases mean; those that mean nothing known are noted in the sentence."""
        if not sentence.holds(self._needs):
            return
        for match in self._other.finditer(sentence.low):
            start, end = (sentence.start + at for at in match.span(1))
            inner = [m for m in sentence.mentions if m.start < end and start < m.end]
            if any(m.type != "company" for m in inner):
                continue
            two = _distinct(m for m in sentence.mentions if m.end <= start and m.type in _SOLD)[-_TWO:]
            two = two or discourse.together.last_two(sentence)
            pair = two if len(two) == _TWO and two[0].type == two[1].type else []
            if match.group(2):
                meant = [pair[match.group(2) != self._first]] if pair else []
            else:
                meant = [m for m in pair if any(m.maker == firm.name for firm in inner)]
            if len(meant) == 1:
                one = meant[0]
                yield Mention(start, end, one.name, one.type, one.maker, "head", one.rule, one.heads)
            else:
                sentence.elsewhere.append((start, end))


def _distinct(mentions: Iterator[Mention]) -> list[Mention]:
    return list({m.name: m for m in mentions}.values())
