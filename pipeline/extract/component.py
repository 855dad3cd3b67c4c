"""Mentions as a spaCy component: ``nlp.add_pipe("specledger_mentions")`` sets ``doc.spans["specledger_mentions"]``.
Each span is labelled with the type of the thing and carries its canonical name as ``span.id_``.
"""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc, Span

from pipeline.extract.mentions.reader import MentionReader
from pipeline.extract.text.tokenizer import build_nlp
from pipeline.rulebook import load

KEY = "specledger_mentions"
"""The component's name and the key of its spans."""


class MentionComponent:
    """Sets the mentions of a Doc; a span that begins or ends inside a token of the pipeline takes in all of it."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._nlp = build_nlp()
        self._reader = MentionReader(self._nlp, load())

    def __call__(self, doc: Doc) -> Doc:
        """Read ``doc.text`` and set ``doc.spans``; the pipeline's own tokens stay as they are."""
        spans: list[Span] = []
        for mention in self._reader.read(self._nlp.make_doc(doc.text)):
            span = doc.char_span(
                mention.start, mention.end, label=mention.type, span_id=mention.name, alignment_mode="expand"
            )
            if span is not None:
                spans.append(span)
        doc.spans[KEY] = spans
        return doc


@Language.factory(KEY)
def make_mentions(nlp: Language, name: str) -> MentionComponent:  # noqa: ARG001 (spaCy passes both)
    """The factory behind ``nlp.add_pipe("specledger_mentions")``.

    >>> import spacy
    >>> nlp = spacy.blank("en")
    >>> _ = nlp.add_pipe("specledger_mentions")
    >>> doc = nlp("Nvidia's H100 has 80 GB.")
    >>> [(span.text, span.id_) for span in doc.spans["specledger_mentions"]]
    [('Nvidia', 'Nvidia'), ('H100', 'Nvidia H100')]
    """
    return MentionComponent(name)
