"""show and explain: what they find in the folder of a run, and what they say when it is not there."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from pipeline.cli.find import find_subjects, near
from tests.cli.conftest import Command

SUBJECTS = ["Zhenwu M890", "Nvidia H100", "Nvidia H100 PCIe", "Qwen3.7-Max", "Nvidia Blackwell", "TSMC"]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("Zhenwu M890", ["Zhenwu M890"]),
        ("m890", ["Zhenwu M890"]),
        ("ALIBABA M890", []),
        ("alibaba zhenwu m890", ["Zhenwu M890"]),
        ("h100", ["Nvidia H100"]),
        ("nvidia h-100", ["Nvidia H100"]),
        ("h100 pcie", ["Nvidia H100 PCIe"]),
        ("pcie", ["Nvidia H100 PCIe"]),
        ("qwen 3.7 max", ["Qwen3.7-Max"]),
        ("nvidia", ["Nvidia H100", "Nvidia H100 PCIe", "Nvidia Blackwell"]),
        ("tsmc", ["TSMC"]),
        ("m89", []),
        ("…", []),
        ("", []),
    ],
)
def test_names_are_found_loosely(query: str, found: list[str]) -> None:
    assert find_subjects(query, SUBJECTS) == found


@pytest.mark.parametrize(("query", "best"), [("M980", "Zhenwu M890"), ("blackwel", "Nvidia Blackwell")])
def test_near_names_are_offered(query: str, best: str) -> None:
    assert near(query, SUBJECTS)[0] == best


def test_show_tells_values_verdicts_voices_and_flags(specledger: Command, finished: Path) -> None:
    status, out, err = specledger("show", "k7", "-o", finished)
    assert (status, err) == (0, "")
    for words in ("Kestrel K7", "96 GB", "agreement", "kestrel.html, moor.txt", "variant: =SXM", "unit_slip", "@home"):
        assert words in out


def test_show_as_json(specledger: Command, finished: Path) -> None:
    answer = json.loads(specledger("show", "K7", "-o", finished, "--json").out)
    assert answer["subjects"] == ["Kestrel K7"]
    assert [cell["verdict"] for cell in answer["cells"]] == ["single_source", "agreement"]
    assert answer["flags"][0]["kind"] == "unit_slip"


def test_explain_a_claim_shows_its_words_rules_flag_and_cell(specledger: Command, finished: Path) -> None:
    status, out, _ = specledger("explain", "c3", "-o", finished)
    assert status == 0
    for words in ("It moves »1.5 TB/s«.", "memory_capacity.near", "likely error, unit_slip", "cell-bandwidth"):
        assert words in out


def test_explain_a_cell_shows_comparison_and_passages(specledger: Command, finished: Path) -> None:
    out = specledger("explain", "cell-mem", "-o", finished).out
    for words in ("agreement", "kestrel and moor both state 96 GB.", "A third origin", "The K7 has »96 GB«, we hear"):
        assert words in out


def test_explain_as_json(specledger: Command, finished: Path) -> None:
    answer = json.loads(specledger("explain", "cell-bandwidth", "-o", finished, "--json").out)
    assert [cell["id"] for cell in answer["cells"]] == ["cell-bandwidth"]
    assert [claim["id"] for claim in answer["claims"]] == ["c3"]
    assert [flag["claim"] for flag in answer["flags"]] == ["c3"]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("show", "K9"), "there is no subject 'K9'; did you mean Kestrel K7?"),
        (("show", "zzzz"), "there is no subject 'zzzz'; the whole list is in"),
        (("explain", "nothing"), "there is no claim or cell 'nothing'"),
        (("explain", "c"), "'c' begins 7 ids: cell-bandwidth, cell-memory_capacity, c1"),
    ],
)
def test_what_is_not_there_is_said_in_one_line(
    specledger: Command, finished: Path, arguments: tuple[str, ...], words: str
) -> None:
    status, out, err = specledger(*arguments, "-o", finished)
    assert (status, out) == (2, "")
    assert words in err
    assert err.startswith("Error: ")
    assert err.count("\n") == 1


def test_show_marks_what_only_flagged_claims_say(specledger: Command, finished: Path) -> None:
    out = specledger("show", "k7", "-o", finished).out
    assert "⚑ flagged as a likely error, see below" in out
    assert "⚑ -5 " in out
    assert "⚑ 96 GB" not in out
    assert [line for line in out.splitlines() if line != line.rstrip()] == []


def test_a_reader_that_has_gone_is_no_failure(finished: Path) -> None:
    command = [sys.executable, "-m", "pipeline", "show", "k7", "-o", str(finished)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as running:
        assert running.stdout is not None
        assert running.stderr is not None
        running.stdout.readline()
        running.stdout.close()
        assert running.stderr.read() == b""
    assert running.returncode == 0


def test_a_folder_without_results_is_said(specledger: Command, tmp_path: Path) -> None:
    status, _, err = specledger("show", "K7", "-o", tmp_path)
    assert status == 2
    assert "holds no results of a run; write the folder anew with: specledger run" in err


def test_articles_cannot_steer_the_terminal(specledger: Command, finished: Path, tmp_path: Path) -> None:
    for path in finished.iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    texts = tmp_path / "texts.jsonl"
    texts.write_text(texts.read_text(encoding="utf-8").replace("It moves", "It\\u001b[2Jmoves\x9b"), encoding="utf-8")
    out = specledger("explain", "c2", "-o", tmp_path).out
    assert "It�[2Jmoves" in out
    assert "\x1b" not in out
    assert "\x9b" not in out
