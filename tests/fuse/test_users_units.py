"""A folder of the user's that brings units of its own takes none of the shipped ones from the table."""

from __future__ import annotations

import pytest

from pipeline.fuse.observe import Observer
from pipeline.rulebook import Rulebook, load

UNIT = """
[[unit]]
id = "sone"
name = "sone"
expression = "sone"
dimension = "noise"
words = ["sone", "sones"]
examples = ["The fan makes 2.5 sones."]
"""


@pytest.fixture(scope="module", params=[True, False], ids=["with definitions", "of known words"])
def rules(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Rulebook:
    folder = tmp_path_factory.mktemp("mine")
    if request.param:
        shipped = load().units_file.read_text(encoding="utf-8")
        (folder / "units.txt").write_text(f"{shipped}\nsone = [noise]\n", encoding="utf-8")
        (folder / "units.toml").write_text(UNIT, encoding="utf-8")
    else:
        (folder / "units.toml").write_text(UNIT.replace('"sone"\ndim', '"2 * second"\ndim'), encoding="utf-8")
    return load(folder)


def test_what_the_table_compares_in_is_all_known(rules: Rulebook) -> None:
    observer = Observer(rules)
    assert observer.is_money("USD/month")
    assert observer.scaled(0.141, "TB", "GB") == 141
    assert observer.dimension("sone") == "noise"
