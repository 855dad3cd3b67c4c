"""What holds for any text: nothing raises, offsets hold, and the same text gives the same claims."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.extract import Extractor
from pipeline.extract.text.sentences import SentenceCutter
from pipeline.ingest import read_text
from pipeline.rulebook import load

EXTRACTOR = Extractor(load())
PIECES = [
    "The H100", "the MI300X", "its predecessor", "Acme Systems", "80 GB", "of HBM3 memory", "3x faster than", "up from",
    "$2 billion", "in May 2026", "(700 W)", ", ", ". ", "\n\n", "\n| a | b |\n|---|---|\n| c | 5 W |\n", "**",
    "[x](http://e.example/1)",
    "respectively", "both", "it has", "TheM5 Pro", "—", "“", "’s", "\u200b", "1,152 MB", "from 40 GB to 44 GB", "- ",
]  # fmt: skip
TEXTS = st.one_of(st.text(max_size=200), st.lists(st.sampled_from(PIECES), max_size=25).map(" ".join))


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(TEXTS)
def test_offsets_hold_and_nothing_raises(text):
    article = read_text("any.txt", text, load(), published="2026-04-01")
    reading = EXTRACTOR.extract(article)
    for claim in reading.claims:
        assert article.text[claim.start : claim.end] == claim.quote
        assert claim.start <= claim.value_start < claim.value_end <= claim.end
        assert 0 < claim.confidence < 1
    assert EXTRACTOR.extract(article) == reading
    assert len({c.id for c in reading.claims}) == len(reading.claims)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=25).map(" ".join))
def test_a_plain_view_leads_back_to_its_source(text):
    from pipeline.extract.text.plain import PlainView

    view = PlainView(text, lambda word, at: False, None)
    for offset in range(len(view.text)):
        start, end = view.raw(offset, offset + 1)
        assert view.text[offset] in (text[start:end], " ")
        assert view.plain(start) <= offset + 1


def test_a_text_without_ends_is_cut_and_nothing_of_it_is_lost(rulebook):
    text = "The test\n\nWe saw " + "that the card has 80 GB of memory in the machine on our desk and " * 60 + "no more."
    article = read_text("endless", text, rulebook)
    cutter = SentenceCutter(rulebook.cues.abbreviations, rulebook.cues.longest_sentence)
    sentences = list(cutter.cut(article))
    assert max(s.end - s.start for s in sentences) <= rulebook.cues.longest_sentence
    assert "".join("".join(s.text for s in sentences).split()) == "".join(text.split())
