"""Learns names from the sentences that define them: "The SOEdge is a compute module", "the Cubie A7S, a compact SBC".
What an article introduces so is known in all of it, wherever the same words stand.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from pipeline.extract.mentions.shapes import Shapes
from pipeline.extract.text.spot import Spot
from pipeline.extract.text.words import Words
from pipeline.rulebook import Rulebook

_CLOSING, _ENDING = frozenset(".,;:!?()–—"), frozenset(".;:!?(–—")
_LONGEST, _REACH = 6, 14  # tokens of a name; tokens from the article to the head noun
_TITLE = 30  # tokens of a title
_RULE = "shape.defined"


class DefinedNames:
    """Finds names by what the text says they are; ``stops`` are words that name nothing."""

    def __init__(self, rulebook: Rulebook, shapes: Shapes, stops: frozenset[str]) -> None:
        self._never = shapes.never
        self._shapes = shapes
        self._stops = stops
        self._defining = rulebook.syntax.listed("defining")
        self._going_on = frozenset(rulebook.shapes.describing)
        self._reviews = rulebook.shapes.reviews
        self._articles = rulebook.syntax.listed("indefinite")
        self._types = {noun.lower(): kind for kind, nouns in rulebook.shapes.defining.items() for noun in nouns}

    def find(self, words: Words, spots: list[Spot], taken: bytearray) -> list[Spot]:
        """All mentions of the names that the text defines; ``spots`` are in order of place."""
        firms = {s.first: s for s in spots if s.type == "company"}
        ends = {s.last: s for s in firms.values()}
        known: dict[str, list[tuple[tuple[str, ...], Spot]]] = {}
        for first, last, kind in chain(self._definitions(words, taken, firms), self._reviewed(words, taken, firms)):
            texts = tuple(words.texts[first:last])
            lead = firms.get(first) or ends.get(first) or ends.get(first - 1)
            maker = lead.name if lead else ""
            model = Spot(first, last, words.text(first, last), kind, maker, _RULE, "shape")
            if all(texts != t for t, _ in known.get(texts[0], ())):
                known.setdefault(texts[0], []).append((texts, model))
        return list(self._mentions(words, known, firms, taken)) if known else []

    def _mentions(
        self,
        words: Words,
        known: dict[str, list[tuple[tuple[str, ...], Spot]]],
        firms: dict[int, Spot],
        taken: bytearray,
    ) -> Iterator[Spot]:
        for at, text in enumerate(words.texts):
            for texts, model in sorted(known.get(text, ()), key=lambda k: -len(k[0])):
                end = at + len(texts)
                first = firms[at].last if at in firms else at
                if tuple(words.texts[at:end]) != texts or first >= end or any(taken[first:end]):
                    continue
                yield Spot(first, end, model.name, model.type, model.maker, model.rule, model.how)
                taken[first:end] = b"\1" * (end - first)
                break

    def _definitions(self, words: Words, taken: bytearray, firms: dict[int, Spot]) -> Iterator[tuple[int, int, str]]:
        """The names defined: first token, the token behind the last, and the type their head noun gives them."""
        for at, low in enumerate(words.lowers):
            if low not in self._articles or at < 2 or words.lowers[at - 1] not in self._defining:
                continue
            last = at - 1
            first = self._start(words, last, taken, firms)
            kind = self._kind(words, at + 1) if first < last else ""
            if kind:
                yield first, last, kind

    def _reviewed(self, words: Words, taken: bytearray, firms: dict[int, Spot]) -> Iterator[tuple[int, int, str]]:
        """What the title says is reviewed: "Acme Sprocket G7 review", a device where no list knows it."""
        end = words.source.find("\n")
        for at, low in enumerate(words.lowers):
            if 0 <= end <= words.starts[at] or at >= _TITLE:
                return
            if low not in self._reviews or not at:
                continue
            first = self._start(words, at, taken, firms)
            if first < at:
                yield first, at, self._reviews[low]
            return

    def _start(self, words: Words, last: int, taken: bytearray, firms: dict[int, Spot]) -> int:
        """The first token of the name that ends before ``last``; ``last`` where none does."""
        texts, first = words.texts, last
        while first > max(last - _LONGEST, 0):
            text = texts[first - 1]
            hyphen = text == "-" and words.joined[first - 1] and words.joined[first - 2]
            if not hyphen and not (text[0].isupper() or (text[0].isdigit() and text.isalnum())):
                break
            first -= 1
        while first < last and (words.lowers[first] in self._stops or texts[first] == "-"):
            first += 1
        if 0 < first < last and texts[first - 1][0].isdigit() and self._shapes.is_unit(texts[first]):
            return last  # "at 4.8 GHz, a GPU": what is measured is no name
        measured = list(self._is_measure(words.texts[first:last]))
        if first == last or not texts[first][0].isupper() or (any(measured) and not texts[last - 1].isupper()):
            return last
        firm = firms.get(first)
        own = firm.last if firm is not None else first
        if own >= last or any(taken[own:last]) or all(low in self._types for low in words.lowers[own:last]):
            return last
        hyphened = any(text == "-" for text in texts[own:last]) and texts[last - 1].isupper()
        named = [text for text, unit in zip(texts[own:last], measured[own - first :], strict=True) if not unit]
        odd = hyphened or any(_is_odd(text, last - own > 1) for text in named)
        if any(measured) and not any(any(c.islower() for c in text) for text in named):
            return last  # "HBM3 DRAM"
        if first and words.joined[first - 1] and texts[first - 1] not in {"(", "“", '"', "‘"}:
            return last
        plain = last - own > 1 and all(map(str.isalpha, texts[own:last]))
        several = plain and first > 0 and words.lowers[first - 1] == "the"  # "the Vivoactive HR is a watch"
        return first if odd or several or (firm is not None and texts[own][0].isupper()) else last

    def _is_measure(self, texts: list[str]) -> Iterator[bool]:
        """For each word whether it is a unit behind a number, or a standard that looks like a name: "144 GB HBM3"."""
        return (
            t.lower() in self._never or (i > 0 and texts[i - 1][0].isdigit() and self._shapes.is_unit(t))
            for i, t in enumerate(texts)
        )

    def _kind(self, words: Words, at: int) -> str:
        """The type of the noun that closes the description starting at token ``at``; empty where it says none."""
        kind = ""
        for i in range(at, min(at + _REACH, len(words))):
            text, low = words.texts[i], words.lowers[i]
            if kind and (low in self._stops or low in self._going_on or low.endswith("ed") or text[0] in _CLOSING):
                return kind
            if (low in self._stops and low != "and") or text[0] in _ENDING:
                return ""
            kind = self._types.get(f"{words.lowers[i - 1]} {low}") or self._types.get(low, "")
        return kind


def _is_odd(text: str, among: bool) -> bool:
    """True for a word that only a name looks like: letters with digits, a capital inside; shorter ``among`` others."""
    if not text[0].isupper() or len(text) < 3 - among:
        return False
    return any(c.isdigit() for c in text) or (any(c.isupper() for c in text[1:]) and not text.isupper())
