"""Turns "it", "the chip", "its predecessor" and "both" into mentions of the thing meant.
The sentence's own subject is asked first, then what the discourse has in mind.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from pipeline.extract.discourse import THINGS, Discourse
from pipeline.extract.scene import Mention, Sentence
from pipeline.rulebook import Rulebook

_SHORT = 2  # letters of a word that names nothing
_TITLED = 2  # words of a name that a noun closes: "Lightning Rack"


class ReferenceResolver:
    """Adds what pronouns and head nouns stand for; one instance serves all articles."""

    def __init__(self, rulebook: Rulebook) -> None:
        self._syntax = rulebook.syntax.lowered
        self._opens_unknown = rulebook.syntax.regex("unknown-opens")
        self._heads = {h.noun.lower(): h.types for h in rulebook.cues.head}
        self._generic = {h.noun.lower() for h in rulebook.cues.head if h.generic}
        self._kinds = {head.lower() for n in rulebook.names for head in n.heads}
        self._predecessors = {n.name: n.predecessor for n in rulebook.names if n.predecessor}
        digits = [w.values for w in rulebook.numbers.word if w.kind == "digit"]
        self._numbers = {word: int(value) for values in digits for word, value in values.items()}
        nouns = "|".join(sorted((re.escape(n) for n in self._heads), key=len, reverse=True))
        between = "|".join(map(rulebook.syntax.word, ("preposition", "definite", "pointing", "article")))
        filler = rf"(?:(?!(?:{between})\b)[\w’'-]+\s+)"
        lead = rulebook.syntax.regex("reference-lead").pattern
        self._predicate = self._syntax("predicate-lead")
        self._head = re.compile(rf"\b({lead})\s+{filler}{{0,3}}?({nouns})(s?)\b")
        self._owned = re.compile(rf"(['’]s)\s+{filler}{{0,4}}?({nouns})(s?)\b")
        self._pointing = frozenset(rulebook.syntax.word("pointing").split("|"))
        self._name_nouns = frozenset(rulebook.shapes.name_nouns)
        self._never = frozenset(n.lower() for n in rulebook.shapes.never)
        self._descriptive = {word.lower() for word in rulebook.shapes.descriptive}
        self._definite = frozenset(rulebook.syntax.word("definite").split("|"))
        self._near = frozenset(rulebook.syntax.word("near").split("|"))
        self._far = frozenset(rulebook.syntax.word("far").split("|"))
        self._numbers = {word: n for n, word in enumerate(rulebook.syntax.word("counting").split("|"), start=2)}
        self._many = frozenset(rulebook.syntax.word("many").split("|"))
        last = [noun.replace("-", " ").split()[-1] for noun in self._heads]
        self._head_needs = frozenset((*last, *(f"{word}s" for word in last)))
        self._pronouns_need, self._plurals_need = map(rulebook.syntax.needs, ("pronoun", "plural"))
        self._tested_need, self._older_need = map(rulebook.syntax.needs, ("tested", "older-unnamed"))

    def resolve(self, sentence: Sentence, discourse: Discourse) -> None:
        """Add what pronouns and head nouns of the sentence stand for to its mentions."""
        discourse.enter(sentence.block)
        if any(m.type == "series" for m in sentence.mentions):
            sentence.mentions = [self._before(sentence, m, discourse) for m in sentence.mentions]
        self._unknown(sentence)
        added = [
            *self._pronouns(sentence, discourse),
            *self._tested(sentence, discourse),
            *self._older(sentence, discourse),
            *self._head_nouns(sentence, discourse),
            *self._plurals(sentence, discourse),
        ]
        if added:
            sentence.mentions.extend(added)
            sentence.mentions.sort(key=lambda m: (m.start, m.end))

    def _unknown(self, sentence: Sentence) -> None:
        """Note a name that opens the sentence and is not known: what is said of it is said of nothing else."""
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

    def _before(self, sentence: Sentence, mention: Mention, discourse: Discourse) -> Mention:
        """The earlier member of a series that "the previous TPU" means in a text about the TPU v4, if it is listed."""
        topic = discourse.topic
        if mention.type != "series" or topic is None or not topic.name.startswith(f"{mention.name} "):
            return mention
        lead = discourse.lead(sentence, mention).split()[-1:]
        before = self._predecessors.get(topic.name) if lead and self._syntax("old-words").search(lead[0]) else None
        return replace(mention, name=before, type=topic.type, how="head") if before else mention

    def _pronouns(self, sentence: Sentence, discourse: Discourse) -> Iterator[Mention]:
        if not sentence.holds(self._pronouns_need):
            return
        for match in self._syntax("pronoun").finditer(sentence.low):
            target = self._pronoun(sentence, match, discourse)
            if target is not None:
                yield _standing(target, sentence, match, "pronoun")

    def _pronoun(self, sentence: Sentence, match: re.Match[str], discourse: Discourse) -> Mention | None:
        at = sentence.start + match.start()
        following = sentence.low[match.end() : match.end() + 30]
        if self._syntax("no-reference").match(following) or self._is_the_makers(sentence, match):
            return None
        beside = self._beside(sentence, match)
        if beside is not None:
            return beside
        fitted = self._syntax("fronted-participle").fullmatch(sentence.low, 0, match.start())
        for mention in () if fitted else sentence.mentions:
            if mention.end > at:
                break
            if mention.type not in THINGS or self._syntax("fronted").fullmatch(discourse.lead(sentence, mention)):
                continue
            if not discourse.is_compared(sentence, mention):
                return mention
        target = next((m for m in discourse.ordered() if m.type in THINGS), discourse.topic)
        if target is not None and target.name in discourse.side_by_side(sentence):
            sentence.unresolved.append((sentence.start + match.end(), ()))
            return None
        return None if target is not None and self._is_of_another(sentence, match, target) else target

    def _beside(self, sentence: Sentence, match: re.Match[str]) -> Mention | None:
        """The thing right before "with its": what "better than the X100 with its 8 GB" says is the X100's."""
        before = [m for m in sentence.mentions if m.type in THINGS and m.end <= sentence.start + match.start()]
        if not before or not self._syntax("possessive-pronoun").fullmatch(match.group(0)):
            return None
        between = sentence.low[before[-1].end - sentence.start : match.start()]
        return before[-1] if self._syntax("beside-own").fullmatch(between) else None

    def _is_of_another(self, sentence: Sentence, match: re.Match[str], target: Mention) -> bool:
        """True for "Acme says its new GPU", where all that is in mind is another maker's."""
        if not target.maker or not self._syntax("possessive-pronoun").fullmatch(match.group(0).lower()):
            return False
        firms = [m for m in sentence.mentions if m.type == "company" and m.end <= sentence.start + match.start()]
        return bool(firms) and target.maker not in {m.name for m in firms}

    def _is_the_makers(self, sentence: Sentence, match: re.Match[str]) -> bool:
        """True for "its new X100": a name right behind "its" is a company's own product."""
        if not self._syntax("possessive-pronoun").fullmatch(match.group(0)):
            return False
        end = sentence.start + match.end()
        following = next((m for m in sentence.mentions if m.start >= end), None)
        if following is None:
            return False
        return bool(self._syntax("own").fullmatch(sentence.low[match.end() : following.start - sentence.start]))

    def _head_nouns(self, sentence: Sentence, discourse: Discourse) -> Iterator[Mention]:
        if not sentence.holds(self._head_needs):
            return
        for match in self._noun_phrases(sentence.low):
            start, end = sentence.start + match.start(), sentence.start + match.end()
            if self._syntax("no-reference-noun").match(sentence.low, match.end()):
                continue
            if sentence.led(self._predicate, start) and any(
                m.type in THINGS and m.end < start for m in sentence.mentions
            ):
                continue  # "the X100 is the chip that": the noun says what the X100 is
            if any(end == known for known, _ in sentence.unresolved):
                continue  # the noun closes an unknown name
            inner = [m for m in sentence.mentions if m.start < end + 1 and start < m.end]
            if any(m.type != "company" or m.start < start or m.end > end for m in inner):
                continue
            if any(0 <= m.start - end <= 3 or 0 <= start - m.end <= 1 for m in sentence.mentions if m.type in THINGS):
                continue
            noun, word = match.group(2).lower(), match.group(1).lower()
            if "process" not in self._heads[noun] and self._says_which(sentence, match, inner):
                sentence.elsewhere.append((sentence.start + match.start(2), end))
                continue
            several = self._several(sentence, match, noun, inner[-1].name if inner else "", discourse)
            if several:
                yield from (_standing(m, sentence, match, "head") for m in several)
                continue
            unled = match.group(3) and word not in self._many and not (inner and word in self._definite)
            if unled or (noun in self._generic and word not in self._pointing):
                continue
            if (
                self._syntax("numbered").search(match.group(0))
                if "process" not in self._heads[noun]
                else any(c.isdigit() for c in match.group(0))
            ):
                continue  # "the 3nm process" and "the 6900P series" say which by themselves
            members = self._members(match, discourse, sentence)
            if len(members) > 1:
                yield from (_standing(m, sentence, match, "pronoun") for m in members)
                continue
            maker = inner[-1].name if inner else _possessor(sentence, start)
            target = self._of_kind(noun, match.group(0), discourse)
            if target is None:
                target = self._aged(noun, match.group(0), maker, discourse)
            if target is None:
                target = self._nearest(sentence, start, noun, word, maker, discourse)
            if target is not None:
                yield _standing(target, sentence, match, "head")
            elif maker and not match.group(3) and word not in self._definite:
                sentence.unresolved.append((end, ()))
            elif word in self._definite and not maker and not match.group(3) and self._opens(sentence, match):
                sentence.unresolved.append((end, self._heads[noun]))

    def _says_which(self, sentence: Sentence, match: re.Match[str], inner: Sequence[Mention]) -> bool:
        """True for "its Aurora processor": a capitalised word that no list knows names a thing of its own."""
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

    def _tested(self, sentence: Sentence, discourse: Discourse) -> Iterator[Mention]:
        """What "our unit" and "the review sample" stand for: what the article is about."""
        if discourse.titled and discourse.topic is not None and sentence.holds(self._tested_need):
            for match in self._syntax("tested").finditer(sentence.low):
                yield _standing(discourse.topic, sentence, match, "head")

    def _older(self, sentence: Sentence, discourse: Discourse) -> Iterator[Mention]:
        """The topic's listed predecessor for "while the previous generation had"; where none is listed, what the
        clause tells is nobody's.
        """
        if not sentence.holds(self._older_need):
            return
        for match in self._syntax("older-unnamed").finditer(sentence.low):
            start, end = (sentence.start + at for at in match.span(1))
            if any(m.start < end and start < m.end for m in sentence.mentions):
                continue
            topic = discourse.topic if discourse.titled else None
            before = self._predecessors.get(topic.name) if topic is not None else None
            if topic is not None and before:
                yield Mention(start, end, before, topic.type, topic.maker, "head", topic.rule, topic.heads)
            else:
                sentence.elsewhere.append((start, end))

    def _opens(self, sentence: Sentence, match: re.Match[str]) -> bool:
        """True for a noun that a clause begins with: its subject."""
        return bool(self._syntax("clause-opening").search(sentence.low[: match.start()]))

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
        if not match.group(3) or counted is None:
            return []
        types, number = self._heads[noun], self._numbers.get((counted.group(1) or "two").lower(), 2)
        group = [m for m in discourse.within_reach(sentence) if m.type in types]
        if len(group) != number:
            group = discourse.pair(types) if number == 2 else []
            group = group or discourse.foremost(types, number)
        return group if not maker or all(m.maker == maker for m in group) else []

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
        if self._syntax("new-words").search(words):
            return topic if discourse.titled else None
        before = self._predecessors.get(topic.name) if self._syntax("old-words").search(words) else None
        return Mention(topic.start, topic.end, before, topic.type, topic.maker) if before else None

    def _nearest(
        self, sentence: Sentence, at: int, noun: str, word: str, maker: str, discourse: Discourse
    ) -> Mention | None:
        """The thing that a head noun can mean: of its maker, of its type, in this sentence or in mind."""
        types = self._heads[noun]
        if maker:
            inner = [m for m in sentence.mentions if m.end <= at and m.how not in {"pronoun", "head"}]
            own = [m for m in (*inner, *discourse.ordered()) if m.maker == maker]
            called = [m for m in own if m.type in types]
            if not called and "chip" in types:
                called = [m for m in own if m.type == "architecture"]  # chips that go by the name of their design
            return called[0] if called else None
        if word in self._far and discourse.last is not None and discourse.last.type in types:
            return discourse.last
        fitting = [
            m
            for m in sentence.mentions
            if m.end <= at
            and (m.type in types or (m.type == "series" and noun in _lower(m.heads)))
            and m.how != "head"
            and not discourse.is_compared(sentence, m)
        ]
        if word in self._near:
            fitting = [m for m in fitting if not self._is_setting(m, at, sentence)]
        if fitting:
            return next((m for m in fitting if _called(m, noun, sentence)), fitting[0])
        if "company" in types:
            return discourse.company
        ranked = discourse.ranked(types)
        fitting = [m for m in ranked if m.type == types[0] or noun in _lower(m.heads or (noun,))]
        others = [m for m in ranked if m.type == "device"] if "device" in types else []
        return next(iter([*fitting, *others]), None)

    def _is_setting(self, mention: Mention, at: int, sentence: Sentence) -> bool:
        """True for a name in a phrase that a comma closes before ``at``: "With the X100 around, who buys this card"."""
        if not self._syntax("setting").fullmatch(sentence.low, 0, mention.start - sentence.start):
            return False
        return "," in sentence.low[mention.end - sentence.start : at - sentence.start]

    def _members(self, match: re.Match[str], discourse: Discourse, sentence: Sentence) -> list[Mention]:
        """All that "these cards" means: the things last named together, where the noun fits them."""
        if not match.group(3) or match.group(1).lower() not in self._many:
            return []
        group = discourse.within_reach(sentence)
        return group if all(m.type in self._heads[match.group(2).lower()] for m in group) else []

    def _plurals(self, sentence: Sentence, discourse: Discourse) -> Iterator[Mention]:
        """The things last named together, for "both"; not where the sentence names a thing of its own before it."""
        match = self._syntax("plural").search(sentence.low) if sentence.holds(self._plurals_need) else None
        if match is None:
            return
        if self._syntax("correlative").match(sentence.low, match.start()) and not self._opens(sentence, match):
            return
        group = discourse.within_reach(sentence)
        first = next((m.end for m in sentence.mentions if m.type in THINGS), sentence.end)
        word, noun = match.group(1).lower(), (match.group(2) or "").lower().removesuffix("s")
        two = bool(self._syntax("both").match(match.group(0)))
        wanted = 2 if two else self._numbers.get(word, len(group))
        meant = group if len(group) == wanted else []
        meant = meant or (discourse.pair() if two else [])
        known = noun in self._heads or word in self._numbers
        fits = not known or all(m.type in self._heads.get(noun, ()) for m in meant)
        if fits and sentence.start + match.start() <= first:
            yield from (_standing(m, sentence, match, "pronoun") for m in meant)


def _lower(words: Sequence[str]) -> set[str]:
    return {word.lower() for word in words}


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


def _standing(target: Mention, sentence: Sentence, match: re.Match[str], how: str) -> Mention:
    start, end = sentence.start + match.start(), sentence.start + match.end()
    return Mention(start, end, target.name, target.type, target.maker, how, target.rule, target.heads)
