"""Asks the bars of rules/bars.toml: what do the words around a mention keep it from carrying?
Only those are asked that a mention of its type can meet beside a value of its attribute.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple

from pipeline.extract.draft import Draft
from pipeline.extract.text.scene import Mention
from pipeline.rulebook import Rulebook
from pipeline.rulebook.bars import Bar

_Applied = Callable[[str, int, int], re.Match[str] | None]


class _Asked(NamedTuple):
    """A bar with its patterns; None where it has none, and ``needs`` the words that a sentence must hold."""

    side: str
    found_by: str
    needs: tuple[frozenset[str], ...]
    led: re.Pattern[str] | None
    followed: re.Pattern[str] | None
    value_led: re.Pattern[str] | None
    value_followed: re.Pattern[str] | None
    between: _Applied | None


class Bars:
    """Keeps mentions from what they cannot carry; one instance serves all articles."""

    def __init__(self, rulebook: Rulebook) -> None:
        self._asked = lru_cache(maxsize=None)(_Choice(rulebook).fitting)

    def hold(self, mention: Mention, draft: Draft) -> bool:
        """True where one of the bars keeps ``mention``, one of the value's own sentence, from the value."""
        if not draft.sentence.start <= mention.start < draft.sentence.end:
            return False
        return any(_holds(bar, mention, draft) for bar in self._asked(mention.type, draft.attribute))


class _Choice:
    """Says which bars can meet at all."""

    def __init__(self, rulebook: Rulebook) -> None:
        self._bars = [(bar, _asked(bar, rulebook)) for bar in rulebook.bars.bar]
        self._carriers = rulebook.carriers
        self._attribute = rulebook.attributes.by_name

    def fitting(self, kind: str, attribute: str) -> tuple[_Asked, ...]:
        """Those for a mention of type ``kind`` beside a value of an attribute."""
        return tuple(asked for bar, asked in self._bars if self._meets(bar, kind, attribute))

    def _meets(self, bar: Bar, kind: str, attribute: str) -> bool:
        known = self._attribute(attribute)
        if (bar.types and kind not in bar.types) or (bar.kinds and (known is None or known.kind not in bar.kinds)):
            return False
        if not bar.having and not bar.carried_by:
            return True
        if known is None or attribute not in self._carriers:  # a ratio, which has no flags of its own
            return False
        carried = bar.carried_by and self._carriers[attribute][:1] == (bar.carried_by,)
        return bool(carried) or any(getattr(known, flag) for flag in bar.having)


def _asked(bar: Bar, rulebook: Rulebook) -> _Asked:
    syntax = rulebook.syntax
    led, followed, value_led, value_followed, between = (syntax.lowered(p) if p else None for p in bar.patterns)
    needs = tuple(dict.fromkeys(syntax.needs(name) for name in bar.patterns if name and syntax.needs(name)))
    applied = getattr(between, syntax.how(bar.between)) if between is not None else None
    return _Asked(bar.side, bar.found_by, needs, led, followed, value_led, value_followed, applied)


def _holds(bar: _Asked, mention: Mention, draft: Draft) -> bool:
    """True where all that a bar says is so."""
    sentence = draft.sentence
    before = mention.end <= draft.reach_start
    if (
        (bar.side == "before" and not before)
        or (bar.side == "behind" and mention.start < draft.end)
        or (bar.found_by and mention.rule != bar.found_by)
        or not all(map(sentence.holds, bar.needs))
        or (bar.led is not None and not sentence.led(bar.led, mention.start))
        or (bar.followed is not None and not sentence.followed(bar.followed, mention.end))
        or (bar.value_led is not None and not sentence.led(bar.value_led, draft.reach_start))
        or (bar.value_followed is not None and not sentence.followed(bar.value_followed, draft.end))
    ):
        return False
    if bar.between is None:
        return True
    start, end = (mention.end, draft.reach_start) if before else (draft.end, mention.start)
    return bar.between(sentence.low, start - sentence.start, end - sentence.start) is not None
