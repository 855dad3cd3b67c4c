"""The spaCy component: the spans of a document are the quantities of its text."""

from __future__ import annotations

import spacy

from pipeline.measure import QuantityReader
from pipeline.measure.component import KEY, make_quantities, view
from pipeline.rulebook import load

TEXT = "It has 144GB of memory, moves 800 GB/s and costs $3–5 million."


def _doc(text: str):
    nlp = spacy.blank("en")
    return make_quantities(nlp, KEY)(nlp(text))


def test_spans_carry_the_quantities_of_the_text():
    doc = _doc(TEXT)
    spans = doc.spans[KEY]
    expected = QuantityReader(load()).read(TEXT)
    assert [s._.specledger_quantity for s in spans] == expected
    assert [s.label_ for s in spans] == ["data", "data_rate", "money"]
    assert all(s.start_char <= q.start and q.end <= s.end_char for s, q in zip(spans, expected, strict=True))


def test_a_text_without_quantities_has_no_spans():
    doc = _doc("Nothing is measured here.")
    assert list(doc.spans[KEY]) == []


def test_the_view_marks_each_quantity_and_escapes_the_rest():
    html = view(_doc("<b>It has 144 GB</b> & 3 to 5 racks."))
    assert "data: 144 GB" in html
    assert "count: 3–5 rack" in html
    assert "<b>" not in html
