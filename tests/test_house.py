"""The house rules that no other test holds: sizes, shipped files, documents, import directions, clean text."""

from __future__ import annotations

import doctest
import importlib
import re
import shutil
import subprocess
import sys
import zipfile
from importlib.util import find_spec
from pathlib import Path

import click
import pytest

from pipeline.cli.app import COMMANDS, app
from pipeline.export import FILES

ROOT = Path(__file__).resolve().parents[1]
CEILING = 400
TEXT = {".py", ".toml", ".md", ".jsonl", ".txt", ".html", ".css", ".js", ".cfg", ""}
MACHINE = re.compile(r"/(?:root|home/\w+|Users/\w+|work)/[\w.]|[A-Z]:\\Users")
"""Absolute paths of somebody's machine. An address may hold such a word, so only paths after a blank or quote count."""


def tracked() -> list[Path]:
    """All files of the project: what git tracks, or in an unpacked archive everything in its folders."""
    if (ROOT / ".git").exists() and shutil.which("git"):
        names = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
        return [ROOT / name for name in names.splitlines() if (ROOT / name).is_file()]
    folders = ("pipeline", "rules", "tests", "docs", "corpus", "benchmarks")
    return [path for folder in folders for path in sorted((ROOT / folder).rglob("*")) if path.is_file()]


def document(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def fences(text: str, language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", text, flags=re.S)


def test_no_file_is_longer_than_the_ceiling() -> None:
    sizes = {
        path.relative_to(ROOT).as_posix(): len(path.read_text(encoding="utf-8").splitlines())
        for path in (ROOT / "pipeline").rglob("*.py")
    }
    assert len(sizes) > 50
    assert {name: size for name, size in sizes.items() if size > CEILING} == {}


def test_modules_open_with_words() -> None:
    silent = [
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "pipeline").rglob("*.py")
        if not path.read_text(encoding="utf-8").startswith(('"""', 'r"""'))
        or "To be written" in path.read_text("utf-8")
    ]
    assert silent == []


def modules() -> list[str]:
    """Every module, but for those that run something when imported."""
    paths = sorted((ROOT / "pipeline").rglob("*.py"))
    names = [".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__") for path in paths]
    return [name for name in names if not name.endswith("__main__")]


@pytest.mark.parametrize("name", modules())
def test_examples_in_docstrings_are_true(name: str) -> None:
    result = doctest.testmod(importlib.import_module(name))
    assert result.failed == 0


def test_there_are_no_drawers() -> None:
    names = {path.stem for path in (ROOT / "pipeline").rglob("*.py")}
    assert names & {"utils", "util", "helpers", "common", "misc"} == set()


def test_no_paths_of_a_machine_in_the_project() -> None:
    found = []
    for path in tracked():
        if path.suffix in TEXT and path != Path(__file__).resolve():
            for number, line in enumerate(path.read_text(encoding="utf-8", errors="replace").splitlines(), 1):
                if re.search(rf"(?:^|[\s\"'`(=])(?:{MACHINE.pattern})", line):
                    found.append(f"{path.relative_to(ROOT)}:{number}")
    assert found == []


def test_imports_run_one_way() -> None:
    assert find_spec("importlinter") is not None, "install the test extra"
    command = [sys.executable, "-c", "from importlinter.cli import lint_imports_command as c; c()", "--no-cache"]
    answer = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert answer.returncode == 0, answer.stdout + answer.stderr
    assert "0 broken" in answer.stdout


def test_the_wheel_carries_exactly_the_rules_and_the_package(tmp_path: Path) -> None:
    if find_spec("hatchling") is None:
        pytest.skip("needs hatchling, the builder, which is not installed here")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    subprocess.run(command, cwd=ROOT, capture_output=True, check=True)
    (wheel,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        names = {name for name in archive.namelist() if not name.startswith("specledger-")}
    rules = {f"pipeline/{p.relative_to(ROOT).as_posix()}" for p in (ROOT / "rules").rglob("*") if p.is_file()}
    package = {
        p.relative_to(ROOT).as_posix()
        for p in (ROOT / "pipeline").rglob("*")
        if p.is_file() and "__pycache__" not in p.parts
    }
    assert names == rules | package
    assert "pipeline/export/templates/report.html" in names


def test_readme_has_two_blocks_that_set_up_and_run() -> None:
    blocks = fences(document("README.md"), "bash")
    assert len(blocks) >= 2
    run, tests = blocks[:2]
    for block in (run, tests):
        assert "python3 -m venv" in block
        assert "pip install" in block
    assert "specledger run corpus/articles -o output" in run
    assert "python -m pytest" in tests
    assert document("README.md").index("```bash") < 6000, "the commands stand near the top"


def test_ci_runs_the_tests_as_the_readme_does() -> None:
    script = document(".ci/run")
    assert "python -m pytest" in script
    for step in ('-e ".[test]"', "ruff check", "ruff format --check", "mypy", "lint-imports"):
        assert step in script
    assert (ROOT / ".ci" / "run").stat().st_mode & 0o100


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_and_option_is_documented(name: str) -> None:
    manual = document("docs/cli.md")
    assert f"## specledger {name}\n" in manual
    assert f"specledger {name}" in document("README.md")
    command = app.get_command(click.Context(app), name)
    assert command is not None
    parts = list(command.commands.values()) if isinstance(command, click.Group) else [command]
    section = manual.split(f"## specledger {name}\n")[1].split("\n## ")[0] + manual.split("## specledger run")[0]
    for part in parts:
        for option in part.params:
            if isinstance(option, click.Option):
                assert any(f"`{flag}" in section for flag in option.opts), f"{part.name} {option.opts}"


@pytest.mark.parametrize("name", FILES)
def test_every_output_file_is_explained(name: str) -> None:
    assert f"`{name}`" in document("README.md")


def test_architecture_names_every_package() -> None:
    text = document("docs/architecture.md")
    packages = {path.parent.name for path in (ROOT / "pipeline").glob("*/__init__.py")}
    assert {name for name in packages if f"`{name}`" not in text} == set()


@pytest.mark.parametrize("name", ["README.md", "CHANGELOG.md", "docs/architecture.md", "docs/cli.md"])
def test_links_between_documents_lead_somewhere(name: str) -> None:
    place = (ROOT / name).parent
    for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", document(name)):
        assert (place / target).exists(), target


def test_no_pattern_has_a_possessive_group():
    """They match wrongly in Python before 3.11.5 (cpython issue 101955); an atomic group says the same."""
    possessive = re.compile(r"(?<!\\)\)(?:[*+?]|\{\d*,?\d*\})\+")
    files = [*(ROOT / "pipeline").rglob("*.py"), *(ROOT / "rules").rglob("*.toml")]
    assert [str(path) for path in files if possessive.search(path.read_text(encoding="utf-8"))] == []
