"""From the observations of one cell to its verdict, with the pair that decided and one sentence why.
Only statements of different origins are held against each other; distinct values are compared, not all claims.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from pipeline.fuse.compare import Comparer, Comparison, Relation
from pipeline.fuse.money import Money
from pipeline.fuse.observe import Amount, Measure, Observation, fineness
from pipeline.fuse.readable import stated
from pipeline.fuse.reconcile import Reason, Reconciler
from pipeline.model import Modality, Verdict

_MOST = 150

Weight = tuple[bool, int, tuple[int, float]]
Said = tuple[Measure, Amount | None, bool]


class Voice(NamedTuple):
    """One observation as a cell hears it; a supporting one comes from a wider or narrower condition."""

    found: Observation
    supports: bool


class Judgement(NamedTuple):
    """A verdict, the sentence that says why, and the two observations whose comparison decided.

    ``name`` is the reason that reconciles; ``weight`` ranks what several pairs would say.
    """

    verdict: Verdict
    reason: str
    pair: tuple[Observation, ...] = ()
    name: str = ""
    weight: Weight = (False, 0, (0, 0.0))


class Judge:
    """Judges cells under one rulebook."""

    def __init__(self, comparer: Comparer, reconciler: Reconciler, money: Money, own: Sequence[str] = ()) -> None:
        """``own`` is the origin of each article's own words, by the article's place."""
        self._comparer = comparer
        self._reconciler = reconciler
        self._money = money
        self._own = own

    def relation(self, a: Observation, b: Observation) -> tuple[Comparison, Reason | None]:
        """How two observations stand to each other, and what reconciles them where they differ."""
        found, reason = self._values(a, b)
        if (a.claim.modality is Modality.NEGATED) != (b.claim.modality is Modality.NEGATED):
            return _opposed(found), None
        if found.relation is Relation.DIFFERS:
            return found, reason or self._reconciler.reason(a, b)
        if a.converted is not None and b.converted is not None and a.converted.unit == b.converted.unit:
            given = self._comparer.compare(a.claim.attribute, a.converted, b.converted)
            if given.relation is Relation.DIFFERS:
                reason = self._money.conversions(a, b)
                return (given, reason) if reason else (found, None)
        return found, None

    def _values(self, a: Observation, b: Observation) -> tuple[Comparison, Reason | None]:
        """How two values stand to each other, whoever says them; sums of two currencies by a rate."""
        found = self._comparer.compare(a.claim.attribute, a.measure, b.measure)
        return self._money.across(a, b) if found.relation is Relation.UNKNOWN else (found, None)

    def contradicts(self, a: Observation, b: Observation) -> bool:
        """Whether two observations differ for no known reason."""
        found, reason = self.relation(a, b)
        return found.relation is Relation.DIFFERS and reason is None

    def apart(self, a: Observation, b: Observation) -> bool:
        """Whether two observations state different values, whatever reconciles them."""
        found, _ = self._values(a, b)
        if (a.claim.modality is Modality.NEGATED) != (b.claim.modality is Modality.NEGATED):
            found = _opposed(found)
        return found.relation is Relation.DIFFERS

    def of_two_dates(self, a: Observation, b: Observation) -> bool:
        """Whether two values differ as of two dates: one voice may well give both."""
        return self._reconciler.as_of(a, b) is not None

    def same(self, a: Observation, b: Observation) -> bool:
        """Whether two observations state the same value."""
        return self._comparer.compare(a.claim.attribute, a.measure, b.measure).relation is Relation.EQUAL

    def independent(self, voices: Sequence[Voice]) -> list[Voice]:
        """The voices without those articles that only repeat, in words of their own, what they credit to a source."""
        told = {(self._witness(v.found), _what(v.found)) for v in voices if not self._speaks(v.found)}
        return [v for v in voices if not self._speaks(v.found) or (v.found.origin, _what(v.found)) not in told]

    def behind(self, shown: Sequence[Observation], voices: Sequence[Voice], verdict: Verdict) -> tuple[str, ...]:
        """The origins behind the value that a cell shows: those that state it, or that it meets."""
        near = {Relation.EQUAL, Relation.MEETS} if verdict is Verdict.COMPATIBLE else {Relation.EQUAL}
        kinds: dict[Said, list[Observation]] = defaultdict(list)
        for voice in self.independent(voices):
            kinds[_what(voice.found)].append(voice.found)
        alike = [
            members
            for what, members in kinds.items()
            if any(_what(one) == what or self.relation(one, members[0])[0].relation in near for one in shown)
        ]
        return tuple(sorted({found.origin for members in alike for found in members}))

    def _witness(self, found: Observation) -> str:
        """The origin of the article that an observation stands in, whoever it is credited to."""
        return self._own[found.at] if found.at < len(self._own) else found.origin

    def _speaks(self, found: Observation) -> bool:
        """Whether an observation is in its article's own words; credited and quoted ones are another's."""
        return found.origin == self._witness(found)

    def _one_witness(self, a: Observation, b: Observation) -> bool:
        """Whether one article says both, the one for itself and the other for a source that it credits."""
        return self._witness(a) == self._witness(b) and self._speaks(a) != self._speaks(b)

    def judge(self, voices: Sequence[Voice]) -> Judgement:
        """The verdict over all voices of one cell; at least one is expected."""
        voices = self.independent(voices)
        own = sorted({voice.found.origin for voice in voices if not voice.supports})
        groups = list(self._by_measure(voices).values())
        best: Judgement | None = None
        explained: Judgement | None = None
        for at, some in enumerate(groups):
            for others in groups[at:]:
                decided = self._between(some, others)
                if decided is None:
                    continue
                if decided.verdict is Verdict.DISAGREEMENT:
                    return decided
                if decided.verdict is Verdict.EXPLAINED:
                    explained = explained or decided
                elif best is None or _weight(decided, some, others) > best.weight:
                    best = decided._replace(weight=_weight(decided, some, others))
        if explained is not None:
            return explained
        if best is not None:
            return best if best.verdict is not Verdict.AGREEMENT else self._agreement(best, voices)
        return _single(voices, own)

    def _agreement(self, decided: Judgement, voices: Sequence[Voice]) -> Judgement:
        """An agreement with all who share it."""
        a, b = decided.pair
        if fineness(b.measure) > fineness(a.measure):
            a, b = b, a
        equal = self.behind((a,), voices, decided.verdict)
        text = denied(a) + stated(a.claim.value, a.claim.attribute.endswith("_ratio"))
        reason = f"{len(equal)} independent origins state {text} ({decided.reason}): {_names(equal)}."
        return decided._replace(reason=reason, pair=(a, b))

    def _by_measure(self, voices: Iterable[Voice]) -> dict[Said, list[Voice]]:
        """Voices by what they say; of one origin, date and modality two voices are enough, of two witnesses."""
        groups: dict[Said, list[Voice]] = defaultdict(list)
        seen: dict[tuple[object, ...], set[str]] = defaultdict(set)
        for voice in sorted(voices, key=lambda v: (v.supports, v.found.order)):
            found = voice.found
            key = _what(found)
            voiced = (*key, found.origin, found.published, found.claim.modality, voice.supports)
            witness = self._witness(found)
            if len(seen[voiced]) < 2 and witness not in seen[voiced]:
                seen[voiced].add(witness)
                groups[key].append(voice)
        return dict(sorted(groups.items(), key=lambda item: repr(item[0])))

    def _between(self, some: Sequence[Voice], others: Sequence[Voice]) -> Judgement | None:
        """What the voices of two values (or of one) say to each other; the worst pair of different origins."""
        met: Judgement | None = None
        explained: Judgement | None = None
        for a, b in _pairs(some, others):
            if self._one_witness(a.found, b.found):
                continue
            found, reason = self.relation(a.found, b.found)
            pair = (a.found, b.found)
            if found.relation is Relation.DIFFERS:
                if a.supports or b.supports:
                    continue
                if reason is not None:
                    explained = explained or _explained(pair, reason)
                elif not (a.found.vague and b.found.vague):
                    return _disagreement(pair)
            elif found.relation is Relation.EQUAL:
                if met is None or met.verdict is not Verdict.AGREEMENT:
                    met = Judgement(Verdict.AGREEMENT, found.how, pair)
            elif found.relation is Relation.MEETS and met is None:
                met = _compatible(pair, found)
        return explained or met


def _pairs(some: Sequence[Voice], others: Sequence[Voice]) -> Iterator[tuple[Voice, Voice]]:
    """Pairs of different origins, each once, of which at least one speaks in its own cell; very many are cut short."""
    for a in some[:_MOST]:
        for b in others[:_MOST]:
            if a.found.origin != b.found.origin and not (a.supports and b.supports):
                if some is others and a.found.order > b.found.order:
                    continue
                yield a, b


def _what(found: Observation) -> Said:
    """What an observation says, whoever says it."""
    return (found.measure, found.converted, found.claim.modality is Modality.NEGATED)


def _opposed(found: Comparison) -> Comparison:
    """What a denial makes of a comparison: denying the same value contradicts, denying another says nothing."""
    if found.relation is Relation.EQUAL:
        return Comparison(Relation.DIFFERS, "one denies what the other states")
    return Comparison(Relation.UNKNOWN, "one denies another value")


def _weight(decided: Judgement, some: Sequence[Voice], others: Sequence[Voice]) -> Weight:
    """Agreement first, then the number of origins, then how much the value says."""
    origins = {voice.found.origin for voice in (*some, *others)}
    finest = max(fineness(found.measure) for found in decided.pair)
    return (decided.verdict is Verdict.AGREEMENT, len(origins), finest)


def denied(found: Observation) -> str:
    """The word that makes a denial of a value."""
    return "not " if found.claim.modality is Modality.NEGATED else ""


def said(found: Observation) -> str:
    """An observation as its article states it, with the article's name and the source that it credits."""
    ratio = found.claim.attribute.endswith("_ratio")
    voice = f"{found.claim.attribution.strip()}, in " if found.claim.attribution.strip() else ""
    return f"{denied(found)}{stated(found.claim.value, ratio)} ({voice}{found.claim.article})"


def _compatible(pair: tuple[Observation, Observation], found: Comparison) -> Judgement:
    return Judgement(Verdict.COMPATIBLE, f"{said(pair[0])} and {said(pair[1])} meet: {found.how}.", pair)


def _explained(pair: tuple[Observation, Observation], reason: Reason) -> Judgement:
    text = f"{said(pair[0])} and {said(pair[1])} differ, but {reason.sentence} ({reason.name})."
    return Judgement(Verdict.EXPLAINED, text, pair, reason.name)


def _disagreement(pair: tuple[Observation, Observation]) -> Judgement:
    text = f"{said(pair[0])} and {said(pair[1])} cannot both hold, and no known reason reconciles them."
    return Judgement(Verdict.DISAGREEMENT, text, pair)


def _single(voices: Sequence[Voice], own: Sequence[str]) -> Judgement:
    articles = sorted({voice.found.claim.article for voice in voices if not voice.supports})
    if len(own) > 1 and len(articles) == 1:
        told = list(dict.fromkeys(said(voice.found) for voice in voices if not voice.supports))
        text = f"One article is the only witness, for itself and for those it credits: {', '.join(told[:4])}."
        return Judgement(Verdict.SINGLE_SOURCE, text)
    if len(own) > 1:
        first = min((v.found for v in voices), key=lambda found: found.order)
        text = f"{len(own)} origins speak of it, but their values cannot be compared, so {said(first)} stands alone."
        return Judgement(Verdict.SINGLE_SOURCE, text)
    name = own[0] if own else voices[0].found.origin
    ratio = voices[0].found.claim.attribute.endswith("_ratio")
    texts = sorted({stated(voice.found.claim.value, ratio) for voice in voices if not voice.supports})
    more = f" It gives {' and '.join(texts[:4])}." if len(texts) > 1 else ""
    if len(articles) > 1:
        return Judgement(Verdict.SINGLE_SOURCE, f"{len(articles)} articles, but all are the voice of {name}.{more}")
    return Judgement(Verdict.SINGLE_SOURCE, f"Only {name} says so.{more}")


def _names(names: Sequence[str]) -> str:
    shown = ", ".join(names[:5])
    return f"{shown} and {len(names) - 5} more" if len(names) > 5 else shown
