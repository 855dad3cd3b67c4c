"""From the observations of one cell to its verdict, with the pair that decided and one sentence why.
Only statements of different origins are held against each other; distinct values are compared, not all claims.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from pipeline.fuse.compare import Comparer, Comparison, Relation
from pipeline.fuse.judgement import (
    Heard,
    Judgement,
    Voice,
    Weight,
    alone,
    compatible,
    denied,
    disagreement,
    explained,
    in_fixed_order,
    is_ratio,
    names_of_origins,
    single,
    what_of,
)
from pipeline.fuse.money import Money
from pipeline.fuse.observe import Observation, fineness
from pipeline.fuse.readable import stated
from pipeline.fuse.reconcile import Reason, Reconciler
from pipeline.fuse.witnesses import Witnesses
from pipeline.model import Modality, Verdict

_MOST = 150


class Judge:
    """Judges cells under one rulebook."""

    def __init__(
        self, comparer: Comparer, reconciler: Reconciler, money: Money, witnesses: Witnesses | None = None
    ) -> None:
        """``witnesses`` tell apart the voices of one article."""
        self._comparer = comparer
        self._reconciler = reconciler
        self._money = money
        self._witnesses = witnesses or Witnesses()

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
        if found.relation is not Relation.UNKNOWN:
            return found, None
        if a.side_by_side and a.attribute.plural:
            return Comparison(Relation.UNKNOWN, "there may be several of them"), None
        return self._money.across(a, b)

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
        """Whether two values differ as of two dates: one voice may well give both, but not a value and its denial."""
        if (a.claim.modality is Modality.NEGATED) != (b.claim.modality is Modality.NEGATED):
            return False
        return self._reconciler.as_of(a, b) is not None

    def witness(self, found: Observation) -> str:
        """The origin of the article that an observation stands in, whoever it is credited to."""
        return self._witnesses.of(found)

    def beside(self, a: Observation, b: Observation) -> bool:
        """Whether one article gives two values that cannot both hold, one in its own words and one credited, without
        having found out either.
        """
        return self._witnesses.repeats(a, b) and self.contradicts(a, b)

    def comparable(self, a: Observation, b: Observation) -> bool:
        """Whether two values can be compared by themselves, whoever says them and when."""
        return self._comparer.compare(a.claim.attribute, a.measure, b.measure).relation is not Relation.UNKNOWN

    def same(self, a: Observation, b: Observation) -> bool:
        """Whether two observations state the same value."""
        return self._comparer.compare(a.claim.attribute, a.measure, b.measure).relation is Relation.EQUAL

    def independent(self, voices: Sequence[Voice]) -> Heard:
        """The voices without those articles that only repeat, in words of their own, what they credit to a source."""
        if self._witnesses.all_speak([voice.found for voice in voices]):
            return Heard(voices)
        speaks, witness = self._witnesses.speaks, self._witnesses.of
        credited = [voice for voice in voices if not speaks(voice.found)]
        told = {(witness(v.found), what_of(v.found), v.supports) for v in credited}

        def repeats(voice: Voice) -> bool:
            found = voice.found
            if not speaks(found):
                return False
            alike = any((found.origin, what_of(found), supports) in told for supports in {False, voice.supports})
            return alike and not self._witnesses.found_out(found)

        return Heard([voice for voice in voices if not repeats(voice)], {witness(voice.found) for voice in credited})

    def behind(self, shown: Sequence[Observation], heard: Heard, verdict: Verdict) -> tuple[str, ...]:
        """The origins behind the value that a cell shows: those independent voices that state it, or that it meets."""
        near = {Relation.EQUAL, Relation.MEETS} if verdict is Verdict.COMPATIBLE else {Relation.EQUAL}
        told = set(map(what_of, shown))
        origins: set[str] = set()
        for what, members in heard.kinds.items():
            if what in told or any(self.relation(one, members[0].found)[0].relation in near for one in shown):
                origins.update([voice.found.origin for voice in members])
        return tuple(sorted(origins))

    def judge(self, heard: Heard) -> Judgement:
        """The verdict over the independent voices of one cell; at least one is expected."""
        voices = heard.voices
        if len(voices) == 1:
            return alone(voices[0].found)
        own = sorted({voice.found.origin for voice in voices if not voice.supports})
        if len(own) < 2 and len({*own, *[voice.found.origin for voice in voices if voice.supports]}) == 1:
            return single(voices, own, self._witnesses, self.relation)
        groups = self._by_measure(heard)
        best: Judgement | None = None
        reconciled: Judgement | None = None
        for at, some in enumerate(groups):
            for others in groups[at:]:
                decided = self._between(some, others)
                if decided is None:
                    continue
                if decided.verdict is Verdict.DISAGREEMENT:
                    return self._with_sides(decided, heard)
                if decided.verdict is Verdict.EXPLAINED:
                    reconciled = reconciled or decided
                else:
                    weight = _weight(decided, some, others)
                    best = decided._replace(weight=weight) if best is None or weight > best.weight else best
        if reconciled is not None:
            return reconciled
        if best is not None:
            return best if best.verdict is not Verdict.AGREEMENT else self._agreement(best, heard)
        return single(voices, own, self._witnesses, self.relation)

    def _with_sides(self, decided: Judgement, heard: Heard) -> Judgement:
        """A disagreement with how many stand on either side, where it is more than one against one."""
        sides = [(found, len(self.behind((found,), heard, Verdict.AGREEMENT))) for found in decided.pair]
        if max(count for _, count in sides) < 2:
            return decided
        told = [
            f"{count} origin{'s' * (count > 1)} for {denied(found)}{stated(found.claim.value, is_ratio(found))}"
            for found, count in sorted(sides, key=lambda side: -side[1])
        ]
        return decided._replace(reason=f"{decided.reason} There are {' and '.join(told)}.")

    def _agreement(self, decided: Judgement, heard: Heard) -> Judgement:
        """An agreement with all who share it."""
        a, b = decided.pair
        if fineness(b.measure) > fineness(a.measure):
            a, b = b, a
        equal = self.behind((a,), heard, decided.verdict)
        text = denied(a) + stated(a.claim.value, is_ratio(a))
        reason = f"{len(equal)} independent origins state {text} ({decided.reason}): {names_of_origins(equal)}."
        return decided._replace(reason=reason, pair=(a, b))

    def _by_measure(self, heard: Heard) -> list[list[Voice]]:
        """Voices by what they say; of one origin, date and modality two voices are enough, of two witnesses."""
        return [self._telling(heard.kinds[what], heard.credit) for what in in_fixed_order(heard.kinds)]

    def _telling(self, alike: list[Voice], credit: Collection[str]) -> list[Voice]:
        """Those of some voices, which all say the same, that are enough."""
        if len(alike) == 1:
            return alike
        telling: list[Voice] = []
        seen: dict[tuple[object, ...], list[str]] = {}
        witness_of = self._witnesses.of
        for voice in sorted(alike, key=_rank):
            found = voice.found
            witness = witness_of(found)
            own = witness in credit and self._witnesses.found_out(found)
            known = seen.setdefault((found.origin, _day(found), found.claim.modality, voice.supports, own), [])
            if len(known) < 2 and witness not in known:
                known.append(witness)
                telling.append(voice)
        return telling

    def _between(self, some: Sequence[Voice], others: Sequence[Voice]) -> Judgement | None:
        """What the voices of two values (or of one) say to each other; the worst pair of different origins."""
        met: Judgement | None = None
        reconciled: Judgement | None = None
        for a, b in _pairs(some, others):
            if self._witnesses.repeats(a.found, b.found):
                continue
            found, reason = self.relation(a.found, b.found)
            pair = (a.found, b.found)
            if found.relation is Relation.DIFFERS:
                if a.supports or b.supports:
                    continue
                if reason is not None:
                    reconciled = reconciled or explained(pair, reason)
                elif not (a.found.vague and b.found.vague):
                    return disagreement(pair)
            elif found.relation is Relation.EQUAL:
                if met is None or met.verdict is not Verdict.AGREEMENT:
                    met = Judgement(Verdict.AGREEMENT, found.how, pair)
            elif found.relation is Relation.MEETS and met is None:
                met = compatible(pair, found)
            if found.relation is not Relation.DIFFERS and not self._of_a_day(*pair):
                break  # all pairs of these two values stand to each other like this one
        return reconciled or met

    def _of_a_day(self, a: Observation, b: Observation) -> bool:
        """Whether rates of a day decide how two values stand to each other."""
        return not self.comparable(a, b) or (a.converted is not None and b.converted is not None)


def _pairs(some: Sequence[Voice], others: Sequence[Voice]) -> Iterator[tuple[Voice, Voice]]:
    """Pairs of different origins, each once, of which at least one speaks in its own cell; very many are cut short."""
    for a in some[:_MOST]:
        for b in others[:_MOST]:
            if a.found.origin != b.found.origin and not (a.supports and b.supports):
                if some is others and a.found.order > b.found.order:
                    continue
                yield a, b


def _rank(voice: Voice) -> tuple[bool, int]:
    """A cell's own voices come before its support, and all by their place."""
    return (voice.supports, voice.found.order)


def _day(found: Observation) -> object:
    """An article's date as something that is quickly told from others."""
    return found.published and (found.published.date_start, found.published.date_end)


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
