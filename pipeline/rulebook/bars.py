"""The schema of rules/bars.toml: what the words around a mention keep it from carrying, whatever its type allows.
A bar joins patterns of syntax.toml with where the mention stands, so that a new one needs no code.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from pipeline.model import Frozen
from pipeline.rulebook.base import TextRule
from pipeline.rulebook.names import NameType

Flag = Literal["goes_into", "housed", "of_deals", "stacked"]


class Bar(TextRule):
    """One bar: all that it says must hold, and what it leaves empty always does.

    *The mention* is of one of ``types`` and, where ``found_by`` is set, was found by that rule. It stands on one
    ``side`` of the value, or on either where that is empty.

    *The value* is of one of ``kinds``; its attribute has one of the flags in ``having`` (see Attribute), or the type
    that carries it before all others is ``carried_by``.

    *The words*: patterns of syntax.toml. ``led`` is searched before the mention, ``followed`` matches right behind it,
    ``value_led`` and ``value_followed`` do so for the value; ``between`` holds, as that pattern says how, of the words
    between the two.

    ``examples`` mark the mention with <> and the value with []; it is one of ``types`` and of an attribute fitting.
    """

    types: tuple[NameType, ...] = ()
    found_by: str = ""
    side: Literal["", "before", "behind"] = ""
    kinds: tuple[Literal["number", "date", "text"], ...] = ()
    having: tuple[Flag, ...] = ()
    carried_by: str = ""
    led: str = ""
    followed: str = ""
    value_led: str = ""
    value_followed: str = ""
    between: str = ""

    @property
    def patterns(self) -> tuple[str, ...]:
        """The ids of all patterns that it asks, in the order of ``led, followed, value_led, value_followed, between``;
        empty where it asks none.
        """
        return (self.led, self.followed, self.value_led, self.value_followed, self.between)


class BarRules(Frozen):
    """The whole of rules/bars.toml."""

    bar: tuple[Bar, ...] = ()

    def unknown(self, known: set[str]) -> Iterator[tuple[str, str]]:
        """Each bar that asks for a pattern which is none of ``known``, with the pattern's id."""
        for bar in self.bar:
            yield from ((bar.id, name) for name in bar.patterns if name and name not in known)
