"""Reads comparisons: "3× faster than the X100", "50% more memory", "half the power", each a ratio against a baseline.
A multiplier is worth nothing without what it multiplies and what it is compared with; both are looked for apart.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pipeline.extract.draft import Draft
from pipeline.extract.text.scene import Hit, Sentence
from pipeline.extract.text.words import Words
from pipeline.extract.values.baselines import Baselines
from pipeline.extract.values.gains import Gains
from pipeline.extract.values.multiplied import GENERAL, Multiplied
from pipeline.model import Change, NumberValue, Quantity
from pipeline.rulebook import Rulebook

_BEHIND = 3  # characters from a sum to its change
_PART = "ratio.part"
_PLAIN = 0.8  # how sure a gain is that names no measure


_Told = tuple[str, float, list[tuple[int, int]]]
"""An attribute, how sure it is, and the words that tell it."""


class RatioReader:
    """Turns multipliers and percentages with a comparison into ratio drafts."""

    def __init__(self, rulebook: Rulebook) -> None:
        self._syntax = rulebook.syntax.regex
        self._level = rulebook.syntax.lowered("level-before")
        self._share, self._share_needs = rulebook.syntax.lowered("share-moves"), rulebook.syntax.needs("share-moves")
        self._other = rulebook.syntax.lowered("other-measure")
        self._pair = rulebook.syntax.lowered("pair-ahead")
        self._else_noun = rulebook.syntax.lowered("else-noun")
        self._measured = rulebook.syntax.lowered("so-many-measures")
        self._share_of_sales, self._sales = (
            rulebook.syntax.lowered("share-of-sales"),
            rulebook.syntax.needs("share-of-sales"),
        )
        self._percentile, self._low_needs = rulebook.syntax.lowered("percentile"), rulebook.syntax.needs("percentile")
        self._charged, self._charged_needs = (
            rulebook.syntax.lowered("charged-so-far"),
            rulebook.syntax.needs("charged-so-far"),
        )
        self._cadence, self._cadence_needs = rulebook.syntax.lowered("cadence"), rulebook.syntax.needs("cadence")
        self._of_business = rulebook.syntax.lowered("business-moves")
        self._signed = rulebook.syntax.lowered("signed-change")
        self._signed_apposed = rulebook.syntax.lowered("signed-apposed")
        self._moved_to = rulebook.syntax.lowered("sum-moved-to")
        self._of_firms = rulebook.attributes.of_firms
        self._profit = rulebook.syntax.lowered("profit-multiplied")
        self._saved = rulebook.syntax.lowered("saved-part")
        self._part_of, self._of_that = map(rulebook.syntax.lowered, ("percent-of", "percent-of-that"))
        self._listed = rulebook.syntax.lowered("list-between")
        self._gains = rulebook.syntax.lowered("gain-shared")
        self._finite = rulebook.syntax.lowered("name-acts")
        self._in_a_name = rulebook.syntax.regex("times-in-a-name")
        self._baselines = Baselines(rulebook)
        self._multiplied, self._general = Multiplied(rulebook), Gains(rulebook)

    def read(
        self, sentence: Sentence, tokens: Words, earlier: Sequence[Draft], extra: tuple[Hit, ...] = ()
    ) -> list[Draft]:
        """Ratio drafts of one sentence, baselines filled, subjects still open. ``earlier`` are its plain drafts."""
        drafts: list[Draft] = []
        left: list[Quantity] = []
        for quantity in sentence.quantities:
            if quantity.dimension not in {"ratio", "percent"}:
                continue
            last = drafts[-1] if drafts else None
            if self._counts_a_name(quantity, sentence) or any(d.start == quantity.start for d in earlier):
                continue
            draft = self._one(quantity, sentence, tokens, earlier, extra, last)
            if draft is not None:
                told = (self._shared(before, draft, sentence, tokens) for before in left)
                drafts += [shared for shared in told if shared is not None]
                drafts.append(draft)
                drafts += self._of_both(draft, quantity, sentence)
            elif not left and last is not None and (next_one := self._in_turn(last, quantity, sentence)):
                drafts.append(next_one)
                continue
            left = [*left, quantity] if draft is None else []
        if drafts:
            self._baselines.fill(drafts, sentence)
        return [d for d in drafts if _PART not in d.rules or (d.baseline is not None and d.baseline.end > d.end)]

    def _shared(self, left: Quantity, draft: Draft, sentence: Sentence, tokens: Words) -> Draft | None:
        """The draft of a gain whose measure the next one names: "24% higher single-core and 15% higher multi-core
        performance"; None where it is no such gain.
        """
        origin = sentence.start
        gains = self._gains.fullmatch(sentence.low, left.end - origin, draft.reach_start - origin)
        if not gains and not sentence.followed(self._pair, left.end):
            return None
        value = _value(left, self._multiplied.direction(left, sentence, tokens) or "")
        ends = (left.start, left.end, left.phrase_start, left.phrase_end)
        rules = [*left.rules, *(rule for rule in draft.rules if rule.startswith("ratio.")), "ratio.shared"]
        evidence = list(draft.evidence)
        if value is None:
            return None
        return Draft(sentence, draft.attribute, value, *ends, draft.score, rules=rules, evidence=evidence)

    def _in_turn(self, last: Draft, quantity: Quantity, sentence: Sentence) -> Draft | None:
        """The next change of a list that is dealt out: "fell by 18%, 9% and 28%, respectively"; None elsewhere."""
        origin = sentence.start
        if not (quantity.dimension == "percent" and sentence.of_kind("respectively")):
            return None
        if not self._listed.fullmatch(sentence.low, last.end - origin, quantity.start - origin):
            return None
        value = _value(quantity, "less" if "ratio.less" in last.rules else "more")
        if value is None:
            return None
        ends = (quantity.start, quantity.end, quantity.phrase_start, quantity.phrase_end)
        return Draft(sentence, last.attribute, value, *ends, last.score, rules=list(last.rules), evidence=last.evidence)

    def _of_both(self, draft: Draft, quantity: Quantity, sentence: Sentence) -> list[Draft]:
        """The same change of a second measure: "doubles the compute and memory bandwidth"."""
        second = self._multiplied.joined(quantity, draft.evidence, sentence)
        if second is None or f"{second.key}_ratio" == draft.attribute or second.key == draft.attribute:
            return []
        name = second.key if second.key.endswith("_ratio") else f"{second.key}_ratio"
        evidence = [(second.start, second.end)]
        return [replace(draft, attribute=name, evidence=evidence, rules=[*draft.rules, "ratio.joined"])]

    def _is_apposed(self, quantity: Quantity, sentence: Sentence, earlier: Sequence[Draft]) -> bool:
        """True for the change behind what a firm took in: "$8.8 billion, +33%"."""
        before = (d for d in earlier if 0 <= quantity.start - d.end <= _BEHIND and d.attribute in self._of_firms)
        return any(before) and sentence.followed(self._signed_apposed, quantity.start)

    def _of_a_sum(self, quantity: Quantity, sentence: Sentence, earlier: Sequence[Draft]) -> _Told | None:
        """What is told of the sum that a change led to: "AMD's gaming segment slipped 4% to $1.5 billion"."""
        at = quantity.end - sentence.start
        sums = (d for d in earlier if d.attribute in self._of_firms and d.reach_start > quantity.end)
        for draft in sums:
            if self._moved_to.fullmatch(sentence.low, at, draft.reach_start - sentence.start):
                return draft.attribute, draft.score, list(draft.evidence)
        return None

    def _counts_a_name(self, quantity: Quantity, sentence: Sentence) -> bool:
        """True for "4x Cortex-A76 cores": so many of a named part; and for "72 × 192 GB": of one so large."""
        tail = sentence.text[quantity.end - sentence.start :]
        if self._measured.match(sentence.low, quantity.start - sentence.start) or self._ends_a_name(quantity, sentence):
            return True
        following = next((m for m in sentence.mentions if m.start >= quantity.end), None)
        if following is None or sentence.text[quantity.end - sentence.start : following.start - sentence.start] != " ":
            return False
        return bool(self._syntax("counted-part").match(tail[following.end - quantity.end :]))

    def _ends_a_name(self, quantity: Quantity, sentence: Sentence) -> bool:
        """True for the 7x of "the Slim 7x is"."""
        if quantity.dimension != "ratio" or not sentence.followed(self._finite, quantity.end):
            return False
        return self._in_a_name.search(sentence.text, 0, quantity.start - sentence.start) is not None

    def _is_level(self, quantity: Quantity, sentence: Sentence) -> bool:
        """True for "its share of the market rose above 41%": where a share went, not by how much."""
        lead = sentence.low[: quantity.phrase_start - sentence.start]
        if sentence.led(self._level, quantity.phrase_start):
            return True
        return sentence.holds(self._share_needs) and self._share.search(lead) is not None

    def _one(
        self,
        quantity: Quantity,
        sentence: Sentence,
        tokens: Words,
        earlier: Sequence[Draft],
        extra: tuple[Hit, ...],
        last: Draft | None,
    ) -> Draft | None:
        if quantity.dimension == "percent" and (
            self._is_level(quantity, sentence) or sentence.led(self._of_business, quantity.phrase_start)
        ):
            return None
        if quantity.dimension == "percent" and self._general.is_figure(quantity, sentence):
            return None
        if quantity.dimension == "ratio" and sentence.led(self._profit, quantity.phrase_start):
            return None
        if quantity.dimension == "percent" and sentence.followed(self._pair, quantity.end):
            return None  # "55% and 37% less power": the next one says of what
        if sentence.holds(self._low_needs) and sentence.followed(self._percentile, quantity.end):
            return None
        if sentence.holds(self._charged_needs) and sentence.followed(self._charged, quantity.end):
            return None
        if sentence.holds(self._cadence_needs) and sentence.followed(self._cadence, quantity.end):
            return None
        if sentence.holds(self._sales) and sentence.followed(self._share_of_sales, quantity.end):
            return None
        direction = self._multiplied.direction(quantity, sentence, tokens)
        percent = quantity.dimension == "percent"
        signed = percent and direction is None
        if signed and (
            sentence.followed(self._signed, quantity.start) or self._is_apposed(quantity, sentence, earlier)
        ):
            direction = "less" if quantity.low < 0 else "more"  # "(+62% YoY)"
        of_that = percent and sentence.followed(self._of_that, quantity.end)
        part = of_that or (percent and sentence.followed(self._part_of, quantity.end))
        part = part and not (direction == "less" and sentence.led(self._saved, quantity.phrase_start))
        if part:
            direction = "part"
        going_on = self._general.going_on(last, quantity, sentence) if last is not None and direction is None else None
        contest = self._general.contest(quantity, sentence)
        direction = direction or going_on or contest
        if quantity.dimension == "percent" and direction is None and quantity.change not in {Change.UP, Change.DOWN}:
            return None
        if direction is None and quantity.change is Change.DOWN:
            direction = "less"
        statement = self._multiplied.statement(quantity, sentence)
        found = self._multiplied.attribute(quantity, sentence, statement, tokens, earlier, extra)
        unnamed = statement[0] == sentence.start
        other = self._other.match(sentence.low, quantity.end - sentence.start)
        unnamed = unnamed and not self._multiplied.own_object(quantity, sentence)
        unnamed = unnamed and not sentence.followed(self._else_noun, quantity.end)
        if found is None and unnamed and last is not None and quantity.start - last.end < 60 and not other:
            # "30 percent more bandwidth than the X100 and more than 2x over the X90": the same thing again
            found = (last.attribute, last.score, [])
        if found is None and last is not None and going_on is not None:
            found = (last.attribute, last.score, [])
        if found is None and percent and direction is not None:
            found = self._of_a_sum(quantity, sentence, earlier)
        if found is None and (contest or self._general.is_general(quantity, sentence, earlier)):
            found = (GENERAL, _PLAIN, [])
        if found is None:
            return None
        attribute, score, evidence = found
        if part and not of_that and (not evidence or evidence[0][0] < quantity.end):
            return None
        again = self._syntax("half-again").match(sentence.text, quantity.end - sentence.start)
        beside = _change_beside(quantity, sentence)
        value = _again(quantity, beside) if again or beside else _value(quantity, direction or "")
        if value is None or (extra and value.low == value.high == 1):
            return None
        name = attribute if attribute.endswith("_ratio") else f"{attribute}_ratio"
        return Draft(
            sentence,
            name,
            value,
            quantity.start,
            quantity.end,
            quantity.phrase_start,
            quantity.phrase_end,
            score,
            rules=[*quantity.rules, f"ratio.{direction or 'times'}"],
            evidence=evidence,
        )


def _value(quantity: Quantity, direction: str) -> NumberValue | None:
    """The multiplier: 50% more → 1.5, 30% less → 0.7, 60% of → 0.6, 3× → 3, three times less → 1/3; bounds turn with
    the sign.
    """
    less, low, high = direction == "less", quantity.low, quantity.high
    if less and high < 0:  # "a decrease by -8%" has its sign twice
        low, high = -high, -low
    if direction == "part":
        low, high = low / 100, high / 100
    elif quantity.dimension == "percent":
        low, high = (1 - high / 100, 1 - low / 100) if less else (1 + low / 100, 1 + high / 100)
        if low < 0:
            return None
    elif less and low > 1:
        low, high = 1 / high, 1 / low
        less = True
    else:
        less = False
    approx = quantity.approx or quantity.change is Change.ABOUT
    low_end: float | None = low
    high_end: float | None = high
    if low == high and quantity.change in {Change.OVER, Change.UNDER}:
        if (quantity.change is Change.OVER) != less:
            high_end = None
        else:
            low_end = None
    return NumberValue(low=_clean(low_end), high=_clean(high_end), unit="", approx=approx)


def _change_beside(quantity: Quantity, sentence: Sentence) -> str:
    """What the word right behind a fraction makes of it: ``less`` for "a third less", ``more`` for "a fifth faster";
    empty where none stands there ("half the power", "a third as fast").
    """
    if quantity.dimension != "ratio" or quantity.high >= 1:
        return ""
    beside = (h.kind for h in sentence.of_kind("more", "less") if h.start - quantity.end == 1)
    return next(beside, "")


def _again(quantity: Quantity, change: str) -> NumberValue:
    """The multiplier of a fraction that comes on top or off: "half as much again" is 1.5, "a third less" 2/3."""
    less = change == "less"
    low: float | None = 1 - quantity.high if less else 1 + quantity.low
    high: float | None = 1 - quantity.low if less else 1 + quantity.high
    if low == high and quantity.change in {Change.OVER, Change.UNDER}:
        low, high = (low, None) if (quantity.change is Change.OVER) != less else (None, high)
    approx = quantity.approx or quantity.change is Change.ABOUT
    return NumberValue(low=_clean(low), high=_clean(high), unit="", approx=approx)


def _clean(number: float | None) -> float | None:
    return None if number is None else round(number, 6)
