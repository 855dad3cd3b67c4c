"""The schema of rules/batch.toml: what one article may take, how much is under way, when a process is renewed.
None of these numbers changes a result; they decide when an article is set aside and how well the cores are filled.
"""

from __future__ import annotations

from pydantic import Field

from pipeline.model import Frozen


class ArticleLimits(Frozen):
    """What one article may take before it is set aside: ``seconds`` of time, ``megabytes`` beyond the process's own."""

    seconds: float = Field(default=60.0, gt=0)
    megabytes: int = Field(default=2048, ge=16)


class ProcessLimits(Frozen):
    """How long a process may take to start, and after how many articles or at which resident size it is renewed."""

    start_seconds: float = Field(default=120.0, gt=0)
    articles: int = Field(default=2000, ge=1)
    megabytes: int = Field(default=1024, ge=64)


class TableLimits(Frozen):
    """How a large table is spread over processes: about ``claims`` at a time, over at most so many ``copies`` of the
    first, and over none where there are fewer than ``least`` times that in all; nor are any started for making ready
    fewer articles than ``digests``.
    """

    claims: int = Field(default=2000, ge=1)
    least: int = Field(default=8, ge=1)
    copies: int = Field(default=3, ge=1)
    digests: int = Field(default=1000, ge=1)


class BatchRules(Frozen):
    """The whole of rules/batch.toml.

    Fewer than ``least`` articles start no process. A process gets at most ``chunk`` articles at a time; ``window``
    articles a process may be read ahead of the oldest unfinished one; one over which ``tries`` processes died is set
    aside.
    """

    least: int = Field(default=8, ge=1)
    chunk: int = Field(default=8, ge=1)
    window: int = Field(default=64, ge=2)
    tries: int = Field(default=2, ge=1)
    article: ArticleLimits = ArticleLimits()
    process: ProcessLimits = ProcessLimits()
    table: TableLimits = TableLimits()

    def of_digests(self) -> BatchRules:
        """The rules for making articles ready for the table, which is far less work than reading them."""
        return self.model_copy(update={"least": self.table.digests})
