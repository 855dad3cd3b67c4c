"""Figures of one article that must fit together, from text to flags: the right ones are silent, slips are not."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from pipeline.extract import Extractor
from pipeline.fuse import build_table
from pipeline.ingest import read_text
from pipeline.model import Flag
from pipeline.rulebook import Rulebook
from tests import kin

CASES: list[dict[str, Any]] = tomllib.loads(Path(__file__).with_name("told_figures.toml").read_text("utf-8"))["case"]
SLIPS = [(case, *slip) for case in CASES for slip in case["slips"]]


@pytest.fixture(scope="module")
def extractor() -> Extractor:
    return kin.extractor()


def flags(extractor: Extractor, rulebook: Rulebook, text: str) -> tuple[Flag, ...]:
    article = read_text("told.txt", text, rulebook, published="2026-05-20")
    return build_table([extractor.extract(article)], rulebook).flags


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_what_fits_is_silent(extractor: Extractor, rulebook: Rulebook, case: dict[str, Any]) -> None:
    assert flags(extractor, rulebook, case["right"]) == ()


@pytest.mark.parametrize(("case", "was", "slipped"), SLIPS, ids=[f"{c['id']}: {b}" for c, _, b in SLIPS])
def test_what_slipped_is_flagged(
    extractor: Extractor, rulebook: Rulebook, case: dict[str, Any], was: str, slipped: str
) -> None:
    assert was in case["right"]
    found = flags(extractor, rulebook, case["right"].replace(was, slipped, 1))
    assert [flag.kind for flag in found] == ["arithmetic"]
