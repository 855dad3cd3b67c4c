"""Quantities in sentences, as a table: what is marked in quantities.txt is what the reader finds."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from pipeline.measure import QuantityReader
from pipeline.model import Change, Quantity

TABLE = Path(__file__).with_name("quantities.txt")


def _cases():
    for line in TABLE.read_text(encoding="utf-8").splitlines():
        if "=>" in line and not line.startswith("#"):
            marked, _, expected = line.rpartition("=>")
            yield pytest.param(marked.strip(), expected.strip(), id=marked.strip()[:60])


def _plain(marked: str) -> tuple[str, list[str]]:
    """The text without its brackets, and what stood in them; a bracket of digits alone is a reference of the text."""
    surfaces: list[str] = []

    def keep(match: re.Match[str]) -> str:
        surfaces.append(match[1])
        return match[1]

    return re.sub(r"\[([^\]]*)\]", keep, marked), surfaces


def _readable(quantity: Quantity) -> str:
    ends = f"{quantity.low:.12g}" if quantity.low == quantity.high else f"{quantity.low:.12g}…{quantity.high:.12g}"
    change = "" if quantity.change is Change.EXACT else f" {quantity.change.value}"
    return f"{ends} {quantity.unit or '-'}{change}"


def _wanted(expected: str) -> list[str]:
    found = []
    for part in filter(None, (p.strip() for p in expected.split(";"))):
        value, *unit = part.split(" ")
        ends = [f"{float(v):.12g}" for v in value.split("…")]
        found.append(" ".join(["…".join(ends), *unit]))
    return found


@pytest.fixture(scope="module")
def reader(rulebook) -> QuantityReader:
    return QuantityReader(rulebook)


@pytest.mark.parametrize(("marked", "expected"), list(_cases()))
def test_quantities_are_read_as_the_table_says(reader, marked, expected):
    text, surfaces = _plain(marked) if expected else (marked, [])
    found = reader.read(text)
    assert [_readable(q) for q in found] == _wanted(expected)
    assert [text[q.start : q.end] for q in found] == surfaces
