"""Turns a quantity of the text into a claim's value: bounds as open ends, counted nouns as bare numbers.
The unit stays as stated; comparing it with others is the table's job.
"""

from __future__ import annotations

from pipeline.extract.draft import Draft
from pipeline.extract.text.scene import Hit, Sentence
from pipeline.extract.text.words import Words
from pipeline.model import Change, NumberValue, Quantity
from pipeline.rulebook import Rulebook
from pipeline.rulebook.attributes import Attribute

_PLAIN_RATE = "operation/s"  # "31.6 trillion operations per second" is said in TOPS everywhere else

_SIGNS = frozenset("-–−±")

_COUNTED_RATE = "count_rate"  # "14 queries/s": a noun of which so many come in a time


def number_value(quantity: Quantity, attribute: Attribute) -> NumberValue:
    """The value a claim of ``attribute`` takes from a quantity: "over 400 customers" → low 400, high open, no unit."""
    low: float | None = quantity.low
    high: float | None = quantity.high
    if quantity.low == quantity.high:
        if quantity.change is Change.OVER:
            high = None
        elif quantity.change is Change.UNDER:
            low = None
    if quantity.unit == _PLAIN_RATE:
        low, high = (None if x is None else x / 1e12 for x in (low, high))
    approx = quantity.approx or quantity.change is Change.ABOUT
    return NumberValue.trusted(low=low, high=high, unit=claim_unit(quantity, attribute), approx=approx)


def number_draft(attribute: Attribute, quantity: Quantity, sentence: Sentence, score: float) -> Draft:
    """A draft that says ``attribute`` of a quantity; who carries it is still open."""
    return Draft(
        sentence,
        attribute.id,
        number_value(quantity, attribute),
        quantity.start,
        quantity.end,
        quantity.phrase_start,
        quantity.phrase_end,
        score,
        rules=[*quantity.rules, f"attribute.{attribute.id}"],
    )


def claim_unit(quantity: Quantity, attribute: Attribute) -> str:
    """Counts lose their noun ("16 cores" → ""); measured units stay as stated."""
    if quantity.unit == _PLAIN_RATE:
        return "TOPS"
    if quantity.dimension == _COUNTED_RATE:
        counted, _, time = quantity.unit.partition("/")
        return f"{quantity.noun if quantity.noun.startswith(counted[:-1]) else counted + 's'}/{time}"
    if quantity.dimension.endswith("_rate") or "/" in quantity.dimension or quantity.dimension == "time":
        return quantity.unit
    if attribute.nouns and attribute.unit in {"", "token"} and quantity.unit not in {attribute.unit, "percent"}:
        return attribute.unit
    return quantity.unit


class Figures:
    """Tells figures from orders of magnitude and from differences."""

    def __init__(self, rulebook: Rulebook) -> None:
        self._syntax = rulebook.syntax.lowered
        self._tolerance, self._as_one = self._syntax("tolerance"), self._syntax("as-one")
        self._give_or_take = self._syntax("tolerance-before")
        self._factor, self._one_of = self._syntax("factor-before"), self._syntax("one-of-the")
        self._so_many_more = self._syntax("so-many-more")
        self._on_top, self._gives = self._syntax("so-many-on-top"), self._syntax("gives-on-top")
        self._layout = self._syntax("layout-sum")
        self._measured_by, self._ago = self._syntax("so-many-to-match"), self._syntax("ago-behind")

    def is_vague(self, quantity: Quantity, sentence: Sentence) -> bool:
        """True for "tens of thousands", "billions": an order of magnitude, not a figure."""
        words = sentence.low[quantity.start - sentence.start : quantity.end - sentence.start]
        if self._syntax("vague").match(words):
            return True  # "hundreds of thousands of X100 chips": the digits are the name's
        return not any(map(str.isdigit, words)) and bool(self._syntax("vague").search(words))

    def is_reckoning(self, quantity: Quantity, sentence: Sentence) -> bool:
        """True for what states no level: "plus or minus $3 million", "behave like one GPU", "72 × 192 GB = 13.8 TB",
        "faster than 160 GPUs".
        """
        origin, at = sentence.start, quantity.phrase_start - sentence.start
        if quantity.phrase_start < quantity.start and self._tolerance.match(sentence.low, at):
            return True
        if sentence.low[:at].rstrip()[-1:] in _SIGNS and at and sentence.led(self._give_or_take, quantity.phrase_start):
            return True
        if quantity.low == quantity.high == 1 and quantity.dimension == "count":
            alike = sentence.led(self._as_one, quantity.phrase_start)
            if alike or sentence.followed(self._one_of, quantity.start):
                return True
        if quantity.dimension == "count" and sentence.led(self._measured_by, quantity.start):
            return True
        if quantity.dimension == "time" and sentence.followed(self._ago, quantity.end):
            return True
        if quantity.dimension == "number" and sentence.followed(self._layout, quantity.end):
            return True
        return "=" in sentence.low and self._factor.search(sentence.low[: quantity.start - origin]) is not None

    def is_in_words(self, quantity: Quantity, sentence: Sentence) -> bool:
        """True for "three", a bare number without a digit."""
        words = sentence.low[quantity.start - sentence.start : quantity.end - sentence.start]
        return quantity.dimension == "number" and not any(map(str.isdigit, words))

    def is_delta(self, quantity: Quantity, sentence: Sentence, tokens: Words) -> bool:
        """True for differences ("a 400 MHz increase", "by 35 MHz"): they state no value of the thing."""
        if quantity.dimension in {"percent", "ratio", "money"}:
            return False
        for hit in sentence.of_kind("more", "less"):
            if (
                0 <= hit.start - quantity.end <= 14
                and tokens.gap(quantity.start, quantity.end, hit.start, hit.end) <= 1
            ):
                between = sentence.low[quantity.end - sentence.start : hit.start - sentence.start]
                if self._syntax("delta-between").fullmatch(between):
                    if not sentence.followed(self._syntax("delta-not"), hit.end) and not self._is_level(
                        quantity, hit, sentence
                    ):
                        return True
                    break
        if sentence.followed(self._syntax("delta-noun"), quantity.end):
            return True
        if quantity.noun and sentence.followed(self._so_many_more, quantity.start):
            return True
        if sentence.followed(self._on_top, quantity.start) and sentence.led(self._gives, quantity.phrase_start):
            return True  # "giving it two extra cores"
        at = quantity.phrase_start - sentence.start
        if not self._syntax("delta-lead").search(sentence.low[max(at - 48, 0) : at]):
            return False
        behind = self._syntax("further-part").match(sentence.low, quantity.end - sentence.start)
        return not (behind and sentence.led(self._syntax("further-lead"), quantity.phrase_start))

    def _is_level(self, quantity: Quantity, hit: Hit, sentence: Sentence) -> bool:
        """True for "3.3 GHz boost": without an article, or beside another of the kind, a level has that name."""
        at = hit.start - sentence.start
        if quantity.dimension != "frequency" or not self._syntax("delta-level").match(sentence.low, at):
            return False
        if self._syntax("delta-level-noun").match(sentence.low, at):
            return True
        lead = sentence.low[: quantity.phrase_start - sentence.start]
        beside = any(q is not quantity and q.unit == quantity.unit for q in sentence.quantities)
        return beside or not self._syntax("delta-article").search(lead)
