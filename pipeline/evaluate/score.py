"""Counts of right, wrong and missed, and what they make: precision, recall, F1.
All scores of this package are of this one kind.
"""

from __future__ import annotations

from pipeline.model import Frozen


class Score(Frozen):
    """``right`` are found as gold says (core), ``full`` of those in every respect; ``wrong`` found, not in gold;
    ``missed`` in gold, not found.

    >>> score = Score(right=3, full=2, wrong=1, missed=2)
    >>> round(score.precision, 2), round(score.recall, 2), round(score.f1, 3), round(score.full_f1, 3)
    (0.75, 0.6, 0.667, 0.571)
    """

    right: int = 0
    full: int = 0
    wrong: int = 0
    missed: int = 0

    def __add__(self, other: Score) -> Score:
        return Score(
            right=self.right + other.right,
            full=self.full + other.full,
            wrong=self.wrong + other.wrong,
            missed=self.missed + other.missed,
        )

    @property
    def gold(self) -> int:
        """How many there were to find."""
        return self.right + self.missed

    @property
    def precision(self) -> float:
        """Of what was found, the part that is right; 0 where nothing was found."""
        return _part(self.right, self.right + self.wrong)

    @property
    def recall(self) -> float:
        """Of what was to be found, the part that was; 0 where there was nothing."""
        return _part(self.right, self.gold)

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        return _part(2 * self.right, 2 * self.right + self.wrong + self.missed)

    @property
    def full_f1(self) -> float:
        """The same with only what agrees in full as right; what agrees in the core alone counts neither way."""
        precision, recall = _part(self.full, self.full + self.wrong), _part(self.full, self.full + self.missed)
        return _part(2 * precision * recall, precision + recall)

    def record(self) -> dict[str, float | int]:
        """All of it, for JSON."""
        counts = {"gold": self.gold, "right": self.right, "full": self.full, "wrong": self.wrong, "missed": self.missed}
        rates = {"precision": self.precision, "recall": self.recall, "f1": self.f1, "full_f1": self.full_f1}
        return {**counts, **{name: round(rate, 4) for name, rate in rates.items()}}


def _part(some: float, of: float) -> float:
    return some / of if of else 0.0
