"""Scores one candidate for who carries a value: where it stands to the value, and what stands between them.
What a sentence's grammar ties to the value counts most, distance least; the weights are rules.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.extract.draft import Draft
from pipeline.extract.subjects.clauses import Clauses
from pipeline.extract.subjects.compared import Compared, is_next
from pipeline.extract.subjects.components import Components, is_counted
from pipeline.extract.subjects.contests import Contests
from pipeline.extract.subjects.opposed import Opposed
from pipeline.extract.text.scene import REFERRING, Mention
from pipeline.extract.text.words import Words
from pipeline.model import NumberValue
from pipeline.rulebook import Rulebook

_ATTACHED, _DESIGNS_WORDS = 3, 4  # words between a value and what it describes
LINKED = {"parenthesis", "possessive", "attached", "preposition", "relative"}
"""Places in which the grammar itself ties a name to the value, whatever else the sentence says."""
_CHIP = "chip"
_GENITIVE = frozenset({"'s", "’s", "' ", "’ "})
_DETERMINERS = (" the ", " a ", " an ", "'s ", "’s ")
HOLDER = "holder"
"""The place of what only holds the thing named before it: "the X100 used in the X900, which has"."""


@dataclass(slots=True)
class Candidate:
    """A group of mentions that can carry one value together, with its score and the reason for it."""

    mentions: list[Mention]
    score: float
    why: str


class CandidateScorer:
    """Scores groups of mentions of the value's own sentence."""

    def __init__(self, rulebook: Rulebook, components: Components) -> None:
        self._weights = rulebook.scoring.subject
        self._syntax = rulebook.syntax.lowered
        self._components, self._contests = components, Contests(rulebook)
        self._compared = Compared(rulebook, self._contests)
        self._version_of, self._holder = self._syntax("version-of"), self._syntax("holder")
        self._own_bracket, self._for_owner = self._syntax("own-bracket"), self._syntax("for-owner")
        self._each_part, self._other_clause = self._syntax("each-part"), self._syntax("parallel-clause")
        self._used_to = self._syntax("used-to-reach")
        self._number_of = self._syntax("number-of")
        self._listed_beside = self._syntax("listed-beside")
        self._bracketed = self._syntax("bracketed-owner")
        self._workload, self._oblique = self._syntax("workload-before"), self._syntax("oblique")
        self._definite, self._value_of = self._syntax("definite-value"), self._syntax("value-of")
        self._clauses, self._opposed = Clauses(rulebook), Opposed(rulebook)
        self._opening, self._units_of = rulebook.syntax.regex("sentence-start"), self._syntax("units-of")
        self._counts = {a.id for a in rulebook.attributes.attribute if a.discards_less}
        self._uncounted = {a.id for a in rulebook.attributes.attribute if not a.counted}
        self.called = rulebook.called
        self._by_tool = {a.id for a in rulebook.attributes.attribute if a.tool}

    def score(
        self, number: int, groups: Sequence[list[Mention]], draft: Draft, types: tuple[str, ...], tokens: Words
    ) -> Candidate:
        """The group at ``number`` of all groups of the sentence, in the order of the text, as who carries the value."""
        weights, sentence, group = self._weights, draft.sentence, groups[number]
        group = [
            m for m in group if not self._components.is_held_die(m, [[o for o in group if o.start < m.start]], draft)
        ]
        first, last = group[0], group[-1]
        text, origin = sentence.low, sentence.start
        start, part = draft.reach_start, False
        inside = _parenthesised(text, start - origin)
        if last.end <= start:
            score, why, part = self._in_front(number, groups, draft, types, tokens)
        elif first.start >= draft.reach_end:
            score, why = self._behind(first, last, draft, types, tokens)
            if inside and why == "preposition" and ")" not in text[draft.reach_end - origin : first.start - origin]:
                score += weights.inside
        else:
            score, why = self._inside(draft), "inside"
        linked = why in LINKED
        if not linked and self._compared.is_baseline(first, last, why, draft):
            score -= weights.baseline
            why = "baseline"
        elif (
            number > 0
            and why != "possessive"
            and any(sentence.led(p, first.start) for p in (self._version_of, self._holder))
        ):
            score -= weights.baseline
            why = HOLDER if why == "relative" and sentence.led(self._holder, first.start) else why
        elif part and not linked:
            score -= weights.component
        if not inside and not linked and _parenthesised(text, first.start - origin):
            score -= 0.0 if self._clauses.labels(first, sentence) else weights.aside
        if draft.previous and (why not in LINKED - {"relative"} or (last.end <= start and not is_next(draft, last))):
            score -= weights.previous
        if number == 0 and last.end <= start:
            score += weights.first
            names = {m.name for m in group}
            others = [g[0] for g in groups[1:] if g[0].start < draft.reach_end and names != {m.name for m in g}]
            alone = all(self._components.is_housed(m, draft) for m in others)
            alone = alone and why == "before" and not draft.previous
            alone = alone and not self._components.are_summed(last, draft)
            opens = alone and self._opening.fullmatch(sentence.text, 0, first.start - origin)
            if opens and not self._each_part.search(text[: start - origin]):
                score = max(score, weights.alone)
        if why == "parenthesis" and len(group) > 1:
            listed = text[group[-2].end - origin : last.start - origin]
            group = [last] if self._own_bracket.fullmatch(listed) else group
        score -= min(weights.type_rank * min(self.rank(m, types) for m in group), weights.type_most)
        return Candidate(list(group), score, why)

    def rank(self, mention: Mention, types: tuple[str, ...]) -> int:
        """How far down the carriers of an attribute a thing's type stands; a design that the press calls its products
        by stands where chips do.
        """
        called = mention.name in self.called and _CHIP in types
        return types.index(_CHIP if called else mention.type)

    def _in_front(
        self, number: int, groups: Sequence[list[Mention]], draft: Draft, types: tuple[str, ...], tokens: Words
    ) -> tuple[float, str, bool]:
        """A group named before the value: its score, its place, and whether it is a part of what was named earlier."""
        weights, sentence = self._weights, draft.sentence
        first, last = groups[number][0], groups[number][-1]
        text, origin, start = sentence.low, sentence.start, draft.reach_start
        gap = tokens.gap(last.start, last.end, start, draft.reach_end)
        between = text[last.end - origin : start - origin]
        part = (number > 0 and self._components.is_component(first, draft, types)) or _is_premodifier(
            number, groups, draft
        )
        fitted = number > 0 and self._components.is_fitted(first, last, sentence)
        beaten = self._contests.is_object(first, last, sentence)
        score, why = self._before(between, gap, number, groups, start, part, beaten)
        if why == "before" and number == 0 and self._contests.is_won_with(groups, sentence, start):
            score, why = weights.direct - weights.distance * gap, "direct"
        counted = is_counted(first, sentence)
        if self._components.is_held_die(first, groups[:number], draft):
            return score - weights.baseline, "before", True
        told = number > 0 and self._clauses.is_inserted(last, (g[-1] for g in groups[:number]), sentence)
        told = told or (
            not self._components.is_of_many(draft) and self._clauses.owns(last, groups[number + 1 :], sentence, start)
        )
        if told or (number > 0 and self._clauses.is_object(last, sentence)):
            return min(score, weights.before) - weights.baseline, "baseline", False
        if counted and self._syntax("each-behind").match(text, draft.reach_end - origin):
            score, why, part = weights.relative - weights.distance * gap, "relative", False
        own_clause = number > 0 and why != "possessive"
        if own_clause and (self._clauses.opened_by(first, sentence, start) or self._opposed.owns(last, draft)):
            score, why, part, fitted = weights.relative - weights.distance * gap, "relative", False, False
        if fitted or (number > 0 and self._components.goes_on(first, last, groups[:number], sentence)):
            part, why = True, "before"
        part = part or (counted and number > 0 and why == "before")
        if part and number > 0 and why == "before" and self._used_to.match(between):
            score -= weights.baseline
        if (first.type == "system" and self._each_part.search(between)) or (
            why not in LINKED and self._components.are_summed(last, draft)
        ):
            score -= weights.baseline
        listed = first is last and why == "before" and self._listed_beside.fullmatch(between)
        if listed and (counted or sentence.led(self._number_of, first.start)):
            score -= weights.baseline
        timed = bool(draft.carriers) and first.type == "series"
        run = timed or (is_model(first) and types[0] != "model")
        ran = run and why == "before" and sentence.led(self._workload, first.start)
        oblique = first.how == "pronoun" and sentence.led(self._oblique, first.start)
        if ran or (oblique and draft.attribute not in self._by_tool):
            score -= weights.baseline
        if why == "before":
            behind = [g[0] for g in groups[number + 1 :] if g[-1].end <= start]
            score += weights.other_between * sum(self._components.is_component(m, draft, types) for m in behind)
        return score, why, part

    def _behind(
        self, first: Mention, last: Mention, draft: Draft, types: tuple[str, ...], tokens: Words
    ) -> tuple[float, str]:
        """A group named after the value: its score and its place."""
        weights, sentence = self._weights, draft.sentence
        text, origin = sentence.low, sentence.start
        gap = tokens.gap(draft.reach_start, draft.reach_end, first.start, first.end)
        between = text[draft.reach_end - origin : first.start - origin]
        score, why = self._after(between, gap, draft)
        leaps = draft.attribute.endswith("_ratio") and sentence.led(self._for_owner, first.start)
        if why == "after" and leaps and not re.search(r"[,;:]", between):
            score, why = weights.preposition - 0.06 * gap, "preposition"
        if why not in LINKED and self._clauses.awaits(between):
            score, why = weights.preposition, "preposition"
        if why == "after" and self._clauses.begin(text[: draft.reach_start - origin], between, draft, first):
            score, why = weights.opening, "opening"
        if first is last and text[last.end - origin :][:1] == ")" and self._bracketed.fullmatch(between):
            score, why = weights.parenthesis, "parenthesis"
        workload = is_model(first) and types[0] != "model" and not self._contests.is_of_models(sentence)
        if why == "preposition" and (workload or sentence.text[last.end - origin :][:2] in _GENITIVE):
            score, why = weights.after, "after"
        return score, why

    def _inside(self, draft: Draft) -> float:
        """A name within the value's own words: the thing it happened to, the owner of the counted, or the counted."""
        if draft.attribute.endswith("_date"):
            return self._weights.inside_event
        return self._weights.after if draft.attribute in self._uncounted else self._weights.inside_noun

    def _before(
        self, between: str, gap: int, number: int, groups: Sequence[list[Mention]], start: int, part: bool, beaten: bool
    ) -> tuple[float, str]:
        weights = self._weights
        inside = between.count("(") > between.count(")")
        if inside and gap <= 8 and self._syntax("head-before-bracket").fullmatch(between[: between.rindex("(")]):
            return weights.parenthesis - 0.05 * gap, "parenthesis"
        later = [g for g in groups[number + 1 :] if g[-1].end <= start]
        if not later:  # only what is named last before the value can stand right at it
            if between == " " and groups[number][-1].type == _CHIP:
                return weights.possessive, "possessive"  # "the RX 7600 XT 16GB"
            owns = gap <= 7 and self._syntax("possessive").match(between)
            if owns and not self._syntax("possessive-break").search(between):
                return weights.possessive - 0.05 * gap, "possessive"
            if number and self._syntax("listed-value").fullmatch(between):
                return weights.direct, "direct"
            straight = not part and not beaten and self._syntax("direct").fullmatch(between)
            if straight or (not beaten and self._syntax("apposed-direct").fullmatch(between)):
                return weights.direct - weights.distance * gap, "direct"
            if gap <= 20 and self._syntax("relative").match(between) and not beaten:
                return weights.relative - weights.distance * gap, "relative"
        score = weights.before - weights.distance * gap
        if self._syntax("break").search(between):
            score -= weights.break_between
        return score - weights.other_between * len(later), "before"

    def _after(self, between: str, gap: int, draft: Draft) -> tuple[float, str]:
        weights = self._weights
        if self._syntax("premodifiers").fullmatch(between):
            return weights.attached, "attached"
        told = isinstance(draft.value, NumberValue) and draft.sentence.led(self._definite, draft.reach_start)
        if told and self._value_of.fullmatch(between):
            return weights.parenthesis, "attached"
        if any(
            q.start >= draft.reach_end and q.end <= draft.reach_end + len(between) for q in draft.sentence.quantities
        ):
            return weights.after - weights.distance * gap - 0.5, "after"
        if gap <= _ATTACHED + _of_design(draft) and self._syntax("attached").fullmatch(between):
            return weights.attached - 0.1 * min(gap, _ATTACHED), "attached"
        if draft.attribute in self._counts and self._units_of.fullmatch(between):
            return weights.attached, "attached"
        if self._syntax("preposition").match(between) or (
            draft.attribute in self._by_tool and self._syntax("tool").match(between)
        ):
            return weights.preposition - 0.06 * gap, "preposition"
        score = weights.after - weights.distance * gap
        return score - weights.break_between * bool(self._other_clause.search(between)), "after"


def _of_design(draft: Draft) -> int:
    """How many words more may stand between a value and its thing for the design's name: "10nm Ice Lake-SP Xeons"."""
    behind = (m for m in draft.sentence.mentions if 0 <= m.start - draft.reach_end <= 1)
    return _DESIGNS_WORDS if any(m.type == "architecture" for m in behind) else 0


def _is_premodifier(number: int, groups: Sequence[list[Mention]], draft: Draft) -> bool:
    """True for "It replaces the 5nm X100": what stands right before the name of a chip is told of that chip."""
    following = groups[number + 1][0] if number + 1 < len(groups) else None
    if following is None or following.how in REFERRING or not 0 <= following.start - draft.reach_end <= 1:
        return False
    determined = draft.sentence.low[: draft.reach_start - draft.sentence.start].endswith(_DETERMINERS)
    return following.type == "chip" or (following.type == "device" and determined)


def is_model(mention: Mention) -> bool:
    """True for an AI model and for a family of them."""
    return mention.type == "model" or (mention.type == "series" and "model" in mention.heads)


def _parenthesised(text: str, at: int) -> bool:
    """True where ``at`` lies inside round brackets of the sentence."""
    return text.count("(", 0, at) > text.count(")", 0, at)
