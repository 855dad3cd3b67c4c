"""Adds to the mentions of a sentence what stands for a thing: pronouns, nouns, "our unit", "the previous generation".
A name that opens the sentence and that nobody knows is noted, so that nothing else takes what is said of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import chain

from pipeline.extract.subjects.discourse import Discourse
from pipeline.extract.subjects.forerunners import Forerunners, elder
from pipeline.extract.subjects.headnouns import HeadNouns
from pipeline.extract.subjects.otherones import OtherOnes
from pipeline.extract.subjects.plants import Plants
from pipeline.extract.subjects.pronouns import Pronouns
from pipeline.extract.subjects.shortened import ShortenedModels
from pipeline.extract.text.scene import Mention, Sentence, standing
from pipeline.model import BlockKind
from pipeline.rulebook import Rulebook

_TITLED = 2  # words of a name that a noun closes: "Lightning Rack"


class ReferenceResolver:
    """Adds what pronouns and head nouns stand for; one instance serves all articles."""

    def __init__(self, rulebook: Rulebook) -> None:
        self._syntax = rulebook.syntax.lowered
        self._nouns, self._pronouns = HeadNouns(rulebook), Pronouns(rulebook)
        self._plants, self._shortened = Plants(rulebook), ShortenedModels(rulebook)
        self._other_ones, self._forerunners = OtherOnes(rulebook), Forerunners(rulebook)
        self._each, self._each_needs = self._syntax("each-of-the-parts"), rulebook.syntax.needs("each-of-the-parts")
        self._parts = self._syntax("parts-counted-last")
        self._opens_unknown = rulebook.syntax.regex("unknown-opens")
        self._predecessors = {n.name: n.predecessor for n in rulebook.names if n.predecessor}
        self._name_nouns = frozenset(rulebook.shapes.name_nouns)
        self._never = frozenset(n.lower() for n in rulebook.shapes.never)
        self._part, self._part_needs = self._syntax("device-part"), rulebook.syntax.needs("device-part")
        unknown = ("clause-unknown", "listed-unknown", "which-unknown")
        self._clause_unknown = [(rulebook.syntax.regex(n), rulebook.syntax.needs(n)) for n in unknown]
        self._member = self._syntax("line-member-apposed")
        self._tested_need, self._older_need = map(rulebook.syntax.needs, ("tested", "older-unnamed"))
        self._by_maker, self._makers_does = self._syntax("makers-thing-lead"), self._syntax("makers-thing-does")
        self._firms_other, self._firms_other_need = self._syntax("firms-other"), rulebook.syntax.needs("firms-other")
        names = ("most-of-others", "test-set-up")
        self._described = [(self._syntax(n), rulebook.syntax.needs(n)) for n in names]

    def name_members(self, sentences: Sequence[Sentence]) -> None:
        """Take a line for the one of it that is told behind: "its latest Widget chip, the X100"."""
        for sentence in sentences:
            if any(m.type == "series" for m in sentence.mentions[:-1]):
                sentence.mentions = [self._member_told(sentence, m) for m in sentence.mentions]

    def resolve(self, sentence: Sentence, discourse: Discourse) -> None:
        """Add what pronouns and head nouns of the sentence stand for to its mentions."""
        going_on = sentence.block.kind is BlockKind.ITEM and self._pronouns.begins(sentence)
        discourse.enter(sentence.block, going_on=going_on)
        if discourse.begins and sentence.holds(self._part_needs) and self._part.match(sentence.low):
            discourse.back_to_sister()
        discourse.hear(sentence)
        if any(m.type == "series" for m in sentence.mentions):
            sentence.mentions = [self._before(sentence, m, discourse) for m in sentence.mentions]
        self._unknown(sentence)
        self._unknown_behind(sentence)
        self._each_part(sentence, discourse)
        ones = [*self._other_ones.find(sentence, discourse), *self._forerunners.find(sentence, discourse)]
        plants = list(self._plants.find(sentence, discourse))
        nouns = list(self._nouns.find(sentence, discourse))
        pronouns = self._pronouns.one(sentence, discourse, [*plants, *nouns])
        added = [
            *(m for m in pronouns if all(m.start != p.start for p in plants)),
            *self._tested(sentence, discourse),
            *self._older(sentence, discourse),
            *ones,
            *plants,
            *self._shortened.find(sentence, discourse),
            *nouns,
            *self._pronouns.several(sentence, discourse),
        ]
        if added:
            sentence.mentions.extend(added)
            sentence.mentions.sort(key=lambda m: (m.start, m.end))

    def _each_part(self, sentence: Sentence, discourse: Discourse) -> None:
        """Note "Each holds" behind a sentence that ends with a count of parts: what it tells is told of no chip."""
        if not sentence.holds(self._each_needs):
            return
        match = self._each.match(sentence.low)
        if match is not None and self._parts.search(discourse.before):
            sentence.unresolved.append((sentence.start + match.end(), ()))

    def _unknown(self, sentence: Sentence) -> None:
        """Note a name that opens the sentence and is not known: what is said of it is said of nothing else; nor is what
        is said of chips in general ("Acme's 7nm chips").
        """
        general = self._syntax("chips-of-a-node").match(sentence.low)
        if general is not None:
            sentence.unresolved.append((sentence.start + general.end(), ()))
            return
        match = self._opens_unknown.match(sentence.text)
        if match is None:
            return
        name = match.group(1).split()
        numbered = any(any(c.isdigit() for c in word) and word.lower() not in self._never for word in name)
        if not numbered and (len(name) < _TITLED or name[-1] not in self._name_nouns):
            return
        start, end = (sentence.start + at for at in match.span(1))
        held = [(m.start, m.end) for m in sentence.mentions]
        held += [(q.start, q.end) for q in sentence.quantities] + [(d.start, d.end) for d in sentence.dates]
        if not any(first < end and start < last for first, last in held):
            sentence.unresolved.append((end, ()))

    def _unknown_behind(self, sentence: Sentence) -> None:
        """Note a name that opens a later clause and is not known, "while the Zeta 2 costs", "include Pluto, a 5nm
        part", what only a superlative names, "than the largest rival chip, which measures", and a test system.
        """
        for pattern, needs in self._described:
            described = pattern.finditer(sentence.low) if sentence.holds(needs) else ()
            sentence.elsewhere += [(sentence.start + m.start(1), sentence.start + m.end(1)) for m in described]
        sentence.elsewhere += [(m.start, m.end) for m in sentence.mentions if self._is_makers_thing(sentence, m)]
        for firm in (m for m in sentence.mentions if m.type == "company" and sentence.holds(self._firms_other_need)):
            other = self._firms_other.match(sentence.low, firm.end - sentence.start)
            end = sentence.start + other.end() if other is not None else 0
            if end and not any(firm.end <= m.start < end for m in sentence.mentions):
                sentence.elsewhere.append((firm.start, end))
        found = (p.finditer(sentence.text) for p, needs in self._clause_unknown if sentence.holds(needs))
        for match in chain.from_iterable(found):
            start, end = (sentence.start + at for at in match.span(1))
            held = [(m.start, m.end) for m in sentence.mentions]
            held += [(q.start, q.end) for q in sentence.quantities] + [(d.start, d.end) for d in sentence.dates]
            if not any(first < end and start < last for first, last in held):
                sentence.elsewhere.append((start, end))

    def _is_makers_thing(self, sentence: Sentence, mention: Mention) -> bool:
        """True for "while the Acme lasted": a thing of Acme that the text did not name, or did not name alone."""
        if mention.type != "company":
            return False
        return sentence.led(self._by_maker, mention.start) and sentence.followed(self._makers_does, mention.end)

    def _member_told(self, sentence: Sentence, mention: Mention) -> Mention:
        """The X100 that "its latest Widget chip, the X100" is, where the X100 is of that line."""
        named = next((m for m in sentence.mentions if m.start >= mention.end), None)
        if mention.type != "series" or named is None or not named.name.startswith(f"{mention.name} "):
            return mention
        origin = sentence.start
        told = self._member.fullmatch(sentence.low, mention.end - origin, named.start - origin)
        return replace(named, start=mention.start, end=mention.end) if told else mention

    def _before(self, sentence: Sentence, mention: Mention, discourse: Discourse) -> Mention:
        """The earlier member of a series that "the previous TPU" means in a text about the TPU v4, if it is listed."""
        topic = discourse.topic
        if mention.type != "series" or topic is None or not topic.name.startswith(f"{mention.name} "):
            return mention
        lead = discourse.lead(sentence, mention).split()[-1:]
        before = self._predecessors.get(topic.name) if lead and self._syntax("old-words").search(lead[0]) else None
        return replace(mention, name=before, type=topic.type, how="head") if before else mention

    def _tested(self, sentence: Sentence, discourse: Discourse) -> Iterator[Mention]:
        """What "our unit" and "the review sample" stand for: what the article is about."""
        if discourse.titled and discourse.topic is not None and sentence.holds(self._tested_need):
            for match in self._syntax("tested").finditer(sentence.low):
                yield standing(discourse.topic, sentence, match, "head")

    def _older(self, sentence: Sentence, discourse: Discourse) -> Iterator[Mention]:
        """The topic's listed predecessor for "while the previous generation had"; where none is listed, what the
        clause tells is nobody's.
        """
        if not sentence.holds(self._older_need):
            return
        tiers = self._syntax("older-tier").finditer(sentence.low)
        sentence.elsewhere += [(sentence.start + m.start(1), sentence.start + m.end(1)) for m in tiers]
        for match in self._syntax("older-unnamed").finditer(sentence.low):
            start, end = (sentence.start + at for at in match.span(1))
            if any(m.start < end and start < m.end for m in sentence.mentions):
                continue
            topic = discourse.topic if discourse.titled else None
            before = elder(topic, discourse, self._predecessors) if topic is not None else None
            rivals = discourse.titled_beside()
            if any(self._predecessors.get(m.name) == b.name for m in rivals for b in rivals):
                continue  # "the older chip" of the two compared: its noun tells
            if before is not None:
                yield Mention(start, end, before.name, before.type, before.maker, "head", before.rule, before.heads)
            else:
                sentence.elsewhere.append((start, end))
