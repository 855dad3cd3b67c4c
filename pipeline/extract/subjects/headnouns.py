"""Turns "the chip", "Acme's new GPU" and "both cards" into mentions of the things meant.
The sentence is asked first, then what the discourse has in mind; what nobody knows is noted as such.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pipeline.extract.subjects.components import is_one_of_many
from pipeline.extract.subjects.discourse import THINGS, Discourse
from pipeline.extract.subjects.forerunners import elder
from pipeline.extract.subjects.soldlines import first_of, sold_as
from pipeline.extract.text.scene import Mention, Sentence, standing
from pipeline.model import BlockKind
from pipeline.rulebook import Rulebook

_SHORT = 2  # letters of a word that names nothing


class HeadNouns:
    """Finds what common nouns stand for; one instance serves all articles."""

    def __init__(self, rulebook: Rulebook) -> None:
        self._syntax = rulebook.syntax.lowered
        self._occasion, self._come_out = self._syntax("occasion-lead"), self._syntax("occasion-behind")
        self._occasion_of, self._occasion_needs = self._syntax("occasion-of"), rulebook.syntax.needs("occasion-behind")
        self._apposed, self._of_it = self._syntax("name-behind"), self._syntax("of-it")
        self._opening, self._inside = self._syntax("clause-opening"), self._syntax("part-inside")
        self._heads = {h.noun.lower(): h.types for h in rulebook.cues.head}
        self._generic = {h.noun.lower() for h in rulebook.cues.head if h.generic}
        self._figured = {h.noun.lower() for h in rulebook.cues.head if h.figured}
        self._kinds = {head.lower() for n in rulebook.names for head in n.heads}
        self._specific = {n for n, types in self._heads.items() if types == ("device",)} & self._kinds
        self._chip_kinds = rulebook.syntax.listed("chip-kinds")
        self._lines = {n.name: n.family for n in rulebook.names if n.family}
        self._predecessors = {n.name: n.predecessor for n in rulebook.names if n.predecessor}
        nouns = "|".join(sorted((re.escape(n) for n in self._heads), key=len, reverse=True))
        between = "|".join(map(rulebook.syntax.word, ("preposition", "definite", "pointing", "article", "unspecific")))
        filler = rf"(?:(?!(?:{between})\b)[\w’'-]+(?:\.\d[\w-]*)?\s+)"
        lead = rulebook.syntax.regex("reference-lead").pattern
        self._finite = self._syntax("finite-verb")
        words = ("older-has", "newer-word", "first-words")
        self._older_has, self._newer, self._first = map(self._syntax, words)
        self._predicate, self._last_years = self._syntax("predicate-lead"), self._syntax("last-years")
        self._head = re.compile(rf"\b({lead})\s+{filler}{{0,3}}?({nouns})(s?)\b")
        self._owned = re.compile(rf"(['’]s)\s+{filler}{{0,4}}?({nouns})(s?)\b")
        self._pointing = rulebook.syntax.listed("pointing")
        self._panels = frozenset(rulebook.shapes.panel_nouns)
        self._descriptive = {word.lower() for word in rulebook.shapes.descriptive}
        self._definite = rulebook.syntax.listed("definite")
        self._near = rulebook.syntax.listed("near")
        self._far = rulebook.syntax.listed("far")
        self._each = rulebook.syntax.listed("each-one")
        self._numbers = {word: n for n, word in enumerate(rulebook.syntax.word("counting").split("|"), start=2)}
        self._many = rulebook.syntax.listed("many")
        last = [noun.replace("-", " ").split()[-1] for noun in self._heads]
        self._needs = frozenset((*last, *(f"{word}s" for word in last)))

    def find(self, sentence: Sentence, discourse: Discourse) -> Iterator[Mention]:
        """Mentions of what the nouns of the sentence mean; nouns that mean nothing known are noted in it."""
        if not sentence.holds(self._needs):
            return
        told: Mention | None = None
        for match in self._noun_phrases(sentence.low):
            start, end = sentence.start + match.start(), sentence.start + match.end()
            if self._syntax("no-reference-noun").match(sentence.low, match.end()) or _is_of_a_name(sentence, match):
                continue
            if self._syntax("core-cluster").search(match.group(0)):
                continue
            if match.group(1)[-1] == "s" and sentence.led(self._last_years, start):
                sentence.elsewhere.append((start, end))  # "last year's model", which is not the one in mind
                continue
            if sentence.led(self._predicate, start) and any(
                m.type in THINGS and m.end < start for m in sentence.mentions
            ):
                continue  # "the X100 is the chip that": the noun says what the X100 is
            if any(end == known for known, _ in sentence.unresolved):
                continue  # the noun closes an unknown name
            if any(first < end and start < behind for first, behind in sentence.elsewhere):
                continue  # nor what is known not to be meant
            inner = [m for m in sentence.mentions if m.start < end + 1 and start < m.end]
            if any(m.type != "company" or m.start < start or m.end > end for m in inner):
                continue
            if any(0 <= m.start - end <= 3 or 0 <= start - m.end <= 1 for m in sentence.mentions if m.type in THINGS):
                continue
            behind = next((m for m in sentence.mentions if m.start >= end), None)
            if behind and self._inside.fullmatch(sentence.low, match.start(), behind.start - sentence.start):
                continue  # "the NPU in the X100"
            named = (m for m in sentence.mentions if m.type in self._heads[match.group(2).lower()])
            does = sentence.text[end - sentence.start :][:1] == " " and sentence.followed(self._finite, end)
            if not does and any(self._explains(m, start, sentence) for m in named):
                continue  # "the Aurora, the latest machine": what was named right before
            if sentence.followed(self._apposed, end) and sentence.led(self._of_it, start):
                continue  # "of the top card, the X100": the name comes behind
            noun, word = match.group(2).lower(), match.group(1).lower()
            equal = self._equated(sentence, match, noun)
            if equal is not None:
                yield standing(equal, sentence, match, "head")
                continue
            if "process" not in self._heads[noun] and self._says_which(sentence, match, inner):
                sentence.elsewhere.append((sentence.start + match.start(2), end))
                continue
            several = self._several(sentence, match, noun, inner[-1].name if inner else "", discourse)
            if several:
                yield from (standing(m, sentence, match, "head") for m in several)
                continue
            unled = match.group(3) and word not in self._many and not (inner and word in self._definite)
            if unled or self._is_mass(noun, word, match.group(0)):
                line = self._line(sentence, match, discourse) if unled and not inner else None
                if line is not None:
                    yield standing(line, sentence, match, "head")
                    continue
                if match.group(3) and "," not in sentence.text[: match.start()] and _possessor(sentence, start):
                    sentence.unresolved.append((end, ()))  # "Acme's AI chips are": none that was named
                continue
            if self._syntax("another-one").search(match.group(0)):
                continue
            if (
                self._syntax("numbered").search(match.group(0))
                if "process" not in self._heads[noun]
                else any(c.isdigit() for c in match.group(0))
            ):
                continue  # "the 3nm process" and "the 6900P series" say which by themselves
            members = self._members(match, discourse, sentence)
            if len(members) > 1:
                yield from (standing(m, sentence, match, "pronoun") for m in members)
                continue
            maker = inner[-1].name if inner else _possessor(sentence, start)
            counted = None if match.group(3) or maker else self._counted(noun, match.group(0), discourse)
            if counted is not None:
                yield standing(counted, sentence, match, "head")
                continue
            target = self._of_kind(noun, match.group(0), discourse)
            if target is None:
                target = self._aged(noun, match.group(0), maker, discourse)
            first = first_of(discourse.topic, self._predecessors) if self._first.search(match[0]) else None
            if first is not None and target is None and not maker and "device" in self._heads[noun]:
                sentence.elsewhere += [] if first.name else [(start, end)]  # "the original phone", before the fifth
                yield from (standing(m, sentence, match, "head") for m in (first,) if m.name)
                continue
            aged = sentence.followed(self._older_has, end) and self._syntax("old-words").search(match[0])
            if target is None and (
                aged or (self._newer.search(match[0]) and len({m.maker for m in discourse.titled_beside()}) > 1)
            ):
                sentence.elsewhere.append((start, end))  # "the previous chip with 25 W", which nobody knows
                continue
            if target is None:
                firm = not maker and "company" in self._heads[noun]  # "The startup raised it, valuing the company"
                target = told if firm and told else self._nearest(sentence, match, maker, discourse)
            if target is not None:
                told = told or (target if target.type == "company" else None)
                yield standing(target, sentence, match, "head")
            elif inner and not match.group(3) and word in self._definite and opens(sentence, match, self._opening):
                sentence.elsewhere.append((sentence.start + match.start(2), end))  # "the Acme laptop": none named here
            elif discourse.followed and word in self._definite:
                sentence.unresolved.append((end, ()))  # the successor just told of, which has no name
            elif maker and not match.group(3) and word not in self._definite:
                sentence.unresolved.append((end, ()))
            elif word in self._definite and not maker and not match.group(3) and opens(sentence, match, self._opening):
                sentence.unresolved.append((end, self._heads[noun]))

    def _line(self, sentence: Sentence, match: re.Match[str], discourse: Discourse) -> Mention | None:
        """The line in mind that "The chips" at the opening of a clause means, rather than the member named last."""
        types = self._heads[match.group(2).lower()]
        if match.group(1).lower() not in self._definite or not opens(sentence, match, self._opening):
            return None
        if any(m.type in types and m.start >= sentence.start + match.end() for m in sentence.mentions):
            return None  # the member that is told of comes behind
        sold = [m for m in discourse.ordered() if discourse.sort(m) in types]
        line = next((m for m in sold if discourse.sort(m) == "series"), None)
        about = {discourse.topic.name, self._lines.get(discourse.topic.name)} if discourse.topic else set()
        return line if line is not None and line.name in {*about, self._lines.get(sold[0].name)} else None

    def _explains(self, mention: Mention, start: int, sentence: Sentence) -> bool:
        """True for the common noun at ``start`` that a comma joins to a name."""
        return mention.end + 2 == start and sentence.text[mention.end - sentence.start :][:2] == ", "

    def _is_mass(self, noun: str, word: str, phrase: str) -> bool:
        """True for "the silicon", but not for "this silicon"; "the design" needs a figure: "the 64-core design"."""
        if noun in self._figured:
            return not any(part[0].isdigit() and part[-1].isalpha() for part in phrase.split()[1:-1])
        return noun in self._generic and word not in self._pointing

    def _equated(self, sentence: Sentence, match: re.Match[str], noun: str) -> Mention | None:
        """The thing behind the verb in "the last chip of the four is the X100": that is what the noun means."""
        end = sentence.start + match.end()
        named = next((m for m in sentence.mentions if m.start >= end and m.type in self._heads[noun]), None)
        if named is None or not opens(sentence, match, self._opening):
            return None
        between = sentence.low[match.end() : named.start - sentence.start]
        if not self._syntax("equated").fullmatch(between) or sentence.text[named.end - sentence.start :][:1] in {
            "'",
            "’",
        }:
            return None
        return named

    def _says_which(self, sentence: Sentence, match: re.Match[str], inner: Sequence[Mention]) -> bool:
        """True for "its Aurora processor": a capitalised word that no list knows names a thing of its own."""
        if sentence.text[match.start(2) : match.end(2)] in self._panels:
            return False  # "the Super AMOLED screen" is the device's: its capitals are the panel's
        between = sentence.text[match.end(1) : match.start(2)]
        held = {
            word for m in inner for word in sentence.text[m.start - sentence.start : m.end - sentence.start].split()
        }
        return any(
            word[:1].isupper()
            and not word.isupper()
            and word.isalpha()
            and len(word) > _SHORT
            and word.lower() not in self._descriptive
            for word in between.split()
            if word not in held
        )

    def _noun_phrases(self, text: str) -> Iterator[re.Match[str]]:
        """Where "the new chip" and the like stand, then where "X's new chip" does."""
        yield from self._head.finditer(text)
        if "'" in text or "’" in text:
            yield from self._owned.finditer(text)

    def _several(
        self, sentence: Sentence, match: re.Match[str], noun: str, maker: str, discourse: Discourse
    ) -> Sequence[Mention]:
        """What "both chips", "the two cards" and "all three parts" stand for; empty where they say no number."""
        counted = self._syntax("counted-reference").match(match.group(0))
        if match.group(3) and counted is None and match.group(1).lower() in self._definite:
            new = self._syntax("new-words").search(match.group(0)) is not None
            group = (
                discourse.together.within_reach(sentence) if new else []
            )  # "the new chips": not those that they follow
            return group if all(m.type in self._heads[noun] for m in group) else []
        if not match.group(3) or counted is None:
            return []
        types, number = self._heads[noun], self._numbers.get((counted.group(1) or "two").lower(), 2)
        group = [m for m in discourse.together.within_reach(sentence) if m.type in types]
        if len(group) != number:
            group = discourse.together.pair(discourse.ordered(), types) if number == 2 else []
            group = group or discourse.foremost(types, number)
        if not all(self._suits(m, noun) for m in group):
            return []  # "all four CPUs" are no graphics units
        return group if not maker or all(m.maker == maker for m in group) else []

    def _counted(self, noun: str, words: str, discourse: Discourse) -> Mention | None:
        """The Rubin of "72 Rubin GPUs and 36 Vera CPUs" for "each GPU" right behind; None where none is called so."""
        if words.partition(" ")[0] not in self._each:
            return None
        called = [m for m in discourse.together.named if f"{_last(m.name)} {noun}s" in discourse.before]
        return called[0] if len(called) == 1 else None

    def _of_kind(self, noun: str, words: str, discourse: Discourse) -> Mention | None:
        """The thing in mind that "the new switch chip" tells from other chips; None where no such word is said."""
        kinds = self._kinds.intersection(words.lower().split()[1:-1])
        fitting = discourse.ranked(self._heads[noun]) if kinds else []
        return next((m for m in fitting if kinds & _lower(m.heads)), None)

    def _aged(self, noun: str, words: str, maker: str, discourse: Discourse) -> Mention | None:
        """The topic for "the new part", the topic's listed predecessor for "the older card"."""
        topic = discourse.topic
        if topic is None or topic.type not in self._heads[noun] or (maker and maker != topic.maker):
            return None
        new, old = (self._syntax(words_of).search(words) for words_of in ("new-words", "old-words"))
        compared = discourse.titled_beside()  # of those that no list puts in order the first is the newer
        newer = self._newer.search(words)
        follows = [(m, b) for m in compared for b in compared if self._predecessors.get(m.name) == b.name]
        if (follows and (old or newer)) or (newer and len({m.maker for m in compared}) > 1):
            return follows[0][bool(old)] if len(follows) == 1 else None
        if new:
            return discourse.brought(self._heads[noun]) or (topic if discourse.titled else None)
        return elder(topic, discourse, self._predecessors) if old else None

    def _is_occasion(self, mention: Mention, sentence: Sentence, discourse: Discourse) -> bool:
        """True for the X100 of "following the X100 launch, the GPU" in a text about another maker's."""
        topic = discourse.topic
        if topic is None or topic.maker == mention.maker or not sentence.holds(self._occasion_needs):
            return False
        named = sentence.led(self._occasion, mention.start) and sentence.followed(self._come_out, mention.end)
        return named or sentence.led(self._occasion_of, mention.start)

    def _nearest(self, sentence: Sentence, match: re.Match[str], maker: str, discourse: Discourse) -> Mention | None:
        """The thing that a head noun can mean: of its maker, of its type, in this sentence or in mind; one of many
        nodes counted in the sentence is not "the machine".
        """
        at, noun, word = sentence.start + match.start(), match.group(2).lower(), match.group(1).lower()
        types = self._heads[noun]
        if maker:
            inner = [m for m in sentence.mentions if m.end <= at and m.how not in {"pronoun", "head"}]
            own = [m for m in (*inner, *discourse.ordered()) if m.maker == maker]
            called = [m for m in own if m.type in types and self._suits(m, noun)]
            if not called and "chip" in types:
                called = [m for m in own if m.type == "architecture"]  # chips that go by the name of their design
            return called[0] if called else None
        if word in self._far and discourse.last is not None and discourse.last.type in types:
            return discourse.last
        fitting = [
            m
            for m in sentence.mentions
            if m.end <= at
            and (discourse.sort(m) in types or (m.type == "series" and noun in _lower(m.heads)))
            and m.how != "head"
            and self._suits(m, noun)
            and not discourse.is_compared(sentence, m)
            and not self._is_occasion(m, sentence, discourse)
            and (m.type != "system" or match.group(3) or not is_one_of_many(m, sentence))
        ]
        if word in self._near:
            fitting = [m for m in fitting if not self._is_setting(m, at, sentence)]
        if fitting:
            return next((m for m in fitting if _called(m, noun, sentence)), fitting[0])
        if "company" in types:
            firm, end = discourse.company, sentence.start + match.end()
            if firm is not None and not self._suits(firm, noun):
                return None
            named = firm is not None and any(m.name == firm.name and m.start >= end for m in sentence.mentions)
            return None if named else firm  # "the firm invested in Acme": not Acme itself
        if discourse.followed:
            meant = discourse.successor()
            return meant if meant is not None and meant.type in types else None
        if word in self._near and (sole := discourse.sole(types)) is not None:
            return sole
        if word in self._definite and (opener := discourse.opener(types)) is not None:
            return opener
        ranked = [m for m in discourse.ranked(types) if self._suits(m, noun)]
        sold = (
            [m for m in ranked if m.type == "device"] if self._syntax("tier-of-a-device").search(match.group(0)) else []
        )
        if sold and "device" in types:
            return sold[0]
        fitting = [m for m in ranked if m.type == types[0] or noun in _lower(m.heads or (noun,))]
        others = [m for m in ranked if m.type == "device"] if "device" in types else []
        best = next(iter([*fitting, *others]), None)
        line = None if match.group(3) or "device" not in types else sold_as(noun, best, discourse)
        if line is not None:
            return line
        sole = discourse.sole(types) if best is not None and best.type == "series" and not match.group(3) else None
        if best is not None and sole is not None and sole.name.startswith(f"{best.name} "):
            return sole  # "its Widget line's next, the Widget 3. The chip"
        return best

    def _suits(self, mention: Mention, noun: str) -> bool:
        """False for a console where "the handheld" is told of, and for a ministry where "the company" is: a thing's own
        nouns say what it can be called.
        """
        if mention.type == "company" and mention.heads:
            return noun in _lower(mention.heads)
        if mention.type == "chip" and noun in self._chip_kinds and self._chip_kinds & _lower(mention.heads):
            return noun in _lower(mention.heads)  # "each GPU" is no Grace, which is a CPU
        if mention.type != "device" or not mention.heads or noun not in self._specific:
            return True
        return noun in _lower(mention.heads)

    def _is_setting(self, mention: Mention, at: int, sentence: Sentence) -> bool:
        """True for a name in a phrase that a comma closes before ``at``: "With the X100 around, who buys this card"."""
        if not self._syntax("setting").fullmatch(sentence.low, 0, mention.start - sentence.start):
            return False
        return "," in sentence.low[mention.end - sentence.start : at - sentence.start]

    def _members(self, match: re.Match[str], discourse: Discourse, sentence: Sentence) -> list[Mention]:
        """All that "these cards" means: the things last named together, where the noun fits them."""
        if not match.group(3) or match.group(1).lower() not in self._many:
            return []
        group = discourse.together.within_reach(sentence)
        return group if all(m.type in self._heads[match.group(2).lower()] for m in group) else []


def _is_of_a_name(sentence: Sentence, match: re.Match[str]) -> bool:
    """True for "the Chip Alliance", "the Home Appliance unit": capitals make the noun part of a name."""
    noun, following = sentence.text[match.start(2) : match.end()], sentence.text[match.end() : match.end() + 3]
    before = sentence.text[match.end(1) : match.start(2)].split()[-1:]
    named = noun.istitle() and ((following[:1] == " " and following[1:].istitle()) or any(w.istitle() for w in before))
    return named and sentence.block.kind not in {BlockKind.TITLE, BlockKind.HEADING}


def _lower(words: Sequence[str]) -> set[str]:
    return {word.lower() for word in words}


def _last(name: str) -> str:
    return name.rpartition(" ")[2].lower()


def _called(mention: Mention, noun: str, sentence: Sentence) -> bool:
    """True where the noun stands right behind the name: "72 B200 GPUs", then "each GPU"."""
    return sentence.low[mention.end - sentence.start :].lstrip(" -").startswith(noun)


def _possessor(sentence: Sentence, at: int) -> str:
    """The company whose chip is meant: "Intel's 7-nanometer chip"; empty where none is named right before."""
    for mention in sentence.mentions:
        between = sentence.low[mention.end - sentence.start : at - sentence.start] if mention.end <= at else "-"
        if mention.type == "company" and between.rstrip() in {"", "'s", "’s", "'", "’"}:
            return mention.name
    return ""


def opens(sentence: Sentence, match: re.Match[str], opening: re.Pattern[str]) -> bool:
    """True for words that a clause begins with: its subject; ``opening`` is what stands before such."""
    return bool(opening.search(sentence.low[: match.start()]))
