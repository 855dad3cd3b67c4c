"""Functions for worker processes, by what befalls them; they live in a module of their own, as processes import it."""

from __future__ import annotations

import os
import pickle
import re
import signal
import sys
import threading
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from pipeline.batch.remote import Equipment, work
from pipeline.batch.team import Answer
from pipeline.errors import InputError


def make(name: str, *arguments: object) -> Callable[[int], object]:
    """What a process calls once; ``name`` is a function of this module."""
    function = globals()[name]
    return partial(function, *arguments) if arguments else function


def make_nothing() -> Callable[[int], object]:
    raise InputError("no engine", where="here")


def make_dead() -> Callable[[int], object]:
    os._exit(3)


class Loaded:
    """A function that leaves marks: where it is loaded, where it is warmed up, and where it is called."""

    def __init__(self, folder: Path, threads: int) -> None:
        self._folder = folder
        self._mark("loaded")
        for _ in range(threads):
            threading.Thread(target=time.sleep, args=(600,), daemon=True).start()

    def warm_up(self) -> None:
        self._mark("warm")

    def __call__(self, number: int) -> int:
        self._mark("called")
        if number == 9 and (self._folder / "deadly").exists():
            (self._folder / "deadly").unlink()
            os.kill(os.getppid(), signal.SIGKILL)
            os._exit(1)
        return number * number

    def _mark(self, what: str) -> None:
        (self._folder / f"{what}.{os.getpid()}").touch()


def square(number: int) -> int:
    return number * number


def large(number: int) -> bytes:
    return bytes([number % 256]) * 200_000


def slowly(number: int) -> int:
    time.sleep(0.02)
    return number


def forever(_number: int) -> None:
    time.sleep(600)


def process_of(_number: int) -> int:
    return os.getpid()


class Stubborn:
    """Something that cannot be pickled."""

    def __reduce__(self) -> str:
        raise TypeError("stays at home")


class OwnError(Exception):
    """An error that pickles and then does not open: its signature is not its arguments."""

    def __init__(self, place: str, number: int) -> None:
        super().__init__(f"{place} {number}")


TROUBLE: dict[str, Callable[[], object]] = {
    "exit": lambda: os._exit(7),
    "leave": lambda: sys.exit("enough"),
    "segfault": lambda: os.kill(os.getpid(), signal.SIGSEGV),
    "killed": lambda: os.kill(os.getpid(), signal.SIGKILL),
    "loop": lambda: [None for _ in iter(int, 1)],
    "regex": lambda: re.match(r"(a+)+$", "a" * 40 + "b"),  # no step of Python in it: only the system can stop it
    "hog": lambda: [bytearray(1 << 24) for _ in range(100_000)],
    "unpicklable": Stubborn,
    "interrupt": lambda: os.kill(os.getpid(), signal.SIGINT),
    "terminate": lambda: os.kill(os.getpid(), signal.SIGTERM),
}


def troubled(kind: str, places: frozenset[int], number: int) -> object:
    """A square, but at some places trouble."""
    if number not in places:
        return number * number
    if kind == "raise":
        raise InputError("too large", where=str(number))
    if kind == "own":
        raise OwnError("here", number)
    TROUBLE[kind]()
    return Stubborn() if kind == "unpicklable" else number * number


def once(folder: Path, number: int) -> int:
    """Dies the first time, at every tenth item; every call leaves a mark."""
    mark = folder / f"{number}.{os.getpid()}"
    mark.touch()
    if number % 10 == 3 and len(list(folder.glob(f"{number}.*"))) == 1:
        os.kill(os.getpid(), signal.SIGKILL)
    return number * number


def deadly_work(equipment: Equipment, blobs: list[bytes]) -> list[Answer]:
    """The work of a cluster's machine, which the number 3 takes down."""
    if 3 in map(pickle.loads, blobs):
        os._exit(1)
    return work(equipment, blobs)


def alive(pid: int) -> bool:
    """Whether there is such a process."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True
