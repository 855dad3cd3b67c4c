"""Decides whose value it is: every mention of the sentence, what pronouns stand for, and what the text is about.
A number belongs to the subject that the sentence gives it to, so structure counts before nearness.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from pipeline.extract.draft import Draft
from pipeline.extract.mentions.flash import FLASH
from pipeline.extract.mentions.nodes import NODE
from pipeline.extract.mentions.stacks import STACK
from pipeline.extract.subjects.borders import Borders, owns_alone
from pipeline.extract.subjects.candidate import HOLDER, Candidate, CandidateScorer, is_counted, is_model
from pipeline.extract.subjects.plants import PLANT
from pipeline.extract.subjects.senses import Senses
from pipeline.extract.subjects.successors import Successors
from pipeline.extract.subjects.wholes import MACHINES, Wholes
from pipeline.extract.text.groups import grouped, parted
from pipeline.extract.text.scene import Mention, Sentence
from pipeline.extract.text.words import Words
from pipeline.rulebook import Rulebook

_COMPANY, _DEVICE = "company", "device"
_OWN = 25  # letters between a maker and its own thing
_MODEL = "model"
_MACHINERY = frozenset({"chip", "system", "device"})
_CHIPS = frozenset({"chip", "series"})
_DESIGNS = frozenset({"architecture", "interface"})
_PRODUCTS = frozenset({"chip", "system", "device", "series", "company"})


class SubjectLinker:
    """Scores who carries a value."""

    def __init__(self, rulebook: Rulebook) -> None:
        self._weights = rulebook.scoring.subject
        self._syntax = rulebook.syntax.lowered
        self._scorer, self._borders = CandidateScorer(rulebook), Borders(rulebook)
        self._wholes, self._successors = Wholes(rulebook), Successors(rulebook)
        self.compared_at = self._borders.compared_at
        self._unit_needs = rulebook.syntax.needs("each-unit")
        self._a_pod, self._pod_needs = self._syntax("a-pod-of-them"), rulebook.syntax.needs("a-pod-of-them")
        self._apposed_to_last = self._syntax("apposed-to-last")
        self._per_unit = self._syntax("per-unit-behind")
        self._in_pods = {a.id for a in rulebook.attributes.attribute if a.in_pods}
        self._kin, self._of_what = self._syntax("kin-opening"), self._syntax("event-of-what")
        self._owned_by, self._than = self._syntax("owned-by"), self._syntax("than")
        self._device_part, self._part_needs = self._syntax("device-part"), rulebook.syntax.needs("device-part")
        self._spec, self._spec_needs = self._syntax("spec-line"), rulebook.syntax.needs("spec-line")
        self._part_listed, self._among_parts = self._syntax("part-listed"), self._syntax("among-parts")
        self._housed = {a.id for a in rulebook.attributes.attribute if a.housed}
        self._sited = {a.id for a in rulebook.attributes.attribute if a.sited}
        self._set_against = self._syntax("set-against")
        self._unlike = {
            a.id: (frozenset(a.chip_heads), frozenset(a.not_sold_by)) for a in rulebook.attributes.attribute
        }
        self._results = {a.id for a in rulebook.attributes.attribute if a.tool}
        self._tier = self._syntax("tier-of-a-device")
        self._machines, self._version = self._syntax("machines-of-a-line"), self._syntax("version-with-a-chip")
        self._design_which = self._syntax("design-which")
        self._design_clause, self._verb_only = self._syntax("design-clause"), self._syntax("verb-only")
        self._families = _carrying(rulebook)
        self._design_acts = self._syntax("design-acts")
        ratios = (a for a in rulebook.attributes.attribute if a.id.endswith("_ratio"))
        self._gains = {a.id for a in ratios if "architecture" in a.subjects}
        self._design_goods = self._syntax("design-goods")
        self._focus = {a.id: a.focus for a in rulebook.attributes.attribute if a.focus is not None}
        self._supported = {a.id: a.supported_by for a in rulebook.attributes.attribute if a.supported_by}
        self._supports = self._syntax("supports-value")
        self._of_devices = {
            a.id for a in rulebook.attributes.attribute if a.group == _DEVICE and "chip" not in a.subjects
        }
        chips = [n.name.split(" ") for n in rulebook.names if n.type == "chip"]
        families = {n.family for n in rulebook.names if n.type == "chip"}
        self._chip_lines = {" ".join(words[:n]) for words in chips for n in range(1, len(words))}
        self._chip_lines |= {n.name.partition("-")[0] for n in rulebook.names if n.type == "chip"}
        self._chip_lines |= families - {""}
        self._chip_lines -= {n.maker for n in rulebook.names}
        self._own_chips = frozenset(rulebook.shapes.own_chips)
        self._lacks = {STACK: frozenset(rulebook.shapes.stack_lacks), NODE: frozenset(rulebook.shapes.node_lacks)}
        self._types = {name: types or ("chip",) for name, types in rulebook.carriers.items()}
        self._senses = Senses(rulebook, self.carriers)

    @property
    def things(self) -> set[str]:
        """All types of thing that carry anything."""
        return {t for types in self._types.values() for t in types}

    def carriers(self, attribute: str) -> tuple[str, ...]:
        """The types of thing that carry an attribute, best first."""
        return self._types.get(attribute) or self._types.get(attribute.removesuffix("_ratio"), ("chip",))

    def link(self, draft: Draft, focus: Sequence[Mention], tokens: Words) -> None:
        """Fill ``draft.subjects`` and ``subject_score``; both stay empty where nothing is good enough."""
        self._senses.reread(draft)
        die = next((m for m in draft.sentence.mentions if m.rule == FLASH and 0 <= m.start - draft.end <= 1), None)
        best = Candidate([die], self._weights.attached, "attached") if die else self.best(draft, focus, tokens)
        if best is None or best.score < self._weights.threshold:
            return
        draft.subjects = best.mentions
        draft.subject_score = best.score
        self._senses.settle(draft)
        draft.rules.append(f"subject.{best.why}")

    def best(self, draft: Draft, focus: Sequence[Mention], tokens: Words) -> Candidate | None:
        """The best candidate of the sentence or of the focus."""
        types = draft.carriers or self.carriers(draft.attribute)
        if draft.attribute in self._supported and draft.sentence.led(self._supports, draft.reach_start):
            types = (*types, *self._supported[draft.attribute])
        if draft.attribute in self._sited and any(m.rule == PLANT for m in draft.sentence.mentions):
            types = (*types, "company")
        products = set(types) & _PRODUCTS and types[0] != _MODEL
        if draft.baseline is not None and draft.baseline.type not in types and products:
            types = (*types, draft.baseline.type)  # what can be compared can carry
        sentence = draft.sentence
        draft.maker = draft.maker or self._borders.possessor(draft)
        if self._borders.is_a_strangers(draft, focus) or self._borders.is_of_a_kind(draft):
            return None
        usable = [m for m in sentence.mentions if self._usable(m, types, draft)]
        if any(m.type != "company" for m in usable):
            usable = [m for m in usable if m.rule != PLANT]  # what is made there is named
        if types[0] != "company" and any(m.type != "company" and m.end <= draft.reach_start for m in usable):
            usable = [m for m in usable if m.type != "company" or m.start >= draft.reach_start]
        if self._borders.is_of_one_stack(draft):
            chips = [m for m in focus if m.type == "chip"][:1]
            usable, focus = ([m for m in among if m.rule == STACK] for among in (usable, chips))
        if draft.attribute in self._housed and any(map(self._is_sold, focus[:2])):
            versions = [m for m in usable if m.type in _CHIPS and sentence.followed(self._version, m.end)]
            usable = [m for m in usable if m not in versions]
            focus = [m for m in focus if self._is_sold(m)] if versions else focus  # "the X100 model costs"
        if any(owns_alone(m, draft) for m in sentence.mentions if m not in usable):
            return None
        cut = max((start for start, end in sentence.elsewhere if end <= draft.reach_start), default=-1)
        cut = max(cut, self.compared_at(draft))
        described = self._borders.described_to(draft)
        usable = [m for m in usable if cut <= m.start < described and not _is_fitting(m, sentence)]
        if cut >= 0:  # "the Zeta platform supports NVLink at": of what nobody knows
            usable = [m for m in usable if not self._borders.is_had(m, draft)]
        groups = parted(grouped(usable, sentence, self._syntax), sentence, draft.start)
        found = [self._scorer.score(number, groups, draft, types, tokens) for number in range(len(groups))]
        self._pass_to_held(found)
        for several in (c for c in found if len(c.mentions) > 1 and c.mentions[-1].end <= draft.reach_start):
            end = several.mentions[-1].end - sentence.start
            if self._apposed_to_last.fullmatch(sentence.low, end, draft.reach_start - sentence.start):
                several.mentions = several.mentions[-1:]  # "the X100 and the X200, a chip with 16 GB"
        if draft.attribute in self._in_pods and not sentence.followed(self._per_unit, draft.end):
            found = [c for c in found if c.mentions[0].type != "chip" or not is_counted(c.mentions[0], sentence)]
        if draft.attribute in self._housed:
            known = any(map(self._is_sold, (*focus[:2], *sentence.mentions)))
            for candidate in found:
                among = known or sentence.led(self._among_parts, candidate.mentions[-1].start)
                if among and self._is_listed_part(candidate, draft):
                    candidate.score -= self._weights.baseline
                    focus = [m for m in focus if m.type in MACHINES or m.type == "series"]
        told = self._told_of_design(draft, types)
        found = [c for c in found if c.mentions[-1].end > told]
        allowed = (draft.carriers or self._focus.get(draft.attribute.removesuffix("_ratio"), types)) if told < 0 else ()
        lead = sentence.low[: draft.reach_start - sentence.start]
        if draft.attribute in self._in_pods and sentence.holds(self._pod_needs) and self._a_pod.match(lead):
            allowed = types
        one = draft.attribute not in self._in_pods or getattr(draft.value, "low", None) == 1
        if one and self._syntax("each-part").search(lead):
            allowed = tuple(t for t in allowed if t != "system")
            found = [c for c in found if c.mentions[0].type != "system"]
        if sentence.holds(self._unit_needs) and self._syntax("each-unit").search(lead):
            found = [c for c in found if not is_counted(c.mentions[0], sentence)]
        of_device = sentence.holds(self._part_needs) and self._device_part.match(sentence.low)
        if draft.attribute in self._housed and any(m.type == "device" for m in focus) and self._tier.search(lead):
            focus = [m for m in focus if m.type == "device"]  # "the base variant, which includes 16 GB"
        if of_device:
            allowed = tuple(t for t in allowed if t in {"device", "series", "system"})
        goods = (m for m in sentence.mentions if m.type in {"chip", "series"} and m.end <= draft.reach_start)
        if draft.attribute in self._of_devices and any(sentence.followed(self._machines, m.end) for m in goods):
            allowed = ()  # "X100 laptops last": none in particular
        part = sentence.start + of_device.end() if of_device else sentence.start
        for end, kinds in sentence.unresolved:
            if part < end <= draft.reach_start:  # "the server draws": what is not known to be one is not meant
                allowed = tuple(t for t in allowed if t in kinds)
        if draft.attribute in self._housed and sentence.holds(self._spec_needs) and self._spec.fullmatch(sentence.low):
            holders = {"device", "system", "series"}
            focus = [m for m in focus if m.type in holders] or focus  # of a list of specifications: the device's
        if any(m.type == "system" for m in focus) and self._scorer.is_of_many(draft):
            allowed = tuple(t for t in allowed if t == "system")  # of the two in mind no chip has so much
        if any(self._scorer.all_together(m, draft) for m in usable):
            found = [c for c in found if c.mentions[0].type == "system"]
            allowed = tuple(t for t in allowed if t == "system")
        elif self._wholes.is_of_all(draft):
            found = [c for c in found if c.mentions[0].type in MACHINES]
            allowed = tuple(t for t in types if t in MACHINES)
        paired = {m.name for m in usable if self._scorer.is_paired(m, draft)}
        if paired and any(m.type in MACHINES or self._is_sold(m) for m in (*focus, *usable)):
            found = [c for c in found if c.mentions[-1].name not in paired]
            focus = [m for m in focus if m.name not in paired]
        before = [m for m in usable if m.end <= draft.reach_start]
        counted = {m.name for m in before if is_counted(m, sentence) or self._scorer.are_summed(m, draft)}
        lines = draft.baseline is not None and draft.baseline.type not in {"device", "chip"}
        family = f"{draft.baseline.name} " if lines and draft.baseline is not None else "\n"
        if self._borders.opened_by_model(draft, types):
            allowed = ()
        rival = self._borders.opening_maker(draft)
        if any(m.maker == rival for m in focus):
            rival = ""  # one of those in mind
        seller = self._borders.opening_seller(draft)
        for mention in focus if cut < 0 and described > sentence.end else ():
            if seller and mention.type == "device" and mention.maker not in {"", seller}:
                continue  # "Corsair's kit sells for": no drive of another maker
            if rival and mention.type == "chip" and mention.maker in self._borders.chip_makers - {rival}:
                continue
            if (
                mention.type in allowed
                and not mention.name.startswith(family)  # no member is better than its family
                and mention.name not in counted
                and self._usable(mention, types, draft)
                and not self._measured_by(mention, draft)
            ):
                score = self._weights.focus * (0.75 + 0.25 * mention.salience)
                score -= min(self._weights.type_rank * self._scorer.rank(mention, types), self._weights.type_most)
                if draft.previous and not (draft.maker and draft.maker == mention.maker):
                    score -= self._weights.previous  # but "160 W, compared to Acme's 180 W" is told of Acme's
                found.append(Candidate([mention], score, "focus"))
        best = max(found, key=lambda c: c.score, default=None)
        if best is not None and best.mentions[0].type == _COMPANY:
            best = self._its_thing(best, draft, focus) or best
        if best is not None and best.why == "focus":
            best.mentions = next((g for g in groups if _holds(g, best.mentions[0])), best.mentions)
            best.why = "part" if of_device and draft.attribute.endswith("_ratio") else best.why
        return best

    def _its_thing(self, best: Candidate, draft: Draft, focus: Sequence[Mention]) -> Candidate | None:
        """What the firm makes and the text is about, where an event that things go through is told of "the company"
        without saying of what; None where there is no such thing.
        """
        firm, things = best.mentions[0], self._focus.get(draft.attribute, (_COMPANY,))
        event = draft.attribute.endswith("_date") and _COMPANY not in things
        if not event or firm.rule == PLANT or not focus or focus[0].maker != firm.name:
            return None
        named = any(m.type in things and m.how not in {"pronoun", "head"} for m in draft.sentence.mentions)
        told = any(draft.sentence.followed(self._of_what, end) for _, end in draft.evidence)
        barred = named or told or focus[0].type not in things
        return None if barred else Candidate([focus[0]], best.score, "focus")

    def _is_sold(self, mention: Mention) -> bool:
        """True for a device and for a line of devices, which may be sold under its own name."""
        line = mention.type == "series" and mention.name not in self._chip_lines and not is_model(mention)
        return mention.type == _DEVICE or (line and bool(mention.heads))

    def _is_listed_part(self, candidate: Candidate, draft: Draft) -> bool:
        """True for the chip of "inside is an X100 processor, 6 GB of memory and": a part of the device in mind."""
        chip = candidate.mentions[-1]
        line = chip.type == "series" and chip.name in self._chip_lines
        if not (chip.type == "chip" or line) or chip.end > draft.reach_start:
            return False
        origin = draft.sentence.start
        return bool(self._part_listed.fullmatch(draft.sentence.low, chip.end - origin, draft.reach_start - origin))

    def _pass_to_held(self, found: list[Candidate]) -> None:
        """What "which" behind the holder tells is the held thing's: "the X100 used in the X900, which has"."""
        for held, holder in pairwise(found):
            if holder.why == HOLDER:
                held.score = max(held.score, holder.score + self._weights.baseline)
                held.why = "relative"

    def _told_of_design(self, draft: Draft, types: tuple[str, ...]) -> int:
        """Where a design stands that is no product and has the verb before the value ("AMD's Zen 4 is made in 6nm"):
        nothing named before it carries the value; -1 where none does.
        """
        sentence, at = draft.sentence, draft.reach_start - draft.sentence.start
        for mention in reversed(sentence.mentions):
            if mention.end > draft.reach_start or mention.type not in _DESIGNS or self._usable(mention, types, draft):
                continue
            if sentence.followed(self._design_which, mention.end):
                return mention.end
            if sentence.led(self._design_clause, mention.start) and self._verb_only.fullmatch(
                sentence.low, mention.end - sentence.start, at
            ):
                return mention.end
        return -1

    def _measured_by(self, mention: Mention, draft: Draft) -> bool:
        """True for what the sentence names only to compare with: it is not what the sentence goes on about, nor what
        was told before it.
        """
        sentence = draft.sentence
        own = [m for m in sentence.mentions if m.name == mention.name]
        like = {mention.type, "series"}
        others = any(m.type in like and m.name != mention.name for m in sentence.mentions)
        if not own or not (others or own[0].start >= draft.end):
            return False
        return all(sentence.led(self._than if others else self._set_against, m.start) for m in own)

    def _usable(self, mention: Mention, types: tuple[str, ...], draft: Draft) -> bool:
        """A mention that can carry the value: of a fitting type, and not itself the value or the baseline."""
        if mention.type not in types or mention.name in draft.barred:
            return False
        if mention.type == "series" and types[0] == _MODEL and _MODEL not in mention.heads:
            return False  # only a family of models has what models have
        if mention.type == "series" and _MODEL in mention.heads and _MODEL not in types:
            return False  # which has nothing else
        if mention.type == "company" and draft.attribute in self._sited and mention.rule != PLANT:
            return False
        named = mention.how not in {"pronoun", "head"}
        if named and self._successors.bars(mention, draft):
            return False
        if draft.sentence.followed(self._owned_by, mention.end) and not _is_its_makers(mention, draft.sentence):
            return False
        if named and draft.sentence.low.startswith(("this ", "the ")) and draft.sentence.led(self._kin, mention.start):
            return False
        if (
            draft.maker
            and draft.maker in self._borders.chip_makers
            and mention.maker not in {"", draft.maker}
            and self._own_chips.isdisjoint(mention.heads)
        ):
            return False
        if draft.maker and draft.attribute in self._results and mention.maker not in {"", draft.maker}:
            return False  # "33,793 points to Acme's 31,685"
        if draft.baseline is not None and (mention is draft.baseline or mention.name == draft.baseline.name):
            return False
        if mention.type == "process" and draft.maker not in {"", mention.maker}:
            return False
        if mention.type == "interface" and (
            not mention.maker or draft.sentence.led(self._syntax("measured-link"), mention.start)
        ):
            return False
        plain = draft.attribute.removesuffix("_ratio")
        line = mention.type == "series" and mention.name in self._chip_lines
        if line and plain in self._of_devices:
            return False  # "a Snapdragon 8 phone" has a battery, its chip has none
        heads, makers = self._unlike.get(draft.attribute, (frozenset(), frozenset()))
        lacks = mention.type == "chip" and ((heads and heads.isdisjoint(mention.heads)) or mention.maker in makers)
        if lacks or (line and heads):
            return False  # nor has it a drive
        if draft.attribute in self._lacks.get(mention.rule, ()):
            return False
        if self._borders.bars(mention, draft) or self._wholes.is_fitted(mention, draft):
            return False
        if draft.baseline is not None and (mention.type == "process") != (draft.baseline.type == "process"):
            return False  # a process is compared with a process, a chip never
        if draft.baseline is not None and draft.baseline.type in _MACHINERY and is_model(mention):
            return False  # nor a model with a machine
        here = draft.sentence.start <= mention.start < draft.sentence.end
        measured = here and draft.baseline is not None and draft.baseline.type == "architecture"
        named = mention.type != "architecture" or mention.name in self._families or measured
        compared = draft.attribute in self._gains and draft.sentence.followed(self._design_acts, mention.end)
        return named or compared or self._stands_for_chips(draft.sentence, mention.end)

    def is_product(self, draft: Draft) -> bool:
        """True for a design whose chips are meant, so that it is no value: "Lunar Lake processors have", and "the
        Rubin GPU" of a design that the press calls its products by.
        """
        sentence = draft.sentence
        if not self._scorer.called.isdisjoint(draft.barred) and sentence.followed(self._design_goods, draft.end):
            return True
        return bool(draft.barred) and self._stands_for_chips(sentence, draft.end)

    def _stands_for_chips(self, sentence: Sentence, end: int) -> bool:
        return bool(self._syntax("design-as-product").match(sentence.low, end - sentence.start))


def _is_its_makers(mention: Mention, sentence: Sentence) -> bool:
    """True for the X100 of "Acme's upcoming X100 rival", where Acme makes it: the X100 is the rival."""
    firms = (m for m in sentence.mentions if m.type == "company" and m.name == mention.maker and m.end < mention.start)
    return any(
        sentence.text[m.end - sentence.start :][:2] in {"'s", "’s"} and mention.start - m.end < _OWN for m in firms
    )


def _is_fitting(mention: Mention, sentence: Sentence) -> bool:
    """True for the chip of "the DGX-1 V100 system": it says which system is meant."""
    return mention.type == "chip" and any(m.type == "system" and m.end + 1 == mention.start for m in sentence.mentions)


def _holds(group: list[Mention], mention: Mention) -> bool:
    """True for "both" and its like where ``mention`` is one of the things meant."""
    return len(group) > 1 and group[0].how == "pronoun" and any(m.name == mention.name for m in group)


def _carrying(rulebook: Rulebook) -> set[str]:
    """Architectures that the press treats as products: families of listed chips, and what precedes or follows one."""
    found = {n.family for n in rulebook.names if n.type in {"chip", "system", "device"}}
    found |= rulebook.called
    links = [(n.name, n.predecessor) for n in rulebook.names if n.type == "architecture" and n.predecessor]
    grown = True
    while grown:
        more = {a for a, b in links if b in found} | {b for a, b in links if a in found}
        grown = not more <= found
        found |= more
    return found
