"""Pipelines under other rules of running, where what is extracted stays the same.
Making an extractor takes longer than most tests, so they share one.
"""

from __future__ import annotations

from pipeline.api import Pipeline
from pipeline.ledger.stamps import TABLE_SECTIONS


def under(pipeline: Pipeline, **sections: object) -> Pipeline:
    """``pipeline`` with other sections of the rules, of which extraction asks for none, and with its extractor."""
    assert set(sections) <= {"batch", "ledger", *TABLE_SECTIONS}
    other = Pipeline(pipeline.rulebook.model_copy(update=sections), cluster=pipeline.cluster)
    other._extractor = pipeline.prepared()
    return other
