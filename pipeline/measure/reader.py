"""Reads quantities: walks over a text's tokens once, drafts each number with its unit, then joins and bounds them.
Read in this order: tokens, numerals, surfaces, never, drafting, spelled, nouns, merge, context, and this file.
"""

from __future__ import annotations

import re

from pipeline.measure.addresses import addresses
from pipeline.measure.context import Contexts
from pipeline.measure.counting import Counter
from pipeline.measure.date_reader import DateReader
from pipeline.measure.draft import Draft
from pipeline.measure.drafting import Drafter
from pipeline.measure.lexicon import Lexicon
from pipeline.measure.looks import Looks
from pipeline.measure.merge import Merger
from pipeline.measure.never import Names
from pipeline.measure.resolution import resolution_at
from pipeline.measure.spelled import Spelled
from pipeline.measure.tokens import Tokens
from pipeline.model import Change, Quantity
from pipeline.rulebook import Rulebook
from pipeline.rulebook.syntax import alternatives


class QuantityReader:
    """Finds every quantity in a text.

    Works on any string, in time linear in its length, and never raises. Digits of dates are no quantities; a reader of
    ``dates`` can be shared.

    >>> from pipeline.rulebook import load
    >>> [(q.low, q.unit) for q in QuantityReader(load()).read("The M890 has 144GB and moves 800 GB per second.")]
    [(144.0, 'GB'), (800.0, 'GB/s')]
    """

    def __init__(self, rulebook: Rulebook, dates: DateReader | None = None) -> None:
        self._lexicon = Lexicon(rulebook)
        anchors, first_signs = self._lexicon.anchors, self._lexicon.digit_starts
        self._looks = Looks(lambda word: word in anchors or word[:1] in first_signs)
        self._names = Names(self._lexicon)
        self._drafter = Drafter(self._lexicon, self._names)
        self._spelled = Spelled(self._lexicon, self._names, self._drafter)
        self._merger = Merger(self._lexicon)
        self._counter = Counter(self._lexicon, self._names)
        self._contexts = Contexts(self._lexicon)
        self._dates = dates or DateReader(rulebook)
        words = alternatives(self._lexicon.anchors)
        signs = re.escape("".join(sorted(self._lexicon.digit_starts - {"."})))
        self._number = re.compile(rf"[{signs}\d]|(?<![^\W\d_])(?:{words})(?![^\W\d_])")

    def may_hold(self, text: str) -> bool:
        """False only where nothing in ``text`` could be a number; much cheaper than reading it."""
        return self._number.search(text) is not None

    def read(self, text: str) -> list[Quantity]:
        """All quantities of ``text`` in order of place; no two overlap."""
        return self.read_tokens(Tokens(text))

    def read_tokens(self, tokens: Tokens) -> list[Quantity]:
        """The same for a text that is already cut."""
        drafts = self._drafts(tokens)
        if not drafts:
            return []
        drafts = self._merger.ranges(tokens, drafts)
        drafts = self._counter.count(tokens, drafts)
        self._merger.share(tokens, drafts)
        self._merger.echo(tokens, drafts)
        found = []
        for position, draft in enumerate(drafts):
            self._contexts.apply(tokens, draft)
            if position:
                self._contexts.restate(tokens, drafts[position - 1], draft)
            floor = drafts[position - 1].last if position else 0
            found.append(self._finish(tokens, draft, floor))
        return found

    def _drafts(self, tokens: Tokens) -> list[Draft]:
        """One draft for each number that measures something, so far without nouns and neighbours."""
        anchors = self._lexicon.anchors
        words = tokens.words
        places = tokens.places(self._looks)
        if not places:
            return []
        blocked = self._blocked(tokens)
        drafts: list[Draft] = []
        after = block = 0
        named = -1
        for i in places:
            if i < after or words[i] == ".":
                continue
            start = tokens.starts[i]
            while block < len(blocked) and blocked[block][1] <= start:
                block += 1
            if block < len(blocked) and blocked[block][0] <= start:
                named = -1
                continue
            if words[i] in anchors:
                draft, after = self._spelled.at(tokens, i)
            else:
                draft = resolution_at(tokens, i, self._lexicon)
                if draft is not None:
                    after = draft.last
                else:
                    draft, after, named = self._drafter.digits(tokens, i, named)
            if draft is not None and (not drafts or draft.first >= drafts[-1].last):
                drafts.append(draft)
        return drafts

    def _blocked(self, tokens: Tokens) -> list[tuple[int, int]]:
        """Stretches whose digits are none of ours: dates and addresses."""
        blocked = self._dates.absolute_spans(tokens)
        found = addresses(tokens.text)
        return sorted(blocked + found) if found else blocked

    def _finish(self, tokens: Tokens, draft: Draft, floor: int) -> Quantity:
        """The frozen form."""
        start, end = tokens.starts[draft.first], tokens.ends[draft.last - 1]
        phrase_start, phrase_end = start, end
        if 0 <= draft.phrase_first < draft.first:
            phrase_start = tokens.starts[max(draft.phrase_first, floor)]
        if draft.phrase_last > draft.last:
            phrase_end = tokens.ends[draft.phrase_last - 1]
        low, high = draft.low, draft.high
        return Quantity.trusted(
            start=start,
            end=end,
            phrase_start=phrase_start,
            phrase_end=phrase_end,
            low=(low if low <= high else high) + 0.0,
            high=(high if low <= high else low) + 0.0,
            unit=draft.unit,
            dimension=draft.dimension or "number",
            change=draft.change,
            approx=draft.approx or draft.change is Change.ABOUT,
            noun=draft.noun,
            rules=tuple(dict.fromkeys(draft.rules)),
        )
