"""The outside of the command: help, versions, statuses, and errors in one line."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from pipeline import __version__
from pipeline.api import Pipeline
from pipeline.cli import app as cli_app
from pipeline.cli.app import COMMANDS, app
from pipeline.cli.rule_index import RuleIndex
from pipeline.rulebook import load
from tests.cli.conftest import Command

UNEXPLAINED = "give each of them a sentence in rules/explanations.toml"
HEAVY = ("spacy", "pint", "trafilatura", "pandas", "jinja2", "pydantic", "rich", "pipeline.api")


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_helps_with_an_example(specledger: Command, name: str) -> None:
    status, out, err = specledger(name, "--help")
    assert (status, err) == (0, "")
    assert "Usage: specledger " + name in out
    if name != "rules":
        assert f"Example:\n    specledger {name}" in out or name == "explain"


def test_version(specledger: Command) -> None:
    assert specledger("--version").out == f"specledger {__version__}\n"


def test_the_module_is_the_command() -> None:
    answer = subprocess.run([sys.executable, "-m", "pipeline", "--version"], capture_output=True, text=True, check=True)
    assert answer.stdout == f"specledger {__version__}\n"


def test_help_imports_nothing_heavy() -> None:
    code = "import sys, pipeline.cli.app as a\nfor n in a.COMMANDS: a.app.get_command(None, n)\nprint(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert [name for name in HEAVY if name in loaded] == []


@pytest.mark.parametrize(
    ("arguments", "status", "words"),
    [
        (("runn",), 2, "No such command 'runn'"),
        (("run", "-o", "no-such-folder"), 2, "nothing to read: give an INPUT, or feeds"),
        (("run", "x", "--jobs", "0"), 2, "0 is not in the range x>=1"),
        (("run", "x", "--min-confidence", "2"), 2, "2.0 is not in the range 0<=x<=1; see specledger run --help"),
        (
            ("run", "x", "--nonsense"),
            2,
            "No such option '--nonsense'. Did you mean '--min-confidence'? see specledger run --help",
        ),
        (("show", "x", "-o", __file__), 2, "is a file, not a folder; name the folder of a run with -o"),
        (("run", "x", "-o", __file__), 2, "is a file, not a folder; choose another place with -o"),
        (("evaluate", "no-such-corpus"), 2, "'no-such-corpus' does not exist; see specledger evaluate --help"),
        (("run", "x", "--rules", "no-such-folder"), 2, "no-such-folder: not a folder"),
        (("rules", "list", "no-such-section"), 2, "no section 'no-such-section' in the rules; there are "),
        (("rules", "explain", "no-such-rule-at-all"), 2, "there is no rule 'no-such-rule-at-all'"),
    ],
)
def test_wrong_use_is_answered_in_words(
    specledger: Command, arguments: tuple[str, ...], status: int, words: str
) -> None:
    answer = specledger(*arguments)
    assert answer.status == status
    assert words in answer.err
    assert answer.err.startswith("Error: ")
    assert answer.err.count("\n") == 1


def test_a_bug_is_one_line_and_debug_shows_it(specledger: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*arguments: object, **named: object) -> None:
        raise ZeroDivisionError("three\nlines")

    monkeypatch.setattr(app, "main", broken)
    status, _, err = specledger("run", "x")
    assert status == 2
    assert err.startswith("Error: ZeroDivisionError: three lines; this is a bug")
    with pytest.raises(ZeroDivisionError):
        cli_app.main(["run", "x", "--debug"])


def test_rules_check_counts_what_is_there(specledger: Command) -> None:
    status, out, _ = specledger("rules", "check")
    assert status == 0
    assert out.startswith("valid: ")
    assert json.loads(specledger("rules", "check", "--json").out)["valid"] is True


def test_rules_check_names_every_problem(specledger: Command, tmp_path: Path) -> None:
    (tmp_path / "names").mkdir()
    (tmp_path / "names" / "mine.jsonl").write_text('{"id": "x", "nam": "X", "type": "chip"}\n{"id": "y"\n')
    status, _, err = specledger("rules", "check", "--rules", tmp_path)
    assert status == 2
    assert "mine.jsonl line 1" in err
    assert "mine.jsonl line 2: not JSON" in err
    answer = specledger("rules", "check", "--rules", tmp_path, "--json")
    assert answer.status == 2
    assert len(json.loads(answer.out)["problems"]) >= 2


def test_rules_check_names_the_file_of_a_rule_laid_over(specledger: Command, tmp_path: Path) -> None:
    (tmp_path / "attributes").mkdir()
    (tmp_path / "attributes" / "mine.toml").write_text('[[attribute]]\nid = "revenue"\nfoo = 3\n')
    (tmp_path / "scoring.toml").write_text("[event]\nfaar = 2\n")
    status, _, err = specledger("rules", "check", "--rules", tmp_path)
    assert status == 2
    assert "attributes/mine.toml: attribute: 'revenue': unknown key 'foo'" in err
    assert "scoring.toml: event: unknown key 'faar'" in err


@pytest.mark.parametrize(
    ("file", "lines", "said"),
    [
        (
            "syntax.toml",
            "[[pattern]]\nid = 'mine'\nregex = 'a (b'\nexamples = ['ab']",
            "syntax.toml: pattern: 'mine': regex: not a regular expression",
        ),
        ("syntax.toml", "[words]\narticle = 'an?('", "syntax.toml: words: article: not a regular expression"),
        (
            "attributes/mine.toml",
            "[[construction]]\nid = 'mine'\nbefore = '[a'\nexamples = ['Acme']",
            "attributes/*.toml: construction: 'mine': before: not a regular expression",
        ),
        (
            "attributes/mine.toml",
            "[[construction]]\nid = 'mine'\nafter = '{nowhere}'\nexamples = ['Acme']",
            "attributes/*.toml: construction: 'mine': after: {nowhere} is no word class",
        ),
        (
            "bars.toml",
            "[[bar]]\nid = 'mine'\nled = 'nowhere'\nexamples = ['<Acme> has [5]']",
            "bars.toml: bar: 'mine': no pattern of syntax.toml is called 'nowhere'",
        ),
    ],
)
def test_rules_check_finds_patterns_that_are_none(
    specledger: Command, tmp_path: Path, file: str, lines: str, said: str
) -> None:
    (tmp_path / file).parent.mkdir(exist_ok=True)
    (tmp_path / file).write_text(lines)
    for asked in (("rules", "check"), ("run", tmp_path, "-o", tmp_path / "out")):
        status, _, err = specledger(*asked, "--rules", tmp_path)
        assert status == 2
        assert said in err
        assert "bug" not in err


@pytest.mark.parametrize(
    ("ident", "words"),
    [
        ("name.nvidia-h200", ("a name of rules/names", "Nvidia H200")),
        ("attribute.memory_bandwidth", ("states this attribute", "memory_bandwidth  (attributes.attribute)")),
        ("subject.focus", ("what the text is about",)),
        ("unit_slip", ("same digits in another unit",)),
        ("past-plan", ("had passed when the article appeared",)),
    ],
)
def test_ids_that_claims_and_flags_cite_are_explained(specledger: Command, ident: str, words: tuple[str, ...]) -> None:
    status, out, _ = specledger("rules", "explain", ident)
    assert status == 0
    for each in words:
        assert each in out


def test_a_prefix_alone_explains_nothing_unknown(specledger: Command) -> None:
    assert specledger("rules", "explain", "name.no-such-thing").status == 2
    assert specledger("rules", "explain", "nonsense.nvidia-h200").status == 2


def test_every_kind_of_step_in_code_is_explained() -> None:
    """Ids written out in the code that makes claims; those put together from data are met in the corpus below."""
    package = Path(cli_app.__file__).resolve().parents[1]
    code = "".join(path.read_text(encoding="utf-8") for path in sorted((package / "extract").rglob("*.py")))
    cited = set(re.findall(r'"((?:subject|shape|settled|construction|money|period)\.[a-z-]+)"', code))
    code = "".join(path.read_text(encoding="utf-8") for path in sorted((package / "fuse" / "suspect").glob("*.py")))
    cited |= set(re.findall(r'rule="([a-z_-]+)"', code)) | set(re.findall(r"^    ([a-z_]+)\.find,?$", code, flags=re.M))
    assert len(cited) > 15
    explaining = RuleIndex(load()).explaining
    assert [ident for ident in sorted(cited) if not explaining(ident)] == [], UNEXPLAINED


def test_every_id_of_a_run_over_the_corpus_is_explained() -> None:
    table = Pipeline().run([Path(__file__).resolve().parents[2] / "corpus" / "articles"])
    cited = {rule for claim in table.claims for rule in claim.rules} | {flag.rule for flag in table.flags}
    assert len(cited) > 100
    explaining = RuleIndex(load()).explaining
    assert [ident for ident in sorted(cited - {""}) if not explaining(ident)] == [], UNEXPLAINED


def test_rules_list_and_explain(specledger: Command) -> None:
    assert json.loads(specledger("rules", "list", "--json").out)["names"] > 0
    names = json.loads(specledger("rules", "list", "names", "--json").out)
    status, out, _ = specledger("rules", "explain", names[0]["id"])
    assert status == 0
    assert names[0]["name"] in out
    assert names[0]["id"] in specledger("rules", "list", "names").out
