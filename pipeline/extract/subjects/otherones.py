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
        syntax = rulebook.syntax
        self._turn, self._turn_needs = syntax.lowered("one-of-two"), syntax.needs("one-of-two")
        self._other, self._other_needs = syntax.lowered("one-or-other"), syntax.needs("one-or-other")
        self._first = syntax.word("first-of-two")

    def find(self, sentence: Sentence, discourse: Discourse) -> Iterator[Mention]:
        """Mentions of what the phrases mean; those that mean nothing known are noted in the sentence."""
        for match in self._turn.finditer(sentence.low) if sentence.holds(self._turn_needs) else ():
            start, end = (sentence.start + at for at in match.span(1))
            two = self._two(sentence, discourse, start)
            if len(two) == _TWO:
                yield _standing(two[match.group(1) != self._first], start, end)
            elif len(_sold(sentence, start)) != 1:
                sentence.elsewhere.append((start, end))
        for match in self._other.finditer(sentence.low) if sentence.holds(self._other_needs) else ():
            start, end = (sentence.start + at for at in match.span(1))
            inner = [m for m in sentence.mentions if m.start < end and start < m.end]
            if any(m.type != "company" for m in inner):
                continue
            makers = {firm.name for firm in inner}
            meant = [m for m in self._two(sentence, discourse, start) if m.maker in makers]
            if len(meant) == 1:
                yield _standing(meant[0], start, end)
            else:
                sentence.elsewhere.append((start, end))

    def _two(self, sentence: Sentence, discourse: Discourse, start: int) -> list[Mention]:
        """The last two things of one type that the sentence names before ``start``, or else the text right before it;
        empty where there are no two.
        """
        two = _sold(sentence, start)[-_TWO:] or discourse.together.last_two(sentence)
        if not two:  # "Acme has signed a deal with Orbit. The latter"
            two = _firms(sentence, start) or discourse.firms
        return two if len(two) == _TWO and two[0].type == two[1].type else []


def _sold(sentence: Sentence, end: int) -> list[Mention]:
    return _distinct(m for m in sentence.mentions if m.end <= end and m.type in _SOLD)


def _firms(sentence: Sentence, end: int) -> list[Mention]:
    return _distinct(m for m in sentence.mentions if m.end <= end and m.type == "company")


def _standing(meant: Mention, start: int, end: int) -> Mention:
    return Mention(start, end, meant.name, meant.type, meant.maker, "head", meant.rule, meant.heads)


def _distinct(mentions: Iterator[Mention]) -> list[Mention]:
    return list({m.name: m for m in mentions}.values())
