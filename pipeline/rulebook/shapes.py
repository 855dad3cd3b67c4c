"""The schema of rules/shapes.toml: how names that no list knows are recognised, by shape and context.
Shapes are regular expressions over one token; contexts are words beside it.
"""

from __future__ import annotations

from pydantic import Field

from pipeline.model import Frozen
from pipeline.rulebook.base import TextRule


class Shape(TextRule):
    """A token shape: ``pattern`` must match a whole token; ``use`` says what such a token is."""

    pattern: str
    use: str


class ShapeRules(Frozen):
    """The whole of rules/shapes.toml.

    ``shape`` tokens with use ``designator`` continue a series name, those with use ``version``
    whatever is never a name, with use ``name`` may be a name of their own;
    ``variants`` are words that continue a name ("Pro", "Ti"), ``numbered`` those of them that need a number ("Gen 3"),
    ``company_suffixes`` close a company's name, ``legal_forms`` only say that it is one,
    ``company_never`` are capitalised words that are none ("IPO"),
    ``regional`` ones make none of such an ending ("South Korean AI"),
    ``name_nouns`` are common nouns whose capitalised form closes a name ("Big Chip"). ``model_words`` go on, behind a
    hyphen, with the name of an AI model, ``sized_nouns`` make a count of the size before them ("7B parameters").
    ``defining`` holds, by type of thing, the nouns that close a definition ("The X9 is a compact board"), and
    ``instance_nouns`` behind a name with use ``instance`` say that a cloud's machine for rent is meant;
    ``coined`` further nouns beside a name that a text coins ("a network called Aurelia");
    ``describing`` the verbs that go on behind them; ``product_nouns`` after a company name a product ("Acme Watch"),
    ``reviews`` words behind a product at the head of a text, with its type,
    ``counting`` words stand before the number of a line's member ("Acme Watch Series 9", then "the Series 8"),
    ``titled_nouns`` behind capitalised words make a chip's name of them, but never of ``descriptive`` ones,
    ``core_nouns`` behind a name say that a processor core is meant, ``panel_nouns`` that a part of a screen is,
    ``inner_nouns`` that a part of a chip is,
    ``site_nouns`` that a plant is (``site_words`` may stand between).
    ``core_makers`` license cores to others.
    ``die_nouns`` are those of dies, which a card named before them holds.
    ``own_chips`` are nouns of devices whose chips are made for them alone, so that the chip's design is theirs,
    ``sized_heads`` are nouns of devices in whose names a number from ``size_from`` on is a size ("XPS 16").
    A number below ``most_generations`` counts the generations of any other device; what nobody lists is a device where
    a text names it ``told_of`` times.
    ``line_nouns`` behind the name of a line say that no one device of it is meant.
    ``short_forms`` spell out what the groups of the patterns for short forms hold ("6C/12T": cores, threads);
    ``short_letters`` may stand there for the unit.
    ``counted_noun`` is what a chip's name in the plural counts ("eight H100s"), ``count_adjectives`` say how many.
    ``label_nouns`` behind a product's name say that the name is meant, not the product; ``slot_nouns`` behind one in
    small letters, that it is the size of a slot.
    ``unit_homonyms`` are units that are also words of the language ("the X2 in 2021").
    ``editions`` at the end of a device's name make it a later one of the device without them.
    ``numbering_makers`` name their devices by a number alone, which ``numbered_heads`` refer back to.
    ``version_nouns`` behind a chip's name say that a device with it is meant.
    ``link_nouns`` behind a name and a hyphen make it that of a link ("DTU-Link").
    ``tier_words`` at the end of a chip's name tell it from its sisters ("the Max").
    ``stack_makers`` sell memory as a product, which ``stack_heads`` refer back to and which carries none of
    ``stack_lacks``; a text without any of ``stack_needs`` names none. A process told by its size ("the 2nm process")
    carries none of ``node_lacks``. ``flash_heads`` and ``flash_needs`` are the same for flash dies, of which one
    attribute of ``flash_states`` means the other, ``stack_states`` the same for stacked memory; ``drive_heads`` and
    ``drive_states`` the same for drives.
    """

    shape: tuple[Shape, ...] = ()
    variants: tuple[str, ...] = ()
    numbered: tuple[str, ...] = ()
    company_suffixes: tuple[str, ...] = ()
    legal_forms: tuple[str, ...] = ()
    company_never: tuple[str, ...] = ()
    regional: tuple[str, ...] = ()
    name_nouns: tuple[str, ...] = ()
    never: tuple[str, ...] = ()
    unlined: tuple[str, ...] = ()
    model_words: tuple[str, ...] = ()
    sized_nouns: tuple[str, ...] = ()
    describing: tuple[str, ...] = ()
    core_nouns: tuple[str, ...] = ()
    core_makers: tuple[str, ...] = ()
    die_nouns: tuple[str, ...] = ()
    own_chips: tuple[str, ...] = ()
    sized_heads: tuple[str, ...] = ()
    size_from: int = 10
    most_generations: int = 40
    told_of: int = 2
    line_nouns: tuple[str, ...] = ()
    version_nouns: tuple[str, ...] = ()
    numbering_makers: tuple[str, ...] = ()
    numbered_heads: tuple[str, ...] = ()
    panel_nouns: tuple[str, ...] = ()
    inner_nouns: tuple[str, ...] = ()
    site_nouns: tuple[str, ...] = ()
    site_words: tuple[str, ...] = ()
    product_nouns: tuple[str, ...] = ()
    reviews: dict[str, str] = {}
    counting: tuple[str, ...] = ()
    titled_nouns: tuple[str, ...] = ()
    counted_noun: str = "units"
    count_adjectives: dict[str, str] = {}
    slot_nouns: tuple[str, ...] = ()
    label_nouns: tuple[str, ...] = ()
    unit_homonyms: tuple[str, ...] = ()
    editions: tuple[str, ...] = ()
    link_nouns: tuple[str, ...] = ()
    tier_words: tuple[str, ...] = ()
    short_letters: str = ""
    short_forms: dict[str, str] = Field(default_factory=dict)
    descriptive: tuple[str, ...] = ()
    stack_makers: tuple[str, ...] = ()
    stack_heads: tuple[str, ...] = ()
    stack_lacks: tuple[str, ...] = ()
    node_lacks: tuple[str, ...] = ()
    stack_needs: tuple[str, ...] = ()
    flash_heads: tuple[str, ...] = ()
    flash_needs: tuple[str, ...] = ()
    stack_states: dict[str, str] = Field(default_factory=dict)
    flash_states: dict[str, str] = Field(default_factory=dict)
    drive_heads: tuple[str, ...] = ()
    drive_states: dict[str, str] = Field(default_factory=dict)
    memory_most: dict[str, float] = Field(default_factory=dict)
    defining: dict[str, tuple[str, ...]] = {}
    instance_nouns: tuple[str, ...] = ()
    coined: dict[str, tuple[str, ...]] = {}
