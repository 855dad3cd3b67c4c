"""What the tests of the ledger share: one pipeline, a folder of three articles, and a watch that nothing is read."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.api import Pipeline
from tests.ledger.helpers import NOTE, OTHER, THIRD


@pytest.fixture(scope="package")
def pipeline() -> Pipeline:
    return Pipeline()


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    folder = tmp_path / "articles"
    folder.mkdir()
    for name, text in (("a.txt", NOTE), ("b.md", OTHER), ("c.txt", THIRD)):
        (folder / name).write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def no_reading(monkeypatch: pytest.MonkeyPatch) -> None:
    """From here on, reading an article is a failure."""
    monkeypatch.setattr(Pipeline, "process", lambda self, document: pytest.fail(f"read again: {document.name}"))
