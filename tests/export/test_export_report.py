"""The report: complete, offline, and safe against what articles say."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import escape

from pipeline.export.page import items
from pipeline.export.report import report_html
from pipeline.export.wording import passage
from pipeline.model import ArticleRow, Table
from tests.export import sample

VOID = {"meta", "input", "link", "br", "img", "hr"}


class Page(HTMLParser):
    """Collects elements, attributes and visible text, and checks that tags nest."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.text = ""
        self.feed(html)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] not in {"script", "style"}:
            self.text += data

    def values(self, name: str) -> list[str]:
        return [value for _, attributes in self.tags if (value := attributes.get(name))]


@pytest.fixture(scope="module")
def page() -> Page:
    return Page(report_html(sample.table()))


def test_the_page_shows_subjects_values_verdicts_quotes_flags_and_articles(page: Page) -> None:
    for words in (
        "Kestrel K7",
        "96 GB",
        "agreement",
        "single source",
        "unit slip",
        "@home",
        "not text",
        "A quiet note",
    ):
        assert words in page.text


def test_nothing_is_loaded_from_elsewhere(page: Page) -> None:
    assert page.values("src") == []
    assert {tag for tag, _ in page.tags} & {"link", "img", "iframe", "object", "embed", "base"} == set()
    html = report_html(sample.table())
    assert not re.search(r"@import|url\(", html)


def test_titles_and_quotes_of_strangers_stay_text(page: Page) -> None:
    assert [tag for tag, _ in page.tags].count("script") == 1
    assert sample.HOSTILE in page.text
    assert 'memory & costs "$900" </script><b>now</b>.' in page.text
    assert not any(name.startswith("on") for _, attributes in page.tags for name in attributes)


@pytest.mark.parametrize(
    ("url", "linked"),
    [("https://a.invalid/?x=1&y=2", True), ("javascript:alert(1)", False), ("data:text/html,x", False), ("", False)],
)
def test_only_web_addresses_become_links(url: str, linked: bool) -> None:
    page = Page(report_html(Table(articles=(ArticleRow(article="a", url=url),))))
    assert (url in page.values("href")) == linked


@given(st.text(max_size=60))
def test_any_text_keeps_the_page_whole(text: str) -> None:
    table = sample.table()
    cell = table.cells[0].model_copy(update={"value": text, "reason": text, "subject": text, "id": text or "x"})
    page = Page(report_html(table.model_copy(update={"cells": (cell,)})))
    assert [tag for tag, _ in page.tags].count("script") == 1


def test_the_quoted_words_are_marked(page: Page) -> None:
    html = report_html(sample.table())
    assert "It moves <mark>1.5 TB/s</mark>. Volume" in html
    assert "<mark>96 GB of HBM3 memory</mark> &amp; costs" in html


def test_ids_are_unique_and_links_within_the_page_lead_somewhere(page: Page) -> None:
    ids = page.values("id")
    assert len(ids) == len(set(ids))
    assert {href[1:] for href in page.values("href") if href.startswith("#")} <= set(ids)


def test_controls_have_names_for_screen_readers(page: Page) -> None:
    assert dict(page.tags)["html"]["lang"] == "en"
    assert "Search names, attributes and values" in page.text
    for tag, attributes in page.tags:
        if tag in {"nav", "output"} or attributes.get("role"):
            assert attributes.get("aria-label") or attributes.get("aria-live")


@given(st.lists(st.text(alphabet=st.sampled_from("a<&\n\r\"'"), max_size=4), max_size=4))
def test_items_escaped_at_once_are_those_escaped_one_by_one(texts: list[str]) -> None:
    assert items(texts) == "".join(f"<li>{escape(text)}</li>" for text in texts)


def test_an_empty_table_says_so() -> None:
    assert "No claim was found" in Page(report_html(Table())).text


@given(st.text(alphabet="ab \n", max_size=40), st.data())
def test_a_passage_is_the_text_around_the_quote(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    before, quote, after = passage(text, start, end, 5)
    assert quote == text[start:end]
    assert before + quote + after in text
