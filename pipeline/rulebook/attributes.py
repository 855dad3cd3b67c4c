"""The schema of rules/attributes/*.toml: the attribute vocabulary, how each is recognised and compared.
An attribute is one table; adding one, or one more cue word to one, is a line in those files.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import Literal

from pydantic import Field

from pipeline.model import Frozen
from pipeline.rulebook.base import Rule, TextRule


class Plausible(Frozen):
    """What the attribute can be at all, in its own unit; an open end is left out."""

    low: float | None = None
    high: float | None = None


class OfLinks(Frozen):
    """Which ``attribute`` is meant of things whose nouns are among ``heads``, where none of the words in ``unless`` is
    said: a switch's bandwidth is that of its links. With ``units``, only values in one of these, which stand for
    rates: "a 51.2-terabit switch".
    """

    heads: tuple[str, ...]
    unless: tuple[str, ...]
    attribute: str
    units: dict[str, str] = Field(default_factory=dict)

    @cached_property
    def words(self) -> frozenset[str]:
        """The words of ``unless`` in small letters."""
        return frozenset(word.lower() for word in self.unless)


class LabelScales(Frozen):
    """What counts in a table are multiplied ``by`` for a letter in their label ("Parameters (B)"); ``unsaid`` holds
    without one for numbers ``below``.
    """

    by: dict[str, float] = {}
    unsaid: float = 1.0
    below: float = 0.0


class Attribute(TextRule):
    """One attribute of the vocabulary (docs/claims.md lists it).

    *Comparing*: ``unit`` is its own unit, ``conditions`` the qualifiers that must be equal before two values are
    compared, ``time`` how it behaves, ``plural`` whether several values naturally stand side by side, ``plausible``
    what it can be, ``plausible_of`` what it can be of things of a type that has limits of its own.

    *Recognising numbers*: a quantity whose dimension is in ``dimensions`` (or whose counted noun is in ``nouns``) can
    be this attribute; ``cues`` near it speak for that, ``after`` only when they follow it at once, ``before`` only when
    they stand shortly before, ``against`` anywhere near speak against. ``weak`` words are shared with
    other attributes and give way to the same figure said plainly elsewhere. ``prior`` is what the dimension alone is
    worth, ``prior_of`` what one of several is. ``follows`` names attributes it often stands right behind; units in
    ``not_units`` are never meant ("64-bit").
    ``otherwise`` names the attribute that its weak words mean of a thing that cannot carry it (a network's bandwidth),
    and of anything in ``otherwise_units`` ("51.2 Tb/s of bandwidth").
    ``ratio_cues`` are words that make a multiplier a ratio of this attribute ("cheaper" → price). ``values`` are
    regular expressions of text values, ``subjects`` the types of thing that carry it,
    ``focus`` those that may carry it without being named in the sentence. ``counted``: a name inside the counted noun
    phrase ("560,000 Zhenwu units") is the subject; false where it is what is counted ("128 M890 accelerators").
    ``revised``: an earlier value is the same thing's own ("now $1,699, up from $1,599").

    ``of_memory``: a change told of memory with a general word ("its memory is 28% faster") is of this attribute.

    ``not_nouns`` look counted and are not ("2,900 single-core"); ``not_of`` are beginnings of words that, before the
    noun, say that something else is counted ("four HBM3 chips"); ``headings`` are labels that mean it in a table alone,
    ``lead_cues`` words that mean it above a list alone ("roadmap"),
    ``label_scales`` what its bare numbers there are counted in;
    ``in_pods``: told of "a pod" of the chips in mind it is theirs;
    ``tool``: what it was got with is its subject ("85 fps with the X100"); ``housed``: beside a chip that a device is
    said to have it is the device's ("the laptop has an X100, 16 GB of memory and a 1 TB drive"); ``stacked``: told of
    one stack of memory it is not that of the chip beside it; ``sited``: a plant has it too, told of as its firm's.

    ``of_dies``: beside a card it is still that of the die named behind it ("the X100 with the XD102 die of 600 mm²").

    ``of_links`` says which attribute is meant of a thing that links others.

    ``goes_into`` is true of money that goes into what "in" leads: that one does not spend it.
    ``joined_by`` are the nouns of what only joins the things counted: "72 GPUs, linked by an X100 switch".
    ``one_most`` says for units what a single chip has at most: of several together, more is told of all in sum.
    ``supported_by`` carry it only where the sentence says that they support it ("the X100 drives panels at 120 Hz").

    ``in_figures``: a bare number in words is none of it ("one of the best").

    ``of_deals`` tell of a purchase: the one with a date is that of its closing, also in the sentence behind.

    ``acts`` are cues that somebody does ("raised"): where nobody in the sentence is known to, the topic is not meant.

    *Recognising dates*: ``objects`` are the cues whose object the date belongs to ("in May Acme introduced the X100"),
    ``generic`` words for the thing in general that let the topic carry the date ("first units ship in May"), ``kinds``
    the cues that make it a date of that kind, ``echoes`` those that repeat the event said before ("to follow in May").

    With ``past`` the event has happened when an article tells of it; with ``discards_less`` a number below
    ``plausible.low``, with ``discards_more`` one above ``plausible.high``, means something else ("two customers of the
    three"). A ``coming`` date says when a thing is
    there, one that ``announces`` when it was told of; what happens ``once`` has the nearest date, and no second one;
    ``rate_subjects`` carry a value per time, where a model named beside it is the workload ("61 tokens/s with
    Llama 2"); an ``in_percent`` attribute may be a percentage where a table's label names it; a ``timeless`` word is a
    fact even of a thing that is only planned (who designed it, what it follows).

    Where ``scope_goes_on`` the only scope that a sentence tells is that of all its values ("A has 45% of the DRAM
    market, B 29%").

    A value told of ``joint_from`` or more at once is that of all together, and of none alone ("A, B and C will spend
    $380 billion"), unless a word such as "each" deals it out.

    A value without a time of its own has the one told shortly before where ``period_goes_on`` (figures of one quarter
    are told in a row), and that of an attribute of ``period_with`` in its sentence ("raised in May at a valuation of").

    Where there are ``chip_heads`` only chips that go by one of them have it (a processor has no storage), and no line
    of chips does; nor has a chip of a maker in ``not_sold_by`` (Apple's are not for sale).

    ``examples`` mark the value: ``"The chip has [64 GB] of memory."``
    """

    group: str
    kind: Literal["number", "date", "text"]
    unit: str = ""
    dimensions: tuple[str, ...] = ()
    nouns: tuple[str, ...] = ()
    not_nouns: tuple[str, ...] = ()
    not_of: tuple[str, ...] = ()
    not_units: tuple[str, ...] = ()
    prior: float = 0.0
    prior_of: dict[str, float] = Field(default_factory=dict)
    cues: tuple[str, ...] = ()
    weak: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    before: tuple[str, ...] = ()
    against: tuple[str, ...] = ()
    ratio_cues: tuple[str, ...] = ()
    follows: tuple[str, ...] = ()
    otherwise: str = ""
    otherwise_units: tuple[str, ...] = ()
    headings: tuple[str, ...] = ()
    lead_cues: tuple[str, ...] = ()
    in_pods: bool = False
    label_scales: LabelScales | None = None
    tool: bool = False
    housed: bool = False
    sited: bool = False
    stacked: bool = False
    subjects: tuple[str, ...] = ()
    supported_by: tuple[str, ...] = ()
    objects: tuple[str, ...] = ()
    echoes: tuple[str, ...] = ()
    generic: tuple[str, ...] = ()
    kinds: dict[str, tuple[str, ...]] = {}
    acts: tuple[str, ...] = ()
    focus: tuple[str, ...] | None = None
    counted: bool = True
    past: bool = False
    once: bool = False
    coming: bool = False
    announces: bool = False
    of_deals: bool = False
    in_percent: bool = False
    in_figures: bool = False
    of_memory: bool = False
    rate_subjects: tuple[str, ...] = ()
    chip_heads: tuple[str, ...] = ()
    not_sold_by: tuple[str, ...] = ()
    timeless: bool = False
    discards_less: bool = False
    discards_more: bool = False
    of_dies: bool = False
    of_links: OfLinks | None = None
    joined_by: tuple[str, ...] = ()
    goes_into: bool = False
    one_most: dict[str, float] = Field(default_factory=dict)
    revised: bool = False
    period_goes_on: bool = False
    scope_goes_on: bool = False
    joint_from: int = 0
    period_with: tuple[str, ...] = ()
    conditions: tuple[str, ...] = ()
    time: Literal["static", "cumulative", "fluctuating", "event"] = "static"
    plural: bool = False
    plausible: Plausible | None = None
    plausible_of: dict[str, Plausible] = {}
    examples: tuple[str, ...] = ()


class Qualifier(Rule):
    """A qualifier value and the words that give it: ``key`` = ``value`` for claims of ``attributes`` when one of
    ``cues`` stands in the place ``where``: ``near`` the value, ``after`` or ``before`` it at once, in its own
    ``clause``, or ``any``-where in the sentence.
    ``names_attribute``: its words also speak for the attribute itself ("3,120 in Geekbench 6").
    """

    key: str
    value: str
    attributes: tuple[str, ...]
    cues: tuple[str, ...] = Field(min_length=1)
    where: Literal["near", "after", "before", "any", "clause"] = "near"
    names_attribute: bool = False


class TextValueRule(TextRule):
    """How a text value is stated. Either ``pattern``, a regular expression whose group ``value`` (or whole match) is
    the value, or ``mention`` types of named things that are the value themselves. ``before`` and ``after`` are regular
    expressions that must match right beside it (empty: anything may stand there), ``not_before`` and ``not_after`` ones
    that must not. ``label`` is tried on the label of a table's row or of a list's line: where it matches, the whole
    value of that line counts without ``before`` and ``after``. ``owner_after`` and ``owner_before`` say what may stand
    between the value and the thing it belongs to, all of it; where they are given, a value without such an owner is
    none. ``with_number`` is all that may stand between a number and the value where both are said of one thing
    ("80 GB of HBM3"). ``names`` or ``names_pattern`` restrict mentions; ``value`` replaces the words by a fixed value
    (``{}`` = the words), ``listed`` writes a list of values with commas. ``focus`` false: only a subject in the same
    sentence will do. ``subjects`` are the types of thing that carry it; ``same_maker`` asks that value and subject
    have one maker, where the value's maker makes chips.

    ``needs`` are pieces of text one of which every match of ``pattern`` holds; a sentence without any of them is not
    searched, which saves time and changes nothing.
    """

    attribute: str
    pattern: str = ""
    needs: tuple[str, ...] = ()
    mention: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    names_pattern: str = ""
    before: str = ""
    after: str = ""
    not_before: str = ""
    not_after: str = ""
    label: str = ""
    owner_before: str = ""
    owner_after: str = ""
    with_number: str = ""
    value: str = ""
    listed: bool = False
    focus: bool = True
    subjects: tuple[str, ...] = ()
    same_maker: bool = False
    examples: tuple[str, ...] = ()


class Construction(TextRule):
    """Words right beside a number that settle what it states: "at a [$23 billion] valuation".

    ``dimensions`` are those of the number, ``units`` its units where not all will do, ``least`` and ``most`` what it
    must come to, ``before`` and ``after`` regular expressions that must match right beside it, ``followed_by`` and
    ``preceded_by`` types of thing one of which must be named right behind or before it, ``near`` types one of which
    must be named in the same sentence, ``away`` types none of which may be. ``attribute`` is what it then states;
    empty: nothing that has an attribute. ``only``: the rule acts only where the cues gave one of these.
    ``owner_before``: the number belongs to the carrier named last before it; ``owner_behind``: to the first one
    that is named in it or begins in what ``after`` matches, without which the rule does not hold. ``focus`` false:
    only a subject in the same sentence will do, ``here`` true: not even for what the cues alone gave. ``bare``
    true: ``before`` goes right up to the number, with the words of its bound or change ("decreased by").
    ``subjects`` are the types of thing that alone carry it. ``goes_on`` true: the rule holds only where the sentence
    before told the same attribute, or this one did before the number.
    """

    attribute: str = ""
    dimensions: tuple[str, ...] = ("money",)
    units: tuple[str, ...] = ()
    before: str = ""
    after: str = ""
    followed_by: tuple[str, ...] = ()
    preceded_by: tuple[str, ...] = ()
    near: tuple[str, ...] = ()
    away: tuple[str, ...] = ()
    owner_before: bool = False
    owner_behind: bool = False
    subjects: tuple[str, ...] = ()
    focus: bool = True
    here: bool = False
    bare: bool = False
    goes_on: bool = False
    only: tuple[str, ...] = ()
    least: float = 0.0
    most: float = float("inf")


class Conversion(TextRule):
    """How a sum is restated in another currency: ``between`` must match all that stands between the two.

    ``sure`` is false for words that also stand between two list prices ("$599 (£549)"): there, two currencies of
    ``regional`` are two prices, if the sum is small enough to stand on a price list.
    """

    between: str
    sure: bool = True
    regional: tuple[str, ...] = ()
    list_price_up_to: float = 100_000.0


class PeriodRule(TextRule):
    """Where the time of a value stands: ``place`` it, seen from the value, with ``between`` as all that stands between
    the two, ``lead`` as the end of what stands before the time and ``tail`` as the beginning of what stands behind it
    (all of them verbose regular expressions, case does not matter); where ``barred`` is found between value and time
    the rule does not hold. ``kinds`` are those of the time: what a date is counted as (``year``, ``quarter`` …; empty:
    any but ``week``), or ``span`` for "three years"; ``relative`` asks for a date counted from the article's own. It
    holds for all attributes that have a period among their conditions, or for ``attributes``. ``examples`` end with
    the period ("Acme made [$2 billion] in 2025. | 2025") and are read as in an article of 20 May 2026.
    """

    place: Literal["before", "behind"]
    between: str
    barred: str = ""
    lead: str = ""
    tail: str = ""
    kinds: tuple[str, ...] = ()
    relative: bool = False
    attributes: tuple[str, ...] = ()


class AttributeRules(Frozen):
    r"""The whole of rules/attributes/*.toml. In the regular expressions ``{name}`` stands for a word class of
    syntax.toml: ``(?:{amount-lead}\s+)*`` for all that leads an amount, "about", "up to", "a whopping".
    """

    attribute: tuple[Attribute, ...] = ()
    qualifier: tuple[Qualifier, ...] = ()
    text_value: tuple[TextValueRule, ...] = ()
    construction: tuple[Construction, ...] = ()
    conversion: tuple[Conversion, ...] = ()
    period: tuple[PeriodRule, ...] = ()

    @cached_property
    def _index(self) -> dict[str, Attribute]:
        ratios = (_ratio(a) for a in self.attribute)
        return {a.id: a for a in (*ratios, *self.attribute)}

    @cached_property
    def of_firms(self) -> frozenset[str]:
        """The attributes that companies alone have: revenue, a valuation."""
        return frozenset(a.id for a in self.attribute if a.subjects == ("company",))

    @cached_property
    def result(self) -> str:
        """The attribute that tells what a test gave, the first whose ``tool`` is its subject; empty without one."""
        return next((a.id for a in self.attribute if a.tool), "")

    @cached_property
    def by_name(self) -> Callable[[str], Attribute | None]:
        """The attribute of a name; ``<attribute>_ratio`` is made from its base, None where neither is known."""
        return self._index.get


def _ratio(base: Attribute) -> Attribute:
    """The attribute of a multiplier of ``base``: a plain number that stands against a baseline."""
    conditions = ("baseline", "metric", "benchmark", *base.conditions)
    return base.model_copy(
        update={
            "id": f"{base.id}_ratio",
            "kind": "number",
            "unit": "",
            "time": "static" if base.time in {"static", "event"} else "fluctuating",
            "plural": False,
            "plausible": None,
            "plausible_of": {},
            "conditions": tuple(dict.fromkeys(conditions)),
        }
    )
