"""Drafts a quantity around digits: sign, currency, scale letters, unit; and throws out digits that are names.
What stands further away (nouns, bounds, the other end of a range) comes later.
"""

from __future__ import annotations

from pipeline.measure.draft import Draft
from pipeline.measure.lexicon import Lexicon, UnitEntry
from pipeline.measure.never import Names
from pipeline.measure.nouns import is_plural
from pipeline.measure.numerals import Numeral, clean, read_digits
from pipeline.measure.surfaces import currency_before, currency_echo, denominator, unit_at, unit_behind_details
from pipeline.measure.tokens import DASHES, Tokens
from pipeline.measure.wording import share

OPENING = frozenset("([|*:\"'“‘>~")
"""Signs that a signed number may touch."""
POLLED = (3.0, 4.0, 5.0, 10.0)
"""Wholes that polls count in: "7 in 10 adults"."""
MARKUP = frozenset("*_`~")
"""Signs of Markdown that may stand between a number and its unit."""


class Drafter:
    """Drafts, bound to one lexicon."""

    def __init__(self, lex: Lexicon, names: Names) -> None:
        self.lex = lex
        self.names = names

    def digits(self, tokens: Tokens, i: int, named: int) -> tuple[Draft | None, int, int]:
        """A draft for the digits at ``i``, the index to go on from, and where a name ends that they belong to.

        ``named`` is where the last name ended: in "Ryzen 9 9950X3D" the second number belongs to it too.
        """
        names = self.names
        end = names.chain(tokens, i) or names.clock_at(tokens, i) or names.slashed(tokens, i)
        if end:
            return None, end, end
        number = read_digits(tokens, i, self.lex)
        if number is None:
            return None, i + 1, -1
        part = share(tokens, i + 1, self.lex) if tokens.words[i + 1] in ("in", "out") else None
        few = part is not None and (number.low == 1 or tokens.words[i + 1] == "out" or part[0] in POLLED)
        if part is not None and few and number.low < part[0]:
            value = number.low / part[0]
            number = Numeral(value, value, i, part[1], self.lex.fraction_rule, fraction=True)
        money = currency_before(tokens, i, self.lex)
        if money is None and tokens.words[i - 1] in DASHES and tokens.glued(i) and tokens.glued(i - 1):
            money = currency_before(tokens, i - 1, self.lex)
        if names.is_masked(tokens, number.last):
            return None, number.last + 2, number.last + 2
        if money is None and names.glued_before(tokens, i):
            end = names.tail(tokens, number.last)
            return None, end, end
        draft = self.draft(tokens, number, money)
        if draft is None or (draft.money is not None and draft.money.scaled and not draft.scaled):
            end = names.tail(tokens, i + 1)
            return None, end, end
        if draft.money is None and names.is_name(tokens, draft, named):
            end = names.tail(tokens, draft.number.last)
            return None, end, end
        return draft, draft.last, -1

    def draft(self, tokens: Tokens, number: Numeral, money: tuple[UnitEntry, int] | None) -> Draft | None:
        """The number with what touches it; None where letters behind make it a name or an ordinal."""
        words = tokens.words
        draft = Draft(number, number.first, number.last, number.low, number.high, scaled=number.scaled)
        if number.rule:
            draft.rules.append(number.rule)
        if money is not None:
            entry, draft.first = money
            draft.money, draft.unit, draft.dimension = entry, entry.name, entry.dimension
            if words[number.first - 1] in DASHES:
                self._negate(draft, draft.first)
            draft.rules.append(entry.rule)
        self._sign(tokens, draft)
        if not number.spelled:
            if self.names.ordinal(tokens, number):
                return None
            self._letters(tokens, draft)
        last = draft.last
        self._unit(tokens, draft)
        if draft.last == last and not number.spelled and tokens.glued(last) and words[last][0].isalpha():
            return None
        return draft

    def _sign(self, tokens: Tokens, draft: Draft) -> None:
        """A sign before number or currency; a dash that joins it to a word or number is none."""
        i, words = draft.first, tokens.words
        if i == 0:
            return
        before = words[i - 1]
        if before in DASHES or before == "+":
            if not tokens.glued(i):
                return
            if tokens.glued(i - 1):
                if words[i - 2].lower() in self.lex.minus:
                    self._negate(draft, i - 2)
                elif words[i - 2] in OPENING:
                    if before == "+":
                        draft.first = i - 1
                    else:
                        self._negate(draft, i - 1)
                return
            if before == "+":
                draft.first = i - 1
            elif before in "-−":
                self._negate(draft, i - 1)
        elif before.lower() in self.lex.minus and draft.money is None and words[i - 2].lower() != "or":
            self._negate(draft, i - 1)

    def _negate(self, draft: Draft, first: int) -> None:
        draft.first, draft.low, draft.high, draft.negative = first, -draft.low, -draft.high, True

    def _letters(self, tokens: Tokens, draft: Draft) -> None:
        """Scale letters: "40K", "$2bn", "12.3m tonnes"."""
        lex, words = self.lex, tokens.words
        i = draft.last
        entry = lex.letters.get(words[i])
        if entry is None:
            return
        value, needs, rule = entry
        if not tokens.glued(i):
            if words[i] not in lex.apart_letters or not words[i + 1][:1].islower():
                return
            if draft.money is None and lex.unit_trie.match(tokens, i) is not None:
                return
        elif tokens.glued(i + 1) and words[i + 1][:1].isalnum():
            return
        if needs == "noun" and draft.money is None:
            after = unit_at(tokens, i + 1, lex)
            counted = tokens.glued(i) and is_plural(words[i + 1], lex) and not tokens.glued(i + 1)
            if not counted and (after is None or after.dimension not in lex.letter_dimensions):
                return
        if draft.money is None:
            unit = lex.unit_trie.match(tokens, i)
            if unit is not None and unit[1] > i + 1:
                return
        scale = lex.scales.get(words[i + 1].lower(), 1.0)
        scaled = (clean(end * value * scale) for end in (draft.low, draft.high))
        (draft.low, draft.high), draft.scaled = scaled, True
        draft.last = i + 1 if scale == 1.0 else i + 2
        draft.factor = value * scale
        draft.rules.append(rule)

    def _unit(self, tokens: Tokens, draft: Draft) -> None:
        """The unit behind the number, or behind a hyphen; a currency before keeps its place."""
        lex, words = self.lex, tokens.words
        i = draft.last
        if draft.money is not None:
            self._money(tokens, draft)
            return
        if words[i - 1].lower() == "half" and words[draft.first].lower() in lex.half_units:
            self._unit_before(tokens, draft)
            return
        at = i
        if words[i] in DASHES and tokens.glued(i):
            if tokens.glued(i + 1):
                at = i + 1
                draft.hyphened = True
            else:
                draft.hanging = words[i] == "-"
                return
        at = self._of(tokens, draft, at)
        while words[at] in MARKUP and at < i + 3:
            at += 1
        found = unit_at(tokens, at, lex)
        if found is None and words[at] in ("+", "plus") and tokens.glued(at):
            found = unit_at(tokens, at + 1, lex)
            draft.bounded_at = i if found is not None else -1
        if found is None and words[at].lower() in lex.detail_words:
            found = unit_behind_details(tokens, at, lex)
        if found is None or (draft.number.fraction and found.dimension == "ratio"):
            return
        if found.dimension == "ratio" and self._named_behind(tokens, found.last):
            draft.last = found.last
            return
        if found.entry.choices and not self._chosen(tokens, i, found.entry):
            return
        if at == i and (self._too_long(tokens, i, found.entry) or _is_of_a_name(words, draft, found.last)):
            return
        draft.last, draft.unit, draft.dimension = found.last, found.name, found.dimension
        if found.name in lex.occurrences and words[at] != "x" and draft.scaled:
            draft.unit, draft.dimension = lex.occurrences[found.name], "count"
        draft.counts = found.entry.counts
        draft.rules += found.rules
        if found.dimension in ("temperature", "angle") and not draft.negative:
            self._below_zero(tokens, draft)
        spaced = words[draft.first - 1] in DASHES and not tokens.glued(draft.first)
        if spaced and found.dimension == "temperature" and words[draft.first - 2][:1].isalpha() and not draft.negative:
            self._negate(draft, draft.first - 1)

    def _below_zero(self, tokens: Tokens, draft: Draft) -> None:
        """Reads "12 degrees below zero" as -12 degrees."""
        found = self.lex.freezing.match(tokens, draft.last)
        if found is not None:
            self._negate(draft, draft.first)
            draft.last = found[1]

    def _unit_before(self, tokens: Tokens, draft: Draft) -> None:
        """Takes the unit of "a year and a half", which stands in front."""
        found = self.lex.unit_trie.match(tokens, draft.first)
        if found is not None:
            entry, _ = found
            draft.first, draft.unit, draft.dimension = draft.first - 1, entry.name, entry.dimension
            draft.rules.append(entry.rule)

    def _named_behind(self, tokens: Tokens, i: int) -> bool:
        """A code name right behind: "8× H200 GPUs" counts, it multiplies nothing."""
        words = tokens.words
        if tokens.words[i - 1].lower() not in ("x", "×") or not words[i][:1].isupper() or tokens.glued(i):
            return False
        return tokens.glued(i + 1) and words[i + 1][:1].isdecimal()

    def _of(self, tokens: Tokens, draft: Draft, at: int) -> int:
        """Skips the words that number words put before their unit: "dozens of miles", "half an hour"."""
        words, number = tokens.words, draft.number
        low = words[at].lower()
        if low == "of" and number.takes_of:
            if number.fraction and words[at + 1].lower() in ("a", "an"):
                inner = unit_at(tokens, at + 2, self.lex)
                return at + 2 if inner is not None else at
            return at if number.fraction else at + 1
        if low in ("a", "an") and number.half:
            return at + 1
        return at

    def _too_long(self, tokens: Tokens, i: int, entry: UnitEntry) -> bool:
        """Reads "9950X" is a processor: letters that count only behind few digits."""
        word = tokens.words[i - 1]
        return entry.digits > 0 and tokens.glued(i) and len(word) > entry.digits and word.isdecimal()

    def _chosen(self, tokens: Tokens, i: int, entry: UnitEntry) -> bool:
        """An ambiguous symbol right behind the digits is this unit only where a word near it says so."""
        if not tokens.glued(i):
            return True
        words = tokens.words
        for choice in entry.choices:
            low = max(0, i - choice.reach) if choice.side != "after" else i
            high = i + choice.reach if choice.side != "before" else i
            if any(w.lower() in choice.words for w in words[low : high + 1]):
                return True
        return False

    def _money(self, tokens: Tokens, draft: Draft) -> None:
        """What may follow money: its currency once more, and what it is paid for ("per month")."""
        lex, money = self.lex, draft.money
        assert money is not None
        echo = currency_echo(tokens, draft.last, lex)
        if echo is not None:
            entry, draft.last = echo
            if money.name in lex.vague_money and entry.name != money.name:
                draft.unit, draft.money = entry.name, entry
                draft.rules.append(entry.rule)
        under = denominator(tokens, draft.last, lex, "money")
        if under is not None and not under[0]:
            draft.last = under[2]
            under = denominator(tokens, draft.last, lex, "money")
        if under is None:
            return
        name, dimension, draft.last, rule = under
        if name:
            draft.unit = f"{draft.unit}/{name}"
            quotient = f"money/{dimension}"
            draft.dimension = lex.quotients.get(quotient, quotient)
        if rule:
            draft.rules.append(rule)


def _is_of_a_name(words: list[str], draft: Draft, last: int) -> bool:
    """True for "the Zero W": a capital right behind a number in words is no symbol of a unit."""
    return draft.number.spelled and not draft.scaled and last == draft.last + 1 and len(words[draft.last]) == 1
