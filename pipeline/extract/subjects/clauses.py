"""Finds clauses within a sentence that have a subject of their own: "…, with the X100 made on 4nm and due in May".
What such a clause tells is told of that subject, however far back the sentence began.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from pipeline.extract.draft import Draft
from pipeline.extract.text.scene import Mention, Sentence
from pipeline.rulebook import Rulebook


class Clauses:
    """Tells where a mention is the subject of a clause without a verb of its own."""

    def __init__(self, rulebook: Rulebook) -> None:
        self._lead, self._needs = rulebook.syntax.lowered("absolute-lead"), rulebook.syntax.needs("absolute-lead")
        self._awaited, self._awaiting = (
            rulebook.syntax.lowered("figures-awaited"),
            rulebook.syntax.signs("figures-awaited"),
        )
        self._label, self._label_signs = (
            rulebook.syntax.lowered("label-bracket"),
            rulebook.syntax.signs("label-bracket"),
        )
        names = ("clause-opens", "opening-value", "opening-comma")
        self._opens, self._opening, self._comma = map(rulebook.syntax.lowered, names)
        inserted = ("inserted-about", "inserted-opens", "inserted-closes")
        self._about, self._inserted, self._closed = map(rulebook.syntax.lowered, inserted)
        self._owned, self._does = map(rulebook.syntax.lowered, ("owned-things", "does-behind"))
        self._object, self._second = map(rulebook.syntax.lowered, ("object-lead", "coordinated-verb"))
        self._verb, self._break = map(rulebook.syntax.lowered, ("absolute-verb", "absolute-break"))

    def opened_by(self, mention: Mention, sentence: Sentence, at: int) -> bool:
        """True for the X100 of ", with the X100 made on a 4nm node" where the clause reaches to the offset ``at``."""
        if not sentence.holds(self._needs) or not sentence.led(self._lead, mention.start):
            return False
        behind, origin = mention.end - sentence.start, sentence.start
        verb = self._verb.match(sentence.low, behind)
        return verb is not None and self._break.search(sentence.low, behind, at - origin) is None

    def is_inserted(self, mention: Mention, earlier: Iterable[Mention], sentence: Sentence) -> bool:
        """True for the X100 of "The X200, which replaces the X100, draws": what comes is told of the X200."""
        at = mention.start - sentence.start
        return any(
            self._inserted.fullmatch(sentence.low, about.end - sentence.start, at) is not None
            and sentence.led(self._about, about.start)
            and sentence.followed(self._closed, mention.end)
            for about in earlier
        )

    def is_object(self, mention: Mention, sentence: Sentence) -> bool:
        """True for the X100 of "The X200 sits below the X100 but draws": the second verb is that of the first's."""
        return sentence.followed(self._second, mention.end) and sentence.led(self._object, mention.start)

    def owns(self, mention: Mention, following: Sequence[Sequence[Mention]], sentence: Sentence, at: int) -> bool:
        """True for the rack of "The rack's 72 X100s come with": what comes before ``at`` is told of the X100s."""
        if not following or following[0][-1].end > at:
            return False
        origin = sentence.start
        return self._owned.fullmatch(
            sentence.low, mention.end - origin, following[0][0].start - origin
        ) is not None and sentence.followed(self._does, following[0][-1].end)

    def awaits(self, between: str) -> bool:
        """True for the words between a figure and the X100 of "A 5,000 mAh battery is tipped for the X100"."""
        return any(map(between.__contains__, self._awaiting)) and self._awaited.fullmatch(between) is not None

    def begin(self, opening: str, between: str, draft: Draft, first: Mention) -> bool:
        """True for "A 24-thread monster at 28 W, the X100 beat everyone", also where a later clause begins so.

        ``opening`` are the words before the value, ``between`` those from it to ``first``, the subject to come.
        """
        at = max((m.end() for m in self._opens.finditer(opening)), default=0)
        begun = draft.sentence.start + at
        alone = not any(begun <= m.start < draft.reach_start and m.type == first.type for m in draft.sentence.mentions)
        return alone and bool(self._opening.fullmatch(opening, at) and self._comma.fullmatch(between))

    def labels(self, mention: Mention, sentence: Sentence) -> bool:
        """True for the X100 of "Mainstream (presumably the X100): 32 cores": the line is about it."""
        if not any(map(sentence.low.__contains__, self._label_signs)):
            return False
        match = self._label.match(sentence.low)
        return match is not None and mention.end <= sentence.start + match.end()
