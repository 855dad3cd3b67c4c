"""The README's example is what the program says: its three articles give the table printed below them."""

from __future__ import annotations

import re
from pathlib import Path

from tests.cli.conftest import Command

README = Path(__file__).resolve().parents[2] / "README.md"
ROW = re.compile(r"^([a-z_]+)  +(\S.*?)  +(agreement|compatible|explained|disagreement|single_source) ", flags=re.M)


def test_the_example_is_true(specledger: Command, tmp_path: Path) -> None:
    text = README.read_text(encoding="utf-8")
    example = text.split("## From paste to table")[1].split("## What comes out")[0]
    blocks = re.findall(r"```(\w*)\n(.*?)```", example, flags=re.S)
    articles = [block for language, block in blocks if language == "text"]
    shown, explained = [block for language, block in blocks if not language]
    names = re.findall(r"`specledger run (.*?) -o out`", example)[0].split()
    for name, article in zip(names, articles, strict=True):
        (tmp_path / name).write_text(article, encoding="utf-8")
    specledger("run", *(tmp_path / name for name in names), "-o", tmp_path / "out", "-q")
    answer = specledger("show", "H200", "-o", tmp_path / "out").out
    assert ROW.findall(shown) == ROW.findall(answer), "put what the program says into the README"
    assert len(ROW.findall(shown)) >= 4
    ident = re.findall(r"`specledger explain (\w+) -o out`", example)[0]
    answer = specledger("explain", ident, "-o", tmp_path / "out").out
    assert explained.splitlines()[0] in answer
    assert explained.splitlines()[1] in answer
