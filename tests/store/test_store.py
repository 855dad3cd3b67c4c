"""The store: what goes in comes out, all of a change or none of it, one writer, words for a file that is no store."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.api import Pipeline
from pipeline.errors import StoreError
from pipeline.model import Reading, Rejected
from pipeline.store import FILE, PageEntry, Store, Wrote
from pipeline.store.lock import Lock
from pipeline.store.readings import packed
from pipeline.store.schema import STEPS, VERSION

ROOT = Path(__file__).resolve().parents[2]
STAMPS = ("reading 1", "extraction 1", "limits 1")
BROKEN = Rejected(name="b.txt", reason="no words", url="https://e.org/b")


@pytest.fixture(scope="module")
def readings() -> list[Reading]:
    pipeline = Pipeline()
    found = [pipeline.process(item) for item in pipeline.open([ROOT / "corpus" / "articles"])]  # type: ignore[arg-type]
    return [reading for reading in found if isinstance(reading, Reading)]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store(tmp_path, clock=lambda: "2026-05-20T12:00:00+00:00") as opened:
        yield opened


def put(
    store: Store, key: str, outcome: Reading | Rejected, digest: str = "d1", stamps: tuple[str, ...] = STAMPS
) -> Wrote:
    with store.transaction():
        return store.articles.put(key, key, digest, stamps, outcome)


def rebuilt(store: Store) -> None:
    """Everything read anew, of which there is nothing left."""
    with store.rebuilding("") as new:
        store.end_rebuilding(new, succeeded=True)


def test_readings_come_back_as_they_went_in(tmp_path: Path, readings: list[Reading]) -> None:
    with Store(tmp_path) as store:
        for reading in reversed(readings):
            assert put(store, reading.article.name, reading) is Wrote.NEW
    with Store(tmp_path) as store:
        assert list(store.readings.all()) == sorted(readings, key=lambda reading: reading.article.name)
        assert store.articles.counts()["claims"] == sum(len(reading.claims) for reading in readings)


def test_a_document_is_known_by_digest_and_stamp(store: Store, readings: list[Reading]) -> None:
    put(store, "a", readings[0])
    put(store, "b", BROKEN)
    for key, stamps, current in (
        ("a", STAMPS, True),
        ("a", ("reading 2", "extraction 1", "limits 1"), False),
        ("a", ("reading 1", "extraction 2", "limits 2"), True),  # its claims are made again from the stored article
        ("b", STAMPS, True),
        ("b", ("reading 1", "extraction 2", "limits 1"), False),  # what broke may go well now
        ("b", ("reading 1", "extraction 1", "limits 2"), False),  # and what took too long may be granted more
    ):
        known = store.articles.document(key)
        assert known is not None
        assert store.articles.is_current(known, "d1", stamps) is current, (key, stamps)
        assert not store.articles.is_current(known, "d2", stamps)
    assert store.articles.document("c") is None


def test_what_broke_a_limit_is_tried_in_a_few_runs(store: Store) -> None:
    """Then it is settled, until the document or a stamp is another one."""
    slow = BROKEN.model_copy(update={"passing": True})

    def tried(digest: str = "d1", stamps: tuple[str, ...] = STAMPS) -> bool:
        with store.transaction():
            store.articles.put("b", "b", digest, stamps, slow, tries=3)
        known = store.articles.document("b")
        assert known is not None
        return not store.articles.is_current(known, digest, stamps)

    assert [tried() for _ in range(3)] == [True, True, False]
    assert [tried("d2") for _ in range(3)] == [True, True, False]
    other = (*STAMPS[:2], "limits 2")
    assert [tried("d2", other) for _ in range(3)] == [True, True, False]


def test_only_a_text_that_changes_makes_a_version(store: Store, readings: list[Reading]) -> None:
    first, second = readings[0], readings[1]
    renamed = second.model_copy(update={"article": second.article.model_copy(update={"name": first.article.name})})
    revision = store.revision
    assert put(store, "a", first) is Wrote.NEW
    assert store.revision > revision
    revision = store.revision
    assert put(store, "a", first, digest="d2") is Wrote.SAME
    assert store.revision == revision
    assert put(store, "a", renamed) is Wrote.CHANGED
    (kept,) = store.readings.all()
    assert kept.article.text == second.article.text
    assert kept.article.notes[-1] == "changed since it was first read; version 2"
    assert kept.claims == renamed.claims


def test_what_could_be_read_once_stays(store: Store, readings: list[Reading]) -> None:
    put(store, "a", readings[0])
    broken = Rejected(name=readings[0].article.name, reason="no words")
    assert put(store, "a", broken, digest="d2") is Wrote.SAME
    assert [reading.article.name for reading in store.readings.all()] == [readings[0].article.name]
    put(store, "b", BROKEN)
    assert store.refusals.rejected() == [BROKEN]
    mended = readings[1].model_copy(update={"article": readings[1].article.model_copy(update={"name": "b.txt"})})
    assert put(store, "b", mended) is Wrote.NEW
    assert store.refusals.rejected() == []


def test_an_article_that_nothing_leads_to_any_more_goes(store: Store, readings: list[Reading]) -> None:
    """A page that names its address otherwise on the second day is still one article."""
    put(store, "page:x", readings[0])
    with store.transaction():
        store.articles.put("page:x", "url:canonical", "d2", STAMPS, readings[0])
    assert store.articles.counts()["read"] == 1
    assert store.articles.article_at("page:x") is None
    assert store.articles.article_at("url:canonical") is not None


def test_names_are_given_once(store: Store, readings: list[Reading]) -> None:
    name = readings[0].article.name
    assert store.free_name(name, "a") == name
    put(store, "a", readings[0])
    assert store.free_name(name, "a") == name
    assert store.free_name(name, "b") == f"{name}#2"
    assert store.free_name(name, "b", {f"{name}#2": "c"}) == f"{name}#3"


def test_many_articles_of_one_name_ask_few_questions(store: Store) -> None:
    asked: list[str] = []
    for number in range(1, 200):
        free = store.free_name("b.txt", f"{number}")
        assert free == ("b.txt" if number == 1 else f"b.txt#{number}")
        put(store, f"{number}", BROKEN.model_copy(update={"name": free}))
    store._database.set_trace_callback(asked.append)
    assert store.free_name("b.txt", "another") == "b.txt#200"
    assert store.free_name("b.txt", "7") == "b.txt#7"
    assert len(asked) < 20


def test_a_change_is_whole_or_not_at_all(store: Store, readings: list[Reading]) -> None:

    def half() -> None:
        with store.transaction():
            store.articles.put("a", "a", "d", STAMPS, readings[0])
            store.web.put_page(PageEntry("https://e.org/a"))
            raise RuntimeError("in the middle")

    with pytest.raises(RuntimeError, match="in the middle"):
        half()
    assert list(store.readings.all()) == []
    assert store.web.page("https://e.org/a") is None
    assert store.revision == 0


def test_a_full_disk_loses_nothing(store: Store, readings: list[Reading]) -> None:
    """The file may grow no further: what is in it stays, and the message says what to do."""
    put(store, "a", readings[0])
    store._database.execute("PRAGMA max_page_count = 1")  # the least that the file needs already

    def fill() -> None:
        for number in range(50):
            named = readings[1].article.model_copy(update={"name": f"{number}"})
            put(store, f"{number}", readings[1].model_copy(update={"article": named}))

    with pytest.raises(StoreError, match="free some space and run again; nothing is lost"):
        fill()
    store._database.execute("PRAGMA max_page_count = 1000000")
    assert readings[0] in list(store.readings.all())
    put(store, "z", readings[2])
    assert readings[2] in list(store.readings.all())


def test_one_writer_at_a_time(tmp_path: Path) -> None:
    with Store(tmp_path):
        with pytest.raises(StoreError, match="another run is at work in this folder; wait until it has finished"):
            Store(tmp_path)
        with Store(tmp_path, write=False) as reader:
            assert reader.articles.counts()["read"] == 0
    Store(tmp_path).close()


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may write everything")
def test_a_folder_that_may_not_be_written_can_be_looked_at(tmp_path: Path, readings: list[Reading]) -> None:
    with Store(tmp_path) as store:
        put(store, "a", readings[0])
    tmp_path.chmod(0o500)
    try:
        with Store(tmp_path, write=False) as store:
            assert store.articles.counts()["read"] == 1
            with pytest.raises(StoreError, match="mend the rights of the folder"), store.transaction():
                store.web.add_feed("https://e.org/feed")
    finally:
        tmp_path.chmod(0o700)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"this is a text, and no database at all" * 100, "this is no store, or it is damaged"),
        (b"SQLite format 3\0" + b"\xff" * 4000, "this is no store, or it is damaged"),
    ],
)
def test_a_file_that_is_no_store_is_named(tmp_path: Path, content: bytes, words: str) -> None:
    (tmp_path / FILE).write_bytes(content)
    with pytest.raises(StoreError, match=words) as raised:
        Store(tmp_path)
    assert str(tmp_path / FILE) in str(raised.value)
    assert (tmp_path / FILE).read_bytes() == content


def test_a_store_of_a_newer_program_is_left_alone(tmp_path: Path) -> None:
    Store(tmp_path).close()
    database = sqlite3.connect(tmp_path / FILE)
    database.execute(f"PRAGMA user_version = {VERSION + 1}")
    database.close()
    with pytest.raises(StoreError, match="written by a newer version of specledger"):
        Store(tmp_path)


def test_a_store_of_an_older_format_is_brought_forward(tmp_path: Path, readings: list[Reading]) -> None:
    """As the program wrote it when readings lay beside what there is of each article; nothing of it is lost."""
    kept = readings[0].model_copy(update={"article": readings[0].article.model_copy(update={"name": "a"})})
    old = sqlite3.connect(tmp_path / FILE, isolation_level=None)
    old.executescript(f"{STEPS[0]}; PRAGMA user_version = 1; PRAGMA foreign_keys = ON;")
    insert = f"INSERT INTO article VALUES ({', '.join('?' * 15)})"
    start = ("c", "extraction 1", 2, len(kept.claims), "2026-05-01", "2026-05-02", "2026-04-30")
    old.execute(insert, ("key a", "a", "https://e.org/a", "read", "", *start, packed(kept), b"part", "table 1"))
    old.execute(insert, ("key b", "b.txt", BROKEN.url, "rejected", BROKEN.reason, *start, None, None, ""))
    old.execute("INSERT INTO document VALUES ('page:a', 'key a', 'd1', 'reading 1')")
    old.execute("INSERT INTO document VALUES ('b', 'key b', 'd2', 'reading 1+extraction 1')")
    old.execute("INSERT INTO page VALUES ('u', 'page', 1, '{}', '', '', 503, '', '', 1, '2026', '503', 0)")
    old.execute("INSERT INTO refusal VALUES (0, 'r', 'why', '')")
    old.close()
    with Lock(tmp_path), pytest.raises(StoreError, match="another run is at work"):
        Store(tmp_path, write=False)  # which may be one of the older program
    for write in (False, True):
        with Store(tmp_path, write=write) as store:
            assert store.readings.kept("a") == kept
            assert store.readings.reading("a").article.notes[-1] == "changed since it was first read; version 2"
            assert [(part.name, part.data) for part in store.readings.digests("f")] == [("a", b"part")]
            assert store.readings.undigested("table 1") == []
            documents = [store.articles.document(key) for key in ("page:a", "b")]
            assert [known.status for known in documents if known] == ["read", "rejected"]
            assert [item.name for item in store.refusals.rejected()] == ["b.txt", "u", "r"]
    with Store(tmp_path) as store:
        rebuilt(store)
        assert list(store.readings.all()) == []
        assert store._database.execute("SELECT COUNT(*) FROM reading").fetchone() == (0,)


def test_feeds_pages_and_runs(store: Store) -> None:
    assert store.web.add_feed("https://e.org/feed", "E")
    assert not store.web.add_feed("https://e.org/feed")
    assert [(feed.url, feed.title) for feed in store.web.feeds()] == [("https://e.org/feed", "E")]
    page = PageEntry("https://e.org/a", known={"title": "ä"}, failures=2, next_try="2026-05-20T13", reason="503")
    store.web.put_page(page)
    store.web.put_page(PageEntry("https://e.org/b", status=200))
    assert store.web.page("https://e.org/a") == page
    assert list(store.web.pages(failing=True)) == [page]
    assert store.web.due("2026-05-20T12") == []
    assert store.web.due("2026-05-20T13") == [page]
    assert store.refusals.rejected() == [Rejected(name=page.url, url=page.url, reason="503")]
    number = store.web.begin_run()
    assert store.web.runs()[0].finished == ""
    store.web.end_run(number, {"counts": {"new": 3}})
    assert store.web.runs()[0].record == {"counts": {"new": 3}}
    rebuilt(store)
    assert [feed.url for feed in store.web.feeds()] == ["https://e.org/feed"]
    assert store.web.page("https://e.org/a") is None
    assert store.web.remove_feed("https://e.org/feed")
    assert not store.web.remove_feed("https://e.org/feed")
