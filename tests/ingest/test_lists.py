"""Lists of feeds, sitemaps, and pages that name their feed: addresses to fetch, each once, and what was left out."""

from __future__ import annotations

import gzip
from typing import Any

import pytest

from pipeline.ingest import open_content, read_document
from pipeline.model import Article, Document, Link, LinkKind, Rejected
from pipeline.rulebook import Rulebook, load

BOOK = load()
NEWS = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"'


def opened(text: str, **more: Any) -> list[Document | Link | Rejected]:
    return list(open_content("list.xml", "file:/list.xml", text.encode(), BOOK, **more))


def urls(found: list[Document | Link | Rejected]) -> list[str]:
    return [item.url for item in found if isinstance(item, Link)]


def reasons(found: list[Document | Link | Rejected]) -> str:
    return "; ".join(item.reason for item in found if isinstance(item, Rejected))


OPML = """<?xml version="1.0"?><!-- <outline xmlUrl="https://hidden.example/f"/> --><opml version="2.0"><body>
<outline text="Chips"><outline type="rss" text="A > B" xmlUrl="https://a.example/feed?x=1&amp;y=2" htmlUrl="https://a.example/"/>
<outline text="deep"><OUTLINE XMLURL='feed://b.example/rss'/></outline></outline>
<outline text="again" xmlUrl="https://a.example/feed?x=1&amp;y=2"/><outline text="site" htmlUrl="https://c.example/"/>
<outline text="bad" xmlUrl="javascript:alert(1)"/></body></opml>"""


def test_a_list_of_feeds() -> None:
    found = opened(OPML)
    assert urls(found) == ["https://a.example/feed?x=1&y=2", "http://b.example/rss", "https://c.example/"]
    assert [item.known.get("publisher") for item in found if isinstance(item, Link)] == ["A > B", None, "site"]
    assert {(item.kind, item.depth) for item in found if isinstance(item, Link)} == {(LinkKind.FEED, 1)}
    assert not reasons(found)


def test_a_list_without_feeds_or_an_end() -> None:
    assert "without a feed's address" in reasons(opened('<opml><body><outline text="x"/></body></opml>'))
    cut = opened(OPML[: OPML.index("<OUTLINE XMLURL='feed://b")] + "<outline xmlUrl='https://b.ex")
    assert urls(cut) == ["https://a.example/feed?x=1&y=2"]
    assert "breaks off" in reasons(cut)


SITEMAP = f"""<?xml version="1.0"?><urlset {NEWS} xmlns:image="http://www.google.com/schemas/sitemap-image/1.1">
<url><loc> https://n.example/a?x=1&y=2 </loc><lastmod>2026-06-03</lastmod>
<image:image><image:loc>https://n.example/a.png</image:loc><image:title>no</image:title></image:image></url>
<!-- <url><loc>https://n.example/hidden</loc></url> -->
<url><loc><![CDATA[https://n.example/b]]></loc><news:news><news:publication><news:name>Norbridge</news:name>
<news:language>en</news:language></news:publication><news:publication_date>2026-06-03T10:20:00+02:00</news:publication_date>
<news:title>A chip &amp; a rack</news:title></news:news></url>
<url><loc>https://n.example/b</loc></url><url><loc>ftp://n.example/c</loc></url></urlset>"""


def test_a_sitemap_with_news() -> None:
    found = opened(SITEMAP, kind=LinkKind.SITEMAP, depth=2)
    assert urls(found) == ["https://n.example/a?x=1&y=2", "https://n.example/b"]
    assert [(item.kind, item.depth) for item in found if isinstance(item, Link)] == [(LinkKind.PAGE, 3)] * 2
    assert [item.known for item in found if isinstance(item, Link)] == [
        {"url": "https://n.example/a?x=1&y=2"},
        {
            "url": "https://n.example/b",
            "title": "A chip & a rack",
            "publisher": "Norbridge",
            "published": "2026-06-03T10:20:00+02:00",
        },
    ]
    assert "1 entry of this sitemap without a web address" in reasons(found)


def test_a_packed_sitemap_of_sitemaps() -> None:
    text = "<sitemapindex><sitemap><loc>https://n.example/1.xml.gz</loc></sitemap></sitemapindex>"
    packed = gzip.compress(text.encode())
    found = list(open_content("s.xml.gz", "k", packed, BOOK, media="application/x-gzip"))
    assert found == [Link(url="https://n.example/1.xml.gz", kind=LinkKind.SITEMAP, depth=1)]


def test_a_sitemap_of_lines_where_one_is_expected() -> None:
    text = "https://n.example/a\nhttps://n.example/b\n"
    assert urls(opened(text, kind=LinkKind.SITEMAP)) == ["https://n.example/a", "https://n.example/b"]
    (page,) = opened(text)
    assert isinstance(page, Document)


def test_a_sitemap_that_is_too_long_or_too_short(rulebook: Rulebook) -> None:
    limits = rulebook.reading.limits.model_copy(update={"sitemap_links": 2})
    book = rulebook.model_copy(update={"reading": rulebook.reading.model_copy(update={"limits": limits})})
    text = "".join(f"<url><loc>https://n.example/{n}</loc></url>" for n in range(5))
    found = list(open_content("s", "k", f"<urlset>{text}</urlset>".encode(), book))
    assert len(urls(found)) == 2
    assert "3 further addresses" in reasons(found)
    assert "without an address" in reasons(opened("<urlset></urlset>"))
    cut = opened("<urlset><url><loc>https://n.example/a</loc></url><url><loc>https://n.exa")
    assert urls(cut) == ["https://n.example/a"]
    assert "breaks off" in reasons(cut)


PAGE = """<!doctype html><html><head><link rel="stylesheet" href="x.css"><base href="https://n.example/blog/">
<link rel="alternate" type="application/rss+xml" title="Comments" href="/comments/feed">
<link rel="alternate" type="application/rss+xml; charset=utf-8" title="Posts" href="feed.xml">
<link rel="alternate" type="application/atom+xml" href="atom.xml"></head><body><p>Text.</p></body></html>"""


def test_a_page_where_a_feed_is_expected_leads_to_its_feed() -> None:
    found = opened(PAGE, kind=LinkKind.FEED, media="text/html")
    assert found == [Link(url="https://n.example/blog/feed.xml", kind=LinkKind.FEED, depth=1)]
    (article,) = opened(PAGE)
    assert isinstance(article, Document)
    without = opened("<!doctype html><html><body>x</body></html>", kind=LinkKind.FEED)
    assert "names no feed" in reasons(without)


def test_a_part_of_a_page_is_one_where_it_is_sent_as_one() -> None:
    (found,) = opened("<div><p>The chip holds 96 GB.</p></div>", media="text/html; charset=utf-8")
    assert isinstance(found, Document)
    article = read_document(found, BOOK)
    assert isinstance(article, Article)
    assert article.text == "The chip holds 96 GB."


@pytest.mark.parametrize(
    ("data", "media", "word"),
    [
        ("<?xml version='1.0'?><note>x</note>", "", "<note>"),
        ("<channel><item><link>https://n.example/</link></item></channel>", "application/rss+xml", ""),
        ("<rss><channel><item><link>https://n.example/</link></item></channel></rss>", "text/html", ""),
    ],
)
def test_content_first_media_second(data: str, media: str, word: str) -> None:
    found = opened(data, media=media)
    if word:
        assert word in reasons(found)
    else:
        assert urls(found) == ["https://n.example/"]
