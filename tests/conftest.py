"""Fixtures that all tests share: the shipped rulebook, and the shared material where it exists."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.rulebook import Rulebook, load

SHARED = Path(__file__).resolve().parents[2] / "shared"


@pytest.fixture(scope="session")
def rulebook() -> Rulebook:
    return load()


@pytest.fixture(scope="session")
def shared_dir() -> Path:
    if not SHARED.is_dir():
        pytest.skip("needs ../shared, which is not here")
    return SHARED
