"""Recognises devices of firms that make no chips by their maker and the words behind it: "the Garmin Venu Sq has".
What a text names so is a line from then on: "the Venu", "Venu 2S" and "the Venu 3" are of the same maker.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from pipeline.extract.mentions.coined import everywhere
from pipeline.extract.mentions.shapes import Shapes
from pipeline.extract.text.spot import Spot
from pipeline.extract.text.words import Words
from pipeline.rulebook import Rulebook

_LONGEST = 2  # words of a line's name
_WORD = 4  # letters of a line's name that means it without its maker
_RULE = "shape.made"
_LINE = "shape.line"
_SPOKEN = re.compile(r"\b[Tt]he ([A-Z][A-Za-z]{2,}(?: [A-Z][A-Za-z]*){0,2})(?= )")
_SERIES = "series."
_NUMBERED = re.compile(r"(?!(?:19|20)\d\d\Z)[A-Z]{0,2}\d{1,3}(?:\.\d)?[A-Za-z]{0,2}\+?")


class MadeNames:
    """Finds the devices of firms whose devices are their business, and unknown ones that a text speaks of repeatedly;
    ``stops`` are words that name nothing, ``known`` those of listed names.
    """

    def __init__(self, rulebook: Rulebook, shapes: Shapes, stops: frozenset[str], known: frozenset[str]) -> None:
        self._shapes = shapes
        self._times = rulebook.shapes.told_of
        self._known, self._told = known, rulebook.syntax.regex("told-of-device")
        self._nouns = tuple(sorted({h.noun.lower() for h in rulebook.cues.head if h.types[0] == "device"}))
        self._stops = (
            stops | frozenset(h.noun.lower() for h in rulebook.cues.head) | frozenset(rulebook.shapes.line_nouns)
        )
        self._leads = re.compile(rulebook.syntax.word("line-lead")).fullmatch
        self._verb = rulebook.syntax.regex("after-number-name")
        others = {n.maker for n in rulebook.names if n.type in {"chip", "model", "system"}}
        devices = [n for n in rulebook.names if n.type == "device" and n.maker and n.maker not in others]
        heads: dict[str, Counter[tuple[str, ...]]] = {}
        for name in devices:
            heads.setdefault(name.maker, Counter())[name.heads] += 1
        self._heads = {maker: counted.most_common(1)[0][0] for maker, counted in heads.items()}
        self._suffixes = shapes.company_suffixes
        self._numbering, self._number = frozenset(rulebook.shapes.numbering_makers), _NUMBERED
        self._line_heads = frozenset(h.noun.lower() for h in rulebook.cues.head if h.types == ("series",))
        self._numbered_heads = rulebook.shapes.numbered_heads

    def find(self, words: Words, spots: Sequence[Spot], taken: bytearray) -> list[Spot]:
        """All mentions of such devices that ``spots``, in order of place, lack."""
        lines: dict[tuple[str, ...], Spot] = {}
        for spot in spots:
            if spot.type == "company" and spot.name in self._numbering and self._numbered(words, spot, taken):
                continue
            if spot.type == "company" and spot.name in self._heads:
                self._introduced(words, spot, taken, lines)
            elif spot.rule == _LINE or (spot.type == "device" and spot.rule.startswith(_SERIES)):
                line = self._line(words, spot)
                if line:
                    lines.setdefault(line, spot)
        found = list(self._members(words, lines, taken)) if lines else []
        return found + list(self._spoken_of(words, taken))

    def _numbered(self, words: Words, firm: Spot, taken: bytearray) -> bool:
        """Make "Redmi 6A" of a maker whose devices go by their numbers alone; False where no such number follows."""
        at = firm.last
        if at >= len(words) or taken[at] or words.joined[at - 1] or not self._number.fullmatch(words.texts[at]):
            return False
        end = self._shapes.variants(words, at + 1, taken)
        following = words.texts[end] if end < len(words) else ""
        if words.texts[at].lower() in self._shapes.never or self._shapes.is_unit(following):
            return False
        plain = following.islower() and following.isalpha() and end == at + 1
        if plain and self._verb.fullmatch(following) is None and following not in self._line_heads:
            return False  # "Redmi 3 phones"
        firm.name, firm.last = f"{firm.name} {words.text(at, end)}", end
        firm.type, firm.rule, firm.how = "device", _RULE, "shape"
        firm.maker, firm.heads = firm.name.partition(" ")[0], self._numbered_heads
        taken[at:end] = b"\1" * (end - at)
        return True

    def _spoken_of(self, words: Words, taken: bytearray) -> Iterator[Spot]:
        """The mentions of devices that no list knows, nor their maker: "the Quibble Z is powered by", told twice."""
        if not any(map(words.low.__contains__, self._nouns)):
            return
        names: dict[tuple[str, ...], Spot] = {}
        for match in _SPOKEN.finditer(words.source):
            first, last = words.index(match.start(1)), words.index(match.end(1) - 1) + 1
            texts = tuple(words.texts[first:last])
            if texts in names or any(taken[first:last]) or not self._told.match(words.source, match.end(1)):
                continue
            if (
                self._goes_on(words, texts)
                or words.source.count(match.group(1)) < self._times
                or not all(self._is_unlisted(words, i) for i in range(first, last))
            ):
                continue
            names[texts] = Spot(first, last, match.group(1), "device", "", _RULE, "shape")
        yield from everywhere(words, names, taken) if names else ()

    def _goes_on(self, words: Words, name: tuple[str, ...]) -> bool:
        """True where the words begin a longer name elsewhere: they are its maker's."""
        following = (words.texts[at] for at in words.followers(name))
        return any(w[0].isalnum() and not w.islower() and not self._shapes.is_variant(w) for w in following)

    def _is_unlisted(self, words: Words, at: int) -> bool:
        """True for a word that no listed name holds, nor the language; a letter at its side may be part of the name."""
        low = words.lowers[at]
        return len(low) == 1 or not (low in self._known or low in self._stops or low in words.texts)

    def _line(self, words: Words, spot: Spot) -> tuple[str, ...]:
        """The words that name the line of a device, without its maker and number; none where its name has no maker."""
        if not spot.maker or not spot.name.startswith(f"{spot.maker} "):
            return ()
        texts = words.texts[spot.first : spot.last]
        own = [t for t in texts if t.isalpha() and not self._shapes.is_variant(t) and t not in spot.maker.split(" ")]
        return tuple(own[-_LONGEST:])

    def _introduced(self, words: Words, firm: Spot, taken: bytearray, lines: dict[tuple[str, ...], Spot]) -> None:
        """Learn the line that stands behind its maker, where an article before and a verb behind make a thing of it."""
        end = firm.last
        while end < min(firm.last + _LONGEST, len(words)) and not taken[end] and self._is_word(words, end):
            end += 1
        line = tuple(words.texts[firm.last : end])
        if not line or line in lines or not self._leads(words.lower(firm.first - 1)):
            return
        last = self._shapes.tail(words, end, taken)
        if self._is_closed(words, last):
            lines[line] = Spot(firm.last, end, firm.name, "device", firm.name, _RULE, "shape", self._heads[firm.name])

    def _is_word(self, words: Words, at: int) -> bool:
        """True for a capitalised word that can name a line of devices."""
        text = words.texts[at]
        plain = words.lowers[at] in self._stops or text in self._suffixes
        return text.istitle() and text.isalpha() and len(text) > 1 and not plain and not words.joined[at - 1]

    def _is_closed(self, words: Words, at: int) -> bool:
        """True where a verb or a preposition follows, so that no noun goes on: "the Fitbit Versa has"."""
        return at < len(words) and self._verb.fullmatch(words.texts[at]) is not None

    def _members(self, words: Words, lines: dict[tuple[str, ...], Spot], taken: bytearray) -> Iterator[Spot]:
        """The mentions of all members of the lines, the maker's name before them or not."""
        openings = {line[0] for line in lines}
        for at, text in enumerate(words.texts):
            if text not in openings or taken[at]:
                continue
            for line in sorted(lines, key=len, reverse=True):
                end = at + len(line)
                if tuple(words.texts[at:end]) != line or any(taken[at:end]):
                    continue
                model = lines[line]
                last = self._shapes.tail(words, end, taken)
                if last == end and model.rule.startswith(_SERIES):
                    continue
                behind = at > 0 and words.text(at - 1, at) == model.maker.split(" ")[-1]
                if last == end and not behind and not self._stands_alone(words, at, end):
                    continue
                name = f"{model.maker} {words.text(at, last)}"
                yield Spot(at, last, name, "device", model.maker, _RULE, "shape", model.heads)
                taken[at:last] = b"\1" * (last - at)
                break

    def _stands_alone(self, words: Words, at: int, end: int) -> bool:
        """True for "the Venu", "with Venu": a long enough name of a line, within a sentence, and no name behind."""
        if end < len(words) and words.texts[end][:1].isupper():
            return False
        inside = at > 0 and (words.texts[at - 1].islower() or self._leads(words.lowers[at - 1]) is not None)
        return inside and (end - at > 1 or len(words.texts[at]) >= _WORD)
