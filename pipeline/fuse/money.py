"""Sums of money compared across currencies: in the original currency where it is given, else at a rate of the day.
A conversion that some day's rate gives is explained by that day; without a rate nothing is said.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pipeline.fuse.compare import Comparison, Relation
from pipeline.fuse.observe import Amount, Observation, Observer
from pipeline.fuse.passages import sentence_at
from pipeline.fuse.rates import Check, Fit, near_fit, past_fit
from pipeline.fuse.readable import measured
from pipeline.fuse.reconcile import Reason
from pipeline.fuse.source import LightDate
from pipeline.model import DateValue
from pipeline.rulebook.verdicts import MoneyRules

_MONTH = 31
NAME = "conversion at another date's rate"


class Money:
    """Checks conversions against the history of rates; ``dates`` are the date expressions of each article, ``latest``
    the latest date of the batch, from which an article without a date is seen.
    """

    def __init__(
        self,
        rules: MoneyRules,
        observer: Observer,
        dates: Mapping[int, Sequence[LightDate]],
        latest: DateValue | None = None,
    ) -> None:
        self._rules = rules
        self._observer = observer
        self._dates = dates
        self._latest = latest
        self._given: dict[int, tuple[Observation, Check]] = {}

    def seen_from(self, found: Observation) -> DateValue | None:
        """The date whose rates count for an observation."""
        return found.published or self._latest

    def fit(self, original: Amount, stated: Amount, found: Observation) -> Check:
        """The day whose rate gives the stated sum, near the article's date or before it."""
        seen_from = self.seen_from(found)
        if seen_from is None or original.unit == stated.unit:
            return Check(False, None)
        near = near_fit(original, stated, seen_from, self._rules)
        if near.fit is not None or not near.known:
            return near
        return past_fit(original, stated, seen_from, self._named(found, seen_from), self._rules)

    def given(self, found: Observation) -> Check:
        """The same for a claim that gives a conversion itself, found out once: verdicts and flags both ask for it."""
        known = self._given.get(id(found))
        if known is None:
            check = Check(False, None)
            if isinstance(found.measure, Amount) and found.converted is not None:
                check = self.fit(found.measure, found.converted, found)
            known = self._given[id(found)] = (found, check)
        return known[1]

    def told(self, found: Observation) -> str:
        """The rate behind a conversion, as words that follow it; nothing where no rate is known."""
        if not isinstance(found.measure, Amount) or found.converted is None:
            return ""
        check = self.given(found)
        if check.fit is not None:
            return f" at the rate of {self._day(check.fit, found, (found,))} ({_rate(check.fit.rate)})"
        return ", which no rate near its date or before it gives" if check.known else ""

    def is_near(self, fit: Fit, found: Observation) -> bool:
        """Whether a day lies near the article's own date."""
        seen_from = self.seen_from(found)
        return seen_from is not None and (seen_from.date_start - fit.day).days <= self._rules.near_days

    def conversions(self, a: Observation, b: Observation) -> Reason | None:
        """Why two conversions of one sum differ: each rate and its day."""
        if not isinstance(a.measure, Amount) or not isinstance(b.measure, Amount):
            return None
        if a.converted is None or b.converted is None or a.converted.unit != b.converted.unit:
            return None
        told = []
        for found, stated in ((a, a.converted), (b, b.converted)):
            fit = self.given(found).fit
            if fit is None:
                return None
            day = self._day(fit, found, (a, b))
            told.append(f"{measured(stated)} at the rate of {day} ({_rate(fit.rate)})")
        return Reason(NAME, f"both convert {measured(a.measure)}: {told[0]}, {told[1]}")

    def across(self, a: Observation, b: Observation) -> tuple[Comparison, Reason | None]:
        """Two sums in two currencies, neither given as the other's conversion."""
        nothing = Comparison(Relation.UNKNOWN, "no rate is known for them")
        if not (isinstance(a.measure, Amount) and isinstance(b.measure, Amount)):
            return nothing, None
        if not (self._observer.is_money(a.measure.unit) and self._observer.is_money(b.measure.unit)):
            return nothing, None
        told = []
        known = False
        for original, stated in ((a, b), (b, a)):
            assert isinstance(original.measure, Amount)
            assert isinstance(stated.measure, Amount)
            check = self.fit(original.measure, stated.measure, stated)
            known = known or check.known
            if check.fit is not None:
                day = self._day(check.fit, stated, (a, b))
                text = f"{measured(original.measure)} was {measured(stated.measure)} at the rate of {day}"
                told.append((not self.is_near(check.fit, stated), text))
        if not told:
            relation = Relation.DIFFERS if known else Relation.UNKNOWN
            return Comparison(relation, "no rate of that time joins them"), None
        far, text = min(told)
        if far:
            return Comparison(Relation.DIFFERS, text), Reason(NAME, text)
        return Comparison(Relation.MEETS, text), None

    def _day(self, fit: Fit, found: Observation, both: Sequence[Observation]) -> str:
        """The day of a rate; one far from its article that neither article names, to the month, says so."""
        day = fit.day.isoformat()
        if self.is_near(fit, found):
            return day
        values = [mention.value for one in both for mention in self._dates.get(one.at, ())]
        values += [one.published for one in both if one.published is not None]
        named = any(
            value.date_start <= fit.day <= value.date_end and (value.date_end - value.date_start).days <= _MONTH
            for value in values
        )
        nobody = "neither article names" if len({one.at for one in both}) > 1 else "the article does not name"
        return day if named else f"{day}, a day that {nobody}"

    def _named(self, found: Observation, seen_from: DateValue) -> list[DateValue]:
        """The past dates that stand in the claim's sentence."""
        dates = [date for date in self._dates.get(found.at, ()) if date.value.date_start <= seen_from.date_end]
        if not dates:
            return []
        span = sentence_at(found.article, found.claim.start, found.claim.end)
        return [mention.value for mention in dates if span.start <= mention.start < span.end]


def _rate(value: float) -> str:
    return f"{value:.4g}" if value < 1 else f"{value:.2f}"
