"""Second thoughts about drafts, once a whole sentence or article is known.
What one passage leaves open, another often says plainly.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import pairwise

from pipeline.extract.draft import Draft
from pipeline.extract.subjects.opposed import Opposed
from pipeline.extract.text.scene import Mention, Sentence
from pipeline.extract.values.relations import RelationReader
from pipeline.model import DateValue, NumberValue, TextValue
from pipeline.rulebook import Rulebook

_BEHIND = 4  # letters: " of "
_NUMBERED = re.compile(r"(.*?[A-Za-z][ -]?)(\d{1,2})(\D*)")


_OWNED, _ENDING = "subject.possessive", "subject.preposition"
_LOOSE, _NEAR = frozenset({"subject.focus", "subject.after"}), frozenset({"subject.before", "subject.direct"})


def settle_weak(drafts: Sequence[Draft]) -> None:
    """A number whose attribute rests on a weak word ("bandwidth") takes the one that the article gives the same number.

    "800 GB/s of interconnect bandwidth" here settles what "its 800 GB/s bandwidth" is there; bits and bytes are
    not told apart for this, since a slip between them is the same figure; bare numbers say nothing of each other.
    """
    plain: dict[tuple[float | None, float | None, str], str] = {}
    for draft in drafts:
        if isinstance(draft.value, NumberValue) and not draft.weak and not draft.tentative and draft.subjects:
            plain.setdefault(_figure(draft.value), draft.attribute)
    for draft in drafts:
        if draft.weak and isinstance(draft.value, NumberValue) and draft.value.unit:
            other = plain.get(_figure(draft.value))
            if other is not None and other != draft.attribute:
                draft.attribute = other
                draft.rules.append("settled.same-figure")


def _figure(value: NumberValue) -> tuple[float | None, float | None, str]:
    return value.low, value.high, value.unit.lower()


def share_subject(drafts: list[Draft], joined: re.Pattern[str]) -> None:
    """Ratios listed in one sentence are about one thing ("50% faster, 3x at that"), but a firm led by ``joined``."""
    first: Draft | None = None
    for draft in drafts:
        if not draft.attribute.endswith("_ratio") or not draft.subjects:
            continue
        weak = draft.rules[-1] in {"subject.focus", "subject.after", "subject.baseline", "subject.before"}
        if first is not None and weak and draft.subject_score < first.subject_score:
            own = draft.subjects[0]
            if own.type == "company" and own.start > first.end and draft.sentence.led(joined, own.start):
                continue
            if {m.name for m in first.subjects} != {draft.qualifiers.get("baseline")}:
                draft.subjects, draft.subject_score = first.subjects, first.subject_score - 0.2
        elif first is None:
            first = draft


def share_owner(drafts: Sequence[Draft], joint: re.Pattern[str], joined: re.Pattern[str]) -> None:
    """The second of "the X100's 11-core CPU and 14-core GPU" has the owner of the first; ``joint`` stands between.

    Of two measures that only ``joined`` stands between, also of two attributes, both have the owner that leads them
    ("the X100's 6.1 inches and 6 ounces") or ends them ("128 GB and 546 GB/s in the X100").
    """
    for first, second in pairwise(drafts):
        origin, low, rules = first.sentence.start, first.sentence.low, first.rules
        if first.attribute == second.attribute and len(first.subjects) == 1 and _OWNED in rules:
            if joint.fullmatch(low, first.reach_end - origin, second.reach_start - origin):
                second.subjects, second.subject_score = first.subjects, first.subject_score
        elif {m.type for m in first.subjects} == {m.type for m in second.subjects} and joined.fullmatch(
            low, first.reach_end - origin, second.reach_start - origin
        ):
            if len(first.subjects) == 1 and _OWNED in rules and _OWNED not in second.rules:
                second.subjects, second.subject_score = first.subjects, first.subject_score
            elif _ENDING in second.rules and _may_end(first, second):
                first.subjects, first.subject_score = second.subjects, second.subject_score


def _may_end(first: Draft, second: Draft) -> bool:
    """True where what ends two measures may own the first, too: nothing but nearness gave it to another."""
    loose = _LOOSE if first.attribute == second.attribute else _LOOSE | _NEAR
    return not any(rule.startswith("subject.") and rule not in loose for rule in first.rules)


def share_change(drafts: Sequence[Draft], joint: re.Pattern[str]) -> None:
    """A change right behind its figure is of whom the figure is: "80 TOPS, 78 percent more than"; ``joint`` stands
    between.
    """
    for draft in drafts:
        plain = draft.attribute.removesuffix("_ratio")
        if plain == draft.attribute or not draft.subjects:
            continue
        origin, low = draft.sentence.start, draft.sentence.low
        for first in drafts:
            if first.attribute != plain or len(first.subjects) != 1 or first.previous or first.end > draft.start:
                continue
            if draft.baseline is not None and first.subjects[0].name == draft.baseline.name:
                continue
            if joint.fullmatch(low, first.reach_end - origin, draft.reach_start - origin):
                draft.subjects, draft.subject_score = first.subjects, first.subject_score


def share_list(drafts: Sequence[Draft], going_on: re.Pattern[str], less: float) -> None:
    """The last item of a list, which only the focus would carry, is of whom the sentence names for the one before;
    ``going_on`` stands between them, and the owner is by ``less`` less sure of it.
    """
    last: dict[str, Draft] = {}
    for draft in sorted(drafts, key=lambda d: d.start):
        first = last.get(draft.attribute)
        last[draft.attribute] = draft
        if first is None or not first.subjects or draft.rules[-1] != "subject.focus" or draft.previous:
            continue
        if first.rules[-1] == "subject.focus" or not draft.sentence.start <= first.subjects[0].start < first.start:
            continue
        origin = draft.sentence.start
        if going_on.fullmatch(draft.sentence.low, first.end - origin, draft.start - origin):
            draft.subjects, draft.subject_score = first.subjects, first.subject_score - less


def share_focus(drafts: Sequence[Draft], carriers: Callable[[str], Sequence[str]]) -> None:
    """What a sentence without a name of its own tells is told of one thing: "It has 8 EFLOPS and 16 PB/s"."""
    first: Draft | None = None
    for draft in drafts:
        plain = isinstance(draft.value, NumberValue) and not draft.attribute.endswith("_ratio")
        plain = plain or (first is not None and _is_right_behind(draft, drafts))
        if not plain or len(draft.subjects) != 1 or draft.rules[-1] != "subject.focus":
            continue
        if draft.subjects[0].type == "company":
            continue  # a firm and its chip are told of in one breath
        if first is None:
            first = draft
        elif draft.subjects[0].name != first.subjects[0].name and first.subjects[0].type in carriers(draft.attribute):
            draft.subjects = first.subjects


def _is_right_behind(draft: Draft, drafts: Sequence[Draft]) -> bool:
    """True for the type of memory right behind how much there is: "Memory: 20 TB HBM4"."""
    plain = (d for d in drafts if isinstance(d.value, NumberValue))
    return isinstance(draft.value, TextValue) and any(0 < draft.start - d.end <= _BEHIND for d in plain)


def drop_repeated(drafts: Sequence[Draft]) -> list[Draft]:
    """The drafts without bare numbers that would give a thing a second value of what it was just said to have."""
    kept: list[Draft] = []
    for draft in drafts:
        if "attribute.restated" in draft.rules and any(
            d.attribute == draft.attribute and {m.name for m in d.subjects} & {m.name for m in draft.subjects}
            for d in kept
        ):
            continue
        kept.append(draft)
    return kept


def drop_retold(drafts: Sequence[Draft]) -> list[Draft]:
    """The drafts without those of a row of dates that only say again, less exactly, when a thing comes."""
    said = [d for d in drafts if isinstance(d.value, DateValue) and "event.row" not in d.rules]
    return [d for d in drafts if "event.row" not in d.rules or not any(_is_finer(other, d) for other in said)]


def _is_finer(other: Draft, draft: Draft) -> bool:
    """True where ``other`` gives a thing of ``draft`` the same event within its days."""
    if other.attribute != draft.attribute or not {m.name for m in other.subjects} & {m.name for m in draft.subjects}:
        return False
    one, two = other.value, draft.value
    if not isinstance(one, DateValue) or not isinstance(two, DateValue):
        return False
    return two.date_start <= one.date_start and one.date_end <= two.date_end


class Settler:
    """The second thoughts that need the rules: lists of values, and baselines that are only hinted at."""

    def __init__(self, rulebook: Rulebook, relations: RelationReader) -> None:
        self._result = rulebook.attributes.result
        self._joint = {a.id: a.joint_from for a in rulebook.attributes.attribute if a.joint_from}
        self._both_come = rulebook.syntax.lowered("both-come")
        self._choice = rulebook.syntax.lowered("choice")
        self._dealt_out = rulebook.syntax.lowered("dealt-out")
        self._list_between = rulebook.syntax.regex("list-between")
        self._versus = rulebook.syntax.regex("versus-between")
        self._benchmark_front = rulebook.syntax.regex("benchmark-front")
        self._benchmark_place = rulebook.syntax.regex("benchmark-place")
        self._relations = relations
        self._opposed = Opposed(rulebook)
        self._set_against, self._goes_on = map(rulebook.syntax.lowered, ("set-against", "goes-on-also"))

    def benchmarks(self, drafts: Sequence[Draft], current: str, label: str = "", workload: str = "") -> None:
        """A score without a listed benchmark: "243 FPS in Some Game", a table's label, or the one named last.

        How fast something runs is told of the ``workload``, the AI model that the paragraph speaks of.
        """
        for draft in drafts:
            if draft.attribute != self._result:
                continue
            last = (draft.carriers and workload) or current
            named = draft.qualifiers.get("benchmark") or label or self._place(draft) or last
            if named:
                draft.qualifiers["benchmark"] = current = named

    def _place(self, draft: Draft) -> str:
        """The name that stands behind a score, or the test in front: what was played or run; empty where it is a
        thing that scored.
        """
        sentence = draft.sentence
        match = self._benchmark_place.match(sentence.text, draft.reach_end - sentence.start)
        match = match or self._benchmark_front.match(sentence.text)
        if match is None:
            return ""
        start, end = (sentence.start + at for at in match.span(1))
        known = any(m.start < end and start < m.end and m.type != "benchmark" for m in sentence.mentions)
        return "" if known else match.group(1).strip()

    def respectively(self, drafts: list[Draft], sentence: Sentence, named: Sequence[Mention] = ()) -> None:
        """Deal out "the A and B cost $599 and $799": the n-th value goes to the n-th of the subjects."""
        said = bool(sentence.of_kind("respectively"))
        by_attribute: dict[str, list[Draft]] = {}
        for draft in drafts:
            by_attribute.setdefault(draft.attribute, []).append(draft)
        for group in by_attribute.values():
            subjects = list({m.name: m for d in group for m in d.subjects}.values())
            listed = all(self._listed(a, b, sentence) for a, b in pairwise(group))
            listed = (
                listed
                and not sentence.led(self._both_come, group[0].start)
                and not _are_options(group, sentence, self._choice)
            )
            in_mind = said and len(subjects) == 1 and all("subject.focus" in d.rules for d in group)
            if in_mind and len(named) == len(group) and subjects[0].name in {m.name for m in named}:
                subjects = list(named)  # "on each, respectively", of what was named just before
            first = list({m.name: m for m in group[0].subjects}.values())
            if said and 1 < len(first) < len(group) and len(group) % len(first) == 0:
                for at, draft in enumerate(group):  # "A and B score 9 and 8 in this and 7 and 6 in that, respectively"
                    draft.subjects = [first[at % len(first)]]
                    draft.rules.append("subject.respectively")
            elif said and len(group) > 1 and len(first) > len(group):
                for draft in group:  # not all of the listed can be meant, and nothing says which
                    draft.subjects = []
            elif len(subjects) == len(group) > 1 and (said or listed):
                for draft, subject in zip(group, subjects, strict=True):
                    draft.subjects = [subject]
                    draft.rules.append("subject.respectively")

    def together(self, drafts: Sequence[Draft], sentence: Sentence) -> None:
        """Leave out whose a sum of several firms is: "Microsoft, Amazon and Google will spend $380 billion"."""
        for draft in drafts:
            least = self._joint.get(draft.attribute, 0)
            if not least or len(draft.subjects) < least or self._dealt_out.search(sentence.low):
                continue
            places = sorted((m.start, m.end) for m in draft.subjects)
            between = [sentence.low[a[1] - sentence.start : b[0] - sentence.start] for a, b in pairwise(places)]
            if all(self._list_between.fullmatch(words) for words in between):
                draft.subjects = []

    def versus(self, drafts: Sequence[Draft], sentence: Sentence) -> None:
        """Deal out "2.4 times faster than the X100 (4,200 vs 1,750 points)": to the faster thing, and to the X100."""
        self._opposed.settle(drafts, sentence)
        ratios = [d for d in drafts if d.baseline is not None and d.subjects]
        for first, second in pairwise(drafts if ratios else ()):
            between = sentence.text[first.reach_end - sentence.start : second.start - sentence.start]
            if first.attribute != second.attribute or not self._versus.fullmatch(between):
                continue
            opening = sentence.text.rfind("(", 0, first.reach_start - sentence.start)
            if opening < 0 or ")" in sentence.text[opening : second.start - sentence.start]:
                continue
            for ratio in ratios:
                baseline = ratio.baseline
                if baseline is not None and max(baseline.end, ratio.end) <= sentence.start + opening:
                    first.subjects, second.subjects = ratio.subjects, [baseline]
                    first.rules.append("subject.versus")
                    second.rules.append("subject.versus")

    def _before(self, draft: Draft, sentences: Sequence[Sentence]) -> str:
        """What the sentence before set the thing against, where this one goes on about it without a name: "beats the
        X100. It also has 2.1 times the memory"; empty where it did not.
        """
        here, name = draft.sentence, draft.subjects[0].name
        if not self._goes_on.match(here.low) or any(
            m.name != name and m.type == draft.subjects[0].type for m in here.mentions
        ):
            return ""
        there = sentences[here.index - 1] if 0 < here.index <= len(sentences) else here
        if there is here or there.block is not here.block:
            return ""
        kind = draft.subjects[0].type
        named = [m for m in there.mentions if m.type == kind]
        rivals = [m for m in named if m.name != name]
        set_against = [m.name for m in rivals if there.led(self._set_against, m.start)]
        if named and named[0].name == name and len(set_against) == len(rivals) == 1:
            return set_against[0]
        return ""

    def _listed(self, left: Draft, right: Draft, sentence: Sentence) -> bool:
        """True where only a comma or "and" stands between two values."""
        between = sentence.text[left.reach_end - sentence.start : right.reach_start - sentence.start]
        return bool(self._list_between.fullmatch(between))

    def baselines(self, drafts: list[Draft], sentences: Sequence[Sentence], topic: Mention | None = None) -> None:
        """Where only "its predecessor" is said: the name, from the article itself or from the rules.

        A rival maker's thing without a baseline of its own is measured by what the article is about.
        """
        told = {
            s.name: d.value.text  # type: ignore[union-attr]
            for d in drafts
            if d.attribute == "predecessor"
            for s in d.subjects
        }
        last: Draft | None = None
        ratios = [d for d in drafts if d.attribute.endswith("_ratio") and d.subjects]
        for at, draft in enumerate(ratios):
            name = draft.subjects[0].name
            stated = draft.qualifiers.get("baseline")
            if stated == "predecessor":
                stated = told.get(name) or self._relations.listed_predecessor(name) or _one_lower(name, ratios)
            elif stated is None:
                near = last is not None and last.sentence.block is draft.sentence.block
                near = near and last is not None and _is_firms(last) == _is_firms(draft)
                same = near and last is not None and last.subjects[0].name == name
                sister = self._relations.listed_predecessor(name)
                sister = sister if any(m.name == sister for d in drafts for m in d.subjects) else ""
                if topic is not None and not same and not sister and _rivals(draft.subjects[0], topic):
                    draft.qualifiers["baseline"] = topic.name
                    last = draft
                    continue
                if _is_firms(draft) and not (last is not None and last.baseline and last.sentence is draft.sentence):
                    stated = "predecessor"  # what a firm takes in is measured by the year before, unless it is said
                elif near and last is not None:
                    stated = last.qualifiers["baseline"]
                    turned = stated == name and "subject.direct" in draft.rules and not _is_firms(last)
                    stated = last.subjects[0].name if turned else stated
                else:
                    stated = (
                        _beside(draft, drafts)
                        or self._before(draft, sentences)
                        or _to_come(draft, ratios[at + 1 :])
                        or told.get(name)
                    )
                    stated = stated or self._relations.listed_predecessor(name) or "predecessor"
                draft.qualifiers.pop("baselines", None)
            draft.qualifiers["baseline"] = stated
            last = draft


def _is_firms(draft: Draft) -> bool:
    """True for what is told of a firm: its sales are measured by no product."""
    return draft.subjects[0].type == "company"


def _beside(draft: Draft, drafts: Sequence[Draft]) -> str:
    """Whose figure of the same kind the sentence gives before a multiplier ("the X100 has 80 billion transistors, so
    the X200's count is fifty times higher"); empty where it gives none.
    """
    plain, name = draft.attribute.removesuffix("_ratio"), draft.subjects[0].name
    told = [d for d in drafts if d.sentence is draft.sentence and d.attribute == plain and d.end <= draft.start]
    others = (d.subjects[0].name for d in told if len(d.subjects) == 1 and d.subjects[0].name != name)
    return next(others, "")


def _one_lower(name: str, ratios: Sequence[Draft]) -> str:
    """What a thing is measured by elsewhere in the text and is numbered one lower: the previous one ("GDDR6" for a
    GDDR7); "predecessor" where there is none.
    """
    line = _NUMBERED.fullmatch(name)
    for other in ratios if line else ():
        stated = other.qualifiers.get("baseline", "")
        before = _NUMBERED.fullmatch(stated)
        if not (line and before) or other.subjects[0].name != name or line.group(3) != before.group(3):
            continue
        if int(line.group(2)) == int(before.group(2)) + 1 and line.group(1).endswith(before.group(1)):
            return stated
    return "predecessor"


def _to_come(draft: Draft, following: Sequence[Draft]) -> str:
    """The baseline that the same paragraph names later for the same thing; empty where it names none."""
    for other in following:
        if other.sentence.block is not draft.sentence.block:
            break
        named = other.qualifiers.get("baseline", "")
        if named and named != "predecessor" and other.subjects[0].name == draft.subjects[0].name:
            return named
    return ""


def _rivals(one: Mention, other: Mention) -> bool:
    """True for two products of one type and of different makers."""
    return one.type == other.type == "chip" and bool(one.maker and other.maker) and one.maker != other.maker


def _are_options(drafts: Sequence[Draft], sentence: Sentence, choice: re.Pattern[str]) -> bool:
    """True for "the A and B have 8 or 12 GB": whoever has one may have the other."""
    between = (sentence.low[a.end - sentence.start : b.start - sentence.start] for a, b in pairwise(drafts))
    return any(choice.search(words) for words in between)
