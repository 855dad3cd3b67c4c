"""The benchmark of planted slips runs on the corpus alone, and finds what two other origins speak against."""

from __future__ import annotations

import re
import runpy
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def test_one_trial_of_some_kinds(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    kinds = ("digits swapped", "prefix", "converted sum", "chip name")
    program = ROOT / "benchmarks" / "planted_slips.py"
    monkeypatch.syspath_prepend(program.parent)
    monkeypatch.setattr("sys.argv", [str(program), str(ROOT / "corpus"), "--trials", "1", "--kinds", *kinds])
    runpy.run_path(str(program), run_name="__main__")
    said = capsys.readouterr().out
    rows = re.findall(r"^\| (.+?) \| (\d+) \((\d+)\) of (\d+) \|", said, flags=re.M)
    (total,) = [row for row in rows if row[0] == "all"]
    assert int(total[3]) == 3
    assert total[1] == total[3], said
    assert "those that the gold does not list:\n" in said
