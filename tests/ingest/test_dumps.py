"""Large and packed files: JSON Lines line by line, gzip within limits, and no bytes whatever that raise."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.ingest import open_content, open_inputs, read_document
from pipeline.model import Article, Document, Link, LinkKind, Rejected
from pipeline.rulebook import Rulebook, load

BOOK = load()
PROSE = "The new accelerator holds 96 GB of memory and draws 450 watts under full load."
PAGE = f"<html><body><h1>A chip</h1><p>{PROSE}</p></body></html>"
RSS = f"""<?xml version="1.0"?><rss version="2.0"><channel><title>N</title>
<item><title>A</title><link>https://n.example/a</link><description>{PROSE * 20}</description></item>
<item><title>B</title><link>https://n.example/b</link><description>Short</description></item></channel></rss>"""
JSON_FEED = json.dumps(
    {
        "version": "https://jsonfeed.org/version/1",
        "items": [{"url": f"https://n.example/{n}", "content_text": PROSE} for n in range(3)],
    }
)
OPML = '<opml><body><outline xmlUrl="https://n.example/f"/><outline xmlUrl="https://n.example/g"/></body></opml>'
SITEMAP = "<urlset><url><loc>https://n.example/a</loc></url><url><loc>https://n.example/b</loc></url></urlset>"
LINES = "".join(json.dumps({"text": PROSE, "url": f"https://n.example/{n}"}) + "\n" for n in range(3))


def small(rulebook: Rulebook, **limits: int) -> Rulebook:
    changed = rulebook.reading.limits.model_copy(update=limits)
    return rulebook.model_copy(update={"reading": rulebook.reading.model_copy(update={"limits": changed})})


def read(path: Path, rulebook: Rulebook) -> list[Document | Link | Rejected]:
    return list(open_inputs([str(path)], rulebook))


@pytest.mark.parametrize("packed", [False, True])
def test_a_dump_may_be_larger_than_a_file(packed: bool, rulebook: Rulebook, tmp_path: Path) -> None:
    path = tmp_path / ("a.jsonl.gz" if packed else "a.jsonl")
    long = json.dumps({"text": "x" * 2000})
    latin = json.dumps({"text": f"{PROSE} é"}, ensure_ascii=False).encode("latin-1")
    data = "\n".join([long, json.dumps({"text": PROSE}), "{", ""]).encode() + latin
    path.write_bytes(gzip.compress(data) if packed else data)
    found = read(path, small(rulebook, file_bytes=100, line_bytes=1000))
    assert [type(item) for item in found] == [Rejected, Document, Rejected, Document]
    assert [item.name for item in found if not isinstance(item, Link)] == [
        f"{path.name} line {number}" for number in range(1, 5)
    ]
    assert isinstance(found[0], Rejected)
    assert "longer than 1,000 bytes" in found[0].reason
    assert isinstance(found[3], Document)
    assert found[3].notes == ("not UTF-8; read as Windows-1252",)


def test_a_dump_that_breaks_off(rulebook: Rulebook, tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl.gz"
    path.write_bytes(gzip.compress(LINES.encode()) + gzip.compress(LINES.encode())[:-20])
    found = read(path, rulebook)
    assert sum(isinstance(item, Document) for item in found) >= 3
    assert isinstance(found[-1], Rejected)
    assert "cannot be read further" in found[-1].reason


@pytest.mark.parametrize(
    ("name", "text", "kinds"),
    [
        ("a.html.gz", PAGE, [Document]),
        ("a.txt.gz", PROSE, [Document]),
        ("a.xml.gz", RSS, [Document, Link]),
        ("a.json.gz", json.dumps([{"text": PROSE}]), [Document]),
        ("a.jsonl.gz", json.dumps([{"text": PROSE}]), [Document]),
        ("a.rss", RSS, [Document, Link]),
        ("a.feed.json", JSON_FEED, [Document] * 3),
        ("a.opml", OPML, [Link] * 2),
    ],
)
def test_folders_hold_any_of_these(name: str, text: str, kinds: list[type], rulebook: Rulebook, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(gzip.compress(text.encode()) if name.endswith(".gz") else text.encode())
    found = read(tmp_path, rulebook)
    assert [type(item) for item in found] == kinds
    assert all(isinstance(read_document(item, rulebook), Article) for item in found if isinstance(item, Document))


def test_gzip_within_limits(rulebook: Rulebook) -> None:
    book = small(rulebook, file_bytes=10_000)
    bomb = gzip.compress(b"x" * 1_000_000)
    (found,) = open_content("a.txt.gz", "k", bomb, book)
    assert isinstance(found, Rejected)
    assert "unpacks to more than 10,000 bytes" in found.reason
    (found,) = open_content("a.txt.gz", "k", gzip.compress(gzip.compress(b"x")), book)
    assert isinstance(found, Document)
    result = read_document(found, book)
    assert isinstance(result, Rejected)
    assert "gzip inside gzip" in result.reason
    (found,) = open_content("a.txt.gz", "k", gzip.compress(PROSE.encode()) + gzip.compress(b" More.")[:-6], book)
    assert isinstance(found, Document)
    assert found.data.decode().startswith(PROSE)
    assert "cut off" in found.notes[0]


KINDS = {"feed": RSS, "json feed": JSON_FEED, "opml": OPML, "sitemap": SITEMAP, "lines": LINES, "page": PAGE}


@given(st.sampled_from(sorted(KINDS)), st.floats(0, 1), st.sampled_from(["utf-8", "utf-16", "gzip"]))
@settings(deadline=None)
def test_a_cut_loses_only_what_lies_behind_it(kind: str, share: float, way: str) -> None:
    text = KINDS[kind]
    cut = text[: int(len(text) * share)]
    if way == "gzip":
        packed = gzip.compress(text.encode())
        data = packed[: int(len(packed) * share)]
        cut = ""
    else:
        data = cut.encode(way)
    whole = list(open_content("a.jsonl" if kind == "lines" else "a", "k", text.encode(), BOOK))
    found = list(open_content("a.jsonl" if kind == "lines" else "a", "k", data, BOOK))
    assert found
    kept = [item.url for item in found if isinstance(item, Link | Document) and item.url]
    complete = [item.url for item in whole if isinstance(item, Link | Document) and item.url]
    assert set(kept) <= set(complete)
    ends = {"feed": "</item>", "json feed": "}, ", "opml": "/>", "sitemap": "</url>", "lines": "\n", "page": "</html>"}
    assert len(kept) >= min(cut.count(ends[kind]), len(complete)) if cut else True
    for item in found:
        if isinstance(item, Document):
            read_document(item, BOOK)


PIECES = st.sampled_from(
    [
        "<rss>", "<channel>", "<item>", "</item>", "<title>", "<link>", "https://n.example/a", "</link>", "<feed>",
        "<entry>", "<opml>", "<outline xmlUrl='https://n.example/'/>", "<urlset>", "<url>", "<loc>", "</loc>",
        "</url>", "<![CDATA[", "]]>", "<!--", "-->", "<!DOCTYPE x [", "<?xml version='1.0'?>", "&amp;", "&", "{",
        '"version": "', "[", "\n", "https://jsonfeed.org/version/1", '"items": [', "WARC/1.0\r\n",
        "Content-Length: 5\r\n",
        "\r\n\r\n", "\0", "WARC-Type: response\r\n", "HTTP/1.1 200 OK\r\n",
        "filedesc://x 1 20260101 text/plain 1\n", "é", "<html>", "\x1f\x8b",
    ]
)  # fmt: skip
CONTENTS = st.one_of(st.binary(max_size=200), st.lists(PIECES, max_size=25).map(lambda p: "".join(p).encode()))


@given(
    CONTENTS,
    st.sampled_from(["", "text/html", "application/rss+xml", "application/json", "text/xml; charset=x"]),
    st.sampled_from(list(LinkKind)),
    st.sampled_from(["a", "a.jsonl", "a.json", "a.xml", "a.gz", "https://n.example/feed"]),
)  # fmt: skip
@settings(deadline=None, max_examples=200)
def test_no_bytes_raise_and_none_vanish(data: bytes, media: str, kind: LinkKind, name: str) -> None:
    for payload in (data, gzip.compress(data)):
        found = list(open_content(name, "k", payload, BOOK, media=media, kind=kind))
        assert found
        assert all(
            isinstance(read_document(item, BOOK), Article | Rejected) for item in found if isinstance(item, Document)
        )
