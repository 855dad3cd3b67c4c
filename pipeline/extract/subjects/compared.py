"""Tells what a sentence only compares with from what it tells of: "faster than the X100", "like the X100, it runs at".
A baseline carries nothing, unless the value stands right at it or a verb makes it the subject.
"""

from __future__ import annotations

from pipeline.extract.cues.fronted import Fronted
from pipeline.extract.draft import Draft
from pipeline.extract.subjects.contests import Contests
from pipeline.extract.text.scene import Mention, Sentence
from pipeline.rulebook import Rulebook

_ASIDE = 90  # letters from one name to the next that it is likened to


class Compared:
    """Judges mentions as baselines; one instance serves all articles."""

    def __init__(self, rulebook: Rulebook, contests: Contests) -> None:
        syntax = rulebook.syntax.lowered
        self._contests, self._fronted = contests, Fronted(rulebook)
        self._compared, self._likened, self._than = syntax("compared"), syntax("likened-aside"), syntax("than")
        self._older_opens, self._finite = syntax("older-opens"), syntax("finite-verb")
        self._with_its, self._kin = syntax("with-its"), syntax("kin-of")
        self._participle, self._aside_closes = syntax("participle"), syntax("aside-closes")

    def is_baseline(self, first: Mention, last: Mention, why: str, draft: Draft) -> bool:
        """True for what is only compared with, unless the value stands right at it or a verb makes it the subject."""
        sentence = draft.sentence
        if sentence.led(self._likened, first.start) and self._is_aside(first, last, sentence):
            return True  # "the X200, like the X100, runs at"
        if not sentence.led(self._compared, first.start) or self._fronted.tells_of(last, sentence):
            return False
        aside = self._aside_closes.match(sentence.low, last.end - sentence.start)
        if aside is not None and sentence.start + aside.end() <= draft.start:
            return True  # "has 40 petaflops, twice the X100's figure, and has"
        if first.how == "pronoun" and sentence.led(self._with_its, first.start):
            return False  # "quicker than the X100 with its limit of": what the X100 has
        if first.how == "pronoun" and any(m.end + 1 == first.start for m in sentence.mentions):
            return False  # "against the X100 it holds"
        if why == "before" and self._contests.has_its_own(last, sentence) and is_next(draft, last):
            return False
        going_on = sentence.followed(self._participle, last.end)  # "shares it with the X100, boasting"
        if why == "direct" and not going_on and not sentence.led(self._kin, first.start):
            lead = sentence.low[: first.start - sentence.start]
            if not self._than.search(lead[-40:]) or self._contests.has_its_own(last, sentence):
                return False
        return not (sentence.led(self._older_opens, first.start) and sentence.followed(self._finite, last.end))

    def _is_aside(self, first: Mention, last: Mention, sentence: Sentence) -> bool:
        """True for what stands between commas right behind another name: "the X200, like the X100, runs at"."""
        at = first.start - sentence.start
        match = self._likened.search(sentence.low, max(at - _ASIDE, 0), at)
        if match is None or sentence.text[last.end - sentence.start :][:1] != ",":
            return False
        return any(m.end - sentence.start == match.start() + 1 for m in sentence.mentions)


def is_next(draft: Draft, mention: Mention) -> bool:
    """True for a value that is the first figure behind a mention."""
    return not any(mention.end <= q.start < draft.start for q in draft.sentence.quantities)
