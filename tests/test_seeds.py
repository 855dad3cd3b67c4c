"""The five real articles on one chip, read end to end: what an editor must find in their knowledge table.
Each check stands for one kind of finding; they are skipped where the shared articles are not at hand.
"""

from __future__ import annotations

import pytest

from pipeline.api import Pipeline
from pipeline.model import Table, Verdict


@pytest.fixture(scope="module")
def table(rulebook, shared_dir, tmp_path_factory) -> Table:
    return Pipeline(rulebook).run([str(shared_dir / "seeds")], tmp_path_factory.mktemp("seeds"))


def cell(table, subject, attribute, baseline=None):
    found = [
        c
        for c in table.cells
        if c.subject == subject
        and c.attribute == attribute
        and (baseline is None or c.condition.get("baseline") == baseline)
    ]
    assert len(found) == 1, f"{len(found)} cells of {subject} {attribute}"
    return found[0]


def flags(table, kind):
    return [f for f in table.flags if f.kind == kind]


def test_the_memory_is_agreed_by_three_origins(table):
    memory = cell(table, "Zhenwu M890", "memory_capacity")
    assert (memory.verdict, len(memory.origins), memory.value) == (Verdict.AGREEMENT, 3, "144 GB")


def test_three_times_the_predecessor_is_agreed_and_over_the_h20_stands_alone_and_flagged(table):
    assert cell(table, "Zhenwu M890", "performance_ratio", "Zhenwu 810E").verdict is Verdict.AGREEMENT
    alone = cell(table, "Zhenwu M890", "performance_ratio", "Nvidia H20")
    assert alone.verdict is Verdict.SINGLE_SOURCE
    assert [f.claim for f in flags(table, "baseline_conflict")] == list(alone.likely_errors)


def test_bits_for_bytes_are_flagged(table):
    assert sorted(f.stated for f in flags(table, "unit_slip")) == ["700 Gb/s", "800 Gb/s"]


def test_a_date_before_the_events_is_flagged(table):
    assert [f.stated for f in flags(table, "anachronism")] == ["June 2025"]


def test_two_conversions_of_one_sum_are_explained(table):
    sum_ = cell(table, "Alibaba", "investment")
    assert sum_.verdict is Verdict.EXPLAINED
    assert all(part in sum_.reason for part in ("53 billion", "56 billion", "380 billion"))


def test_doubled_text_and_two_credits_for_one_sentence_are_flagged(table):
    assert len(flags(table, "duplicate_passage")) == 1
    assert [f.suggested for f in flags(table, "attribution_conflict")] == ["SemiAnalysis or Reuters"]


@pytest.mark.parametrize(
    ("subject", "attribute"),
    [("Zhenwu V900", "release_date"), ("Zhenwu J900", "release_date"), ("Zhenwu", "units_shipped")],
)
def test_what_meets_is_compatible(table, subject, attribute):
    assert cell(table, subject, attribute).verdict is Verdict.COMPATIBLE
