"""The schema of rules/dates.toml: the words of dates, and which days each of them means.
Every rule that matches text carries its examples, read as in an article of 20 May 2026.
"""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from pipeline.model import Frozen
from pipeline.rulebook.base import TextRule

DateKind = Literal[
    "month", "weekday", "season", "part", "ordinal", "letter", "span", "day", "shift", "ago", "side", "decade", "feast"
]


DateWay = Literal[
    "future",
    "before-year",
    "fiscal",
    "range",
    "open",
    "future-behind",
    "future-fronted",
    "ending",
    "rolling",
    "about",
    "era",
]


class DateWords(TextRule):
    """Words of one kind with what they mean, as whole numbers.

    ``month``: its number · ``weekday``: 0 for Monday · ``season``: first and last month · ``part`` of a year: first and
    last month · ``ordinal``: its number · ``letter`` before a number: how many such parts a year has · ``span``: a unit
    of the calendar, its length in days and in months · ``day``: days from today · ``shift``: -1 last, 0 this, 1 next,
    with a second 1 the stretch that ends today · ``ago``: -1, or 1 for "from now" · ``side``: -1 "earlier", 1 "later" ·
    ``feast``: month and day, or month, weekday, which of them (-1: the last) and how many days behind it. ``capital``
    words count only with a capital; a ``noun`` of a part is none of "in" or "this year" ("to start in 2027", "to start
    this year").
    """

    kind: DateKind
    values: dict[str, tuple[int, ...]] = Field(min_length=1)
    capital: bool = False
    noun: bool = False


class DateCues(TextRule):
    """Words that decide how a date near them is meant; ``way`` says how.

    ``future`` before a date without a year: the coming one is meant · ``before-year``: four digits behind are a year
    whatever follows · ``fiscal`` words before a year · ``range`` words join two dates · ``open`` words begin a range ·
    ``future-behind`` right behind a date, as ``future`` before it · ``future-fronted`` in the clause that a date opens,
    with none of ``unless`` between · ``ending`` words between a stretch and its last day
    ("week ending") · ``rolling`` words before "the last year" make it the stretch that ends today ("over") · ``about``
    words between "in" and "three weeks" · ``era`` words that a hyphen joins to a year ("2024-era"). ``unless``
    are two words of which the first is a ``future`` word and not meant so: "next to". ``reach`` is how many words back
    such a word counts (0: ``cue_reach``), and only for months and days of them where ``weekdays`` is false: "launches
    on Tuesday" may tell what happened. Behind a word that ``begins`` something, "in three weeks" is a date.
    """

    way: Literal[
        "future",
        "before-year",
        "fiscal",
        "range",
        "open",
        "future-behind",
        "future-fronted",
        "ending",
        "rolling",
        "about",
        "era",
    ]
    words: tuple[str, ...] = Field(min_length=1)
    unless: tuple[str, ...] = ()
    reach: int = Field(default=0, ge=0, le=40)
    weekdays: bool = True
    begins: bool = False


class NotDate(TextRule):
    """Words behind or before (``followed_by``) which four digits are no year; ``tests`` may stand behind words of
    ``over``, too, ``labels`` before a colon or in the cell before. Its ``examples`` hold no date, its ``not_examples``
    one.
    """

    words: tuple[str, ...] = ()
    followed_by: tuple[str, ...] = ()
    tests: tuple[str, ...] = ()
    over: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()


class DateRules(Frozen):
    """The whole of rules/dates.toml.

    Years outside ``first_year`` … ``last_year`` are no years, and outside ``bare_first`` … ``bare_last`` only behind a
    word like "in". In "5/6/2026" the month comes first where ``month_first``. ``cue_reach`` is how many words back a
    "will" counts; ``glue`` words stand inside dates ("third quarter of 2027").
    """

    first_year: int = 1900
    last_year: int = 2099
    bare_first: int = 1900
    bare_last: int = 2099
    month_first: bool = True
    cue_reach: int = Field(default=14, ge=1, le=40)
    openings: tuple[str, ...] = ()
    glue: tuple[str, ...] = ()
    words: tuple[DateWords, ...] = ()
    cue: tuple[DateCues, ...] = ()
    not_date: tuple[NotDate, ...] = ()
