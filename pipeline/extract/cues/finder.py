"""Finds every cue phrase of all rules in one PhraseMatcher pass: attribute words, modality, comparison, relations.
A phrase inside a longer one of the same family is dropped: "memory bandwidth" is not "memory".
"""

from __future__ import annotations

from collections import defaultdict

from spacy.language import Language
from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc

from pipeline.extract.mentions.names import patterns
from pipeline.extract.text.scene import Hit
from pipeline.extract.text.words import Words
from pipeline.rulebook import Rulebook

Meaning = tuple[str, str, str]
"""Kind, key and value of the hit that a phrase gives."""

_OF_NAMES = frozenset({"naming", "company_verb"})  # what stands beside names is read with the names


class CueFinder:
    """Matches all cue phrases; build once, use for every article."""

    def __init__(self, nlp: Language, rulebook: Rulebook) -> None:
        self._meanings: dict[str, list[Meaning]] = defaultdict(list)
        for cue in rulebook.cues.cue:
            for phrase in cue.phrases if cue.kind not in _OF_NAMES else ():
                self._add(phrase, (cue.kind, cue.id, cue.value))
        for attribute in rulebook.attributes.attribute:
            sides = {
                "cues": attribute.cues,
                "weak": attribute.weak,
                "after": attribute.after,
                "before": attribute.before,
                "against": attribute.against,
                "ratio": attribute.ratio_cues,
                "lead": attribute.lead_cues,
            }
            for side, phrases in sides.items():
                for phrase in phrases:
                    for form in _forms(phrase):
                        self._add(form, ("attr", attribute.id, side))
        for qualifier in rulebook.attributes.qualifier:
            for phrase in qualifier.cues:
                self._add(phrase, ("qualifier", qualifier.id, qualifier.where))
        self._matcher = PhraseMatcher(nlp.vocab, attr="LOWER")
        self._by_key: dict[int, list[tuple[str, list[Meaning]]]] = {}
        for (phrase, meanings), pattern in zip(self._meanings.items(), patterns(nlp, self._meanings), strict=True):
            self._matcher.add(phrase, [pattern])
            key = nlp.vocab.strings[phrase]
            families: dict[str, list[Meaning]] = defaultdict(list)
            for meaning in meanings:
                families[_family(meaning[0], meaning[2])].append(meaning)
            self._by_key[key] = list(families.items())

    def _add(self, phrase: str, meaning: Meaning) -> None:
        spellings = {phrase.lower(), phrase.lower().replace("-", " ")}
        if "'" in phrase:
            spellings.add(phrase.lower().replace("'", "’"))
        for spelling in sorted(spellings):
            if meaning not in self._meanings[spelling]:
                self._meanings[spelling].append(meaning)

    def find(self, doc: Doc, words: Words) -> list[Hit]:
        """All cue hits of a Doc in order of place; ``words`` are its tokens."""
        spans = sorted([(first, -last, key) for key, first, last in self._matcher(doc)])
        found: list[Hit] = []
        covered: dict[str, int] = {}
        starts, texts = words.starts, words.texts
        for first, behind, key in spans:
            last = -behind
            for family, meanings in self._by_key[key]:
                if covered.get(family, 0) < last:
                    covered[family] = last
                    start, end = starts[first], starts[last - 1] + len(texts[last - 1])
                    for kind, name, value in meanings:
                        found.append(Hit(start, end, kind, name, value))
        return found


def _family(kind: str, value: str) -> str:
    """Phrases compete for the same words only within a family."""
    if kind == "attr":
        return value if value in {"ratio", "lead"} else "attr"
    if kind in {"predecessor", "successor"}:
        return "relation"
    return kind


def _forms(phrase: str) -> tuple[str, ...]:
    """The phrase and its plural."""
    last = phrase.split()[-1]
    if (
        last.isalpha()
        and last.islower()
        and not last.endswith(("s", "ed", "ing", "at", "by", "for", "of", "up", "to", "in"))
    ):
        return (phrase, phrase + "s")
    return (phrase,)
