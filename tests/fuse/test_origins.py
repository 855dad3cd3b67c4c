"""Who is one voice: authors, declared originals, copies whole and cut, quoted paragraphs, credited sources."""

from __future__ import annotations

from typing import Any

import pytest

from pipeline.fuse import build_table
from pipeline.model import Reading, Verdict
from pipeline.rulebook import Rulebook
from tests.fuse.build import Draft, cell, filler


def two(first: dict[str, Any], second: dict[str, Any], claim: dict[str, Any] | None = None) -> list[Reading]:
    """Two articles that say the same of one chip."""
    return [
        Draft("one", published="2026-05-01", **first).claim("K7", "tdp", "700 W").reading(),
        Draft("two", published="2026-05-02", **second).claim("K7", "tdp", "700 W", **(claim or {})).reading(),
    ]


LONG = filler("one", 200)
CASES = [
    ("strangers", {}, {}, 2, ""),
    ("one author", {"author": "Ada Moor"}, {"author": "By Ada Möor"}, 1, "same author as one (By Ada Möor)"),
    ("a shared co-author", {"author": "Ada Moor"}, {"author": "Ben Kay and Ada Moor"}, 1, "same author as one"),
    ("a desk is nobody", {"author": "Staff"}, {"author": "Staff"}, 2, ""),
    ("one outlet, two authors", {"publisher": "Post", "author": "A B"}, {"publisher": "Post", "author": "C D"}, 2, ""),
    ("one-person outlet", {"publisher": "moor blog"}, {"publisher": "Moor Blog"}, 1, "same one-person outlet as one"),
    (
        "declared original",
        {"url": "https://post.example/k7"},
        {"url": "https://other.example/x", "canonical": "https://www.post.example/k7/"},
        1,
        "declares the same original as one",
    ),
    ("a bare host is no page", {"url": "https://post.example/"}, {"canonical": "https://post.example"}, 2, ""),
    ("a copy", {"words": LONG}, {"words": LONG}, 1, "of its text stands in one"),
    ("a copy cut to a part", {"words": LONG}, {"words": LONG[: len(LONG) * 2 // 5]}, 1, "of its text stands in one"),
    ("a quoted paragraph", {"words": LONG}, {"words": LONG[:300] + "\n" + filler("two", 150)}, 2, ""),
]


@pytest.mark.parametrize(("name", "first", "second", "voices", "reason"), CASES, ids=[case[0] for case in CASES])
def test_articles(
    rulebook: Rulebook, name: str, first: dict[str, Any], second: dict[str, Any], voices: int, reason: str
) -> None:
    table = build_table(two(first, second), rulebook)
    found = cell(table, "K7", "tdp")
    assert len(found.origins) == voices
    assert found.verdict is (Verdict.AGREEMENT if voices == 2 else Verdict.SINGLE_SOURCE)
    row = next(row for row in table.articles if row.article == "two")
    assert reason in row.reason
    assert bool(row.reason) == (voices == 1)


def test_a_copy_is_a_duplicate_of_the_earlier_article(rulebook: Rulebook) -> None:
    table = build_table(two({"words": LONG}, {"words": LONG}), rulebook)
    rows = {row.article: (row.status, row.duplicate_of) for row in table.articles}
    assert rows == {"one": ("read", ""), "two": ("duplicate", "one")}


def test_a_quoted_paragraph_counts_only_for_its_own_claims(rulebook: Rulebook) -> None:
    quoted = f"The K7 draws [700 W] under load, {' '.join(filler('quoted', 40).split())}"
    first = Draft("one", published="2026-05-01").claim("K7", "tdp", "700 W", quoted).claim("K7", "die_area", "800 mm²")
    second = (
        Draft("two", published="2026-05-02", words=filler("two", 200))
        .claim("K7", "tdp", "700 W", quoted)
        .claim("K7", "die_area", "800 mm²", "Another ruler gives the K7 [800 mm²] of silicon.")
    )
    table = build_table([first.reading(), second.reading()], rulebook)
    assert cell(table, "K7", "tdp").origins == ("one",)
    assert cell(table, "K7", "die_area").origins == ("one", "two")


CREDITS = [
    ("two outlets credit one source", ["Reuters", "Reuters"], ["", ""], {"Reuters"}),
    ("one source under two names", ["Bloomberg", "Bloomberg News"], ["", ""], {"Bloomberg"}),
    ("nobody in particular", ["analysts", "the company"], ["", ""], {"a0", "a1"}),
    ("the credited outlet speaks itself", ["", "Reuters"], ["Reuters", ""], {"a0"}),
    ("a house's newsroom is the house", ["", "Apple"], ["Apple Newsroom", ""], {"a0"}),
    ("an outlet that credits itself", ["Reuters", ""], ["Reuters", ""], {"a0", "a1"}),
]


@pytest.mark.parametrize(("name", "credits", "publishers", "voices"), CREDITS, ids=[case[0] for case in CREDITS])
def test_credited_sources(
    rulebook: Rulebook, name: str, credits: list[str], publishers: list[str], voices: set[str]
) -> None:
    readings = [
        Draft(f"a{at}", publisher=publisher).claim("K7", "tdp", "700 W", attribution=credit).reading()
        for at, (credit, publisher) in enumerate(zip(credits, publishers, strict=True))
    ]
    assert set(cell(build_table(readings, rulebook), "K7", "tdp").origins) == voices


OWN_AND_CREDITED = [
    ("an article repeats whom it credits", [("700 W", "", 0), ("700 W", "Apple", 0)], "single_source"),
    ("an article meets whom it credits", [("> 600 W", "", 0), ("700 W", "Apple", 0)], "single_source"),
    ("an article differs from whom it credits", [("600 W", "", 0), ("700 W", "Apple", 0)], "single_source"),
    ("another article credits the same source", [("600 W", "", 0), ("700 W", "Apple", 1)], "disagreement"),
    ("both credit it, one differs", [("600 W", "", 0), ("700 W", "Apple", 0), ("700 W", "Apple", 1)], "single_source"),
    ("both credit it, one repeats", [("700 W", "", 0), ("700 W", "Apple", 0), ("700 W", "Apple", 1)], "single_source"),
    ("another article agrees", [("700 W", "", 0), ("700 W", "Apple", 0), ("700 W", "", 1)], "agreement"),
    (
        "its copy is no witness either",
        [("700 W", "", 0), ("600 W", "Apple", 0), ("600 W", "Apple", 2)],
        "single_source",
    ),
    ("two credited sources in one article", [("700 W", "Apple", 0), ("600 W", "Reuters", 0)], "disagreement"),
]


@pytest.mark.parametrize(("name", "said", "verdict"), OWN_AND_CREDITED, ids=[case[0] for case in OWN_AND_CREDITED])
def test_an_article_is_no_second_witness_of_whom_it_credits(
    rulebook: Rulebook, name: str, said: list[tuple[str, str, int]], verdict: str
) -> None:
    drafts = [Draft("one", author="Ada Moor"), Draft("two"), Draft("three", author="Ada Moor")]
    for given, credit, at in said:
        drafts[at].claim("K7", "tdp", given, attribution=credit)
    found = cell(build_table([draft.reading() for draft in drafts], rulebook), "K7", "tdp")
    assert found.verdict.value == verdict
    assert (len(found.origins) == 1) == (verdict == "single_source")
    if verdict == "disagreement":
        assert "700 W (Apple, in " in found.reason


def test_origins_are_those_behind_the_value_shown(rulebook: Rulebook) -> None:
    readings = [Draft(name).claim("K7", "designer", "=T-Head").reading() for name in ("one", "two", "three")]
    readings.append(Draft("four").claim("K7", "designer", "=Alibaba").reading())
    found = cell(build_table(readings, rulebook), "K7", "designer")
    assert (found.value, found.origins) == ("T-Head", ("one", "three", "two"))
    assert found.reason.startswith("3 independent origins")
