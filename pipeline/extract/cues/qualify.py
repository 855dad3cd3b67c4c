"""Adds qualifiers to drafts: the kind of core, the cache level, the precision, the scope, the benchmark.
Each comes from a rule with its words; the nearest words win where two rules give the same key.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from pipeline.extract.draft import Draft
from pipeline.extract.text.labels import line_label
from pipeline.extract.text.scene import Hit, Sentence
from pipeline.extract.text.words import Words
from pipeline.model import BlockKind
from pipeline.rulebook import Rulebook

_METRIC = "metric"
_KIND = "kind"
_PAIR = 2
_SCOPE = "scope"
_BESIDE = 2  # letters between a part and its figure
_CORES = "core"
_HELD = 0.5  # cost of the unit before cores that it holds: what the count itself says costs less
_NAMED = 60  # letters of a listed name and what stands before it
_IN_BRACKETS, _PIECE = re.compile(r"\([^()]*\)"), re.compile(r"\w+|[^\w\s]")
_REACH = {"near": 5, "after": 4, "before": 2, "any": 60, "clause": 8}


class Qualifier:
    """Fills the qualifiers of drafts from cue hits of kind ``qualifier``."""

    def __init__(self, rulebook: Rulebook) -> None:
        self._rules = {q.id: q for q in rulebook.attributes.qualifier}
        self._result = rulebook.attributes.result
        self._one_scope = {a.id for a in rulebook.attributes.attribute if a.scope_goes_on}
        self._dealt = rulebook.syntax.lowered("measures-in-turn")
        self._next = rulebook.syntax.regex("next-value")
        self._list = rulebook.syntax.regex("list-between")
        self._before_bracket = rulebook.syntax.regex("listed-benchmark")
        self._clause = rulebook.syntax.lowered("parallel-clause")
        self._next_told = rulebook.syntax.regex("next-told")
        self._reason = rulebook.syntax.regex("reason-opens")
        self._of_cores = {a.id for a in rulebook.attributes.attribute if _CORES in a.nouns}
        self._or_so_many = rulebook.syntax.lowered("or-so-many")
        self._letter = rulebook.syntax.regex("cores-by-letter")
        self._unit_with = rulebook.syntax.lowered("unit-with")
        self._listed = rulebook.syntax.lowered("score-listed")
        self._labels = rulebook.syntax.lowered("score-label")
        self._broken_down = rulebook.syntax.regex("broken-down")
        self._another = rulebook.syntax.lowered("another-begins")
        self._market = rulebook.syntax.lowered("market-named")
        self._own_value = rulebook.syntax.lowered("own-value")
        self._scopes = {h.noun.lower(): h.scope for h in rulebook.cues.head if h.scope}

    def fill(self, draft: Draft, tokens: Words, extra: tuple[Hit, ...] = ()) -> None:
        """Set every qualifier whose words stand where its rule wants them."""
        best: dict[str, tuple[float, str, str]] = {}
        label, valued = line_label(draft.sentence)
        first = next((q.start for q in draft.sentence.quantities if q.start >= valued), -1)
        for hit in (*draft.sentence.of_kind("qualifier"), *(h for h in extra if h.kind == "qualifier")):
            rule = self._rules[hit.key]
            if draft.attribute not in rule.attributes or (rule.key == _METRIC and _is_named(hit, draft)):
                continue
            outside = hit in extra or (bool(label) and hit.end <= valued <= draft.start == first)
            after = hit.start >= draft.start
            if rule.where == "clause" and not outside and _names_measure(hit, draft):
                best[rule.key] = (0.0, rule.value, rule.id)  # "gaming revenue": it says of what that is
                continue
            gap = 0 if outside else tokens.gap(draft.reach_start, draft.reach_end, hit.start, hit.end)
            left, right = (draft.end, hit.start) if after else (hit.end, draft.start)
            between = draft.sentence.text[max(left - draft.sentence.start, 0) : max(right - draft.sentence.start, 0)]
            if rule.where == "clause" and not outside and not after and ")" in between:
                between, explained = without_brackets(between)
                gap -= explained  # "the client group (laptops and desktops) took in"
            if not after and not outside and self._holds(hit, draft):
                if rule.key not in best or best[rule.key][0] > _HELD:
                    best[rule.key] = (_HELD, rule.value, rule.id)  # "a GPU with up to 10 cores"
                continue
            either = after and not outside and self._is_either(hit, draft)
            gap = 0 if either else gap
            misplaced = gap > _REACH[rule.where] or (rule.where == "after" and not after)
            misplaced = misplaced or (rule.where == "before" and after)
            if misplaced and not outside and not (rule.key == "benchmark" and gap <= 25):
                continue
            if after and not outside and not either and self._is_anothers(hit, draft):
                continue
            if after and rule.where == "clause" and _leads_next(hit, draft):
                continue
            if after and rule.where == "clause" and (self._next_told.match(between) or self._reason.search(between)):
                continue
            if not after and rule.where == "clause" and ")" in between:
                continue  # the laptops there: what a bracket explains is not all of it
            if after and not outside and "(" in between and self._broken_down.fullmatch(between):
                continue
            if not outside and (")" in between or ";" in between):
                gap += 12
            if not outside and self._next.search(between):
                gap += 3
            cost = gap + (0.0 if after else 0.4) - 0.02 * (hit.end - hit.start)
            if rule.key not in best or cost < best[rule.key][0]:
                best[rule.key] = (cost, rule.value, rule.id)
        if draft.attribute == self._result:
            self._benchmark(draft, tokens, best)
        if draft.attribute in self._of_cores:
            origin = draft.sentence.start
            letter = self._letter.fullmatch(draft.sentence.text, draft.start - origin, draft.end - origin)
            if letter is not None and letter.lastgroup:
                best[_KIND] = (0.0, letter.lastgroup, "cores-by-letter")
        for key, (_, value, rule_id) in sorted(best.items()):
            draft.qualifiers.setdefault(key, value)
            draft.rules.append(f"qualifier.{rule_id}")

    def share_scope(self, drafts: list[Draft]) -> None:
        """Give the only scope that a sentence tells of shares to those of its shares that have none."""
        shares = [d for d in drafts if d.attribute in self._one_scope]
        told = {d.qualifiers[_SCOPE] for d in shares if _SCOPE in d.qualifiers}
        if len(shares) > 1 and len(told) == 1:
            for draft in shares:
                draft.qualifiers.setdefault(_SCOPE, *told)

    def share_market(self, drafts: Sequence[Draft], sentences: Sequence[Sentence]) -> None:
        """Give the only market that an article names, in its title or beside several shares, to those of its shares
        that name none: in a report on DRAM each share is one of DRAM.
        """
        shares = [d for d in drafts if d.attribute in self._one_scope]
        if not shares:
            return
        titles = [s for s in sentences if s.block.kind is BlockKind.TITLE]
        named = [(h, title) for title in titles for h in title.of_kind("qualifier") if self._names_market(h, title)]
        beside = [d.qualifiers[_SCOPE] for d in shares if _SCOPE in d.qualifiers]
        told = {self._rules[h.key].value for h, _ in named} or (set(beside) if len(beside) > 1 else set())
        if len(told) == 1:
            for draft in shares:
                draft.qualifiers.setdefault(_SCOPE, *told)

    def _names_market(self, hit: Hit, title: Sentence) -> bool:
        """True for the market of a title: "DRAM shipments fell"."""
        rule = self._rules[hit.key]
        of_shares = rule.key == _SCOPE and not self._one_scope.isdisjoint(rule.attributes)
        return of_shares and title.followed(self._market, hit.end)

    def in_turn(self, drafts: Sequence[Draft]) -> None:
        """Deal out the measures of "single-core and multi-core scores of 2,865 and 9,487": each score has its own."""
        for first, second in pairwise(d for d in drafts if _METRIC in d.qualifiers):
            sentence, origin = first.sentence, first.sentence.start
            lead = self._dealt.search(sentence.low, 0, first.reach_start - origin)
            if lead is None or not self._list.fullmatch(sentence.text[first.end - origin : second.start - origin]):
                continue
            hits = [h for h in sentence.of_kind("qualifier") if lead.start() <= h.start - origin < lead.end()]
            values = list(dict.fromkeys(self._rules[h.key].value for h in hits if self._rules[h.key].key == _METRIC))
            if len(values) == _PAIR:
                first.qualifiers[_METRIC], second.qualifiers[_METRIC] = values

    def _holds(self, hit: Hit, draft: Draft) -> bool:
        """True for the unit right before cores that are counted in it: "a GPU with up to 10 cores"."""
        if draft.attribute not in self._of_cores:
            return False
        origin = draft.sentence.start
        return self._unit_with.fullmatch(draft.sentence.low, hit.end - origin, draft.start - origin) is not None

    def _is_either(self, hit: Hit, draft: Draft) -> bool:
        """True for the unit of "a 32-core or a 40-core GPU", seen from the first: either count is of it."""
        sentence = draft.sentence
        counts = [q for q in sentence.quantities if draft.end <= q.start <= hit.start]
        if draft.attribute not in self._of_cores or len(counts) != 1 or counts[0].dimension != _CORES:
            return False
        at = draft.end - sentence.start
        return self._or_so_many.fullmatch(sentence.low, at, counts[0].phrase_start - sentence.start) is not None

    def _is_anothers(self, hit: Hit, draft: Draft) -> bool:
        """True for a word behind the next figure of the same kind: "2.8 GHz with 3.3 GHz boost"; a list shares it."""
        sentence = draft.sentence
        own = next((q.dimension for q in sentence.quantities if q.start == draft.start), "")
        if own == _CORES:  # "16 cores and 12 GPU cores": each count has its noun, with its kind inside
            counts = (q for q in sentence.quantities if draft.end <= q.start <= hit.start)
            told = any(q.dimension == own or hit.start < q.end for q in counts)
            origin = sentence.start
            return told or self._another.search(sentence.low, draft.end - origin, hit.start - origin) is not None
        behind = (q for q in sentence.quantities if q.start >= draft.end and q.end <= hit.start)
        following = next((q for q in behind if q.dimension == own), None)
        if following is None:
            return False
        between = sentence.text[draft.end - sentence.start : following.phrase_start - sentence.start]
        return not self._list.fullmatch(between)

    def _benchmark(self, draft: Draft, tokens: Words, best: dict[str, tuple[float, str, str]]) -> None:
        """The nearest listed benchmark of the sentence names the score, where no rule's words stand nearer."""
        listed = self._listed_benchmark(draft)
        if listed:
            best["benchmark"] = (-_REACH["any"], listed, "listed-benchmark")
            return
        sentence, origin = draft.sentence, draft.sentence.start
        for mention in sentence.mentions:
            if mention.type == "benchmark" and (
                self._labels.fullmatch(sentence.low, mention.end - origin, max(draft.reach_start - origin, 0))
                or self._listed.fullmatch(sentence.low, draft.end - origin, max(mention.start - origin, 0))
            ):
                best["benchmark"] = (-_REACH["any"], mention.name, mention.rule)  # "MMLU: 54.1", "3,008 and 9,509 in"
                return
            if mention.type == "benchmark" and draft.sentence.followed(self._own_value, mention.end):
                continue  # "Fortnite (140 fps)" has its own
            workload = mention.type == "model" and bool(draft.carriers)
            if mention.type != "benchmark" and not workload:
                continue
            gap = tokens.gap(draft.reach_start, draft.reach_end, mention.start, mention.end)
            cost = gap - 0.02 * (mention.end - mention.start) + (8 if workload and mention.how != "name" else 0)
            left, right = draft.reach_end - draft.sentence.start, mention.start - draft.sentence.start
            if left < right and self._clause.search(draft.sentence.low, left, right):
                cost += _REACH["any"] / 4  # "650 for the X100, while its other score was": that is the other's
            if "benchmark" not in best or cost < best["benchmark"][0]:
                best["benchmark"] = (cost, mention.name, mention.rule)

    def _listed_benchmark(self, draft: Draft) -> str:
        """The game or test that a value in brackets stands behind ("Hades (240 fps)"); empty where a thing does."""
        sentence = draft.sentence
        opening = draft.reach_start - 1 - sentence.start
        if sentence.low[opening : opening + 1] != "(":
            return ""
        match = self._before_bracket.search(sentence.text, max(opening - _NAMED, 0), opening)
        if match is None:
            return ""
        first, last = (sentence.start + at for at in match.span(1))
        known = [m for m in sentence.mentions if m.start < last and first < m.end]
        if any(m.type != "benchmark" for m in known):
            return ""
        return known[-1].name if known else match.group(1)


def without_brackets(text: str) -> tuple[str, int]:
    """A text without what stands in brackets, and how many words and signs that was.

    >>> without_brackets("group (laptops, desktops) took in")
    ('group  took in', 5)
    """
    inner = _IN_BRACKETS.findall(text)
    return _IN_BRACKETS.sub("", text), sum(len(_PIECE.findall(words)) for words in inner)


def _names_measure(hit: Hit, draft: Draft) -> bool:
    """True for the part of a business right before the word for what it takes in: "gaming revenue"."""
    return bool(draft.evidence) and hit.start < draft.evidence[0][0] <= hit.end + 1


def _leads_next(hit: Hit, draft: Draft) -> bool:
    """True for a part right before the next figure: "mobile $1.6 billion, embedded $1.2 billion"."""
    return any(0 <= q.phrase_start - hit.end <= _BESIDE for q in draft.sentence.quantities if q.start > draft.start)


def _is_named(hit: Hit, draft: Draft) -> bool:
    """True for a word that is part of a name: "one Grace CPU" measures no CPU performance."""
    return any(m.how == "name" and m.start <= hit.start and hit.end <= m.end for m in draft.sentence.mentions)
