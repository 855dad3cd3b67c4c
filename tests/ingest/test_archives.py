"""Web archives: pages out of WARC and ARC, whatever packing; the rest counted, damage named, nothing read whole."""

from __future__ import annotations

import gzip
import io
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.ingest import open_content, open_inputs, read_document
from pipeline.ingest.archives import open_archive
from pipeline.model import Article, Document, Link, Rejected
from pipeline.rulebook import Rulebook, load

BOOK = load()
PAGE = (
    b"<!doctype html><html><head><title>A chip</title></head><body><p>The chip holds 96 GB of memory.</p></body></html>"
)
Found = list[Document | Link | Rejected]


def answer(body: bytes = PAGE, media: str = "text/html", status: str = "200 OK", **headers: str) -> bytes:
    lines = [f"HTTP/1.1 {status}", *([f"Content-Type: {media}"] if media else [])]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


def record(block: bytes, number: int = 1, kind: str = "response", **headers: str) -> bytes:
    fields = {
        "WARC-Type": kind,
        "WARC-Record-ID": f"<urn:x:{number}>",
        "WARC-Date": "2026-06-03T10:20:00Z",
        "WARC-Target-URI": f"https://n.example/{number}",
        "Content-Type": "application/http; msgtype=response",
        "Content-Length": str(len(block)),
        **{name.replace("_", "-"): value for name, value in headers.items()},
    }
    head = "".join(f"{name}: {value}\r\n" for name, value in fields.items())
    return f"WARC/1.0\r\n{head}\r\n".encode() + block + b"\r\n\r\n"


def arc(block: bytes, url: str = "https://n.example/1", media: str = "text/html") -> bytes:
    return f"{url} 127.0.0.1 20260603102000 {media} {len(block)}\n".encode() + block + b"\n"


ARC_HEAD = arc(
    b"1 0 Norbridge\nURL IP-address Archive-date Content-type Archive-length\n", "filedesc://a.arc", "text/plain"
)


def opened(data: bytes) -> Found:
    return list(open_content("a.warc", "file:/a.warc", data, BOOK))


def pages(found: Found) -> list[str]:
    return [item.name for item in found if isinstance(item, Document)]


def reasons(found: Found) -> str:
    return "; ".join(item.reason for item in found if isinstance(item, Rejected))


def chunked(body: bytes) -> bytes:
    half = len(body) // 2
    parts = (body[:half], body[half:])
    return b"".join(f"{len(part):x};x=y\r\n".encode() + part + b"\r\n" for part in parts) + b"0\r\n\r\n"


ANSWERS = {
    "plain": answer(),
    "chunked": answer(chunked(PAGE), Transfer_Encoding="chunked"),
    "said to be chunked": answer(Transfer_Encoding="chunked"),
    "gzip": answer(gzip.compress(PAGE), Content_Encoding="gzip"),
    "said to be gzip": answer(Content_Encoding="gzip"),
    "gzip in chunks": answer(chunked(gzip.compress(PAGE)), Transfer_Encoding="Chunked", Content_Encoding="x-gzip"),
    "deflate": answer(zlib.compress(PAGE), Content_Encoding="deflate"),
    "deflate without a head": answer(zlib.compress(PAGE)[2:-4], Content_Encoding="deflate"),
    "upper case": answer(media="Text/HTML ; Charset=UTF-8"),
    "line feeds only": answer().replace(b"\r\n", b"\n"),
    "odd headers": answer().replace(b"\r\n\r\n", b"\r\nno colon\r\n folded\r\nX-\xff: \xff\r\n\r\n", 1),
    "no media type": answer(media=""),
}


@pytest.mark.parametrize("name", ANSWERS)
def test_bodies_are_unpacked(name: str) -> None:
    for data in (record(ANSWERS[name]), gzip.compress(record(ANSWERS[name])), ARC_HEAD + arc(ANSWERS[name])):
        (found,) = opened(data)
        assert isinstance(found, Document)
        assert found.data == PAGE
        assert (found.name, found.key) == ("https://n.example/1", "url:https://n.example/1")
        assert found.notes == ("archived on 2026-06-03",)
        article = read_document(found, BOOK)
        assert isinstance(article, Article)
        assert (article.url, article.title, article.published) == ("https://n.example/1", "A chip", None)


def test_brotli_and_charset() -> None:
    from fastwarc.stream_io import BrotliWriter

    packed = io.BytesIO()
    writer = BrotliWriter(packed)
    writer.write(PAGE)
    writer.close()
    (found,) = opened(record(answer(packed.getvalue(), "text/html; charset=iso-8859-2", Content_Encoding="br")))
    assert isinstance(found, Document)
    assert (found.data, found.charset) == (PAGE, "iso-8859-2")


def test_what_is_no_article_is_counted() -> None:
    others = [
        record(b"software: x", kind="warcinfo"),
        record(b"GET / HTTP/1.0\r\n\r\n", kind="request"),
        record(answer(b"x", "image/png"), 2),
        record(answer(b"y", "image/png"), 3),
        record(answer(status="404 Not Found"), 4),
        record(b"", 5, kind="revisit"),
        record(answer(b" "), 6),
        record(answer(b"Agents: all", "text/plain"), 7, WARC_Target_URI="https://n.example/robots.txt"),
        record(b"not http at all", 8),
        record(PAGE, 9, kind="resource", Content_Type="text/html"),
        record(b"The chip holds 96 GB.", 10, kind="conversion", Content_Type="text/plain"),
    ]
    found = opened(b"".join(map(gzip.compress, others)))
    assert pages(found) == ["https://n.example/9", "https://n.example/10"]
    assert reasons(found) == (
        "7 records are no articles: 2 image/png, 1 empty, 1 robots.txt, 1 with status 404, "
        "1 without an HTTP answer, 1 without content (revisits)"
    )


def test_damage_is_named_and_the_rest_is_read() -> None:
    records = [record(answer(), number) for number in range(1, 5)]
    packed = [gzip.compress(one) for one in records]
    torn = packed[1][:40] + b"\0" * 40 + packed[1][80:]
    for data in (
        records[0] + b"WARC/1.0\r\n" + b"x" * 40_000 + b"\r\n" + records[2] + records[3],
        packed[0] + torn + packed[2] + packed[3],
    ):
        found = opened(data)
        assert pages(found) == [f"https://n.example/{number}" for number in (1, 3, 4)]
        assert "damaged in 1 place" in reasons(found)
    found = opened(b"".join(records)[:-80])
    assert len(pages(found)) == 4
    assert "breaks off" in reasons(found)
    last = found[3]
    assert isinstance(last, Document)
    assert "breaks off" in last.notes[-1]


def test_an_archive_without_pages() -> None:
    assert "without a page" in reasons(opened(record(b"software: x", kind="warcinfo")))
    assert "without a page" in reasons(opened(ARC_HEAD))


def limited(rulebook: Rulebook, size: int) -> Rulebook:
    limits = rulebook.reading.limits.model_copy(update={"record_bytes": size})
    return rulebook.model_copy(update={"reading": rulebook.reading.model_copy(update={"limits": limits})})


def test_a_record_that_is_too_large_is_passed_over(rulebook: Rulebook) -> None:
    bomb = gzip.compress(b"x" * 100_000)
    data = record(answer(b"x" * 5000), 1) + record(answer(bomb, Content_Encoding="gzip"), 2) + record(answer(), 3)
    found = list(open_content("a.warc", "k", data, limited(rulebook, 2000)))
    assert pages(found) == ["https://n.example/3"]
    assert [item.name for item in found if isinstance(item, Rejected)] == ["https://n.example/1", "https://n.example/2"]
    assert "larger than 2,000 bytes" in reasons(found)
    assert "unpacks to more than 2,000 bytes" in reasons(found)


class Counting(io.BytesIO):
    """A file that knows how far it was read."""

    furthest = 0

    def read(self, size: int | None = -1, /) -> bytes:
        data = super().read(size)
        self.furthest = max(self.furthest, self.tell())
        return data

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        size = super().readinto(buffer)
        self.furthest = max(self.furthest, self.tell())
        return size


@pytest.mark.parametrize("packed", [False, True])
def test_an_archive_is_read_as_it_is_asked_for(packed: bool, rulebook: Rulebook) -> None:
    filler = bytes(range(32, 127)) * 40
    block = answer(PAGE.replace(b"96 GB", filler))
    ten_thousand = b"".join(gzip.compress(record(block, n), 1) if packed else record(block, n) for n in range(3000))
    stream = Counting(ten_thousand)
    found: Iterator[Document | Link | Rejected] = open_archive("a", "k", stream, b"WARC/1.0", rulebook.reading)
    first = next(found)
    assert isinstance(first, Document)
    assert stream.furthest < len(ten_thousand) // 4
    assert sum(isinstance(item, Document) for item in found) == 2999


def test_a_file_larger_than_the_limit_of_files(rulebook: Rulebook, tmp_path: Path) -> None:
    limits = rulebook.reading.limits.model_copy(update={"file_bytes": 500})
    book = rulebook.model_copy(update={"reading": rulebook.reading.model_copy(update={"limits": limits})})
    (tmp_path / "a.warc.gz").write_bytes(b"".join(gzip.compress(record(answer(), n % 3)) for n in range(9)))
    found = list(open_inputs([str(tmp_path)], book))
    assert len(set(pages(found))) == 9
    assert pages(found)[:4] == [f"https://n.example/{n}" for n in ("0", "1", "2", "0#2")]


WHOLE = b"".join(record(answer(chunked(PAGE), Transfer_Encoding="chunked"), n) for n in range(3))
PACKED = b"".join(gzip.compress(record(answer(), n)) for n in range(3))
ARCS = ARC_HEAD + b"".join(arc(answer(), f"https://n.example/{n}") for n in range(3))


@given(st.sampled_from([WHOLE, PACKED, ARCS, gzip.compress(ARCS)]), st.floats(0, 1))
@settings(deadline=None)
def test_a_cut_loses_only_what_lies_behind_it(data: bytes, share: float) -> None:
    cut = int(len(data) * share)
    whole, found = opened(data), opened(data[:cut])
    kept = [item for item in found if isinstance(item, Document)]
    for item, same in zip(kept[:-1], whole, strict=False):
        assert item == same
    if data is PACKED:
        ends = [len(b"".join(gzip.compress(record(answer(), n)) for n in range(m))) for m in (1, 2, 3)]
        assert len(kept) >= sum(end <= cut for end in ends)
    assert found or not data[:cut].strip()


@given(
    st.sampled_from([WHOLE, PACKED, ARCS]), st.lists(st.tuples(st.floats(0, 0.999), st.binary(max_size=9)), max_size=5)
)
@settings(deadline=None)
def test_no_archive_raises(data: bytes, changes: list[tuple[float, bytes]]) -> None:
    for share, piece in changes:
        at = int(len(data) * share)
        data = data[:at] + piece + data[at + len(piece) :]
    for item in opened(data):
        if isinstance(item, Document):
            read_document(item, BOOK)
