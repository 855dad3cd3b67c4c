"""Tells designs that stand for the chips built to them ("Lunar Lake processors have") from those that are no product.
A design carries what a chip does only where the press, or its sentence, takes it for one.
"""

from __future__ import annotations

from collections.abc import Callable

from pipeline.extract.draft import Draft
from pipeline.extract.text.scene import Mention, Sentence
from pipeline.rulebook import Rulebook

_DESIGN = "architecture"
_KINDS = frozenset({_DESIGN, "interface"})


class Designs:
    """Judges architectures as subjects; one instance serves all articles."""

    def __init__(self, rulebook: Rulebook) -> None:
        syntax = rulebook.syntax.lowered
        self._which, self._clause = syntax("design-which"), syntax("design-clause")
        self._verb_only, self._acts = syntax("verb-only"), syntax("design-acts")
        self._goods, self._as_product = syntax("design-goods"), syntax("design-as-product")
        self._families = _carrying(rulebook)
        self._called = rulebook.called
        ratios = (a for a in rulebook.attributes.attribute if a.id.endswith("_ratio"))
        self._gains = {a.id for a in ratios if _DESIGN in a.subjects}

    def carries(self, mention: Mention, draft: Draft) -> bool:
        """False for a design that is no product; true for anything else."""
        sentence = draft.sentence
        if mention.type != _DESIGN or mention.name in self._families:
            return True
        here = sentence.start <= mention.start < sentence.end
        if here and draft.baseline is not None and draft.baseline.type == _DESIGN:
            return True
        compared = draft.attribute in self._gains and sentence.followed(self._acts, mention.end)
        return compared or self._stands_for_chips(sentence, mention.end)

    def is_product(self, draft: Draft) -> bool:
        """True for a design whose chips are meant, so that it is no value: "Lunar Lake processors have", and "the
        Rubin GPU" of a design that the press calls its products by.
        """
        sentence = draft.sentence
        if not self._called.isdisjoint(draft.barred) and sentence.followed(self._goods, draft.end):
            return True
        return bool(draft.barred) and self._stands_for_chips(sentence, draft.end)

    def told_to(self, draft: Draft, can_carry: Callable[[Mention], bool]) -> int:
        """Where a design ends that is no product and has the verb before the value ("AMD's Zen 4 is made in 6nm"):
        nothing named before it carries the value; -1 where none does.
        """
        sentence, at = draft.sentence, draft.reach_start - draft.sentence.start
        for mention in reversed(sentence.mentions):
            if mention.end > draft.reach_start or mention.type not in _KINDS or can_carry(mention):
                continue
            if sentence.followed(self._which, mention.end):
                return mention.end
            if sentence.led(self._clause, mention.start) and self._verb_only.fullmatch(
                sentence.low, mention.end - sentence.start, at
            ):
                return mention.end
        return -1

    def _stands_for_chips(self, sentence: Sentence, end: int) -> bool:
        return sentence.followed(self._as_product, end)


def _carrying(rulebook: Rulebook) -> set[str]:
    """Architectures that the press treats as products: families of listed chips, and what precedes or follows one."""
    found = {n.family for n in rulebook.names if n.type in {"chip", "system", "device"}}
    found |= rulebook.called
    links = [(n.name, n.predecessor) for n in rulebook.names if n.type == _DESIGN and n.predecessor]
    grown = True
    while grown:
        more = {a for a, b in links if b in found} | {b for a, b in links if a in found}
        grown = not more <= found
        found |= more
    return found
