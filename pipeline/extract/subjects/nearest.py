"""Chooses which of the things named or in mind a common noun means: "the GPU" is no CPU, "the handheld" no console.
The sentence is asked before the text, the noun's own kind before its type.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipeline.extract.subjects.components import is_one_of_many
from pipeline.extract.subjects.discourse import Discourse
from pipeline.extract.subjects.nounphrases import NounPhrase
from pipeline.extract.subjects.soldlines import sold_as
from pipeline.extract.text.scene import REFERRING, Mention, Sentence
from pipeline.rulebook import Rulebook

_LEVELS = 3  # of lines within lines
_CHIP, _DEVICE, _SERIES = "chip", "device", "series"


class Nearest:
    """Finds what a noun phrase that says no more than a type can mean; one instance serves all articles."""

    def __init__(self, rulebook: Rulebook) -> None:
        syntax, listed = rulebook.syntax.lowered, rulebook.syntax.listed
        self._occasion, self._come_out = syntax("occasion-lead"), syntax("occasion-behind")
        self._occasion_of, self._occasion_needs = syntax("occasion-of"), rulebook.syntax.needs("occasion-behind")
        self._setting, self._tier = syntax("setting"), syntax("tier-of-a-device")
        types = {h.noun.lower(): h.types for h in rulebook.cues.head}
        kinds = {head.lower() for n in rulebook.names for head in n.heads}
        self._specific = {noun for noun, held in types.items() if held == (_DEVICE,)} & kinds
        self._generic = {h.noun.lower() for h in rulebook.cues.head if h.generic and _DEVICE in h.types}
        self._sold = {noun for noun, held in types.items() if _DEVICE in held}
        self._specific -= lower(rulebook.shapes.panel_nouns)  # a phone has a screen, though monitors are called so
        self._lines = {n.name: n.family for n in rulebook.names if n.family}
        self._chip_kinds = listed("chip-kinds")
        self._definite, self._near, self._far = listed("definite"), listed("near"), listed("far")

    def find(self, phrase: NounPhrase, maker: str, discourse: Discourse) -> Mention | None:
        """The thing that a phrase can mean: of ``maker`` where that is told, of its type, in this sentence or in mind;
        None where nothing fits.
        """
        types, noun = phrase.types, phrase.noun
        if maker:
            return self._makers(phrase, maker, discourse)
        if phrase.word in self._far and discourse.last is not None and discourse.last.type in types:
            return discourse.last
        fitting = self._named_before(phrase, discourse)
        if fitting:
            return next((m for m in fitting if _called(m, noun, phrase.sentence)), fitting[0])
        if "company" in types:
            return self._firm(phrase, discourse)
        if discourse.followed:
            meant = discourse.successor()
            return meant if meant is not None and meant.type in types else None
        if phrase.word in self._near and (sole := discourse.sole(types)) is not None:
            return self._holder(sole, phrase, discourse) or sole
        if phrase.word in self._definite and (opener := discourse.opener(types)) is not None:
            return opener
        return self._in_mind(phrase, discourse)

    def _holder(self, sole: Mention, phrase: NounPhrase, discourse: Discourse) -> Mention | None:
        """The laptop of "The laptop has the X100. This product": named before the chip, it is what was told of."""
        if sole.type != _CHIP or _DEVICE not in phrase.types:
            return None
        held = discourse.sole((_DEVICE,)) or discourse.sole((_SERIES,))
        sold = held is not None and (held.type == _DEVICE or any(h.lower() in self._sold for h in held.heads))
        return held if held is not None and sold and held.start < sole.start else None

    def suits(self, mention: Mention, noun: str) -> bool:
        """False for a console where "the handheld" is told of, and for a ministry where "the company" is: a thing's own
        nouns say what it can be called.
        """
        if mention.type == "company" and mention.heads:
            return noun in lower(mention.heads)
        if mention.type == "chip" and noun in self._chip_kinds and self._chip_kinds & lower(mention.heads):
            return noun in lower(mention.heads)  # "each GPU" is no Grace, which is a CPU
        if mention.type != _DEVICE or not mention.heads or noun not in self._specific:
            return True
        return noun in lower(mention.heads)

    def _makers(self, phrase: NounPhrase, maker: str, discourse: Discourse) -> Mention | None:
        """The thing of a maker; chips may go by the name of their design."""
        inner = [m for m in phrase.sentence.mentions if m.end <= phrase.start and m.how not in REFERRING]
        own = [m for m in (*inner, *discourse.ordered()) if m.maker == maker]
        called = [m for m in own if m.type in phrase.types and self.suits(m, phrase.noun)]
        if called and called[0].type == _SERIES:
            return self.member(called[0], phrase, discourse)
        if not called and "chip" in phrase.types:
            called = [m for m in own if m.type == "architecture"]
        return called[0] if called else None

    def _named_before(self, phrase: NounPhrase, discourse: Discourse) -> list[Mention]:
        """What the sentence names before the phrase and does not only compare with; one of many nodes that are counted
        is not "the machine".
        """
        sentence, types, noun = phrase.sentence, phrase.types, phrase.noun
        fitting = [
            m
            for m in sentence.mentions
            if m.end <= phrase.start
            and (discourse.sort(m) in types or (m.type == "series" and noun in lower(m.heads)))
            and m.how != "head"
            and self.suits(m, noun)
            and not discourse.is_compared(sentence, m)
            and not self._is_occasion(m, sentence, discourse)
            and (m.type != "system" or phrase.plural or not is_one_of_many(m, sentence))
        ]
        if phrase.word in self._near:
            fitting = [m for m in fitting if not self._is_setting(m, phrase)]
        return fitting

    def _firm(self, phrase: NounPhrase, discourse: Discourse) -> Mention | None:
        """The company in mind, unless it is named behind: "the firm invested in Acme" is not Acme itself."""
        firm = discourse.company
        if firm is None or not self.suits(firm, phrase.noun):
            return None
        named = any(m.name == firm.name and m.start >= phrase.end for m in phrase.sentence.mentions)
        return None if named else firm

    def _in_mind(self, phrase: NounPhrase, discourse: Discourse) -> Mention | None:
        """What the text has in mind that goes by the noun; of a line that is sold, the line or its only member told."""
        types, noun = phrase.types, phrase.noun
        measured = _measured_before(phrase, discourse)
        ranked = [m for m in discourse.ranked(types) if self.suits(m, noun) and m.name not in measured]
        sold = [m for m in ranked if m.type == _DEVICE] if _DEVICE in types else []
        if sold and self._tier.search(phrase.words):
            return sold[0]
        told = {types[0], _DEVICE} if noun in self._generic else {types[0]}  # "this product" is either
        fitting = [m for m in ranked if m.type in told or noun in lower(m.heads or (noun,))]
        best = next(iter([*fitting, *sold]), None)
        line = None if phrase.plural or _DEVICE not in types else sold_as(noun, best, discourse)
        if line is not None:
            return line
        sole = discourse.sole(types) if best is not None and best.type == "series" and not phrase.plural else None
        if best is not None and sole is not None and sole.name.startswith(f"{best.name} "):
            return sole  # "its Widget line's next, the Widget 3. The chip"
        return best if best is None else self.member(best, phrase, discourse)

    def member(self, target: Mention, phrase: NounPhrase, discourse: Discourse) -> Mention:
        """The member of a line that one chip means where one is in mind; else ``target``, what it is taken for."""
        if target.type != _SERIES or phrase.plural or phrase.types[0] != _CHIP:
            return target
        measured = _measured_before(phrase, discourse)
        own = (m for m in discourse.ordered() if m.type == _CHIP and target.name in self._above(m.name))
        own = (m for m in own if m.name not in measured)
        return next((m for m in own if self.suits(m, phrase.noun)), target)

    def _above(self, name: str) -> Iterator[str]:
        """The lines that a chip is of, from the nearest one on."""
        for _ in range(_LEVELS):
            name = self._lines.get(name, "")
            yield name

    def _is_occasion(self, mention: Mention, sentence: Sentence, discourse: Discourse) -> bool:
        """True for the X100 of "following the X100 launch, the GPU" in a text about another maker's."""
        topic = discourse.topic
        if topic is None or topic.maker == mention.maker or not sentence.holds(self._occasion_needs):
            return False
        named = sentence.led(self._occasion, mention.start) and sentence.followed(self._come_out, mention.end)
        return named or sentence.led(self._occasion_of, mention.start)

    def _is_setting(self, mention: Mention, phrase: NounPhrase) -> bool:
        """True for a name in a clause that a comma closes before: "With the X100 around, who buys this card"."""
        sentence = phrase.sentence
        if not self._setting.fullmatch(sentence.low, 0, mention.start - sentence.start):
            return False
        return "," in sentence.low[mention.end - sentence.start : phrase.start - sentence.start]


def lower(words: Sequence[str]) -> set[str]:
    """Words in small letters."""
    return {word.lower() for word in words}


def _measured_before(phrase: NounPhrase, discourse: Discourse) -> set[str]:
    """What the sentence has named only to measure by before the phrase, which means another thing then: the X90 of
    "Compared with the X90, the chip".
    """
    sentence = phrase.sentence
    before = [m for m in sentence.mentions if m.end <= phrase.start and m.how not in REFERRING]
    return {m.name for m in before if discourse.is_compared(sentence, m)}


def _called(mention: Mention, noun: str, sentence: Sentence) -> bool:
    """True where the noun stands right behind the name: "72 B200 GPUs", then "each GPU"."""
    return sentence.low[mention.end - sentence.start :].lstrip(" -").startswith(noun)
