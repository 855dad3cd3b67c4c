"""One piece of work in a copy of this process, while this one goes on: the copy has at hand whatever this one has.
Only what comes out of it travels, so that should be little. Where no copy can be made, the work is done in turn.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from typing import BinaryIO, TypeVar

from pipeline.batch import wire
from pipeline.batch.copies import Copy, opened, outcome
from pipeline.model import in_turn

Out = TypeVar("Out")


@contextmanager
def beside(work: Callable[[], Out]) -> Iterator[Callable[[], Out]]:
    """Starts ``work`` in a copy of this process; the result, asked for in the block, comes as soon as it is there.

    The copy ends with the block, or with this process. If it dies, the work is done here. A process with several
    threads does the work in turn.

    >>> with beside(lambda: 144) as result:
    ...     result()
    144
    """

    def life(answers: BinaryIO) -> None:
        wire.send(answers, *outcome(work))

    copy = Copy.living(life)
    if copy is None:
        with in_turn(work) as result:
            yield result
        return
    try:
        yield cache(lambda: _result(copy, work))
    finally:
        copy.end()


def _result(copy: Copy, work: Callable[[], Out]) -> Out:
    """What came out of the copy; done here where it died. Raises what the work raised."""
    answer = copy.answer()
    if answer is None:
        return work()
    result: Out = opened(answer)
    return result
