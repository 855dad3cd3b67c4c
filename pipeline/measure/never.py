"""Decides which digits measure nothing: parts of names, versions, times of day, references, years, lists.
Each check belongs to one [[never]] rule of rules/numbers.toml; they look a fixed number of tokens around.
"""

from __future__ import annotations

import re

from pipeline.measure.lexicon import Lexicon
from pipeline.measure.tokens import Tokens

ADDRESS = re.compile(r"(?:https?://|www\.)\S++|[\w.+-]++@[\w-]++\.[\w.-]++")


def addresses(text: str) -> list[tuple[int, int]]:
    """Spans of URLs and mail addresses; a cheap look first, since few texts have any."""
    if "://" not in text and "www." not in text and "@" not in text:
        return []
    spans = [(m.start(), m.end()) for m in re.finditer(r"(?:https?://|www\.)\S++", text)]
    for match in re.finditer("@", text):
        start = end = match.start()
        while start > 0 and end - start < 64 and not text[start - 1].isspace():
            start -= 1
        stop = min(len(text), end + 64)
        while end < stop and not text[end].isspace():
            end += 1
        spans.append((start, end))
    return sorted(spans)


class Names:
    """The checks, bound to one lexicon."""

    def __init__(self, lex: Lexicon) -> None:
        never = lex.never
        self.lex = lex
        self.glue_words = frozenset(never["glued"].words)
        self.plain_capitals = frozenset(never["name"].words)
        self.designators = frozenset(never["designator"].words)
        self.clock = frozenset(w.lower() for w in never["clock"].words)
        self.ordinals = frozenset(never["ordinal"].words)
        self.year_nouns = frozenset(never["year"].words)
        self.phrases = frozenset(never["phrase"].words)

    def glued_before(self, tokens: Tokens, i: int) -> bool:
        """Letters or a letter-hyphen touch the digits from the left: "M890", "GPT-5.5", "H.264"."""
        if not tokens.glued(i):
            return False
        before = tokens.words[i - 1]
        if before[-1].isalpha() or before == "_":
            return not (before in ("x", "X", "×") and not tokens.glued(i - 1))
        if before in ("-", "‑", ".", "_", "/", "#", "&", "+", "'", "’") and tokens.glued(i - 1):
            further = tokens.words[i - 2]
            if before in ("#",):
                return True
            if further[-1].isalpha():
                if before in ("'", "’"):
                    return True
                return (
                    further.lower() not in self.glue_words
                    and before != "/"
                    and further.lower() not in (self.lex.number_words)
                )
        return before in ("#", "_")

    def chain(self, tokens: Tokens, i: int) -> int:
        """How far a chain of numbers joined by the same sign runs ("555-123-4567", "1.2.3"); ``i`` if it is none."""
        words = tokens.words
        sign = words[i + 1]
        if sign not in ("-", "/", ".", "‑", ":") or not tokens.glued(i + 1):
            return i
        j, links = i, 0
        while words[j + 1] == sign and tokens.glued(j + 1) and tokens.glued(j + 2) and words[j + 2][0].isdigit():
            j += 2
            links += 1
        if links >= 2 or (links and sign in (".",)):
            return j + 1
        if links == 1 and sign == "-" and words[j].startswith(("19", "20")) is False:
            return i
        return i

    def clock_at(self, tokens: Tokens, i: int) -> int:
        """The index behind a time of day that starts at ``i``, or ``i``."""
        words = tokens.words
        j = i + 1
        if words[j] == ":" and tokens.glued(j) and tokens.glued(j + 1) and len(words[j + 1]) >= 2:
            if words[j + 1][:2].isdigit():
                j += 2
                if words[j] == ":" and words[j + 1][:2].isdigit():
                    j += 2
                return j + self._meridiem(tokens, j)
        length = self._meridiem(tokens, j)
        return j + length if length else i

    def _meridiem(self, tokens: Tokens, j: int) -> int:
        words = tokens.words
        low = words[j].lower()
        if low in ("am", "pm"):
            return 1
        if low in ("a", "p") and words[j + 1] == "." and words[j + 2].lower() == "m":
            return 4 if words[j + 3] == "." else 3
        if low == "o" and words[j + 1] in "'’" and words[j + 2].lower() == "clock":
            return 3
        return 0

    def is_year(self, word: str) -> bool:
        """A number that could be a year: four digits, 1900 to 2099."""
        return len(word) == 4 and word.isdigit() and word[:2] in ("19", "20")

    def named(self, tokens: Tokens, i: int) -> bool:
        """A capitalised or coded word stands right before: "RTX 4090", "Zen 5"."""
        if i == 0 or tokens.words[i - 1] == "\n":
            return False
        before = tokens.words[i - 1]
        if not before[0].isalpha():
            return False
        if before.lower() in self.designators:
            return True
        if before in self.plain_capitals:
            return False
        return any(c.isupper() for c in before)
