"""The records of the quantities command: every good line is read, every bad one is named."""

from __future__ import annotations

import json

import pytest

from pipeline.errors import InputError, OutputError
from pipeline.measure.records import read_records


def _run(tmp_path, *lines: bytes):
    source, target = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    source.write_bytes(b"\n".join(lines))
    problems = read_records(source, target)
    return problems, [json.loads(line) for line in target.read_text(encoding="utf-8").splitlines()]


def _line(text: str) -> bytes:
    return json.dumps({"id": "a", "text": text}).encode()


@pytest.mark.parametrize(
    ("text", "value", "unit", "change"),
    [
        ("It has 144 GB of memory.", 144, "GB", "="),
        ("It takes up to 35 hours.", 35, "hour", "<"),
        ("It moves 700 to 800 GB/s.", [700, 800], "GB/s", "="),
        ("It served 400 external customers.", 400, "external customer", "="),
        ("Two smaller tenancies remain.", 2, "small tenancy", "="),
        ("A third of the market moved.", 1 / 3, "% market", "="),
        ("It is 570 sq m large.", 570, "square m", "="),
        ("It fell 3%.", 3, "percentage", "down"),
        ("The change was -1.3% overall.", -1.3, "percentage", "down"),
        ("It answers 14 queries per second.", 14, "query per s", "="),
        ("The score was 98.2 overall.", 98.2, "-", "="),
    ],
)
def test_a_quantity_becomes_a_record(tmp_path, text, value, unit, change):
    problems, (record,) = _run(tmp_path, _line(text))
    (found,) = record["quantities"]
    assert (found["value"], found["unit"], found["change"]) == (pytest.approx(value), unit, change)
    assert text[found["start"] : found["end"]] == found["surface"]
    assert problems == []


@pytest.mark.parametrize(
    ("line", "word"),
    [
        (b"{broken", "not JSON"),
        (b'{"id": 1}', "no text"),
        (b'{"text": "5 GB"}', "no id"),
        (b'["5 GB"]', "no id"),
        (b'{"id": 1, "text": 5}', "no text"),
        (b"\xff\xfe", "not JSON"),
        (b"[" * 100_000, "not JSON"),
    ],
)
def test_a_broken_line_is_named_and_the_rest_goes_on(tmp_path, line, word):
    problems, records = _run(tmp_path, line, b"", _line("5 GB"))
    assert len(problems) == len(records) == 1
    assert word in problems[0]
    assert "line 1" in problems[0]
    assert "expected" in problems[0]


def test_a_missing_file_and_a_missing_folder_are_errors_of_ours(tmp_path):
    with pytest.raises(InputError, match="cannot be read"):
        read_records(tmp_path / "none.jsonl", tmp_path / "out.jsonl")
    source = tmp_path / "in.jsonl"
    source.write_bytes(_line("5 GB"))
    with pytest.raises(OutputError, match="cannot be written"):
        read_records(source, tmp_path / "no" / "out.jsonl")


def test_the_same_input_gives_the_same_bytes(tmp_path):
    source = tmp_path / "in.jsonl"
    source.write_bytes(_line("About 5 GB, 3 to 4 racks and $2 million."))
    for name in ("one", "two"):
        read_records(source, tmp_path / name)
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()
