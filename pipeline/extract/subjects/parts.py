"""Tells a thing from its parts, and one from many: what a list of specifications, "each of them", a pod, or the whole
rack is said to have is not what the chip named beside it has.
"""

from __future__ import annotations

from pipeline.extract.subjects.candidate import Candidate
from pipeline.extract.subjects.components import Components, is_counted
from pipeline.extract.subjects.eligible import Eligible
from pipeline.extract.subjects.search import Search
from pipeline.extract.subjects.wholes import MACHINES, Wholes
from pipeline.rulebook import Rulebook

_SYSTEM, _DEVICE = "system", "device"
_CHIPS = frozenset({"chip", "series"})
_HOLDERS = (_DEVICE, _SYSTEM, "series")


class Parts:
    """Narrows a search to the level of things that is told of; one instance serves all articles."""

    def __init__(self, rulebook: Rulebook, components: Components, eligible: Eligible) -> None:
        attributes, syntax, needs = rulebook.attributes.attribute, rulebook.syntax.lowered, rulebook.syntax.needs
        self._components, self._eligible, self._wholes = components, eligible, Wholes(rulebook)
        self._in_pods = {a.id for a in attributes if a.in_pods}
        self._housed = {a.id for a in attributes if a.housed}
        self._version, self._tier = syntax("version-with-a-chip"), syntax("tier-of-a-device")
        self._part_listed, self._among_parts = syntax("part-listed"), syntax("among-parts")
        self._a_pod, self._pod_needs = syntax("a-pod-of-them"), needs("a-pod-of-them")
        self._each_unit, self._unit_needs = syntax("each-unit"), needs("each-unit")
        self._each_part, self._per_unit = syntax("each-part"), syntax("per-unit-behind")
        self._device_part, self._part_needs = syntax("device-part"), needs("device-part")
        self._further, self._further_needs = syntax("further-specs"), needs("further-specs")
        self._spec, self._spec_needs = syntax("spec-line"), needs("spec-line")
        self._baseline = rulebook.scoring.subject.baseline
        self._machines, self._old = syntax("machines-of-a-line"), syntax("old-lead")

    def drop_versions(self, search: Search) -> None:
        """What "the X100 model costs" is the device's: its chip only says which version is meant."""
        draft = search.draft
        if draft.attribute not in self._housed or not any(map(self._eligible.is_sold, search.focus[:2])):
            return
        followed = draft.sentence.followed
        versions = [m for m in search.usable if m.type in _CHIPS and followed(self._version, m.end)]
        if versions:
            search.usable = [m for m in search.usable if m not in versions]
            search.focus = [m for m in search.focus if self._eligible.is_sold(m)]
            if any(m.start >= draft.end and draft.sentence.led(self._old, m.start) for m in versions):
                search.focus = []  # "12 hours on the older X90 model": not what the text is about

    def narrow(self, search: Search) -> None:
        """Leave of ``found``, ``focus`` and ``allowed`` what stands on the level that the words tell of."""
        self._leave_counted(search)
        self._lower_listed(search)
        self._leave_the_whole(search)
        self._keep_to_the_device(search)
        self._keep_to_the_known(search)
        self._keep_to_all(search)
        self._leave_paired(search)

    def _leave_counted(self, search: Search) -> None:
        """Nothing that is counted in a pod has the pod's number: nor have "72 GPUs" what each unit with them has."""
        draft, sentence = search.draft, search.draft.sentence
        pods = draft.attribute in self._in_pods and not sentence.followed(self._per_unit, draft.end)
        units = sentence.holds(self._unit_needs) and self._each_unit.search(search.lead) is not None
        if pods or units:
            search.found = [
                c
                for c in search.found
                if not is_counted(c.mentions[0], sentence) or (not units and c.mentions[0].type != "chip")
            ]

    def _lower_listed(self, search: Search) -> None:
        """The chip of "inside is an X100 processor, 6 GB of memory and" is a part, as the memory is."""
        draft, sentence = search.draft, search.draft.sentence
        if draft.attribute not in self._housed:
            return
        known = any(map(self._eligible.is_sold, (*search.focus[:2], *sentence.mentions)))
        for candidate in search.found:
            among = known or sentence.led(self._among_parts, candidate.mentions[-1].start)
            if among and self._is_listed_part(candidate, search):
                candidate.score -= self._baseline
                search.focus = [m for m in search.focus if m.type in MACHINES or m.type == "series"]

    def _is_listed_part(self, candidate: Candidate, search: Search) -> bool:
        chip, draft = candidate.mentions[-1], search.draft
        if not (chip.type == "chip" or self._eligible.is_chip_line(chip)) or chip.end > draft.reach_start:
            return False
        origin = draft.sentence.start
        return bool(self._part_listed.fullmatch(draft.sentence.low, chip.end - origin, draft.reach_start - origin))

    def _leave_the_whole(self, search: Search) -> None:
        """What "each chip" has is not the system's; what "a pod of them" has may be anything's."""
        draft = search.draft
        in_pods = draft.attribute in self._in_pods
        if in_pods and draft.sentence.holds(self._pod_needs) and self._a_pod.match(search.lead):
            search.allowed = search.types
        one = not in_pods or getattr(draft.value, "low", None) == 1
        if one and self._each_part.search(search.lead):
            search.allow(*(t for t in search.allowed if t != _SYSTEM))
            search.found = [c for c in search.found if c.mentions[0].type != _SYSTEM]

    def _keep_to_the_device(self, search: Search) -> None:
        """A tier ("the base variant"), a part ("The display") and a line of specifications are a device's; what the
        machines with a chip have is nobody's in particular ("X100 laptops last").
        """
        draft, sentence = search.draft, search.draft.sentence
        housed = draft.attribute in self._housed
        if housed and any(m.type == _DEVICE for m in search.focus) and self._tier.search(search.lead):
            search.focus = [m for m in search.focus if m.type == _DEVICE]
        part = sentence.holds(self._part_needs) and self._device_part.match(sentence.low)
        if part:
            search.device_part = sentence.start + part.end()
            search.allow(*_HOLDERS)
        goods = (m for m in sentence.mentions if m.type in _CHIPS and m.end <= draft.reach_start)
        if self._eligible.is_of_devices(draft.attribute) and any(
            sentence.followed(self._machines, m.end) for m in goods
        ):
            search.allow()
        if housed and sentence.holds(self._spec_needs) and self._spec.fullmatch(sentence.low):
            search.focus = [m for m in search.focus if m.type in _HOLDERS] or search.focus
        if housed and sentence.holds(self._further_needs) and self._further.match(sentence.low):
            search.focus = [m for m in search.focus if self._eligible.is_sold(m)] or search.focus

    def _keep_to_the_known(self, search: Search) -> None:
        """Behind "the server", which is nobody's that is known, no chip in mind is meant."""
        sentence = search.draft.sentence
        known = search.device_part or sentence.start
        for end, kinds in sentence.unresolved:
            if known < end <= search.draft.reach_start:
                search.allow(*kinds)

    def _keep_to_all(self, search: Search) -> None:
        """What no single chip has is the system's, and what "the whole box" has is that of machines alone."""
        draft = search.draft
        if any(m.type == _SYSTEM for m in search.focus) and self._components.is_of_many(draft):
            search.allow(_SYSTEM)
        if any(self._components.all_together(m, draft) for m in search.usable):
            search.found = [c for c in search.found if c.mentions[0].type == _SYSTEM]
            search.allow(_SYSTEM)
        elif self._wholes.is_of_all(draft):
            search.found = [c for c in search.found if c.mentions[0].type in MACHINES]
            search.allowed = tuple(t for t in search.types if t in MACHINES)

    def _leave_paired(self, search: Search) -> None:
        """What a chip is paired with is beside it, in the machine: "the X100 is paired with 16 GB"."""
        paired = {m.name for m in search.usable if self._components.is_paired(m, search.draft)}
        holders = (*search.focus, *search.usable) if paired else ()
        if any(m.type in MACHINES or self._eligible.is_sold(m) for m in holders):
            search.found = [c for c in search.found if c.mentions[-1].name not in paired]
            search.focus = [m for m in search.focus if m.name not in paired]
