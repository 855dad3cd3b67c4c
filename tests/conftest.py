"""Fixtures that all tests share: the shipped rulebook, and the shared material where it exists."""

from __future__ import annotations

import gc
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.rulebook import Rulebook, load
from tests.kin import keep_extractor

# What a terminal or a build server may set; rich and click obey each of them.
TERMINAL = (
    *("COLUMNS", "LINES", "TTY_COMPATIBLE", "TTY_INTERACTIVE"),
    *("NO_COLOR", "FORCE_COLOR", "CLICOLOR", "CLICOLOR_FORCE"),
)

SHARED = Path(__file__).resolve().parents[2] / "shared"


# Half of the time that a small process takes to start goes into compiling modules: those that tests start keep them.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)


# Tests, tables of cases and rules live to the end: looking through what is new less often saves seconds.
gc.set_threshold(20_000, 20, 20)


@pytest.fixture(autouse=True)
def _no_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the tests are started from must not decide where lines break or whether they are coloured."""
    for name in TERMINAL:
        monkeypatch.delenv(name, raising=False)


@pytest.fixture(autouse=True)
def _one_extractor() -> Iterator[None]:
    """A test of other rules must not cost the next one the extractor of the shipped rules."""
    yield
    keep_extractor()


@pytest.fixture(scope="session")
def rulebook() -> Rulebook:
    return load()


@pytest.fixture(scope="session")
def shared_dir() -> Path:
    if not SHARED.is_dir():
        pytest.skip("needs ../shared, which is not here")
    return SHARED
