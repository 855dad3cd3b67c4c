"""Fixtures that all tests share: the shipped rulebook, and the shared material where it exists."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.rulebook import Rulebook, load

# What a terminal or a build server may set; rich and click obey each of them.
TERMINAL = (
    *("COLUMNS", "LINES", "TTY_COMPATIBLE", "TTY_INTERACTIVE"),
    *("NO_COLOR", "FORCE_COLOR", "CLICOLOR", "CLICOLOR_FORCE"),
)

SHARED = Path(__file__).resolve().parents[2] / "shared"


@pytest.fixture(autouse=True)
def _no_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the tests are started from must not decide where lines break or whether they are coloured."""
    for name in TERMINAL:
        monkeypatch.delenv(name, raising=False)


@pytest.fixture(scope="session")
def rulebook() -> Rulebook:
    return load()


@pytest.fixture(scope="session")
def shared_dir() -> Path:
    if not SHARED.is_dir():
        pytest.skip("needs ../shared, which is not here")
    return SHARED
