"""Quantities as a spaCy component: spans in ``doc.spans["specledger_quantities"]``, the parsed quantity on each span.
The only file of this package that imports spaCy; :func:`view` shows the spans with displaCy.
"""

from __future__ import annotations

from typing import Any

from spacy import displacy
from spacy.language import Language
from spacy.tokens import Doc, Span

from pipeline.measure.reader import QuantityReader
from pipeline.rulebook import load

KEY = "specledger_quantities"
"""The component's name and the key of its spans."""

COLOURS = {"money": "#ffd8a8", "data": "#a5d8ff", "data_rate": "#99e9f2", "time": "#d0bfff", "percent": "#b2f2bb"}
"""Colours of the commonest dimensions; displaCy paints the rest grey."""


class QuantityComponent:
    """Sets the quantities of a Doc; each span is labelled with the dimension ("data_rate").

    A quantity that begins or ends inside a spaCy token takes in the whole token, and the exact offsets stay on
    ``span._.specledger_quantity``.
    """

    def __init__(self, name: str) -> None:
        self.name = name
        self._reader = QuantityReader(load())
        if not Span.has_extension("specledger_quantity"):
            Span.set_extension("specledger_quantity", default=None)

    def __call__(self, doc: Doc) -> Doc:
        """Reads ``doc.text`` and sets ``doc.spans``."""
        spans = []
        for quantity in self._reader.read(doc.text):
            span = doc.char_span(quantity.start, quantity.end, label=quantity.dimension, alignment_mode="expand")
            if span is not None:
                span._.specledger_quantity = quantity
                spans.append(span)
        doc.spans[KEY] = spans
        return doc


@Language.factory(KEY)
def make_quantities(nlp: Language, name: str) -> QuantityComponent:  # noqa: ARG001 (spaCy passes both)
    """The factory behind ``nlp.add_pipe("specledger_quantities")``.

    >>> import spacy
    >>> nlp = spacy.blank("en")
    >>> _ = nlp.add_pipe("specledger_quantities")
    >>> doc = nlp("It has 144 GB of memory.")
    >>> [(span.text, span.label_) for span in doc.spans["specledger_quantities"]]
    [('144 GB', 'data')]
    """
    return QuantityComponent(name)


def view(doc: Doc, **options: Any) -> str:
    """The document as HTML with its quantities marked, each labelled with its value and unit."""
    entities = [
        {"start": q.start, "end": q.end, "label": f"{q.dimension}: {_value(q.low, q.high)} {q.unit}".rstrip()}
        for q in (span._.specledger_quantity for span in doc.spans.get(KEY, ()))
    ]
    colours = {e["label"]: COLOURS.get(str(e["label"]).partition(":")[0], "#dddddd") for e in entities}
    data = {"text": doc.text, "ents": entities, "title": None}
    shown: str = displacy.render(data, style="ent", manual=True, jupyter=False, options={"colors": colours, **options})
    return shown


def _value(low: float, high: float) -> str:
    return f"{low:,.12g}" if low == high else f"{low:,.12g}–{high:,.12g}"
