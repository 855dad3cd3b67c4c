"""run, feeds and status from end to end: real commands, a real client, a server on the loopback address."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.store import Store
from tests.cli.conftest import Command
from tests.cli.conftest import specledger as specledger
from tests.ledger.helpers import NOTE, OTHER, THIRD, feed, page
from tests.web.servers import Server, answer, serving

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def server() -> Iterator[Server]:
    with serving({}) as running:
        items = feed((running.url("/a"), "One"), (running.url("/b"), "Two"))[1]
        running.paths["/feed"] = lambda request: [
            answer("", "304 Not Modified")
            if request.headers.get("if-none-match") == '"1"'
            else answer(items, content_type="application/rss+xml", etag='"1"')
        ]
        running.paths["/a"] = [answer(page(NOTE, NOTE)[1])]
        running.paths["/b"] = [answer(page(OTHER, OTHER)[1])]
        yield running


@pytest.fixture
def hasty(tmp_path: Path) -> Path:
    """Rules for a server of one's own, which needs no pauses."""
    folder = tmp_path / "rules"
    folder.mkdir()
    (folder / "web.toml").write_text("[manners]\ndelay = 0.0\n[retries]\ntimes = 0\n", encoding="utf-8")
    return folder


def test_feeds_are_polled_and_the_folder_says_what_happened(
    specledger: Command, server: Server, hasty: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    address = server.url("/feed")
    added = specledger("feeds", "add", address, address, "-o", out)
    assert (added.status, added.err) == (0, "1 feed added, 1 polled already\n")
    assert specledger("feeds", "list", "-o", out).out == f"{address}: last had never\n"
    run = ("run", "-o", out, "--allow-private", "--rules", hasty, "-j", "1")
    first = specledger(*run)
    assert (first.status, first.out) == (0, "")
    assert first.err.startswith("2 articles read, ")
    del server.paths["/b"]
    again = specledger(*run, "--json")
    assert again.status == 0
    assert again.err.startswith("0 articles read, 1 address unchanged; nothing new, the results stay")
    assert json.loads(again.out)["run"]["counts"] == {"unchanged": 1}
    assert [path for path in server.asked() if path != "/robots.txt"] == ["/feed", "/a", "/b", "/feed"]
    listed = json.loads(specledger("feeds", "list", "-o", out, "--json").out)
    assert [(record["url"], record["title"]) for record in listed] == [(address, "Chip Post")]
    assert listed[0]["fetched"]
    status = specledger("status", "-o", out)
    assert status.out.startswith("2 articles read (0 changed since), ")
    assert status.out.count("\nrun of ") == 2
    removed = specledger("feeds", "remove", address, server.url("/other"), "-o", out)
    assert removed.status == 1
    assert f"not polled: {server.url('/other')}" in removed.err
    assert specledger("feeds", "list", "-o", out).err == "no feeds; add one with 'specledger feeds add'\n"
    assert specledger("status", "-o", out).out.count("fails") == 0


def test_failures_of_addresses_are_told(specledger: Command, server: Server, hasty: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    run = ("run", server.url("/a"), server.url("/nothing"), "-o", out, "--allow-private", "--rules", hasty, "-j", "1")
    first = specledger(*run)
    assert first.status == 1
    assert f"not read: {server.url('/nothing')}: " in first.err
    assert "404" in first.err
    assert "fails (1 time, next try " in specledger("status", "-o", out).out
    failing = json.loads(specledger("status", "-o", out, "--json").out)["failing"]
    assert [page["url"] for page in failing] == [server.url("/nothing")]


def test_private_addresses_are_refused_unless_allowed(specledger: Command, server: Server, tmp_path: Path) -> None:
    answer = specledger("run", server.url("/a"), "-o", tmp_path / "out", "-j", "1")
    assert answer.status == 2
    assert "not read" in answer.err
    assert server.asked() == []


def test_lists_of_feeds_are_imported(specledger: Command, tmp_path: Path) -> None:
    opml = tmp_path / "list.opml"
    outlines = "".join(f'<outline type="rss" text="{n}" xmlUrl="https://post.example/{n}"/>' for n in ("a", "b", "a"))
    opml.write_text(f'<opml version="2.0"><body>{outlines}</body></opml>', encoding="utf-8")
    assert specledger("feeds", "import", opml, "-o", tmp_path / "out").err == "2 feeds added\n"
    listed = json.loads(specledger("feeds", "list", "-o", tmp_path / "out", "--json").out)
    assert [record["url"] for record in listed] == ["https://post.example/a", "https://post.example/b"]
    (tmp_path / "text.txt").write_text("no list", encoding="utf-8")
    nothing = specledger("feeds", "import", tmp_path / "text.txt", "-o", tmp_path / "out")
    assert nothing.status == 2
    assert "no feed in it; give an OPML file" in nothing.err


def test_the_list_of_feeds_may_change_while_a_run_is_at_work(specledger: Command, tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert specledger("feeds", "add", "https://post.example/a", "-o", out).status == 0
    with Store(out) as running:
        running.web.begin_run()
        assert specledger("status", "-o", out).out.splitlines()[1].endswith(" is at work")
        assert specledger("run", "-o", out).err.startswith("Error: ")
        added = specledger("feeds", "add", "https://post.example/b", "-o", out)
        assert (added.status, added.err) == (0, "1 feed added\n")
        assert specledger("feeds", "remove", "https://post.example/a", "-o", out).status == 0
    listed = json.loads(specledger("feeds", "list", "-o", out, "--json").out)
    assert [record["url"] for record in listed] == ["https://post.example/b"]
    assert specledger("status", "-o", out).out.splitlines()[1].endswith(" did not finish")


def test_a_view_says_that_it_is_one(specledger: Command, tmp_path: Path) -> None:
    note, out = tmp_path / "note.txt", tmp_path / "out"
    note.write_text(f"{NOTE}\n\n{THIRD}", encoding="utf-8")
    run = ("run", note, "-o", out, "-j", "1")
    some = specledger(*run, "--subject", "h100", "--min-origins", "1")
    assert some.status == 0
    assert some.err.endswith("(only --subject h100 --min-origins 1; a run without these options writes all)\n")
    missing = specledger("show", "MI300X", "-o", out)
    assert missing.status == 2
    assert f"only a part of the table is in {out} (--subject h100 --min-origins 1)" in missing.err
    shown = specledger("show", "H100", "-o", out)
    assert shown.err == f"only a part of the table is in {out} (--subject h100 --min-origins 1); a run without " + (
        "these options writes all\n"
    )
    none = specledger(*run, "--subject", "nothing")
    assert (none.status, "0 claims, 0 cells" in none.err) == (0, True)
    assert "(only" not in specledger(*run).err
    assert specledger("show", "MI300X", "-o", out).err == ""


def test_pictures_in_an_archive_are_no_failure(specledger: Command, tmp_path: Path) -> None:
    """As long as there is a page in it too."""
    page_, picture = (record("/a", "text/html", page(NOTE, NOTE)[1]), record("/b", "image/png", "png"))
    archive, pictures, out = tmp_path / "crawl.warc", tmp_path / "pictures.warc", tmp_path / "out"
    archive.write_bytes(page_ + picture)
    pictures.write_bytes(picture)
    for _ in range(2):
        read = specledger("run", archive, "-o", out, "-j", "1")
        assert read.status == 0
        assert read.err.startswith("skipped: crawl.warc: 1 record is no article: 1 image/png\n")
    assert "crawl.warc,,,,,,,,,,skipped," in (out / "articles.csv").read_text(encoding="utf-8")
    nothing = specledger("run", pictures, "-o", tmp_path / "other", "-j", "1")
    assert nothing.status == 2
    assert nothing.err.startswith("not read: pictures.warc: 1 record is no article")


def record(path: str, media: str, content: str) -> bytes:
    """A WARC record of an answer."""
    block = f"HTTP/1.1 200 OK\r\nContent-Type: {media}\r\n\r\n{content}".encode()
    head = f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://post.example{path}\r\n"
    head += f"Content-Type: application/http\r\nContent-Length: {len(block)}\r\n\r\n"
    return head.encode() + block + b"\r\n\r\n"


def test_a_rebuild_of_nothing_says_that_all_stays(specledger: Command, tmp_path: Path) -> None:
    note, out = tmp_path / "note.txt", tmp_path / "out"
    note.write_text(NOTE, encoding="utf-8")
    assert specledger("run", note, "-o", out, "-j", "1").status == 0
    note.unlink()
    said = specledger("run", note, "-o", out, "-j", "1", "--rebuild")
    assert said.status == 2
    assert "not read: note.txt: no such file or folder" in said.err
    assert "nothing could be read anew, so all that was read before stays" in said.err
    assert specledger("show", "H100", "-o", out).status == 0
    assert specledger("run", note, "-o", tmp_path / "other", "-q").err.startswith("not read: note.txt: no such file")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("feeds", "add", "post.example/feed"), "give one that begins with http:// or https://"),
        (("feeds", "list"), "no feeds are kept in this folder; add some with 'specledger feeds add'"),
        (("status",), "nothing was read into this folder yet; run 'specledger run INPUT -o DIR'"),
        (("run",), "nothing to read: give an INPUT, or feeds with 'specledger feeds add'"),
    ],
)
def test_wrong_use_makes_no_store(specledger: Command, arguments: tuple[str, ...], words: str, tmp_path: Path) -> None:
    said = specledger(*arguments, "-o", tmp_path / "out")
    assert said.status == 2
    assert words in said.err
    assert not (tmp_path / "out").exists()


def test_ctrl_c_says_how_to_go_on(server: Server, hasty: Path, tmp_path: Path) -> None:
    """The server lets the second page wait until the program was told to stop."""
    server.paths["/b"] = [10.0]
    command = [sys.executable, "-c", "import signal; signal.signal(signal.SIGINT, signal.default_int_handler);"]
    command[-1] += "from pipeline.cli import main; main()"
    arguments = ["run", server.url("/feed"), "-o", str(tmp_path / "out"), "--allow-private", "--rules", str(hasty)]
    with subprocess.Popen([*command, *arguments, "-j", "1"], cwd=ROOT, stderr=subprocess.PIPE, text=True) as program:
        for _ in range(12_000):  # a busy machine may take a minute to come so far
            if "/b" in server.asked():
                break
            signal.sigtimedwait([], 0.01)
        os.kill(program.pid, signal.SIGINT)
        _, said = program.communicate(timeout=60)
    assert program.returncode == 130
    assert said == "stopped; what was read is kept, and the same command goes on from there\n"
