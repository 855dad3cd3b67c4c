"""Work beside other work gives what it gives in turn: in a copy of the process, and here where the copy dies."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.batch import beside
from pipeline.errors import InputError, OutputError
from tests.batch.started import ROOT, children, copies

pytestmark = pytest.mark.usefixtures("nothing_stays_behind")


def where() -> tuple[int, str]:
    return os.getpid(), "x" * 1_200_000  # more than a pipe holds


@copies
@pytest.mark.skipif(threading.active_count() > 1, reason="this process has threads")
def test_it_is_done_in_a_copy() -> None:
    with beside(where) as result:
        assert result()[0] != os.getpid()
        assert result() is result()


def test_with_threads_it_is_done_in_turn() -> None:
    gate = threading.Event()
    thread = threading.Thread(target=gate.wait)
    thread.start()
    with beside(where) as result:
        assert result() == where()
    gate.set()
    thread.join()


def test_without_processes_it_is_done_in_turn(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse() -> int:
        raise BlockingIOError

    monkeypatch.setattr(os, "fork", refuse)
    with beside(where) as result:
        assert result() == where()


@copies
def test_where_the_copy_dies_it_is_done_here() -> None:
    ours = os.getpid()

    def deadly() -> int:
        if os.getpid() != ours:
            os.kill(os.getpid(), signal.SIGKILL)
        return 144

    with beside(deadly) as result:
        assert result() == 144


@pytest.mark.parametrize("error", [OutputError("no space", "disk"), InputError("odd"), ValueError("wrong")])
def test_what_it_raises_is_raised_where_it_is_asked_for(error: Exception) -> None:
    def broken() -> None:
        raise error

    with beside(broken) as result, pytest.raises(type(error), match=str(error)):
        result()


def test_what_is_not_asked_for_ends_with_the_block() -> None:
    with beside(lambda: time.sleep(600)):
        pass


SCRIPT = """
    import os, time
    from pipeline.batch import beside
    with beside(lambda: time.sleep(600)) as result:
        print("ready", flush=True)
        result()
"""


@copies
@pytest.mark.parametrize("act", [lambda p: p.kill(), lambda p: p.send_signal(signal.SIGTERM)], ids=["killed", "ended"])
def test_a_copy_goes_when_its_process_goes(act: Callable[[subprocess.Popen[str]], None]) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(SCRIPT)], cwd=ROOT, stdout=subprocess.PIPE, text=True
    ) as program:
        assert program.stdout is not None
        assert program.stdout.readline() == "ready\n"
        copy = children(program.pid)
        assert len(copy) == 1
        act(program)
    until = time.monotonic() + 10
    while any(Path(f"/proc/{pid}").exists() for pid in copy) and time.monotonic() < until:
        time.sleep(0.02)
    assert not any(Path(f"/proc/{pid}").exists() for pid in copy)
