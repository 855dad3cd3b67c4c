"""What is made of a table stays: it counts as old at once, and is not looked through before the table is written."""

from __future__ import annotations

import gc

import pytest

from pipeline.rulebook import undisturbed


def old(thing: object) -> bool:
    return any(one is thing for one in gc.get_objects(generation=2))


@pytest.mark.parametrize("lasting", [True, False])
def test_what_lasts_counts_as_old(lasting: bool) -> None:
    with undisturbed(lasting=lasting):
        made = [{"number": number} for number in range(3)]
        assert not gc.isenabled()
        assert not old(made)
    assert gc.isenabled()
    assert old(made) is lasting
    assert gc.get_freeze_count() == 0


def test_what_somebody_else_froze_stays_frozen() -> None:
    gc.freeze()
    try:
        frozen = gc.get_freeze_count()
        with undisturbed(lasting=True):
            made = ["a list"]
        assert gc.get_freeze_count() >= frozen > 0
        assert not old(made)
    finally:
        gc.unfreeze()


def test_inside_another_it_stays_held_back() -> None:
    with undisturbed():
        with undisturbed(lasting=True):
            pass
        assert not gc.isenabled()
    assert gc.isenabled()
