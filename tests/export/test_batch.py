"""Serial or in processes, the order and the results are the same."""

from __future__ import annotations

import os

import pytest

from pipeline.batch import map_in_order
from pipeline.errors import InputError, SpecledgerError


def make_square() -> object:
    return square


def square(number: int) -> int:
    if number == 999:
        raise InputError("too large", where="999")
    if number == 666:
        os._exit(1)
    return number * number


@pytest.mark.parametrize("jobs", [1, 2])
@pytest.mark.parametrize("count", [0, 1, 8, 9, 200])
def test_results_come_in_order(jobs: int, count: int) -> None:
    assert list(map_in_order(lambda: square, range(count), 1)) == [n * n for n in range(count)]
    assert list(map_in_order(make_square, range(count), jobs)) == [n * n for n in range(count)]


def make_nothing() -> object:
    raise InputError("no engine", where="here")


@pytest.mark.parametrize("jobs", [1, 2])
def test_an_engine_that_does_not_load_is_the_error_it_is(jobs: int) -> None:
    with pytest.raises(InputError, match="here: no engine"):
        list(map_in_order(make_nothing, [1, 2], jobs))


def test_input_is_taken_as_it_is_needed() -> None:
    taken = []

    def source() -> object:
        for number in range(10_000):
            taken.append(number)
            yield number

    results = map_in_order(make_square, source(), 2)
    next(results)
    assert len(taken) < 200
    results.close()


def test_errors_come_home_with_their_fields() -> None:
    with pytest.raises(InputError) as caught:
        list(map_in_order(make_square, [1, 999], 2))
    assert caught.value.where == "999"


def test_a_dead_process_is_an_error_in_words() -> None:
    with pytest.raises(SpecledgerError, match="a worker process died; there may be too little memory"):
        list(map_in_order(make_square, [666], 2))


def test_no_processes_is_refused() -> None:
    with pytest.raises(SpecledgerError, match="ask for 1 or more"):
        map_in_order(make_square, [1], 0)
