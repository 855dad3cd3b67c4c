"""Title, publisher, author, date: where each is found, and which one wins."""

from __future__ import annotations

import datetime as dt

import pytest

from pipeline.ingest import read_html, read_text
from pipeline.ingest.dates import from_address, from_metadata, from_words
from pipeline.model import Article, DateValue
from pipeline.rulebook import Rulebook

PROSE = "The new accelerator holds 96 GB of memory and draws 450 watts under full load."
BODY = "".join(f"<p>{PROSE} Run {n} took {n} hours.</p>" for n in range(5))


def days(start: str, end: str = "") -> DateValue:
    return DateValue(date_start=dt.date.fromisoformat(start), date_end=dt.date.fromisoformat(end or start))


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("2026-06-03", days("2026-06-03")),
        ("2026-06-03T23:30:00-08:00", days("2026-06-03")),
        ("2026-06", days("2026-06-01", "2026-06-30")),
        ("20260603", days("2026-06-03")),
        ("Wed, 03 Jun 2026 10:00:00 GMT", days("2026-06-03")),
        ("June 3, 2026", days("2026-06-03")),
        ("3 June 2026", days("2026-06-03")),
        ("June 2026", days("2026-06-01", "2026-06-30")),
        ("03.06.2026 12:46", days("2026-06-03")),
        ("2026-13-03", None),
        ("2026-02-30", None),
        ("2026", None),
        ("yesterday", None),
        ("", None),
    ],
)
def test_metadata_dates(written: str, meant: DateValue | None, rulebook: Rulebook) -> None:
    assert from_metadata(written, rulebook.reading) == meant


@pytest.mark.parametrize(
    ("url", "meant"),
    [
        ("https://example.org/2026/06/03/chip/", days("2026-06-03")),
        ("https://example.org/2026/6/chip/", days("2026-06-01", "2026-06-30")),
        ("https://example.org/2026-06-03-chip/", days("2026-06-03")),
        ("https://example.org/news/2026/99/03/", None),
        ("https://example.org/chip-2026/", None),
    ],
)
def test_dates_in_addresses(url: str, meant: DateValue | None) -> None:
    assert from_address(url) == meant


def test_date_in_words_needs_a_month_and_a_year(rulebook: Rulebook) -> None:
    assert from_words("May", rulebook.reading) is None
    assert from_words("12 of 2026", rulebook.reading) is None


BYLINES = [
    ("By Ada Reiter June 3, 2026 4 min read Share:", days("2026-06-03"), "byline", "Ada Reiter"),
    ("June 3, 2026", days("2026-06-03"), "byline", ""),
    ("Wednesday June 3, 2026 6:15 am PST\n by\nAda Reiter", days("2026-06-03"), "byline", "Ada Reiter"),
    ("Posted by Ada Reiter, engineer at Norbridge", None, "", "Ada Reiter"),
]


@pytest.mark.parametrize(("line", "published", "source", "author"), BYLINES)
def test_bylines(line: str, published: DateValue | None, source: str, author: str, rulebook: Rulebook) -> None:
    article = read_text("a.txt", f"# A chip\n\n{line}\n\n{PROSE}", rulebook)
    assert (article.published, article.published_from, article.author) == (published, source, author)


@pytest.mark.parametrize(
    "line", ["*Ada Reiter, Norbridge & Sons, June 3, 2026*", "By Ada Reiter | Norbridge & Sons | 3 June 2026"]
)
def test_a_byline_may_name_the_outlet(line: str, rulebook: Rulebook) -> None:
    article = read_text("a.md", f"# North 1 is here\n\n{line}\n\nThe North 1 has 96 GB of memory.", rulebook)
    assert (article.author, article.publisher, article.publisher_from) == ("Ada Reiter", "Norbridge & Sons", "byline")
    assert article.published == days("2026-06-03")


def test_published_line_in_the_text(rulebook: Rulebook) -> None:
    article = read_text("a.txt", f"# A chip\n\n{PROSE}\n\nPublished June 2026 | chips, memory", rulebook)
    assert (article.published, article.published_from) == (days("2026-06-01", "2026-06-30"), "text")


def test_a_date_in_a_sentence_dates_nothing(rulebook: Rulebook) -> None:
    article = read_text("a.txt", f"# A chip\n\nOn June 3, 2026, the firm showed a part. {PROSE}", rulebook)
    assert (article.published, article.published_from) == (None, "")


def test_a_dateline_dates_what_nothing_else_dates(rulebook: Rulebook) -> None:
    text = f"# A chip\n\nAUSTIN, Texas, June 3, 2026 (GLOBE NEWSWIRE) -- Norbridge today showed a part. {PROSE}"
    article = read_text("a.txt", text, rulebook)
    assert (article.published, article.published_from) == (days("2026-06-03"), "dateline")
    article = read_text("a.txt", text, rulebook, published="2026-06-04")
    assert (article.published, article.published_from) == (days("2026-06-04"), "sidecar")


def test_author_from_the_box_at_the_end(rulebook: Rulebook) -> None:
    bio = "Ada Reiter is a hardware reporter with 20+ years of experience in data centres."
    article = read_text("a.txt", f"# A chip\n\n{PROSE}\n\n{bio}", rulebook)
    assert (article.author, article.author_from) == ("Ada Reiter", "bio")


def test_sidecar_comes_first_and_finer_dates_refine_it(rulebook: Rulebook) -> None:
    text = f"# A chip\n\nJune 3, 2026\n\n{PROSE}"
    fields = {"publisher": "Norbridge Weekly", "title": "Another title", "language": "en"}
    month = read_text("a.txt", text, rulebook, published="2026-06", **fields)
    assert (month.published, month.published_from) == (days("2026-06-03"), "byline")
    assert (month.title, month.title_from, month.publisher_from) == ("Another title", "sidecar", "sidecar")
    day = read_text("a.txt", text, rulebook, published="2026-06-05", **fields)
    assert (day.published, day.published_from) == (days("2026-06-05"), "sidecar")


def test_a_date_in_the_future_of_another_is_not_believed_silently(rulebook: Rulebook) -> None:
    article = read_text("a.txt", f"# A chip\n\nJune 3, 2026\n\n{PROSE}", rulebook, published="2027-06-03")
    assert (article.published, article.published_from) == (days("2026-06-03"), "byline")
    assert article.notes == ("the date 2027-06-03 (sidecar) lies after 2026-06-03 (byline) and was not believed",)


def test_a_sidecar_date_that_is_none_is_told(rulebook: Rulebook) -> None:
    article = read_text("a.txt", PROSE, rulebook, published="soon")
    assert article.published is None
    assert article.notes == ("the sidecar date 'soon' is no date and was left out",)


LD = '<script type="application/ld+json">{}</script>'
ARTICLE_LD = LD.format(
    '{"@context": "https://schema.org", "@graph": [{"@type": "WebPage", "name": "Page"}, '
    '{"@type": ["NewsArticle"], "headline": "A chip for the north", "datePublished": "2026-06-03T08:00:00Z", '
    '"author": [{"@type": "Person", "name": "Ada Reiter"}, {"name": "Tom Okoro"}], '
    '"publisher": {"name": "Norbridge Weekly"}}]}'
)


def page(head: str, body: str = BODY, rulebook: Rulebook | None = None, **fields: str) -> Article:
    assert rulebook is not None
    return read_html("a.html", f"<html><head>{head}</head><body>{body}</body></html>", rulebook, **fields)


def test_json_ld(rulebook: Rulebook) -> None:
    article = page(ARTICLE_LD, rulebook=rulebook)
    assert (article.title, article.title_from) == ("A chip for the north", "json-ld")
    assert (article.published, article.published_from) == (days("2026-06-03"), "json-ld")
    assert (article.author, article.author_from) == ("Ada Reiter, Tom Okoro", "json-ld")
    assert (article.publisher, article.publisher_from) == ("Norbridge Weekly", "json-ld")


DATES_OF_PAGES = {
    "meta": ('<meta property="article:published_time" content="2026-06-03T10:00">', "", days("2026-06-03"), "meta"),
    "time": ("", '<time datetime="2026-06-03" class="entry-date">June</time>', days("2026-06-03"), "time"),
    "updated time is none": ("", '<time datetime="2026-06-03" class="updated-date">June</time>', None, ""),
    "canonical": (
        '<link rel="canonical" href="https://example.org/2026/06/03/chip">',
        "",
        days("2026-06-03"),
        "url",
    ),
    "broken json": (LD.format('{"datePublished": "2026-06-03", "name": '), "", days("2026-06-03"), "json-ld"),
    "json with commas too many": (
        LD.format('{"@type": "Article", "datePublished": "2026-06-03",}'),
        "",
        days("2026-06-03"),
        "json-ld",
    ),
    "another article's json": (
        LD.format('{"@type": "ItemList", "itemListElement": [{"@type": "Article", "datePublished": "2020-01-01"}]}'),
        "",
        None,
        "",
    ),
}


@pytest.mark.parametrize("name", DATES_OF_PAGES)
def test_dates_of_pages(name: str, rulebook: Rulebook) -> None:
    head, body, published, source = DATES_OF_PAGES[name]
    article = page(head, body + BODY, rulebook)
    assert (article.published, article.published_from) == (published, source)


def test_canonical_address_and_host(rulebook: Rulebook) -> None:
    article = page('<link rel="canonical" href="https://www.example.org/chip">', rulebook=rulebook)
    assert article.canonical == "https://www.example.org/chip"
    assert (article.publisher, article.publisher_from) == ("example.org", "url")
    relative = page('<link rel="canonical" href="/chip">', rulebook=rulebook, url="https://example.org/x?y=1")
    assert (relative.url, relative.canonical) == ("https://example.org/x?y=1", "https://example.org/chip")


def test_title_bar_without_the_outlet(rulebook: Rulebook) -> None:
    article = page("<title>A chip for the north | Norbridge Weekly</title>", rulebook=rulebook)
    assert article.title == "A chip for the north"
    assert article.publisher == "Norbridge Weekly"


def test_author_link(rulebook: Rulebook) -> None:
    article = page("", f'<a rel="author">By Ada Reiter</a>{BODY}', rulebook)
    assert (article.author, article.author_from) == ("Ada Reiter", "byline")
