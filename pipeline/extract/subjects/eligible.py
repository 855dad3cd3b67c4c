"""Says which mentions can carry a value at all, before any is weighed: by their type, their maker, what they are lines
of, what they are compared with, and what the words around them bar.
"""

from __future__ import annotations

from pipeline.extract.draft import Draft
from pipeline.extract.mentions.nodes import NODE
from pipeline.extract.mentions.stacks import STACK
from pipeline.extract.subjects.borders import Borders
from pipeline.extract.subjects.candidate import is_model
from pipeline.extract.subjects.designs import Designs
from pipeline.extract.subjects.plants import PLANT
from pipeline.extract.subjects.successors import Successors
from pipeline.extract.subjects.wholes import Wholes
from pipeline.extract.text.scene import REFERRING, Mention, Sentence
from pipeline.rulebook import Rulebook

_CHIP, _DEVICE, _MODEL, _PROCESS = "chip", "device", "model", "process"
_OWN = 25  # letters between a maker and its own thing
_MACHINERY = frozenset({_CHIP, "system", _DEVICE})


class Eligible:
    """Judges single mentions; one instance serves all articles."""

    def __init__(self, rulebook: Rulebook, borders: Borders, designs: Designs) -> None:
        attributes, syntax = rulebook.attributes.attribute, rulebook.syntax.lowered
        self._borders, self._designs = borders, designs
        self._wholes, self._successors = Wholes(rulebook), Successors(rulebook)
        self._kin, self._owned_by = syntax("kin-opening"), syntax("owned-by")
        self._measured_link = syntax("measured-link")
        self._sited = {a.id for a in attributes if a.sited}
        self._results = {a.id for a in attributes if a.tool}
        self._unlike = {a.id: (frozenset(a.chip_heads), frozenset(a.not_sold_by)) for a in attributes}
        self._of_devices = {a.id for a in attributes if a.group == _DEVICE and _CHIP not in a.subjects}
        self._own_chips = frozenset(rulebook.shapes.own_chips)
        self._lacks = {STACK: frozenset(rulebook.shapes.stack_lacks), NODE: frozenset(rulebook.shapes.node_lacks)}
        self._chip_lines = _lines(rulebook)

    def can_carry(self, mention: Mention, types: tuple[str, ...], draft: Draft) -> bool:
        """True for a mention of a fitting type that is neither the value nor the baseline, nor barred."""
        if mention.type not in types or mention.name in draft.barred:
            return False
        return not (
            self._is_unlike(mention, types, draft)
            or self._is_anothers(mention, draft)
            or self._is_measured_with(mention, draft)
            or self._borders.bars(mention, draft)
            or self._wholes.is_fitted(mention, draft)
            or not self._designs.carries(mention, draft)
        )

    def is_sold(self, mention: Mention) -> bool:
        """True for a device and for a line of devices, which may be sold under its own name."""
        line = mention.type == "series" and not self.is_chip_line(mention) and not is_model(mention)
        return mention.type == _DEVICE or (line and bool(mention.heads))

    def is_chip_line(self, mention: Mention) -> bool:
        """True for a line of chips: "Snapdragon 8"."""
        return mention.type == "series" and mention.name in self._chip_lines

    def is_of_devices(self, attribute: str) -> bool:
        """True for what devices have and chips do not: a battery."""
        return attribute in self._of_devices

    def _is_unlike(self, mention: Mention, types: tuple[str, ...], draft: Draft) -> bool:
        """True for a thing that has no such attribute, whatever the sentence says."""
        attribute, line = draft.attribute, self.is_chip_line(mention)
        of_models = mention.type == "series" and _MODEL in mention.heads
        if (of_models and _MODEL not in types) or (mention.type == "series" and types[0] == _MODEL and not of_models):
            return True  # only a family of models has what models have, and it has nothing else
        if mention.type == "company" and attribute in self._sited and mention.rule != PLANT:
            return True
        if line and self.is_of_devices(attribute.removesuffix("_ratio")):
            return True  # "a Snapdragon 8 phone" has a battery, its chip has none
        if line and draft.carriers and _CHIP not in draft.carriers:
            return True  # what no chip has no line of chips has
        heads, makers = self._unlike.get(attribute, (frozenset(), frozenset()))
        lacks = mention.type == _CHIP and ((heads and heads.isdisjoint(mention.heads)) or mention.maker in makers)
        if lacks or (line and heads):
            return True  # nor has it a drive
        if attribute in self._lacks.get(mention.rule, ()):
            return True
        link = mention.type == "interface"
        return link and (not mention.maker or draft.sentence.led(self._measured_link, mention.start))

    def _is_anothers(self, mention: Mention, draft: Draft) -> bool:
        """True for what another thing is told of by ("the X100's successor has"), and for another maker's thing."""
        sentence, named = draft.sentence, mention.how not in REFERRING
        if named and self._successors.bars(mention, draft):
            return True
        if sentence.followed(self._owned_by, mention.end) and not _is_its_makers(mention, sentence):
            return True
        if named and sentence.low.startswith(("this ", "the ")) and sentence.led(self._kin, mention.start):
            return True
        if not draft.maker or mention.maker == draft.maker:
            return False
        if mention.type == _PROCESS:
            return True
        makes_chips = draft.maker in self._borders.chip_makers
        if mention.maker and makes_chips and self._own_chips.isdisjoint(mention.heads):
            return True
        return bool(mention.maker) and draft.attribute in self._results  # "33,793 points to Acme's 31,685"

    def _is_measured_with(self, mention: Mention, draft: Draft) -> bool:
        """True for the baseline, and for what is never compared with such a one."""
        baseline = draft.baseline
        if baseline is None:
            return False
        if mention is baseline or mention.name == baseline.name:
            return True
        if (mention.type == _PROCESS) != (baseline.type == _PROCESS):
            return True  # a process is compared with a process, a chip never
        return baseline.type in _MACHINERY and is_model(mention)  # nor a model with a machine


def _is_its_makers(mention: Mention, sentence: Sentence) -> bool:
    """True for the X100 of "Acme's upcoming X100 rival", where Acme makes it: the X100 is the rival."""
    firms = (m for m in sentence.mentions if m.type == "company" and m.name == mention.maker and m.end < mention.start)
    return any(
        sentence.text[m.end - sentence.start :][:2] in {"'s", "’s"} and mention.start - m.end < _OWN for m in firms
    )


def _lines(rulebook: Rulebook) -> set[str]:
    """The names of lines of chips: families, and what several names begin with; no maker's."""
    chips = [n for n in rulebook.names if n.type == _CHIP]
    found = {" ".join(words[:n]) for words in (c.name.split(" ") for c in chips) for n in range(1, len(words))}
    found |= {n.name.partition("-")[0] for n in chips} | ({n.family for n in chips} - {""})
    return found - {n.maker for n in rulebook.names}
