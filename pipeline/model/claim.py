"""A claim: one statement in one article, with who says it, how firmly, and the exact words that say it.
The fields are told in docs/claims.md; ``article.text[start:end] == quote`` always holds.
"""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

from pipeline.model.article import Article
from pipeline.model.base import Frozen
from pipeline.model.measure import DateMention
from pipeline.model.value import Value


class Modality(StrEnum):
    """How firmly something is said."""

    ASSERTED = "asserted"
    REPORTED = "reported"
    CLAIMED = "claimed"
    PLANNED = "planned"
    RUMOURED = "rumoured"
    NEGATED = "negated"


class Normalized(Frozen):
    """A number in its attribute's own unit; an end is None where the bound is open."""

    low: float | None
    high: float | None
    unit: str


class Claim(Frozen):
    """Subject, attribute, value, and everything needed to trust them.

    ``value_start``/``value_end`` span just the value's own words inside the quote.
    """

    id: str
    article: str
    subject: str
    subject_type: str
    attribute: str
    value: Value
    qualifiers: dict[str, str] = {}
    attribution: str = ""
    modality: Modality = Modality.ASSERTED
    quote: str
    start: int
    end: int
    value_start: int
    value_end: int
    normalized: Normalized | None = None
    origin: str = ""
    rules: tuple[str, ...] = ()
    confidence: float = 1.0


class LightClaim(NamedTuple):
    """A :class:`Claim`, field by field and without checks, a tenth of its size and cost: for a million of them."""

    id: str
    article: str
    subject: str
    subject_type: str
    attribute: str
    value: Value
    qualifiers: dict[str, str]
    attribution: str
    modality: Modality
    quote: str
    start: int
    end: int
    value_start: int
    value_end: int
    normalized: Normalized | None
    origin: str
    rules: tuple[str, ...]
    confidence: float


AnyClaim = Claim | LightClaim
"""A claim, however heavy."""


class Reading(Frozen):
    """All that one article gave: the article itself, its claims in order of place, and its date expressions."""

    article: Article
    claims: tuple[Claim, ...] = ()
    dates: tuple[DateMention, ...] = ()
