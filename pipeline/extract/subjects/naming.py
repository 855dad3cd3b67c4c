"""Says how much each thing and company that a sentence names comes to mind: what opens it most, what it only compares
with, counts as a part or links through least.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from pipeline.extract.subjects.components import is_one_of_many
from pipeline.extract.text.groups import is_setting
from pipeline.extract.text.scene import Mention, Sentence
from pipeline.model import BlockKind
from pipeline.rulebook import Rulebook

THINGS = frozenset({"chip", "system", "device", "model", "series", "architecture", "process"})
"""The types of what a text can be about, companies aside."""
_IN_MIND = THINGS | {"company"}
_PARTS = frozenset({"chip", "system", "architecture", "interface"})


class Naming:
    """Weighs the mentions of a sentence; one instance serves all articles. ``compared`` tells what a sentence names to
    measure by.
    """

    def __init__(self, rulebook: Rulebook, compared: Callable[[Sentence, Mention], bool]) -> None:
        self._weights, self._compared = rulebook.scoring.discourse, compared
        self._syntax = rulebook.syntax.lowered
        self._presented = self._syntax("presented")
        self._arrives, self._arrives_needs = self._syntax("arrives-behind"), rulebook.syntax.needs("arrives-behind")
        self._by_then = self._syntax("by-then-lead")
        self._link_lead, self._network = self._syntax("link-lead"), self._syntax("network-card")
        links = (a.of_links for a in rulebook.attributes.attribute if a.of_links is not None)
        self._switches = frozenset(head for said in links for head in said.heads)

    def weigh(
        self, sentence: Sentence, known: Sequence[Mention], rivals: set[str], *, opening: int, aside: bool
    ) -> dict[str, tuple[Mention, float]]:
        """One mention a name, with its weight. ``known`` is what was in mind before, ``rivals`` the two that the title
        sets against each other; the sentence proper begins at ``opening``, and ``aside`` says that all of it is one.
        """
        weights, heading = self._weights, sentence.block.kind in {BlockKind.HEADING, BlockKind.TITLE}
        found: dict[str, tuple[Mention, float]] = {}
        things = [m for m in sentence.mentions if m.type in THINGS]
        setting = things[0] if is_setting(things, sentence, self._syntax) else None
        alone = len({m.name for m in things}) == 1
        in_mind = (m for m in sentence.mentions if m.type in _IN_MIND)
        comes = sentence.holds(self._arrives_needs)
        for position, mention in enumerate(sorted(in_mind, key=lambda m: m.start < opening)):
            arriving = comes and mention.type in THINGS and self._arrives_anew(mention, sentence)
            weight = weights.arriving if arriving else 1.0 / (1 + weights.later * position)
            beside = aside or mention is setting or mention.start < opening
            weight *= weights.compared if beside or self._compared(sentence, mention) else 1.0
            weight *= weights.company if mention.type == "company" else 1.0
            weight *= weights.compared if self._is_part(mention, sentence, known) else 1.0
            inner = mention.start - (opening if mention.start >= opening else sentence.start) > weights.inner_after
            if inner and not arriving and not (alone and self._presented.search(self.lead(sentence, mention))):
                weight *= weights.inner
            weight *= weights.heading if heading else 1.0
            weight = 1.0 if heading and mention.name in rivals else weight
            if mention.name not in found or found[mention.name][1] < weight:
                found[mention.name] = (mention, weight)
        return found

    def lead(self, sentence: Sentence, mention: Mention) -> str:
        """The words right before a mention in small letters, as far back as a comparison can reach."""
        at = mention.start - sentence.start
        return sentence.low[max(at - self._weights.lead, 0) : at]

    def _arrives_anew(self, mention: Mention, sentence: Sentence) -> bool:
        """True for what a clause of its own says to come: "…, and in March the X200 card will become available"."""
        return sentence.followed(self._arrives, mention.end) and not sentence.led(self._by_then, mention.start)

    def _is_part(self, mention: Mention, sentence: Sentence, known: Sequence[Mention]) -> bool:
        """True for the nodes of "2,978 DGX H100 nodes do the work" and the chips of "72 GPUs and 36 X100 CPUs", told of
        the machine in mind: they are not it.
        """
        if mention.type not in _PARTS or not (is_one_of_many(mention, sentence) or self._is_link(mention, sentence)):
            return False
        if sentence.followed(self._network, mention.end):
            return True
        return any(m.name != mention.name for m in known if m.type == "system")

    def _is_link(self, mention: Mention, sentence: Sentence) -> bool:
        """True for the switch of "linked through the X100 switch": what it carries, the machine has."""
        linking = mention.type == "interface" or not self._switches.isdisjoint(mention.heads)
        linking = linking or sentence.followed(self._network, mention.end)
        return linking and sentence.led(self._link_lead, mention.start)
