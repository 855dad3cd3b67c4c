"""Which rule file has which schema: one line a file kind, and the Rulebook gains a typed field.
A schema is a model of the whole TOML file; JSON Lines sections are tuples of one record type.
"""

from __future__ import annotations

from dataclasses import dataclass

from pydantic import BaseModel

from pipeline.model import Frozen
from pipeline.rulebook.attributes import AttributeRules
from pipeline.rulebook.bars import BarRules
from pipeline.rulebook.batch import BatchRules
from pipeline.rulebook.cues import CueRules
from pipeline.rulebook.dates import DateRules
from pipeline.rulebook.evaluation import EvaluationRules
from pipeline.rulebook.explanations import ExplanationRules
from pipeline.rulebook.furniture import FurnitureRules
from pipeline.rulebook.ledger import LedgerRules
from pipeline.rulebook.names import Name
from pipeline.rulebook.numbers import NumberRules
from pipeline.rulebook.reading import ReadingRules
from pipeline.rulebook.scoring import ScoringRules
from pipeline.rulebook.shapes import ShapeRules
from pipeline.rulebook.suspects import SuspectRules
from pipeline.rulebook.syntax import SyntaxRules
from pipeline.rulebook.units import UnitRules
from pipeline.rulebook.verdicts import VerdictRules
from pipeline.rulebook.web import WebPolicy


@dataclass(frozen=True)
class Section:
    """One kind of rule file: the Rulebook field it fills, the files it reads (a glob), the schema."""

    field: str
    pattern: str
    schema: type[BaseModel]

    @property
    def is_list(self) -> bool:
        """True for JSON Lines, whose schema describes one record."""
        return self.pattern.endswith(".jsonl")


SECTIONS: tuple[Section, ...] = (
    Section("names", "names/*.jsonl", Name),
    Section("syntax", "syntax.toml", SyntaxRules),
    Section("bars", "bars.toml", BarRules),
    Section("units", "units.toml", UnitRules),
    Section("numbers", "numbers.toml", NumberRules),
    Section("dates", "dates.toml", DateRules),
    Section("furniture", "furniture.toml", FurnitureRules),
    Section("reading", "reading.toml", ReadingRules),
    Section("attributes", "attributes/*.toml", AttributeRules),
    Section("cues", "cues.toml", CueRules),
    Section("scoring", "scoring.toml", ScoringRules),
    Section("shapes", "shapes.toml", ShapeRules),
    Section("verdicts", "verdicts.toml", VerdictRules),
    Section("suspects", "suspects.toml", SuspectRules),
    Section("evaluation", "evaluation.toml", EvaluationRules),
    Section("ledger", "ledger.toml", LedgerRules),
    Section("batch", "batch.toml", BatchRules),
    Section("explanations", "explanations.toml", ExplanationRules),
    Section("web", "web.toml", WebPolicy),
)


class Sections(Frozen):
    """The typed content of all rule files, one field a section."""

    names: tuple[Name, ...] = ()
    syntax: SyntaxRules = SyntaxRules()
    bars: BarRules = BarRules()
    units: UnitRules = UnitRules()
    numbers: NumberRules = NumberRules()
    dates: DateRules = DateRules()
    furniture: FurnitureRules = FurnitureRules()
    reading: ReadingRules = ReadingRules()
    attributes: AttributeRules = AttributeRules()
    cues: CueRules = CueRules()
    scoring: ScoringRules = ScoringRules()
    shapes: ShapeRules = ShapeRules()
    verdicts: VerdictRules = VerdictRules()
    suspects: SuspectRules = SuspectRules()
    evaluation: EvaluationRules = EvaluationRules()
    ledger: LedgerRules = LedgerRules()
    batch: BatchRules = BatchRules()
    explanations: ExplanationRules = ExplanationRules()
    web: WebPolicy = WebPolicy()
