"""Fixtures of the tests that start processes."""

from tests.batch.started import nothing_stays_behind

__all__ = ["nothing_stays_behind"]
