"""An article that repeats itself: whole paragraphs pasted in twice.

*Evidence*: a paragraph of some length whose word runs stand in an earlier paragraph of the same article. Neighbouring
repeats are one flag, on the second copy.
*False friends*: a pull quote, a summary box, an address or a FAQ that repeats a sentence is too short; furniture (a bio
printed twice) is not the article's text.
*Severity*: warning; no claim is doubted for it, since what is said twice in one article was one voice anyway.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from pipeline.fuse.marked import Marked
from pipeline.fuse.material import Material
from pipeline.fuse.passages import Stretch, paragraphs, pieces, words
from pipeline.fuse.source import Repeat, Source
from pipeline.fuse.suspect.flagging import many
from pipeline.model import Article, Flag, Severity
from pipeline.rulebook.suspects import Passage

_ADDRESS = re.compile(r"\bhttps?://\S+")


def find(material: Material, suspected: Marked) -> Iterable[Flag]:  # noqa: ARG001
    """Repeated stretches of each article."""
    for source in material.sources:
        for first, second, count in source.finds.repeats:
            yield Flag(
                kind="duplicate_passage",
                severity=Severity.WARNING,
                article=source.name,
                stated=_opening(source, second),
                explanation=(
                    f"{many(count, 'paragraph', 'stand').capitalize()} in the article twice: "
                    f"at {first.start}–{first.end} and again here."
                ),
                evidence=f"first at {first.start}: {_opening(source, first)}",
                start=second.start,
                end=second.end,
                rule="duplicate_passage",
            )


def repeats(article: Article, rules: Passage, size: int) -> list[Repeat]:
    """Every repeated stretch of an article; an address is no word of it."""
    said = ((span, _ADDRESS.sub(" ", article.quote(span.start, span.end))) for span in paragraphs(article))
    spans = [span for span, text in said if len(words(text)) >= rules.words]
    found = [pieces(article.quote(span.start, span.end), size) for span in spans]
    seen: set[int] = set()
    pairs: list[tuple[int, int]] = []
    for at, own in enumerate(found):
        least = rules.containment * len(own)
        if own and len(own & seen) >= least:
            first = next((earlier for earlier in range(at) if len(own & found[earlier]) >= least), None)
            if first is not None:
                pairs.append((first, at))
        seen |= own
    return _joined(pairs, spans)


def _joined(pairs: list[tuple[int, int]], spans: list[Stretch]) -> list[Repeat]:
    """Repeats that follow each other in both places as one."""
    runs: list[list[tuple[int, int]]] = []
    for pair in pairs:
        if runs and runs[-1][-1] == (pair[0] - 1, pair[1] - 1):
            runs[-1].append(pair)
        else:
            runs.append([pair])
    return [
        Repeat(
            Stretch(spans[run[0][0]].start, spans[run[-1][0]].end),
            Stretch(spans[run[0][1]].start, spans[run[-1][1]].end),
            len(run),
        )
        for run in runs
    ]


def _opening(article: Source, span: Stretch) -> str:
    text = " ".join(article.quote(span.start, min(span.end, span.start + 160)).split())
    return text[:100] + "…" if len(text) > 100 else text
