"""The processes that a test starts: which run, where they are copies, and that none of them stays behind."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

copies = pytest.mark.skipif(sys.platform != "linux", reason="processes are copied on Linux")


def children(of: int | None = None) -> set[int]:
    """The running processes that a process has started, and those that they have; zombies have ended."""
    started: dict[int, set[int]] = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, parent = path.read_text().rpartition(")")[2].split()[:2]
        except OSError:
            continue
        if state != "Z":
            started.setdefault(int(parent), set()).add(int(path.parent.name))
    found: set[int] = set()
    wave = started.get(of or os.getpid(), set())
    while wave:
        found |= wave
        wave = set().union(*(started.get(one, set()) for one in wave))
    return found


@pytest.fixture
def nothing_stays_behind() -> Iterator[None]:
    """Hold a test to ending every process that it started."""
    before = children()
    yield
    assert children() <= before
