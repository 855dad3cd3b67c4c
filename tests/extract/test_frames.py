"""Who is told of, whatever the verb: many frames of a sentence, each with many predicates.
A rule that knows one verb too few, or one comma, shows here as a hole in a row.
"""

from __future__ import annotations

import itertools
import tomllib
from pathlib import Path

import pytest

from pipeline.ingest import read_text
from tests.kin import extractor

DATA = tomllib.loads((Path(__file__).parent / "frames.toml").read_text(encoding="utf-8"))
PRESENTING = DATA["presenting"]


def told_of(text: str, rulebook, start: int, end: int) -> set[str]:
    """The subjects of what is claimed between two places of a text."""
    article = read_text("frame", text, rulebook, published="2026-02-10")
    return {c.subject for c in extractor().extract(article).claims if start < c.value_end <= end}


@pytest.mark.parametrize("things", DATA["things"], ids=lambda things: things["b"])
@pytest.mark.parametrize("frame", DATA["frames"])
def test_what_a_sentence_says_is_told_of_its_subject(frame, things, rulebook):
    wrong = {}
    for does in things["does"]:
        text = "News\n\n" + frame.format(a=things["a"], b=things["b"], does=does)
        start = text.index(does)
        found = told_of(text, rulebook, start, start + len(does))
        if len(found) != 1 or not next(iter(found)).endswith(things["b"]):
            wrong[does] = found
    assert not wrong


@pytest.mark.parametrize(("title", "frame", "whose"), DATA["told"])
def test_what_a_text_says_goes_to_what_it_has_in_mind(title, frame, whose, rulebook):
    wrong = {}
    for pair, deed in itertools.product(DATA["pairs"], DATA["deeds"]):
        does = deed["two" if len(whose) > 1 else "one"]
        text = f"{title}\n\n{frame}".format(**pair, does=does)
        start = text.index(does)
        found = told_of(text, rulebook, start, start + len(does))
        meant = [pair[letter] for letter in whose]
        if len(found) != len(meant) or not all(any(name.endswith(one) for name in found) for one in meant):
            wrong[text] = found
    assert not wrong


@pytest.mark.parametrize(("title", "frame", "whose"), DATA["firms"]["told"])
def test_what_a_text_says_goes_to_the_firm_in_mind(title, frame, whose, rulebook):
    wrong = {}
    for pair, does in itertools.product(DATA["firms"]["pairs"], DATA["firms"]["deeds"]):
        text = f"{title}\n\n{frame}".format(**pair, does=does)
        start = text.rindex(does)
        found = told_of(text, rulebook, start, start + len(does))
        if found != {pair[whose]}:
            wrong[text] = found
    assert not wrong


@pytest.mark.parametrize(("title", "frame", "whose"), DATA["housed"]["told"])
def test_what_a_text_says_goes_to_the_device_or_to_its_chip(title, frame, whose, rulebook):
    wrong = {}
    for pair in DATA["housed"]["pairs"]:
        for does in pair["does"][whose]:
            text = f"{title}\n\n{frame}".format(**{**pair, "does": does})
            start = text.rindex(does)
            found = told_of(text, rulebook, start, start + len(does))
            if len(found) != 1 or not next(iter(found)).endswith(pair[whose]):
                wrong[text] = found
    assert not wrong


@pytest.mark.parametrize("frame", PRESENTING["frames"])
def test_a_name_that_no_list_knows_is_learnt_from_what_presents_it(frame, rulebook):
    wrong = {}
    for firm, name, (kind, does) in itertools.product(PRESENTING["firms"], PRESENTING["names"], PRESENTING["kinds"]):
        text = "News\n\n" + frame.format(Firm=firm[0].upper() + firm[1:], firm=firm, name=name, kind=kind, does=does)
        start = text.index(does)
        found = told_of(text, rulebook, start, start + len(does))
        if len(found) != 1 or not next(iter(found)).replace(" ", "-").endswith(name.replace(" ", "-")):
            wrong[text] = found
    assert not wrong


@pytest.mark.parametrize("frame", PRESENTING["several"])
def test_several_names_are_learnt_from_one_phrase(frame, rulebook):
    wrong = {}
    numbered = [name for name in PRESENTING["names"] if name[-1].isdigit()]
    for firm, name, (kind, does) in itertools.product(PRESENTING["firms"], numbered, PRESENTING["kinds"]):
        text = "News\n\n" + frame.format(Firm=firm[0].upper() + firm[1:], firm=firm, name=name, kind=kind, does=does)
        start = text.rindex(does)
        found = told_of(text, rulebook, start, start + len(does))
        if len(found) != 1 or not next(iter(found)).replace(" ", "-").endswith(f"{name} Pro".replace(" ", "-")):
            wrong[text] = found
    assert not wrong


@pytest.mark.parametrize("text", PRESENTING["strangers"])
def test_a_date_a_figure_and_a_system_are_no_products(text, rulebook):
    assert told_of(f"News\n\n{text}", rulebook, 0, len(text) + 10) == set()
