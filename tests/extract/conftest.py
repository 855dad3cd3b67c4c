"""One extractor for all tests of this folder, and a short way from text to claims."""

from __future__ import annotations

import pytest

from pipeline.ingest import read_text
from pipeline.rulebook import load
from tests import kin


@pytest.fixture(scope="session")
def extractor():
    return kin.extractor()


@pytest.fixture(scope="session")
def claims_of(extractor):
    def run(text, published="2026-04-01"):
        return extractor.extract(read_text("test.txt", text, load(), published=published)).claims

    return run
