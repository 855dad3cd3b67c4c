"""Each kind of likely error, both ways: the slip it must see, and the false friends it must leave alone.
The cases of each kind are a file of ``tests/fuse/suspects`` under the kind's own name.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module

import pytest

from pipeline.fuse import build_table
from pipeline.fuse.suspect import KINDS
from pipeline.rulebook import Rulebook
from tests.fuse.suspects.batches import Batch, Case, Expected, each

NAMES = [kind.__module__.rpartition(".")[2] for kind in KINDS]
CASES: list[Case] = [case for name in NAMES for case in import_module(f"tests.fuse.suspects.{name}").CASES]


@pytest.mark.parametrize(("what", "batch", "expected"), CASES, ids=[case[0] for case in CASES])
def test_flags(rulebook: Rulebook, what: str, batch: Callable[[], Batch], expected: Expected) -> None:
    table = build_table([draft.reading() for draft in batch()], rulebook)
    found = {(f.kind, f.severity.value, f.claim or f.stated, f.suggested) for f in table.flags}
    assert found == expected


def test_every_flag_explains_itself_and_points_at_its_words(rulebook: Rulebook) -> None:
    for _, batch, _ in CASES:
        readings = {reading.article.name: reading.article for reading in (draft.reading() for draft in batch())}
        table = build_table([draft.reading() for draft in batch()], rulebook)
        for flag in table.flags:
            assert flag.explanation.endswith(".")
            assert flag.rule
            assert readings[flag.article].text[flag.start : flag.end].strip()


def test_every_kind_of_the_contract_is_here_and_has_a_case() -> None:
    assert set(NAMES) == {kind for _, _, expected in CASES for kind, _, _, _ in expected}
    assert len(NAMES) == 13
    for kind in KINDS:
        text = __import__(kind.__module__, fromlist=["x"]).__doc__ or ""
        assert all(f"*{word}*" in text for word in ("Evidence", "False friends", "Severity")), kind.__module__


def test_flagged_claims_stay_in_their_cell_and_out_of_its_verdict(rulebook: Rulebook) -> None:
    batch = each("memory_capacity", "144 GB", "144 GB", "141 GB")
    (found,) = build_table([draft.reading() for draft in batch], rulebook).cells
    assert (found.verdict.value, found.verdict_all.value) == ("agreement", "disagreement")
    assert found.likely_errors == ("a2-0",)
    assert len(found.claims) == 3
