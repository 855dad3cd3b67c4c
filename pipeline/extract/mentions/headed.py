"""Learns names of plain words from the noun behind them: "the Athena chip", "Acme's Braga accelerator".
What one place names so is known in all of the text; a listed series grows by its words ("Snapdragon Ride Flex SoC").
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipeline.extract.mentions.coined import everywhere
from pipeline.extract.mentions.shapes import GENITIVES, Shapes
from pipeline.extract.text.spot import Spot
from pipeline.extract.text.words import Words
from pipeline.rulebook import Rulebook

_RULE = "shape.headed"
_LONGEST = 2  # words of a name


class HeadedNames:
    """Finds names by the noun that closes them.

    ``stops`` are words that name nothing; ``listed`` the words of all listed names, in small letters, which are not
    taken for new names unless a maker or a series stands before them.
    """

    def __init__(self, rulebook: Rulebook, shapes: Shapes, stops: frozenset[str], listed: frozenset[str]) -> None:
        self._shapes = shapes
        self._listed, self._stops = listed, stops
        self._nouns = frozenset(rulebook.shapes.titled_nouns)
        self._needs = sorted({noun.lower().removesuffix("s") for noun in self._nouns})
        self._ended = rulebook.syntax.regex("presented-ended")
        self._plain = stops | {word.lower() for word in rulebook.shapes.descriptive}
        self._plain |= {word.lower() for h in rulebook.cues.head for word in (h.noun, f"{h.noun}s")}

    def find(self, words: Words, spots: Sequence[Spot], taken: bytearray) -> list[Spot]:
        """All mentions of the new names; ``spots`` are in order of place, and a series before a name grows by it."""
        if not any(map(words.low.__contains__, self._needs)):
            return []
        before = {s.last: s for s in spots}
        known: dict[tuple[str, ...], Spot] = {}
        for first, last in self._closed(words, taken):
            lead = before.get(first) or (before.get(first - 1) if words.lower(first - 1) in GENITIVES else None)
            if lead is not None and lead.type == "series" and lead.last == first:
                _grow(lead, words, last, taken)
                continue
            ended = self._ended.match(words.source, words.end(last)) is not None
            spot = self._named(words, first, last, lead) if ended else None
            if spot is not None:
                known.setdefault(tuple(words.texts[first:last]), spot)
        return list(everywhere(words, known, taken)) if known else []

    def _closed(self, words: Words, taken: bytearray) -> Iterator[tuple[int, int]]:
        """Runs of capitalised words, free of other names, with a noun for chips in small letters behind them."""
        for at, text in enumerate(words.texts):
            if text not in self._nouns or at == 0 or words.joined[at - 1]:
                continue
            first = at
            while first > max(at - _LONGEST, 0) and not taken[first - 1] and self._is_word(words, first - 1):
                first -= 1
            if first < at and (first == 0 or taken[first - 1] or self._is_lead(words, first - 1)):
                yield first, at

    def _is_lead(self, words: Words, at: int) -> bool:
        """True for what a name can follow: a word in small letters, or an article that opens the sentence."""
        return words.texts[at] in GENITIVES or words.texts[at].islower() or words.lowers[at] in self._stops

    def _is_word(self, words: Words, at: int) -> bool:
        """True for a capitalised word of letters that can be a name: no unit, no word of the language."""
        text = words.texts[at]
        return (
            text.istitle()
            and text.isalpha()
            and len(text) > 2
            and words.lowers[at] not in self._plain
            and not self._shapes.is_unit(text)
        )

    def _named(self, words: Words, first: int, last: int, lead: Spot | None) -> Spot | None:
        """The name as the text first gives it; none for words that lists know."""
        name = words.texts[first:last]
        if any(text.lower() in words.texts or self._shapes.is_variant(text) for text in name):
            return None  # the same word in small letters: a capital of style
        if lead is not None and lead.type == "company":
            return Spot(first, last, f"{lead.name} {' '.join(name)}", "chip", lead.name, _RULE, "shape")
        if first == 0 or lead is not None or any(text.lower() in self._listed for text in name):
            return None
        return Spot(first, last, " ".join(name), "chip", "", _RULE, "shape")


def _grow(series: Spot, words: Words, last: int, taken: bytearray) -> None:
    """A listed series, longer by the words behind it: a member where the noun stands once, else still a series."""
    several = words.texts[last].endswith("s")
    series.name, series.type = f"{series.name} {words.text(series.last, last)}", "series" if several else "chip"
    taken[series.last : last] = b"\1" * (last - series.last)
    series.last, series.how, series.rule = last, "shape", _RULE
