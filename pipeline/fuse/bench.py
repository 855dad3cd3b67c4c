"""Those who judge cells, with what they know of the articles: set up once for a batch, or once for each part of one.
What lasts from part to part is the court; what a part brings with it makes a bench of it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from pipeline.fuse.compare import Comparer
from pipeline.fuse.judge import Judge
from pipeline.fuse.money import Money
from pipeline.fuse.names import names_of
from pipeline.fuse.observe import Observer
from pipeline.fuse.reconcile import Reconciler
from pipeline.fuse.source import LightDate
from pipeline.fuse.texts import Texts
from pipeline.fuse.witnesses import Witnesses
from pipeline.model import DateValue
from pipeline.rulebook import Rulebook


@dataclass(frozen=True)
class Bench:
    """A judge, and for each article, known by its place, the origin of its own words and why that is another's;
    ``voices`` is how those were told that came up.
    """

    judge: Judge
    money: Money
    own: Sequence[str]
    reasons: Sequence[str]
    voices: dict[int, str] = field(default_factory=dict)


class Court:
    """What judging needs whatever the articles are: names, units, rules; comparisons are remembered."""

    def __init__(self, rulebook: Rulebook) -> None:
        self.observer = Observer(rulebook)
        self._rules, self._findings = rulebook.verdicts, rulebook.cues.finding
        self._comparer = Comparer(rulebook.verdicts.precision, Texts(rulebook.verdicts, names_of(rulebook)))
        self._reconciler = Reconciler(rulebook.verdicts, self.observer)

    def bench(
        self,
        own: Sequence[str],
        reasons: Sequence[str],
        dates: Mapping[int, Sequence[LightDate]],
        latest: DateValue | None,
    ) -> Bench:
        """A bench for these articles; ``dates`` are their date expressions, ``latest`` the latest date of the batch."""
        money = Money(self._rules.money, self.observer, dates, latest)
        witnesses = Witnesses(own, self._findings)
        return Bench(Judge(self._comparer, self._reconciler, money, witnesses), money, own, reasons)
