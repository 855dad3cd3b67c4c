"""Turns "it", "its" and "both" into mentions of the things meant.
The sentence's own subject is asked first, then what the discourse has in mind.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pipeline.extract.subjects.components import is_one_of_many
from pipeline.extract.subjects.discourse import Discourse
from pipeline.extract.subjects.naming import THINGS
from pipeline.extract.subjects.nounphrases import opens
from pipeline.extract.subjects.plants import PLANT
from pipeline.extract.text.scene import Mention, Sentence, standing
from pipeline.rulebook import Rulebook

_TWO = 2
_SERIES = "series"
_AROUND = frozenset({"device", _SERIES})
_CHIP = frozenset({"chip"})


class Pronouns:
    """Finds what pronouns stand for; one instance serves all articles."""

    def __init__(self, rulebook: Rulebook) -> None:
        self._syntax = rulebook.syntax.lowered
        self._opening = self._syntax("clause-opening")
        self._and_own = self._syntax("and-own")
        self._own_figure = rulebook.syntax.lowered("own-figure")
        self._own_lead, self._own_verb = self._syntax("own-clause-lead"), self._syntax("own-clause-verb")
        self._with_both = self._syntax("with-both")
        self._own_process = self._syntax("own-process")
        self._that_has, self._that_needs = self._syntax("that-has"), rulebook.syntax.needs("that-has")
        self._does_as_a_chip = self._syntax("does-as-a-chip")
        self._first, self._again = self._syntax("it-opens"), self._syntax("it-again")
        self._firms_verb = self._syntax("firms-own-verb")
        self._is_a_chip = self._syntax("is-a-chip")
        self._firms_clause = self._syntax("firms-clause-then")
        self._families = {n.name: n.family for n in rulebook.names if n.type == "chip"}
        self._heads = {h.noun.lower(): h.types for h in rulebook.cues.head}
        self._numbers = {word: n for n, word in enumerate(rulebook.syntax.word("counting").split("|"), start=2)}
        self._pronouns_need, self._plurals_need = map(rulebook.syntax.needs, ("pronoun", "plural"))

    def begins(self, sentence: Sentence) -> bool:
        """True where the sentence begins with "it" or "its"."""
        return self._syntax("pronoun").match(sentence.low.lstrip(" -*•")) is not None

    def one(self, sentence: Sentence, discourse: Discourse, nouns: Sequence[Mention] = ()) -> Iterator[Mention]:
        """Mentions of the one thing that each "it" and "its" of the sentence means; ``nouns`` are what its head nouns
        stand for: of "the laptop has the X100, and it weighs" both clauses have one subject.
        """
        that = self._that_has.match(sentence.low) if sentence.holds(self._that_needs) else None
        if that is not None and discourse.last is not None and not discourse.begins:
            yield standing(discourse.last, sentence, that, "pronoun")  # "a card with the X90. That has 8 cores"
        if not sentence.holds(self._pronouns_need):
            return
        opening = [m for m in nouns if sentence.led(self._opening, m.start)]
        whole = sorted([*sentence.mentions, *opening], key=lambda m: (m.start, m.end))
        subject: Mention | None = None
        for match in self._syntax("pronoun").finditer(sentence.low):
            named = whole if opening and opens(sentence, match, self._opening) else sentence.mentions
            again = subject if self._again.search(sentence.low, 0, match.end()) else None
            target = again or self._pronoun(sentence, match, discourse, named)
            subject = subject or (target if self._first.fullmatch(sentence.low, 0, match.end()) else None)
            if target is not None and (target.type == "process" or not self._is_of_a_firm(sentence, match)):
                yield standing(target, sentence, match, "pronoun")

    def _pronoun(
        self, sentence: Sentence, match: re.Match[str], discourse: Discourse, named: Sequence[Mention]
    ) -> Mention | None:
        at = sentence.start + match.start()
        following = sentence.low[match.end() : match.end() + 30]
        if self._syntax("no-reference").match(following) or self._is_the_makers(sentence, match):
            return None
        beside = self._beside(sentence, match, discourse)
        if beside is not None:
            return beside
        own = self._of_clause(sentence, match, named)
        if own is not None:
            return own
        fitted = self._syntax("fronted-participle").fullmatch(sentence.low, 0, match.start())
        for mention in () if fitted else named:
            if mention.end > at:
                break
            if mention.rule == PLANT:
                return mention
            if mention.type not in THINGS or self._syntax("fronted").fullmatch(discourse.lead(sentence, mention)):
                continue
            if not discourse.is_compared(sentence, mention) and not is_one_of_many(mention, sentence):
                return mention
        if sentence.followed(self._firms_verb, sentence.start + match.end()):
            firm = discourse.company
            return firm if firm is not None and not any(m.type == "company" and m.end <= at for m in named) else None
        kinds = _CHIP if self._is_a_chip.match(sentence.low, match.end()) else THINGS
        target = next((m for m in discourse.ordered() if m.type in kinds), discourse.unnamed)
        if target is not None and target.type in _AROUND and self._does_as_a_chip.match(sentence.low, match.end()):
            chip = discourse.sole((*_CHIP,))  # "Inside the laptop is the X100. It is built on"
            target = chip if chip is not None and self._families.get(chip.name) != target.name else target
        if target is not None and discourse.followed:
            target = discourse.successor() or target
        if target is not None and target.type == _SERIES:
            member = discourse.opener(("chip",))  # "the X900 is the first of the line. It has"
            target = member if member is not None and self._families.get(member.name) == target.name else target
        strange = discourse.stranger and opens(sentence, match, self._opening)
        barred = {*discourse.together.names_beside(sentence), *discourse.followed}
        if target is not None and (strange or target.name in barred):
            sentence.unresolved.append((sentence.start + match.end(), ()))
            return None
        return None if target is not None and self._is_of_another(sentence, match, target) else target

    def _is_of_a_firm(self, sentence: Sentence, match: re.Match[str]) -> bool:
        """True for "Acme makes the X100 on its 7nm process": the process is the firm's."""
        at = sentence.start + match.start()
        return sentence.followed(self._own_process, at) and any(
            m.type == "company" and m.end <= at for m in sentence.mentions
        )

    def _beside(self, sentence: Sentence, match: re.Match[str], discourse: Discourse) -> Mention | None:
        """The thing right before "with its": what "better than the X100 with its 8 GB" says is the X100's; so it is
        with "and its" behind what is compared.
        """
        before = [m for m in sentence.mentions if m.type in THINGS and m.end <= sentence.start + match.start()]
        if not before or not self._syntax("possessive-pronoun").fullmatch(match.group(0)):
            return None
        between = sentence.low[before[-1].end - sentence.start : match.start()]
        value = sentence.followed(self._own_figure, sentence.start + match.end())
        if value and self._and_own.fullmatch(between) and discourse.is_compared(sentence, before[-1]):
            return before[-1]
        return before[-1] if self._syntax("beside-own").fullmatch(between) else None

    def _of_clause(self, sentence: Sentence, match: re.Match[str], named: Sequence[Mention]) -> Mention | None:
        """The thing that the clause with "its" begins with, where another stands before: "while the X90 flexes its"."""
        before = [m for m in named if m.type in THINGS and m.end <= sentence.start + match.start()]
        own = len(before) > 1 and self._syntax("possessive-pronoun").fullmatch(match.group(0))
        if not own or not sentence.led(self._own_lead, before[-1].start):
            return None
        end = before[-1].end - sentence.start
        return before[-1] if self._own_verb.fullmatch(sentence.low, end, match.start()) else None

    def _is_of_another(self, sentence: Sentence, match: re.Match[str], target: Mention) -> bool:
        """True for "Acme says its new GPU" and "Acme is the loser, as it had", where all that is in mind is another
        maker's.
        """
        if target.maker and self._follows_firm(sentence, match, target):
            return True
        if not target.maker or not self._syntax("possessive-pronoun").fullmatch(match.group(0).lower()):
            return False
        firms = [m for m in sentence.mentions if m.type == "company" and m.end <= sentence.start + match.start()]
        return bool(firms) and target.maker not in {m.name for m in firms}

    def _follows_firm(self, sentence: Sentence, match: re.Match[str], target: Mention) -> bool:
        """True for an "it" that opens a clause behind that of a firm, none of whose things is the target."""
        at = sentence.start + match.start()
        firm = next((m for m in reversed(sentence.mentions) if m.end <= at and m.type == "company"), None)
        if firm is None or firm.name == target.maker or match.group(0).lower() != "it":
            return False
        return self._firms_clause.fullmatch(sentence.low, firm.end - sentence.start, match.start()) is not None

    def _is_the_makers(self, sentence: Sentence, match: re.Match[str]) -> bool:
        """True for "its new X100": a name right behind "its" is a company's own product."""
        if not self._syntax("possessive-pronoun").fullmatch(match.group(0)):
            return False
        end = sentence.start + match.end()
        following = next((m for m in sentence.mentions if m.start >= end), None)
        if following is None:
            return False
        return bool(self._syntax("own").fullmatch(sentence.low[match.end() : following.start - sentence.start]))

    def several(self, sentence: Sentence, discourse: Discourse) -> Iterator[Mention]:
        """The things last named together, for "both"; not where the sentence names a thing of its own before it."""
        match = self._syntax("plural").search(sentence.low) if sentence.holds(self._plurals_need) else None
        if match is None:
            return
        if self._syntax("correlative").match(sentence.low, match.start()) and not opens(
            sentence, match, self._syntax("clause-opening")
        ):
            return
        group = discourse.together.within_reach(sentence)
        first = next((m.end for m in sentence.mentions if m.type in THINGS), sentence.end)
        word, noun = match.group(1).lower(), (match.group(2) or "").lower().removesuffix("s")
        two = bool(self._syntax("both").match(match.group(0)))
        wanted = 2 if two else self._numbers.get(word, len(group))
        meant = group if len(group) == wanted else []
        if two and not meant:
            meant = discourse.together.pair([m for m in discourse.ordered() if m.type in THINGS])
        elif not meant and word not in self._numbers:
            meant = discourse.together.side() or [m for m in [discourse.opener((_SERIES,))] if m and not noun]
        known = bool(noun) and (noun in self._heads or word in self._numbers)  # "all three use" has none
        fits = not known or all(m.type in self._heads.get(noun, ()) for m in meant)
        beside = opens(sentence, match, self._opening) or sentence.led(self._with_both, sentence.start + match.start())
        if two and not meant and beside:
            at = sentence.start + match.start()
            pair = list({m.name: m for m in sentence.mentions if m.type in THINGS and m.end <= at}.values())
            if len(pair) == _TWO and pair[0].type == pair[1].type:
                meant, first = pair, sentence.end  # "the X100 costs $400, the X200 $500; both have"
        if two and (apposed := self._apposed(sentence, sentence.start + match.start())):
            meant, first = apposed, sentence.end
        measured = self._syntax("either").match(match.group(0)) is not None  # "as fast as either of them"
        if fits and (measured or sentence.start + match.start() <= first):
            yield from (standing(m, sentence, match, "pronoun") for m in meant)

    def _apposed(self, sentence: Sentence, at: int) -> list[Mention]:
        """The two that "both" at the offset ``at`` stands right behind: "than the X100 and the X90, both rated at"."""
        pair = [m for m in sentence.mentions if m.type in THINGS and m.end <= at][-_TWO:]
        if len(pair) < _TWO or pair[0].type != pair[1].type:
            return []
        between, gap = (
            sentence.low[left - sentence.start : right - sentence.start]
            for left, right in ((pair[0].end, pair[1].start), (pair[1].end, at))
        )
        return pair if gap == ", " and self._syntax("joined").fullmatch(between) else []
