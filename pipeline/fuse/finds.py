"""What the words of one article give, whatever other articles say: its pieces, and what the suspicions look for.
The slow part of the table, and a pure function of one article, its claims and the rules: done once an article.
"""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import blake2b

import numpy as np

from pipeline.fuse.passages import paragraphs, runs, words
from pipeline.fuse.source import Finds, Shared, Source, Words, packed
from pipeline.fuse.suspect.anachronism import present_dates
from pipeline.fuse.suspect.attribution_conflict import credited_sentences
from pipeline.fuse.suspect.changes import odd_changes
from pipeline.fuse.suspect.differences import odd_gaps, told_differences
from pipeline.fuse.suspect.duplicate_passage import repeats
from pipeline.fuse.suspect.misspelt import swapped_words
from pipeline.fuse.suspect.spans import told_years
from pipeline.fuse.thinning import fewer
from pipeline.model import Article, Claim, DateMention, Reading
from pipeline.rulebook import Rulebook

CREDIT_RUN = 3
"""Words in a piece of a sentence, which is too short for the pieces of whole articles."""


def source_of(reading: Reading, rulebook: Rulebook, shared: Shared | None = None) -> Source:
    """A reading as the table takes it; ``shared`` holds what is equal in many."""
    article, shared = reading.article, shared or Shared()
    claims = sorted(reading.claims, key=lambda claim: (claim.value_start, claim.start, claim.id))
    return Source(
        name=article.name,
        url=article.url,
        canonical=article.canonical,
        title=article.title,
        publisher=shared.one(article.publisher),
        author=shared.one(article.author),
        published=article.published and shared.one(article.published),
        published_from=shared.one(article.published_from),
        language=shared.one(article.language),
        notes=article.notes,
        characters=len(article.text),
        packed=packed(article.text),
        claims=tuple(shared.claim(claim) for claim in claims),
        dates=shared.dates(reading.dates),
        finds=find(article, reading.claims, reading.dates, rulebook),
    )


def find(article: Article, claims: Sequence[Claim], dates: Sequence[DateMention], rulebook: Rulebook) -> Finds:
    """All that the words of an article give."""
    origins, suspects = rulebook.verdicts.origins, rulebook.suspects
    odd = tuple(odd_changes(article, suspects.arithmetic, lambda: rulebook.unit_system))
    gaps = odd_gaps(article, claims, suspects.arithmetic, lambda: rulebook.unit_system)
    said: list[str] = []
    passages: list[tuple[int, int, int, int]] = []
    for span in paragraphs(article):
        own = words(article.quote(span.start, span.end))
        if len(own) >= origins.passage_words:
            last = len(said) + max(1, len(own) - origins.shingle + 1)
            passages.append((span.start, span.end, len(said), last))
        said += own
    pieces = np.array(runs(said, origins.shingle), dtype=np.int64)
    found = Words(pieces, np.array(passages, dtype=np.int32).reshape(-1, 4))
    return Finds(
        same=blake2b(" ".join(said).casefold().encode("utf-8", "surrogatepass"), digest_size=16).digest()
        if said
        else b"",
        words=found,
        fewer=fewer(found, origins.sample),
        repeats=tuple(repeats(article, suspects.passage, origins.shingle)),
        present=tuple(present_dates(article, dates, suspects.anachronism)),
        changes=(*odd, *(gap for gap in gaps if not any(one.start <= gap.start < one.end for one in odd))),
        years=tuple(told_years(article, suspects.arithmetic)),
        credited=tuple(credited_sentences(article, suspects.credit, min(CREDIT_RUN, origins.shingle))),
        differences=tuple(told_differences(article, claims, suspects.arithmetic)),
        swaps=tuple(swapped_words(article, (claim.subject for claim in claims), suspects.name.designator)),
    )
