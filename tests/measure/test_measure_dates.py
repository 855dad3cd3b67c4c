"""Date expressions in sentences, as a table: what is marked in dates.txt is what the reader finds."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import pytest

from pipeline.measure import DateReader
from pipeline.model import DateMention, DateValue

TABLE = Path(__file__).with_name("dates.txt")
DAY = dt.date(2026, 5, 20)
TODAY = DateValue(date_start=DAY, date_end=DAY)
THIS_MONTH = DateValue(date_start=dt.date(2026, 5, 1), date_end=dt.date(2026, 5, 31))


def _cases():
    for line in TABLE.read_text(encoding="utf-8").splitlines():
        if "=>" in line and not line.startswith("#"):
            marked, _, expected = line.rpartition("=>")
            yield pytest.param(marked.strip(), expected.strip(), id=marked.strip()[:60])


def _readable(mention: DateMention) -> str:
    start, end = mention.value.date_start, mention.value.date_end
    days = start.isoformat() if start == end else f"{start}…{end}"
    return f"{days} {mention.granularity}"


@pytest.fixture(scope="module")
def reader(rulebook) -> DateReader:
    return DateReader(rulebook)


@pytest.mark.parametrize(("marked", "expected"), list(_cases()))
def test_dates_are_read_as_the_table_says(reader, marked, expected):
    text = re.sub(r"[\[\]]", "", marked)
    found = reader.read(text, TODAY)
    assert "; ".join(_readable(m) for m in found) == expected
    assert [text[m.start : m.end] for m in found] == re.findall(r"\[([^\]]*)\]", marked)


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("It was shown today.", "2026-05-01", "2026-05-31"),
        ("It came last month.", "2026-04-01", "2026-04-30"),
        ("It ships later this year.", "2026-05-01", "2026-12-31"),
        ("It came in December.", "2025-12-01", "2025-12-31"),
        ("It came last year.", "2025-01-01", "2025-12-31"),
    ],
)
def test_a_month_as_reference_leaves_dates_as_wide_as_they_must_be(reader, text, start, end):
    (found,) = reader.read(text, THIS_MONTH)
    assert (str(found.value.date_start), str(found.value.date_end)) == (start, end)


def test_without_a_reference_only_whole_dates_are_read(reader):
    text = "Shown on Wednesday and in December, it came on May 20, 2026 or last year."
    assert [_readable(m) for m in reader.read(text, None)] == ["2026-05-20 day"]
