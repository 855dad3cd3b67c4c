"""Decides which digits measure nothing: parts of names, versions, times of day, references, years, list numbers.
Each check belongs to one [[never]] rule of rules/numbers.toml and looks a fixed number of tokens around.
"""

from __future__ import annotations

from pipeline.measure.draft import Draft
from pipeline.measure.lexicon import Lexicon
from pipeline.measure.nouns import noun_at
from pipeline.measure.numerals import Numeral, small
from pipeline.measure.surfaces import unit_at
from pipeline.measure.tokens import DASHES, Tokens


class Names:
    """The checks, bound to one lexicon."""

    def __init__(self, lex: Lexicon) -> None:
        never = lex.never
        self.lex = lex
        self.glue_words = frozenset(never["glued"].words)
        self.f_numbers = frozenset(never["glued"].letters)
        self.plain_capitals = frozenset(never["name"].words)
        self.name_letters = frozenset(never["name"].letters)
        self.designators = frozenset(never["designator"].words)
        self.ordinals = frozenset(never["ordinal"].words)
        self.score_nouns = frozenset(never["score"].words)
        self.note_below, self.age_below = never["reference"].below, never["aside"].below
        self.meridiems = lex.clock

    def glued_before(self, tokens: Tokens, i: int) -> bool:
        """Letters, or a letter and a joining sign, touch the digits from the left: "M890", "GPT-5.5", "H.264"."""
        if not tokens.glued(i):
            return False
        words = tokens.words
        before = words[i - 1]
        if before[-1].isalnum():
            return not (before == "×" and not tokens.glued(i - 1))
        if before in "#_@\\":
            return True
        if before not in JOINING or not tokens.glued(i - 1):
            return False
        further = words[i - 2]
        if before == "/" and further in self.f_numbers and not tokens.glued(i - 2):
            return True
        if not further[-1].isalnum():
            return False
        if before in DASHES:
            if further[0].isdecimal() or (tokens.glued(i - 2) and words[i - 3][0].isdecimal()):
                return False
            low = further.lower()
            return low not in self.glue_words and low not in self.lex.number_words and low not in self.lex.range_words
        measured = tokens.glued(i - 2) and words[i - 3][-1:].isdecimal()
        return not (further[0].isdecimal() or before in "/:" or measured)

    def tail(self, tokens: Tokens, i: int) -> int:
        """Where a name ends whose digits end at ``i``: letters and digits that touch belong to it."""
        words = tokens.words
        for _ in range(8):
            if tokens.glued(i) and words[i][0].isalnum():
                i += 1
            elif words[i] in ("-", ".", "_") and tokens.glued(i) and tokens.glued(i + 1) and words[i + 1][:1].isalnum():
                i += 2
            else:
                break
        return i

    def is_masked(self, tokens: Tokens, i: int) -> bool:
        """True where letters behind the digits that end at ``i`` hide others: "Rs. 6,XXX"."""
        words = tokens.words
        if words[i] != "," or not tokens.glued(i) or not tokens.glued(i + 1):
            return False
        return len(words[i + 1]) > 1 and set(words[i + 1]) in ({"X"}, {"x"})

    def chain(self, tokens: Tokens, i: int) -> int:
        """The index behind a chain of numbers with the same sign ("555-123-4567", "1.2.3", "16:9"), or 0."""
        words = tokens.words
        sign = words[i + 1]
        if sign not in ("-", "/", ".", "‑", ":") or not tokens.glued(i + 1) or not tokens.glued(i + 2):
            return 0
        j = i
        while words[j + 1] == sign and tokens.glued(j + 1) and tokens.glued(j + 2) and words[j + 2][0].isdecimal():
            j += 2
        links = (j - i) // 2
        enough = 1 if sign in ".:" else 2
        return self.tail(tokens, j + 1) if links >= enough else 0

    def clock_at(self, tokens: Tokens, i: int) -> int:
        """The index behind a time of day that starts at ``i``, or 0; "14:30" is a chain already."""
        found = self.meridiems.match(tokens, i + 1)
        if found is None or len(tokens.words[i]) > 5:
            return 0
        return found[1]

    def slashed(self, tokens: Tokens, i: int) -> int:
        """The index behind "24/7" or "9/11": two numbers with a slash that are no fraction and share no unit; or 0."""
        words = tokens.words
        if words[i + 1] != "/" or not tokens.glued(i + 1) or not tokens.glued(i + 2) or not words[i + 2][0].isdecimal():
            return 0
        top, bottom = words[i], words[i + 2]
        after = words[i + 3].lower()
        if unit_at(tokens, i + 3, self.lex) is not None or after in DASHES:
            return 0
        return 0 if after == "of" and small(top) and bottom.isascii() and bottom.isdecimal() else i + 3

    def ordinal(self, tokens: Tokens, number: Numeral) -> bool:
        """Reads "14th", "1990s": letters behind the digits that make them an order or a decade."""
        word = tokens.words[number.last]
        if not tokens.glued(number.last):
            return False
        return word.lower() in self.ordinals or (word == "s" and number.low >= 10 and number.low % 10 == 0)

    def is_name(self, tokens: Tokens, draft: Draft, named: int) -> bool:
        """Whether a number without a unit (or with one letter glued on) belongs to the name before it."""
        words, i = tokens.words, draft.number.first
        if draft.dimension not in ("", "ratio") and not draft.counts:
            letter = draft.last == i + 2 and words[i + 1] in self.name_letters
            return letter and (self._named(tokens, i) or self._continues(tokens, i, named))
        if draft.counts:
            return not draft.hyphened and self._named(tokens, i)
        if draft.unit == "x":
            return words[draft.last - 1] == "X" and self._named(tokens, i)
        if draft.dimension == "ratio":
            return False
        if self._continues(tokens, i, named) and (named == i or not self._counts(tokens, draft.last)):
            return True
        if self._named(tokens, i) and not (draft.hanging and draft.hyphened):
            return True
        after = words[draft.last]
        if draft.hyphened and after in DASHES and "." in words[i] and words[draft.last + 1][:1].isupper():
            return True
        return self.phrase(tokens, i) or self._referenced(tokens, draft)

    def _counts(self, tokens: Tokens, i: int) -> bool:
        """A plural noun follows: "the M890, 400 customers" is no list of names."""
        noun = noun_at(tokens, i, self.lex)
        return noun is not None and noun.plural

    def _continues(self, tokens: Tokens, i: int, named: int) -> bool:
        """Reads "Ryzen 9 9950X3D", "Ryzen 5000 and 7000": the number goes on where a name just ended."""
        if named < 0:
            return False
        gap = i - named
        return gap == 0 or (gap == 1 and tokens.words[i - 1].lower() in ("and", "or", "/", "-", "&", ","))

    def _named(self, tokens: Tokens, i: int) -> bool:
        """A capitalised or coded word stands right before: "RTX 4090", "Zen 5", "version 4"."""
        if i == 0:
            return False
        before = tokens.words[i - 1]
        if not before[0].isalpha():
            return before == "." and i > 1 and tokens.words[i - 2].lower() == "no"
        if before.lower() in self.designators:
            return True
        return before not in self.plain_capitals and before != before.lower()

    def _referenced(self, tokens: Tokens, draft: Draft) -> bool:
        """Reads "[12]", "#5", "(4)" but not "(4B)", "1. Open", a number alone on its line."""
        words, first, last = tokens.words, draft.first, draft.last
        before = words[first - 1] if first else "\n"
        after = words[last]
        if before in ("[", "#", "^"):
            return True
        if before == "(" and after == ")" and draft.number.high < self.note_below and not draft.scaled:
            return True
        opens = before[0] == "\n"
        if opens and after in (".", ")", ":") and draft.number.high < 1000:
            return (tokens.count > last + 1 and words[last + 1][:1] != "\n") or first > 0
        return opens and first > 0 and (not after or after[0] == "\n")

    def unmeasured(self, tokens: Tokens, draft: Draft) -> bool:
        """A bare number that turns out to measure nothing: a list number, a designation, an age in commas, a year."""
        words, first, last = tokens.words, draft.first, draft.last
        after = words[last]
        before = words[first - 1] if first else ""
        if draft.hanging:
            return False
        if after == "." and tokens.glued(last) and tokens.glued(last + 1) and words[last + 1][:1].isalpha():
            return True
        if after[:1].isupper() and not after.isupper() and not tokens.glued(last) and not draft.scaled:
            return True
        if before != "," or after != "," or first < 2 or not draft.low < self.age_below or draft.low != draft.high:
            return False
        named = words[first - 2][:1].isupper()
        return named or (words[first - 2].isalpha() and words[last + 1].lower() not in ("or", "and"))

    def phrase(self, tokens: Tokens, i: int) -> bool:
        """Set phrases that hold a number word: "zero-day", "bottom three", "fifty-fifty"."""
        lex = self.lex
        for back in (0, 1, 2, 3):
            if i >= back:
                found = lex.never_phrases.match(tokens, i - back)
                if found is not None and found[1] > i:
                    return True
        return False

    def capital(self, tokens: Tokens, i: int) -> bool:
        """Reads "Xbox One", "Magnificent Seven": a capitalised number word behind another capitalised word."""
        words = tokens.words
        if i == 0 or not words[i][0].isupper() or words[i].isupper():
            return False
        if words[i - 1] == "of" and i > 1 and words[i - 2][0].isupper():
            return True
        return words[i - 1][0].isupper() and words[i - 1] not in self.plain_capitals


JOINING = frozenset({"-", "‑", "–", ".", "/", "&", "+", "'", "’", ":"})
"""Signs that tie digits to the letters before them."""
