"""Work that falls into pieces gives what it gives one by one: by this process and its copies, whoever of them dies."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import textwrap
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.batch import spread
from pipeline.errors import InputError
from tests.batch.started import ROOT, children, copies

pytestmark = pytest.mark.usefixtures("nothing_stays_behind")


def large(number: int) -> tuple[int, str]:
    return number, "x" * 1_200_000  # more than a pipe holds


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 40), st.integers(0, 4))
def test_results_come_in_order(count: int, more: int) -> None:
    assert list(spread(large, count, more)) == [large(number) for number in range(count)]


SHARES = """
    import os, time
    from pipeline.batch import spread
    def slow(_):
        time.sleep(0.05)
        return os.getpid()
    found = list(spread(slow, 20, copies=2))
    print(len(set(found)), os.getpid() in found)
"""


@copies
def test_this_process_and_its_copies_take_their_share() -> None:
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(SHARES)], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == ["3", "True"]


@copies
def test_what_a_copy_had_in_hand_when_it_died_is_done_here() -> None:
    ours = os.getpid()

    def deadly(number: int) -> int:
        time.sleep(0.01)
        if os.getpid() != ours:
            os.kill(os.getpid(), signal.SIGKILL)
        return number

    assert list(spread(deadly, 12, copies=3)) == list(range(12))


def test_without_processes_everything_is_done_here(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse() -> int:
        raise BlockingIOError

    monkeypatch.setattr(os, "fork", refuse)
    assert {pid for pid, _ in spread(lambda number: (os.getpid(), number), 5, copies=2)} == {os.getpid()}


def test_so_many_pieces_that_nobody_can_count_them_in_a_pipe_are_done_here() -> None:
    assert list(spread(lambda number: number, 20_000, copies=2)) == list(range(20_000))


def test_what_a_piece_raises_is_raised() -> None:
    def broken(number: int) -> int:
        time.sleep(0.005)
        if number == 7:
            raise InputError("odd")
        return number

    found = []
    with pytest.raises(InputError, match="odd"):
        found += spread(broken, 20, copies=2)
    assert found == list(range(len(found)))


@copies
def test_a_copy_waits_for_whoever_is_slow() -> None:
    ours = os.getpid()
    with tempfile.TemporaryFile() as done:

        def slow_here(number: int) -> tuple[int, str]:
            if os.getpid() == ours:
                time.sleep(0.3)
            else:
                os.write(done.fileno(), b"x")
            return large(number)

        results = spread(slow_here, 200, copies=1)
        assert [next(results)[0] for _ in range(3)] == [0, 1, 2]
        time.sleep(0.3)
        assert os.fstat(done.fileno()).st_size < 60
        results.close()


GOES_ON = """
    import os, tempfile, time
    from pipeline.batch import wire
    from pipeline.batch.copies import Copy
    told = tempfile.TemporaryFile()
    def life(answers):
        wire.send(answers, wire.RESULT, b"x" * 500_000)
        os.write(told.fileno(), b"sent")
    copy, until = Copy.living(life), time.monotonic() + 60
    while not os.fstat(told.fileno()).st_size and time.monotonic() < until:
        time.sleep(0.01)
    print(os.fstat(told.fileno()).st_size, copy.answer() == (wire.RESULT, b"x" * 500_000))
    copy.end()
"""


@copies
def test_a_copy_goes_on_while_an_answer_of_half_a_megabyte_waits() -> None:
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(GOES_ON)], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == ["4", "True"]


def test_who_asks_no_more_leaves_nothing_behind() -> None:
    results = spread(large, 30, copies=2)
    assert next(results) == large(0)
    results.close()


SCRIPT = """
    import os, time
    from pipeline.batch import spread
    ours = os.getpid()
    def endless(number):
        if os.getpid() == ours:
            print("ready", flush=True)
        time.sleep(60)
    for number in spread(endless, 3, copies=1):
        pass
"""


@copies
def test_copies_go_when_their_process_goes() -> None:
    with subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(SCRIPT)], cwd=ROOT, stdout=subprocess.PIPE, text=True
    ) as program:
        assert program.stdout is not None
        assert program.stdout.readline() == "ready\n"
        copy = children(program.pid)
        assert len(copy) == 1
        program.kill()
    until = time.monotonic() + 10
    while any(Path(f"/proc/{pid}").exists() for pid in copy) and time.monotonic() < until:
        time.sleep(0.02)
    assert not any(Path(f"/proc/{pid}").exists() for pid in copy)
