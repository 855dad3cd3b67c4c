"""What a sentence names only because something without a name follows it: "Acme is working on a successor to the X100".
The next sentence then tells of the successor, so nothing in it may be taken for the thing that was named.
"""

from __future__ import annotations

from collections.abc import Collection

from pipeline.extract.draft import Draft
from pipeline.extract.text.scene import Mention, Sentence
from pipeline.rulebook import Rulebook


class Successors:
    """Finds things that an unnamed one follows; one instance serves all articles."""

    def __init__(self, rulebook: Rulebook) -> None:
        self._lead, self._needs = rulebook.syntax.lowered("successor-to"), rulebook.syntax.needs("successor-to")
        self._later, self._later_needs = (
            rulebook.syntax.lowered("predecessor-to"),
            rulebook.syntax.needs("predecessor-to"),
        )
        self._joined, self._behind = rulebook.syntax.lowered("joined"), rulebook.syntax.lowered("followed-by")
        self._named = rulebook.syntax.lowered("successor-named")

    def followed(self, sentence: Sentence, types: Collection[str]) -> frozenset[str]:
        """The names of what an unnamed thing of one of ``types`` follows; none where the sentence names that too."""
        if not sentence.holds(self._needs):
            return frozenset()
        things = [m for m in sentence.mentions if m.type in types]
        found: list[Mention] = []
        for mention in things:
            if self.is_followed(mention, sentence) or (found and self._is_beside(found[-1], mention, sentence)):
                found.append(mention)
        if not found or any(self._is_it(m, found, sentence) for m in things):
            return frozenset()
        return frozenset(m.name for m in found)

    def is_followed(self, mention: Mention, sentence: Sentence) -> bool:
        """True for the X100 of "the successor to the X100"."""
        return sentence.holds(self._needs) and sentence.led(self._lead, mention.start)

    def bars(self, mention: Mention, draft: Draft) -> bool:
        """True for the X100 of "the X100's successor has" and of "a 3nm successor to the X100", wherever in mind."""
        sentence = draft.sentence
        here = sentence.start <= mention.start < sentence.end
        own = [mention] if here else [m for m in sentence.mentions if m.name == mention.name]
        if any(sentence.followed(self._behind, m.end) for m in own):
            return True
        if sentence.holds(self._later_needs) and own and all(sentence.led(self._later, m.start) for m in own):
            return True  # "the predecessor of the X200 has"
        return any((draft.end <= m.start or self._is_named(m, draft)) and self.is_followed(m, sentence) for m in own)

    def _is_named(self, mention: Mention, draft: Draft) -> bool:
        """True for the X100 of "the successor to the X100, the X200, has": what follows it is named behind a comma."""
        sentence = draft.sentence
        others = [m for m in sentence.mentions if mention.end <= m.start and m.end <= draft.reach_start]
        if not others or others[0].type != mention.type or others[0].name == mention.name:
            return False
        between = sentence.low[mention.end - sentence.start : others[0].start - sentence.start]
        return between.startswith(",") and self._joined.fullmatch(between) is not None

    def _is_beside(self, left: Mention, right: Mention, sentence: Sentence) -> bool:
        """True for the X200 of "a successor to the X100 and the X200"."""
        between = sentence.low[left.end - sentence.start : right.start - sentence.start]
        return left.type == right.type and "and" in between.split() and self._joined.fullmatch(between) is not None

    def _is_it(self, mention: Mention, found: list[Mention], sentence: Sentence) -> bool:
        """True for the X200 of "the X200 is the successor to the X100" and "… in the form of the X200"."""
        if any(mention.name == m.name for m in found):
            return False
        return mention.end <= found[0].start or sentence.led(self._named, mention.start)
