"""The README's example is what the program says: its three articles give exactly the blocks printed below them.

``SPECLEDGER_UPDATE=1 python -m pytest tests/cli/test_readme_example.py`` puts what the program says into the README.
"""

from __future__ import annotations

import json
import os
import re
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.cli.conftest import Command

README = Path(__file__).resolve().parents[2] / "README.md"
EXPLAINED = "memory_bandwidth"
REMEDY = (
    "put what the program says into the README: SPECLEDGER_UPDATE=1 python -m pytest tests/cli/test_readme_example.py"
)


class Example(NamedTuple):
    names: list[str]
    articles: list[str]
    shown: str
    ident: str
    explained: str


def example(text: str) -> Example:
    """The parts of the README's example, as they are printed there."""
    part = text.split("## From paste to table")[1].split("## What comes out")[0]
    blocks = re.findall(r"```(\w*)\n(.*?)```", part, flags=re.S)
    shown, explained = [block for language, block in blocks if not language]
    return Example(
        re.findall(r"`specledger run (.*?) -o out`", part)[0].split(),
        [block for language, block in blocks if language == "text"],
        shown,
        re.findall(r"`specledger explain (\w+) -o out`", part)[0],
        explained,
    )


def printed(text: str) -> str:
    return "".join(f"{line.rstrip()}\n" for line in text.rstrip().splitlines())


def test_the_example_is_true(specledger: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "118")
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.chdir(tmp_path)
    text = README.read_text(encoding="utf-8")
    there = example(text)
    for name, article in zip(there.names, there.articles, strict=True):
        Path(name).write_text(article, encoding="utf-8")
    assert specledger("run", *there.names, "-o", "out", "-q") == (0, "", "")
    cells = json.loads(specledger("show", "H200", "-o", "out", "--json").out)["cells"]
    (ident,) = [cell["id"] for cell in cells if cell["attribute"] == EXPLAINED]
    shown = printed(specledger("show", "H200", "-o", "out").out)
    explained = printed(specledger("explain", ident, "-o", "out").out)
    flags = (tmp_path / "out" / "flags.csv").read_text(encoding="utf-8")
    assert "current landscape" in flags
    assert "past-plan" in flags or "planned for a month that had passed" not in " ".join(text.split())
    if os.environ.get("SPECLEDGER_UPDATE"):
        for old, new in ((there.shown, shown), (there.explained, explained), (there.ident, ident)):
            text = text.replace(old, new)
        README.write_text(text, encoding="utf-8")
        there = example(text)
    assert there.shown == shown, REMEDY
    assert there.explained == explained, REMEDY
    assert there.ident == ident, REMEDY
