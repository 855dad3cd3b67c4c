"""The quick way to a line is the long way's: claims field by field against their records, CSV against a reader."""

from __future__ import annotations

import csv
import datetime as dt
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.export import lines as quick
from pipeline.export.files import encoded
from pipeline.export.lines import ClaimLines, cell_line, knowledge_line
from pipeline.export.records import cell_record, claim_record, knowledge_cells
from pipeline.export.tables import CsvLines, csv_line, guard, json_line
from pipeline.export.written import cell_of_line, written
from pipeline.model import (
    Cell,
    Claim,
    DateValue,
    Modality,
    Normalized,
    Noted,
    NumberValue,
    StatedValue,
    TextValue,
    Verdict,
)
from tests.export import sample

TEXT = st.text(alphabet=st.characters(codec=None), max_size=12)
FLOATS = st.floats(allow_nan=False, allow_infinity=False)
ENDS = st.none() | FLOATS
VALUES = st.one_of(
    st.builds(NumberValue, low=FLOATS, high=st.none(), unit=TEXT, approx=st.booleans()),
    st.builds(lambda end, unit: NumberValue(low=end, high=end, unit=unit), FLOATS, TEXT),
    st.builds(TextValue, text=TEXT),
    st.just(DateValue(date_start=dt.date(2027, 1, 1), date_end=dt.date(2027, 3, 31))),
)
CLAIMS = st.builds(
    Claim,
    id=TEXT,
    article=TEXT,
    subject=TEXT,
    subject_type=TEXT,
    attribute=TEXT,
    value=VALUES,
    qualifiers=st.dictionaries(TEXT, TEXT, max_size=3),
    attribution=TEXT,
    modality=st.sampled_from(Modality),
    quote=TEXT,
    start=st.integers(0, 10**6),
    end=st.integers(0, 10**6),
    value_start=st.integers(0, 10**6),
    value_end=st.integers(0, 10**6),
    normalized=st.none() | st.builds(Normalized, low=ENDS, high=ENDS, unit=TEXT),
    origin=TEXT,
    rules=st.lists(TEXT, max_size=3).map(tuple),
    confidence=st.floats(0, 1),
)
PLAIN = st.text(alphabet="abc ,;=-'é“", max_size=6)


def _cells(text: st.SearchStrategy[str]) -> st.SearchStrategy[Cell]:
    texts, days = st.lists(text, max_size=3).map(tuple), st.none() | st.dates()
    return st.builds(
        Cell,
        id=text,
        subject=text,
        subject_type=text,
        attribute=text,
        condition=st.dictionaries(text, text, max_size=2),
        value=text,
        low=ENDS,
        high=ENDS,
        unit=text,
        verdict=st.sampled_from(Verdict),
        verdict_all=st.sampled_from(Verdict),
        reason=text,
        origins=texts,
        articles=texts,
        claims=texts,
        likely_errors=texts,
        values=st.lists(st.builds(StatedValue, text=text, articles=texts, claims=texts, origins=texts), max_size=2).map(
            tuple
        ),
        first_published=days,
        last_published=days,
        pair=texts,
        explanation=texts,
    )


@settings(max_examples=200, deadline=None)
@given(_cells(PLAIN) | _cells(PLAIN | TEXT))
def test_a_cell_written_field_by_field_is_its_record(cell: Cell) -> None:
    assert cell_line(cell) == encoded(json_line(cell_record(cell)))
    assert knowledge_line(cell) == csv_line(knowledge_cells(cell))


@given(_cells(PLAIN))
def test_a_cell_of_plain_texts_is_written_the_quick_way(cell: Cell) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.delattr(quick, "json_line")
        assert cell_line(cell)


@settings(max_examples=200, deadline=None)
@given(st.lists(CLAIMS, max_size=4))
def test_a_claim_written_field_by_field_is_its_record(claims: list[Claim]) -> None:
    lines = ClaimLines()
    for claim in [*claims, *claims]:
        assert lines.line(claim) == json_line(claim_record(claim))


@given(st.lists(st.none() | st.integers() | FLOATS | TEXT, min_size=2, max_size=5))
def test_a_line_of_csv_is_what_the_csv_module_writes(cells: list[str | float | None]) -> None:
    file = io.StringIO()
    guarded = [guard(cell) if isinstance(cell, str) else cell for cell in cells]
    csv.writer(file, lineterminator="\n").writerow(guarded)
    assert csv_line(cells) == file.getvalue()


def test_things_that_come_and_go_are_never_mixed_up() -> None:
    noted = Noted(lambda held: str(held["at"]))
    assert all(noted({"at": str(at)}) == str(at) for at in range(1_000))


@given(st.lists(st.none() | st.integers() | st.text(alphabet="abc,;\"'=\n é“", max_size=8), min_size=2, max_size=5))
def test_a_line_of_csv_reads_back(cells: list[str | int | None]) -> None:
    columns = [f"column {at}" for at in range(len(cells))]
    lines = CsvLines(columns)
    text = lines.header() + lines.line(dict(zip(columns, cells, strict=True)))
    [header, row] = list(csv.reader(text.splitlines()))
    assert header == columns
    assert len(row) == len(cells)
    assert [cell == "" for cell in row] == [cell in (None, "") for cell in cells]


def test_a_cell_comes_back_from_its_line() -> None:
    cells = list(sample.table().cells)
    some = written(cells)
    assert [cell_of_line(line) for line in some.nested.split(b"\n")[:-1]] == cells
    assert sum(subject.verdicts.total() for subject in some.subjects) == len(cells)
