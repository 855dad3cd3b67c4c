"""The shared articles read as one batch, and judged by hand: every cell with two or more articles, and every flag.
What a reader found stands in expected_batch.toml; anything new must be judged before it passes. Needs ../shared.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from pipeline.api import Pipeline
from pipeline.model import Cell, Flag, Table
from pipeline.rulebook import Rulebook

LIST = Path(__file__).with_name("expected_batch.toml")
HOW = (
    "\n\nJudge each by hand: `specledger run ../shared/seeds ../shared/articles/text -o out`, then `specledger explain"
    " ID -o out`, and read the passages in the articles. Then put it into {file}, or take it out where it is gone:"
    '\na wrong one stays listed as the table has it, with `wrong = "why"`. Lines as they would stand there:\n\n{lines}'
)


def name_of_cell(cell: Cell) -> dict[str, Any]:
    return {
        "subject": cell.subject,
        "attribute": cell.attribute,
        "condition": cell.condition,
        "verdict": cell.verdict.value,
        "value": cell.value,
    }


def name_of_flag(flag: Flag) -> dict[str, Any]:
    words = " ".join(flag.stated.split()[:4])
    return {"kind": flag.kind, "severity": flag.severity.value, "article": flag.article, "words": words}


def line(entry: dict[str, Any]) -> str:
    """An entry as TOML."""
    inline = {key: value for key, value in entry.items() if not isinstance(value, dict)}
    tables = {key: value for key, value in entry.items() if isinstance(value, dict)}
    parts = [f"{key} = {json.dumps(value, ensure_ascii=False)}" for key, value in inline.items()]
    for key, held in tables.items():
        pairs = ", ".join(f"{name} = {json.dumps(value, ensure_ascii=False)}" for name, value in held.items())
        parts.insert(2, f"{key} = {{ {pairs} }}" if held else f"{key} = {{}}")
    return f"{{ {', '.join(parts)} }},"


def compared(found: Iterable[dict[str, Any]], listed: list[dict[str, Any]], table: str) -> None:
    """Fails with what to do where the table and the list part."""
    known = [{key: value for key, value in entry.items() if key != "wrong"} for entry in listed]
    told = list(found)
    new = [entry for entry in told if entry not in known]
    gone = [entry for entry in known if entry not in told]
    if new or gone:
        lines = [f"# {table}: new, to be judged", *map(line, new)]
        lines += ["", f"# {table}: listed, but not found", *map(line, gone)]
        pytest.fail(HOW.format(file=f"tests/fuse/{LIST.name}", lines="\n".join(lines)), pytrace=False)


@pytest.fixture(scope="module")
def listed() -> dict[str, list[dict[str, Any]]]:
    return tomllib.loads(LIST.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def table(shared_dir: Path, rulebook: Rulebook, tmp_path_factory: pytest.TempPathFactory) -> Table:
    inputs = [str(shared_dir / "seeds"), str(shared_dir / "articles" / "text")]
    return Pipeline(rulebook).run(inputs, tmp_path_factory.mktemp("batch"))


def test_every_cell_of_two_articles_is_judged(table: Table, listed: dict[str, list[dict[str, Any]]]) -> None:
    compared((name_of_cell(cell) for cell in table.cells if len(cell.articles) > 1), listed["cell"], "cell")


def test_every_flag_is_judged(table: Table, listed: dict[str, list[dict[str, Any]]]) -> None:
    compared(map(name_of_flag, table.flags), listed["flag"], "flag")


def test_one_cell_in_twenty_may_be_wrong_and_of_the_flags_that_are_sure_no_more(
    listed: dict[str, list[dict[str, Any]]],
) -> None:
    sure = [entry for entry in listed["flag"] if entry["severity"] == "error"]
    for entries in (listed["cell"], sure):
        assert sum("wrong" in entry for entry in entries) <= 0.05 * len(entries)
