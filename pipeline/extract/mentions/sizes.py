"""Recognises AI models by the size in their names: "Qwen1.5-7B", "Rene 1.3B", "Mixtral-8x7B-Chat".
A size continues the name of a listed model; beside a word that looks like a name it makes a model of its own.
"""

from __future__ import annotations

from collections import Counter

from pipeline.extract.mentions.shapes import Shapes
from pipeline.extract.text.spot import Spot
from pipeline.extract.text.words import Words
from pipeline.measure import Looks
from pipeline.rulebook import Rulebook

_RULE = "shape.size"


class SizedNames:
    """Finds the sizes that belong to names; ``stops`` are words that name nothing."""

    def __init__(self, rulebook: Rulebook, shapes: Shapes, stops: frozenset[str]) -> None:
        self._shapes = shapes
        self._words = frozenset(rulebook.shapes.model_words)
        self._sized = Looks(shapes.is_size)
        self._measured = frozenset(rulebook.shapes.sized_nouns)
        self._nouns = frozenset(
            form for h in rulebook.cues.head for form in (h.noun.lower(), f"{h.noun.lower()}s") if h.types[0] == "model"
        )
        self._stops = stops
        self._never = stops | frozenset(h.noun.lower() for h in rulebook.cues.head)
        self._by_name = {n.name: n for n in rulebook.names if n.type == "model"}
        glued = Counter(n.maker for n in self._by_name.values() if shapes.is_size(n.name.rpartition("-")[2]))
        spaced = Counter(n.maker for n in self._by_name.values() if shapes.is_size(n.name.rpartition(" ")[2]))
        self._hyphened = {maker for maker in glued if glued[maker] > spaced[maker]}

    def extend(self, words: Words, spot: Spot, taken: bytearray) -> bool:
        """Make ``spot`` the model of the size that follows it: "Llama 3.1" and "8b" are "Llama 3.1 8B"."""
        end = self._tail(words, spot.last, taken)
        if end == spot.last:
            return False
        tail = words.text(spot.last, end).lstrip("- ")
        tail = "-".join(p.upper() if self._shapes.is_size(p) else p for p in tail.split("-"))
        names = [f"{spot.name} {tail}", f"{spot.name}-{tail}"]
        listed = next((self._by_name[n] for n in names if n in self._by_name), None)
        spot.name = listed.name if listed else names[spot.maker in self._hyphened or not tail[0].isdigit()]
        spot.last, spot.how, spot.type = end, "variant", "model"
        if listed:
            spot.heads, spot.rule = listed.heads, f"name.{listed.id}"
        return True

    def _tail(self, words: Words, at: int, taken: bytearray) -> int:
        """The end of the sizes and hyphened words that start at token ``at``; ``at`` where there is no size."""
        end, sized = at, False
        while end < len(words) and not taken[end]:
            hyphen = words.texts[end] == "-" and words.joined[end] and words.joined[end - 1]
            part = end + hyphen
            if part >= len(words) or taken[part]:
                break
            size = self._shapes.is_size(words.texts[part]) and (hyphen or not words.joined[part - 1])
            if not size and not (hyphen and words.texts[part] in self._words):
                break
            if size and self._counts(words, part + 1):
                break
            end, sized = part + 1, sized or size
        return end if sized else at

    def _counts(self, words: Words, at: int) -> bool:
        """True where the number is a count of what follows: "Granite 3B parameters", "Llama 3 15T-token"."""
        return words.lower(at + (words.lower(at) == "-")) in self._measured

    def find(self, words: Words, taken: bytearray) -> list[Spot]:
        """Models that no list knows: a word like a name, joined to a size by a hyphen, or with a space beside it."""
        found: list[Spot] = []
        for at in self._sized.among(words.notable, words.texts):
            if at == 0 or taken[at]:
                continue
            hyphen = words.texts[at - 1] == "-" and words.joined[at - 1]
            first = at - 1 - hyphen
            if first < 0 or any(taken[first:at]) or not self._is_name(words, first, hyphen):
                continue
            end = self._tail(words, at - hyphen, taken)
            if end <= at or not (hyphen or self._about_models(words)):
                continue
            name = words.text(first, end)
            found.append(Spot(first, end, name, "model", "", _RULE, "shape"))
            taken[first:end] = b"\1" * (end - first)
        return found

    def _is_name(self, words: Words, at: int, hyphen: bool) -> bool:
        """True for a capitalised word that is neither an everyday word nor a head noun nor a number format."""
        text = words.texts[at]
        low = words.lowers[at]
        if not text[0].isupper() or not text[0].isalpha() or low in self._never or low in self._shapes.never:
            return False
        if words.joined[at] != hyphen or (at and words.joined[at - 1] and words.texts[at - 1] == "-"):
            return False
        if hyphen:
            return len(text) > 1
        before, following = words.lower(at - 1), words.lower(at + 2)
        odd = text.isupper() or not text[1:].islower()
        apposed = following in {",", "("} and not low.endswith("ly")  # "Roughly 7B, say,"
        called = before in self._nouns or (following in self._nouns and before in self._stops)
        return len(text) > 2 and (odd or apposed or called)

    def _about_models(self, words: Words) -> bool:
        """True for a text that speaks of AI models at all."""
        return not self._nouns.isdisjoint(words.lowers)
