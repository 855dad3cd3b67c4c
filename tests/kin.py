"""Pipelines under other rules of running, where what is extracted stays the same, and the extractor of the shipped
rules. Making an extractor takes longer than most tests, so they share one.
"""

from __future__ import annotations

from functools import cache

from pipeline import api
from pipeline.api import Pipeline
from pipeline.extract import Extractor
from pipeline.ledger.stamps import TABLE_SECTIONS


@cache
def extractor() -> Extractor:
    """That of the shipped rules."""
    return Pipeline().prepared()


def keep_extractor() -> None:
    """Pipelines of the shipped rules get the one there is, though others were made of other rules meanwhile."""
    if extractor.cache_info().currsize:
        api._built[:] = [(Pipeline().rulebook, extractor())]


def under(pipeline: Pipeline, **sections: object) -> Pipeline:
    """``pipeline`` with other sections of the rules, of which extraction asks for none, and with its extractor."""
    assert set(sections) <= {"batch", "ledger", *TABLE_SECTIONS}
    other = Pipeline(pipeline.rulebook.model_copy(update=sections), cluster=pipeline.cluster)
    other._extractor = pipeline.prepared()
    return other
