"""The manual is true: the vocabulary it lists is the rules', the files it lists are there, and its rules work."""

from __future__ import annotations

import re
from pathlib import Path

from pipeline.api import Pipeline
from pipeline.model import Article, Block, BlockKind, NumberValue
from pipeline.rulebook import load

ROOT = Path(__file__).resolve().parents[2]


def document(name: str) -> str:
    return (ROOT / "docs" / name).read_text(encoding="utf-8")


def test_claims_lists_every_attribute() -> None:
    listed = set(re.findall(r"`([a-z_]+)`", document("claims.md").split("## Attributes")[1].split("## Qualifiers")[0]))
    known = {attribute.id for attribute in load().attributes.attribute}
    assert known - listed == set(), "add them to docs/claims.md"
    assert {name for name in listed - known if not name.endswith("_ratio")} == set()


def test_architecture_lists_every_file_of_extract() -> None:
    rows = document("architecture.md").split("| file of `extract` |")[1].split("\n\n")[0].splitlines()
    listed = {name for row in rows for name in re.findall(r"`([\w/]+)`", row.split("|")[1])}
    folder = ROOT / "pipeline" / "extract"
    files = {path.relative_to(folder).with_suffix("").as_posix() for path in folder.rglob("*.py")}
    assert listed == {name for name in files if not name.endswith("__init__")}


def test_what_rules_says_of_ratios_is_true(tmp_path: Path) -> None:
    attribute, cue = re.findall(r"```toml\n(\[\[(?:attribute|cue)\]\].*?)```", document("rules.md"), flags=re.S)
    (unit,) = re.findall(r"```toml\n(\[\[unit\]\].*?)```", document("rules.md"), flags=re.S)
    (tmp_path / "attributes").mkdir()
    (tmp_path / "attributes" / "noise.toml").write_text(attribute, encoding="utf-8")
    (tmp_path / "units.toml").write_text(unit, encoding="utf-8")
    shipped = (ROOT / "rules" / "units.txt").read_text(encoding="utf-8")
    (tmp_path / "units.txt").write_text(f"{shipped}\nsone = [noise]\n", encoding="utf-8")
    (tmp_path / "cues.toml").write_text(cue, encoding="utf-8")
    pipeline = Pipeline(load(tmp_path))
    for text in (
        "The Nvidia H200 is 1.2 times louder than the H100.",
        "The Nvidia H200 is 20 percent louder than the H100.",
    ):
        block = Block(kind=BlockKind.PARAGRAPH, start=0, end=len(text))
        (claim,) = pipeline.extract(Article(name="fan.txt", text=text, blocks=(block,))).claims
        assert (claim.subject, claim.attribute) == ("Nvidia H200", "noise_level_ratio")
        assert isinstance(claim.value, NumberValue)
        assert claim.value.low == 1.2
