"""Holds back Python's search for circular rubbish while very many things are made that all stay.
Rules, engines and tables are such things; the search would look through all of them again and again.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def undisturbed() -> Iterator[None]:
    """Without the search, which costs a third of the time where millions of things are kept."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
