"""The knowledge table: readings in, cells with verdicts, flags and article rows out. Start here to read this package.
A pure function: the same readings give the same table in any order.
"""

from __future__ import annotations

from collections.abc import Iterable

from pipeline.fuse.opened import OpenTable
from pipeline.model import Article, Claim, Digest, Reading, Rejected, Table
from pipeline.rulebook import Rulebook


def build_table(
    readings: Iterable[Reading | Digest],
    rulebook: Rulebook,
    rejected: Iterable[Rejected] = (),
    min_confidence: float = 0.0,
) -> Table:
    """Claims of many articles as one table, all of it in memory.

    Every claim lies in exactly one cell, but for those below ``min_confidence``, which lie in none; flags of severity
    error or warning keep a claim out of ``verdict`` but not out of ``verdict_all``. Never raises for what an article
    says. ``texts`` of digests are articles without blocks.
    """
    articles: dict[tuple[str, str], Article] = {}

    def noted() -> Iterable[Reading | Digest]:
        for reading in readings:
            if isinstance(reading, Reading):
                key = (reading.article.name, reading.article.text)
                if key not in articles or repr(reading.article) < repr(articles[key]):
                    articles[key] = reading.article
            yield reading

    table = OpenTable(noted(), rulebook, rejected, min_confidence)
    return Table(
        cells=tuple(sorted(table.cells, key=lambda c: (c.subject, c.attribute, tuple(c.condition.items()), c.id))),
        flags=table.flags,
        claims=tuple(Claim.trusted(**claim._asdict()) for claim in table.claims),
        articles=table.articles,
        fingerprint=table.fingerprint,
        texts=tuple(
            articles.get((source.name, source.text)) or Article(name=source.name, text=source.text, blocks=())
            for source in table.texts
        ),
    )
