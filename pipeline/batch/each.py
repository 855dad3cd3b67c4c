"""One item at a time: in this process, and what becomes of an item that cannot be done, here or anywhere.
Nobody can kill what hangs in this process: a limit of time interrupts between two steps of Python, memory has none.
"""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any, TypeVar

from pipeline.batch.limits import Limits, too_long
from pipeline.batch.worker import in_words
from pipeline.errors import SpecledgerError

In = TypeVar("In")
Out = TypeVar("Out")


class _TimeIsUp(BaseException):
    """Not an Exception, so that no step of the function takes it for one of its own."""


def one_by_one(
    make: Callable[[], Callable[[In], Out]],
    items: Iterable[In],
    casualty: Callable[[In, str], Out] | None,
    limits: Limits,
) -> Iterator[Out]:
    """The function applied here, to each item as it comes; it is made when there is a first."""
    function: Callable[[In], Out] | None = None
    for item in items:
        function = function or make()
        if casualty is None:
            yield function(item)
            continue
        try:
            with _interrupted_after(limits.seconds):
                result = function(item)
        except _TimeIsUp:
            result = casualty(item, too_long(limits))
        except MemoryError:
            result = casualty(item, "it needed more memory than there is")
        except Exception as error:
            result = casualty(item, in_words(error))
        yield result


def fallen(item: In, error: BaseException, casualty: Callable[[In, str], Out] | None) -> Out:
    """What stands for an item that could not be done; raises ``error`` where nothing is to stand for it."""
    if casualty is None:
        raise error
    return casualty(item, in_words(error))


def fatal(reason: str) -> SpecledgerError:
    """The error for an item that ended its process, where nothing is to stand for it."""
    return SpecledgerError(
        f"one item could not be done: {reason}", remedy="leave it out, or raise the limits in rules/batch.toml"
    )


@contextmanager
def _interrupted_after(seconds: float) -> Iterator[None]:
    """Raises _TimeIsUp in the block, where alarms can be set at all and nobody else has set one."""
    able = hasattr(signal, "setitimer") and threading.current_thread() is threading.main_thread()
    if not able or signal.getsignal(signal.SIGALRM) not in (signal.SIG_DFL, _ring):
        yield
        return
    signal.signal(signal.SIGALRM, _ring)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, signal.SIG_DFL)


def _ring(_signal: int, _frame: FrameType | None) -> Any:
    raise _TimeIsUp
