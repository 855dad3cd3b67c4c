"""The corpus polices itself, without the pipeline: its form, its quotes, and that all it promises to hold is there.
A careless edit of an article or of a gold line is refused in words that name the line.
"""

from __future__ import annotations

import datetime as dt
import functools
import itertools
import json
import re
import tomllib
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

import pytest
from lxml import html

ROOT = Path(__file__).resolve().parents[2]
CORPUS = ROOT / "corpus"
ARTICLES = CORPUS / "articles"
VOCABULARY = ROOT / "rules" / "attributes"
OVERLAP = 12

CHIPS = {
    "AMD Instinct MI300X",
    "AMD Ryzen 7 9800X3D",
    "Apple M4",
    "Cerebras WSE-3",
    "Intel Gaudi 3",
    "Nvidia B200",
    "Nvidia GeForce RTX 5090",
    "Nvidia H200",
    "Qualcomm Snapdragon X Elite",
}
VERDICTS = {"agreement", "compatible", "explained", "disagreement", "single_source"}
KINDS = {
    "anachronism",
    "arithmetic",
    "attribute_confusion",
    "attribution_conflict",
    "baseline_conflict",
    "currency",
    "digit_slip",
    "duplicate_passage",
    "implausible",
    "name_slip",
    "outlier",
    "scale_slip",
    "unit_slip",
}
MODALITIES = {"asserted", "reported", "claimed", "planned", "rumoured", "negated"}
QUALIFIERS = {
    "baseline", "benchmark", "kind", "level", "link", "metric", "period", "precision", "scope", "variant",
}  # fmt: skip
CLAIM_FIELDS = {
    "article", "subject", "attribute", "value", "qualifiers", "attribution", "modality", "quote", "optional",
    "alt_subjects", "alt_attributes",
}  # fmt: skip
CELL_FIELDS = {"subject", "attribute", "condition", "verdict", "values", "origins", "note"}
FLAG_FIELDS = {"kind", "article", "subject", "attribute", "stated", "quote", "note"}
ORIGIN_FIELDS = {"relation", "articles", "note"}
MAY_OVERLAP = {"copy", "press_release"}


def rows(name: str) -> list[dict[str, Any]]:
    lines = (CORPUS / "gold" / name).read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines if line.strip()]


def names() -> list[str]:
    return sorted(path.name for path in ARTICLES.iterdir() if path.suffix in {".html", ".txt", ".md"})


@functools.cache
def visible(name: str) -> str:
    """What a reader sees of an article, with every run of white space as one space."""
    text = (ARTICLES / name).read_text(encoding="utf-8")
    if name.endswith(".html"):
        root = html.document_fromstring(text)
        for hidden in root.xpath("//head | //script | //style"):
            hidden.drop_tree()
        text = root.text_content()
    return re.sub(r"\s+", " ", text)


def words(name: str) -> list[str]:
    return re.findall(r"[a-z0-9äöüß]+", visible(name).lower())


def where(row: dict[str, Any]) -> str:
    return f"{row.get('article')}: {row.get('subject')} {row.get('attribute')} “{row.get('quote')}”"


CLAIMS, CELLS, FLAGS, ORIGINS = (rows(f"{name}.jsonl") for name in ("claims", "cells", "flags", "origins"))


@pytest.mark.parametrize(
    ("table", "known", "needed"),
    [
        (CLAIMS, CLAIM_FIELDS, {"article", "subject", "attribute", "value", "quote", "modality"}),
        (CELLS, CELL_FIELDS, CELL_FIELDS - {"condition"}),
        (FLAGS, FLAG_FIELDS, FLAG_FIELDS - {"note"}),
        (ORIGINS, ORIGIN_FIELDS, ORIGIN_FIELDS),
    ],
    ids=["claims", "cells", "flags", "origins"],
)
def test_rows_have_the_known_fields(table: list[dict[str, Any]], known: set[str], needed: set[str]) -> None:
    assert table
    for row in table:
        assert set(row) <= known, f"unknown {set(row) - known} in {row}"
        assert needed <= set(row), f"missing {needed - set(row)} in {row}"


def test_every_article_has_gold_and_gold_has_its_article() -> None:
    assert len(names()) >= 16
    assert sum(name.endswith(".html") for name in names()) >= 10
    assert {claim["article"] for claim in CLAIMS} == set(names())
    assert {flag["article"] for flag in FLAGS} <= set(names())
    assert {name for group in ORIGINS for name in group["articles"]} <= set(names())


def test_quotes_stand_in_the_visible_text() -> None:
    missing = [where(row) for row in [*CLAIMS, *FLAGS] if row["quote"] not in visible(row["article"])]
    assert missing == []


def test_values_are_well_formed() -> None:
    for claim in CLAIMS:
        value = claim["value"]
        if "text" in value:
            assert set(value) == {"text"}, where(claim)
            assert value["text"], where(claim)
        elif "date_start" in value:
            assert set(value) == {"date_start", "date_end"}, where(claim)
            start, end = (dt.date.fromisoformat(value[key]) for key in ("date_start", "date_end"))
            assert start <= end, where(claim)
            assert dt.date(1990, 1, 1) <= start <= dt.date(2035, 1, 1), where(claim)
        else:
            assert set(value) == {"low", "high", "unit", "approx"}, where(claim)
            assert isinstance(value["approx"], bool), where(claim)
            ends = [end for end in (value["low"], value["high"]) if end is not None]
            assert ends, where(claim)
            assert all(isinstance(end, int | float) and end > 0 for end in ends), where(claim)
            assert ends == sorted(ends), where(claim)


def test_qualifiers_and_modalities_are_known() -> None:
    for claim in CLAIMS:
        assert claim["modality"] in MODALITIES, where(claim)
        assert set(claim.get("qualifiers", {})) <= QUALIFIERS, where(claim)
        assert claim.get("optional", True) is True, where(claim)


def test_ratios_name_what_they_compare_with() -> None:
    ratios = [claim for claim in CLAIMS if claim["attribute"].endswith("_ratio")]
    assert ratios
    for claim in ratios:
        assert claim.get("qualifiers", {}).get("baseline"), where(claim)
        assert claim["value"]["unit"] == "", where(claim)


def test_no_claim_stands_twice() -> None:
    keys = Counter(
        json.dumps([claim.get(k) for k in ("article", "subject", "attribute", "value", "qualifiers")], sort_keys=True)
        for claim in CLAIMS
    )
    assert [key for key, count in keys.items() if count > 1] == []


def test_attributes_are_in_the_vocabulary() -> None:
    files = sorted(VOCABULARY.glob("*.toml"))
    if not files:
        pytest.skip("needs rules/attributes/, which is not here")
    known = {
        entry["id"] for path in files for entry in tomllib.loads(path.read_text(encoding="utf-8")).get("attribute", [])
    }
    for row in [*CLAIMS, *CELLS, *FLAGS]:
        attribute = row["attribute"]
        whole = attribute in known or (attribute.endswith("_ratio") and attribute.removesuffix("_ratio") in known)
        assert whole or (row in FLAGS and attribute == ""), where(row)


def test_every_chip_is_in_three_articles() -> None:
    seen = defaultdict(set)
    for claim in CLAIMS:
        if not claim.get("optional"):
            seen[claim["subject"]].add(claim["article"])
    assert {chip: sorted(seen[chip]) for chip in CHIPS if len(seen[chip]) < 3} == {}


def test_every_verdict_is_expected_somewhere() -> None:
    assert len(CELLS) >= 40
    assert {cell["verdict"] for cell in CELLS} == VERDICTS


def test_every_kind_of_flag_is_planted() -> None:
    assert {flag["kind"] for flag in FLAGS} == KINDS


def test_cells_rest_on_claims() -> None:
    voices = defaultdict(set)  # an article in its own words, or a source that articles credit
    for claim in CLAIMS:
        voices[claim["subject"], claim["attribute"]].add(claim.get("attribution") or claim["article"])
    for cell in CELLS:
        told = voices[cell["subject"], cell["attribute"]]
        assert told, where(cell)
        assert cell["values"], where(cell)
        assert 1 <= cell["origins"] <= len(told), where(cell)
        assert (cell["origins"] == 1) == (cell["verdict"] == "single_source"), where(cell)


def test_flags_rest_on_claims() -> None:
    quotes = {(claim["article"], claim["quote"]) for claim in CLAIMS}
    passages = {"duplicate_passage", "attribution_conflict"}
    for flag in FLAGS:
        assert flag["kind"] in passages or (flag["article"], flag["quote"]) in quotes, where(flag)


def test_planted_repetitions_are_there() -> None:
    for flag in FLAGS:
        if flag["kind"] == "duplicate_passage":
            assert visible(flag["article"]).count(flag["quote"]) == 2, where(flag)
        if flag["kind"] == "attribution_conflict":
            sentence = flag["quote"].split(", according to")[0]
            assert visible(flag["article"]).count(sentence) == 2, where(flag)


def shared_pairs() -> set[frozenset[str]]:
    """Pairs of articles that have twelve consecutive words in common."""
    holders = defaultdict(set)
    for name in names():
        text = words(name)
        for start in range(len(text) - OVERLAP + 1):
            holders[tuple(text[start : start + OVERLAP])].add(name)
    return {frozenset(pair) for group in holders.values() for pair in itertools.combinations(sorted(group), 2)}


def test_only_declared_copies_share_twelve_words() -> None:
    declared = {
        frozenset(pair)
        for group in ORIGINS
        if group["relation"] in MAY_OVERLAP
        for pair in itertools.combinations(group["articles"], 2)
    }
    assert shared_pairs() == declared


def test_metadata_names_articles_and_example_domains() -> None:
    lines = (ARTICLES / "metadata.jsonl").read_text(encoding="utf-8").splitlines()
    for entry in map(json.loads, lines):
        assert entry["file"] in names()
        assert dt.date.fromisoformat(entry["published"])
        assert re.match(r"https://[a-z]+\.example/", entry["url"])


@pytest.mark.parametrize("name", names())
def test_links_lead_to_example_domains_only(name: str) -> None:
    text = (ARTICLES / name).read_text(encoding="utf-8")
    hosts = set(re.findall(r"https?://([^/\"\s)]+)", text)) - {"schema.org"}
    assert all(host.endswith(".example") for host in hosts), hosts
