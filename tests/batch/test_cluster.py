"""On a cluster everything is as it is here: order, results, casualties; machines that die are survived."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from pipeline.api import Pipeline
from pipeline.batch.cluster import map_on_cluster
from pipeline.errors import InputError, SpecledgerError
from pipeline.rulebook import Rulebook
from pipeline.rulebook.batch import ArticleLimits, BatchRules
from tests.batch import samples

dask = pytest.importorskip("dask", reason="needs the extra 'dask'")
distributed = pytest.importorskip("distributed", reason="needs the extra 'dask'")

CORPUS = Path(__file__).resolve().parents[2] / "corpus" / "articles"
RULES = BatchRules(least=1, chunk=4, article=ArticleLimits(seconds=0.5))


@pytest.fixture(scope="module")
def machines() -> Iterator[Any]:
    """Two worker processes, as two machines would be. To save time, the engine tries nothing twice by itself, and they
    are copies of one process that has imported it.
    """
    never = dask.config.set(
        {
            "distributed.scheduler.allowed-failures": 0,
            "distributed.worker.multiprocessing-method": "forkserver",
        }
    )
    with (
        never,
        distributed.LocalCluster(
            n_workers=2, threads_per_worker=1, dashboard_address=":0", silence_logs=50
        ) as machines,
    ):
        yield machines


def told(item: object, reason: str) -> str:
    return f"{item}: {reason}"


def test_results_come_in_order(machines: Any) -> None:
    for count in (8, 50):
        found = map_on_cluster(partial(samples.make, "square"), range(count), machines.scheduler_address)
        assert list(found) == [n * n for n in range(count)]


def test_few_items_do_not_ask_the_cluster() -> None:
    assert list(map_on_cluster(partial(samples.make, "square"), range(7), "tcp://127.0.0.1:1")) == [
        n * n for n in range(7)
    ]


def test_what_breaks_is_set_aside_and_takes_no_machine_down(machines: Any) -> None:
    pids = [worker.pid for worker in machines.workers.values()]
    for kind, reason in {
        "raise": "7: 7: too large",
        "killed": "7: the process that read it died (signal 9)",
        "regex": "7: it took longer than 0.5 s",
    }.items():
        make = partial(samples.make, "troubled", kind, frozenset({7}))
        items = [*range(10), samples.Stubborn(), *range(10, 20)]
        found = list(map_on_cluster(make, items, machines.scheduler_address, casualty=told, rules=RULES))
        assert found.pop(10).endswith("TypeError: stays at home")
        assert found == [reason if n == 7 else n * n for n in range(20)]
    assert pids == [worker.pid for worker in machines.workers.values()]


def test_a_machine_that_dies_midway_is_survived(machines: Any) -> None:
    found = map_on_cluster(partial(samples.make, "slowly"), range(300), machines.scheduler_address, rules=RULES)
    first = [next(found) for _ in range(20)]
    os.kill(next(iter(machines.workers.values())).pid, signal.SIGKILL)
    assert first + list(found) == list(range(300))


def test_an_item_whose_machines_die_again_and_again_is_set_aside(
    machines: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pipeline.batch.cluster.work", samples.deadly_work)
    make = partial(samples.make, "square")
    found = list(map_on_cluster(make, range(6), machines.scheduler_address, casualty=told, rules=RULES))
    assert found == [0, 1, 4, "3: the machines that read it died", 16, 25]


def test_an_engine_that_does_not_load_is_the_error_it_is(machines: Any) -> None:
    with pytest.raises(InputError, match="here: no engine"):
        list(map_on_cluster(samples.make_nothing, range(30), machines.scheduler_address))


def test_input_is_taken_as_it_is_needed(machines: Any) -> None:
    taken = []

    def source() -> Iterator[int]:
        for number in range(10_000):
            taken.append(number)
            yield number
        raise AssertionError("nobody may come here")

    found = map_on_cluster(
        partial(samples.make, "square"), source(), machines.scheduler_address, rules=BatchRules(least=1, window=8)
    )
    assert [next(found) for _ in range(40)] == [n * n for n in range(40)]
    assert len(taken) <= 100
    found.close()  # type: ignore[attr-defined]


def test_processes_on_the_machines_go_when_the_batch_is_done(machines: Any) -> None:
    make = partial(samples.make, "process_of")
    pids = {*map_on_cluster(make, range(20), machines.scheduler_address)}
    until = time.monotonic() + 10
    while any(samples.alive(pid) for pid in pids) and time.monotonic() < until:
        time.sleep(0.02)
    assert not any(samples.alive(pid) for pid in pids)


def test_an_address_where_nobody_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.batch.cluster._CONNECT", 0.2)
    for address in ("tcp://127.0.0.1:1", "nonsense://x"):
        with pytest.raises(SpecledgerError, match=rf"{address}: no Dask scheduler answers .*dask scheduler"):
            list(map_on_cluster(partial(samples.make, "square"), [1], address, rules=RULES))


def test_a_run_on_the_cluster_writes_what_one_process_writes(machines: Any, rulebook: Rulebook, tmp_path: Path) -> None:
    inputs = sorted(CORPUS.glob("*"))[:3]
    Pipeline(rulebook).run(inputs, tmp_path / "one")
    eager = rulebook.model_copy(update={"batch": BatchRules(least=1, chunk=1)})
    Pipeline(eager, cluster=machines.scheduler_address).run(inputs, tmp_path / "many")
    for path in (tmp_path / "one").iterdir():
        assert path.read_bytes() == (tmp_path / "many" / path.name).read_bytes(), path.name
