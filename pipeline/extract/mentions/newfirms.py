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
        self._suffixes = shapes.company_suffixes
        self._kinds = frozenset(h.noun.lower() for h in rulebook.cues.head if h.types[0] == "company")
        self._forms = frozenset(rulebook.shapes.legal_forms)
        self._placed = rulebook.syntax.regex("company-placed")
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
        presented = {
            name
            for at, end in runs
            if self._is_presented(words, at, end, called)
            for name in (words.text(at, end), self._called(words, at, end))
        }
        new = []
        for at, end in runs:
            name = self._called(words, at, end)
            if self._begins_name(words, end):
                continue
            if name in presented or words.text(at, end) in presented or self._is_company(words, at, end):
                new.append(Spot(at, end, name, "company", "", "shape.company", "shape"))
                taken[at:end] = b"\1" * (end - at)
        return new

    def _begins_name(self, words: Words, end: int) -> bool:
        """True for the Acme of "Acme-V2", which is what a thing of its is called."""
        joined = words.lower(end) == "-" and words.joined[end - 1] and words.joined[end]
        following = words.texts[end + 1] if joined and end + 1 < len(words) else ""
        return following[:1].isupper() and any(map(str.isdigit, following))

    def _called(self, words: Words, at: int, end: int) -> str:
        """A company's name without its legal form: "Acme Systems Inc." is Acme Systems."""
        while end > at + 1 and words.texts[end - 1] in self._forms:
            end -= 1
        return words.text(at, end)

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
            while first < end and (lowers[first] in never or lowers[first] in self._kinds):
                first += 1
            titles = (i for i in range(first + 1, end) if self._syntax("firm-title").match(words.low, words.starts[i]))
            end = next(titles, end)
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
        if inner and words.texts[end - 1] in self._shapes.company_suffixes and not self._is_modified(words, end):
            begun = max(words.starts[at] - _OWNER, 0)
            if self._syntax("firm-part").search(words.low, begun, words.end(end - 1)):
                return False  # "Acme's Client Computing Group"
            return not any(w in self._heads or w in self._stops for w in inner)
        following = words.lower(end)
        if self._syntax("auxiliary").fullmatch(following):
            following = words.lower(end + 1)
        return following in self.verbs

    def _is_told_of(self, words: Words, at: int, end: int) -> bool:
        """True for a name that the text has more than once, where it goes on about "the company"."""
        if words.source.count(words.text(at, end)) <= 1 or words.texts[end - 1] in self._suffixes:
            return False
        return self._syntax("company-said").search(words.low) is not None

    def _is_placed(self, words: Words, at: int, end: int) -> bool:
        """True for "Barcelona-based Acme", unless a noun goes on: "Arm-based Acme servers"."""
        start = words.starts[at]
        match = self._placed.search(words.source, max(start - _LEAD, 0), start)
        head = words.lower(end).removesuffix("s") in self._heads
        return match is not None and not head and match.group(1).lower() not in self._heads

    def _is_modified(self, words: Words, end: int) -> bool:
        """True for the AI of "Acme Vortex AI chip", which says what the chip is for."""
        following = words.texts[end] if end < len(words) else ""
        return words.texts[end - 1].isupper() and following.islower() and following.removesuffix("s") in self._heads

    def _is_presented(self, words: Words, at: int, end: int, called: bool) -> bool:
        """True for "the startup Widget", "Widget, a chipmaker" and "Widget, which raised".

        ``called`` is false where the text calls nothing a company: then only the verb can tell.
        """
        if end - at > _LONGEST or words.lowers[end - 1] in self._heads:
            return False
        start, behind = words.starts[at], words.end(end - 1)
        if self._syntax("person-title").match(words.low, start) or self._syntax("person-acts").match(words.low, behind):
            return False
        if self._syntax("company-funded").match(words.low, behind) or self._is_placed(words, at, end):
            return True
        relative = self._syntax("company-relative").match(words.low, behind)
        if relative is not None and words.lower(words.index(relative.end())) in self.verbs:
            return self._syntax("ticker-lead").search(words.low, max(start - _LEAD, 0), start) is None
        reports = self._syntax("company-reports").match(words.low, behind) is not None
        if reports and words.lowers[at] not in words.texts and (called or self._is_told_of(words, at, end)):
            return True
        if not called:
            return False
        if self._syntax("company-apposed").match(words.low, behind):
            return True
        lead = words.low[max(start - _LEAD, 0) : start]
        return bool(
            self._syntax("company-lead").search(lead)
            or (words.lower(end) == "," and self._syntax("company-before").search(lead))
        )
