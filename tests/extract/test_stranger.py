"""A stranger adds a chip, a maker, a unit and an attribute, a line each, in a folder of their own and without Python.
The lines are those that docs/rules.md shows.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from pipeline.extract import Extractor
from pipeline.ingest import read_text
from pipeline.rulebook import load

DOCS = Path(__file__).resolve().parents[2] / "docs" / "rules.md"


def blocks(language):
    return re.findall(rf"```{language}\n(.*?)```", DOCS.read_text(encoding="utf-8"), re.S)


@pytest.fixture(scope="module")
def taught(tmp_path_factory):
    folder = tmp_path_factory.mktemp("my-rules")
    (folder / "names").mkdir()
    (folder / "names" / "mine.jsonl").write_text("".join(blocks("json")), encoding="utf-8")
    unit, attribute, cue = blocks("toml")
    (folder / "units.toml").write_text(unit, encoding="utf-8")
    (folder / "cues.toml").write_text(cue, encoding="utf-8")
    (folder / "attributes").mkdir()
    (folder / "attributes" / "mine.toml").write_text(attribute, encoding="utf-8")
    shipped = load().units_file.read_text(encoding="utf-8")
    (folder / "units.txt").write_text(shipped + "\nsone = [noise]\n", encoding="utf-8")
    rules = load(folder)
    return rules, Extractor(rules)


def claims(taught, text):
    rules, extractor = taught
    found = extractor.extract(read_text("mine.txt", text, rules)).claims
    return {(c.subject, c.attribute): c for c in found}


def test_a_new_chip_has_its_row(taught):
    found = claims(taught, "The X900 has 96 GB of memory. It is twice as fast as its predecessor.")
    assert ("Acme X900", "memory_capacity") in found
    assert found["Acme X900", "performance_ratio"].qualifiers["baseline"] == "Acme X800"


def test_a_new_maker_carries_money(taught):
    assert ("Acme", "funding_raised") in claims(taught, "Acme Semiconductor raised $90 million in funding.")


def test_a_new_unit_and_attribute_are_read_and_normalised(taught):
    claim = claims(taught, "The X900 card makes 2.5 sones of noise.")["Acme X900", "noise_level"]
    assert (claim.value.low, claim.value.unit) == (2.5, "sone")
    assert claim.normalized.unit == "sone"


def test_a_new_word_of_comparison_makes_a_ratio_of_it(taught):
    found = claims(taught, "The Acme X900 card is 20 percent louder than the Acme X800 card.")
    claim = found["Acme X900", "noise_level_ratio"]
    assert (claim.value.low, claim.qualifiers["baseline"]) == (1.2, "Acme X800")


def test_without_the_lines_nothing_of_it_is_known():
    shipped = load()
    found = Extractor(shipped).extract(read_text("mine.txt", "The X900 card makes 2.5 sones of noise.", shipped)).claims
    assert found == ()
