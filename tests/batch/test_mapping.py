"""Serial or in processes, the order and the results are the same; items are taken as they are needed."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.batch import cores, map_in_order
from pipeline.errors import InputError, SpecledgerError
from pipeline.rulebook.batch import BatchRules, ProcessLimits
from tests.batch import samples

EAGER = BatchRules(least=1, chunk=3, window=5)
SQUARES = partial(samples.make, "square")


@pytest.mark.parametrize("jobs", [1, 2, 3])
@pytest.mark.parametrize("count", [0, 1, 7, 8, 9, 200])
def test_results_come_in_order(jobs: int, count: int) -> None:
    assert list(map_in_order(SQUARES, range(count), jobs)) == [n * n for n in range(count)]


@settings(max_examples=4, deadline=None)
@given(
    st.lists(st.integers(), max_size=60), st.integers(1, 3), st.integers(1, 9), st.integers(1, 9), st.integers(2, 30)
)
def test_no_limit_and_no_number_of_processes_shows(
    items: list[int], jobs: int, least: int, chunk: int, window: int
) -> None:
    rules = BatchRules(least=least, chunk=chunk, window=window)
    assert list(map_in_order(SQUARES, iter(items), jobs, rules=rules)) == [n * n for n in items]


def test_results_larger_than_a_pipe() -> None:
    make = partial(samples.make, "large")
    items = [bytes([n % 256]) * 300_000 for n in range(20)]
    assert [len(r) for r in map_in_order(partial(samples.make, "large"), range(40), 2, rules=EAGER)] == [200_000] * 40
    with pytest.raises(TypeError):  # items as large: they arrive, and the function says what it thinks of them
        list(map_in_order(make, items, 2, rules=EAGER))


def test_few_items_start_no_process() -> None:
    here = {*map_in_order(partial(samples.make, "process_of"), range(7), 4, rules=BatchRules(least=8))}
    assert here == {samples.process_of(0)}
    there = {*map_in_order(partial(samples.make, "process_of"), range(30), 2, rules=EAGER)}
    assert len(there) <= 2
    assert samples.process_of(0) not in there


def test_processes_are_renewed() -> None:
    rules = BatchRules(least=1, chunk=5, process=ProcessLimits(articles=10))
    numbers = list(map_in_order(partial(samples.make, "process_of"), range(60), 2, rules=rules))
    assert len(numbers) == 60
    assert len(set(numbers)) >= 4
    assert max(map(numbers.count, numbers)) <= 15


@pytest.mark.parametrize("jobs", [1, 2])
def test_an_engine_that_does_not_load_is_the_error_it_is(jobs: int) -> None:
    with pytest.raises(InputError, match="here: no engine"):
        list(map_in_order(samples.make_nothing, range(20), jobs, casualty=lambda _item, reason: reason))


def test_without_items_nothing_is_loaded() -> None:
    assert list(map_in_order(samples.make_nothing, [], 1)) == list(map_in_order(samples.make_nothing, [], 2)) == []


def test_processes_that_do_not_start_are_an_error_in_words() -> None:
    with pytest.raises(SpecledgerError, match=r"could not be started \(it ended while it was starting, status 3\)"):
        list(map_in_order(samples.make_dead, range(20), 2, rules=EAGER))


def test_no_processes_is_refused() -> None:
    with pytest.raises(SpecledgerError, match="ask for 1 or more"):
        map_in_order(SQUARES, [1], 0)


def test_input_is_taken_as_it_is_needed() -> None:
    taken: list[int] = []

    def source() -> Iterator[int]:
        for number in range(10_000):
            taken.append(number)
            yield number

    results = map_in_order(SQUARES, source(), 2, rules=BatchRules(window=20))
    for number in range(100):
        assert next(results) == number * number
        assert len(taken) <= number + 1 + 40
    results.close()


def test_input_is_taken_in_the_thread_that_asks() -> None:
    seen = []

    def source() -> Iterator[int]:
        for number in range(30):
            seen.append(threading.current_thread())
            yield number

    assert len(list(map_in_order(SQUARES, source(), 2, rules=EAGER))) == 30
    assert set(seen) == {threading.current_thread()}


def test_results_do_not_wait_for_the_end_of_a_slow_source() -> None:
    taken, answered = [], threading.Event()

    def source() -> Iterator[int]:
        for number in range(2000):  # a hundred seconds: no machine is so busy
            if answered.is_set():
                return
            taken.append(number)
            time.sleep(0.05 if number > 4 else 0)
            yield number

    results = map_in_order(SQUARES, source(), 2, rules=BatchRules(least=2))
    assert next(results) == 0
    assert len(taken) < 2000, "the first result was there long before the last item"
    answered.set()
    assert list(results) == [n * n for n in range(1, len(taken))]


@pytest.mark.parametrize("jobs", [1, 2])
@pytest.mark.parametrize("count", [3, 50])
def test_a_source_that_breaks_gives_all_before_it(jobs: int, count: int) -> None:
    def source() -> Iterator[int]:
        yield from range(count)
        raise InputError("the archive ends here", where="a.warc")

    results = map_in_order(SQUARES, source(), jobs, casualty=lambda _item, reason: -1)
    assert [next(results) for _ in range(count)] == [n * n for n in range(count)]
    with pytest.raises(InputError, match="archive ends"):
        next(results)


def test_cores_are_those_the_container_grants(tmp_path: Path) -> None:
    everything = cores(tmp_path / "no such file")
    assert everything >= cores() >= 1
    quota = tmp_path / "cpu.max"
    quota.write_text("150000 100000\n")
    assert cores(quota) == min(2, everything)
    quota.write_text("max 100000\n")
    assert cores(quota) == everything
