"""Members of listed lines that go by words: "the MacBook Neo", "Snapdragon X Elite", "the Galaxy Ring has".
Words of a tier are taken as they stand; other words where the text tells of the thing so, and more than once.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from pipeline.extract.mentions.plainnames import in_title_case
from pipeline.extract.mentions.shapes import Shapes
from pipeline.extract.text.spot import Spot
from pipeline.extract.text.words import Words
from pipeline.rulebook import Rulebook

_RULE = "shape.worded"
_LONGEST = 2  # words that make a member of a line
_TOLD = 2  # times that a text names it
_DEVICE = "device"
_THINGS = frozenset({_DEVICE, "system"})


class LineMembers:
    """Makes members of the lines; ``stops`` are words that name nothing."""

    def __init__(self, rulebook: Rulebook, shapes: Shapes, stops: frozenset[str]) -> None:
        self._shapes = shapes
        self._kinds: Mapping[str, str] = rulebook.kinds
        self._products = frozenset(noun.lower() for noun in rulebook.shapes.defining[_DEVICE])
        self._several = frozenset(rulebook.shapes.line_nouns) | {f"{noun}s" for noun in rulebook.kinds}
        self._nothing = stops | shapes.in_small_letters(
            "descriptive", "regional", "company_never", "unlined", "company_suffixes"
        )
        self._verb = rulebook.syntax.regex("after-number-name")
        self._leads = rulebook.syntax.listed("line-lead")

    def extend(self, words: Words, spots: Sequence[Spot], taken: bytearray) -> None:
        """Lengthen the mentions of listed lines in ``spots`` by the words that make members of them."""
        lines = [spot for spot in spots if spot.type == "series" and spot.how == "name"]
        for spot in lines:
            if self._are_several(words, spot.last, taken):
                self._grow(words, spot, spot.last + 1, taken)
                continue
            end = self._shapes.variants(words, spot.last, taken)
            if end > spot.last and not self._is_styled(words, spot, end):
                self._grow(words, spot, end, taken)
        plain = [(spot, end) for spot in lines if spot.how == "name" and (end := self._plain(words, spot, taken))]
        told = set(self._told(words, plain))
        for spot, end in plain:
            if (spot.name, *words.texts[spot.last : end]) in told:
                self._grow(words, spot, end, taken)

    def _are_several(self, words: Words, at: int, taken: bytearray) -> bool:
        """True for the Pros of "the MacBook Pros"."""
        text = words.texts[at] if at < len(words) and not taken[at] and not words.joined[at - 1] else ""
        return len(text) > len("Xs") and text.endswith("s") and self._shapes.is_variant(text[:-1])

    def _is_styled(self, words: Words, spot: Spot, end: int) -> bool:
        """True for the Flash of "Galaxy Flash Sale Starts Today": a headline's capital."""
        following = words.texts[end] if end < len(words) else ""
        if not (following.istitle() and following.isalpha()) or not in_title_case(words, spot.first):
            return False
        return sum(1 for _ in words.followers(words.texts[spot.last - 1 : end])) < _TOLD

    def _grow(self, words: Words, spot: Spot, end: int, taken: bytearray) -> None:
        several = self._are_several(words, end - 1, taken)
        spot.name = f"{spot.name} {words.text(spot.last, end)}"
        spot.name = spot.name.removesuffix("s") if several else spot.name
        taken[spot.last : end] = b"\1" * (end - spot.last)
        spot.last, spot.how, spot.rule = end, "variant", _RULE
        if not several and words.lower(end) not in self._several:
            spot.type = self._kind(spot) or "chip"

    def _kind(self, line: Spot) -> str:
        """What the members of a line are, by the nouns that refer back to it."""
        return next((kind for noun in line.heads if (kind := self._kinds.get(noun.lower(), ""))), "")

    def _plain(self, words: Words, line: Spot, taken: bytearray) -> int:
        """The end of the words behind a line of devices or systems that may make a member of it; 0 for none."""
        if self._kind(line) not in _THINGS:
            return 0
        end = line.last
        while end < len(words) and not taken[end] and not words.joined[end - 1] and self._is_word(words, end):
            end += 1
        if not line.last < end <= line.last + _LONGEST:
            return 0
        return self._shapes.tail(words, end, taken)

    def _is_word(self, words: Words, at: int) -> bool:
        """True for a capitalised word that can name a thing; a noun for such things is one where it has a capital."""
        text, low = words.texts[at], words.lowers[at]
        if not (text.isalpha() and text[0].isupper() and len(text) > 1) or low in self._nothing:
            return False
        return self._kinds.get(low, _DEVICE) in _THINGS and low not in self._several and not self._shapes.is_unit(text)

    def _told(self, words: Words, plain: Sequence[tuple[Spot, int]]) -> Iterator[tuple[str, ...]]:
        """Those that the text tells of, with an article and a verb or the end of a phrase behind them, and repeats; of
        a product that the last word says it is, "a Surface Laptop", once is enough.
        """
        for spot, end in plain:
            texts = words.texts[spot.last : end]
            following = words.texts[end] if end < len(words) else ""
            does = self._verb.fullmatch(following) is not None
            closed = not following[:1].isalnum() and following != "-"
            led = does or words.lower(spot.first - 1) in self._leads
            if not (led and (closed or does)) or in_title_case(words, spot.first):
                continue
            said = sum(1 for _ in words.followers([words.texts[spot.last - 1], *texts]))
            if said >= _TOLD or texts[-1].lower() in self._products:
                yield (spot.name, *texts)
