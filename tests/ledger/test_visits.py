"""Links: what is fetched and what is not, failures that are tried again, one article behind many addresses."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.api import Pipeline
from pipeline.errors import FetchError
from pipeline.ledger.identity import article_key, plain_address
from pipeline.model import Article, Document, Reading, Rejected, Table
from pipeline.rulebook import Rulebook
from pipeline.store import Store
from pipeline.store.articles import Articles
from tests.ledger.helpers import NOTE, OTHER, THIRD, Clock, Killed, Web, feed, files, killed, ledger, page

FEED = "https://post.example/feed"
A, B, C = (f"https://post.example/{name}" for name in "abc")


@pytest.fixture
def web() -> Web:
    return Web({FEED: feed((A, "One"), (B, "Two")), A: page(NOTE, NOTE), B: page(OTHER, OTHER), C: page(THIRD, THIRD)})


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "out"


def asked(web: Web) -> list[str]:
    urls = [want.url for want in web.asked]
    web.asked.clear()
    return urls


def rows(table: Table | None) -> dict[str, str]:
    assert table is not None
    return {row.article: row.status for row in table.articles}


def test_a_feed_leads_to_its_articles_once(pipeline: Pipeline, web: Web, out: Path) -> None:
    report = ledger(out, pipeline, web).run([FEED])
    assert report.counts["new"] == 2
    assert rows(report.table) == {A: "read", B: "read"}
    assert asked(web) == [FEED, A, B]
    again = ledger(out, pipeline, web).run([FEED])
    assert asked(web) == [FEED]
    assert again.counts["unchanged"] == 1
    assert again.table is None
    web.pages[FEED] = feed((C, "Three"), (A, "One"), (B, "Two"))
    ledger(out, pipeline, web).run([FEED])
    assert asked(web) == [FEED, C]


def test_an_article_of_which_the_feed_says_something_new_is_fetched_again(
    pipeline: Pipeline, web: Web, out: Path
) -> None:
    ledger(out, pipeline, web).run([FEED])
    asked(web)
    web.pages[A] = page(NOTE.replace("80 GB", "94 GB"), NOTE)
    web.pages[FEED] = feed((A, "One (corrected)"), (B, "Two"))
    report = ledger(out, pipeline, web).run([FEED])
    assert asked(web) == [FEED, A]
    assert report.counts["changed"] == 1


def test_polled_feeds_are_the_inputs_of_a_run_without_any(pipeline: Pipeline, web: Web, out: Path) -> None:
    with ledger(out, pipeline, web).open_store() as store:
        store.web.add_feed(FEED)
    assert ledger(out, pipeline, web).run([]).counts["new"] == 2


def test_failures_are_recorded_and_tried_again_later(pipeline: Pipeline, web: Web, out: Path) -> None:
    clock = Clock()
    web.broken.add(B)
    report = ledger(out, pipeline, web, clock).run([FEED])
    assert (report.counts["new"], report.counts["failed"]) == (1, 1)
    assert [item.name for item in report.refused] == [B]
    assert rows(report.table) == {A: "read", B: "rejected"}
    asked(web)
    clock.wait(60)
    soon = ledger(out, pipeline, web, clock).run([FEED])
    assert asked(web) == [FEED]  # too early for the other
    assert soon.table is None
    clock.wait(3600)
    ledger(out, pipeline, web, clock).run([FEED])
    assert sorted(asked(web)) == [B, FEED]
    with Store(out, write=False) as store:
        (failing,) = store.web.pages(failing=True)
    assert (failing.failures, failing.status) == (2, 503)
    web.broken.clear()
    clock.wait(7200)
    mended = ledger(out, pipeline, web, clock).run([FEED])
    assert rows(mended.table) == {A: "read", B: "read"}
    assert mended.unread == 0


def test_a_page_that_is_gone_is_left_alone_for_long(pipeline: Pipeline, web: Web, out: Path) -> None:
    clock = Clock()
    del web.pages[B]
    for _ in range(pipeline.rulebook.ledger.again.patience):
        ledger(out, pipeline, web, clock).run([FEED])
        assert B in asked(web)
        clock.wait(86_400)
    ledger(out, pipeline, web, clock).run([FEED])
    assert asked(web) == [FEED]
    web.pages[FEED] = feed((A, "One"), (B, "Two, at last"))
    ledger(out, pipeline, web, clock).run([FEED])
    assert sorted(asked(web)) == [B, FEED]  # what the feed says anew ends the waiting
    clock.wait(7 * 86_400)
    ledger(out, pipeline, web, clock).run([FEED])
    assert sorted(asked(web)) == [B, FEED]


def test_a_named_address_is_asked_in_every_run(pipeline: Pipeline, web: Web, out: Path) -> None:
    assert ledger(out, pipeline, web).run([A]).counts["new"] == 1
    assert ledger(out, pipeline, web).run([A]).counts["unchanged"] == 1
    web.pages[A] = page(NOTE.replace("80 GB", "94 GB"), NOTE)
    assert ledger(out, pipeline, web).run([A]).counts["changed"] == 1
    assert asked(web) == [A, A, A]


def test_a_missing_page_never_takes_an_article_away(pipeline: Pipeline, web: Web, out: Path) -> None:
    ledger(out, pipeline, web).run([A])
    del web.pages[A]
    report = ledger(out, pipeline, web).run([A])
    assert (report.unread, report.given) == (1, 1)
    assert report.table is not None
    (row,) = report.table.articles
    assert (row.status, row.claims > 0) == ("read", True)
    assert row.reason == "stays as it was read, as its address fails now: the server said 404"
    web.pages[A] = page(NOTE, NOTE)
    mended = ledger(out, pipeline, web).run([A])
    assert mended.table is not None
    assert [(row.status, row.reason) for row in mended.table.articles] == [("read", "")]


def test_two_addresses_of_one_article_are_one(pipeline: Pipeline, web: Web, out: Path) -> None:
    """Tracking parameters, and a canonical address within the host; another host's copy stays an article of its own."""
    canonical = f'<link rel="canonical" href="{A}">'
    mobile, copy = "https://post.example/m/a", "https://copy.example/a"
    web.pages[mobile] = page(NOTE, NOTE, head=canonical)
    web.pages[copy] = page(NOTE, NOTE, head=canonical)
    report = ledger(out, pipeline, web).run([A, f"{A}?utm_source=rss#top", mobile, copy])
    assert sorted(rows(report.table)) == [copy, A]
    assert sorted(asked(web)) == sorted([A, mobile, copy])
    web.pages[mobile] = page(NOTE, OTHER, head=canonical)
    changed = ledger(out, pipeline, web).run([mobile])
    assert changed.counts["changed"] == 1
    assert sorted(rows(changed.table)) == [copy, A]


def test_pages_that_name_their_section_as_their_own_address_stay_apart(pipeline: Pipeline, web: Web, out: Path) -> None:
    head = '<link rel="canonical" href="https://post.example/news">'
    for url, words in ((A, NOTE), (B, OTHER), (C, THIRD)):
        web.pages[url] = page(words, words, head=head)
    for _ in range(2):
        report = ledger(out, pipeline, web).run([A, B, C])
    assert report.unread == 0
    with Store(out, write=False) as store:
        assert sorted(reading.article.text.count("\n") > 0 for reading in store.readings.all()) == [True] * 3


def test_a_feed_that_recovers_is_rejected_no_more(pipeline: Pipeline, web: Web, out: Path) -> None:
    good = web.pages[FEED]
    web.pages[FEED] = ("application/octet-stream", "\0\1\2" * 50)
    assert ledger(out, pipeline, web).run([FEED]).unread == 1
    web.pages[FEED] = good
    mended = ledger(out, pipeline, web).run([FEED])
    assert set(rows(mended.table).values()) == {"read"}


def test_rules_that_changed_reach_pages_of_the_web(
    pipeline: Pipeline, web: Web, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ledger(out, pipeline, web).run([FEED])
    asked(web)
    later = ledger(out, pipeline, web)
    monkeypatch.setattr(later, "_stamps", later._stamps._replace(reading="another"))
    web.pages[FEED] = feed((A, "One"), (B, "Two"), (C, "Three"))
    report = later.run([FEED])
    assert asked(web) == [FEED, A, B, C]
    assert report.counts["outdated"] == 0


def test_two_feeds_of_one_page_do_not_quarrel(pipeline: Pipeline, web: Web, out: Path) -> None:
    """Each has its own name for the publisher; the page is one, and is fetched once."""
    web.pages["https://other.example/feed"] = feed((A, "One"), title="Another Post")
    feeds = [FEED, "https://other.example/feed"]
    ledger(out, pipeline, web).run(feeds)
    asked(web)
    web.pages[FEED] = feed((A, "One"), (B, "Two"), (C, "Three"))
    ledger(out, pipeline, web).run(feeds)
    assert sorted(asked(web)) == sorted([*feeds, C])


def test_what_a_run_may_not_fetch_says_nothing_of_the_address(pipeline: Pipeline, web: Web, out: Path) -> None:
    answer = web._answer
    web._answer = lambda want: FetchError("private", want.url, kind="private-address", permanent=True)  # type: ignore[method-assign]
    assert ledger(out, pipeline, web).run([A]).unread == 1
    web._answer = answer  # type: ignore[method-assign]
    assert ledger(out, pipeline, web).run([A]).counts["new"] == 1


def test_a_run_over_files_leaves_the_web_alone(pipeline: Pipeline, web: Web, out: Path, tmp_path: Path) -> None:
    clock = Clock()
    web.broken.add(B)
    ledger(out, pipeline, web, clock).run([FEED])
    asked(web)
    clock.wait(7200)
    (tmp_path / "note.txt").write_text(NOTE, encoding="utf-8")
    ledger(out, pipeline, web, clock).run([tmp_path / "note.txt"])
    assert asked(web) == []
    ledger(out, pipeline, web, clock).run([])
    assert asked(web) == [B]


def test_a_kill_between_a_feed_and_its_articles_loses_none(
    pipeline: Pipeline, web: Web, out: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a feed answered must not be remembered before all that it gave is kept."""
    put = Articles.put
    monkeypatch.setattr(Articles, "put", killed)
    with pytest.raises(Killed):
        ledger(out, pipeline, web).run([FEED])
    monkeypatch.setattr(Articles, "put", put)
    assert ledger(out, pipeline, web).run([FEED]).counts["new"] == 2
    ledger(tmp_path / "whole", pipeline, web).run([FEED])
    assert files(out) == files(tmp_path / "whole")


def test_a_killed_run_forgets_no_failure(
    pipeline: Pipeline, web: Web, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing of the page that answered was kept; that the other one failed, and when to try again, was."""
    web.broken.add(A)
    monkeypatch.setattr(Articles, "put", killed)
    with pytest.raises(Killed):
        ledger(out, pipeline, web).run([FEED])
    with Store(out, write=False) as store:
        (failing,) = store.web.pages(failing=True)
    assert (failing.url, failing.failures) == (A, 1)


def test_what_had_arrived_when_a_run_was_killed_is_not_asked_for_again(
    pipeline: Pipeline, web: Web, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Unless the feed says something new of it meanwhile; feeds themselves are asked. Nothing is left lying about."""
    with monkeypatch.context() as patch:
        patch.setattr(Articles, "put", killed)
        with pytest.raises(Killed):
            ledger(out, pipeline, web).run([FEED])
    assert asked(web) == [FEED, A, B]
    web.pages[B] = page(THIRD, THIRD)
    web.pages[FEED] = feed((C, "Three"), (A, "One"), (B, "Two, corrected"))
    report = ledger(out, pipeline, web).run([FEED])
    assert asked(web) == [FEED, C, B]
    assert report.counts["new"] == 3
    with Store(out, write=False) as store:
        assert [store.inbox.get(url) for url in (A, B, C, FEED)] == [None] * 4
        assert "MI300X" in store.readings.kept(B).article.text


def test_a_host_that_asked_to_be_left_alone_is_left_alone_by_later_runs(
    pipeline: Pipeline, web: Web, out: Path
) -> None:
    """Also where its address is named; a pause is no further failure of the address."""
    clock = Clock()
    answer = web._answer
    web._answer = lambda want: FetchError("503", want.url, kind="status", status=503, retry_after=7200)  # type: ignore[method-assign]
    ledger(out, pipeline, web, clock).run([A])
    assert web.left_alone == []
    clock.wait(600)
    web._answer = lambda want: FetchError("not now", want.url, kind="paused", retry_after=6600)  # type: ignore[method-assign]
    report = ledger(out, pipeline, web, clock).run([A])
    assert web.left_alone == [(A, 6600)]
    assert [item.reason for item in report.refused] == ["its host wants no requests before 2026-05-20 14:00 UTC"]
    with Store(out, write=False) as store:
        (failing,) = store.web.pages(failing=True)
    assert (failing.failures, failing.next_try) == (1, "2026-05-20T14:00:00+00:00")
    clock.wait(6600)
    web._answer = answer  # type: ignore[method-assign]
    assert ledger(out, pipeline, web, clock).run([A]).counts["new"] == 1
    assert len(web.left_alone) == 1


def test_what_a_feed_could_not_give_stays_told_while_the_feed_is_unchanged(
    pipeline: Pipeline, web: Web, out: Path
) -> None:
    good = web.pages[FEED]
    web.pages[FEED] = ("application/rss+xml", good[1].replace("</channel>", "<item><title>x</title></item></channel>"))
    first = ledger(out, pipeline, web).run([FEED])
    assert list(rows(first.table).values()) == ["read", "read", "rejected"]
    assert ledger(out, pipeline, web).run([FEED]).table is None  # nothing changed, and the row is there still
    web.pages[FEED] = good
    assert set(rows(ledger(out, pipeline, web).run([FEED]).table).values()) == {"read"}


def test_a_feed_that_is_polled_no_longer_takes_its_refusals_along(pipeline: Pipeline, web: Web, out: Path) -> None:
    """A rebuild learns the title of a feed like any other run."""
    broken = web.pages[FEED][1].replace("</channel>", "<item><title>x</title></item></channel>")
    web.pages[FEED] = ("application/rss+xml", broken)
    with ledger(out, pipeline).open_store() as store:
        store.web.add_feed(FEED)
    assert list(rows(ledger(out, pipeline, web).run([], rebuild=True).table).values()) == ["read", "read", "rejected"]
    with ledger(out, pipeline).open_store() as store, store.transaction():
        assert [found.title for found in store.web.feeds()] == ["Chip Post"]
        assert store.remove_feed(FEED)
    assert list(rows(ledger(out, pipeline, web).run([]).table).values()) == ["read", "read"]


def test_links_that_lead_on_and_on_end(pipeline: Pipeline, out: Path) -> None:
    def index(number: int) -> tuple[str, str]:
        inner = f"<sitemap><loc>https://post.example/s{number + 1}</loc></sitemap>"
        return (
            "application/xml",
            f'<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{inner}</sitemapindex>',
        )

    web = Web({f"https://post.example/s{number}": index(number) for number in range(50)})
    report = ledger(out, pipeline, web).run(["https://post.example/s0"])
    assert len(web.asked) == pipeline.rulebook.ledger.follow.depth + 1
    assert any("steps away from what was named" in item.reason for item in report.refused)


@pytest.mark.parametrize(
    ("given", "plain"),
    [
        ("https://e.org", "https://e.org/"),
        ("HTTP://E.org:80/A?b=1#c", "http://e.org/A?b=1"),
        ("https://e.org:8443/", "https://e.org:8443/"),
        ("https://[2001:db8::1]:443/a", "https://[2001:db8::1]/a"),
        ("https://e.org/?utm_campaign=x&utm_source=y", "https://e.org/"),
        ("https://e.org/?q=a%20b&fbclid=1", "https://e.org/?q=a+b"),
        ("https://e.org/?q=a%20b", "https://e.org/?q=a%20b"),
        ("ftp://e.org/a", "ftp://e.org/a"),
        ("https://e.org:port/", "https://e.org:port/"),
        ("no address", "no address"),
        ("", ""),
    ],
)
def test_plain_addresses(given: str, plain: str, rulebook: Rulebook) -> None:
    assert plain_address(given, rulebook.ledger.addresses) == plain
    assert plain_address(plain, rulebook.ledger.addresses) == plain


@pytest.mark.parametrize(
    ("key", "canonical", "expected"),
    [
        ("file:/a.html", A, "file:/a.html"),
        (f"page:{B}", A, f"url:{A}"),
        (f"url:{B}", "", f"url:{B}"),
        (f"page:{B}", "https://other.example/a", f"url:{B}"),
        (f"page:{B}", "https://post.example/", f"url:{B}"),
        (f"page:{B}", "https://www.post.example/a", "url:https://www.post.example/a"),
        (f"page:{B}", "/a", f"url:{B}"),
        (f"page:{B}", "https://[", f"url:{B}"),
    ],
)
def test_which_article_a_document_is(key: str, canonical: str, expected: str, rulebook: Rulebook) -> None:
    document = Document(name="x", key=key, data=b"")
    reading = Reading(article=Article(name="x", text="", blocks=(), canonical=canonical))
    assert article_key(document, reading, rulebook.ledger.addresses) == expected
    if canonical == "":
        assert article_key(document, Rejected(name="x", reason=""), rulebook.ledger.addresses) == expected


def test_a_teaser_is_read_where_its_page_cannot_be_fetched(pipeline: Pipeline, web: Web, out: Path) -> None:
    clock = Clock()
    words = f"{OTHER} It was measured in May with the newest drivers, and again a week later by another laboratory."
    entry = f"<item><title>Two</title><link>{B}</link><description>{words}</description></item>"
    web.pages[FEED] = ("application/rss+xml", f'<rss version="2.0"><channel><title>F</title>{entry}</channel></rss>')
    web.broken.add(B)
    report = ledger(out, pipeline, web, clock).run([FEED])
    assert report.counts["new"] == 1
    assert rows(report.table) == {B: "read"}
    assert report.table is not None
    (row,) = report.table.articles
    assert "read from its feed alone, as its page could not be fetched: the server said 503" in row.reason
    web.broken.clear()
    clock.wait(7200)
    mended = ledger(out, pipeline, web, clock).run([FEED])
    assert rows(mended.table) == {B: "read"}
    assert mended.table is not None
    assert "its feed alone" not in mended.table.articles[0].reason
