"""The schema of rules/verdicts.toml: tolerances, hierarchies of values, and reasons that reconcile.
Every rule that matches text carries its examples; every default here is neutral: it widens and merges nothing.
"""

from __future__ import annotations

from pydantic import Field

from pipeline.model import Frozen
from pipeline.rulebook.base import Rule, TextRule


class OriginRules(Frozen):
    """When two articles, or two passages, are one voice.

    ``shingle`` words make one piece of text to compare; an article whose pieces stand in another to the share
    ``copy_containment`` is its copy, a paragraph of at least ``passage_words`` words to the share
    ``passage_containment`` is quoted from it. Texts with fewer than ``copy_shingles`` pieces are copies only when
    identical. A batch of more than ``sample_above`` characters keeps one piece in ``sample``.
    ``generic_sources`` credit nobody in particular, ``generic_authors`` sign for a whole desk, and an outlet with one
    of ``personal_outlets`` in its name is one person where no author is named. ``house_words`` make an outlet the voice
    of the company before them ("Acme Newsroom").
    """

    shingle: int = Field(default=5, ge=2, le=12)
    copy_containment: float = Field(default=1.0, gt=0, le=1)
    copy_shingles: int = Field(default=20, ge=1)
    passage_containment: float = Field(default=1.0, gt=0, le=1)
    passage_words: int = Field(default=1000, ge=5)
    sample: int = Field(default=1, ge=1)
    sample_above: int = Field(default=0, ge=0)
    generic_sources: tuple[str, ...] = ()
    generic_authors: tuple[str, ...] = ()
    personal_outlets: tuple[str, ...] = ()
    house_words: tuple[str, ...] = ()


class PrecisionRules(Frozen):
    """How far two stated numbers may lie apart and still be one, as shares of the value.

    ``equal``: how far the finer may lie from the coarser for both to count as the same value; ``wide``: the most that
    trailing zeros are taken as rounding; ``cut_off``: digits dropped instead of rounded; ``about``: beside "about",
    "nearly", "roughly". ``event_days``: days that an event's date may shift between time zones.
    """

    equal: float = Field(default=0.0, ge=0, le=0.5)
    wide: float = Field(default=0.0, ge=0, le=0.5)
    cut_off: float = Field(default=0.0, ge=0, le=0.5)
    about: float = Field(default=0.0, ge=0, le=0.5)
    event_days: int = Field(default=0, ge=0)


class Essential(Rule):
    """Qualifiers without which a value of these attributes says too little to contradict another; ``"*_ratio"``
    stands for all ratios. ``unknown`` lists qualifier values that are none ("predecessor"). It holds of subjects of
    these ``types``, where any are given, and of claims whose qualifiers have the values in ``having``.
    """

    attributes: tuple[str, ...]
    keys: tuple[str, ...]
    unknown: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    having: dict[str, tuple[str, ...]] = {}


class ConditionWord(Rule):
    """Further spellings of one qualifier value: ``also`` means ``value`` for ``key``."""

    key: str
    value: str
    also: tuple[str, ...] = Field(min_length=1)


class TextRules(Frozen):
    """``longer``: attributes whose values stay the same kind of thing when words are added behind."""

    longer: tuple[str, ...] = ()


class SameText(TextRule):
    """Text values of ``attributes`` that say the same. Examples are written ``"A = B"``."""

    attributes: tuple[str, ...]
    texts: tuple[str, ...] = Field(min_length=2)


class Within(TextRule):
    """A broad text value and the narrow ones inside it. Examples are written ``"narrow < broad"``."""

    attributes: tuple[str, ...]
    broad: str
    narrow: tuple[str, ...] = Field(min_length=1)


class Maker(TextRule):
    """Words that stand before a text value without changing it ("TSMC" before "N3E"). Examples: ``"A = B"``."""

    attributes: tuple[str, ...]
    words: tuple[str, ...] = Field(min_length=1)


class FactorReason(TextRule):
    """Two values that differ by one of ``factors`` (within ``tolerance``) are reconciled where a cue of ``words``
    stands in either sentence, or paragraph where ``paragraph``; with ``words`` empty the factor alone is enough. Where
    ``units`` are given both must be stated in one of them, and where ``multiple_of`` is, the smaller must be a
    multiple. ``sentence`` tells the reader.
    """

    name: str
    attributes: tuple[str, ...] = ()
    dimensions: tuple[str, ...] = ()
    factors: tuple[float, ...] = Field(min_length=1)
    tolerance: float = Field(ge=0, le=0.1)
    words: tuple[str, ...] = ()
    paragraph: bool = False
    units: tuple[str, ...] = ()
    multiple_of: float = Field(default=0.0, ge=0)
    sentence: str


class Kin(Rule):
    """Counts that are told of a house or of its series of ``types``, meaning the same."""

    attributes: tuple[str, ...] = Field(min_length=1)
    types: tuple[str, ...] = Field(min_length=1)


class MoneyRules(Frozen):
    """How amounts of different currencies meet.

    ``tolerance`` is the share that fixings differ by, ``rounded`` the most of a sum that its trailing zeros hide;
    ``near_days`` how far from an article's own date its rate may be taken; ``history_days`` how far back a rate may
    explain an old conversion; ``regional`` attributes have a value of their own in each currency. ``beside`` is what
    may stand between a sum and its conversion.
    """

    tolerance: float = Field(default=0.0, ge=0, le=0.2)
    rounded: float = Field(default=0.0, ge=0, le=0.5)
    near_days: int = Field(default=0, ge=0)
    history_days: int = Field(default=0, ge=0)
    regional: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()


class TimeRules(Frozen):
    """``as_of_days``: so many days lie between two statements of a fluctuating value before time explains them.
    ``moving`` attributes have another value each day: a year's value may be that of its April. The others add up over
    a time, so that a year and its first quarter have nothing in common.
    """

    as_of_days: int = Field(default=0, ge=0)
    moving: tuple[str, ...] = ()


class VerdictRules(Frozen):
    """The whole of rules/verdicts.toml."""

    origins: OriginRules = OriginRules()
    precision: PrecisionRules = PrecisionRules()
    money: MoneyRules = MoneyRules()
    time: TimeRules = TimeRules()
    texts: TextRules = TextRules()
    essential: tuple[Essential, ...] = ()
    condition_word: tuple[ConditionWord, ...] = ()
    same: tuple[SameText, ...] = ()
    within: tuple[Within, ...] = ()
    maker: tuple[Maker, ...] = ()
    reason: tuple[FactorReason, ...] = ()
    kin: tuple[Kin, ...] = ()
