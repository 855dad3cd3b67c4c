"""Limits of time and memory, kept by the operating system: it ends a process that breaks one, whatever code it is in.
Where a system lacks one of them (Windows has neither), that limit does not hold.
"""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

try:
    import resource
except ImportError:
    resource = None  # type: ignore[assignment]


@dataclass(frozen=True)
class Limits:
    """The limits of rules/batch.toml in a plain form, so that a worker need not load a schema to read them.

    ``seconds`` and ``megabytes`` an item may take, ``start_seconds`` a process may load; after ``items`` items or at
    ``resident`` megabytes a process is renewed.
    """

    seconds: float
    megabytes: int
    start_seconds: float
    items: int
    resident: int


_STATM = Path("/proc/self/statm")
_MEGABYTE = 1 << 20


@contextmanager
def fatal_after(seconds: float) -> Iterator[None]:
    """The process dies of SIGALRM if the block takes longer. No handler could do that: none runs inside a regex."""
    if not hasattr(signal, "setitimer"):
        yield
        return
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


def allow_memory(megabytes: int) -> None:
    """From now on this process gets that much more address space, and a MemoryError beyond it."""
    if resource is None:
        return
    own, _ = sizes()
    wanted = own + megabytes * _MEGABYTE
    with suppress(ValueError, OSError):  # a lower limit holds already, or the system keeps none
        soft, hard = resource.getrlimit(resource.RLIMIT_AS)
        if soft == resource.RLIM_INFINITY or soft > wanted:
            resource.setrlimit(resource.RLIMIT_AS, (wanted, hard))


def sizes() -> tuple[int, int]:
    """Address space and resident memory of this process in bytes; the largest so far where the system says no more."""
    with suppress(OSError, ValueError):
        space, resident = _STATM.read_text().split()[:2]
        page = resource.getpagesize()
        return int(space) * page, int(resident) * page
    if resource is None:
        return 0, 0
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss  # bytes where there is no /proc, as on a Mac
    return peak, peak


def too_long(limits: Limits) -> str:
    """The reason for an item that ran out of time."""
    return f"it took longer than {limits.seconds:g} s"


def too_large(limits: Limits) -> str:
    """The reason for an item that ran out of memory."""
    return f"it needed more than {limits.megabytes / 1024:.3g} GB of memory"
