"""Feeds: items with their text are documents, the others links; broken and hostile feeds give what is whole in them."""

from __future__ import annotations

import json
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.ingest import open_content, read_document
from pipeline.ingest.items import iso_date, publisher_of, words_of
from pipeline.model import Article, Document, Form, Link, LinkKind, Rejected
from pipeline.rulebook import Rulebook, load

BOOK = load()
PROSE = "The new accelerator holds 96 GB of memory and draws 450 watts under full load. "
LONG = PROSE * 15
RSS = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel><title>Norbridge Weekly - Latest News</title><link>https://norbridge.example/</link>{items}</channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://norbridge.example/"><title>Norbridge</title>
<link href="https://norbridge.example/"/><author><name>Ada Reiter</name></author>{items}</feed>"""
FULL = """<item><title>A chip &amp; a rack</title><link>/a</link><guid isPermaLink="false">7</guid>
<dc:creator>Tom Okoro</dc:creator>
<pubDate>Wed, 03 Jun 2026 10:20:00 -0700</pubDate><description>Short.</description>
<content:encoded><![CDATA[<p>{prose}</p><script>x()</script><p>Second.</p>]]></content:encoded></item>"""


def opened(text: str | bytes, **more: Any) -> list[Document | Link | Rejected]:
    data = text if isinstance(text, bytes) else text.encode()
    return list(open_content("feed.xml", "file:/feed.xml", data, BOOK, **more))


def rss(*items: str, **more: Any) -> list[Document | Link | Rejected]:
    return opened(RSS.format(items="".join(items)), **more)


def test_an_item_with_its_text_is_a_document() -> None:
    (found,) = rss(FULL.format(prose=PROSE))
    assert isinstance(found, Document)
    assert (found.name, found.key) == ("https://norbridge.example/a", "url:https://norbridge.example/a")
    assert (found.form, found.known_from) == (Form.PAGE, "feed")
    assert found.known == {
        "title": "A chip & a rack",
        "publisher": "Norbridge Weekly",
        "author": "Tom Okoro",
        "published": "2026-06-03T10:20:00-07:00",
        "url": "https://norbridge.example/a",
    }
    article = read_document(found, BOOK)
    assert isinstance(article, Article)
    assert PROSE.strip() in article.text
    assert "x()" not in article.text
    assert (article.title, article.title_from, article.published_from) == ("A chip & a rack", "feed", "feed")
    assert str(article.published.date_start) == "2026-06-03" if article.published else False


def test_an_item_without_its_text_is_a_link_with_what_the_feed_knows() -> None:
    item = f"<item><title>T</title><link>https://norbridge.example/t</link><description>{PROSE}</description></item>"
    (found,) = rss(item)
    known = {"title": "T", "publisher": "Norbridge Weekly", "url": "https://norbridge.example/t"}
    assert found == Link(url="https://norbridge.example/t", kind=LinkKind.PAGE, known=known, depth=1)


@pytest.mark.parametrize(
    ("item", "kind"),
    [
        (f"<description>{LONG}</description>", Document),
        (f"<description>{LONG} Read more</description>", Link),
        (f"<description>{PROSE}</description><content:encoded>{PROSE}x</content:encoded>", Link),
        (f"<description>Short.</description><content:encoded>{PROSE}</content:encoded>", Document),
        (f"<content:encoded>{PROSE} [...]</content:encoded>", Link),
        (f"<content:encoded>{LONG}</content:encoded>", Document),
    ],
)
def test_what_counts_as_the_whole_text(item: str, kind: type) -> None:
    (found,) = rss(f"<item><link>https://norbridge.example/t</link>{item}</item>")
    assert isinstance(found, kind)


@pytest.mark.parametrize(
    ("item", "kind", "key"),
    [
        (f"<guid isPermaLink='false'>7</guid><description>{PROSE}</description>", Document, "file:/feed.xml#7"),
        (f"<description>{PROSE}</description>", Document, "text:"),
        (f"<link>javascript:alert(1)</link><description>{PROSE}</description>", Document, "text:"),
        ("<title>Only this</title>", Rejected, ""),
        ("<link>mailto:x@example.org</link>", Rejected, ""),
        ("<guid>https://norbridge.example/p</guid>", Link, ""),
    ],
)
def test_items_without_an_address(item: str, kind: type, key: str) -> None:
    (found,) = rss(f"<item>{item}</item>")
    assert isinstance(found, kind)
    if isinstance(found, Document):
        assert found.name == "feed.xml entry 1"
        assert found.key.startswith(key)
    if isinstance(found, Rejected):
        assert "no text" in found.reason


def test_atom_with_base_author_and_updated() -> None:
    entry = f"""<entry><title type="html">A &lt;b&gt;chip&lt;/b&gt;</title><link href="a/b"/><id>urn:1</id>
    <updated>2026-06-03T10:20:00Z</updated><content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">
    <p>{PROSE}</p></div></content></entry>"""
    (found,) = opened(ATOM.format(items=entry))
    assert isinstance(found, Document)
    assert found.known == {
        "title": "A chip",
        "publisher": "Norbridge",
        "author": "Ada Reiter",
        "published": "2026-06-03T10:20:00+00:00",
        "url": "https://norbridge.example/a/b",
    }
    assert PROSE.strip() in found.data.decode()


def test_rdf_and_old_rss() -> None:
    head = '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" '
    rdf = (
        f'{head}xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>N</title></channel><item>'
        "<title>A</title><link>https://n.example/a</link><dc:date>2026-06-03</dc:date></item></rdf:RDF>"
    )
    old = '<rss version="0.91"><channel><title>N</title><item><link>https://n.example/a</link></item></channel></rss>'
    (new,), (first,) = opened(rdf), opened(old)
    assert isinstance(new, Link)
    assert isinstance(first, Link)
    assert new.known["published"] == "2026-06-03"
    assert first.url == "https://n.example/a"


def test_whose_article_it_is() -> None:
    """A feed's title names the publisher of its own site's articles only; a credited source names that of others."""
    elsewhere = "<item><link>https://other.example/x</link></item>"
    credited = '<item><link>https://other.example/y</link><source url="https://o.example/f">Other</source></item>'
    home = "<item><link>https://blog.norbridge.example/z</link></item>"
    found = [item.known.get("publisher") for item in rss(elsewhere, credited, home) if isinstance(item, Link)]
    assert found == [None, "Other", "Norbridge Weekly"]


def test_relative_addresses_start_from_the_feeds_own() -> None:
    known = {"url": "https://feeds.example/dir/feed.xml"}
    feed = '<rss version="2.0"><channel><item><link>../a b</link></item></channel></rss>'
    (found,) = opened(feed, known=known, depth=3)
    assert isinstance(found, Link)
    assert (found.url, found.depth) == ("https://feeds.example/a%20b", 4)


JSON_FEED: dict[str, Any] = {
    "version": "https://jsonfeed.org/version/1.1",
    "title": "Norbridge",
    "home_page_url": "https://norbridge.example/",
    "authors": [{"name": "Ada Reiter"}],
    "items": [
        {"id": "1", "url": "https://norbridge.example/1", "title": "One", "content_html": f"<p>{PROSE}</p>"},
        {"id": 2, "content_text": PROSE, "date_published": "2026-06-03T10:20:00+02:00"},
        {"id": "https://norbridge.example/3", "summary": PROSE},
        {"id": "4"},
        "five",
    ],
}


def test_json_feed() -> None:
    found = opened(json.dumps(JSON_FEED))
    assert [type(item) for item in found] == [Document, Document, Link, Rejected, Rejected]
    one, two = found[:2]
    assert isinstance(one, Document)
    assert isinstance(two, Document)
    assert (one.form, two.form) == (Form.PAGE, Form.TEXT)
    assert one.known["author"] == "Ada Reiter"
    assert two.known["published"] == "2026-06-03T10:20:00+02:00"
    assert two.key == "file:/feed.xml#2"
    old = {**JSON_FEED, "version": "https://jsonfeed.org/version/1", "authors": None, "author": {"name": "Tom Okoro"}}
    (first, *_) = opened(json.dumps(old))
    assert isinstance(first, Document)
    assert first.known["author"] == "Tom Okoro"


BROKEN: dict[str, tuple[bytes, list[type], str]] = {
    "ampersands": (
        b'<rss version="2.0"><channel><title>Q & A</title><item><link>https://n.example/?a=1&b=2</link></item>'
        b"</channel></rss>",
        [Link],
        "",
    ),
    "latin 1, not said": (
        '<rss version="2.0"><channel><item><title>Zoë</title><link>https://n.example/a</link></item></channel></rss>'
        .encode("latin-1"),
        [Link],
        "",
    ),
    "cut in the second item": (
        b'<rss version="2.0"><channel><item><link>https://n.example/a</link></item><item><title><![CDA',
        [Link, Rejected],
        "breaks off",
    ),
    "not well-formed at all": (b"<rss><channel><item></wrong></rss>", [Rejected], "no link"),
    "nothing in it": (b'<rss version="2.0"><channel><title>N</title></channel></rss>', [Rejected], "without items"),
    "a file of another machine": (
        b'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]><rss version="2.0"><channel>'
        b"<item><title>a&x;b</title><link>https://n.example/a</link></item></channel></rss>",
        [Link],
        "",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", BROKEN)
def test_broken_feeds_give_what_is_whole(name: str) -> None:
    data, kinds, word = BROKEN[name]
    found = opened(data)
    assert [type(item) for item in found] == kinds
    assert word in "".join(item.reason for item in found if isinstance(item, Rejected))
    for item in found:
        if isinstance(item, Link):
            assert item.url in ("https://n.example/a", "https://n.example/?a=1&b=2")
            assert "root:" not in item.known.get("title", "")
            assert item.known.get("title", "Zoë")[0] in "Za"


def test_a_bomb_of_entities_does_not_go_off() -> None:
    letters = "abcdefghij"
    bomb = "".join(f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in pairwise(letters))
    text = f'<!DOCTYPE rss [<!ENTITY a "lol">{bomb}]>' + RSS.format(
        items="<item><link>https://n.example/a</link><description>&j;</description></item>"
    )
    (found,) = opened(text)
    assert isinstance(found, Link)


def test_limits(rulebook: Rulebook) -> None:
    small = rulebook.reading.feed.model_copy(update={"entries": 2, "chars": 5000})
    book = rulebook.model_copy(update={"reading": rulebook.reading.model_copy(update={"feed": small})})
    text = RSS.format(items="".join(f"<item><link>https://n.example/{n}</link></item>" for n in range(5)))
    found = list(open_content("f", "file:f", text.encode(), book))
    assert [type(item) for item in found] == [Link, Link, Rejected]
    assert isinstance(found[-1], Rejected)
    assert "3 items" in found[-1].reason
    (large,) = open_content("f", "file:f", text.encode() + b" " * 6000, book)
    assert isinstance(large, Rejected)
    assert "5,000 characters" in large.reason


@pytest.mark.parametrize(
    ("written", "iso"),
    [
        ("Wed, 03 Jun 2026 10:20:00 GMT", "2026-06-03T10:20:00+00:00"),
        ("Wed, 03 Jun 2026 10:20:00 EST", "2026-06-03T10:20:00-05:00"),
        ("3 Jun 26 10:20 +0800", "2026-06-03T10:20:00+08:00"),
        ("2026-06-03T10:20:00Z", "2026-06-03T10:20:00+00:00"),
        ("2026-06-03T10:20:00", "2026-06-03T10:20:00+00:00"),
        ("2026-06-03", "2026-06-03"),
        ("some day", "some day"),
        ("", ""),
    ],
)
def test_dates(written: str, iso: str) -> None:
    assert iso_date(written) == iso


def test_the_rules_for_titles_match_their_examples(rulebook: Rulebook) -> None:
    rules = rulebook.reading.feed
    assert rules.title
    for rule in rules.title:
        assert all(rule.pattern.fullmatch(words) for words in rule.examples)
        assert not any(rule.pattern.fullmatch(words) for words in rule.not_examples)
        assert {publisher_of(words, rules) for words in rule.examples} in ({"Norbridge Weekly"}, {""})


def test_words_of_markup() -> None:
    assert words_of("<p>a &amp; b</p><!-- c -->d < e") == ["a", "&", "b", "d", "<", "e"]


FIELDS = st.fixed_dictionaries(
    {},
    optional={
        "title": st.sampled_from(["A chip", "R&amp;D", "<![CDATA[<b>x</b>]]>", ""]),
        "link": st.sampled_from(["https://n.example/a", "/b", "javascript:x", "", "http://[bad"]),
        "guid": st.sampled_from(["7", "https://n.example/p"]),
        "description": st.sampled_from([PROSE, LONG, f"<![CDATA[<p>{PROSE}</p>]]>", ""]),
        "content:encoded": st.sampled_from([f"<![CDATA[<p>{PROSE}</p>]]>", LONG]),
        "pubDate": st.sampled_from(["Wed, 03 Jun 2026 10:20:00 GMT", "soon", "99999999999999999999"]),
        "dc:creator": st.sampled_from(["Ada Reiter", "ada@n.example (Ada)", ""]),
    },
)


@given(st.lists(FIELDS, max_size=6))
@settings(deadline=None)
def test_every_item_is_a_document_a_link_or_a_reason(items: list[dict[str, str]]) -> None:
    found = rss(*("<item>" + "".join(f"<{k}>{v}</{k}>" for k, v in item.items()) + "</item>" for item in items))
    assert len(found) == max(len(items), 1)
    assert found == rss(*("<item>" + "".join(f"<{k}>{v}</{k}>" for k, v in item.items()) + "</item>" for item in items))
    for item in found:
        if isinstance(item, Document):
            assert isinstance(read_document(item, BOOK), Article)
