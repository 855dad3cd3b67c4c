"""Reads comparisons: "3× faster than the X100", "50% more memory", "half the power", each a ratio against a baseline.
A multiplier is worth nothing without what it multiplies and what it is compared with; both are found here.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.extract.draft import Draft
from pipeline.extract.scene import Hit, Mention, Sentence
from pipeline.extract.subject import grouped
from pipeline.extract.words import Words
from pipeline.model import Change, NumberValue, Quantity
from pipeline.rulebook import Rulebook

_STOP = re.compile(r";|\.\s")


class RatioReader:
    """Turns multipliers and percentages with a comparison into ratio drafts."""

    def __init__(self, rulebook: Rulebook) -> None:
        self._syntax = rulebook.syntax.regex
        self._firm_ratios = {f"{a.id}_ratio" for a in rulebook.attributes.attribute if a.subjects == ("company",)}
        self._previous = re.compile(
            r"\b(?:"
            + "|".join(
                re.escape(p).replace(r"\ ", r"[\s-]")
                for c in rulebook.cues.cue
                if c.kind == "predecessor"
                for p in c.phrases
            )
            + r")\b",
            re.I,
        )

    def read(
        self, sentence: Sentence, tokens: Words, earlier: Sequence[Draft], extra: tuple[Hit, ...] = ()
    ) -> list[Draft]:
        """Ratio drafts of one sentence, baselines filled, subjects still open. ``earlier`` are its plain drafts."""
        drafts: list[Draft] = []
        for quantity in sentence.quantities:
            if quantity.dimension not in {"ratio", "percent"}:
                continue
            last = drafts[-1] if drafts else None
            if self._counts_a_name(quantity, sentence) or any(d.start == quantity.start for d in earlier):
                continue
            draft = self._one(quantity, sentence, tokens, earlier, extra, last)
            if draft is not None:
                drafts.append(draft)
        if drafts:
            self._baselines(drafts, sentence)
        return drafts

    def _counts_a_name(self, quantity: Quantity, sentence: Sentence) -> bool:
        """True for "4x Cortex-A76 cores": so many of a named part."""
        tail = sentence.text[quantity.end - sentence.start :]
        following = next((m for m in sentence.mentions if m.start >= quantity.end), None)
        if following is None or sentence.text[quantity.end - sentence.start : following.start - sentence.start] != " ":
            return False
        return bool(self._syntax("counted-part").match(tail[following.end - quantity.end :]))

    def _one(
        self,
        quantity: Quantity,
        sentence: Sentence,
        tokens: Words,
        earlier: Sequence[Draft],
        extra: tuple[Hit, ...],
        last: Draft | None,
    ) -> Draft | None:
        direction = self._direction(quantity, sentence, tokens)
        if quantity.dimension == "percent" and direction is None and quantity.change not in {Change.UP, Change.DOWN}:
            return None
        if direction is None and quantity.change is Change.DOWN:
            direction = "less"
        found = self._attribute(quantity, sentence, tokens, earlier, extra)
        if found is None and last is not None and quantity.start - last.end < 60:
            # "30 percent more bandwidth than the X100 and more than 2x over the X90": the same thing again
            found = (last.attribute, last.score, [])
        if found is None:
            return None
        attribute, score, evidence = found
        again = self._syntax("half-again").match(sentence.text, quantity.end - sentence.start)
        value = _again(quantity) if again else _value(quantity, direction == "less")
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

    def _direction(self, quantity: Quantity, sentence: Sentence, tokens: Words) -> str | None:
        """``more`` or ``less``, from the nearest comparing word around the number."""
        best: tuple[float, str] | None = None
        for hit in sentence.of_kind("more", "less"):
            gap = tokens.gap(quantity.phrase_start, quantity.phrase_end, hit.start, hit.end)
            after = hit.start >= quantity.end
            text = sentence.text[
                min(hit.end, quantity.end) - sentence.start : max(hit.start, quantity.start) - sentence.start
            ]
            if _STOP.search(text) or ("," in text and not after):
                continue
            limit = 4 if after else 8
            if gap > limit or (not after and hit.start >= quantity.start):
                continue
            cost = gap + (0.5 if after else 1.5)
            if best is None or cost < best[0]:
                best = (cost, hit.kind)
        return best[1] if best else None

    def _attribute(
        self, quantity: Quantity, sentence: Sentence, tokens: Words, earlier: Sequence[Draft], extra: tuple[Hit, ...]
    ) -> tuple[str, float, list[tuple[int, int]]] | None:
        """What is multiplied: the nearest ratio word, before it only where none follows."""
        tail = sentence.text[quantity.end - sentence.start :]
        if self._syntax("as-many").match(tail) or self._runs_into(quantity, sentence):
            back = [d for d in earlier if d.end <= quantity.start and isinstance(d.value, NumberValue)]
            if back and tokens.gap(back[-1].start, back[-1].end, quantity.start, quantity.end) <= 8:
                return back[-1].attribute, 1.0, [(back[-1].start, back[-1].end)]
        if self._syntax("apposed-change").match(tail):
            back = [d for d in earlier if d.end <= quantity.start and isinstance(d.value, NumberValue)]
            lead = sentence.text[back[-1].end - sentence.start : quantity.phrase_start - sentence.start] if back else ""
            if back and self._syntax("apposed-value").fullmatch(lead):
                return back[-1].attribute, 1.0, [(back[-1].start, back[-1].end)]
        best: tuple[float, Hit] | None = None
        for hit in sentence.of_kind("attr"):
            if hit.value != "ratio":
                continue
            gap = tokens.gap(quantity.phrase_start, quantity.phrase_end, hit.start, hit.end)
            after = hit.start >= quantity.end
            if gap > (8 if after else 9):
                continue
            left, right = (quantity.end, hit.start) if after else (hit.end, quantity.start)
            between = sentence.text[max(left - sentence.start, 0) : max(right - sentence.start, 0)]
            cost = gap + (0 if after else 2.5) + 4 * between.count(",") + 6 * len(_STOP.findall(between))
            cost += 4 * sum(1 for q in sentence.quantities if left <= q.start and q.end <= right)
            cost -= 0.6 * (hit.end - hit.start) / 10
            if hit.key == "performance_ratio" and hit.end - hit.start < 8:
                cost += 0.4
            if best is None or cost < best[0]:
                best = (cost, hit)
        if best is None or best[0] > 10:
            for side in ("ratio", "cues"):
                for hit in extra:
                    if hit.kind == "attr" and hit.value == side:
                        return hit.key, 1.0, []
            return None
        return best[1].key, 1.0 / (1.0 + 0.1 * max(best[0], 0.0)), [(best[1].start, best[1].end)]

    def _baselines(self, drafts: list[Draft], sentence: Sentence) -> None:
        """Give each ratio its baseline: the next compared mention, else the one of a neighbour in the sentence."""
        things = [m for m in sentence.mentions if m.type not in {"company", "outlet", "benchmark", "software"}]
        firms = [m for m in sentence.mentions if m.type == "company"]
        for number, draft in enumerate(drafts):
            groups = grouped(
                firms if draft.attribute in self._firm_ratios else things, sentence, self._syntax("joined")
            )
            limit = drafts[number + 1].reach_start if number + 1 < len(drafts) else sentence.end
            group = self._baseline_after(draft, groups, sentence, limit)
            if group is None:
                group = self._baseline_before(draft, groups, sentence)
            if group is None and limit < sentence.end:
                group = self._baseline_after(draft, groups, sentence, sentence.end)
            self._set(draft, group, sentence)

    def _baseline_after(
        self, draft: Draft, groups: list[list[Mention]], sentence: Sentence, limit: int
    ) -> list[Mention] | None:
        """The compared mentions behind a ratio; an empty list where only "the previous generation" is said."""
        hint = self._previous.search(sentence.text, draft.end - sentence.start, limit - sentence.start)
        for group in groups:
            if group[0].start < draft.end or group[0].start >= limit:
                continue
            lead = sentence.text[draft.end - sentence.start : group[0].start - sentence.start]
            if hint is not None and sentence.start + hint.end() <= group[0].start:
                between = sentence.text[hint.end() : group[0].start - sentence.start]
                return group if self._syntax("apposed").fullmatch(between) else []
            if self._syntax("baseline-lead").search(lead) or (
                self._syntax("baseline-of").search(lead) and "," not in lead and len(lead) < 90
            ):
                return group
            if self._syntax("right-behind").fullmatch(lead) and self._owns_or_ends(group[-1], sentence):
                return group
        return [] if hint is not None else None

    def _runs_into(self, quantity: Quantity, sentence: Sentence) -> bool:
        """True for "800 GB/s, twice the X100": only a name follows, so the number before is multiplied."""
        for mention in sentence.mentions:
            lead = sentence.text[quantity.end - sentence.start : mention.start - sentence.start]
            if mention.start >= quantity.end and self._syntax("right-behind").fullmatch(lead):
                owner = self._syntax("possessive").match(sentence.text, mention.end - sentence.start)
                return owner is None and self._owns_or_ends(mention, sentence)
        return False

    def _owns_or_ends(self, mention: Mention, sentence: Sentence) -> bool:
        """True for "half the X100's power" and "twice the X100." — a name that a multiplier runs straight into."""
        tail = sentence.text[mention.end - sentence.start :]
        return bool(self._syntax("owner-or-end").match(tail)) or not tail.strip()

    def _baseline_before(self, draft: Draft, groups: list[list[Mention]], sentence: Sentence) -> list[Mention] | None:
        for group in reversed(groups):
            if group[-1].end > draft.reach_start:
                continue
            lead = sentence.text[max(group[0].start - sentence.start - 80, 0) : group[0].start - sentence.start]
            if self._syntax("baseline-lead").search(lead) or self._is_the_previous(lead):
                return group
        return None

    def _is_the_previous(self, lead: str) -> bool:
        """True right behind "compared with its predecessor, the"."""
        ends = [m.end() for m in self._previous.finditer(lead)]
        return bool(
            ends and self._syntax("comparing").search(lead) and self._syntax("apposed").fullmatch(lead[ends[-1] :])
        )

    def _set(self, draft: Draft, group: list[Mention] | None, sentence: Sentence) -> None:
        """Without a baseline named or hinted at, the one of an earlier ratio is looked up later."""
        if group:
            draft.baseline = group[0]
            draft.qualifiers["baseline"] = group[0].name
            if len(group) > 1:
                draft.qualifiers["baselines"] = "|".join(m.name for m in group)
            draft.evidence.append((group[0].start, group[-1].end))
        elif group is not None or self._previous.search(sentence.text):
            draft.qualifiers["baseline"] = "predecessor"
        else:
            phrase = self._syntax("baseline-words").search(sentence.text, draft.end - sentence.start)
            if phrase is not None and phrase.start() - (draft.end - sentence.start) < 90:
                draft.qualifiers["baseline"] = phrase.group(1).strip()


def _value(quantity: Quantity, less: bool) -> NumberValue | None:
    """The multiplier: 50% more → 1.5, 30% less → 0.7, 3× → 3, three times less → 1/3; bounds turn with the sign."""
    low, high = quantity.low, quantity.high
    if quantity.dimension == "percent":
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


def _again(quantity: Quantity) -> NumberValue:
    """The multiplier of "half as much again": 1.5."""
    approx = quantity.approx or quantity.change is Change.ABOUT
    return NumberValue(low=_clean(1 + quantity.low), high=_clean(1 + quantity.high), unit="", approx=approx)


def _clean(number: float | None) -> float | None:
    return None if number is None else round(number, 6)
