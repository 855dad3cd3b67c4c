"""The schema of rules/names/*.jsonl: chips, systems, devices, models, companies and what else has a name.
One line a thing; rules/names/README.md shows how to add one.
"""

from __future__ import annotations

from typing import Literal

from pipeline.rulebook.base import Rule

NameType = Literal[
    "chip",
    "system",
    "device",
    "model",
    "company",
    "series",
    "process",
    "interface",
    "architecture",
    "benchmark",
    "software",
    "outlet",
]


class Name(Rule):
    """One thing with a name.

    ``aliases`` are further surfaces; ``ambiguous`` ones count only in context. ``family`` and ``predecessor`` are
    canonical names; ``heads`` the common nouns that refer back to it; ``designators`` marks a series whose name plus
    designator tokens names a member ("Ryzen 9" + "9950X3D"); ``products`` an architecture by whose name the press calls
    its products as well ("Panther Lake draws 25 W").
    """

    name: str
    type: NameType
    maker: str = ""
    aliases: tuple[str, ...] = ()
    ambiguous: tuple[str, ...] = ()
    family: str = ""
    predecessor: str = ""
    heads: tuple[str, ...] = ()
    designators: bool = False
    products: bool = False
