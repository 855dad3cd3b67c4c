"""Tells what is built into something named before it, and what several have together, from what has a value itself.
"The laptop has an X100, 16 GB of memory" tells of the laptop, "the sixteen X100s have a total of" of what holds them.
"""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.extract.draft import Draft
from pipeline.extract.text.scene import Mention, Sentence
from pipeline.model import NumberValue
from pipeline.rulebook import Rulebook

_CHIP = "chip"
_COUNTED = frozenset({_CHIP, "architecture"})


class Components:
    """Judges mentions as parts; one instance serves all articles."""

    def __init__(self, rulebook: Rulebook) -> None:
        attributes, syntax, needs = rulebook.attributes.attribute, rulebook.syntax.lowered, rulebook.syntax.needs
        self._component, self._absolute = syntax("component"), syntax("absolute")
        self._fitted, self._paired = syntax("fitted-with"), syntax("paired")
        self._paired_behind, self._housed_lead = syntax("paired-behind"), syntax("housed-lead")
        self._fitted_does, self._unnamed = syntax("fitted-does"), syntax("unnamed-whole")
        self._second, self._part_lead = syntax("second-verb"), syntax("part-lead")
        self._sum, self._several, self._sum_needs = syntax("in-sum"), syntax("several-things"), needs("in-sum")
        self._network, self._network_needs = syntax("network-card"), needs("network-card")
        self._link_lead = syntax("link-lead")
        self._housed = {a.id for a in attributes if a.housed}
        self._one_most = {a.id: a.one_most for a in attributes if a.one_most}
        self._of_dies = {a.id for a in attributes if a.of_dies}
        self._die_nouns = frozenset(rulebook.shapes.die_nouns)

    def are_summed(self, mention: Mention, draft: Draft) -> bool:
        """True for "the sixteen GPUs have a total of", and for "a machine with 3,000 of its GPUs": the value is that of
        what they are built into.
        """
        sentence = draft.sentence
        if mention.type not in _COUNTED or not sentence.followed(self._several, mention.start):
            return False
        if self._unnamed.search(sentence.low, 0, mention.start - sentence.start):
            return True
        between = sentence.low[mention.end - sentence.start : draft.start - sentence.start]
        return sentence.holds(self._sum_needs) and self._sum.search(between) is not None

    def all_together(self, mention: Mention, draft: Draft) -> bool:
        """True for "512 X100 GPUs draw 400 kW": no single one does, so the value is that of all of them."""
        return self.is_of_many(draft) and draft.sentence.followed(self._several, mention.start)

    def is_of_many(self, draft: Draft) -> bool:
        """True for a value beyond what a single chip has."""
        value, most = draft.value, self._one_most.get(draft.attribute)
        if most is None or not isinstance(value, NumberValue) or value.unit not in most:
            return False
        return (value.high or value.low or 0.0) > most[value.unit]

    def is_component(self, mention: Mention, draft: Draft, types: tuple[str, ...]) -> bool:
        """True for "with one X100 CPU": a part of what was named before it, which comes between nothing."""
        ratio = draft.attribute.endswith("_ratio")
        if not ratio and draft.sentence.led(self._paired, mention.start):
            return True
        if self.is_housed(mention, draft):
            return True
        fits, link = ratio or mention.type != types[0], mention.type == "interface"
        link = link or (
            draft.sentence.holds(self._network_needs) and draft.sentence.followed(self._network, mention.end)
        )
        if not (fits or link) or draft.sentence.followed(self._absolute, mention.end):
            return False
        if link and draft.sentence.led(self._link_lead, mention.start):
            return True
        return fits and draft.sentence.led(self._component, mention.start)

    def is_housed(self, mention: Mention, draft: Draft) -> bool:
        """True for a chip that stands in the list of what a device has: "the laptop has an X100, 16 GB of memory"."""
        sentence = draft.sentence
        if draft.attribute not in self._housed or mention.type != _CHIP:
            return False
        if not sentence.led(self._housed_lead, mention.start):
            return False
        return any(m.type == "device" and m.end <= mention.start for m in sentence.mentions)

    def is_paired(self, mention: Mention, draft: Draft) -> bool:
        """True for "the chip is paired with 12 GB of memory": both are in what holds them."""
        return (
            mention.type in {"chip", "series"}
            and draft.attribute in self._housed
            and mention.end <= draft.reach_start
            and draft.sentence.followed(self._paired_behind, mention.end)
        )

    def is_fitted(self, first: Mention, last: Mention, sentence: Sentence) -> bool:
        """True for the X100 of "the laptop with the X100 costs": the verb is that of the thing named before it."""
        return sentence.led(self._fitted, first.start) and sentence.followed(self._fitted_does, last.end)

    def goes_on(self, first: Mention, last: Mention, earlier: Sequence[list[Mention]], sentence: Sentence) -> bool:
        """True for "the phone runs on the X100 and packs": what the second verb tells is told of the phone."""
        wholes = [g[0] for g in earlier if g[0].type in {"device", "system"} and g[0].name != first.name]
        if first.type not in {"chip", "system"} or not wholes:
            return False
        return sentence.led(self._part_lead, first.start) and sentence.followed(self._second, last.end)

    def is_held_die(self, mention: Mention, earlier: Sequence[list[Mention]], draft: Draft) -> bool:
        """True for the XD102 of "the X100 with the XD102 GPU and 24 GB": the card has them, its die does not."""
        if draft.attribute.removesuffix("_ratio") in self._of_dies or self._die_nouns.isdisjoint(mention.heads):
            return False
        return any(m.type == _CHIP and self._die_nouns.isdisjoint(m.heads) for g in earlier for m in g)


def is_counted(mention: Mention, sentence: Sentence) -> bool:
    """True inside a count: "144 X100 chips" are parts of what was named before."""
    return any(q.dimension == "count" and q.start < mention.start and mention.end <= q.end for q in sentence.quantities)


def is_one_of_many(mention: Mention, sentence: Sentence) -> bool:
    """True inside a count of more than one: "2,978 DGX H100 nodes" are no "it" and no "the machine"."""
    return any(
        q.dimension == "count" and q.low > 1 and q.start < mention.start and mention.end <= q.end
        for q in sentence.quantities
    )
