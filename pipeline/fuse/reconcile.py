"""Why two values that differ may both be right: a plan and a fact, two dates, two calendars, two scopes, two
ways to count.
Only a reason that has a name reconciles; without one the difference stands.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from pipeline.fuse.observe import Amount, Days, Observation, Observer, is_firm
from pipeline.fuse.passages import paragraph_at, sentence_at
from pipeline.fuse.periods import KEY, days, is_ahead, is_month
from pipeline.model import Modality
from pipeline.rulebook.verdicts import FactorReason, VerdictRules


class Reason(NamedTuple):
    """A named reason: ``sentence`` completes "… differ, but …"."""

    name: str
    sentence: str


class Reconciler:
    """Finds the reason for a difference, the most telling first."""

    def __init__(self, rules: VerdictRules, observer: Observer) -> None:
        self._rules = rules
        self._observer = observer
        self._steps: tuple[Callable[[Observation, Observation], Reason | None], ...] = (
            self._rumour,
            self._plan,
            self._fiscal,
            self.as_of,
            self._factor,
        )

    def reason(self, a: Observation, b: Observation) -> Reason | None:
        """What reconciles two differing observations, or nothing."""
        for step in self._steps:
            found = step(a, b)
            if found is not None:
                return found
        return None

    def _rumour(self, a: Observation, b: Observation) -> Reason | None:
        """A rumour that came out otherwise is a story, no contradiction."""
        rumoured = [found for found in (a, b) if found.claim.modality is Modality.RUMOURED]
        if len(rumoured) != 1:
            return None
        return Reason("a rumour", f"{rumoured[0].claim.article} only passes on a rumour")

    def _plan(self, a: Observation, b: Observation) -> Reason | None:
        """A plan gives way to a later fact, an old plan to a newer one."""
        plans = [found for found in (a, b) if found.claim.modality is Modality.PLANNED]
        if len(plans) == 1:
            plan = plans[0]
            fact = b if plan is a else a
            if not _before(fact, plan):
                return Reason(
                    "a plan and a fact", f"{plan.claim.article} tells a plan, {fact.claim.article} the outcome"
                )
        if len(plans) == 2 and isinstance(a.measure, Days) and self._apart(a, b):
            return Reason("a changed plan", f"the plan changed between {_when(a)} and {_when(b)}")
        return None

    def _fiscal(self, a: Observation, b: Observation) -> Reason | None:
        """What has been before its time began is of a fiscal year, which makers count ahead of the calendar."""
        early = [found for found in (a, b) if _is_fiscal(found)]
        if len(early) != 1:
            return None
        return Reason("a fiscal year", f"{early[0].claim.article} appeared before that time and means a fiscal year's")

    def as_of(self, a: Observation, b: Observation) -> Reason | None:
        """A count that grew, a price that moved: the later date speaks for itself."""
        time = a.attribute.time
        if self._of_one_time(a, b):
            return None
        if time == "fluctuating" and self._apart(a, b):
            return Reason(
                "another as-of date", f"the value moves with time: one is of {_when(a)}, the other of {_when(b)}"
            )
        if time == "cumulative" and isinstance(a.measure, Amount) and isinstance(b.measure, Amount):
            first, last = (a, b) if _before(a, b) else (b, a)
            if _before(first, last) and _least(last) >= _least(first):
                return Reason(
                    "another as-of date", f"the number grows: one is of {_when(first)}, the other of {_when(last)}"
                )
        return None

    def _of_one_time(self, a: Observation, b: Observation) -> bool:
        """Whether both say of which time they are, and it is one: then it does not matter when they were written."""
        first, second = (dict(found.condition).get(KEY, "") for found in (a, b))
        if not first or first != second or days(first) is None:
            return False
        return a.claim.attribute not in self._rules.time.moving or is_month(first)

    def _factor(self, a: Observation, b: Observation) -> Reason | None:
        """Two ways to count that differ by a known factor."""
        if not (isinstance(a.measure, Amount) and isinstance(b.measure, Amount)):
            return None
        x, y = a.measure.point, b.measure.point
        if not x or not y or x < 0 or y < 0:
            return None
        ratio = max(x, y) / min(x, y)
        for rule in self._rules.reason:
            near = any(abs(ratio / factor - 1) <= rule.tolerance for factor in rule.factors)
            near = near and not (rule.multiple_of and min(x, y) % rule.multiple_of)
            near = near and (not rule.units or {a.stated_unit, b.stated_unit} <= set(rule.units))
            if near and self._applies(rule, a) and (not rule.words or self._told(rule, a) or self._told(rule, b)):
                return Reason(rule.name, rule.sentence)
        return None

    def _applies(self, rule: FactorReason, found: Observation) -> bool:
        if found.claim.attribute in rule.attributes:
            return True
        unit = found.measure.unit if isinstance(found.measure, Amount) else ""
        return bool(unit) and self._observer.dimension(unit) in rule.dimensions

    @staticmethod
    def _told(rule: FactorReason, found: Observation) -> bool:
        """Whether a cue of the rule stands in the claim's sentence (or paragraph) or qualifiers."""
        around = paragraph_at if rule.paragraph else sentence_at
        span = around(found.article, found.claim.start, found.claim.end)
        said = " ".join(
            (found.article.quote(span.start, span.end), found.claim.quote, *found.claim.qualifiers.values())
        )
        return any(word in said.casefold() for word in rule.words)

    def _apart(self, a: Observation, b: Observation) -> bool:
        """Whether two dated statements lie far enough apart for time to explain them."""
        if a.published is None or b.published is None:
            return False
        first, last = sorted((a.published, b.published), key=lambda d: (d.date_start, d.date_end))
        return (last.date_start - first.date_end).days >= max(1, self._rules.time.as_of_days)


def _is_fiscal(found: Observation) -> bool:
    """Whether a claim states as a fact what was in a time that began after its article."""
    if found.published is None or not is_firm(found):
        return False
    return is_ahead(dict(found.condition).get(KEY, ""), found.published.date_end)


def _before(a: Observation, b: Observation) -> bool:
    """Whether ``a`` was surely published before ``b``."""
    return a.published is not None and b.published is not None and a.published.date_end < b.published.date_start


def _least(found: Observation) -> float:
    low = found.measure.low if isinstance(found.measure, Amount) else None
    return low if low is not None else 0.0


def _when(found: Observation) -> str:
    date = found.published
    if date is None:
        return found.claim.article
    return date.date_start.isoformat() if date.date_start == date.date_end else f"{date.date_start:%Y-%m}"
