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
    value to ten times that ("thousands of"). A bare half counts before ``followed_by``; ``not_after`` always forbids.
    """

    kind: WordKind
    values: dict[str, float] = Field(min_length=1)
    followed_by: tuple[str, ...] = ()
    not_after: tuple[str, ...] = ()


class ScaleLetters(TextRule):
    """Letters behind the digits that multiply: "40K", "$2bn".

    Those that need a ``noun`` count behind money, or before a unit of one of ``dimensions``; ``apart`` ones may stand
    off the digits ("8 B people").
    """

    values: dict[str, float] = Field(min_length=1)
    needs: Literal["always", "noun"] = "always"
    apart: tuple[str, ...] = ()
    dimensions: tuple[str, ...] = ()


class Multiple(TextRule):
    """Words that are multipliers by themselves ("triple", "twofold"). With ``followed_by`` or ``preceded_by`` they
    count only beside one of these words; ``not_before`` and ``not_after`` always forbid.
    """

    values: dict[str, float] = Field(min_length=1)
    followed_by: tuple[str, ...] = ()
    preceded_by: tuple[str, ...] = ()
    not_before: tuple[str, ...] = ()
    not_after: tuple[str, ...] = ()


class Bound(TextRule):
    """Words that make a number a bound or an approximation, ``before`` or ``after`` it; ``change`` says which.

    Last words of ``no_article`` bound nothing before "a" ("over a 35-hour run"); where one of ``leads_on`` stands
    behind words of ``after``, these open what is said next ("1.2 exaflops and more than 300 petaflops").
    """

    change: Change
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    no_article: tuple[str, ...] = ()
    leads_on: tuple[str, ...] = ()


class Trend(TextRule):
    """Words of rise and fall right before a number. ``verbs`` may take one of ``links`` ("by") and ``fillers``
    ("sharply") in between; ``linked`` verbs count only with "by" or "to", and before "by" up to ``reach`` words may say
    what it was that moved; ``words`` stand right before the number, and are particles behind the verbs ``particle_of``
    ("takes up 750 mm²"). Those ``behind`` a step count at the end of the
    phrase, or where one of ``follows`` stands next ("4% higher on Friday").
    """

    change: Change
    verbs: tuple[str, ...] = ()
    linked: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    particle_of: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
    fillers: tuple[str, ...] = ()
    behind: tuple[str, ...] = ()
    follows: tuple[str, ...] = ()
    reach: int = Field(default=2, ge=0, le=8)


class Never(TextRule):
    """A family of numbers that measure nothing: names, versions, times of day. ``way`` names the check that finds it,
    ``words`` are its data. Behind a ``name`` also digits with one of ``letters`` glued on belong to it; ``glued``
    ones are those of f-numbers ("f/2.8"). Only a number under ``below`` can be a note in brackets, or an age.
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
        "designation",
        "aside",
    ]
    words: tuple[str, ...] = ()
    letters: tuple[str, ...] = ()
    below: float = float("inf")


class Resolution(TextRule):
    """Picture sizes: ``heights`` with ``lines`` letters ("1080p"), ``names`` such as "4K" with their lines, ``times``
    the signs between width and height, ``pixels`` the words that may follow.

    Behind a name, ``cues`` decide for a picture and ``not_cues`` for a count, as ``not_leads`` do a few words before.
    """

    lines: tuple[str, ...] = ()
    heights: tuple[int, ...] = ()
    names: dict[str, float] = {}
    times: tuple[str, ...] = ()
    pixels: tuple[str, ...] = ()
    cues: tuple[str, ...] = ()
    not_cues: tuple[str, ...] = ()
    not_leads: tuple[str, ...] = ()


class NounRules(TextRule):
    """How counted nouns are found: ``stop`` words and ``verbs`` end a noun phrase, ``plural`` maps irregular plurals to
    singulars, ``endings`` does so for the last part of a word ("fishermen"), ``plain`` words end in s (or in one of the
    endings) without being plurals, ``collective`` ones are plurals without it, ``never_head`` words are no nouns,
    ``of`` words may follow "one of". ``reach`` is the longest phrase, in words. Records name the positive of
    ``adjectives`` ("small" for "smaller") and of the ``irregular`` ones; behind these and the ``describing`` ones the
    form of a verb is a noun ("new measures").
    """

    stop: tuple[str, ...]
    verbs: tuple[str, ...] = ()
    plural: dict[str, str] = {}
    endings: dict[str, str] = {}
    plain: tuple[str, ...] = ()
    collective: tuple[str, ...] = ()
    never_head: tuple[str, ...] = ()
    of: tuple[str, ...] = ()
    adjectives: tuple[str, ...] = ()
    describing: tuple[str, ...] = ()
    irregular: dict[str, str] = {}
    reach: int = Field(default=5, ge=1, le=12)


class OneRule(TextRule):
    """When the word "one" counts: not behind ``not_after``, not before ``not_before``; "one
    of" not behind ``not_of``.
    """

    not_after: tuple[str, ...] = ()
    not_of: tuple[str, ...] = ()
    not_before: tuple[str, ...] = ()


class RangeRule(TextRule):
    """What joins two numbers to a range: ``signs`` (dashes), ``words`` ("to"), and ``pairs`` (opening word, joining
    word): "between … and".

    Behind a verb of rise or fall two numbers with ``words`` between them, one ``level`` times the other or more, are a
    step and the level it led to: "rose 58 points to 16,369 points". So are always two where only the first is counted
    in ``steps``: "0.4 percentage points to 31.4 percent".
    """

    signs: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    pairs: tuple[tuple[str, str], ...] = ()
    level: float = 0.0
    steps: tuple[str, ...] = ()


class ListRule(TextRule):
    """What joins numbers that share a unit ("18, 32 or 40 cores"); ``parts`` join a smaller to a larger ("of"). Numbers
    below ``scale_below`` share the scale of the last, too ("eight- and 70-billion").
    """

    signs: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()
    scale_below: float = 0.0


class ImpliedRule(TextRule):
    """Nouns before which a number with a scale letter counts something unsaid: an "8B model" has so many parameters."""

    nouns: tuple[str, ...] = Field(min_length=1)
    unit: str


class LeadRule(TextRule):
    """Words right ``before`` or ``after`` a bare number that say what it measures: "aged 35", "65 or older" are years
    of age. So are up to ``highest`` of them behind one of ``who`` and one of ``sides``: "patients over 65".
    """

    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    who: tuple[str, ...] = ()
    sides: tuple[str, ...] = ()
    highest: float = 0.0
    unit: str


class EchoRule(TextRule):
    """A bare number behind one of ``after`` takes the unit of the nearest quantity before it in the same sentence, at
    most ``reach`` words back, where that is of one of ``dimensions``. Behind those of them that are ``owned`` an owner
    may stand ("over the M3's 8").
    """

    after: tuple[str, ...] = Field(min_length=1)
    dimensions: tuple[str, ...] = Field(min_length=1)
    reach: int = Field(default=20, ge=1, le=40)
    owned: tuple[str, ...] = ()


class NumberRules(Frozen):
    """The whole of rules/numbers.toml. ``minus`` words stand for a sign; ``comparatives`` follow "a third" ("more");
    those of ``amounts`` bound a time ("more than two years ago"), the others compare with one ("lower than two years
    ago"). ``freezing`` words behind degrees make them negative ("12 degrees below zero"). Counts of what is ``paired``
    share the bound of the first ("up to 6 cores / 12 threads").
    """

    minus: tuple[str, ...] = ()
    comparatives: tuple[str, ...] = ()
    amounts: tuple[str, ...] = ()
    freezing: tuple[str, ...] = ()
    paired: tuple[str, ...] = ()

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
    echo: tuple[EchoRule, ...] = ()
    lead: tuple[LeadRule, ...] = ()
    implied: tuple[ImpliedRule, ...] = ()
