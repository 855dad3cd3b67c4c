"""Whatever the user names: files, folders, globs, standard input, broken things; a reason for each that is not read."""

from __future__ import annotations

import io
import json
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest

from pipeline.ingest import open_inputs, read_document, read_inputs
from pipeline.ingest.sources import Source, find
from pipeline.model import Article, Document, Form, Link, Rejected
from pipeline.rulebook import Rulebook

PROSE = "The new accelerator holds 96 GB of memory and draws 450 watts under full load."
PAGE = f"<html><body><article><h1>A chip</h1><p>{PROSE}</p><p>{PROSE} Again.</p></article></body></html>"


def read(rulebook: Rulebook, *inputs: object) -> list[Article | Rejected]:
    return list(read_inputs([str(item) for item in inputs], rulebook))


def one(rulebook: Rulebook, path: Path, data: bytes | str) -> Article | Rejected:
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    (result,) = read(rulebook, path)
    return result


def test_folder_is_read_in_order_and_all_the_way_down(rulebook: Rulebook, tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    (tmp_path / ".git").mkdir()
    for name in ("c.txt", "b/a.md", "b/c.txt", "a.html"):
        (tmp_path / name).write_text(PAGE if name.endswith("html") else PROSE)
    for name in ("metadata.jsonl", "gold.jsonl", "README.md", ".git/x.txt", ".hidden.txt"):
        (tmp_path / name).write_text("")
    assert [result.name for result in read(rulebook, tmp_path)] == ["a.html", "a.md", "b/c.txt", "c.txt"]


def test_a_file_named_twice_is_read_once(rulebook: Rulebook, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(PROSE)
    assert [r.name for r in read(rulebook, tmp_path, tmp_path / "a.txt", tmp_path / "*.txt")] == ["a.txt"]


def test_glob(rulebook: Rulebook, tmp_path: Path) -> None:
    for name in ("b.txt", "a.txt", "c.md"):
        (tmp_path / name).write_text(PROSE)
    assert [result.name for result in read(rulebook, tmp_path / "*.txt")] == ["a.txt", "b.txt"]


def test_sidecar(rulebook: Rulebook, tmp_path: Path) -> None:
    (tmp_path / "text").mkdir()
    (tmp_path / "text" / "a.txt").write_text(PROSE)
    line = {"file": "a.txt", "publisher": "Norbridge", "published": "2026-06-03", "url": "https://example.org/a"}
    (tmp_path / "metadata.jsonl").write_text(json.dumps(line) + "\nnot json\n" + json.dumps({"title": "x"}) + "\n")
    article, *problems = read(rulebook, tmp_path / "text")
    assert isinstance(article, Article)
    assert (article.publisher, article.published_from, article.url) == ("Norbridge", "sidecar", "https://example.org/a")
    assert [problem.name for problem in problems] == ["metadata.jsonl line 2", "metadata.jsonl line 3"]
    assert all(isinstance(problem, Rejected) for problem in problems)


def test_metadata_told_twice_or_no_text_is_reported(rulebook: Rulebook, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(PROSE)
    lines = [{"file": "a.txt", "title": "First"}, {"file": "a.txt", "title": "X100", "published": 2026, "url": None}]
    (tmp_path / "metadata.jsonl").write_text("\n".join(map(json.dumps, lines)))
    article, *problems = read(rulebook, tmp_path / "a.txt")
    assert isinstance(article, Article)
    assert (article.title, article.published) == ("X100", None)
    reasons = [problem.reason for problem in problems if isinstance(problem, Rejected)]
    assert ["line 2" in reason for reason in reasons] == [True, True]
    assert "a.txt a second time" in reasons[0]
    assert '"published" is not text' in reasons[1]


def test_json_lines(rulebook: Rulebook, tmp_path: Path) -> None:
    records: list[object] = [
        {"url": "https://example.org/a", "title": "A", "published": "2026-06-03", "author": "Ada", "text": PROSE},
        {"html": PAGE},
        {"url": "https://example.org/a", "text": PROSE},
        {"url": "https://example.org/empty", "text": " "},
        ["no", "object"],
    ]
    path = tmp_path / "dump.jsonl"
    path.write_text("\n".join(map(json.dumps, records)) + '\n{"text": \n')
    results = read(rulebook, path)
    assert [type(result) for result in results] == [Article, Article, Article, Rejected, Rejected, Rejected]
    assert [result.name for result in results] == [
        "https://example.org/a",
        "dump.jsonl line 2",
        "https://example.org/a#2",
        "https://example.org/empty",
        "dump.jsonl line 5",
        "dump.jsonl line 6",
    ]
    first = results[0]
    assert isinstance(first, Article)
    assert (first.title, first.author, first.published_from) == ("A", "Ada", "sidecar")


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (PROSE, "paragraph"),
        (PAGE, "title"),
        (json.dumps({"text": PROSE}) + "\n", "paragraph"),
        (json.dumps([{"text": PROSE}]), "paragraph"),
        (json.dumps({"text": PROSE}, indent=2), "paragraph"),
    ],
)
def test_standard_input_is_known_by_its_content(
    data: str, kind: str, rulebook: Rulebook, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=io.BytesIO(data.encode())))
    (article,) = read(rulebook, "-")
    assert isinstance(article, Article)
    assert article.blocks[0].kind.value == kind


def test_a_page_is_known_under_any_name(rulebook: Rulebook, tmp_path: Path) -> None:
    article = one(rulebook, tmp_path / "a.txt", f"<?xml version='1.0'?><!-- x --><!DOCTYPE html>{PAGE}")
    assert isinstance(article, Article)
    assert article.title == "A chip"


REFUSED: dict[str, tuple[str, bytes, str]] = {
    "empty": ("a.txt", b"", "empty"),
    "blank": ("a.txt", b" \n\t ", "empty"),
    "no words": ("a.txt", b"123 456 --- 789", "no words"),
    "binary": ("a.txt", bytes(range(32)) * 40, "binary"),
    "pdf": ("a.txt", b"%PDF-1.7 and so on", "PDF"),
    "picture": ("a.html", b"\x89PNG\r\n\x1a\n" + b"x" * 50, "picture"),
    "zip": ("a.docx", b"PK\x03\x04" + b"x" * 50, "zip"),
    "gzip": ("a.warc.gz", b"\x1f\x8b" + b"x" * 50, "gzip"),
    "warc": ("a.warc", b"WARC/1.0\r\nWARC-Type: response", "web archive"),
    "rss": ("a.xml", b'<?xml version="1.0"?>\n<!-- x --><rss version="2.0"><channel/></rss>', "feed"),
    "atom": ("a.xml", b'<feed xmlns="http://www.w3.org/2005/Atom"></feed>', "feed"),
    "opml": ("a.opml", b"<opml version='2.0'></opml>", "OPML"),
    "json feed": ("a.json", b'{"version": "https://jsonfeed.org/version/1.1", "items": []}', "JSON Feed"),
    "array of others": ("a.json", b"[null]", "null and no JSON object"),
    "empty page": ("a.html", b"<html><body><script>x</script></body></html>", "no words"),
    "broken json": ("a.json", b'[{"text": "x"', "not JSON"),
    "blank records": ("a.jsonl", b"{}", "nothing to read"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_refused_with_a_reason_and_a_way_out(name: str, rulebook: Rulebook, tmp_path: Path) -> None:
    file, data, word = REFUSED[name]
    result = one(rulebook, tmp_path / file, data)
    assert isinstance(result, Rejected)
    assert word in result.reason
    assert ";" in result.reason


def test_missing_things_do_not_stop_the_rest(rulebook: Rulebook, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(PROSE)
    (tmp_path / "none").mkdir()
    results = read(
        rulebook, tmp_path / "b.txt", tmp_path / "*.md", tmp_path / "none", "https://example.org/a", "x\0y",
        tmp_path / "a.txt",
    )  # fmt: skip
    assert [type(result) for result in results] == [Rejected] * 5 + [Article]
    reasons = [result.reason for result in results if isinstance(result, Rejected)]
    for reason, word in zip(reasons, ["no such file", "no file matches", "no article", "fetched", "path"], strict=True):
        assert word in reason


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may read everything")
def test_a_file_that_may_not_be_read(rulebook: Rulebook, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(PROSE)
    path.chmod(0)
    (result,) = read(rulebook, path)
    assert isinstance(result, Rejected)
    assert "cannot be opened" in result.reason


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
def test_links_to_folders_are_followed_once_and_in_no_circle(rulebook: Rulebook, tmp_path: Path) -> None:
    given, other = tmp_path / "given", tmp_path / "other"
    for name in ("given/own/a.txt", "other/deep/b.txt", "other/c.txt", ".hidden/d.txt"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("The chip has 80 GB of memory.", encoding="utf-8")
    for link, target in (
        ("0-again", given / "own"),
        ("1-circle", given),
        ("2-other", other),
        ("own/up", given),
        ("3-deep", other / "deep"),
        ("4-lost", tmp_path / "nowhere"),
        (".5-hidden", tmp_path / ".hidden"),
    ):
        (given / link).symlink_to(target, target_is_directory=True)
    (other / "back").symlink_to(given, target_is_directory=True)
    found = find([str(given)], rulebook.reading)
    places = [one.path.relative_to(given).as_posix() for one in found if isinstance(one, Source) and one.path]
    assert places == ["2-other/c.txt", "2-other/deep/b.txt", "4-lost", "own/a.txt"]


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may read everything")
def test_a_folder_that_may_not_be_looked_into(rulebook: Rulebook, tmp_path: Path) -> None:
    closed = tmp_path / "in" / "closed"
    closed.mkdir(parents=True)
    (tmp_path / "in" / "a.txt").write_text(PROSE)
    closed.chmod(0)
    results = read(rulebook, tmp_path / "in")
    closed.chmod(0o700)
    assert [type(result) for result in results] == [Article, Rejected]
    assert "cannot be looked into (Permission denied)" in str(results[1])


def test_folders_that_fail_are_told(rulebook: Rulebook, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also for the superuser, whose disks fail too."""

    def failing(folder: Path, onerror: Callable[[OSError], None]) -> Iterator[None]:
        onerror(OSError(5, "Input/output error", str(folder / "deep")))
        return iter(())

    monkeypatch.setattr(os, "walk", failing)
    (result,) = read(rulebook, tmp_path)
    assert isinstance(result, Rejected)
    assert (result.name, result.reason) == (
        str(tmp_path / "deep"),
        "this folder cannot be looked into (Input/output error); check its permissions",
    )


@pytest.mark.skipif(sys.platform in ("darwin", "win32"), reason="names are UTF-8 there")
def test_a_name_that_is_no_text(rulebook: Rulebook, tmp_path: Path) -> None:
    """Bytes of another century's encoding are spelled out, so that the name can be written down."""
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.txt")).write_text(PROSE)
    (opened,) = open_inputs([str(tmp_path)], rulebook)
    assert isinstance(opened, Document)
    assert opened.name == "caf\\xe9.txt"
    assert opened.key.encode("utf-8") == f"file:{tmp_path.resolve()}/caf\\xe9.txt".encode()


def test_a_huge_file(rulebook: Rulebook, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    with path.open("wb") as file:
        file.truncate(rulebook.reading.limits.file_bytes + 1)
    (result,) = read(rulebook, path)
    assert isinstance(result, Rejected)
    assert "larger than" in result.reason


def test_a_failure_nobody_foresaw_stays_with_its_article(
    rulebook: Rulebook, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("out of chips")

    monkeypatch.setattr("pipeline.ingest.reader.assemble", fail)
    result = one(rulebook, tmp_path / "a.txt", PROSE)
    assert isinstance(result, Rejected)
    assert "out of chips" in result.reason


@pytest.mark.parametrize(
    ("data", "text", "note"),
    [
        (f"{PROSE} é".encode(), "é", ""),
        (b"\xef\xbb\xbf" + f"{PROSE} é".encode(), "é", ""),
        (f"{PROSE} é".encode("utf-16"), "é", ""),
        (f"{PROSE} é".encode("utf-16-le"), "é", "UTF-16-LE"),
        (f"{PROSE} é “x”".encode("cp1252"), "é “x”", "Windows-1252"),
        (f"{PROSE} 新芯片发布。".encode("gb2312"), "新芯片发布。", "GB 18030"),
        (f"{PROSE} é".encode() * 20 + b"\xff", "é", "broken"),
        (f"{PROSE}\x00 é".encode(), "é", "control"),
    ],
)
def test_encodings(data: bytes, text: str, note: str, rulebook: Rulebook, tmp_path: Path) -> None:
    article = one(rulebook, tmp_path / "a.txt", data)
    assert isinstance(article, Article)
    assert article.text.startswith(PROSE)
    assert text in article.text
    assert note in "".join(article.notes)
    assert bool(note) == bool(article.notes)


def test_the_files_of_a_run_are_no_articles(rulebook: Rulebook, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    for name in (*rulebook.reading.run_files, "note.txt"):
        (tmp_path / "out" / name).write_text(PROSE)
    (tmp_path / "report.html").write_text(PAGE)
    for given in (tmp_path, tmp_path / "**" / "*.*"):
        assert [Path(result.name).name for result in read(rulebook, given)] == ["note.txt", "report.html"]


def test_the_files_of_a_run_are_those_it_writes(rulebook: Rulebook) -> None:
    from pipeline.export.run import FILES

    assert set(rulebook.reading.run_files) == set(FILES)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes by name here")
def test_a_pipe_by_name_is_rejected_without_waiting(rulebook: Rulebook, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.txt")
    for given in (tmp_path, tmp_path / "a.txt"):
        (result,) = read(rulebook, given)
        assert isinstance(result, Rejected)
        assert "not a file but a pipe" in result.reason


def test_a_document_is_told_by_all_that_reading_it_depends_on() -> None:
    """Its key says which article it is, and plays no part."""
    base = Document(name="a", key="file:/a", data=b"text")
    same = base.model_copy(update={"key": "file:/b"})
    others = [
        base.model_copy(update=change)
        for change in (
            {"name": "b"},
            {"data": b"texts"},
            {"form": Form.TEXT},
            {"charset": "latin-1"},
            {"known": {"title": "text"}},
            {"known_from": "feed"},
            {"notes": ("cut",)},
        )
    ]
    digests = {item.digest() for item in (base, *others)}
    assert same.digest() == base.digest()
    assert len(digests) == 1 + len(others)


def test_opening_finds_what_reading_reads(rulebook: Rulebook, tmp_path: Path) -> None:
    """Both halves together are the whole; keys stay the same where the content does not."""
    (tmp_path / "a.txt").write_text("The chip has 8 cores.")
    (tmp_path / "b.jsonl").write_text('{"text": "Ten cores.", "url": "https://e.org/x"}\n{"text": "It has 9."}\n')
    inputs = [str(tmp_path), "http://example.org/feed", "ftp://example.org/a"]
    opened = list(open_inputs(inputs, rulebook))
    assert [type(item) for item in opened] == [Document, Document, Document, Link, Rejected]
    keys = [item.key for item in opened if isinstance(item, Document)]
    assert keys[:2] == [f"file:{tmp_path.resolve()}/a.txt", "url:https://e.org/x"]
    assert keys[2].startswith(f"file:{tmp_path.resolve()}/b.jsonl#")
    articles = [read_document(item, rulebook) for item in opened if isinstance(item, Document)]
    assert articles == [item for item in read(rulebook, *inputs) if isinstance(item, Article)]
    (tmp_path / "a.txt").write_text("The chip has 9 cores.")
    changed = next(open_inputs(inputs, rulebook))
    assert isinstance(changed, Document)
    assert changed.key == keys[0]
