"""Reads quantities: walks over a text's tokens once, drafts each number with its unit, then joins and bounds them.
Read in this order: tokens, numerals, surfaces, never, nouns, merge, context, and this file, which calls them.
"""

from __future__ import annotations

from pipeline.measure.context import Contexts
from pipeline.measure.draft import Draft
from pipeline.measure.lexicon import Lexicon
from pipeline.measure.merge import Merger
from pipeline.measure.never import Names, addresses
from pipeline.measure.nouns import noun_at
from pipeline.measure.numerals import Numeral, read_digits, read_words
from pipeline.measure.surfaces import currency_before, denominator, unit_at
from pipeline.measure.tokens import Tokens
from pipeline.model import Quantity
from pipeline.rulebook import Rulebook


COUNTED_OF = ("number-collective", "number-vague")
"""Number words that take "of" before what they count: "dozens of labs"."""


class QuantityReader:
    """Finds every quantity in a text.

    Works on any string, in time linear in its length, and never raises.

    >>> from pipeline.rulebook import load
    >>> [(q.low, q.unit) for q in QuantityReader(load()).read("The M890 has 144GB and moves 800 GB per second.")]
    [(144.0, 'GB'), (800.0, 'GB/s')]
    """

    def __init__(self, rulebook: Rulebook) -> None:
        self.lexicon = Lexicon(rulebook)
        self._names = Names(self.lexicon)
        self._merger = Merger(self.lexicon)
        self._contexts = Contexts(self.lexicon)
        from pipeline.measure.date_reader import DateReader

        self._dates = DateReader(rulebook)

    def read(self, text: str) -> list[Quantity]:
        """All quantities of ``text`` in order of place; no two overlap."""
        return self.read_tokens(Tokens(text))

    def read_tokens(self, tokens: Tokens) -> list[Quantity]:
        """The same for a text that is already cut."""
        drafts = self._drafts(tokens)
        if not drafts:
            return []
        for draft in drafts:
            self._name(tokens, draft)
        drafts = self._merger.join(tokens, drafts)
        return [self._finish(tokens, draft) for draft in drafts if self._keep(tokens, draft)]

    def _drafts(self, tokens: Tokens) -> list[Draft]:
        words, anchors = tokens.words, self.lexicon.anchors
        places = [
            i
            for i, w in enumerate(words[: tokens.count])
            if w in anchors or w[0].isdigit() or (w[0] == "." and len(w) > 1) or w in "½¼¾⅓⅔"
        ]
        if not places:
            return []
        blocked = self._dates.absolute_spans(tokens)
        blocked += addresses(tokens.text)
        blocked.sort()
        drafts: list[Draft] = []
        after = 0
        block = 0
        named_until = -1
        for i in places:
            if i < after:
                continue
            start = tokens.starts[i]
            while block < len(blocked) and blocked[block][1] <= start:
                block += 1
            if block < len(blocked) and blocked[block][0] <= start:
                continue
            word = words[i]
            if word[0].isdigit() or not word[0].isalpha():
                draft, after, named_until = self._digits(tokens, i, named_until)
            else:
                draft, after = self._spelled(tokens, i)
            if draft is not None:
                drafts.append(draft)
        return drafts

    def _digits(self, tokens: Tokens, i: int, named_until: int) -> tuple[Draft | None, int, int]:
        """A draft for digits at ``i``, where to go on, and how far a name reaches that they belong to."""
        names, lex, words = self._names, self.lexicon, tokens.words
        end = names.chain(tokens, i)
        if end > i:
            return None, end, end
        end = names.clock_at(tokens, i)
        if end > i:
            return None, end, -1
        if words[i + 1] == "/" and tokens.glued(i + 1) and words[i + 2][:1].isdigit() and tokens.glued(i + 2):
            if not unit_at(tokens, i + 3, lex):
                number = read_digits(tokens, i, lex)
                if number is None or number.last == i + 1:
                    return None, i + 3, i + 3
        resolution = self._resolution(tokens, i)
        if resolution is not None:
            return resolution, resolution.last, -1
        number = read_digits(tokens, i, lex)
        if number is None:
            return None, i + 1, -1
        money = currency_before(tokens, i, lex)
        if money is None and names.glued_before(tokens, i):
            last = number.last
            return None, last, last
        draft = self._draft(tokens, number, money)
        if draft is None:
            return None, i + 1, i + 1
        if draft.money is None and (draft.dimension in ("", "count") or draft.unit == "x"):
            chained = named_until == i or (named_until == i - 1 and words[i - 1] == "-")
            if chained or (names.named(tokens, i) and not draft.hanging):
                return None, draft.number.last, draft.number.last
            if (
                names.is_year(words[i])
                and not draft.scaled
                and (draft.dimension == "" and words[draft.last].lower() not in names.year_nouns)
            ):
                return None, i + 1, -1
            if words[i - 1] in ("[", "#") or (words[i - 1] == "(" and words[draft.last] == ")" and not draft.dimension):
                return None, i + 1, -1
            if (i == 0 or words[i - 1] == "\n") and words[i + 1] in (".", ")", ":") and not draft.dimension:
                return None, i + 1, -1
        return draft, draft.last, -1

    def _resolution(self, tokens: Tokens, i: int) -> Draft | None:
        """ "5120 x 2880", "1080p", "4K"."""
        words, rule = tokens.words, self.lexicon.resolution
        following = words[i + 1]
        if tokens.glued(i) and tokens.words[i - 1][-1].isalnum():
            return None
        if following in rule.lines and tokens.glued(i + 1) and words[i].isdigit() and len(words[i]) in (3, 4):
            return self._lines(tokens, i, i + 2, float(words[i]))
        if following == "K" and tokens.glued(i + 1):
            lines = rule.names.get(words[i] + "K")
            if lines is not None and words[i - 1] not in "$€£¥" and words[i + 2].lower() in rule.cues:
                return self._lines(tokens, i, i + 2, lines)
            return None
        at = i + 1
        if words[at] == "-" and words[at + 1].lower() == "by" and words[at + 2] == "-":
            at += 3
        elif words[at] in rule.times:
            at += 1
        else:
            return None
        if words[i].isdigit() and words[at].isdigit() and 3 <= len(words[i]) <= 5 and 3 <= len(words[at]) <= 5:
            last = at + 1
            if words[last].lower() in ("pixels", "pixel", "px"):
                last += 1
            return self._lines(tokens, i, last, float(words[i]))
        return None

    def _lines(self, tokens: Tokens, first: int, last: int, value: float) -> Draft:
        number = Numeral(value, value, first, last, "")
        return Draft(number, first, last, value, value, "resolution", "resolution", rules=["resolution"])

    def _spelled(self, tokens: Tokens, i: int) -> tuple[Draft | None, int]:
        """A draft for a number word at ``i``, and where to go on."""
        lex, words = self.lexicon, tokens.words
        low = words[i].lower()
        if low in lex.multiples:
            draft = self._multiple(tokens, i, low)
            if draft is not None or low not in lex.number_words:
                return draft, draft.last if draft else i + 1
        if tokens.glued(i) and words[i - 1] in ("-", "‑") and tokens.glued(i - 1) and words[i - 2][-1].isalpha():
            if words[i - 2].lower() not in self._names.glue_words:
                return None, i + 1
        number = read_words(tokens, i, lex)
        if number is None:
            return None, i + 1
        if number.low == 1.0 and number.high == 1.0 and number.last == i + 1 and low == "one":
            if not self._one_counts(tokens, i):
                return None, i + 1
        if words[i][0].isupper() and i > 0 and words[i - 1][0].isalpha() and words[i - 1][0].isupper():
            return None, number.last
        if self._phrase(tokens, i):
            return None, number.last
        draft = self._draft(tokens, number, None)
        return draft, draft.last if draft else number.last

    def _phrase(self, tokens: Tokens, i: int) -> bool:
        words = tokens.words
        before, word, after, further = words[i - 1].lower(), words[i].lower(), words[i + 1], words[i + 2].lower()
        phrases = self._names.phrases
        return (
            f"{before} {word}" in phrases
            or f"{word}{after}{further}" in phrases
            or f"{word} {after.lower()}" in phrases
        )

    def _one_counts(self, tokens: Tokens, i: int) -> bool:
        lex, words = self.lexicon, tokens.words
        before = words[i - 1].lower() if i and words[i - 1] != "\n" else ""
        after = words[i + 1].lower()
        if before in lex.one_not_after or not after or after == "\n":
            return False
        if after in lex.one_not_before:
            return after == "-" and unit_at(tokens, i + 2, lex) is not None
        return True

    def _multiple(self, tokens: Tokens, i: int, low: str) -> Draft | None:
        lex, words = self.lexicon, tokens.words
        value, rule = lex.multiples[low]
        after = words[i + 1].lower()
        before = words[i - 1].lower() if i else ""
        if after in rule.not_before:
            return None
        if (rule.followed_by or rule.preceded_by) and after not in rule.followed_by and before not in rule.preceded_by:
            return None
        number = Numeral(value, value, i, i + 1, rule.id, spelled=True)
        return Draft(number, i, i + 1, value, value, "x", "ratio", rules=[rule.id])

    def _draft(self, tokens: Tokens, number: Numeral, money: tuple | None) -> Draft | None:  # type: ignore[type-arg]
        """The number with sign, currency, scale letters, unit; None where letters behind it make it a name."""
        lex, words = self.lexicon, tokens.words
        first, last = number.first, number.last
        draft = Draft(number, first, last, number.low, number.high, scaled=number.scaled)
        draft.rules = [number.rule] if number.rule else []
        if money is not None:
            draft.money, draft.first = money[0], money[1]
            draft.unit, draft.dimension = money[0].name, money[0].dimension
            draft.rules.append(money[0].rule)
        self._sign(tokens, draft)
        if not number.spelled:
            self._letters(tokens, draft)
        last = draft.last
        if self._ordinal(tokens, last, number):
            return None
        self._unit(tokens, draft)
        if draft.last == last and tokens.glued(last) and words[last][0].isalpha() and not number.spelled:
            return None
        return draft

    def _ordinal(self, tokens: Tokens, last: int, number: Numeral) -> bool:
        word = tokens.words[last]
        if number.spelled or not tokens.glued(last):
            return False
        return word.lower() in self._names.ordinals or (word == "s" and number.low >= 10 and number.low % 10 == 0)

    def _sign(self, tokens: Tokens, draft: Draft) -> None:
        i = draft.first
        words = tokens.words
        if i == 0 or words[i - 1] not in ("-", "−", "–", "+") or not tokens.glued(i):
            if i and words[i - 1].lower() in ("minus", "negative") and draft.money is None:
                draft.first, draft.low, draft.high, draft.negative = i - 1, -draft.low, -draft.high, True
            elif i > 1 and words[i - 1] == "-" and words[i - 2].lower() == "minus":
                draft.first, draft.low, draft.high, draft.negative = i - 2, -draft.low, -draft.high, True
            return
        if tokens.glued(i - 1) and (words[i - 2][-1].isalnum() or words[i - 2] in "%$)€£"):
            return
        draft.first = i - 1
        if words[i - 1] != "+" and words[i - 1] != "–":
            draft.low, draft.high, draft.negative = -draft.low, -draft.high, True

    def _letters(self, tokens: Tokens, draft: Draft) -> None:
        """Scale letters: "40K", "$2bn", "12.3m tonnes"."""
        lex, words = self.lexicon, tokens.words
        i = draft.last
        entry = lex.letters.get(words[i])
        if entry is None:
            return
        value, needs, rule = entry
        glued = tokens.glued(i)
        if not glued and not (words[i] in ("B", "M", "bn", "mn", "tn", "k", "K") and words[i + 1][:1].islower()):
            return
        if glued and words[i + 1] and tokens.glued(i + 1) and words[i + 1][0].isalnum():
            return
        if needs == "noun" and draft.money is None:
            after = unit_at(tokens, i + 1, lex)
            if after is None or after.dimension not in ("mass", "volume", "money", "length", "area", "energy"):
                return
        unit = lex.unit_trie.match(tokens, i)
        if unit is not None and draft.money is None and unit[1] > i + 1:
            return
        draft.low, draft.high, draft.last, draft.scaled = draft.low * value, draft.high * value, i + 1, True
        draft.rules.append(rule)
        scale = lex.scales.get(words[i + 1].lower())
        if scale:
            draft.low, draft.high, draft.last = draft.low * scale, draft.high * scale, i + 2

    def _unit(self, tokens: Tokens, draft: Draft) -> None:
        """The unit behind the number, or behind a hyphen; a currency before keeps its place."""
        lex, words = self.lexicon, tokens.words
        i = draft.last
        at = i
        if words[i] in ("-", "‑", "–") and tokens.glued(i):
            if tokens.glued(i + 1):
                at = i + 1
            else:
                draft.hanging = True
        if draft.money is not None:
            found = unit_at(tokens, at, lex)
            if found is not None and found.dimension.startswith("money") and found.entry.dimension == "money":
                draft.last = found.last
                draft.unit, draft.dimension = found.name, found.dimension
                if found.entry.name != draft.money.name and draft.money.name not in ("USD", "JPY"):
                    draft.unit = draft.unit.replace(found.entry.name, draft.money.name, 1)
                return
            under = denominator(tokens, draft.last, lex, "money")
            if under is not None:
                name, dimension, draft.last, rule = under
                draft.unit = f"{draft.unit}/{name}"
                draft.dimension = lex.quotients.get(f"money/{dimension}", f"money/{dimension}")
                draft.rules.append(rule)
            return
        if words[at] == "of" and draft.number.low != draft.number.high:
            at += 1
        elif words[at].lower() == "of" and draft.number.rule == "number-collective":
            at += 1
        elif draft.number.fraction and words[at].lower() == "of" and words[at + 1].lower() in ("a", "an"):
            inner = unit_at(tokens, at + 2, lex)
            if inner is not None:
                at += 2
        elif words[at].lower() in ("a", "an") and draft.number.rule == "number-fraction":
            at += 1
        found = unit_at(tokens, at, lex)
        if found is None or (draft.hanging and at == i):
            return
        if draft.number.fraction and found.name == "x":
            return
        draft.last, draft.unit, draft.dimension = found.last, found.name, found.dimension
        draft.rules += found.rules

    def _name(self, tokens: Tokens, draft: Draft) -> None:
        """Gives a draft its noun: the counted one where it has no unit, else the one right behind."""
        lex, words = self.lexicon, tokens.words
        if draft.dimension == "" and draft.number.fraction:
            draft.unit, draft.dimension = "x", "ratio"
        if draft.dimension:
            self._noun_after(tokens, draft)
            return
        if draft.hanging:
            return
        at = draft.last
        bound = lex.bounds_after.match(tokens, at)
        if bound is not None:
            at = bound[1]
        hyphen = words[at] in ("-", "‑") and tokens.glued(at) and tokens.glued(at + 1)
        at += hyphen
        one = draft.low == 1 and draft.high == 1
        if words[at].lower() == "of" and not hyphen and (one or draft.number.rule in COUNTED_OF):
            at += 2 if words[at + 1].lower() in lex.noun_of else 1
        noun = noun_at(tokens, at, lex, single=one, hyphen=hyphen)
        if noun is not None:
            self._count(tokens, draft, noun.head, at, noun.last)

    def _keep(self, tokens: Tokens, draft: Draft) -> bool:
        """Bounds and trends are found; a pair of bare numbers with a dash turns out to be a score."""
        if draft.merged and not draft.unit and not draft.scaled and "range-dash" in draft.rules:
            return False
        self._contexts.apply(tokens, draft)
        return True

    def _count(self, tokens: Tokens, draft: Draft, head: str, first: int, last: int) -> None:
        lex = self.lexicon
        draft.unit, draft.dimension = head, "count"
        draft.noun = tokens.text[tokens.starts[first] : tokens.ends[last - 1]]
        draft.noun_last = last
        draft.last = last
        entry = lex.units.get(head)
        if entry is not None:
            draft.dimension = entry.dimension
        draft.rules.append(lex.noun.id)

    def _noun_after(self, tokens: Tokens, draft: Draft) -> None:
        """The noun right after a unit ("16-inch laptops"), for those who read on; the span stays."""
        lex, words = self.lexicon, tokens.words
        at = draft.last + 1 if words[draft.last] == "-" else draft.last
        if words[at].lower() == "of":
            at += 1
        noun = noun_at(tokens, at, lex)
        if noun is not None:
            draft.noun = tokens.text[tokens.starts[noun.first] : tokens.ends[noun.last - 1]]

    def _finish(self, tokens: Tokens, draft: Draft) -> Quantity:
        start, end = tokens.starts[draft.first], tokens.ends[draft.last - 1]
        phrase_start = tokens.starts[draft.phrase_first] if draft.phrase_first >= 0 else start
        phrase_end = tokens.ends[draft.phrase_last - 1] if draft.phrase_last > draft.last else end
        return Quantity.model_construct(
            start=start,
            end=end,
            phrase_start=phrase_start,
            phrase_end=phrase_end,
            low=min(draft.low, draft.high),
            high=max(draft.low, draft.high),
            unit=draft.unit,
            dimension=draft.dimension or "number",
            change=draft.change,
            approx=draft.approx,
            noun=draft.noun,
            rules=tuple(dict.fromkeys(r for r in draft.rules if r)),
        )
