"""Recognises an AI model by the first word of its name: "DeepSeek comes with" in a text about DeepSeek V3.
Such a word is mostly the firm's too, so only verbs of having and doing that fit a model make it one.
"""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.extract.subjects.discourse import Discourse
from pipeline.extract.text.scene import Mention, Sentence
from pipeline.rulebook import Rulebook

_MODEL = "model"
_FIRM = "company"


class ShortenedModels:
    """Finds models called by their line; one instance serves all articles."""

    def __init__(self, rulebook: Rulebook) -> None:
        self._opens = rulebook.syntax.regex("model-by-its-line")
        self._needs = rulebook.syntax.needs("model-by-its-line")

    def find(self, sentence: Sentence, discourse: Discourse) -> Iterator[Mention]:
        """A mention of the model most in mind whose name begins with the word that opens the sentence."""
        if not sentence.holds(self._needs):
            return
        match = self._opens.match(sentence.text)
        if match is None:
            return
        start, end = (sentence.start + at for at in match.span(1))
        if any(m.start < end and start < m.end and m.type != _FIRM for m in sentence.mentions):
            return
        stems = (f"{match.group(1)} ", f"{match.group(1)}-")
        meant = next((m for m in discourse.ordered() if m.type == _MODEL and m.name.startswith(stems)), None)
        if meant is not None:
            yield Mention(start, end, meant.name, _MODEL, meant.maker, "head", meant.rule, meant.heads)
