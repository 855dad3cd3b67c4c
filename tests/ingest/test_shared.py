"""The reading of real articles: every gold quote lies in a part that is read, and furniture in one that is not."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pipeline.ingest import read_inputs
from pipeline.model import Article, BlockKind
from pipeline.rulebook import Rulebook

UNREAD = (BlockKind.FURNITURE, BlockKind.FOREIGN, BlockKind.CODE)


def articles(folder: Path, rulebook: Rulebook) -> dict[str, Article]:
    return {a.name: a for a in read_inputs([str(folder)], rulebook) if isinstance(a, Article)}


def lies_in_a_read_block(article: Article, quote: str) -> bool:
    at = article.text.find(quote)
    while at >= 0:
        inside = (b for b in article.blocks if b.start <= at and at + len(quote) <= b.end)
        if any(block.kind not in UNREAD for block in inside):
            return True
        at = article.text.find(quote, at + 1)
    return False


@pytest.mark.parametrize(("folder", "gold"), [("seeds", "seeds"), ("articles/text", "articles")])
def test_gold_quotes_are_read(folder: str, gold: str, shared_dir: Path, rulebook: Rulebook) -> None:
    read = articles(shared_dir / folder, rulebook)
    lines = [json.loads(line) for line in (shared_dir / gold / "gold.jsonl").read_text().splitlines()]
    missed = [
        (line["article"], line["quote"])
        for line in lines
        if not lies_in_a_read_block(read[line["article"]], line["quote"])
    ]
    assert lines
    assert missed == []


def test_seeds_dates_and_languages(shared_dir: Path, rulebook: Rulebook) -> None:
    read = articles(shared_dir / "seeds", rulebook)
    assert [article.published_from for _, article in sorted(read.items())] == ["byline", "", "text", "", ""]
    foreign = [b for article in read.values() for b in article.blocks if b.kind is BlockKind.FOREIGN]
    assert [block.language for block in foreign] == ["uk", "uk"]


def test_every_page_and_feed_is_read_or_refused(shared_dir: Path, rulebook: Rulebook) -> None:
    pages = list(read_inputs([str(shared_dir / "articles" / "html")], rulebook))
    assert all(isinstance(page, Article) and page.title for page in pages)
    rest = list(read_inputs([str(shared_dir / "feeds"), str(shared_dir / "warc")], rulebook))
    assert rest
    assert all(not isinstance(item, Article) and item.reason for item in rest)
