"""Says what the words around a value bar from carrying it: strangers' possessives, one stack of several, the other half
of a comparison, what only joins or holds. Each bar is asked here before anybody is weighed.
"""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.extract.draft import Draft
from pipeline.extract.subjects.bars import Bars
from pipeline.extract.text.scene import REFERRING, Mention
from pipeline.model import TextValue
from pipeline.rulebook import Rulebook

_MODEL = "model"
_MODELS = frozenset({"model", "series"})
_MAKERS = frozenset({"company", "software"})  # whose phones are a kind of phones
_BRACKET = 2  # letters that can stand before a name: " ("
_ARTICLE = "The "
_OWN = 25  # letters between an owner and what is its own
_CLAUSE = 120  # letters of a clause before a value
_POSSESSIVE = ("'s ", "’s ")


class Borders:
    """Finds where in a sentence the carriers of a value can stand; one instance serves all articles."""

    def __init__(self, rulebook: Rulebook) -> None:
        self._syntax = rulebook.syntax.lowered
        self._stranger = rulebook.syntax.regex("stranger-owner")
        self._words_need = rulebook.syntax.needs("compared-in-words")
        self._kind, self._kind_needs = self._syntax("generic-clause"), rulebook.syntax.needs("generic-clause")
        self._demands, self._demands_need = self._syntax("firm-demands"), rulebook.syntax.needs("firm-demands")
        self._of_a_standard, self._standard_needs = (
            self._syntax("of-a-standard"),
            rulebook.syntax.needs("of-a-standard"),
        )
        self._beside, self._beside_needs = self._syntax("set-beside"), rulebook.syntax.needs("set-beside")
        self._beside_other = self._syntax("set-beside-other")
        self._stack_before, self._stack_behind = self._syntax("one-stack"), self._syntax("stacks-behind")
        self._stack_needs = rulebook.syntax.needs("one-stack")
        self._firm_using, self._firm_needs = self._syntax("firm-using"), rulebook.syntax.needs("firm-using")
        self._own_noun, self._process_noun = self._syntax("own-noun"), self._syntax("process-noun")
        self.chip_makers = {n.maker for n in rulebook.names if n.type == "chip"}
        self._bars = Bars(rulebook)
        self._by_tool = {a.id for a in rulebook.attributes.attribute if a.tool}
        self._next_verb, self._next_needs = self._syntax("firms-next-verb"), rulebook.syntax.needs("firms-next-verb")
        self._an_unnamed = self._syntax("an-unnamed-chip")
        self._goods = self._syntax("makers-goods")
        self._finite = self._syntax("finite-verb")
        self._goes_into = {a.id for a in rulebook.attributes.attribute if a.goes_into}
        self._link_lead, self._network = self._syntax("link-lead"), self._syntax("network-card")
        self._joined_by = {a.id: frozenset(a.joined_by) for a in rulebook.attributes.attribute if a.joined_by}
        self._of_deals = {a.id for a in rulebook.attributes.attribute if a.of_deals}
        self._deal_of = self._syntax("deal-of")
        self._owning, self._measured = self._syntax("owning"), self._syntax("compared-before")
        self._swapped, self._swap_needs = self._syntax("swapped"), rulebook.syntax.needs("swapped")
        self._by_stack = {a.id for a in rulebook.attributes.attribute if a.stacked}

    def is_a_strangers(self, draft: Draft, focus: Sequence[Mention]) -> bool:
        """True for "the Air's 0.63 inches" where the name is part of none that is known: nobody's here is meant."""
        at = draft.reach_start - draft.sentence.start
        lead = draft.sentence.text[max(at - _OWN, 0) : at]
        match = self._stranger.search(lead) if lead.endswith(_POSSESSIVE) else None
        if match is None:
            return False
        start = draft.reach_start - len(lead) + match.start(1)
        known = (m for m in draft.sentence.mentions if m.start <= start < m.end)
        return not any(known) and not any(match.group(1) in m.name.split(" ") for m in focus)

    def is_of_a_kind(self, draft: Draft) -> bool:
        """True for "yet most smartwatches use 300 mAh batteries" and "Acme only requires 40 TOPS": nobody named is told
        of, but a kind of thing.
        """
        sentence, at = draft.sentence, draft.reach_start - draft.sentence.start
        if sentence.holds(self._demands_need) and self._is_demanded(draft):
            return True
        if sentence.holds(self._standard_needs) and sentence.followed(self._of_a_standard, draft.reach_end):
            return True
        if not sentence.holds(self._kind_needs):
            return False
        match = self._kind.search(sentence.low, max(at - _CLAUSE, 0), at)
        if match is None:
            return False
        begun = sentence.start + match.start()
        return not any(begun < m.start < draft.reach_start for m in sentence.mentions if m.type not in _MAKERS)

    def _is_demanded(self, draft: Draft) -> bool:
        """True where the last name before the value is a firm that asks it of others."""
        sentence, origin = draft.sentence, draft.sentence.start
        last = next((m for m in reversed(sentence.mentions) if m.end <= draft.reach_start), None)
        if last is None or last.type != "company":
            return False
        between = sentence.low[last.end - origin : draft.reach_start - origin]
        return self._demands.fullmatch(between) is not None

    def compared_at(self, draft: Draft) -> int:
        """Where the words begin that make a value in words another's: "6 W, compared to the 45 W of laptops with";
        -1 where there are none.
        """
        if not isinstance(draft.value, TextValue) or not draft.sentence.holds(self._words_need):
            return -1
        sentence = draft.sentence
        lead = self._syntax("compared-in-words").search(sentence.low, 0, draft.reach_start - sentence.start)
        return sentence.start + lead.start() if lead else -1

    def is_of_one_stack(self, draft: Draft) -> bool:
        """True for "eight 36 GB stacks" and "each stack holds": no chip with more of them has that much."""
        sentence, origin = draft.sentence, draft.sentence.start
        if draft.attribute not in self._by_stack or not sentence.holds(self._stack_needs):
            return False
        if self._stack_behind.match(sentence.low, draft.reach_end - origin):
            return True
        return self._stack_before.search(sentence.low, 0, draft.reach_start - origin) is not None

    def described_to(self, draft: Draft) -> int:
        """Where the words for the first thing of a comparison end that the value stands in ("compares a 12-core laptop
        chip to the X100"): what follows is another thing; behind the sentence where none is compared so.
        """
        sentence, origin = draft.sentence, draft.sentence.start
        opened = sentence.holds(self._beside_needs) and self._beside.search(sentence.low, 0, draft.reach_start - origin)
        other = self._beside_other.match(sentence.low, draft.reach_end - origin) if opened else None
        return origin + other.end() if other else sentence.end + 1

    def opening_maker(self, draft: Draft) -> str:
        """The firm that the sentence opens with, where it makes chips or brings one without a name: what is told then
        is of no other firm's ("AMD went to 7nm").
        """
        first = next(iter(draft.sentence.mentions), None)
        if first is None or first.type != "company" or first.end > draft.reach_start:
            return ""
        if draft.baseline is not None and draft.sentence.led(self._measured, first.start):
            return ""  # "compared to Intel's chips, performance is up"
        origin = draft.sentence.start
        lead = draft.sentence.low[first.end - origin : draft.reach_start - origin]
        brings = self._an_unnamed.search(lead) is not None
        return first.name if brings or first.name in self.chip_makers else ""

    def opening_seller(self, draft: Draft) -> str:
        """The firm that opens the sentence as owner of what it tells ("Corsair's kit sells for"); else empty."""
        first = next(iter(draft.sentence.mentions), None)
        if first is None or first.type != "company" or first.start - draft.sentence.start > _BRACKET:
            return ""
        return first.name if draft.sentence.followed(self._owning, first.end) else ""

    def opened_by_model(self, draft: Draft, types: Sequence[str]) -> bool:
        """True where the sentence tells of an AI model by name what no model has: of nothing else in mind either."""
        first = next(iter(draft.sentence.mentions), None)
        if first is None or first.type != _MODEL or _MODEL in types or first.how in REFERRING:
            return False
        opens = first.start - draft.sentence.start <= len(_ARTICLE) and first.end <= draft.reach_start
        return opens and draft.sentence.followed(self._finite, first.end)

    def only_joins(self, mention: Mention, draft: Draft) -> bool:
        """True for the switch of "72 GPUs linked through the X100 switch": they are not in it."""
        joining = self._joined_by.get(draft.attribute)
        if joining is None or joining.isdisjoint(mention.heads):
            return False
        return draft.sentence.led(self._link_lead, mention.start) or mention.start >= draft.end

    def is_had(self, mention: Mention, draft: Draft) -> bool:
        """True for the link of "supports the NVLink at": what has it has what it carries."""
        sentence = draft.sentence
        if sentence.followed(self._network, mention.end):
            return True
        led = mention.end <= draft.start and sentence.led(self._link_lead, mention.start)
        return led and mention.type == "interface"

    def bars(self, mention: Mention, draft: Draft) -> bool:
        """True for what the words right around it keep from carrying the value, whatever its type."""
        return (
            self._bars.hold(mention, draft)
            or self.only_joins(mention, draft)
            or self.only_takes(mention, draft)
            or self.never_took(mention, draft)
            or self.is_first_object(mention, draft)
            or self.is_a_rivals_object(mention, draft)
            or self.pays(mention, draft)
            or self.swaps(mention, draft)
        )

    def swaps(self, mention: Mention, draft: Draft) -> bool:
        """True for the X200 beside the first figure of "the X200 swaps the 16 GB of the X100 for 24 GB", and for the
        X100 beside the second.
        """
        sentence = draft.sentence
        if not sentence.holds(self._swap_needs):
            return False
        at = draft.start - sentence.start
        for match in self._swapped.finditer(sentence.low):
            new = match.lastindex or 0
            begun, old, after = match.start() + sentence.start, match.span(new - 1), match.start(new)
            if old[0] <= at < old[1]:
                return mention.start < begun or isinstance(draft.value, TextValue)
            if after <= at and any(m.name == mention.name and m.start >= begun for m in sentence.mentions):
                return not any(m.name == mention.name and m.start < begun for m in sentence.mentions)
        return False

    def pays(self, mention: Mention, draft: Draft) -> bool:
        """True for the Acme of "Acme's $35bn Widget buy" and of "Acme's $35bn buyout of Widget"."""
        sentence = draft.sentence
        if draft.attribute not in self._of_deals or mention.end > draft.reach_start:
            return False
        end, origin = draft.end - sentence.start, sentence.start
        behind = (m.start for m in sentence.mentions if m.type == "company" and m.start >= draft.end)
        return any(self._deal_of.fullmatch(sentence.low, end, at - origin) for at in behind)

    def never_took(self, mention: Mention, draft: Draft) -> bool:
        """True for a chip beside the score of a test that only AI models take."""
        if draft.attribute not in self._by_tool or mention.type in _MODELS:
            return False
        tests = [m for m in draft.sentence.mentions if m.type == "benchmark"]
        return bool(tests) and all(_MODEL in m.heads for m in tests)

    def is_first_object(self, mention: Mention, draft: Draft) -> bool:
        """True for the X100 of "Acme gave up on the X100, brought out its first 400Gbps part": the second verb is the
        firm's, and what it brings is none of the X100.
        """
        sentence, origin = draft.sentence, draft.sentence.start
        if not sentence.holds(self._next_needs):
            return False
        meant = [m for m in sentence.mentions if m.name == mention.name and m.end <= draft.reach_start]
        if not meant or not any(m.type == "company" and m.end <= meant[0].start for m in sentence.mentions):
            return False
        return any(self._next_verb.match(sentence.low, m.end - origin, draft.reach_start - origin) for m in meant)

    def is_a_rivals_object(self, mention: Mention, draft: Draft) -> bool:
        """True for the "it" of "AMD runs it at" where another maker's chip is in mind: AMD does nothing with that."""
        if mention.how != "pronoun" or mention.type != "chip" or not mention.maker:
            return False
        rival = self.opening_maker(draft)
        return bool(rival) and rival != mention.maker and mention.maker in self.chip_makers

    def only_takes(self, mention: Mention, draft: Draft) -> bool:
        """True for the second firm of "Orbit spent on an Acme chip deal": it spent nothing."""
        sentence = draft.sentence
        if draft.attribute not in self._goes_into or mention.type != "company" or mention.start >= draft.end:
            return False
        others = any(
            m.type == "company" and m.name != mention.name and m.end <= mention.start for m in sentence.mentions
        )
        return others and sentence.followed(self._goods, mention.end)

    def possessor(self, draft: Draft) -> str:
        """The company in whose noun phrase the value stands, "AMD's low-power 7nm APU": no other maker's chip has it;
        empty where none does, and for a foundry's process ("Samsung's 4nm node"). So it is with "AMD using a 7nm node".
        """
        sentence = draft.sentence
        using = sentence.holds(self._firm_needs)
        if not using and "'" not in sentence.text and "’" not in sentence.text:
            return ""
        before = next((m for m in reversed(sentence.mentions) if m.end <= draft.reach_start), None)
        if before is None or before.type != "company":
            return ""
        between = sentence.low[before.end - sentence.start : draft.reach_start - sentence.start]
        if using and before.name in self.chip_makers and self._firm_using.fullmatch(between):
            return before.name
        if sentence.followed(self._process_noun, draft.end):
            return ""
        return before.name if self._own_noun.fullmatch(between) else ""


def owns_alone(mention: Mention, draft: Draft) -> bool:
    """True for the X100 of "the X100's 600 nits", which it cannot carry: nothing else has them."""
    if mention.type not in {"chip", "device", "system"} or mention.how in REFERRING:
        return False
    known = mention.name in draft.barred or (draft.baseline is not None and mention.name == draft.baseline.name)
    between = draft.sentence.text[mention.end - draft.sentence.start : draft.reach_start - draft.sentence.start]
    return not known and between in _POSSESSIVE
