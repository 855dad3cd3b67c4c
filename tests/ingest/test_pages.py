"""Web pages as served: the article's words come whole, the page's own do not."""

from __future__ import annotations

import pytest

from pipeline.errors import UnsupportedInput
from pipeline.ingest import read_html
from pipeline.ingest.pageblocks import _digits, marks_in
from pipeline.model import Article, BlockKind
from pipeline.rulebook import Rulebook

PROSE = "The new accelerator holds 96 GB of memory and draws 450 watts under full load."
OTHER = "It will ship to the first customers in June, the firm said at its yearly event."

PAGE = f"""<!DOCTYPE html>
<html lang="en"><head><title>A chip for the north - Norbridge</title>
<meta name="description" content="Ninety-six gigabytes for everyone, says the firm.">
<style>p {{ color: red }}</style></head><body>
<nav><ul><li><a href="/">Home</a></li><li><a href="/chips">Chips with 12 GB</a></li></ul></nav>
<div class="cookie-banner"><p>We use cookies to count visits and to show ads that fit you.</p></div>
<article><h1>A chip for the north</h1>
<p class="dek">Ninety-six gigabytes for everyone, says the firm.</p>
<p>The <b>new</b> <a href="/x">accelerator</a> holds 96&nbsp;GB of memory and draws 450 watts under
full load.<sup>1</sup></p>
<h2>What it costs</h2>
<p>{OTHER} The die takes 800 mm<sup>2</sup>.<br><br>It sells for $900, the firm said at its yearly event in June.</p>
<ul><li>96 GB of memory<ul><li>in four stacks</li></ul></li><li>450 watts</li></ul>
<table><thead><tr><th>Part</th><th colspan="2">Memory</th></tr></thead>
<tr><td rowspan="2">North 1</td><td>96 GB</td><td>HBM3</td></tr><tr><td>48 GB</td><td>twitter</td></tr></table>
<h2>FAQ</h2>
<p>Can I buy it?</p><p>{PROSE} It is for rent only.</p>
<script>var price = "999 GB";</script>
</article>
<aside><h3>Related</h3><ul><li><a href="/a">A chip with 4 TB of memory</a></li></ul></aside>
<footer><p>© 2026 Norbridge. All rights reserved.</p></footer></body></html>"""


def of_kind(article: Article, kind: BlockKind) -> list[str]:
    return [article.quote(b.start, b.end) for b in article.blocks if b.kind is kind]


@pytest.fixture(scope="module")
def article(rulebook: Rulebook) -> Article:
    return read_html("a.html", PAGE, rulebook)


def test_title_standfirst_and_headings(article: Article) -> None:
    assert of_kind(article, BlockKind.TITLE) == ["A chip for the north"]
    assert of_kind(article, BlockKind.PARAGRAPH)[0] == "Ninety-six gigabytes for everyone, says the firm."
    assert "What it costs" in of_kind(article, BlockKind.HEADING)


def test_paragraphs_come_whole(article: Article) -> None:
    paragraphs = of_kind(article, BlockKind.PARAGRAPH)
    assert PROSE in paragraphs
    assert f"{OTHER} The die takes 800 mm²." in paragraphs
    assert "It sells for $900, the firm said at its yearly event in June." in paragraphs


def test_items(article: Article) -> None:
    assert of_kind(article, BlockKind.ITEM) == ["96 GB of memory", "in four stacks", "450 watts"]


def test_table_keeps_every_cell_and_spreads_spans(article: Article) -> None:
    table = next(block for block in article.blocks if block.kind is BlockKind.TABLE)
    rows: dict[int, list[str]] = {}
    for cell in table.cells:
        rows.setdefault(cell.row, []).append(article.quote(cell.start, cell.end))
    assert rows == {
        0: ["Part", "Memory", "Memory"],
        1: ["North 1", "96 GB", "HBM3"],
        2: ["North 1", "48 GB", "twitter"],
    }


def test_questions(article: Article) -> None:
    assert of_kind(article, BlockKind.QUESTION) == ["Can I buy it?"]


@pytest.mark.parametrize("words", ["12 GB", "cookies", "999 GB", "4 TB", "All rights", "⟦", "color"])
def test_the_page_stays_out(words: str, article: Article) -> None:
    assert not any(words in article.quote(b.start, b.end) for b in article.blocks if b.kind is not BlockKind.FURNITURE)


@pytest.mark.parametrize("number", [0, 1, 253, 254, 64_515, 64_516, 1_000_000])
def test_marks_carry_their_number(number: int) -> None:
    assert marks_in(f"words ⟦{_digits(number)}⟧ words") == [number]


P3 = f"<p>{PROSE}</p>" * 3
HOSTILE = {
    "empty": "",
    "no element": "   just words, and not one tag among them, which is fine for a page too",
    "deep divs": "<div>" * 50_000 + P3 + "</div>" * 50_000,
    "deep spans": "<p>" + "<span>" * 5_000 + PROSE,
    "deep lists": P3 + "<ul><li>a" * 3_000,
    "deep tables": P3 + "<table><tr><td>" * 2_000,
    "angle brackets": P3 + "<" * 300_000,
    "broken entities": P3 + "&#x&#99999999999;&amp&nosuch;" * 5_000,
    "attributes": "<p " + " ".join(f"a{n}=1" for n in range(30_000)) + ">" + PROSE,
    "script": P3 + "<script>" + 'x = "</p>";' * 20_000,
    "unclosed comment": P3 + "<!--" * 50_000,
    "json-ld": '<script type="application/ld+json">' + "[" * 50_000 + "</script>" + P3,
    "spans of cells": P3 + "<table>" + '<tr><td colspan="999" rowspan="999">9</td><td>8</td></tr>' * 50,
    "nul bytes": f"<p>{PROSE}\x00</p>\x00" * 3,
    "control characters": f"<p>\x0c{PROSE} &#12;&#1;\ud800</p>",
    "paragraph tags": "<p>" * 30_000 + PROSE,
    "line breaks": "<p>" + "<br>" * 10_000 + PROSE,
    "wrong nesting": f"<p><table><p>{PROSE}</table></h1></p></div></html>" * 20,
    "fences": f"<p>```</p>{P3}",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_pages_are_read_without_a_word_of_complaint(name: str, rulebook: Rulebook) -> None:
    article = read_html("a.html", HOSTILE[name], rulebook)
    if PROSE in HOSTILE[name]:
        assert "96 GB of memory" in article.text
    assert all(0 <= b.start <= b.end <= len(article.text) for b in article.blocks)


def test_fences_do_not_swallow_the_text(rulebook: Rulebook) -> None:
    article = read_html("a.html", HOSTILE["fences"], rulebook)
    assert of_kind(article, BlockKind.CODE) == []


def test_code_blocks(rulebook: Rulebook) -> None:
    article = read_html("a.html", f"<article>{P3}<pre>clock = 96\nwatts = 450</pre>{P3}</article>", rulebook)
    assert of_kind(article, BlockKind.CODE) == ["```\nclock = 96\nwatts = 450\n```"]


def test_a_page_too_large_is_refused(rulebook: Rulebook) -> None:
    size = rulebook.reading.limits.html_bytes + 1
    with pytest.raises(UnsupportedInput, match="larger than"):
        read_html("a.html", "x" * size, rulebook)


def test_a_page_of_too_many_elements_is_read_plainly(rulebook: Rulebook) -> None:
    limits = rulebook.reading.limits.model_copy(update={"html_elements": 20})
    strict = rulebook.model_copy(update={"reading": rulebook.reading.model_copy(update={"limits": limits})})
    article = read_html("a.html", f"<h1>A chip</h1><nav>x</nav>{P3 * 9}", strict)
    assert article.text.startswith(f"# A chip\n\n{PROSE}\n\n{PROSE}")


def test_bytes_with_a_declared_charset(rulebook: Rulebook) -> None:
    page = f'<html><head><meta charset="windows-1252"></head><body>{P3}<p>Café “North”</p></body></html>'
    article = read_html("a.html", page.encode("cp1252"), rulebook)
    assert "Café “North”" in article.text


def test_captions_and_paragraphs_between_kept_ones_are_kept(rulebook: Rulebook) -> None:
    caption = "A tray leaves the lift. Each board holds eight parts."
    figure = f'<figure><img src="a.jpg" alt="x"><figcaption>{caption}</figcaption></figure>'
    article = read_html(
        "a.html", f"<article>{P3}<p>{OTHER} One.</p>{figure}<p>{OTHER} Two.</p>{P3}</article>", rulebook
    )
    paragraphs = of_kind(article, BlockKind.PARAGRAPH)
    assert paragraphs.index(caption) == paragraphs.index(f"{OTHER} One.") + 1 == paragraphs.index(f"{OTHER} Two.") - 1


def test_emphasis_tears_no_paragraph_apart(rulebook: Rulebook) -> None:
    body = f"<div>{PROSE} What <i>North</i> will<b>&nbsp;not</b> say is the price of the part, or when it ships.</div>"
    article = read_html("a.html", f"<body>{P3}{body}{P3}</body>", rulebook)
    assert f"{PROSE} What North will not say is the price of the part, or when it ships." in article.text


def test_small_blocks_behind_the_article_stay_out(rulebook: Rulebook) -> None:
    extra = "<div><ul><li>Five charts on 12 GB parts</li></ul></div><div><p>anon: 4 TB?</p></div>"
    article = read_html("a.html", f"<body><div>{P3}{P3}<p>{OTHER}</p></div>{extra}</body>", rulebook)
    assert "12 GB" not in article.text
    assert "4 TB" not in article.text


def test_a_whole_paragraph_behind_the_article_stays(rulebook: Rulebook) -> None:
    last = f"{OTHER} {PROSE} Nobody else has shown a part like it so far."
    article = read_html("a.html", f"<body><div>{P3}{P3}</div><section><p>{last}</p></section></body>", rulebook)
    assert last in article.text
