"""Decides whose value it is: every mention of the sentence, what pronouns stand for, and what the text is about.
A number belongs to the subject that the sentence gives it to, so structure counts before nearness.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.extract.draft import Draft
from pipeline.extract.flash import FLASH
from pipeline.extract.groups import grouped
from pipeline.extract.scene import Mention, Sentence
from pipeline.extract.stacks import STACK
from pipeline.extract.words import Words
from pipeline.rulebook import Rulebook


@dataclass(slots=True)
class Candidate:
    """A group of mentions that can carry one value together, with its score and the reason for it."""

    mentions: list[Mention]
    score: float
    why: str


class SubjectLinker:
    """Scores who carries a value."""

    def __init__(self, rulebook: Rulebook) -> None:
        self._weights = rulebook.scoring.subject
        self._syntax = rulebook.syntax.lowered
        self._owned_by, self._compared = self._syntax("owned-by"), self._syntax("compared")
        self._version_of, self._component = self._syntax("version-of"), self._syntax("component")
        self._absolute, self._paired = self._syntax("absolute"), self._syntax("paired")
        self._older_opens, self._finite = self._syntax("older-opens"), self._syntax("finite-verb")
        self._fitted = self._syntax("fitted-with")
        self._design_clause, self._verb_only = self._syntax("design-clause"), self._syntax("verb-only")
        self._kin, self._holder = self._syntax("kin-of"), self._syntax("holder")
        self._than, self._for_owner = self._syntax("than"), self._syntax("for-owner")
        self._workload, self._oblique = self._syntax("workload-before"), self._syntax("oblique")
        self._link_lead = self._syntax("link-lead")
        self._opening, self._units_of = rulebook.syntax.regex("sentence-start"), self._syntax("units-of")
        types = {g.id: g.subjects for g in rulebook.cues.group}
        self._chip_makers = {n.maker for n in rulebook.names if n.type == "chip"}
        self._families = _carrying(rulebook)
        self._focus = {a.id: a.focus for a in rulebook.attributes.attribute if a.focus is not None}
        self._counts = {a.id for a in rulebook.attributes.attribute if a.discards_less}
        self._uncounted = {a.id for a in rulebook.attributes.attribute if not a.counted}
        self._otherwise = {a.id: a.otherwise for a in rulebook.attributes.attribute if a.otherwise}
        self._by_tool = {a.id for a in rulebook.attributes.attribute if a.tool}
        self._flash_states = rulebook.shapes.flash_states
        self._unstacked = frozenset(rulebook.shapes.stack_lacks)
        self._types = {a.id: a.subjects or types.get(a.group, ("chip",)) for a in rulebook.attributes.attribute}

    @property
    def things(self) -> set[str]:
        """All types of thing that carry anything."""
        return {t for types in self._types.values() for t in types}

    def carriers(self, attribute: str) -> tuple[str, ...]:
        """The types of thing that carry an attribute, best first."""
        return self._types.get(attribute) or self._types.get(attribute.removesuffix("_ratio"), ("chip",))

    def link(self, draft: Draft, focus: Sequence[Mention], tokens: Words) -> None:
        """Fill ``draft.subjects`` and ``subject_score``; both stay empty where nothing is good enough."""
        self._reread(draft)
        die = next((m for m in draft.sentence.mentions if m.rule == FLASH and 0 <= m.start - draft.end <= 1), None)
        best = Candidate([die], self._weights.attached, "attached") if die else self.best(draft, focus, tokens)
        if best is None or best.score < self._weights.threshold:
            return
        draft.subjects = best.mentions
        draft.subject_score = best.score
        if all(m.rule == FLASH for m in best.mentions):
            draft.attribute = self._flash_states.get(draft.attribute, draft.attribute)
        draft.rules.append(f"subject.{best.why}")

    def _reread(self, draft: Draft) -> None:
        """Take a weak word for what it means of the thing that opens the sentence: a network's bandwidth."""
        other = self._otherwise.get(draft.attribute, "") if draft.weak else ""
        if not other:
            return
        types, others = self.carriers(draft.attribute), self.carriers(other)
        opening = next((m for m in draft.sentence.mentions if m.type in types or m.type in others), None)
        if opening is not None and opening.type not in types and opening.maker and opening.end <= draft.start:
            draft.attribute = other

    def best(self, draft: Draft, focus: Sequence[Mention], tokens: Words) -> Candidate | None:
        """The best candidate of the sentence or of the focus."""
        types = draft.carriers or self.carriers(draft.attribute)
        if draft.baseline is not None and draft.baseline.type not in types:
            types = (*types, draft.baseline.type)  # what can be compared can carry
        sentence = draft.sentence
        usable = [m for m in sentence.mentions if self._usable(m, types, draft)]
        cut = max((start for start, end in sentence.elsewhere if end <= draft.reach_start), default=-1)
        usable = [m for m in usable if m.start >= cut]
        groups = grouped(usable, sentence, self._syntax)
        found = [self._score(group, number, groups, draft, types, tokens) for number, group in enumerate(groups)]
        told = self._told_of_design(draft, types)
        found = [c for c in found if c.mentions[-1].end > told]
        allowed = self._focus.get(draft.attribute, types) if told < 0 else ()
        if self._syntax("each-part").search(sentence.low[: draft.reach_start - sentence.start]):
            allowed = tuple(t for t in allowed if t != "system")
        for end, kinds in sentence.unresolved:
            if end <= draft.reach_start:  # "the server draws": what is not known to be one is not meant
                allowed = tuple(t for t in allowed if t in kinds)
        counted = {m.name for m in usable if m.end <= draft.reach_start and _is_counted(m, sentence)}
        for mention in focus if cut < 0 else ():
            if (
                mention.type in allowed
                and mention.name not in counted
                and self._usable(mention, types, draft)
                and not self._measured_by(mention, sentence)
            ):
                score = self._weights.focus * (0.75 + 0.25 * mention.salience)
                score -= min(self._weights.type_rank * types.index(mention.type), self._weights.type_most)
                if draft.previous:
                    score -= self._weights.previous
                found.append(Candidate([mention], score, "focus"))
        best = max(found, key=lambda c: c.score, default=None)
        if best is not None and best.why == "focus":
            best.mentions = next((g for g in groups if _holds(g, best.mentions[0])), best.mentions)
        return best

    def _told_of_design(self, draft: Draft, types: tuple[str, ...]) -> int:
        """Where a design stands that is no product and has the verb before the value ("AMD's Zen 4 is made in 6nm"):
        nothing named before it carries the value; -1 where none does.
        """
        sentence, at = draft.sentence, draft.reach_start - draft.sentence.start
        for mention in reversed(sentence.mentions):
            if mention.end > draft.reach_start or mention.type != "architecture" or self._usable(mention, types, draft):
                continue
            if sentence.led(self._design_clause, mention.start) and self._verb_only.fullmatch(
                sentence.low, mention.end - sentence.start, at
            ):
                return mention.end
        return -1

    def _measured_by(self, mention: Mention, sentence: Sentence) -> bool:
        """True for what the sentence names only to compare with: it is not what the sentence goes on about."""
        own = [m for m in sentence.mentions if m.name == mention.name]
        like = {mention.type, "series"}
        if not own or not any(m.type in like and m.name != mention.name for m in sentence.mentions):
            return False
        return all(sentence.led(self._than, m.start) for m in own)

    def _usable(self, mention: Mention, types: tuple[str, ...], draft: Draft) -> bool:
        """A mention that can carry the value: of a fitting type, and not itself the value or the baseline."""
        if mention.type not in types or mention.name in draft.barred:
            return False
        if draft.sentence.followed(self._owned_by, mention.end):
            return False
        if draft.maker and draft.maker in self._chip_makers and mention.maker and mention.maker != draft.maker:
            return False
        if draft.baseline is not None and (mention is draft.baseline or mention.name == draft.baseline.name):
            return False
        if mention.type == "interface" and not mention.maker:
            return False
        if mention.rule == STACK and draft.attribute in self._unstacked:
            return False
        if draft.baseline is not None and (mention.type == "process") != (draft.baseline.type == "process"):
            return False  # a process is compared with a process, a chip never
        here = draft.sentence.start <= mention.start < draft.sentence.end
        measured = here and draft.baseline is not None and draft.baseline.type == "architecture"
        named = mention.type != "architecture" or mention.name in self._families or measured
        return named or self._stands_for_chips(draft.sentence, mention.end)

    def is_product(self, draft: Draft) -> bool:
        """True for a design whose chips are meant, so that it is no value: "Lunar Lake processors have"."""
        return bool(draft.barred) and self._stands_for_chips(draft.sentence, draft.end)

    def _stands_for_chips(self, sentence: Sentence, end: int) -> bool:
        return bool(self._syntax("design-as-product").match(sentence.low, end - sentence.start))

    def _score(
        self,
        group: list[Mention],
        number: int,
        groups: list[list[Mention]],
        draft: Draft,
        types: tuple[str, ...],
        tokens: Words,
    ) -> Candidate:
        weights, sentence = self._weights, draft.sentence
        first, last = group[0], group[-1]
        text, origin = sentence.low, sentence.start
        start, end = draft.reach_start, draft.reach_end
        inside = _parenthesised(text, start - origin)
        if last.end <= start:
            gap = tokens.gap(last.start, last.end, start, end)
            between = text[last.end - origin : start - origin]
            part = number > 0 and self._is_component(first, draft, types)
            fitted = number > 0 and self._is_fitted(first, last, sentence)
            score, why = self._before(between, gap, number, groups, start, part)
            counted = _is_counted(first, sentence)
            if counted and self._syntax("each-behind").match(text, end - origin):
                score, why, part = weights.relative - weights.distance * gap, "relative", False
            if fitted:
                part, why = True, "before"
            counted = counted and number > 0
            part = part or (counted and why == "before")
            if first.type == "system" and self._syntax("each-part").search(between):
                score -= weights.baseline
            timed = bool(draft.carriers) and first.type == "series"
            ran = timed and why == "before" and sentence.led(self._workload, first.start)
            oblique = first.how == "pronoun" and sentence.led(self._oblique, first.start)
            if ran or (oblique and draft.attribute not in self._by_tool):
                score -= weights.baseline
            if why == "before":
                behind = [g[0] for g in groups[number + 1 :] if g[-1].end <= start]
                score += weights.other_between * sum(self._is_component(m, draft, types) for m in behind)
        elif first.start >= end:
            gap = tokens.gap(start, end, first.start, first.end)
            between = text[end - origin : first.start - origin]
            score, why = self._after(between, gap, draft)
            opening = text[: start - origin]
            leaps = draft.attribute.endswith("_ratio") and sentence.led(self._for_owner, first.start)
            if why == "after" and leaps and not re.search(r"[,;:]", between):
                score, why = weights.preposition - 0.06 * gap, "preposition"
            if why == "after" and self._opens(opening, between, draft, first):
                score, why = weights.opening, "opening"
            workload = first.type == "model" and types[0] != "model"  # "1.9 times faster on Llama 2 70B"
            if why == "preposition" and (workload or sentence.text[last.end - origin :][:2] in {"'s", "’s"}):
                score, why = weights.after, "after"
            if inside and why == "preposition" and ")" not in between:
                score += weights.inside
        else:
            score, why = self._inside(draft), "inside"
        linked = why in {"parenthesis", "possessive", "attached", "preposition", "relative"}
        lead = text[: first.start - origin]
        if (
            not linked
            and sentence.led(self._compared, first.start)
            and not (
                why == "direct"
                and not self._syntax("than").search(lead[-40:])
                and not sentence.led(self._kin, first.start)
            )
            and not (sentence.led(self._older_opens, first.start) and sentence.followed(self._finite, last.end))
        ):
            score -= weights.baseline
            why = "baseline"
        elif (
            number > 0
            and why != "possessive"
            and any(sentence.led(p, first.start) for p in (self._version_of, self._holder))
        ):
            score -= weights.baseline
        elif last.end <= start and part and not linked:
            score -= weights.component
        aside = _parenthesised(text, first.start - origin)
        if aside and not inside and not linked:
            score -= weights.aside
        if draft.previous and why not in {"parenthesis", "possessive", "attached", "preposition"}:
            score -= weights.previous
        if number == 0 and last.end <= start:
            score += weights.first
            alone = len(groups) == 1 and why == "before" and not draft.previous
            opens = alone and self._opening.fullmatch(sentence.text, 0, first.start - origin)
            if opens and not self._syntax("each-part").search(text[: start - origin]):
                score = max(score, weights.alone)
        score -= min(weights.type_rank * min(types.index(m.type) for m in group), weights.type_most)
        return Candidate(list(group), score, why)

    def _is_component(self, mention: Mention, draft: Draft, types: tuple[str, ...]) -> bool:
        """True for "with one X100 CPU": a part of what was named before it, which comes between nothing."""
        ratio = draft.attribute.endswith("_ratio")
        if not ratio and draft.sentence.led(self._paired, mention.start):
            return True
        fits, link = ratio or mention.type != types[0], mention.type == "interface"
        if not (fits or link) or draft.sentence.followed(self._absolute, mention.end):
            return False
        if link and draft.sentence.led(self._link_lead, mention.start):
            return True
        return fits and draft.sentence.led(self._component, mention.start)

    def _is_fitted(self, first: Mention, last: Mention, sentence: Sentence) -> bool:
        """True for the X100 of "the laptop with the X100 costs": the verb is that of the thing named before it."""
        return sentence.led(self._fitted, first.start) and sentence.followed(self._finite, last.end)

    def _opens(self, opening: str, between: str, draft: Draft, first: Mention) -> bool:
        """True for "A 24-thread monster at 28 W, the X100 beat everyone": the value describes the subject to come."""
        alone = not any(m.start < draft.reach_start and m.type == first.type for m in draft.sentence.mentions)
        fits = self._syntax("opening-value").fullmatch(opening) and self._syntax("opening-comma").fullmatch(between)
        return alone and bool(fits)

    def _inside(self, draft: Draft) -> float:
        """A name within the value's own words: the thing it happened to, the owner of the counted, or the counted."""
        if draft.attribute.endswith("_date"):
            return self._weights.inside_event
        return self._weights.after if draft.attribute in self._uncounted else self._weights.inside_noun

    def _before(
        self, between: str, gap: int, number: int, groups: list[list[Mention]], start: int, part: bool
    ) -> tuple[float, str]:
        weights = self._weights
        inside = between.count("(") > between.count(")")
        if inside and gap <= 8 and self._syntax("head-before-bracket").fullmatch(between[: between.rindex("(")]):
            return weights.parenthesis - 0.05 * gap, "parenthesis"
        later = [g for g in groups[number + 1 :] if g[-1].end <= start]
        if not later:  # only what is named last before the value can stand right at it
            owns = gap <= 7 and self._syntax("possessive").match(between)
            if owns and not self._syntax("possessive-break").search(between):
                return weights.possessive - 0.05 * gap, "possessive"
            straight = gap <= 3 and not part and self._syntax("direct").fullmatch(between)
            if straight or self._syntax("apposed-direct").fullmatch(between):
                return weights.direct - weights.distance * gap, "direct"
            if gap <= 20 and self._syntax("relative").match(between):
                return weights.relative - weights.distance * gap, "relative"
        score = weights.before - weights.distance * gap
        if self._syntax("break").search(between):
            score -= weights.break_between
        return score - weights.other_between * len(later), "before"

    def _after(self, between: str, gap: int, draft: Draft) -> tuple[float, str]:
        weights = self._weights
        if self._syntax("premodifiers").fullmatch(between):
            return weights.attached, "attached"
        if any(
            q.start >= draft.reach_end and q.end <= draft.reach_end + len(between) for q in draft.sentence.quantities
        ):
            return weights.after - weights.distance * gap - 0.5, "after"
        if gap <= 3 and self._syntax("attached").fullmatch(between):
            return weights.attached - 0.1 * gap, "attached"
        if draft.attribute in self._counts and self._units_of.fullmatch(between):
            return weights.attached, "attached"
        if self._syntax("preposition").match(between) or (
            draft.attribute in self._by_tool and self._syntax("tool").match(between)
        ):
            return weights.preposition - 0.06 * gap, "preposition"
        return weights.after - weights.distance * gap, "after"


def _holds(group: list[Mention], mention: Mention) -> bool:
    """True for "both" and its like where ``mention`` is one of the things meant."""
    return len(group) > 1 and group[0].how == "pronoun" and any(m.name == mention.name for m in group)


def _carrying(rulebook: Rulebook) -> set[str]:
    """Architectures that the press treats as products: families of listed chips, and what precedes or follows one."""
    found = {n.family for n in rulebook.names if n.type in {"chip", "system", "device"}}
    found |= {n.name for n in rulebook.names if n.products}
    links = [(n.name, n.predecessor) for n in rulebook.names if n.type == "architecture" and n.predecessor]
    grown = True
    while grown:
        more = {a for a, b in links if b in found} | {b for a, b in links if a in found}
        grown = not more <= found
        found |= more
    return found


def _parenthesised(text: str, at: int) -> bool:
    """True where ``at`` lies inside round brackets of the sentence."""
    return text.count("(", 0, at) > text.count(")", 0, at)


def _is_counted(mention: Mention, sentence: Sentence) -> bool:
    """True inside a count: "144 X100 chips" are parts of what was named before."""
    return any(q.dimension == "count" and q.start < mention.start and mention.end <= q.end for q in sentence.quantities)
