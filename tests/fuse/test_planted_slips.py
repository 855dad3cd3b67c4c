"""The benchmark of planted slips runs on the corpus alone, and finds what two other origins speak against."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_one_trial_of_some_kinds() -> None:
    kinds = ("digits swapped", "prefix", "converted sum", "chip name")
    command = [sys.executable, "benchmarks/planted_slips.py", "corpus", "--trials", "1", "--kinds", *kinds]
    answer = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert answer.returncode == 0, answer.stderr
    rows = re.findall(r"^\| (.+?) \| (\d+) \((\d+)\) of (\d+) \|", answer.stdout, flags=re.M)
    (total,) = [row for row in rows if row[0] == "all"]
    assert int(total[3]) == 3
    assert total[1] == total[3], answer.stdout
    assert "those that the gold does not list:\n" in answer.stdout
