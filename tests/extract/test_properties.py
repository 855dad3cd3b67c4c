"""What holds for any text: nothing raises, offsets hold, and the same text gives the same claims."""

from __future__ import annotations

import re
import textwrap
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from pipeline.extract.text.sentences import SentenceCutter
from pipeline.ingest import read_text
from pipeline.model import NumberValue
from pipeline.rulebook import load
from tests.kin import extractor

EXTRACTOR = extractor()
CORPUS = Path(__file__).parents[2] / "corpus" / "articles"
UNBROKEN = {"break_long_words": False, "break_on_hyphens": False, "subsequent_indent": "  "}
PIECES = [
    "The H100", "the MI300X", "its predecessor", "Acme Systems", "80 GB", "of HBM3 memory", "3x faster than", "up from",
    "$2 billion", "in May 2026", "(700 W)", ", ", ". ", "\n\n", "\n| a | b |\n|---|---|\n| c | 5 W |\n", "**",
    "[x](http://e.example/1)",
    "respectively", "both", "it has", "TheM5 Pro", "—", "“", "’s", "\u200b", "1,152 MB", "from 40 GB to 44 GB", "- ",
]  # fmt: skip
TEXTS = st.one_of(st.text(max_size=200), st.lists(st.sampled_from(PIECES), max_size=25).map(" ".join))


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(TEXTS)
@example("**")
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


@pytest.mark.parametrize("path", sorted(CORPUS.glob("*.txt")) + sorted(CORPUS.glob("*.md")), ids=lambda path: path.name)
def test_lines_broken_at_a_margin_change_no_claim(path, rulebook):
    lines = [line for line in path.read_text(encoding="utf-8").split("\n") if line.strip() and "|" not in line]
    wrapped = "\n\n".join(line if line[0] == "#" else textwrap.fill(line, 72, **UNBROKEN) for line in lines)
    assert said("\n\n".join(lines), path.name, rulebook) == said(wrapped, path.name, rulebook)


@pytest.mark.parametrize("path", sorted(CORPUS.glob("*.txt")) + sorted(CORPUS.glob("*.md")), ids=lambda path: path.name)
def test_spaces_and_hyphens_that_break_no_line_change_no_claim(path, rulebook):
    text = path.read_text(encoding="utf-8")
    unbroken = re.sub(r"(?<=\w)-(?=\w)", "\u2011", re.sub(r"(?<=[a-z0-9]) (?=[A-Za-z0-9])", "\u00a0", text))
    assert said(text, path.name, rulebook) == said(unbroken, path.name, rulebook)


def test_dates_figures_and_names_run_over_the_end_of_a_line(rulebook):
    text = """Among the parts that were on show that week was one named the Nvidia
H200 by its maker, which puts it above all others, and it holds 141
GB of memory. The Nvidia H200 was announced a year ago, on November
13, 2023, draws 700 watts under full load, and will cost about $32
thousand."""
    quoted = "\n".join(f"> {line}" for line in text.split("\n"))
    for source in (text, quoted):
        claims = EXTRACTOR.extract(read_text("wrapped.txt", source, rulebook)).claims
        found = {
            c.attribute: (c.value.high or c.value.low, c.quote) for c in claims if isinstance(c.value, NumberValue)
        }
        assert {name: value for name, (value, _) in found.items()} == {
            "memory_capacity": 141, "tdp": 700, "price": 32_000
        }  # fmt: skip
        assert "141\n" in found["memory_capacity"][1]  # what a quote says stands so in the article
        assert [c.value.date_start.isoformat() for c in claims if c.attribute == "announcement_date"] == ["2023-11-13"]


def said(text: str, name: str, rulebook) -> list[tuple]:
    """What the claims of a text say, without their places."""
    claims = EXTRACTOR.extract(read_text(name, text, rulebook, published="2026-05-20")).claims
    return [(c.subject, c.attribute, c.value, c.qualifiers, c.modality, c.attribution) for c in claims]
