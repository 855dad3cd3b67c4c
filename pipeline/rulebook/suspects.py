"""The schema of rules/suspects.toml: thresholds and words of each kind of likely error.
Every rule that matches text carries its examples; every default here is neutral: it suspects nothing.
"""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from pipeline.model import Frozen
from pipeline.rulebook.base import Rule, TextRule


class PresentRule(TextRule):
    """Words of presentness that an older date must not stand beside.

    A cue of ``words`` opens the phrase; where ``nouns`` are given, one of them must follow within ``reach`` words; the
    date follows within ``gap`` words of what came before, and none of ``blockers`` in between; ``links`` continue a
    noun ("the market *for* accelerators"). In examples the date
    stands in brackets as ``[YYYY-MM]``, and the article is of ``seen_from``.
    """

    words: tuple[str, ...] = Field(min_length=1)
    nouns: tuple[str, ...] = ()
    reach: int = Field(default=4, ge=0, le=12)
    gap: int = Field(default=1, ge=0, le=6)
    blockers: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
    seen_from: str


class Anachronism(Frozen):
    """``old_days``: how much older than the article a date must be; ``anchors``: attributes whose dates place an
    article that has none; ``past_plan_days``: how long past a planned day may lie; ``past_plan_words`` tell of plans
    as plans; ``granularities`` of dates precise enough to be wrong; ``future_days``: how far a fact may lie ahead.
    """

    old_days: int = 0
    past_plan_days: int = 0
    future_days: int = 0
    anchors: tuple[str, ...] = ()
    event_attributes: tuple[str, ...] = ()
    past_plan_words: tuple[str, ...] = ()
    granularities: tuple[str, ...] = ()
    present: tuple[PresentRule, ...] = ()


class Slips(Frozen):
    """What numbers must look like to be each other's slip.

    ``digits``: significant digits that the same number must have where one origin alone stands against it; ``powers``:
    powers of ten that a scale slips by, ``far_power`` the least that nothing grows by, ``telling`` the significant
    digits that growth does not keep, ``rounded`` the most of a number that its rounding may be, for its digits still to
    be those of another; ``swap_digits``: digits a number needs before one of them may be called changed; ``several``:
    origins that make the other side sure, ``many`` those that outweigh a dispute in the last digit; ``year_events``:
    attributes of which the year alone may slip, and an event is news in an article written at most ``news_days`` before
    or after it. ``usual_subjects``: how many other subjects show what an attribute usually is, and ``usual_decades``
    how many powers of ten around their middle are usual; the smallest and the largest value of ``range_subjects`` are
    telling too, and ``range_decades`` beyond them is far. ``swapped_digits`` are the fewest that are spoken of at all:
    enough where two neighbours are swapped, or where several origins state the other number.
    """

    digits: int = Field(default=99, ge=1)
    powers: tuple[int, ...] = ()
    swap_digits: int = Field(default=99, ge=2)
    several: int = Field(default=2, ge=2)
    year_events: tuple[str, ...] = ()
    usual_subjects: int = Field(default=10_000, ge=1)
    usual_decades: float = Field(default=0.0, ge=0)
    swapped_digits: int = Field(default=99, ge=2)
    far_power: int = Field(default=99, ge=1)
    telling: int = Field(default=99, ge=1)
    range_subjects: int = Field(default=10_000, ge=1)
    range_decades: float = Field(default=99.0, ge=0)
    many: int = Field(default=99, ge=2)
    news_days: int = Field(default=0, ge=0)
    rounded: float = Field(default=0.0, ge=0, le=1)


class Implausible(Frozen):
    """``sure``: how many times beyond what the attribute can be makes it an error; ``years``: first and last year that
    an event can have; ``doubt``: below this confidence the reading is doubted, not the source, and so it is where one
    article has as many impossible values of one attribute as ``misread``; under the conditions ``whole`` a value may be
    that of something larger.
    """

    sure: float = Field(default=1e300, ge=1)
    years: tuple[int, int] = (1, 9999)
    doubt: float = Field(default=0.0, ge=0, le=1)
    misread: int = Field(default=1000, ge=1)
    whole: tuple[str, ...] = ()


class Baseline(Frozen):
    """``origins``: how many must give the multiplier another baseline before one that differs is suspect;
    ``subject_least``: the least multiplier that two related subjects do not share by accident.
    """

    origins: int = Field(default=99, ge=1)
    attributes: tuple[str, ...] = ()
    subject_least: float = Field(default=1e300, ge=1)


class Passage(Frozen):
    """A paragraph of at least ``words`` words whose runs stand in an earlier one to the share ``containment``."""

    words: int = Field(default=10_000, ge=5)
    containment: float = Field(default=1.0, gt=0, le=1)


class CreditRule(TextRule):
    """A phrase that credits a source; ``pattern`` has ``{source}`` where its name stands. Examples mark the name
    with brackets: ``"according to [Reuters], …"``.
    """

    pattern: str


class Credit(Frozen):
    """When two sentences are one: at least ``words`` words, shared to the degree ``containment``."""

    words: int = Field(default=10_000, ge=3)
    containment: float = Field(default=1.0, gt=0, le=1)
    phrase: tuple[CreditRule, ...] = ()


class Outlier(Frozen):
    """``origins``: how many must agree; ``far``: the share by which a number, ``far_days`` by which a date must miss
    them; ``sure``: the factor beyond which it is nearly surely wrong.
    """

    origins: int = Field(default=99, ge=2)
    far: float = Field(default=1e300, gt=0)
    far_days: int = Field(default=10_000_000, ge=1)
    sure: float = Field(default=1e300, ge=1)


class ConfusionGroup(Rule):
    """Attributes that writers take for one another."""

    attributes: tuple[str, ...] = Field(min_length=2)


class Confusion(Frozen):
    """``origins``: how many must give the figure to the other attribute."""

    origins: int = Field(default=99, ge=1)
    group: tuple[ConfusionGroup, ...] = ()


class CurrencySlip(Frozen):
    """``sure``: a conversion off by more than this share of the sum is nearly surely wrong."""

    sure: float = Field(default=1e300, gt=0)


class NameSlip(Frozen):
    """``shared``: how many values two names must share where a letter or digit differs; ``swapped``: where two are
    swapped. ``digits`` a value needs to count; ``designator`` digits a designator needs to be looked for in the words.
    """

    shared: int = Field(default=99, ge=1)
    swapped: int = Field(default=99, ge=1)
    designator: int = Field(default=99, ge=1)
    digits: int = Field(default=99, ge=1)


class SpanRule(TextRule):
    """A stretch of years told in words beside the year it began in: ``"a decade since {year}"``.

    ``pattern`` has the groups ``count`` (a number or a word of ``numbers``) and ``year``. In examples the article is of
    ``seen_from``; those of ``not_examples`` are not matched or do fit. The pattern is tried only on paragraphs that
    hold one of the lower-case ``words``, which saves time.
    """

    pattern: str
    words: tuple[str, ...] = Field(min_length=1)
    seen_from: str


class NumberWord(Rule):
    """A word for a number of years."""

    words: tuple[str, ...] = Field(min_length=1)
    years: float


class Figures(Frozen):
    """How figures are written in the patterns of changes: ``number`` and ``unit`` are patterns, ``signs`` currency
    signs, ``scales`` words that multiply, ``counts`` words for small numbers.
    """

    number: str = r"\d+"
    unit: str = r"[^\W\d_]+"
    signs: str = "$"
    scales: dict[str, float] = Field(default_factory=dict)
    counts: dict[str, float] = Field(default_factory=dict)


class ChangeRule(TextRule):
    """A change told with both its ends, or a total with its parts.

    ``pattern`` holds ``{a}`` and ``{b}`` once, and the figure that ``told`` names: ``{percent}``, ``{gap}``, or ``b``
    itself beside a ``{count}``. It is tried only on articles that hold one of the lower-case ``words``. Examples are
    read and do not fit; those of ``not_examples`` are not read, or fit.
    """

    pattern: str
    words: tuple[str, ...] = Field(min_length=1)
    told: Literal["percent", "gap", "b"]


class GapRule(TextRule):
    """A difference to another thing, which is named right behind: ``pattern`` holds ``{gap}``. It is tried only on
    articles that hold one of the lower-case ``words``.
    """

    pattern: str
    words: tuple[str, ...] = Field(min_length=1)


class Arithmetic(Frozen):
    """``tolerance``: the share that rounding and loose talk may make up, ``ratio_tolerance`` the share of the change
    that they may in a multiplier, ``change_tolerance`` of a difference or a total, and ``rounded`` the most that
    trailing zeros of a told change are taken as its rounding; ``years`` and ``years_share``: the same of spans of
    years. ``ratio`` attributes have ratios that their operands must give; ``total`` attributes add up over the
    accelerators of a system; ``restated`` is what may stand between a value and the same value in another unit;
    ``single`` attributes have one value in one article, and two within a factor of ``twice`` contradict; a value beside
    the lower-case words ``more`` a multiplier may be meant as so much more, "half as much again"; a value right behind
    the lower-case words ``difference_before``, or followed by those of ``difference_behind`` with at most one word
    between, is a difference.
    """

    tolerance: float = Field(default=1e300, ge=0)
    ratio_tolerance: float = Field(default=1e300, ge=0)
    rounded: float = Field(default=0.0, ge=0, le=1)
    years: float = Field(default=1e300, ge=0)
    years_share: float = Field(default=1e300, ge=0)
    ratio: tuple[str, ...] = ()
    total: tuple[str, ...] = ()
    restated: tuple[str, ...] = ()
    single: tuple[str, ...] = ()
    twice: float = Field(default=1.0, ge=1)
    more: tuple[str, ...] = ()
    difference_before: tuple[str, ...] = ()
    difference_behind: tuple[str, ...] = ()
    number: tuple[NumberWord, ...] = ()
    span: tuple[SpanRule, ...] = ()
    change_tolerance: float = Field(default=1e300, ge=0)
    figures: Figures = Figures()
    change: tuple[ChangeRule, ...] = ()
    gap: tuple[GapRule, ...] = ()


class SuspectRules(Frozen):
    """The whole of rules/suspects.toml."""

    anachronism: Anachronism = Anachronism()
    slips: Slips = Slips()
    implausible: Implausible = Implausible()
    baseline: Baseline = Baseline()
    passage: Passage = Passage()
    credit: Credit = Credit()
    outlier: Outlier = Outlier()
    confusion: Confusion = Confusion()
    currency: CurrencySlip = CurrencySlip()
    name: NameSlip = NameSlip()
    arithmetic: Arithmetic = Arithmetic()
