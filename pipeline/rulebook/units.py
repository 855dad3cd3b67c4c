"""The schema of rules/units.toml: the surfaces of units, the name each is shown under, and what pint calls it.
Units with metric prefixes are written once, with ``{}`` where the prefix goes.
"""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from pipeline.model import Frozen
from pipeline.rulebook.base import Rule, TextRule
from pipeline.units.names import UnitNames, expand


class Prefix(Rule):
    """A metric or binary prefix: ``symbol`` as in "GB", ``word`` as in "gigabyte" (also its name for pint)."""

    symbol: str
    word: str


class Unit(TextRule):
    """One unit, or a family of units that differ only by prefix.

    ``name`` is shown to people and stands in every output; ``expression`` is the unit in pint's words, built from
    rules/units.txt; ``dimension`` names what it measures. ``symbols`` keep their case, ``words`` do not. Where
    ``prefixes`` are given (their symbols, ``""`` for none), ``{}`` in names and symbols stands for the prefix's symbol
    and in words and expression for its word. ``glued`` symbols count only right behind the digits ("5A", not "5 A").
    ``before`` lists surfaces that stand before the number ("$", "US$", "EUR"), ``before_scaled`` those that need a
    scale behind it ("PS6m"). ``counts`` marks countable things
    whose adjectives belong to them ("energy-efficient cores"); ``denominator`` the name after a slash ("s").
    ``record`` is the name in the records of the quantities command where it is another, with ``{}`` for the prefix's
    word. A symbol with ``digits`` counts only behind that many digits or fewer ("5X", but the processor "9950X").
    """

    name: str
    expression: str
    dimension: str
    symbols: tuple[str, ...] = ()
    glued: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    before: tuple[str, ...] = ()
    before_scaled: tuple[str, ...] = ()
    prefixes: tuple[str, ...] = ()
    counts: bool = False
    denominator: str = ""
    record: str = ""
    digits: int = 0


class UnitChoice(TextRule):
    """An ambiguous symbol right behind the digits: ``unit`` (a rule's id) is meant only where one of ``words`` stands
    within ``reach`` words on ``side``; else the letters are part of a name ("910C", "18A").
    """

    unit: tuple[str, ...]
    words: tuple[str, ...] = Field(min_length=1)
    side: Literal["before", "after", "both"] = "both"
    reach: int = Field(default=8, ge=1, le=20)


class UnitDetail(TextRule):
    """``words`` that may stand between a number and a unit of ``dimension`` to say how it was counted, at most
    ``reach`` of them, each with digits glued on or not ("FP8", "dense").
    """

    dimension: str
    words: tuple[str, ...] = Field(min_length=1)
    reach: int = Field(default=3, ge=1, le=6)


class UnitRules(Frozen):
    """The whole of rules/units.toml.

    ``per`` are the signs and words of division; ``per_article`` those that only units of ``per_article_over`` take: "a
    month", unless one of ``not_per_before`` follows ("a year ago"). Money is paid for ``paid_for`` nouns; where they
    stand in ``each`` they only say that the price is one piece's. ``vague_money`` currencies yield to a code behind the
    number ("$5 CAD"); units of ``half_dimensions`` take "half an" ("half an hour"). ``occurrences`` renames units that
    count events ("four times a week"); ``dimensions`` names quotients of dimensions.
    """

    per: tuple[str, ...] = ()
    per_article: tuple[str, ...] = ()
    per_article_over: tuple[str, ...] = ()
    not_per_before: tuple[str, ...] = ()
    paid_for: tuple[str, ...] = ()
    each: tuple[str, ...] = ()
    vague_money: tuple[str, ...] = ()
    occurrences: dict[str, str] = {}
    half_dimensions: tuple[str, ...] = ()
    square: tuple[str, ...] = ()
    cubic: tuple[str, ...] = ()
    dimensions: dict[str, str] = {}
    prefix: tuple[Prefix, ...] = ()
    unit: tuple[Unit, ...] = ()
    choice: tuple[UnitChoice, ...] = ()
    detail: tuple[UnitDetail, ...] = ()

    @property
    def names(self) -> UnitNames:
        """What :class:`pipeline.units.UnitSystem` needs of these rules, a user's additions among them."""
        words = {p.symbol: p.word for p in self.prefix}
        rows = list(expand((u.model_dump() for u in self.unit), words))
        return UnitNames({n: e for n, e, _ in rows}, {n: d for n, _, d in rows}, dict(self.dimensions))
