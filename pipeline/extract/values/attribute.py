"""Decides which attribute a quantity states, from its dimension, its counted noun and the cue words around it.
Nearness is counted in words; another quantity or a clause border between cue and number makes the cue worth less.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

from pipeline.errors import UnitError
from pipeline.extract.text.scene import Hit, Sentence
from pipeline.extract.text.words import Words
from pipeline.model import Quantity
from pipeline.rulebook import Rulebook
from pipeline.rulebook.attributes import Attribute
from pipeline.units import UnitSystem

_WORDS = re.compile(r"[a-z]+")
MEASURED = {"data", "data_rate", "power", "frequency", "throughput", "money", "length", "energy", "charge"}
_SHORT = 3
_REMEMBERED = 5_000  # units with nouns and labels
_COMMA = re.compile(r",(?!\d)")


class AttributeChooser:
    """Scores the attributes a quantity could state."""

    def __init__(self, rulebook: Rulebook, units: UnitSystem) -> None:
        self._units = units
        self._weights = rulebook.scoring.attribute
        self._syntax = rulebook.syntax.lowered
        self._by_dimension: dict[str, list[Attribute]] = defaultdict(list)
        self._by_noun: dict[str, list[Attribute]] = defaultdict(list)
        self._named_by: dict[str, set[str]] = defaultdict(set)
        for qualifier in rulebook.attributes.qualifier:
            if qualifier.names_attribute:
                for name in qualifier.attributes:
                    self._named_by[name].add(qualifier.id)
        self._in_percent = [a for a in rulebook.attributes.attribute if a.in_percent]
        counted = (a for a in rulebook.attributes.attribute if a.nouns and not a.dimensions)
        self._counting = [a for a in counted if a.unit or a.label_scales]
        for attribute in rulebook.attributes.attribute:
            for dimension in attribute.dimensions:
                self._by_dimension[dimension].append(attribute)
            for noun in attribute.nouns:
                self._by_noun[noun.lower()].append(attribute)
        self._fitting = lru_cache(_REMEMBERED)(self._find_fitting)  # the same few units and nouns come again and again

    def tentative(self, score: float) -> bool:
        """True for a score that alone is not enough."""
        return score < self._weights.threshold

    def candidates(self, quantity: Quantity, label: str = "") -> tuple[Attribute, ...]:
        """Attributes whose dimension or counted noun fits; a bare number takes its noun from the label before it."""
        said = label if quantity.dimension in {"number", "count"} else ""
        return self._fitting(quantity.dimension, quantity.unit, quantity.noun, said)

    def _find_fitting(self, dimension: str, unit: str, noun: str, label: str) -> tuple[Attribute, ...]:
        found = {a.id: a for a in self._by_dimension.get(dimension, ()) if unit not in a.not_units}
        nouns = _nouns(noun, unit)
        pairs: set[str] = set()
        if label:
            words = [w.removesuffix("s") for w in _WORDS.findall(label.lower())]
            pairs = {f"{left} {right}" for left, right in pairwise(words)}
            nouns += [*words, *sorted(pairs)]
        for name in nouns:
            found |= {
                a.id: a
                for a in self._by_noun.get(name, ())
                if not _is_other(a, noun) and unit not in a.not_units and pairs.isdisjoint(a.not_nouns)
            }
        return tuple(found.values())

    def _named_alone(self, quantity: Quantity, extra: Sequence[Hit], label: str) -> list[Attribute]:
        """Attributes of counted things that a label is nearly the whole name of: "Context | 128K"."""
        if quantity.dimension not in {"number", "percent"}:
            return []
        own = label.partition("(")[0].strip(" :*")  # what it is measured in aside
        named = {h.key for h in extra if h.kind == "attr" and h.value == "cues" and 2 * (h.end - h.start) > len(own)}
        pool = self._counting if quantity.dimension == "number" else self._in_percent
        return [a for a in pool if a.id in named]

    def _is_headed(self, attribute: Attribute, label: str) -> bool:
        """True where a table's short label begins with the noun that the attribute counts: "GPU packages | 72"."""
        words = [w.removesuffix("s") for w in _WORDS.findall(label.lower())]
        return (
            not attribute.discards_less
            and 0 < len(words) <= _SHORT
            and any(words[: len(n.split())] == n.lower().split() for n in attribute.nouns)
        )

    def choose(
        self,
        quantity: Quantity,
        sentence: Sentence,
        tokens: Words,
        extra: tuple[Hit, ...] = (),
        label: str = "",
        earlier: str = "",
    ) -> tuple[Attribute, float, list[Hit]] | None:
        """The best attribute with its score and the cue hits it rests on; None below what is worth a
        try. A score below the threshold is tentative: it needs a subject that the sentence ties to the number.

        ``extra`` are hits from outside the sentence (a table's label) that count as adjacent, ``label`` its words,
        ``earlier`` the attribute of the number right before.
        """
        best: tuple[Attribute, float, list[Hit]] | None = None
        likely: tuple[Attribute, float, list[Hit]] | None = None
        near = _Nearness(self, quantity, sentence, tokens)
        for attribute in [*self.candidates(quantity, label), *self._named_alone(quantity, extra, label)]:
            score, used = self._score(attribute, quantity, sentence, near, extra)
            if earlier in attribute.follows:
                score += self._weights.follows
            if extra and quantity.dimension == "number" and self._is_headed(attribute, label):
                score += self._weights.headed
            if score >= self._weights.tentative and (best is None or score > best[1]):
                best = (attribute, score, used)
            possible = score >= self._weights.tentative and self.is_plausible(quantity, attribute)
            if possible and (likely is None or score > likely[1]):
                likely = (attribute, score, used)
        return likely or best

    def is_plausible(self, quantity: Quantity, attribute: Attribute) -> bool:
        """True where the attribute can be that much at all; another that can is the likelier reading."""
        limits = attribute.plausible
        if limits is None or not attribute.unit or not quantity.unit:
            return True
        try:
            value = self._units.convert(quantity.high, quantity.unit, attribute.unit)
        except UnitError:
            return True
        return (limits.low is None or value >= limits.low) and (limits.high is None or value <= limits.high)

    def _score(
        self, attribute: Attribute, quantity: Quantity, sentence: Sentence, near: _Nearness, extra: tuple[Hit, ...]
    ) -> tuple[float, list[Hit]]:
        weights = self._weights
        speaking: list[tuple[float, Hit]] = []
        against = 0.0
        for hit in sentence.about(attribute.id):
            if hit.value == "against":
                against = max(against, near.of(hit))
            elif hit.value == "weak":
                speaking.append((near.of(hit) * weights.weak, hit))
            elif hit.value == "cues" or (hit.value == "after") == (hit.start >= quantity.end):
                speaking.append((near.of(hit), hit))
        if attribute.id in self._named_by:
            for hit in sentence.of_kind("qualifier"):
                if hit.key in self._named_by[attribute.id]:
                    speaking.append((near.of(hit), hit))
        for hit in extra:
            if hit.kind == "attr" and hit.key == attribute.id and hit.value != "ratio":
                if hit.value == "against":
                    against = max(against, 1.0)
                else:
                    speaking.append((1.0, hit))
        speaking.sort(key=lambda s: -s[0])
        prior = attribute.prior_of.get(quantity.dimension, attribute.prior)
        score = prior - weights.against * against
        if speaking:
            score += speaking[0][0] + weights.second * sum(s for s, _ in speaking[1:3])
        return score, [h for s, h in speaking[:2] if s > 0.15]

    def nearness(self, quantity: Quantity, hit: Hit, sentence: Sentence, tokens: Words) -> float:
        """What a cue is worth for a quantity: 1 where they touch, less with each word and border between."""
        weights = self._weights
        gap = tokens.gap(quantity.start, quantity.end, hit.start, hit.end)
        if gap > weights.reach:
            return 0.0
        if hit.start >= quantity.end:
            left, right, decay = quantity.end, hit.start, weights.right_decay
        else:
            left, right, decay = hit.end, quantity.start, weights.left_decay
        value = 1.0 / (1.0 + decay * gap)
        if hit.start >= quantity.end and self._syntax("of-phrase").fullmatch(
            sentence.low[quantity.end - sentence.start : hit.start - sentence.start]
        ):
            return weights.of_phrase
        if hit.end <= quantity.start and any(
            q is not quantity and 0 <= hit.start - q.end <= 5 and q.dimension in MEASURED for q in sentence.quantities
        ):
            value *= weights.taken
        if left < right:
            between = sentence.low[left - sentence.start : right - sentence.start]
            others = sum(
                1
                for q in sentence.quantities
                if left <= q.start and q.end <= right and q.dimension == quantity.dimension
            )
            value *= weights.quantity_between**others
            if self._syntax("clause-break").search(between):
                value *= weights.break_between
            elif _COMMA.search(between):
                value *= weights.comma_between
        return value


class _Nearness:
    """How near each cue stands to one quantity; the same words are cues of several attributes, and weighed once."""

    def __init__(self, chooser: AttributeChooser, quantity: Quantity, sentence: Sentence, tokens: Words) -> None:
        self._asked = chooser, quantity, sentence, tokens
        self._known: dict[tuple[int, int], float] = {}

    def of(self, hit: Hit) -> float:
        place = hit.start, hit.end
        value = self._known.get(place)
        if value is None:
            chooser, quantity, sentence, tokens = self._asked
            value = self._known[place] = chooser.nearness(quantity, hit, sentence, tokens)
        return value


def _is_other(attribute: Attribute, noun: str) -> bool:
    """True for "HBM3 chips" where accelerators are counted: the word before the noun names another kind."""
    return bool(attribute.not_of) and any(w.startswith(attribute.not_of) for w in noun.lower().split()[:-1])


def _nouns(noun: str, unit: str) -> list[str]:
    """The counted noun, longest form first: "energy-efficient CUDA core" → "cuda core", "core"."""
    words = noun.lower().split()
    singular = unit.lower()
    found = []
    if words:
        stem = [*words[:-1], singular or words[-1]]
        found = [" ".join(stem[-n:]) for n in (2, 1) if len(stem) >= n]
    if singular and singular not in found:
        found.append(singular)
    return found
