"""Recognises companies that no list knows: "Acme Systems", "Widget raised $9 million", "the chip startup Widget".
What a text presents as a company once is one wherever the same words stand in it.
"""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.extract.mentions.shapes import Shapes
from pipeline.extract.text.spot import Spot
from pipeline.extract.text.words import Words
from pipeline.measure import Looks
from pipeline.rulebook import Rulebook

_LEAD = 60  # characters before a name in which it is called a company
_OWNER = 20  # characters before a name in which it is told whose part it is
_LONGEST = 4  # words of a company's name


class NewCompanies:
    """Finds unlisted companies; ``stops`` are words that name nothing."""

    def __init__(self, rulebook: Rulebook, shapes: Shapes, stops: frozenset[str]) -> None:
        self._shapes = shapes
        self._stops = stops | frozenset(w.lower() for w in rulebook.shapes.company_never)
        self._regional = frozenset(w.lower() for w in rulebook.shapes.regional)
        self._capital = Looks(self.is_notable)
        self._syntax = rulebook.syntax.lowered
        self._heads = frozenset(h.noun.lower() for h in rulebook.cues.head)
        phrases = [p for c in rulebook.cues.cue if c.kind == "company_verb" for p in c.phrases]
        self.verbs = {next((w for w in p.lower().split() if w not in stops), "") for p in phrases}

    def is_notable(self, text: str) -> bool:
        """True for a word that a name can begin with."""
        return text[0].isupper()

    def find(self, words: Words, taken: bytearray) -> list[Spot]:
        """All mentions of unlisted companies, in order of place."""
        runs = list(self._runs(words, taken))
        called = bool(runs) and self._syntax("company-noun").search(words.low) is not None
        presented = {words.text(at, end) for at, end in runs if self._is_presented(words, at, end, called)}
        new = []
        for at, end in runs:
            name = words.text(at, end)
            if name in presented or self._is_company(words, at, end):
                new.append(Spot(at, end, name, "company", "", "shape.company", "shape"))
                taken[at:end] = b"\1" * (end - at)
        return new

    def _runs(self, words: Words, taken: bytearray) -> Iterator[tuple[int, int]]:
        """The stretches of capitalised words that nothing else is known of."""
        texts, lowers, never, behind = words.texts, words.lowers, self._shapes.never, 0
        for at in self._capital.among(words.notable, texts):
            if at < behind:
                continue
            end = at
            while end < len(texts) and not taken[end] and texts[end][0].isupper() and texts[end].isalnum():
                end += 1
            first = at
            while first < end and lowers[first] in never:
                first += 1
            if end > first and lowers[first] not in self._stops and words.end(end - 1) - words.starts[first] > 2:
                yield first, end
            behind = end

    def _is_company(self, words: Words, at: int, end: int) -> bool:
        """True for a name that ends like a company's, or that raises, acquires or secures something."""
        inner = words.lowers[at : end - 1]
        if self._regional.issuperset(inner or words.lowers[at:end]):
            return False  # "South Korean AI"
        if words.lower(end) in self._heads and any(c.isdigit() for word in inner for c in word):
            return False  # "the H500 AI accelerator"
        if inner and words.texts[end - 1] in self._shapes.company_suffixes:
            begun = max(words.starts[at] - _OWNER, 0)
            if self._syntax("firm-part").search(words.low, begun, words.end(end - 1)):
                return False  # "Acme's Client Computing Group"
            return not any(w in self._heads or w in self._stops for w in inner)
        following = words.lower(end)
        if self._syntax("auxiliary").fullmatch(following):
            following = words.lower(end + 1)
        return following in self.verbs

    def _is_presented(self, words: Words, at: int, end: int, called: bool) -> bool:
        """True for "the startup Widget", "Widget, a chipmaker" and "Widget, which raised".

        ``called`` is false where the text calls nothing a company: then only the verb can tell.
        """
        if end - at > _LONGEST or words.lowers[end - 1] in self._heads:
            return False
        start, behind = words.starts[at], words.end(end - 1)
        if self._syntax("person-title").match(words.low, start) or self._syntax("person-acts").match(words.low, behind):
            return False
        relative = self._syntax("company-relative").match(words.low, behind)
        if relative is not None and words.lower(words.index(relative.end())) in self.verbs:
            return self._syntax("ticker-lead").search(words.low, max(start - _LEAD, 0), start) is None
        if not called:
            return False
        if self._syntax("company-apposed").match(words.low, behind):
            return True
        lead = words.low[max(start - _LEAD, 0) : start]
        return bool(
            self._syntax("company-lead").search(lead)
            or (words.lower(end) == "," and self._syntax("company-before").search(lead))
        )
