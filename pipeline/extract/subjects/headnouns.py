"""Turns "the chip", "Acme's new GPU" and "both cards" into mentions of the things meant.
The sentence is asked first, then what the discourse has in mind; what nobody knows is noted as such.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipeline.extract.subjects.discourse import Discourse
from pipeline.extract.subjects.forerunners import elder
from pipeline.extract.subjects.nearest import Nearest, lower
from pipeline.extract.subjects.nounphrases import NounPhrase, NounPhrases
from pipeline.extract.subjects.soldlines import first_of
from pipeline.extract.text.scene import Mention, Sentence
from pipeline.rulebook import Rulebook

_SHORT = 2  # letters of a word that names nothing
_COMPANY, _DEVICE, _PROCESS = "company", "device", "process"
_APOSTROPHES = frozenset({"'", "’"})


class HeadNouns:
    """Finds what common nouns stand for; one instance serves all articles."""

    def __init__(self, rulebook: Rulebook) -> None:
        syntax, listed = rulebook.syntax.lowered, rulebook.syntax.listed
        self._phrases, self._nearest = NounPhrases(rulebook), Nearest(rulebook)
        heads = rulebook.cues.head
        self._generic = {h.noun.lower() for h in heads if h.generic}
        self._figured = {h.noun.lower() for h in heads if h.figured}
        self._kinds = {head.lower() for n in rulebook.names for head in n.heads}
        self._lines = {n.name: n.family for n in rulebook.names if n.family}
        self._predecessors = {n.name: n.predecessor for n in rulebook.names if n.predecessor}
        self._older_has, self._newer, self._first = map(syntax, ("older-has", "newer-word", "first-words"))
        self._new, self._old, self._equals = map(syntax, ("new-words", "old-words", "equated"))
        self._another, self._numbered, self._number = map(syntax, ("another-one", "numbered", "counted-reference"))
        self._pointing, self._definite = listed("pointing"), listed("definite")
        self._each, self._many = listed("each-one"), listed("many")
        self._numbers = {word: n for n, word in enumerate(rulebook.syntax.word("counting").split("|"), start=2)}
        self._panels = frozenset((*rulebook.shapes.panel_nouns, *rulebook.shapes.inner_nouns))
        self._descriptive = {word.lower() for word in rulebook.shapes.descriptive}

    def find(self, sentence: Sentence, discourse: Discourse) -> Iterator[Mention]:
        """Mentions of what the nouns of the sentence mean; nouns that mean nothing known are noted in it."""
        firm: Mention | None = None
        for phrase in self._phrases.find(sentence):
            for mention in self._meant(phrase, discourse, firm):
                firm = firm or (mention if mention.type == _COMPANY else None)
                yield mention

    def _meant(self, phrase: NounPhrase, discourse: Discourse, firm: Mention | None) -> Sequence[Mention]:
        """What a phrase stands for; ``firm`` is the company that the sentence has told of so."""
        equal = self._equated(phrase)
        if equal is not None:
            return [phrase.standing(equal)]
        if _PROCESS not in phrase.types and self._says_which(phrase):
            phrase.sentence.elsewhere.append((phrase.noun_start, phrase.end))
            return []
        several = self._several(phrase, discourse)
        if several:
            return [phrase.standing(m) for m in several]
        led = not phrase.plural or phrase.word in self._many or (phrase.inner and phrase.word in self._definite)
        if not led or self._is_mass(phrase):
            return self._unled(phrase, discourse, several=not led)
        if self._another.search(phrase.words) or self._says_by_itself(phrase):
            return []
        members = self._members(phrase, discourse)
        return [phrase.standing(m, "pronoun") for m in members] or self._one(phrase, discourse, firm)

    def _one(self, phrase: NounPhrase, discourse: Discourse, firm: Mention | None) -> Sequence[Mention]:
        """The one thing that a phrase stands for, told by its count, its kind or its age before its type."""
        sentence, maker = phrase.sentence, phrase.maker or phrase.possessor()
        counted = None if phrase.plural or maker else self._counted(phrase, discourse)
        target = counted or self._of_kind(phrase, discourse) or self._aged(phrase, maker, discourse)
        if target is None:
            first = first_of(discourse.topic, self._predecessors) if self._first.search(phrase.words) else None
            if first is not None and not maker and _DEVICE in phrase.types:
                sentence.elsewhere += [] if first.name else [(phrase.start, phrase.end)]  # "the original phone"
                return [phrase.standing(first)] if first.name else []
            if self._is_an_elder(phrase, discourse):
                sentence.elsewhere.append((phrase.start, phrase.end))
                return []
            invested = not maker and _COMPANY in phrase.types  # "The startup raised it, valuing the company"
            target = firm if invested and firm else self._nearest.find(phrase, maker, discourse)
        if target is None:
            self._note_unknown(phrase, maker, discourse)
            return []
        return [phrase.standing(target)]

    def _note_unknown(self, phrase: NounPhrase, maker: str, discourse: Discourse) -> None:
        """Note where a thing is told of that nobody knows, so that nothing else is taken for it."""
        sentence, definite = phrase.sentence, phrase.word in self._definite
        if phrase.inner and not phrase.plural and definite and phrase.opens:
            sentence.elsewhere.append((phrase.noun_start, phrase.end))  # "the Acme laptop": none named here
        elif discourse.followed and definite:
            sentence.unresolved.append((phrase.end, ()))  # the successor just told of, which has no name
        elif maker and not phrase.plural and not definite:
            sentence.unresolved.append((phrase.end, ()))
        elif definite and not maker and not phrase.plural and phrase.opens:
            sentence.unresolved.append((phrase.end, phrase.types))

    def _unled(self, phrase: NounPhrase, discourse: Discourse, *, several: bool) -> Sequence[Mention]:
        """What "The chips", which says not how many, stands for: the line in mind at most."""
        line = self._line(phrase, discourse) if several and not phrase.inner else None
        if line is not None:
            return [phrase.standing(line)]
        before = phrase.sentence.text[: phrase.match.start()]
        if phrase.plural and "," not in before and phrase.possessor():
            phrase.sentence.unresolved.append((phrase.end, ()))  # "Acme's AI chips are": none that was named
        return []

    def _line(self, phrase: NounPhrase, discourse: Discourse) -> Mention | None:
        """The line in mind that "The chips" at the opening of a clause means, rather than the member named last."""
        types = phrase.types
        if phrase.word not in self._definite or not phrase.opens:
            return None
        if any(m.type in types and m.start >= phrase.end for m in phrase.sentence.mentions):
            return None  # the member that is told of comes behind
        sold = [m for m in discourse.ordered() if discourse.sort(m) in types]
        line = next((m for m in sold if discourse.sort(m) == "series"), None)
        about = {discourse.topic.name, self._lines.get(discourse.topic.name)} if discourse.topic else set()
        return line if line is not None and line.name in {*about, self._lines.get(sold[0].name)} else None

    def _is_mass(self, phrase: NounPhrase) -> bool:
        """True for "the silicon", but not for "this silicon"; "the design" needs a figure: "the 64-core design"."""
        if phrase.noun in self._figured:
            return not any(part[0].isdigit() and part[-1].isalpha() for part in phrase.words.split()[1:-1])
        return phrase.noun in self._generic and phrase.word not in self._pointing

    def _says_by_itself(self, phrase: NounPhrase) -> bool:
        """True for "the 3nm process" and "the 6900P series"."""
        if _PROCESS in phrase.types:
            return any(c.isdigit() for c in phrase.words)
        return self._numbered.search(phrase.words) is not None

    def _equated(self, phrase: NounPhrase) -> Mention | None:
        """The thing behind the verb in "the last chip of the four is the X100": that is what the noun means."""
        sentence = phrase.sentence
        named = next((m for m in sentence.mentions if m.start >= phrase.end and m.type in phrase.types), None)
        if named is None or not phrase.opens:
            return None
        between = sentence.low[phrase.match.end() : named.start - sentence.start]
        owns = sentence.text[named.end - sentence.start :][:1] in _APOSTROPHES
        return named if self._equals.fullmatch(between) and not owns else None

    def _says_which(self, phrase: NounPhrase) -> bool:
        """True for "its Aurora processor": a capitalised word that no list knows names a thing of its own."""
        text, match, origin = phrase.sentence.text, phrase.match, phrase.sentence.start
        if text[match.start(2) : match.end(2)] in self._panels:
            return False  # "the Super AMOLED screen" is the device's: its capitals are the panel's
        held = {word for m in phrase.inner for word in text[m.start - origin : m.end - origin].split()}
        return any(
            word[:1].isupper()
            and not word.isupper()
            and word.isalpha()
            and len(word) > _SHORT
            and word.lower() not in self._descriptive
            for word in text[match.end(1) : match.start(2)].split()
            if word not in held
        )

    def _several(self, phrase: NounPhrase, discourse: Discourse) -> Sequence[Mention]:
        """What "both chips", "the two cards" and "all three parts" stand for; empty where they say no number."""
        types, counted = phrase.types, self._number.match(phrase.words) if phrase.plural else None
        if counted is None:
            new = phrase.plural and phrase.word in self._definite and self._new.search(phrase.words)
            group = discourse.together.within_reach(phrase.sentence) if new else []
            return group if all(m.type in types for m in group) else []  # "the new chips": not those that they follow
        number = self._numbers.get(counted.group(1) or "two", 2)
        group = [m for m in discourse.together.within_reach(phrase.sentence) if m.type in types]
        if len(group) != number:
            group = discourse.together.pair(discourse.ordered(), types) if number == 2 else []
            group = group or discourse.foremost(types, number)
        if not all(self._nearest.suits(m, phrase.noun) for m in group):
            return []  # "all four CPUs" are no graphics units
        return group if not phrase.maker or all(m.maker == phrase.maker for m in group) else []

    def _members(self, phrase: NounPhrase, discourse: Discourse) -> Sequence[Mention]:
        """All that "these cards" means: the things last named together, where the noun fits them; empty for one."""
        if not phrase.plural or phrase.word not in self._many:
            return []
        group = discourse.together.within_reach(phrase.sentence)
        return group if len(group) > 1 and all(m.type in phrase.types for m in group) else []

    def _counted(self, phrase: NounPhrase, discourse: Discourse) -> Mention | None:
        """The Rubin of "72 Rubin GPUs and 36 Vera CPUs" for "each GPU" right behind; None where none is called so."""
        if phrase.words.partition(" ")[0] not in self._each:
            return None
        called = [m for m in discourse.together.named if f"{_last(m.name)} {phrase.noun}s" in discourse.before]
        return called[0] if len(called) == 1 else None

    def _of_kind(self, phrase: NounPhrase, discourse: Discourse) -> Mention | None:
        """The thing in mind that "the new switch chip" tells from other chips; None where no such word is said."""
        kinds = self._kinds.intersection(phrase.words.split()[1:-1])
        fitting = discourse.ranked(phrase.types) if kinds else []
        return next((m for m in fitting if kinds & lower(m.heads)), None)

    def _aged(self, phrase: NounPhrase, maker: str, discourse: Discourse) -> Mention | None:
        """The topic for "the new part", the topic's listed predecessor for "the older card"."""
        topic, words = discourse.topic, phrase.words
        if topic is None or topic.type not in phrase.types or (maker and maker != topic.maker):
            return None
        new, old, newer = self._new.search(words), self._old.search(words), self._newer.search(words)
        compared = discourse.titled_beside()  # of those that no list puts in order the first is the newer
        follows = [(m, b) for m in compared for b in compared if self._predecessors.get(m.name) == b.name]
        if (follows and (old or newer)) or (newer and len({m.maker for m in compared}) > 1):
            return follows[0][bool(old)] if len(follows) == 1 else None
        if new:
            brought = discourse.brought(phrase.types) or (topic if discourse.titled else None)
            return brought and self._nearest.member(brought, phrase, discourse)
        return elder(topic, discourse, self._predecessors) if old else None

    def _is_an_elder(self, phrase: NounPhrase, discourse: Discourse) -> bool:
        """True for "the previous chip with 25 W", which nobody knows, and for "the newer" of two makers' things."""
        if phrase.sentence.followed(self._older_has, phrase.end) and self._old.search(phrase.words):
            return True
        newer = self._newer.search(phrase.words)
        return newer is not None and len({m.maker for m in discourse.titled_beside()}) > 1


def _last(name: str) -> str:
    return name.rpartition(" ")[2].lower()
