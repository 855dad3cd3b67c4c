"""One evaluation: read and compare the corpus as a user's run would, then score all there is gold for.
What comes back is plain data; ``words`` says it as text, ``gate`` holds it against floors.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

from pipeline.api import Pipeline, Progress
from pipeline.evaluate.claims import ClaimScores, score_claims
from pipeline.evaluate.corpus import Corpus, load_corpus
from pipeline.evaluate.matching import Matcher
from pipeline.evaluate.table import TableScores, score_cells, score_flags, score_origins
from pipeline.model import UNREAD, Frozen, Table


class Evaluation(Frozen):
    """Scores of claims, cells, flags and origins; ``tables`` has those that the corpus holds gold for."""

    folder: str
    digest: str
    articles: int
    unread: tuple[str, ...]
    claims: ClaimScores
    tables: dict[str, TableScores]

    def metrics(self) -> dict[str, float]:
        """The numbers that floors are set on, by name."""
        total = self.claims.total
        found = {"claims_core_f1": total.f1, "claims_full_f1": total.full_f1, "claims_precision": total.precision}
        for name, scores in self.tables.items():
            found[f"{name}_f1"] = scores.score.f1
            if name == "cells":
                found["cells_verdict_f1"] = scores.score.full_f1
        return {name: round(value, 4) for name, value in found.items()}

    def record(self) -> dict[str, Any]:
        """All of it, for JSON."""
        return {
            "corpus": self.folder,
            "digest": self.digest,
            "articles": self.articles,
            "unread": list(self.unread),
            "metrics": self.metrics(),
            "claims": {
                "total": self.claims.total.record(),
                "by_attribute": {name: score.record() for name, score in self.claims.by_attribute.items()},
                "by_article": {name: score.record() for name, score in self.claims.by_article.items()},
                "causes": dict(Counter(f"{error.side}: {error.cause}" for error in self.claims.errors).most_common()),
                "errors": [error.model_dump(mode="json") for error in self.claims.errors],
            },
            **{
                name: {
                    "total": scores.score.record(),
                    "failures": [failure.model_dump(mode="json") for failure in scores.failures],
                }
                for name, scores in self.tables.items()
            },
        }


def evaluate(folder: Path, pipeline: Pipeline, jobs: int = 1, progress: Progress | None = None) -> Evaluation:
    """Run the pipeline on a corpus and score what it says. Raises GoldError where the gold cannot be used."""
    corpus = load_corpus(folder)
    return score(corpus, pipeline.run(corpus.inputs, jobs=jobs, progress=progress), pipeline)


def score(corpus: Corpus, table: Table, pipeline: Pipeline) -> Evaluation:
    """Score a finished table against a corpus."""
    matcher = Matcher(pipeline.rulebook)
    articles = {article.name: article for article in table.texts}
    tables: dict[str, TableScores] = {}
    if corpus.cells:
        tables["cells"] = score_cells(corpus, table, matcher)
    if corpus.flags:
        tables["flags"] = score_flags(corpus, table, matcher)
    if corpus.origins:
        tables["origins"] = score_origins(corpus, table)
    rejected = [row for row in table.articles if row.status == "rejected"]
    return Evaluation(
        folder=str(corpus.folder),
        digest=corpus.digest,
        articles=sum(row.status not in UNREAD for row in table.articles),
        unread=tuple(f"{row.article}: {row.reason}" for row in rejected),
        claims=score_claims(corpus.claims, table.claims, pipeline.rulebook, articles),
        tables=tables,
    )
