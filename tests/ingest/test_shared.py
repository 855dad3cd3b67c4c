"""The reading of real articles: every gold quote lies in a part that is read, and furniture in one that is not."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pipeline.ingest import open_inputs, read_document, read_inputs
from pipeline.model import Article, BlockKind, Document, Link, Rejected
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


def test_every_page_is_read(shared_dir: Path, rulebook: Rulebook) -> None:
    pages = list(read_inputs([str(shared_dir / "articles" / "html")], rulebook))
    assert all(isinstance(page, Article) and page.title for page in pages)


# File, documents, links, and words of each rejection: what the table of docs/operations.md says.
SOURCES = [
    ("feeds/bad-ampersands.rss.xml", 0, 1, []),
    ("feeds/bad-gb2312.xml", 0, 0, ["no link and no text"]),
    ("feeds/bad-incomplete-cdata.rss.xml", 0, 0, ["breaks off"]),
    ("feeds/cloudflare.rss.xml", 1, 0, []),
    ("feeds/feedburner.atom", 25, 0, []),
    ("feeds/heise.atom", 0, 15, []),
    ("feeds/no-encoding-latin1.rss.xml", 0, 9, ["no link and no text"]),
    ("feeds/npr-technology.feed.json", 0, 25, []),
    ("feeds/rdf-utf8.rdf.xml", 0, 60, []),
    ("warc/commoncrawl-tiny.warc.gz", 1, 0, []),
    ("warc/example.arc.gz", 1, 0, []),
    ("warc/iana-chunked.warc", 1, 0, []),
    ("warc/truncated.warc", 1, 0, []),
]


@pytest.mark.parametrize(("file", "documents", "links", "reasons"), SOURCES)
def test_feeds_and_archives_are_read(
    file: str, documents: int, links: int, reasons: list[str], shared_dir: Path, rulebook: Rulebook
) -> None:
    found = list(open_inputs([str(shared_dir / file)], rulebook))
    read = [read_document(item, rulebook) for item in found if isinstance(item, Document)]
    assert len(read) == documents
    assert all(isinstance(article, Article) and article.title and article.url for article in read)
    assert len([item for item in found if isinstance(item, Link)]) == links
    rejected = [item.reason for item in found if isinstance(item, Rejected)]
    assert len(rejected) == len(reasons)
    assert all(words in reason for words, reason in zip(reasons, rejected, strict=True))


def test_the_table_of_sources_is_whole(shared_dir: Path) -> None:
    there = {f"{folder}/{path.name}" for folder in ("feeds", "warc") for path in (shared_dir / folder).iterdir()}
    assert there == {file for file, *_ in SOURCES}
