"""Tells what is said of a whole machine from what is said of its parts: "32 PFLOPS for the whole box", "all 1128GB".
Chips named beside such a value carry nothing of it, nor does the CPU that each node has beside its GPUs.
"""

from __future__ import annotations

from pipeline.extract.draft import Draft
from pipeline.extract.text.scene import Mention
from pipeline.rulebook import Rulebook

MACHINES = ("system", "device")


class Wholes:
    """Finds values of whole machines; one instance serves all articles."""

    def __init__(self, rulebook: Rulebook) -> None:
        syntax = rulebook.syntax
        names = ("told-of-the-whole", "reckoned-together", "all-pooled")
        self._behind, self._reckoned, self._pooled = map(syntax.lowered, names)
        self._behind_needs, self._reckoned_needs, self._pooled_needs = map(syntax.needs, names)
        self._per_machine, self._machine_needs = syntax.lowered("per-machine"), syntax.needs("per-machine")
        self._fitted, self._beside = syntax.lowered("fitted-in-each"), syntax.lowered("fitted-beside")
        self._runs_on, self._comes_with = syntax.lowered("device-runs-on"), syntax.lowered("comes-with-it")
        self._of_device = syntax.lowered("devices-memory")
        self._housed = {a.id for a in rulebook.attributes.attribute if a.housed}
        self._counts = {a.id for a in rulebook.attributes.attribute if a.in_pods}

    def is_of_all(self, draft: Draft) -> bool:
        """True where the words around a value give it to the whole: "multiply by eight and you have 32 PFLOPS"."""
        sentence, low = draft.sentence, draft.sentence.low
        start, end = draft.reach_start - sentence.start, draft.reach_end - sentence.start
        if sentence.holds(self._behind_needs) and self._behind.match(low, end):
            return True
        if sentence.holds(self._machine_needs) and self._per_machine.match(low, end):
            return draft.attribute not in self._counts
        if sentence.holds(self._reckoned_needs) and self._reckoned.search(low, 0, start):
            return True
        return sentence.holds(self._pooled_needs) and self._pooled.search(low, 0, start) is not None

    def is_fitted(self, mention: Mention, draft: Draft) -> bool:
        """True for the X100 of "each with one X100 CPU and four GPUs": the GPUs are beside it, not in it; and for that
        of "the phone runs on the X100 with 12 GB of RAM".
        """
        if draft.attribute in self._housed and self._is_held(mention, draft):
            return True
        if draft.attribute not in self._counts or mention.type == "system" or mention.end > draft.start:
            return False
        sentence, origin = draft.sentence, draft.sentence.start
        if not sentence.led(self._fitted, mention.start):
            return False
        return self._beside.fullmatch(sentence.low, mention.end - origin, draft.reach_start - origin) is not None

    def _is_held(self, mention: Mention, draft: Draft) -> bool:
        """True for the chip that a device runs on, and with which the device's own memory and storage are told."""
        sentence, origin = draft.sentence, draft.sentence.start
        if mention.type != "chip" or mention.end > draft.reach_start:
            return False
        if not any(m.type == "device" and m.end <= mention.start for m in sentence.mentions):
            return False
        if not sentence.led(self._runs_on, mention.start):
            return False
        with_it = self._comes_with.fullmatch(sentence.low, mention.end - origin, draft.reach_start - origin)
        return with_it is not None and self._of_device.match(sentence.low, draft.start - origin) is not None
