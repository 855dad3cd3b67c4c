"""Finds what a multiplier multiplies and which way: "cuts [power] by 40% and raises [performance] by 30%".
A measure belongs to the change that names it; what is held equal, or changed next, is none of it.
"""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.extract.draft import Draft
from pipeline.extract.text.scene import Hit, Sentence
from pipeline.extract.text.words import Words
from pipeline.extract.values.baselines import owns_or_ends
from pipeline.model import Quantity
from pipeline.rulebook import Rulebook

GENERAL = "performance_ratio"
_MODEL = "model"
_NEXT = 3  # letters from "as much" to the measure that it is of
_FARTHER = 8  # words that a gain in a bracket may stand behind what grows, beside the common reach


class Multiplied:
    """Reads the measure and the direction of a change."""

    def __init__(self, rulebook: Rulebook) -> None:
        self._syntax = rulebook.syntax.lowered
        self._stop = rulebook.syntax.lowered("statement-end")
        self._object, self._times = map(rulebook.syntax.lowered, ("own-object", "times-object"))
        self._business_object = rulebook.syntax.lowered("business-object")
        self._business = rulebook.syntax.lowered("business-measure")
        self._of_models = {name for name, types in rulebook.carriers.items() if types[:1] == (_MODEL,)}
        self._makes_it = rulebook.syntax.lowered("makes-it")
        self._joined, self._faster_else = self._syntax("ratio-joined"), self._syntax("faster-else")
        self._charges, self._used = self._syntax("charges-so-fast"), self._syntax("used-memory")
        self._models_of, self._its_size = self._syntax("models-of-a-size"), self._syntax("its-size")
        self._memory_less, self._set_beside = self._syntax("memory-less"), self._syntax("set-beside-measure")
        self._in_pods = {a.id for a in rulebook.attributes.attribute if a.in_pods}
        self._beside_goods = self._syntax("beside-goods")
        self._else_noun = self._syntax("else-noun")
        self._as_fast = rulebook.syntax.lowered("as-fast")
        self._up_to_per = rulebook.syntax.lowered("up-to-per")
        self._number_of = rulebook.syntax.lowered("counted-measure")
        self._measured = {a.id for a in rulebook.attributes.attribute if a.dimensions}
        self._no_measure = rulebook.syntax.lowered("no-measure")
        self._does = rulebook.syntax.lowered("as-it-does")
        self._behind, self._behind_signs = rulebook.syntax.lowered("gain-behind"), rulebook.syntax.signs("gain-behind")
        self._both_need = rulebook.syntax.needs("measures-joined")
        self._of_memory = next((a.id for a in rulebook.attributes.attribute if a.of_memory), "")
        self._memory_runs = self._syntax("memory-runs")
        self._figure_of = rulebook.syntax.lowered("figure-of-another")
        self._multipliable = {a.id for a in rulebook.attributes.attribute if a.ratio_cues}

    def direction(self, quantity: Quantity, sentence: Sentence, tokens: Words) -> str | None:
        """``more`` or ``less``, from the nearest comparing word around the number."""
        best: tuple[float, str] | None = None
        late = self._is_behind(quantity, sentence)
        for hit in sentence.of_kind("more", "less"):
            gap = tokens.gap(quantity.phrase_start, quantity.phrase_end, hit.start, hit.end)
            after = hit.start >= quantity.end
            text = sentence.low[
                min(hit.end, quantity.end) - sentence.start : max(hit.start, quantity.start) - sentence.start
            ]
            if self._stop.search(text) or ("," in text and not after and not late):
                continue
            beside = after and text == " "  # "edged 1% lower to $2.1 billion"
            if not beside and self._syntax("no-direction").match(sentence.low, hit.end - sentence.start):
                continue
            if after and self._syntax("next-change").fullmatch(text):
                continue
            if after and text == ", " and self._syntax("change-verb").match(sentence.low, hit.start - sentence.start):
                continue  # "by 45%, improve": the next item of a list of verbs
            if not after and self._syntax("gives-next").search(text):
                continue
            if not after and quantity.dimension == "ratio" and self._joined.search(text):
                continue  # "a 30% power reduction and 1.15x the density"
            limit = 4 if after else 8 + late
            if after and self._syntax("year-over-year").fullmatch(text):
                gap = 0
            if gap > limit or (not after and hit.start >= quantity.start):
                continue
            cost = gap + (0.5 if after else 1.5)
            if best is None or cost < best[0]:
                best = (cost, hit.kind)
        return best[1] if best else None

    def attribute(
        self,
        quantity: Quantity,
        sentence: Sentence,
        statement: tuple[int, int],
        tokens: Words,
        earlier: Sequence[Draft],
        extra: tuple[Hit, ...],
    ) -> tuple[str, float, list[tuple[int, int]]] | None:
        """What is multiplied: the nearest ratio word of the statement, before it only where none follows."""
        tail = sentence.low[quantity.end - sentence.start :]
        as_many = self._syntax("as-many").match(tail)
        if as_many and any(
            h.value == "ratio" and 0 <= h.start - quantity.end - as_many.end() <= _NEXT
            for h in sentence.of_kind("attr")
        ):
            as_many = None  # "192 cores and five times as much L3 cache": what is multiplied is named
        if self._is_of_else(quantity, sentence):
            return None
        if as_many or self._runs_into(quantity, sentence):
            back = [d for d in earlier if d.end <= quantity.start and d.attribute in self._multipliable][-1:]
            if as_many and self._as_fast.fullmatch(as_many[0]):
                back = [d for d in back if getattr(d.value, "unit", "")]  # no count of cores is fast
                back = [] if sentence.led(self._makes_it, quantity.phrase_start) else back
            for last in back if not self._is_bracketed(back, quantity, sentence) else ():
                if tokens.gap(last.start, last.end, quantity.start, quantity.end) <= 8:
                    return last.attribute, 1.0, [(last.start, last.end)]
        if self._syntax("apposed-change").match(tail):
            back = [d for d in earlier if d.end <= quantity.start and d.attribute in self._multipliable]
            lead = sentence.low[back[-1].end - sentence.start : quantity.phrase_start - sentence.start] if back else ""
            if back and self._syntax("apposed-value").fullmatch(lead):
                return back[-1].attribute, 1.0, [(back[-1].start, back[-1].end)]
        best: tuple[float, Hit] | None = None
        first, behind = statement
        other = self._syntax("other-measure").match(tail)
        if other:  # "twice as loud" multiplies nothing that is told elsewhere
            first, behind = quantity.end, quantity.end + other.end()
        if sentence.followed(self._else_noun, quantity.end):
            first = quantity.end  # "and has a 40% wider field of view"
        own = self.own_object(quantity, sentence)
        if own:
            first, behind = quantity.end, own
        named = [h for h in sentence.of_kind("attr") if h.value == "ratio"]
        late, models = self._is_behind(quantity, sentence), any(_MODEL in {m.type, *m.heads} for m in sentence.mentions)
        for hit in named:
            if not first <= hit.start < behind or self._is_condition(hit, sentence):
                continue
            if hit.key == GENERAL and sentence.led(self._no_measure, hit.start):
                continue
            if _numbered(hit, sentence) and sentence.led(self._set_beside, hit.start):
                continue  # "improves efficiency by 40% compared with HBM3E"
            if hit.key in self._in_pods and sentence.led(self._beside_goods, hit.start):
                continue  # "20 percent better than other mainstream GPUs"
            if hit.key in self._of_models and not models:
                continue  # "the battery is 10% larger"
            if hit.key in self._measured and sentence.led(self._number_of, hit.start):
                continue
            if sentence.followed(self._business, hit.end) or self._is_of_next(hit, quantity, sentence):
                continue
            if any(o.key != hit.key and hit.start <= o.start < hit.end < o.end for o in named):
                continue  # "better [performance] per watt" is no performance
            after = hit.start >= quantity.end
            reach = hit.end if after else self._owned_to(hit, sentence)
            gap = tokens.gap(quantity.phrase_start, quantity.phrase_end, hit.start, reach)
            gap -= 0 if after else min(late, gap)
            if gap > (8 if after else 9):
                continue
            left, right = (quantity.end, hit.start) if after else (reach, quantity.start)
            between = sentence.low[max(left - sentence.start, 0) : max(right - sentence.start, 0)]
            if after and self._is_changed_next(hit, sentence):
                continue
            cost = gap + (0 if after else 2.5) + 4 * between.count(",") + 6 * len(self._stop.findall(between))
            cost += 4 * sum(1 for q in sentence.quantities if left <= q.start and q.end <= right)
            cost += 6 * (after and self._syntax("participle").search(between) is not None)
            cost -= 0.6 * (hit.end - hit.start) / 10
            if hit.key == GENERAL and hit.end - hit.start < 8:
                cost += 0.4
            if best is None or cost < best[0]:
                best = (cost, hit)
        if best is None or best[0] > 10:
            of_other = self._of_another(quantity, sentence, earlier)
            if of_other is not None:
                return of_other.attribute, 1.0, [(of_other.start, of_other.end)]
            for side in ("ratio", "cues"):
                for hit in extra:
                    if hit.kind == "attr" and hit.value == side:
                        return hit.key, 1.0, []
            return None
        best = (best[0], self._measured_per(best[1], named, sentence))
        general = best[1].key == GENERAL and self._of_memory
        if general and sentence.led(self._memory_runs, quantity.phrase_start):
            return self._of_memory, 1.0, [(best[1].start, best[1].end)]
        return best[1].key, 1.0 / (1.0 + 0.1 * max(best[0], 0.0)), [(best[1].start, best[1].end)]

    def _measured_per(self, hit: Hit, named: Sequence[Hit], sentence: Sentence) -> Hit:
        """The word of "10x higher inference throughput per watt" that says per what: it makes another measure of it."""
        origin = sentence.start
        behind = (h for h in named if h.key != hit.key and hit.end < h.start)
        return next(
            (h for h in behind if self._up_to_per.fullmatch(sentence.low, hit.end - origin, h.end - origin)), hit
        )

    def _is_of_else(self, quantity: Quantity, sentence: Sentence) -> bool:
        """True for "28% faster charging", "charges 30% faster" and "uses 60% less memory": these are no measures."""
        if sentence.followed(self._faster_else, quantity.end) or sentence.led(self._charges, quantity.phrase_start):
            return True
        if sentence.led(self._models_of, quantity.phrase_start) and sentence.followed(self._its_size, quantity.end):
            return True
        return sentence.led(self._used, quantity.phrase_start) and sentence.followed(self._memory_less, quantity.end)

    def _is_bracketed(self, drafts: Sequence[Draft], quantity: Quantity, sentence: Sentence) -> bool:
        """True for the 450 W of "the X100 (450 W) is twice as fast": a bracket closes between them."""
        origin = sentence.start
        return any(")" in sentence.low[d.end - origin : quantity.start - origin] for d in drafts)

    def _of_another(self, quantity: Quantity, sentence: Sentence, drafts: Sequence[Draft]) -> Draft | None:
        """The figure that "50% more than the X100's 80 GB" multiplies; None where none stands there."""
        own = next((d for d in drafts if d.start >= quantity.end and d.attribute in self._multipliable), None)
        if own is None:
            return None
        ends = (quantity.end - sentence.start, own.reach_start - sentence.start)
        return own if self._figure_of.fullmatch(sentence.low, *ends) else None

    def _is_behind(self, quantity: Quantity, sentence: Sentence) -> int:
        """How many words farther back the measure of a gain like "faster than the X100 in games (9%)" may stand."""
        if quantity.dimension != "percent" or not any(map(sentence.low.__contains__, self._behind_signs)):
            return 0
        return _FARTHER if sentence.led(self._behind, quantity.phrase_start) else 0

    def _is_of_next(self, hit: Hit, quantity: Quantity, sentence: Sentence) -> bool:
        """True for the revenue of "lifts profit by 17 percent and doubles revenue": it is what the next one changes."""
        between = (q for q in sentence.quantities if q.start >= quantity.end and q.end <= hit.start)
        return any("multiple-verb" in q.rules for q in between)

    def own_object(self, quantity: Quantity, sentence: Sentence) -> int:
        """Where what stands right behind a multiplier as its object ends ("doubling the number of lanes", "10x
        resiliency,"): nothing told elsewhere is multiplied; 0 where none does.
        """
        at = quantity.start - sentence.start
        match = self._object.match(sentence.low, at) or self._times.match(sentence.low, at)
        said = (match.lastgroup or "object") if match is not None else ""
        if match is None or sentence.start + match.start(said) < quantity.end:
            return 0
        start, end = (sentence.start + at for at in match.span(said))
        changed = any(start < h.end and h.start < end for h in sentence.of_kind("more", "less"))
        return 0 if changed or any(start < m.end and m.start < end for m in sentence.mentions) else end

    def joined(self, quantity: Quantity, evidence: Sequence[tuple[int, int]], sentence: Sentence) -> Hit | None:
        """The measure that "and" joins to the one of ``evidence``, so that one figure changes both; else None."""
        if not evidence or not sentence.holds(self._both_need):
            return None
        (start, end), origin = evidence[0], sentence.start
        named = [h for h in sentence.of_kind("attr") if h.value == "ratio"]
        after = start >= quantity.end
        found = [h for h in named if (h.start >= end if after else h.end <= start)]
        if any(self._is_no_noun(a, b, sentence) for a, b in ((start, end), *((h.start, h.end) for h in found))):
            return None
        for hit in sorted(found, key=lambda h: h.start - h.end):
            left, right = (end, hit.start) if after else (hit.end, start)
            if not self._syntax("measures-joined").fullmatch(sentence.low, left - origin, right - origin):
                continue
            last = hit.end if after else end
            if sentence.followed(self._syntax("measures-end" if after else "changed-so-far"), last):
                return hit
        return None

    def _is_no_noun(self, start: int, end: int, sentence: Sentence) -> bool:
        """True for "faster", and for "costs", which may be those of use."""
        words = sentence.low[start - sentence.start : end - sentence.start]
        changes = any(h.end == end for h in sentence.of_kind("more", "less"))
        return changes or self._syntax("measure-unshared").fullmatch(words) is not None

    def statement(self, quantity: Quantity, sentence: Sentence) -> tuple[int, int]:
        """Where the statement of a change begins and ends: "cuts [power by 40%] and raises [performance by 30%]"."""
        first, behind = sentence.start, sentence.end
        for hit in sentence.of_kind("more", "less"):
            if hit.end <= quantity.phrase_start:
                between = sentence.low[hit.end - sentence.start : quantity.phrase_start - sentence.start]
                if self._syntax("changed-by").fullmatch(between):
                    first = max(first, hit.start)
                    if self._business_object.fullmatch(between):
                        behind = min(behind, quantity.phrase_end)  # "boost gross profit by 17% and double revenue"
            elif hit.start >= quantity.phrase_end:
                between = sentence.low[quantity.end - sentence.start : hit.start - sentence.start]
                if self._syntax("next-change").fullmatch(between):
                    behind = min(behind, hit.start)
        return first, behind

    def _owned_to(self, hit: Hit, sentence: Sentence) -> int:
        """Where a measure ends with the name of its owner, "the price of the X100" could rise, or with its value:
        "revenue of $14 billion" fell.
        """
        origin = sentence.start
        acts = self._syntax("measure-acts").match(sentence.low, hit.end - origin)
        if acts is not None and acts.end() > hit.end - origin + 1:
            return origin + acts.end()
        owned = [(m.start, m.end) for m in sentence.mentions] + [(q.phrase_start, q.end) for q in sentence.quantities]
        for start, end in owned:
            between = sentence.low[hit.end - origin : start - origin]
            if start >= hit.end and self._syntax("measure-of").fullmatch(between):
                return end
        return hit.end

    def _is_condition(self, hit: Hit, sentence: Sentence) -> bool:
        """True for "at the same power": what is held equal is not what changes."""
        lead = sentence.low[max(hit.start - sentence.start - 40, 0) : hit.start - sentence.start]
        return bool(self._syntax("held-equal").search(lead))

    def _is_changed_next(self, hit: Hit, sentence: Sentence) -> bool:
        """True for the second measure of "performance by 12 percent and efficiency (by) 25 percent", and of "efficiency
        is up 25 percent".
        """
        following = next((q for q in sentence.quantities if q.start >= hit.end), None)
        if following is None:
            return False
        lead = sentence.low[hit.end - sentence.start : following.phrase_start - sentence.start]
        bare = following.dimension == "percent" and lead == " "
        return bare or bool(self._syntax("by").fullmatch(lead))

    def _runs_into(self, quantity: Quantity, sentence: Sentence) -> bool:
        """True for "800 GB/s, twice the X100": only a name follows, so the number before is multiplied; the same for
        "half of what the X100 can do".
        """
        for mention in sentence.mentions:
            lead = sentence.low[quantity.end - sentence.start : mention.start - sentence.start]
            if self._syntax("part-of-what").fullmatch(lead) and sentence.followed(self._does, mention.end):
                return True
            if mention.start >= quantity.end and self._syntax("right-behind").fullmatch(lead):
                owner = self._syntax("possessive").match(sentence.low, mention.end - sentence.start)
                if owner is None and owns_or_ends(mention, sentence, self._syntax("owner-or-end")):
                    return True
        return False


def _numbered(hit: Hit, sentence: Sentence) -> bool:
    """True for a word of measure that is the name of a generation: "HBM3E"."""
    return any(map(str.isdigit, sentence.low[hit.start - sentence.start : hit.end - sentence.start]))
