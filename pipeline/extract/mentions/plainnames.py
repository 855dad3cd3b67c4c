"""Whether plain words that a phrase presents are a name: "a chip called Vortex", but not a headline's "Powerful Chip".
The noun beside them must be one of products, and the words none of the language.
"""

from __future__ import annotations

import re

from pipeline.extract.mentions.shapes import Shapes
from pipeline.extract.text.words import Words
from pipeline.rulebook import Rulebook

_LETTERS = re.compile(r"[A-Za-z]{3,}")
_FEW, _MOST = 3, 0.6  # words of a headline; the share of them with a capital that makes it one in title case


class PlainNames:
    """Tells names of plain words from other words with a capital; ``stops`` name nothing, ``listed`` are the words of
    listed names.
    """

    def __init__(self, rulebook: Rulebook, shapes: Shapes, stops: frozenset[str], listed: frozenset[str]) -> None:
        self._shapes = shapes
        self._listed = listed
        self._nouns = frozenset(noun.lower() for nouns in rulebook.shapes.defining.values() for noun in nouns)
        self._model, self._sized = self._generic(rulebook)
        self._never = (
            stops
            | rulebook.kind_words
            | {word.lower() for word in (*rulebook.shapes.company_never, *rulebook.shapes.unlined)}
        )
        self._bands = rulebook.syntax.listed("name-band")
        self._numbers = rulebook.syntax.listed("name-number")
        self._suffixes = shapes.company_suffixes

    def is_name(self, words: Words, first: int, last: int, noun: re.Match[str] | None, *, sure: bool) -> bool:
        """True for words that can name a thing of this noun, ``sure`` where the phrase leaves nothing else."""
        if (noun and not self._is_product(words, noun.group(1))) or self._shapes.is_variant(words.texts[first]):
            return False
        numbered = last - first > 1 and words.lowers[last - 1] in self._numbers  # "Pilot One"
        if not all(self._can_name(words, at, sure) for at in range(first, last - numbered)):
            return False
        name = words.texts[first:last]
        if sure and not in_title_case(words, first):
            return True
        if self.is_used(words, name) and not self._goes_on(words, name):
            return True
        return last - first > 1 and self.is_used(words, words.texts[first + 1 : last])

    def is_listed(self, words: Words, at: int) -> bool:
        """True for a word of letters that some listed name holds: "Flip 7" is short for one of these."""
        return words.texts[at].isalpha() and words.lowers[at] in self._listed

    def _generic(self, rulebook: Rulebook) -> tuple[str, tuple[str, ...]]:
        """The noun for AI models that other things are called by too, and what is only said of them."""
        models = [h.noun.lower() for h in rulebook.cues.head if h.types[0] == "model"]
        said = (*(noun.lower() for noun in rulebook.shapes.defining["model"]), *rulebook.shapes.sized_nouns[:6])
        return next((noun for noun in models if noun not in self._nouns), ""), said

    def _is_product(self, words: Words, noun: str) -> bool:
        """True for a noun that only products have; for "model" in a text about those of AI."""
        return noun in self._nouns or (noun == self._model and any(map(words.low.__contains__, self._sized)))

    def _can_name(self, words: Words, at: int, sure: bool) -> bool:
        """False for a word of the language, which the text also writes small, for a unit and for a firm's last word."""
        text, low = words.texts[at], words.lowers[at]
        if self._shapes.is_variant(text) or low in self._bands:
            return True
        if low in self._never or low in words.texts or text in self._suffixes or self._shapes.is_unit(text):
            return False
        return sure or low not in self._listed

    def _goes_on(self, words: Words, name: list[str]) -> bool:
        """True where the words are elsewhere the beginning of a longer name: they may be its maker's."""
        for at in words.followers(name):
            if words.joined[at - 1]:
                continue
            following = words.texts[at]
            known = following.lower() in self._never or self._shapes.is_variant(following)
            if following[0].isdigit() or (following[0].isupper() and not known):
                return True
        return False

    def is_used(self, words: Words, name: list[str]) -> bool:
        """True where the words stand within a sentence too, with no title case around."""
        for behind in words.followers(name):
            at = behind - len(name)
            article = words.lower(at - 1) == "the" and not words.texts[behind][:1].isupper()
            if at and (article or words.texts[at - 1].islower()) and not in_title_case(words, at):
                return True
        return False


def in_title_case(words: Words, at: int) -> bool:
    """True within a line most of whose words have a capital, and which is no sentence."""
    start = words.starts[at]
    begin, end = words.source.rfind("\n", 0, start) + 1, words.source.find("\n", start)
    end = end if end > 0 else len(words.source)
    said = [word for word in _LETTERS.findall(words.source, begin, end) if not word.isupper()]
    if words.source[begin:end].rstrip().endswith("."):
        return False
    return len(said) >= _FEW and sum(word[0].isupper() for word in said) > _MOST * len(said)
