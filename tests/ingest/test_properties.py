"""What holds of every text: reading never raises, and blocks and cells lie where they must."""

from __future__ import annotations

import string

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.ingest import read_html, read_text
from pipeline.model import Article, BlockKind
from pipeline.rulebook import load

BOOK = load()
LINES = st.sampled_from(
    [
        "", "# A chip", "## Price ##", "The part holds 96 GB of memory, the firm said on Tuesday.", "- 96 GB", "-", "2",
        "| a | b |", "|---|---|", "a | b", "**Price**", "```", "---", "===", "> quoted", "By Ada Reiter June 3, 2026",
        "Comments", "Share:", "Read also:", "1. 1.Headline of the day", "Credit:", ", and", "FAQ", "Is it fast?",
        "Published June 2026 | a, b", "  - inner", "(Image credit: North)", "North Rack", "\u200c", "⟦⠁⟧",
    ]
)  # fmt: skip
TEXTS = st.one_of(st.text(), st.lists(st.one_of(LINES, st.text(max_size=20)), max_size=30).map("\n".join))
PIECES = st.sampled_from(
    [
        "<p>", "</p>", "<div>", "</div>", "<table>", "<tr>", "<td>", "<td rowspan=3>", "</table>", "<ul>",
        "<li>", "</ul>", "<h1>", "</h1>", "<br>", "<b>", "</b>", "<pre>", "<sup>2</sup>", "<!--", "-->", "<script>",
        "</script>", "&amp;", "&#12;", "The part holds 96 GB of memory, the firm said.", "North", "```", "<", ">",
        "<time datetime='2026-06-03'>",
        "<meta name=description content='The part holds 96 GB of memory today.'>", "<title>", "</title>",
    ]
)  # fmt: skip


def check(article: Article) -> None:
    last = 0
    for block in article.blocks:
        assert last <= block.start <= block.end <= len(article.text)
        last = block.end
        assert (block.kind is BlockKind.FURNITURE) == bool(block.rule)
        assert bool(block.cells) == (block.kind is BlockKind.TABLE)
        for cell in block.cells:
            assert block.start <= cell.start <= cell.end <= block.end
            assert article.quote(cell.start, cell.end) == article.quote(cell.start, cell.end).strip()
        assert len({(cell.row, cell.column) for cell in block.cells}) == len(block.cells)


@given(TEXTS)
@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_text_can_be_read(text: str) -> None:
    article = read_text("a.txt", text, BOOK)
    check(article)
    assert article.text == text.replace("\r\n", "\n").replace("\r", "\n")
    assert article == read_text("a.txt", text, BOOK)


@given(st.lists(st.one_of(PIECES, st.text(string.printable, max_size=8)), max_size=40).map("".join))
@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_page_can_be_read(page: str) -> None:
    article = read_html("a.html", page, BOOK)
    check(article)
    assert article == read_html("a.html", page, BOOK)
