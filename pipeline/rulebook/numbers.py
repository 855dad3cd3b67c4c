"""The schema of rules/numbers.toml: number words, bounds, trends, counted nouns, and what is never a quantity.
Every rule that matches text carries its examples.
"""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from pipeline.model import Change, Frozen
from pipeline.rulebook.base import TextRule

WordKind = Literal["digit", "ten", "hundred", "scale", "fraction", "collective", "vague"]


class NumberWords(TextRule):
    """Words for numbers. ``kind`` says how they combine: a ``digit`` adds to a ``ten``, a ``scale`` multiplies, a
    ``fraction`` takes a count before it, a ``collective`` counts by itself ("a dozen"), a ``vague`` one spans from its
    value to ten times that ("thousands of").
    """

    kind: WordKind
    values: dict[str, float] = Field(min_length=1)


class ScaleLetters(TextRule):
    """Letters behind the digits that multiply: "40K", "$2bn". ``needs`` says where they count: ``always``; behind
    ``money``; or where a unit or counted ``noun`` or money stands beside.
    """

    values: dict[str, float] = Field(min_length=1)
    needs: Literal["always", "money", "noun"] = "always"
    apart: bool = False


class Multiple(TextRule):
    """Words that are multipliers by themselves ("triple", "twofold"). With ``followed_by`` or ``preceded_by`` they
    count only beside one of these words; ``not_before`` always forbids.
    """

    values: dict[str, float] = Field(min_length=1)
    followed_by: tuple[str, ...] = ()
    preceded_by: tuple[str, ...] = ()
    not_before: tuple[str, ...] = ()


class Bound(TextRule):
    """Words that make a number a bound or an approximation, ``before`` or ``after`` it; ``glued`` ones stand right
    behind digits or unit ("400+"). ``change`` is what it becomes; ``approx`` marks words that only blur.
    """

    change: Change
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()


class Trend(TextRule):
    """Words of rise and fall right before a number: ``verbs`` may take "by" or "to", ``words`` neither."""

    change: Change
    verbs: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
    fillers: tuple[str, ...] = ()


class Never(TextRule):
    """A family of numbers that measure nothing: names, versions, times of day. ``way`` names the check that finds it;
    ``words`` are its data, ``except_before`` words that turn the check off when they stand right after the number.
    """

    way: Literal[
        "glued",
        "name",
        "designator",
        "chain",
        "clock",
        "slash",
        "reference",
        "list-marker",
        "address",
        "year",
        "ordinal",
        "phrase",
        "score",
        "capital",
    ]
    words: tuple[str, ...] = ()
    after: tuple[str, ...] = ()


class Resolution(TextRule):
    """Picture sizes: ``lines`` such as "1080p", ``names`` such as "4K" with their lines, ``times`` the signs between
    width and height.
    """

    lines: tuple[str, ...] = ()
    names: dict[str, float] = {}
    times: tuple[str, ...] = ()
    cues: tuple[str, ...] = ()


class NounRules(TextRule):
    """How counted nouns are found: ``stop`` words end a noun phrase, ``plural`` maps irregular plurals to singulars,
    ``plain`` nouns have no other form; ``joins`` are words that may follow the head and lead to a better one.
    """

    stop: tuple[str, ...]
    verbs: tuple[str, ...] = ()
    plural: dict[str, str] = {}
    plain: tuple[str, ...] = ()
    dropped: tuple[str, ...] = ()
    of: tuple[str, ...] = ()
    reach: int = Field(default=5, ge=1, le=12)


class OneRule(TextRule):
    """When the word "one" counts: not behind ``not_after``, not before ``not_before``."""

    not_after: tuple[str, ...] = ()
    not_before: tuple[str, ...] = ()


class RangeRule(TextRule):
    """What joins two numbers to a range: ``signs`` (dashes), ``words`` ("to"), and ``pairs`` (opening word, joining
    word): "between … and".
    """

    signs: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    pairs: tuple[tuple[str, str], ...] = ()


class ListRule(TextRule):
    """What joins numbers that share a unit ("18, 32 or 40 cores")."""

    signs: tuple[str, ...] = ()
    words: tuple[str, ...] = ()


class NumberRules(Frozen):
    """The whole of rules/numbers.toml."""

    word: tuple[NumberWords, ...] = ()
    letters: tuple[ScaleLetters, ...] = ()
    multiple: tuple[Multiple, ...] = ()
    bound: tuple[Bound, ...] = ()
    trend: tuple[Trend, ...] = ()
    never: tuple[Never, ...] = ()
    resolution: tuple[Resolution, ...] = ()
    noun: tuple[NounRules, ...] = ()
    one: tuple[OneRule, ...] = ()
    range: tuple[RangeRule, ...] = ()
    list: tuple[ListRule, ...] = ()
