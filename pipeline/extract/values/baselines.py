"""Finds what a multiplier is compared with: the named thing behind "than", before "beats", or "its predecessor".
Each ratio takes the baseline nearest to it; one that has none of its own shares its neighbour's.
"""

from __future__ import annotations

import re
from itertools import pairwise

from pipeline.extract.cues.fronted import Fronted
from pipeline.extract.draft import Draft
from pipeline.extract.text.groups import grouped
from pipeline.extract.text.scene import Mention, Sentence
from pipeline.rulebook import Rulebook
from pipeline.rulebook.syntax import small

_TWO = 2
_NEAR = 25  # letters between a device and its chip
_LINK = "interface"
_CLASSES = frozenset({"architecture", "series"})  # right before a name they only say of which kind it is


class Baselines:
    """Gives ratio drafts their baselines."""

    def __init__(self, rulebook: Rulebook) -> None:
        self._moved_score = rulebook.scoring.subject.moved
        self._syntax = rulebook.syntax.lowered
        self._moved, self._moved_needs = self._syntax("moved-from"), rulebook.syntax.needs("moved-from")
        self._moved_to = self._syntax("moved-to")
        self._beaten, self._upon = map(self._syntax, ("beaten-next", "name-upon-name"))
        self._which = self._syntax("which-itself")
        self._alone = self._syntax("owner-alone")
        self._moved_lead, self._over_next = map(self._syntax, ("moved-lead", "over-next"))
        self._measured_next = self._syntax("measured-next")
        self._owner_next, self._owner_ends = self._syntax("owner-of-gain"), self._syntax("owner-ends")
        self._fronted, self._opened = self._syntax("fronted-gain"), self._syntax("setting-closed")
        names = ("contrast-next", "contrast-acts", "contrast-compared")
        self._but, self._acts, self._compared_so = map(self._syntax, names)
        self._at_such = self._syntax("at-such-a-part")
        self._going = self._syntax("going-from")
        self._listed = self._syntax("beaten-together")
        self._trend, self._trend_lead = self._syntax("trend-from"), self._syntax("trend-lead")
        self._words = rulebook.syntax.regex("baseline-words")
        self._owner, self._based = self._syntax("its-rival"), self._syntax("kind-of-next")
        self._of_things = self._syntax("link-of-things")
        self._beside, self._beside_needs = (
            rulebook.syntax.regex("set-beside-thing"),
            rulebook.syntax.needs("set-beside"),
        )
        self._own_gain = self._syntax("own-gain")
        self._own_clause = rulebook.syntax.lowered("own-clause")
        self._quarter_ago = rulebook.syntax.lowered("than-a-quarter-ago")
        self._quarter = rulebook.syntax.word("quarter-before")
        self._year_ago = rulebook.syntax.lowered("than-a-year-ago")
        self._year_before = self._syntax("the-year-before")
        self._called = rulebook.syntax.regex("previous-called")
        self._owned, self._told_behind = rulebook.syntax.regex("rivals-own"), Fronted(rulebook)
        self._fitted = self._syntax("fitted-with")
        self._out_of_bracket = self._syntax("out-of-bracket")
        self._opening = rulebook.syntax.regex("fronted-baseline")
        self._firm_ratios = {f"{name}_ratio" for name in rulebook.attributes.of_firms}
        phrases = [p for c in rulebook.cues.cue if c.kind == "predecessor" for p in c.phrases]
        told = "|".join(re.escape(p).replace(r"\ ", r"[\s-]").replace("'", "['’]") for p in phrases)
        self._previous = re.compile(rf"\b(?:{small(told)})\b")

    def fill(self, drafts: list[Draft], sentence: Sentence) -> None:
        """Give each ratio its baseline: the next compared mention, else the one of a neighbour in the sentence."""
        things = [m for m in sentence.mentions if m.type not in {"company", "outlet", "benchmark", "software"}]
        things = [m for m in things if m.how != "pronoun" or not sentence.followed(self._owner, m.start)]
        things = [m for m in things if not self._is_its_kind(m, things, sentence)]
        things = [m for m in things if m.type != _LINK or not sentence.followed(self._of_things, m.end)]
        chips = any(m.type != "model" for m in things)
        run = self._syntax("workload-before")
        things = [m for m in things if not (chips and m.type == "model" and sentence.led(run, m.start))]
        owning = self._syntax("owned-by")
        firms = [m for m in sentence.mentions if m.type == "company" and not sentence.followed(owning, m.end)]
        firms = [m for m in firms if not sentence.followed(self._own_gain, m.end)]
        for number, draft in enumerate(drafts):
            groups = grouped(firms if draft.attribute in self._firm_ratios else things, sentence, self._syntax)
            limit = drafts[number + 1].reach_start if number + 1 < len(drafts) else sentence.end
            group = self._after(draft, groups, sentence, limit)
            if group is None and number:
                group = self._next_beaten(drafts[number - 1], draft, groups, sentence)
                group = group or self._same_at(drafts[number - 1], draft, groups, sentence)
            if group is None:
                group = self._other_of(draft, groups, sentence) or self._before(draft, groups, sentence)
            if (
                group is None
                and limit < sentence.end
                and not self._own_clause.search(sentence.low, draft.end - sentence.start, limit - sentence.start)
                and not self._words.search(sentence.text, draft.end - sentence.start, limit - sentence.start)
            ):
                group = self._after(draft, groups, sentence, sentence.end)
            self._set(draft, group, sentence)
            if group is None and "baseline" not in draft.qualifiers:
                self._contrast(draft, groups, sentence)
            self._move(draft, things, sentence)
            self._own(draft, group, groups, sentence)
            self._bar(draft, drafts[:number], sentence)
        self._deal_out(drafts, sentence)

    def _deal_out(self, drafts: list[Draft], sentence: Sentence) -> None:
        """Each its own of "12 and 20 percent faster than the X100 and the X90, respectively"."""
        shared = {d.qualifiers.get("baselines", "") for d in drafts}
        names = shared.pop().split("|") if len(shared) == 1 else []
        if len(drafts) != len(names) or len(names) < _TWO or not sentence.of_kind("respectively"):
            return
        for draft, name in zip(drafts, names, strict=True):
            del draft.qualifiers["baselines"]
            draft.qualifiers["baseline"] = name
            draft.baseline = next((m for m in sentence.mentions if m.name == name), draft.baseline)

    def _move(self, draft: Draft, things: list[Mention], sentence: Sentence) -> None:
        """What "1.8x when moving from the X100 to the X200" says is said of the X200, measured by the X100."""
        origin = sentence.start
        for old, new in pairwise(m for m in things if m.end <= draft.reach_start):
            if sentence.led(self._moved_lead, old.start) and self._moved_to.fullmatch(
                sentence.low, old.end - origin, new.start - origin
            ):
                self._moved_on(draft, old, new)
                return
        moving = self._moved if sentence.holds(self._moved_needs) else self._going
        for old, new in pairwise(m for m in things if m.start >= draft.end):
            moved = moving.fullmatch(sentence.low, draft.end - origin, old.start - origin)
            if moved and self._moved_to.fullmatch(sentence.low, old.end - origin, new.start - origin):
                self._moved_on(draft, old, new)
                return

    def _own(self, draft: Draft, group: list[Mention] | None, groups: list[list[Mention]], sentence: Sentence) -> None:
        """What "performance rises 12% over the X100 with the X200" says is said of the X200: of two things behind a
        change one is what is measured by, the other has it.
        """
        if not group or len(groups) != 2 or draft.subjects or groups[0][0].start < draft.end:
            return
        origin, (first, second) = sentence.start, groups
        between = first[-1].end - origin, second[0].start - origin
        owners: list[Mention] = []
        if group is second and sentence.followed(self._over_next, first[-1].end):
            owners = first  # "four times as fast on the X200 as on the X100"
        elif group is first and sentence.followed(self._owner_ends, second[-1].end):
            owners = second if self._owner_next.fullmatch(sentence.low, *between) else []
        elif group is first and self._fronted.fullmatch(sentence.low, 0, draft.reach_start - origin):
            owners = second if self._opened.fullmatch(sentence.low, *between) else []
        if owners:
            draft.subjects, draft.subject_score = list(owners), self._moved_score
            draft.rules.append("subject.owner")

    def _moved_on(self, draft: Draft, old: Mention, new: Mention) -> None:
        draft.baseline, draft.qualifiers["baseline"] = old, old.name
        draft.subjects, draft.subject_score = [new], self._moved_score
        draft.rules.append("subject.owner")

    def _is_its_kind(self, mention: Mention, things: list[Mention], sentence: Sentence) -> bool:
        """True for the Ampere of "than the Ampere-based X100" and "the Ampere X100": it says of which kind that is."""
        if mention.type not in _CLASSES:
            return False
        based = self._based.match(sentence.low, mention.end - sentence.start)
        return any(o.start - (sentence.start + based.end() if based else mention.end) == 1 for o in things)

    def _bar(self, draft: Draft, earlier: list[Draft], sentence: Sentence) -> None:
        """What an earlier change is measured by is not what one against another thing is said of, but for a verb."""
        if draft.baseline is None:
            return
        behind = [d.baseline for d in earlier if d.baseline is not None and d.baseline.end <= draft.start]
        behind += [m for m in sentence.mentions for b in behind if self._is_within(m, b, sentence)]
        verb = self._syntax("finite-verb")
        told = (verb, self._which)
        idle = (
            m.name for m in behind if m is not draft.baseline and not any(sentence.followed(p, m.end) for p in told)
        )
        draft.barred = (*draft.barred, *idle)

    def _is_within(self, mention: Mention, baseline: Mention, sentence: Sentence) -> bool:
        """True for the chip of "than the laptop with the X100": it says which laptop is meant."""
        between = sentence.low[baseline.end - sentence.start : max(mention.start - sentence.start, 0)]
        return mention.start >= baseline.end and self._fitted.search(f"x{between}") is not None and len(between) < _NEAR

    def _after(self, draft: Draft, groups: list[list[Mention]], sentence: Sentence, limit: int) -> list[Mention] | None:
        """The compared mentions behind a ratio; an empty list where only "the previous generation" is said."""
        hint = self._previous.search(sentence.low, draft.end - sentence.start, limit - sentence.start)
        beaten = None
        for group in groups:
            if group[0].start < draft.end or group[0].start >= limit:
                continue
            lead = sentence.low[draft.end - sentence.start : _begin(group[0], sentence)]
            if group is not groups[-1] and sentence.followed(self._over_next, group[-1].end):
                continue  # "the 30% uplift of the X200 over the X100"
            if limit < sentence.end and self._measured_next.search(lead):
                break
            if sentence.led(self._trend_lead, draft.reach_start) and self._trend.fullmatch(lead):
                return self._before(draft, groups, sentence) or group  # "compared to the X100, it is up 9% on the X200"
            if self._out_of_bracket.match(lead):
                break  # "(35% brighter than last year), which is less than that of the X100"
            if beaten is None and self._syntax("next-contest").search(lead):
                beaten = self._before(draft, groups, sentence)
            if beaten:
                return beaten
            if hint is not None and sentence.start + hint.end() <= group[0].start:
                between = sentence.low[hint.end() : group[0].start - sentence.start]
                return group if self._syntax("apposed").fullmatch(between) else []
            if self._syntax("baseline-lead").search(lead) or (
                self._syntax("baseline-of").search(lead)
                and ", " not in lead
                and len(lead) < 90
                and group[0].type != _LINK  # "a 9-fold expansion of the NVLink domain"
            ):
                return group
            if self._syntax("right-behind").fullmatch(lead) and (
                sentence.followed(self._alone, group[-1].end)
                or owns_or_ends(group[-1], sentence, self._syntax("owner-or-end"))
            ):
                return group
        return [] if hint is not None else None

    def _next_beaten(
        self, last: Draft, draft: Draft, groups: list[list[Mention]], sentence: Sentence
    ) -> list[Mention] | None:
        """The X90 of "beats the X100 by 12% and the X90 by 30%"."""
        origin, measured = sentence.start, last.baseline is not None and last.baseline.end <= last.start
        if not measured or not self._beaten.fullmatch(sentence.low, last.end - origin, draft.reach_start - origin):
            return None
        return next((g for g in reversed(groups) if last.end <= g[0].start and g[-1].end <= draft.reach_start), None)

    def _contrast(self, draft: Draft, groups: list[list[Mention]], sentence: Sentence) -> None:
        """What "the X100 is fine, but the X200 is 50% faster" measures the X200 by: what it is set against."""
        before = [g for g in groups if g[-1].end <= draft.reach_start]
        if len(before) != _TWO or len(groups) != _TWO:
            return
        (first, second), origin = before, sentence.start
        if first[0].type != second[0].type or first[0].name == second[0].name:
            return
        if (
            self._but.search(sentence.low, first[-1].end - origin, second[0].start - origin)
            and self._acts.fullmatch(sentence.low, second[-1].end - origin, draft.reach_start - origin)
            and sentence.followed(self._compared_so, draft.end)
        ):
            draft.baseline, draft.qualifiers["baseline"] = first[0], first[0].name

    def _same_at(
        self, last: Draft, draft: Draft, groups: list[list[Mention]], sentence: Sentence
    ) -> list[Mention] | None:
        """The X100 of "twice the speed of the X100 at half the power": both are measured by it, none is its own."""
        origin = sentence.start
        group = next((g for g in groups if last.baseline in g), None)
        if group is None or not self._at_such.fullmatch(
            sentence.low, group[-1].end - origin, draft.reach_start - origin
        ):
            return None
        draft.barred = (*draft.barred, *(m.name for m in group))
        return group

    def _before(self, draft: Draft, groups: list[list[Mention]], sentence: Sentence) -> list[Mention] | None:
        for group in reversed(groups):
            if group[-1].end > draft.reach_start or self._acts_later(group[0], draft, groups, sentence):
                continue
            origin, at = sentence.start, group[0].start - sentence.start
            if any(
                self._upon.fullmatch(sentence.low, g[-1].end - origin, at) for g in groups if g[-1].end - origin < at
            ):
                continue  # "against the X100 it holds", "compared to the X100 the X200 is"
            begun = _begin(group[0], sentence)
            lead = sentence.low[max(begun - 80, 0) : begun]
            if self._syntax("for-owner").search(lead) or self._told_behind.tells_of(group[-1], sentence):
                continue
            if self._syntax("baseline-lead").search(lead) or self._is_the_previous(lead):
                return group
        return None

    def _other_of(self, draft: Draft, groups: list[list[Mention]], sentence: Sentence) -> list[Mention] | None:
        """The X200 of "the X200 beats the X100, which is 28% slower": what the relative clause is told of is compared
        with it.
        """
        before = [g for g in groups if g[-1].end <= draft.reach_start]
        if len(before) != 2:
            return None
        (winner, loser), origin = before, sentence.start
        clause = self._which.match(sentence.low, loser[-1].end - origin, draft.reach_start - origin)
        if clause is None or "," in sentence.low[clause.end() : draft.reach_start - origin]:
            return None
        lead = sentence.low[max(loser[0].start - origin - 80, 0) : loser[0].start - origin]
        return winner if self._syntax("baseline-lead").search(lead) else None

    def _acts_later(self, mention: Mention, draft: Draft, groups: list[list[Mention]], sentence: Sentence) -> bool:
        """True for the X100 of "faster than the X100 here, but there the X100 offers": the gain behind is its own."""
        verb = self._syntax("finite-verb")
        later = (g[-1] for g in groups if mention.end <= g[0].start and g[-1].end <= draft.reach_start)
        return any(m.name == mention.name and sentence.followed(verb, m.end) for m in later)

    def _is_the_previous(self, lead: str) -> bool:
        """True right behind "compared with its predecessor, the"."""
        ends = [m.end() for m in self._previous.finditer(lead)]
        return bool(
            ends and self._syntax("comparing").search(lead) and self._syntax("apposed").fullmatch(lead[ends[-1] :])
        )

    def _older_self(self, group: list[Mention], draft: Draft, sentence: Sentence) -> str:
        """What the earlier version of a device goes by that is compared with itself: "the new Pad is faster than the
        previous Pad with X1" is measured by the Pad X1; empty where another thing is compared with.
        """
        old = group[0]
        if len(group) > 1 or old.type not in {"device", "series"} or old.start < draft.end:
            return ""
        if not any(m.name == old.name and m.end <= draft.reach_start for m in sentence.mentions):
            return ""
        chip = next((m for m in sentence.mentions if m.start > old.end and m.type == "chip"), None)
        if chip and self._fitted.fullmatch(f"x{sentence.low[old.end - sentence.start : chip.start - sentence.start]}"):
            return f"{old.name} {chip.name.removeprefix(f'{chip.maker} ')}"
        return "predecessor"

    def _set(self, draft: Draft, group: list[Mention] | None, sentence: Sentence) -> None:
        """Without a baseline named or hinted at, the one of an earlier ratio is looked up later."""
        if group and (older := self._older_self(group, draft, sentence)):
            draft.qualifiers["baseline"] = older
            draft.evidence.append((group[0].start, group[-1].end))
        elif group:
            draft.baseline = group[0]
            draft.qualifiers["baseline"] = group[0].name
            if len(group) > 1:
                draft.qualifiers["baselines"] = "|".join(m.name for m in group)
                between = sentence.low[group[-2].end - sentence.start : group[-1].start - sentence.start]
                if self._listed.fullmatch(between):  # no "compared with the X100, the X200"
                    draft.barred = (*draft.barred, *(m.name for m in group[1:]))
            draft.evidence.append((group[0].start, group[-1].end))
        elif group is not None or self._previous.search(sentence.low):
            named = self._called.search(sentence.text, draft.end - sentence.start)
            draft.qualifiers["baseline"] = named.group(1) if named else "predecessor"
        else:
            end = draft.end - sentence.start
            if self._year_ago.match(sentence.low, end):
                return
            if self._quarter_ago.match(sentence.low, end):
                draft.qualifiers["baseline"] = self._quarter
                return
            phrase = self._words.search(sentence.text, end)
            if phrase is not None and self._own_clause.search(sentence.low, end, phrase.start()):
                return
            if phrase is not None and phrase.start() - (draft.end - sentence.start) < 90:
                told = draft.attribute not in self._firm_ratios and self._year_before.fullmatch(phrase.group(1).lower())
                name = phrase.group(1).strip()
                if sentence.text[phrase.end() : phrase.end() + 1].isdigit():
                    name = name.removesuffix("'s").removesuffix("’s")  # "than the Zeta's 144"
                draft.qualifiers["baseline"] = "predecessor" if told else name
            elif owned := self._owned.match(sentence.text, draft.end - sentence.start):
                draft.qualifiers["baseline"] = owned.group(1).strip()
            elif opening := self._opening.match(sentence.text):
                draft.qualifiers["baseline"] = opening.group(1).strip()
            elif sentence.holds(self._beside_needs) and (beside := self._beside.search(sentence.text)):
                draft.qualifiers["baseline"] = beside.group(1).strip()


def _begin(mention: Mention, sentence: Sentence) -> int:
    """Where the words for a thing begin in its sentence, with their owner: "Acme's card" for the card."""
    owners = (m.start for m in sentence.mentions if mention.how == "head" and m.end == mention.start)
    return next(owners, mention.start) - sentence.start


def owns_or_ends(mention: Mention, sentence: Sentence, pattern: re.Pattern[str]) -> bool:
    """True for "half the X100's power" and "twice the X100." — a name that a multiplier runs straight into.

    ``pattern`` is one for small letters.
    """
    tail = sentence.low[mention.end - sentence.start :]
    return bool(pattern.match(tail)) or not tail.strip()
