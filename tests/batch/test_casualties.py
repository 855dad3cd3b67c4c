"""What befalls one item is that item's alone: it is set aside with its reason, and everything else is done once."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest

from pipeline.batch import map_in_order
from pipeline.errors import InputError, SpecledgerError
from pipeline.rulebook.batch import ArticleLimits, BatchRules
from tests.batch import samples
from tests.batch.started import ROOT, children

HASTY = BatchRules(least=1, chunk=4, article=ArticleLimits(seconds=0.5))
TIGHT = BatchRules(least=1, chunk=4, article=ArticleLimits(megabytes=256))


@pytest.fixture(autouse=True)
def _nothing_stays_behind() -> Iterator[None]:
    before, threads = children(), threading.active_count()
    yield
    assert children() <= before
    assert threading.active_count() <= threads


def told(item: object, reason: str) -> str:
    return f"{item}: {reason}"


REASONS = {
    "raise": "{0}: {0}: too large",
    "own": "{0}: OwnError: here {0}",
    "unpicklable": "{0}: TypeError: stays at home",
    "leave": "{0}: SystemExit: enough",
    "exit": "{0}: the process that read it died (status 7)",
    "segfault": "{0}: the process that read it died (signal 11)",
    "killed": "{0}: the process that read it died (signal 9)",
    "loop": "{0}: it took longer than 0.5 s",
    "regex": "{0}: it took longer than 0.5 s",
    "hog": "{0}: it needed more than 0.25 GB of memory",
}


@pytest.mark.parametrize("kind", REASONS)
def test_what_breaks_is_set_aside_and_the_rest_is_done(kind: str) -> None:
    make = partial(samples.make, "troubled", kind, frozenset({5, 11}))
    results = list(map_in_order(make, range(30), 2, casualty=told, rules=TIGHT if kind == "hog" else HASTY))
    assert results == [REASONS[kind].format(n) if n in {5, 11} else n * n for n in range(30)]


@pytest.mark.parametrize("kind", ["raise", "loop"])
def test_what_breaks_in_this_process_is_set_aside(kind: str) -> None:
    make = partial(samples.make, "troubled", kind, frozenset({2}))
    results = list(map_in_order(make, range(4), 1, casualty=told, rules=HASTY))
    assert results == [0, 1, REASONS[kind].format(2), 9]
    assert signal.getsignal(signal.SIGALRM) is signal.SIG_DFL


@pytest.mark.parametrize("kind", ["interrupt", "terminate"])
def test_signals_to_everybody_are_not_for_workers(kind: str) -> None:
    make = partial(samples.make, "troubled", kind, frozenset({5, 11}))
    assert list(map_in_order(make, range(30), 2, casualty=told, rules=HASTY)) == [n * n for n in range(30)]


def test_an_item_whose_process_was_killed_by_chance_is_tried_again(tmp_path: Path) -> None:
    results = map_in_order(partial(samples.make, "once", tmp_path), range(30), 2, casualty=told, rules=HASTY)
    assert list(results) == [n * n for n in range(30)]
    times = Counter(int(mark.name.partition(".")[0]) for mark in tmp_path.iterdir())
    assert times == Counter({n: 2 if n % 10 == 3 else 1 for n in range(30)})


def test_an_item_that_cannot_travel_is_set_aside() -> None:
    items = [1, 2, samples.Stubborn(), *range(3, 20)]
    results = list(map_in_order(partial(samples.make, "square"), items, 2, casualty=lambda _i, why: why, rules=HASTY))
    assert results == [1, 4, "TypeError: stays at home", *(n * n for n in range(3, 20))]


def test_without_a_casualty_errors_come_home_with_their_fields() -> None:
    make = partial(samples.make, "troubled", "raise", frozenset({20}))
    results = map_in_order(make, range(50), 2)
    assert [next(results) for _ in range(20)] == [n * n for n in range(20)]
    with pytest.raises(InputError) as caught:
        next(results)
    assert caught.value.where == "20"


def test_without_a_casualty_a_death_is_an_error_in_words() -> None:
    make = partial(samples.make, "troubled", "exit", frozenset({9}))
    with pytest.raises(SpecledgerError, match=r"could not be done: the process that read it died \(status 7\)"):
        list(map_in_order(make, range(20), 2, rules=HASTY))


@pytest.mark.parametrize("stop", [KeyboardInterrupt, ValueError, None])
def test_a_consumer_that_stops_leaves_nothing_running(stop: type[BaseException] | None) -> None:
    results = map_in_order(partial(samples.make, "slowly"), range(10_000), 2, rules=BatchRules())
    assert next(results) == 0
    assert children()
    if stop is None:
        results.close()  # type: ignore[attr-defined]
    else:
        with pytest.raises(stop):
            results.throw(stop)  # type: ignore[attr-defined]


SCRIPT = """
    import signal
    import sys
    from functools import partial
    from pipeline.batch import map_in_order
    from tests.batch import samples
    signal.signal(signal.SIGINT, signal.default_int_handler)  # ignored where tests run in the background
    try:
        for result in map_in_order(partial(samples.make, {name!r}), iter(int, 1), 2):
            print(result, flush=True)
    except KeyboardInterrupt:
        sys.exit("stopped")
"""


def run_until(name: str, act: Callable[[subprocess.Popen[str]], None]) -> tuple[int, str, set[int]]:
    """A program that works endlessly, until ``act``; its exit status, what it said, and its workers' ids."""
    script = textwrap.dedent(SCRIPT.format(name=name))
    with subprocess.Popen(
        [sys.executable, "-c", script],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as program:
        assert program.stdout is not None
        assert program.stdout.readline() == "0\n"
        workers = children(program.pid)
        act(program)
        _, said = program.communicate(timeout=20)
    return program.returncode, said, workers


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="looks for processes in /proc")
@pytest.mark.parametrize(
    ("act", "status", "says"),
    [
        (lambda program: os.killpg(program.pid, signal.SIGINT), 1, "stopped\n"),
        (lambda program: os.killpg(program.pid, signal.SIGTERM), -signal.SIGTERM, ""),
        (lambda program: program.kill(), -signal.SIGKILL, ""),
    ],
    ids=["ctrl-c", "terminated", "killed"],
)
def test_workers_go_when_their_program_goes(
    act: Callable[[subprocess.Popen[str]], None], status: int, says: str
) -> None:
    code, said, workers = run_until("slowly", act)
    assert workers
    assert (code, said) == (status, says)
    until = time.monotonic() + 10
    while any(Path(f"/proc/{pid}").exists() for pid in workers) and time.monotonic() < until:
        time.sleep(0.02)
    assert [pid for pid in workers if Path(f"/proc/{pid}").exists()] == []
