"""Politeness: what a robots.txt says, whose turn it is, many hosts side by side."""

from __future__ import annotations

import pickle
import re
import time
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.web import Fetched, FetchError, Wanted
from pipeline.web.robots import read_robots
from tests.web.conftest import SHORT, Make, World
from tests.web.servers import Request, Script, answer, serving

ALL = "User-agent: *\n"
OURS = "User-agent: specledger\n"
ROBOTS: list[tuple[str, str, str]] = [
    # the file, paths that may be fetched, paths that may not
    ("", "/ /a", ""),
    (ALL + "Disallow:", "/ /a", ""),
    (ALL + "Disallow: /", "", "/ /a /?q"),
    (ALL + "Disallow: /a", "/ /b /A", "/a /a/b /ab /a?q"),
    (ALL + "Disallow: /a/", "/a /b", "/a/ /a/b"),
    (ALL + "Disallow: /\nAllow: /news", "/news /news/1 /newspaper", "/ /shop"),
    (ALL + "Allow: /news\nDisallow: /", "/news", "/ /shop"),
    (ALL + "Disallow: /page\nAllow: /page", "/page", ""),
    (ALL + "Disallow: /*.pdf$", "/a.pdfx /a.pdf?x /pdf", "/a.pdf /b/c.pdf"),
    (ALL + "Disallow: /*.pdf", "/pdf", "/a.pdf /a.pdf?x"),
    (ALL + "Disallow: /a*b*c$", "/abcd /acb", "/abc /axxbxxc /abcbc"),
    (ALL + "Disallow: *private", "/public", "/private /a/private/b"),
    (ALL + "Disallow: /$", "/a", "/"),
    (ALL + "Disallow: /a**b", "/a /b", "/ab /axb"),
    (ALL + "Disallow: shop", "/ /a/shop", "/shop"),
    (ALL + "Disallow: /*?", "/a", "/a?b"),
    (ALL + "Disallow: /caf\u00e9", "/cafe", "/caf%C3%A9 /caf%c3%a9/x"),
    (ALL + "Disallow: /%7Eme\nDisallow: /a%2fb", "/a/b", "/~me /%7eme /a%2Fb"),
    (ALL + "Disallow: /a # not this\n# Disallow: /b", "/b", "/a"),
    ("\ufeffUSER-AGENT : *\r\n\tDISALLOW : /a\rdisallow:/b", "/c", "/a /b"),
    ("Disallow: /\n" + ALL + "Disallow: /a", "/b", "/a"),
    ("User-agent: specledger\nDisallow: /a\n\n" + ALL + "Disallow: /", "/b", "/a"),
    (ALL + "Disallow: /\n\nUser-agent: SpecLedger/1.0\nDisallow: /a", "/b", "/a"),
    (ALL + "Disallow: /\n\nUser-agent: specledger\nDisallow:", "/ /a", ""),
    ("User-agent: specledgerbot\nDisallow: /\n\n" + ALL + "Disallow: /a", "/b", "/a"),
    ("User-agent: other\nUser-agent: specledger\nUser-agent: third\nDisallow: /a", "/b", "/a"),
    ("User-agent: specledger\nUser-agent: *\n\nDisallow: /a", "/b", "/a"),
    (OURS + "Disallow: /a\nUser-agent: other\nDisallow: /b\n" + OURS + "Disallow: /c", "/b", "/a /c"),
    ("User-agent: specledger\nSitemap: http://a/b\nDisallow: /a", "/b", "/a"),
    ("User-agent: specledger\nNonsense: x\nUser-agent: other\nDisallow: /a", "/b", "/a"),
    ("User-agent: other\nDisallow: /", "/", ""),
    ("<html>Not found: *</html>\nUser-agent\n: x\n\0", "/", ""),
]  # fmt: skip


@pytest.mark.parametrize(("text", "allowed", "refused"), ROBOTS)
def test_robots(text: str, allowed: str, refused: str) -> None:
    robots = read_robots(text, "specledger")
    assert [path for path in allowed.split() if not robots.allows(path)] == []
    assert [path for path in refused.split() if robots.allows(path)] == []


DELAYS = {
    ALL + "Crawl-delay: 5": 5,
    ALL + "Crawl-delay: 0.5\nDisallow: /a": 0.5,
    ALL + "Crawl-delay: 5\n\nUser-agent: specledger\nDisallow: /a": 0,
    ALL + "Crawl-delay: soon": 0,
    ALL + "Crawl-delay: -1": 0,
    ALL + "Crawl-delay: nan": 0,
    "User-agent: specledger\nCrawl-delay: 2\nUser-agent: *\nCrawl-delay: 9": 2,
}


@pytest.mark.parametrize("text", DELAYS)
def test_crawl_delay(text: str) -> None:
    assert read_robots(text, "specledger").delay == DELAYS[text]


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["User-agent: *", "User-agent: specledger", "Allow:", "Disallow:", "Crawl-delay:", ""]),
            st.text("/ab*$%2F:é#\r\n\ud800"),
        ).map(" ".join)
    ),
    st.text("/ab*$%2F?é\ud800"),
)
def test_no_robots_file_whatever_breaks_it(lines: list[str], path: str) -> None:
    assert read_robots("\n".join(lines), "specledger").allows(f"/{path}") in {True, False}


@given(st.lists(st.sampled_from("ab*"), max_size=7), st.text("ab", max_size=8), st.booleans())
def test_patterns_mean_what_a_regular_expression_says(parts: list[str], path: str, whole: bool) -> None:
    pattern = "/" + "".join(parts)
    expression = pattern.replace("*", ".*") + ("$" if whole else "")
    robots = read_robots(f"{ALL}Disallow: {pattern}{'$' if whole else ''}", "specledger")
    assert robots.allows(f"/{path}") == (re.match(expression, f"/{path}") is None)


FILES: dict[str, tuple[Script, str]] = {
    "none": ([answer("", "404 Not Found")], ""),
    "locked": ([answer("", "403 Forbidden")], ""),
    "open": ([answer(ALL, content_type="text/plain")], ""),
    "a page instead": ([answer("<html>")], ""),
    "in a circle": ([answer(status="301 Moved", location="/robots.txt")], ""),
    "elsewhere": ([answer(status="301 Moved", location="/rules")], "robots"),
    "closed": ([answer(ALL + "Disallow: /")], "robots"),
    "closed, then endless": ([answer(ALL + "Disallow: /\n" + "#" * 9_000)], "robots"),
    "closed too late": ([answer("#" * 9_000 + "\n" + ALL + "Disallow: /")], ""),
    "broken": ([answer("", "500 Oh")], "robots"),
    "busy": ([answer("", "429 Slow")], "robots"),
    "packed in an odd way": ([answer("x", content_encoding="br")], "robots"),
    "silent": ([1.0], "timeout"),
    "cut short": ([b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\nUser"], "robots"),
}


@pytest.mark.parametrize("name", FILES)
def test_a_robots_file_that_is(name: str, make: Make) -> None:
    script, kind = FILES[name]
    pages: dict[str, Script] = {"/robots.txt": script, "/a": [answer("x")], "/rules": [answer(ALL + "Disallow: /")]}
    waits = SHORT if kind == "timeout" else {}
    client = make(retries={"times": 0}, manners={"robots_bytes": 5_000}, waits=waits)
    with serving(pages) as server:
        for _ in range(2):
            if kind:
                with pytest.raises(FetchError) as caught:
                    client.fetch(server.url("/a"))
                assert caught.value.kind == kind
                assert caught.value.permanent == (name in {"closed", "closed, then endless", "elsewhere"})
            else:
                assert client.fetch(server.url("/a")).data == b"x"
    assert server.asked().count("/robots.txt") == 1
    assert ("/a" in server.asked()) == (not kind)


def test_what_a_robots_file_said_holds_for_a_while(make: Make, world: World) -> None:
    closed = answer(ALL + "Disallow: /a")
    files = [answer("", "500 Oh"), closed, answer("", "404 Not Found")]
    pages: dict[str, Script] = {"/robots.txt": lambda request: [files[request.count - 1]], "/a": [answer("x")]}
    client = make(retries={"times": 0}, around={"clock": lambda: world.now})
    with serving(pages) as server:
        for seconds in (0, 601, 86_300):
            world.now += seconds
            with pytest.raises(FetchError, match=r"robots\.txt"):
                client.fetch(server.url("/a"))
        world.now += 200
        assert client.fetch(server.url("/a")).data == b"x"


def test_redirects_ask_the_other_site_too(make: Make) -> None:
    with (
        serving({"/robots.txt": [answer(ALL + "Disallow: /b")], "/b": [answer("x")]}) as other,
        serving({"/a": [answer(status="302 Found", location=other.url("/b"))]}) as server,
        pytest.raises(FetchError) as caught,
    ):
        make().fetch(server.url("/a"))
    assert caught.value.kind == "robots"
    assert f"redirected to {other.url('/b')}" in str(caught.value)
    assert other.asked() == ["/robots.txt"]


def test_a_pause_between_two_requests(make: Make, world: World) -> None:
    pages: dict[str, Script] = {"/a": [answer("x")], "/robots.txt": [answer(ALL + "Crawl-delay: 3")]}
    client = make(manners={"delay": 1.0, "crawl_delay_max": 2.5}, around={"clock": lambda: world.now})
    with serving(pages) as server, serving({"/a": [answer("x")]}) as other:
        for url in (server.url("/a"), server.url("/a"), other.url("/a", host="localhost"), server.url("/a")):
            client.fetch(url)
        world.now += 60
        client.fetch(server.url("/a"))
    assert world.slept == [2.5, 2.5]


def everywhere(host: str, port: int) -> list[str]:
    return ["127.0.0.1"]


def test_many_at_once_in_order(make: Make, world: World) -> None:
    """Hosts side by side, one request a host at a time, results in the order asked for, failures among them."""
    pages: dict[str, Script] = {f"/{n}": [0.02 * (3 - n % 3), answer(f"page {n}")] for n in range(12)}
    client = make(manners={"at_once": 4}, around={"resolve": everywhere})
    with serving(pages) as server:
        urls = [server.url(f"/{n}", host=f"h{n % 3}.example") for n in range(14)] + ["nonsense"]
        found = list(client.fetch_all(Wanted(url) for url in urls))
    assert [wanted.url for wanted, _ in found] == urls
    pages_found = [result.data for _, result in found if isinstance(result, Fetched)]
    assert pages_found == [f"page {n}".encode() for n in range(12)]
    assert [result.kind for _, result in found if isinstance(result, FetchError)] == ["status", "status", "url"]
    assert server.most_at_once > 1
    for host in ("h0", "h1", "h2"):
        asked = [r.path for r in server.requests if r.headers["host"].startswith(host) and r.path != "/robots.txt"]
        assert asked == [f"/{n}" for n in range(14) if n % 3 == int(host[1])]


def test_one_host_is_asked_one_by_one(make: Make) -> None:
    with serving({f"/{n}": [0.02, answer("x")] for n in range(6)}) as server:
        assert len(list(make().fetch_all(Wanted(server.url(f"/{n}")) for n in range(6)))) == 6
    assert server.most_at_once == 1


def test_a_slow_host_holds_nobody_up(make: Make) -> None:
    """Two threads, one host that pauses long between requests: the other host's pages do not wait behind it."""
    slept: list[float] = []

    def slow(request: Request) -> list[bytes]:
        for _ in range(500):  # the first page comes when the other host was asked, or after five seconds
            if "/quick" in server.asked():
                break
            time.sleep(0.01)
        return [answer("x")]

    pages: dict[str, Script] = {"/slow": slow, "/quick": [answer("x")]}
    client = make(manners={"at_once": 2}, around={"resolve": everywhere, "sleep": slept.append})
    with serving(pages) as server:
        wanted = [Wanted(server.url("/slow", host="a.example"))] * 3
        wanted += [Wanted(server.url("/quick", host="b.example"))] * 5
        assert all(isinstance(result, Fetched) for _, result in client.fetch_all(wanted))
    asked = [path for path in server.asked() if path != "/robots.txt"]
    assert asked.index("/quick") < asked.index("/slow", asked.index("/slow") + 1)


def test_no_more_is_read_ahead_than_the_window(make: Make) -> None:
    read = 0

    def endless() -> Iterator[Wanted]:
        nonlocal read
        while True:
            read += 1
            yield Wanted(f"nonsense {read}")

    results = make(manners={"window": 5}).fetch_all(endless())
    for n in range(1, 20):
        wanted, result = next(results)
        assert isinstance(result, FetchError)
        assert wanted.url == f"nonsense {n}"
        assert read == n + 4
    results.close()  # type: ignore[attr-defined]


def test_an_interruption_waits_for_nothing(make: Make) -> None:
    def broken(server_url: str) -> Iterator[Wanted]:
        yield Wanted(server_url)
        raise KeyboardInterrupt

    client = make(waits={"read": 15.0, "total": 60.0})
    with serving({"/robots.txt": [15.0]}) as server, pytest.raises(KeyboardInterrupt):
        list(client.fetch_all(broken(server.url())))
    with pytest.raises(FetchError) as caught:
        client.fetch("http://chips.example/")
    assert caught.value.kind == "stopped"


def test_errors_travel() -> None:
    error = FetchError("gone", "http://a/", kind="status", where="a", status=410, retry_after=3.0, permanent=True)
    home = pickle.loads(pickle.dumps(error))
    assert (vars(home), str(home), type(home)) == (vars(error), str(error), FetchError)
