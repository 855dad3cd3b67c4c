"""Keeps track of what the text is about: the article's topic, and what the last sentences and headings named.
Salience fades with each sentence (Lappin & Leass 1994 weigh recency and role alike); a heading sets it anew.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from functools import cached_property, partial

from pipeline.extract.cues.frames import Frames
from pipeline.extract.cues.fronted import Fronted
from pipeline.extract.draft import Draft
from pipeline.extract.subjects.asides import Asides, opens_unknown
from pipeline.extract.subjects.components import is_one_of_many
from pipeline.extract.subjects.naming import THINGS, Naming
from pipeline.extract.subjects.successors import Successors
from pipeline.extract.subjects.together import Together
from pipeline.extract.text.groups import by_count, soles, unique
from pipeline.extract.text.scene import REFERRING, Mention, Sentence
from pipeline.extract.values.periods import Told
from pipeline.model import Block, BlockKind
from pipeline.rulebook import Rulebook

_SOLD = frozenset({"chip", "device", "system"})
_PAIR = 2


class Discourse:
    """The state of one article's discourse; feed it the sentences in order.

    ``sentences`` are all of the article, ``title`` the mentions of its title: they settle what the article is about.
    ``together`` holds the things last named side by side, ``last`` the thing named last, ``company`` the firm in mind,
    ``firms`` those of the last sentence,
    ``workload`` the AI model that the paragraph runs; ``told`` holds the time last told of each attribute, ``said``
    what the last sentence said, ``before`` its words in small letters, ``followed`` what an unnamed thing comes after;
    ``stranger`` says that it opened with a name that nobody knows.
    """

    def __init__(self, rulebook: Rulebook, sentences: Sequence[Sentence], title: Sequence[Mention]) -> None:
        self._weights = rulebook.scoring.discourse
        self._syntax = rulebook.syntax.lowered
        self._holder, self._holder_needs = rulebook.syntax.lowered("holder"), rulebook.syntax.needs("holder")
        self._owning, self._brought = map(rulebook.syntax.lowered, ("owning", "brought-by"))
        self._told_on = rulebook.syntax.lowered("told-on")
        self._than, self._than_needs = rulebook.syntax.lowered("than"), rulebook.syntax.needs("than")
        self._compared_needs = rulebook.syntax.needs("compared-before")
        self._compared: dict[int, bool] = {}
        self._called = rulebook.called
        self._successors, self._asides, self._fronted = Successors(rulebook), Asides(rulebook), Fronted(rulebook)
        self._naming = Naming(rulebook, self.is_compared)
        self.lead = self._naming.lead
        mentions = [m for s in sentences for m in s.mentions]
        others = (self._asides.is_beside, self._successors.is_followed)
        beside = {m.start for s in sentences[:1] for m in s.mentions if any(is_other(m, s) for is_other in others)}
        self._whole_title = unique(m for m in title if m.type in THINGS)
        stands = {m.start: s for s in sentences for m in s.mentions}
        title = [m for m in title if m.start not in beside]  # what the title measures by is not what the text is about
        title.sort(key=lambda m: self.is_compared(stands[m.start], m))
        self._in_title = unique(m for m in title if m.type in THINGS)
        self.titled = bool(self._in_title)
        self._headlined = any(not is_one_of_many(m, stands[m.start]) for m in self._in_title[:1])
        self._sentences = sentences
        counted = Counter(m.name for m in mentions)
        self._repeated = {name for name, count in counted.items() if count > 1}
        things = by_count(m for m in mentions if m.type in THINGS)
        foremost = [m for m in things if m.name not in self.measures][:1]
        self.topics = unique([*self._in_title, *foremost, *things])
        firms = [m for m in title if m.type == "company"]
        self._main_firm = bool(firms)
        self.companies = unique([*firms, *by_count(m for m in mentions if m.type == "company")])
        self.together = Together(rulebook)
        self.last: Mention | None = None
        self.benchmark = self.workload = ""
        self.told: dict[str, Told] = {}
        self.said: list[Draft] = []
        self.before, self.stranger = "", False
        self.followed: frozenset[str] = frozenset()
        self.frames = Frames(rulebook.syntax)
        self._heading_benchmark = False
        self._recent: list[tuple[Mention, float]] = []
        self._sole: dict[str, Mention] = {}
        self._opened: Mention | None = None
        self._headed: Mention | None = None
        self.firms: list[Mention] = []
        self._block: Block | None = None
        self._fresh_block = True
        self._in_list = False
        self._before_list: list[tuple[Mention, float]] = []
        self._aside: set[str] = set()
        self._reached = self._began = 0
        self._led = ""
        opposed = sentences[:1] and rulebook.syntax.lowered("title-contest").search(sentences[0].low)
        rivals = {m.name for m in sentences[0].mentions if m.type in _SOLD} if opposed else set()
        self._torn = rivals if len(rivals) > 1 else set()

    @property
    def topic(self) -> Mention | None:
        """The thing the article is about."""
        return self.topics[0] if self.topics else None

    @property
    def _favoured(self) -> str:
        """The name with an edge: the topic, of two rivals the one told of last; in a list the lead's."""
        told = (m.name for m in self._sole.values() if m.name in self._torn)
        return self._led or next(told, "" if self._torn or not self.topic else self.topic.name)

    @property
    def _edge(self) -> float:
        """How much more in mind the topic is for "it" and "the chip"; most where a paragraph begins with such."""
        opening = self._headlined and self.begins
        return self._weights.topic_opening if opening else self._weights.topic_reference

    @property
    def unnamed(self) -> Mention | None:
        """What "it" means where nothing is in mind: the topic, unless that comes later, to measure by."""
        return self.topic if self.topic and (self.titled or self._may_be_meant(self.topic)) else None

    @property
    def company(self) -> Mention | None:
        """What "the company" means: the one that opened the last sentence, that of the heading, or the article's."""
        return (
            self._opened
            or self._headed
            or next((m for m in self.companies[:1] if self._main_firm or m.start < self._reached), None)
        )

    def focus(self) -> list[Mention]:
        """What a sentence without a name of its own may be about, most salient first."""
        topic, edge = self._favoured, self._weights.topic
        edge = self._weights.topic_in_list if self._in_list and (self.titled or self._led) else edge
        ranked = sorted(((m, s + (edge if m.name == topic else 0.0)) for m, s in self._recent), key=lambda r: -r[1])
        top = ranked[0][1] if ranked else 1.0
        found = [(m, min(s / top, 1.0)) for m, s in ranked if m.name not in self._aside]
        names = {m.name for m, _ in found}
        names |= self._aside - ({topic} if self.titled else set())
        more = [m for m in (*self.topics[:2], *self.companies[:1]) if m.name not in names]
        more = [m for m in more if m.start < self._reached or self._is_foretold(m)]
        weights = self._weights
        found += [(m, weights.forgotten if self._is_brand(m) else weights.unmentioned) for m in more]
        return [
            Mention(m.start, m.end, m.name, m.type, m.maker, "focus", m.rule, m.heads, salience=s) for m, s in found
        ]

    def _is_foretold(self, mention: Mention) -> bool:
        """True for what the title names, and for a line: its reader knows them before the text comes to them."""
        line = self.titled and mention.type == "series"
        return (line or any(m.name == mention.name for m in self._in_title)) and mention.name not in self.measures

    def _is_brand(self, mention: Mention) -> bool:
        """True for the bare brand of the device that the text is about: the "Xbox" of an Xbox Series S is no rival."""
        topic = self.topic
        lined = topic is not None and topic.type == "device" and topic.name.startswith(f"{mention.name} ")
        return self.titled and lined and mention.type == "series"

    def ordered(self) -> list[Mention]:
        """Recent mentions, most salient first; what the article is about has an edge."""
        known = self.topic is not None and (self.titled or self.topic.name not in self.measures)
        return self._by_salience(self._favoured if known else "", self._edge)

    def _by_salience(self, topic: str, edge: float) -> list[Mention]:
        """Recent mentions, most salient first, the ``topic`` with an edge."""
        return [m for m, _ in sorted(self._recent, key=lambda r: -(r[1] + (edge if r[0].name == topic else 0.0)))]

    def ranked(self, types: Sequence[str]) -> list[Mention]:
        """What is in mind and of one of ``types``; salience counts less for the types further down the list."""
        topic, edge = self._favoured, self._edge
        worth = {kind: self._weights.type_fade**rank for rank, kind in enumerate(types)}
        recent = [(m, (s + (edge if m.name == topic else 0.0)) * worth.get(self.sort(m), 0.0)) for m, s in self._recent]
        ranked = sorted((r for r in recent if r[1] > 0), key=lambda r: -r[1])
        found = [m for m, _ in ranked]
        named = (m for m in (*self.topics, *self.companies) if self.sort(m) in types and self._may_be_meant(m))
        rest = sorted(named, key=lambda m: types.index(self.sort(m)))
        faint = bool(ranked) and ranked[0][1] < self._weights.faint  # so what the text is most about is meant rather
        return [*rest, *found] if faint else [*found, *rest]

    def sort(self, mention: Mention) -> str:
        """The type of a thing as common nouns see it: "the chips" are those of a design that goes as a line of them."""
        return "series" if mention.name in self._called else mention.type

    def sole(self, types: Sequence[str]) -> Mention | None:
        """What "this chip" means first of all: the only thing of its type that the sentence before spoke of."""
        return None if self._fresh_block or not types else self._sole.get(types[0])

    def opener(self, types: Sequence[str]) -> Mention | None:
        """What "the chip" means right behind "Acme's X100 is a rival": the only one there, if it opens."""
        sole = self.sole(types)
        opens = sole is not None and sole.start - self._began < self._weights.opening_before
        told = sole is not None and sole.name not in self._aside
        told = told and sole is not None and self._told_on.match(self.before, sole.end - self._began) is not None
        return sole if opens or told else self.brought(types)

    def brought(self, types: Sequence[str]) -> Mention | None:
        """The X100 right behind "Acme is pushing hard with its X100."."""
        sole = self.sole(types)
        closes = sole is not None and not self.before[sole.end - self._began :].strip(" .!")
        return sole if closes and sole and self._brought.fullmatch(self.before, 0, sole.start - self._began) else None

    def successor(self) -> Mention | None:
        """What "it" means right behind "a successor to the X100": what the title names, if that is another thing."""
        return self.topic if self.titled and self.topic and self.topic.name not in self.followed else None

    def _may_be_meant(self, topic: Mention) -> bool:
        """True for what was named before; in a text without a name in its title, which may begin with "it", also for
        what is named soon or more than once, unless that is first named to measure by ("faster than the X100").
        """
        if topic.start < self._reached or self.titled:
            return topic.start < self._reached
        told = topic.start < self._weights.foretold or topic.name in self._repeated
        return told and topic.name not in self.measures

    @cached_property
    def measures(self) -> set[str]:
        """The things that the text first names to measure others by."""
        first: dict[str, bool] = {}
        for sentence in self._sentences:
            for mention in sentence.mentions:
                if mention.name not in first:
                    first[mention.name] = self.is_compared(sentence, mention)
        return {name for name, compared in first.items() if compared}

    def foremost(self, types: Sequence[str], number: int) -> list[Mention]:
        """The ``number`` things that the text is most about, all of one type: "all four chips"; else none. Two of two
        makers are meant only where the title or the whole text names just two.
        """
        found = [m for m in self._in_title if m.type == types[0]]
        if len(found) != number:
            found = [m for m in self.topics if m.type == types[0]]
        if len(found) > number == _PAIR:
            found = [m for m in found if m.maker == found[0].maker]
        return found[:number] if len(found) >= number else []

    def titled_beside(self) -> list[Mention]:
        """The topic and what the title names beside it of its type: "X100 vs X200"; empty where it is alone."""
        found = [m for m in self._whole_title if self.topic and m.type == self.topic.type]
        return found if len(found) > 1 else []

    def is_compared(self, sentence: Sentence, mention: Mention) -> bool:
        """True for a thing named to measure by: "faster than the X100"."""
        known = self._compared.get(mention.start)
        if known is None:
            known = sentence.holds(self._compared_needs) and bool(
                self._syntax("compared-before").search(self.lead(sentence, mention))
            )
            known = known and not self._fronted.tells_of(mention, sentence)
            known = known or (sentence.holds(self._holder_needs) and sentence.led(self._holder, mention.start))
            self._compared[mention.start] = known
        return known

    def enter(self, block: Block, *, going_on: bool = False) -> None:
        """Go on to another block: each item of a list starts from what the text was about before the list, but for one
        that goes on about the thing of the last ("Its").
        """
        if block is self._block:
            return
        self._block = block
        self._fresh_block = True
        self._opened = None if self._main_firm else self._opened  # a new paragraph is told of the title's firm again
        self.workload = ""
        if block.kind is BlockKind.ITEM:
            if not self._in_list:
                self._before_list = list(self._recent)
                ones = {m.name for m in self._sole.values() if m.type in _SOLD} if self.before.endswith(":") else set()
                self._led = ones.pop() if len(ones) == 1 else ""
            if not (going_on and self._in_list):
                self._return_to_lead()
        elif self._in_list and block.kind is BlockKind.PARAGRAPH:
            self._return_to_lead()
        self._in_list = block.kind is BlockKind.ITEM
        self._led = self._led if self._in_list else ""

    def hear(self, sentence: Sentence) -> None:
        """Go on from what stood before a quotation once it is over: its names are not what the text is about."""
        self._recent = self._asides.after(sentence, self.before, self._recent, self._weights.quoted)

    @property
    def begins(self) -> bool:
        """True where a paragraph after the first begins."""
        return self._fresh_block and self._reached > 0 and not self._in_list

    def back_to_sister(self) -> None:
        """Have the device of the title in mind rather than one of its line that was named on the way: "The battery" at
        the opening of a paragraph is that of the S26 Ultra, not of "the base S26".
        """
        topic, edge = self.topic, self._weights.topic_reference
        recent = self._by_salience(topic.name if topic else "", edge)
        now = next((m for m in recent if m.type in {"device", "series"}), None)
        if topic is None or now is None or not self.titled or topic.type != "device":
            return
        if topic.name.rpartition(" ")[0] == now.name.removesuffix("+"):
            self._return_to_topic()

    def _return_to_lead(self) -> None:
        """Have in mind what stood before the list, and only a part of what its last item named."""
        merged = {m.name: (m, s * self._weights.item) for m, s in self._recent}
        for mention, weight in self._before_list:
            old = merged.get(mention.name)
            merged[mention.name] = (mention, max(weight, old[1] if old else 0.0))
        self._recent = list(merged.values())

    def _return_to_topic(self) -> None:
        """Have the product of the title in mind, and only a part of all else: "Cameras" opens what is told of it."""
        topic = self.topics[0] if self.titled else None
        if topic is None or topic.type not in _SOLD:
            return
        others = [(m, s * self._weights.item) for m, s in self._recent if m.name != topic.name]
        self._recent = [(topic, 1.0), *others]

    def advance(self, sentence: Sentence) -> None:
        """Take in what the sentence was about, for the sentences that follow."""
        self.enter(sentence.block)
        self._reached, self._began, self.before = sentence.end, sentence.start, sentence.low
        heading = sentence.block.kind in {BlockKind.HEADING, BlockKind.TITLE}
        things = [m for m in sentence.mentions if m.type in THINGS]
        self.followed = self._successors.followed(sentence, THINGS)
        self.stranger = opens_unknown(sentence, things)
        aside = self._is_aside(sentence)
        fresh = not aside and any(not self.is_compared(sentence, m) for m in things)
        turned = fresh and self._is_turn(sentence, things)
        self._fade(fresh, turned or (heading and bool(things)))
        if heading and not things and self._syntax("facet-heading").fullmatch(sentence.low):
            self._return_to_topic()
        self._take_benchmark(sentence, heading)
        self.frames.advance(sentence)
        self._sole = {kind: m for kind, m in soles(things).items() if not self.is_compared(sentence, m)}
        self.workload = next((m.name for m in reversed(things) if m.type == "model"), self.workload)
        compares = sentence.holds(self._than_needs)
        measures = {m.start for m in things if compares and sentence.led(self._than, m.start)}
        measures |= self._asides.parts(sentence, [m for m, _ in self._recent])
        known = [*(m for m, _ in self._recent), *self._in_title[:1]]
        opening = self._asides.opening_to(sentence)
        named = self._naming.weigh(sentence, known, self._torn, opening=opening, aside=aside)
        self._strengthen(named, aside, measures)
        self._remember(sentence, [m for m in things if m.how not in REFERRING])

    def _is_aside(self, sentence: Sentence) -> bool:
        """True for "For comparison, the X100 has": what it names is not what the text goes on about."""
        if self._fresh_block and self._syntax("contrast").match(sentence.low):
            return False  # a paragraph that begins so is about the other thing
        return self._syntax("comparison-aside").match(sentence.low) is not None

    def _is_turn(self, sentence: Sentence, things: Sequence[Mention]) -> bool:
        """True for "Meanwhile, Acme is about to launch the X200": one device that was not named before."""
        names = {m.name for m in things}
        if len(names) != 1 or things[0].type != "device" or names & {m.name for m, _ in self._recent}:
            return False
        return self._syntax("new-matter").match(sentence.low) is not None

    def _fade(self, fresh: bool, anew: bool) -> None:
        weights = self._weights
        new = weights.fade_paragraph if self._fresh_block else weights.fade_new
        kept = 0.0 if anew else new if fresh else weights.fade_none
        self._recent = [(m, s * kept) for m, s in self._recent if s * kept > weights.forgotten]
        self._fresh_block = False

    def _take_benchmark(self, sentence: Sentence, heading: bool) -> None:
        """The benchmark that bare scores belong to; one that a heading names holds until the next heading."""
        named = [m.name for m in sentence.mentions if m.type == "benchmark"]
        if heading:
            self.benchmark = named[-1] if named else ""
            self._heading_benchmark = bool(named)
        elif named and not self._heading_benchmark:
            self.benchmark = named[-1]

    def _strengthen(self, named: dict[str, tuple[Mention, float]], aside: bool, measures: Collection[int]) -> None:
        known = {m.name for m, _ in self._recent} - self._aside
        merged = {m.name: (m, s) for m, s in self._recent}
        for name, (mention, weight) in named.items():
            old = merged[name][1] if name in merged else 0.0
            merged[name] = (mention, max(weight, old) + self._weights.again * min(weight, old))
        self._recent = list(merged.values())
        fresh = {name for name, (m, _) in named.items() if m.start in measures and name not in known}
        self._aside = (self._aside | set(named)) if aside else (self._aside - set(named)) | fresh

    def _remember(self, sentence: Sentence, things: Sequence[Mention]) -> None:
        """What "the company", "the latter" and "both" would mean from here."""
        self.firms = unique(m for m in sentence.mentions if m.type == "company")
        firms = [m for m in sentence.mentions if m.type == "company" and m.how not in REFERRING]
        if sentence.block.kind is BlockKind.HEADING:
            self._headed = firms[0] if firms and not things else None
        if firms:
            opens = firms[0].start - sentence.start < self._weights.opening_before
            owning = bool(things) and sentence.followed(self._owning, firms[0].end)
            opens = opens and not owning  # "Acme's X100 has" is told of the X100, "Acme's revenue" of Acme
            opens = opens and not (self._main_firm and any(m.name == self.companies[0].name for m in firms[1:]))
            self._opened = firms[0] if opens else None
        self.last = things[-1] if things else self.last
        self.together.take(sentence, things, partial(self.is_compared, sentence), self._asides.opening_to(sentence))
