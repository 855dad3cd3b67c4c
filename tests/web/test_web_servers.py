"""The client against servers on loopback that behave, and that misbehave in every way we could think of."""

from __future__ import annotations

import gzip
import re
import threading
import zlib
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from pipeline import __version__
from pipeline.web import FetchError
from tests.web.conftest import SHORT, Make, World
from tests.web.servers import Request, Script, answer, serving

PAGE = "<html><body>The X100 has 144 GB.</body></html>"
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
CHUNKED = HEAD + b"Transfer-Encoding: chunked\r\n\r\n"
TWO = gzip.compress(b"a") + gzip.compress(b"b")
CUT = gzip.compress(bytes(range(256)) * 9)[:-9]
BOMB = gzip.compress(b"\0" * 3_000_000)
"""About 3,000 bytes that unpack to 3 million."""


def raw_deflate(data: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-15)
    return packer.compress(data) + packer.flush()


GOOD: dict[str, tuple[bytes, str, str, bytes]] = {
    "a page": (answer(PAGE, content_type="text/html; charset=UTF-8"), "text/html", "utf-8", PAGE.encode()),
    "no length": (HEAD + b"\r\n" + PAGE.encode(), "text/html", "", PAGE.encode()),
    "no type": (answer(PAGE, content_type=""), "", "", PAGE.encode()),
    "two types": (answer(PAGE, content_type="text/html, text/html"), "text/html", "", PAGE.encode()),
    "a feed": (answer("<rss/>", content_type='Application/RSS+XML;Charset="x"'), "application/rss+xml", "x", b"<rss/>"),
    "a nonsense charset": (answer("x", content_type="text/plain; charset=\xff%00"), "text/plain", "", b"x"),
    "gzip": (answer(gzip.compress(b"a" * 2_000), content_encoding="gzip"), "text/html", "", b"a" * 2_000),
    "gzip in two parts": (answer(TWO, content_encoding="x-gzip"), "text/html", "", b"ab"),
    "gzip with padding": (answer(gzip.compress(b"a") + b"\0\0", content_encoding="GZIP"), "text/html", "", b"a"),
    "gzip of nothing": (answer(b"", content_encoding="gzip"), "text/html", "", b""),
    "deflate": (answer(zlib.compress(b"abc"), content_encoding="deflate"), "text/html", "", b"abc"),
    "raw deflate": (answer(raw_deflate(b"abc"), content_encoding="deflate"), "text/html", "", b"abc"),
    "an archive": (answer(TWO, content_type="application/gzip"), "application/gzip", "", TWO),
    "chunked": (CHUNKED + b"3\r\nabc\r\n0\r\n\r\n", "text/html", "", b"abc"),
    "early hints": (b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n" + answer("x"), "text/html", "", b"x"),
    "a cookie": (answer("x", set_cookie="a=b"), "text/html", "", b"x"),
    "full of one letter": (answer(gzip.compress(b"a" * 9_999), content_encoding="gzip"), "text/html", "", b"a" * 9_999),
}  # fmt: skip


@pytest.mark.parametrize("name", GOOD)
def test_what_arrives(name: str, make: Make) -> None:
    script, media, charset, data = GOOD[name]
    with serving({"/": [script]}) as server:
        found = make().fetch(server.url())
    assert (found.status, found.media, found.charset, found.data) == (200, media, charset, data)
    assert found.url == found.final == server.url()


BAD: dict[str, tuple[Script, str, bool]] = {
    "an answer over the limit": ([answer("x" * 50_001)], "too-large", True),
    "more than announced": ([HEAD + b"\r\n" + b"x" * 60_000], "too-large", True),
    "an endless chunked body": ([CHUNKED, b"ffff\r\n" + b"x" * 65_535 + b"\r\n"], "too-large", True),
    "a bomb": ([answer(BOMB, content_encoding="gzip")], "bomb", True),
    "a deflate bomb": ([answer(zlib.compress(b"\0" * 3_000_000), content_encoding="deflate")], "bomb", True),
    "a chain of nothings": ([answer(gzip.compress(b"", 1) * 1_500, content_encoding="gzip")], "bomb", True),
    "a bomb in a bomb": ([answer(gzip.compress(BOMB), content_encoding="gzip, gzip")], "encoding", True),
    "a packing not asked for": ([answer(b"x", content_encoding="br")], "encoding", True),
    "no gzip at all": ([answer(PAGE, content_encoding="gzip")], "broken-body", False),
    "gzip cut short": ([answer(CUT, content_encoding="gzip")], "broken-body", False),
    "shorter than announced": ([HEAD + b"Content-Length: 500\r\n\r\n<p>Half an art"], "broken-body", False),
    "a chunk cut short": ([CHUNKED + b"20\r\nabc"], "broken-body", False),
    "no last chunk": ([CHUNKED + b"3\r\nabc\r\n"], "broken-body", False),
    "a chunk size that is none": ([CHUNKED + b"xyz\r\nabc\r\n0\r\n\r\n"], "broken-body", False),
    "two lengths": ([HEAD + b"Content-Length: 3\r\nContent-Length: 4\r\n\r\nabcd"], "protocol", False),
    "nothing": ([], "protocol", False),
    "no HTTP": ([b"220 mail.example ready\r\n"], "protocol", False),
    "no status": ([b"HTTP/1.1\r\n\r\n"], "protocol", False),
    "silence": ([1.0], "timeout", False),
    "silence in the headers": ([HEAD, 1.0], "timeout", False),
    "silence in the body": ([HEAD + b"Content-Length: 9\r\n\r\nabc", 1.0], "timeout", False),
    "a slow drip of headers": ([HEAD, *[b"a: b\r\n", 0.1] * 12], "timeout", False),
    "a slow drip of body": ([HEAD + b"Content-Length: 99\r\n\r\n", *[b"x", 0.1] * 12], "timeout", False),
    "endless hints": ([*[b"HTTP/1.1 103 Hi\r\n\r\n", 0.1] * 12], "timeout", False),
    "long headers": ([HEAD + b"a: " + b"x" * 6_000 + b"\r\n\r\n"], "headers", True),
    "endless headers": ([HEAD + b"a: b\r\n" * 40_000], "headers", True),
    "a film": ([answer(b"x", content_type="video/mp4")], "media", True),
    "a picture": ([answer(b"x", content_type="image/png; charset=utf-8")], "media", True),
    "a redirect to itself": ([answer(status="302 Found", location="/")], "redirects", True),
    "a redirect to a file": ([answer(status="302 Found", location="file:///etc/hosts")], "url", True),
    "a redirect to nonsense": ([answer(status="302 Found", location="http://[")], "url", True),
    "a redirect with a password": ([answer(status="302 Found", location="//me:secret@localhost/")], "url", True),
    "a redirect to nowhere": ([answer(status="302 Found")], "status", False),
    "gone": ([answer("x", "410 Gone")], "status", True),
    "part of it": ([answer("x", "206 Partial Content")], "status", False),
    "unchanged, unasked": ([b"HTTP/1.1 304 Not Modified\r\n\r\n"], "status", False),
    "an error that stays": ([answer("x", "500 Oh")], "status", False),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD)
def test_what_does_not(name: str, make: Make) -> None:
    script, kind, permanent = BAD[name]
    with serving({"/": script}) as server, pytest.raises(FetchError) as caught:
        make(retries={"times": 0}, waits=SHORT if kind == "timeout" else {}).fetch(server.url())
    error = caught.value
    assert (error.kind, error.permanent, error.url) == (kind, permanent, server.url())
    assert str(error).startswith(server.url())
    assert "secret" not in str(error)


def test_connections_are_used_again(make: Make) -> None:
    opened = 0

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        timeout = 2

        def setup(self) -> None:
            nonlocal opened
            opened += 1
            super().setup()

        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Length", "1")
            self.end_headers()
            self.wfile.write(b"x")

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = False
        running = threading.Thread(target=server.serve_forever, args=(0.02,))
        running.start()
        with make() as client:
            for _ in range(3):
                assert client.fetch(f"http://127.0.0.1:{server.server_port}/").data == b"x"
        server.shutdown()
        running.join()
    assert opened == 1


def test_nobody_is_there(make: Make) -> None:
    with serving({}) as server:
        url = server.url()
    with pytest.raises(FetchError) as caught:
        make().fetch(url)
    assert (caught.value.kind, caught.value.permanent) == ("connect", False)


def test_who_we_say_we_are(make: Make) -> None:
    with serving({"/": [answer("x", set_cookie="a=b")]}) as server:
        client = make(identity={"contact": "desk@chips.example"})
        client.fetch(server.url())
        client.fetch(server.url())
    robots, *pages = server.requests
    assert robots.path == "/robots.txt"
    for request in (robots, *pages):
        assert request.headers["user-agent"].startswith(f"specledger/{__version__} (")
        assert "desk@chips.example" in request.headers["user-agent"]
        assert request.headers["accept-encoding"] == "gzip, deflate"
        assert not {"cookie", "referer", "authorization"} & request.headers.keys()


def test_the_environment_names_no_proxy(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    with serving({"/": [answer("x")]}) as server:
        assert make().fetch(server.url()).data == b"x"


def test_only_what_changed_is_sent_again(make: Make) -> None:
    def page(request: Request) -> list[bytes]:
        if request.headers.get("if-none-match") == '"v1"':
            return [b"HTTP/1.1 304 Not Modified\r\nCache-Control: max-age=60\r\n\r\n"]
        return [answer("x", etag='"v1"', last_modified="Wed, 20 May 2026 10:00:00 GMT", cache_control="max-age=600")]

    with serving({"/": page}) as server:
        client = make()
        first = client.fetch(server.url())
        second = client.fetch(server.url(), etag=first.etag, modified=first.modified)
        broken = client.fetch(server.url(), etag="two\r\nlines: x", modified="\u2026")
    assert (first.status, first.data, first.etag, first.fresh_for) == (200, b"x", '"v1"', 600.0)
    assert (second.status, second.data, second.etag, second.fresh_for) == (304, b"", '"v1"', 60.0)
    assert second.modified == first.modified
    assert server.requests[2].headers["if-modified-since"] == first.modified
    assert broken.status == 200
    assert not {"if-none-match", "if-modified-since", "lines"} & server.requests[3].headers.keys()


def test_redirects_are_followed_a_little(make: Make) -> None:
    steps: dict[str, Script] = {f"/{n}": [answer(status="302 Found", location=f"{n + 1}?q#part")] for n in range(9)}
    steps |= {f"/{n}?q": [answer(status="301 Moved", location=f"/{n + 1}?q")] for n in range(9)}
    steps["/9?q"] = [answer("x")]
    with serving(steps) as server:
        found = make().fetch(server.url("/7"))
        assert (found.url, found.final) == (server.url("/7"), server.url("/9?q"))
        with pytest.raises(FetchError, match="redirects more than 3 times") as caught:
            make().fetch(server.url("/2"))
    assert caught.value.kind == "redirects"


RETRIES: dict[str, tuple[list[bytes], str, list[float]]] = {
    "it works again": ([answer("", "503 Busy"), answer("x")], "", [1.0]),
    "broken once": ([HEAD + b"Content-Length: 9\r\n\r\nab", answer("x")], "", [1.0]),
    "nothing once": ([b"", answer("x")], "", [1.0]),
    "twice as long each time": ([answer("", "502 Bad"), answer("", "500 Oh"), answer("x")], "", [1.0, 2.0]),
    "only so often": ([answer("", "502 Bad")] * 9, "status", [1.0, 2.0]),
    "a time is named": ([answer("", "429 Slow", retry_after="7"), answer("x")], "", [7.0]),
    "a time long past": ([answer("", "503 Busy", retry_after="Thu, 01 Jan 1970 00:00:00 GMT"), answer("x")], "", [1.0]),
    "a time that is none": ([answer("", "503 Busy", retry_after="soon"), answer("x")], "", [1.0]),
    "a day is named": ([answer("", "503 Busy", retry_after="86400"), answer("x")], "status", []),
    "not found is no reason": ([answer("", "404 Not Found"), answer("x")], "status", []),
    "a film stays a film": ([answer("", content_type="video/mp4"), answer("x")], "media", []),
}


@pytest.mark.parametrize("name", RETRIES)
def test_trying_again(name: str, make: Make, world: World) -> None:
    answers, kind, waits = RETRIES[name]
    client = make(retries={"times": 2}, around={"clock": lambda: world.now})
    with serving({"/": lambda request: [answers[request.count - 1]]}) as server:
        if kind:
            with pytest.raises(FetchError) as caught:
                client.fetch(server.url())
            assert caught.value.kind == kind
        else:
            assert client.fetch(server.url()).data == b"x"
    assert world.slept == waits


def test_a_host_that_wants_to_be_left_alone_is(make: Make, world: World) -> None:
    busy = [answer("", "503 Busy", retry_after="3600")]
    client = make(around={"clock": lambda: world.now})
    with serving({"/a": busy, "/b": [answer("x")]}) as server:
        for path, kind, wait in (("/a", "status", 3_600), ("/b", "paused", 3_600), ("/b", "paused", 3_000)):
            with pytest.raises(FetchError) as caught:
                client.fetch(server.url(path))
            assert (caught.value.kind, caught.value.retry_after, caught.value.permanent) == (kind, wait, False)
            world.now += 600 if kind == "paused" else 0
        world.now += 3_000
        assert client.fetch(server.url("/b")).data == b"x"
    assert server.asked() == ["/robots.txt", "/a", "/b"]


def test_jitter_shortens_waits(make: Make, world: World) -> None:
    with serving({"/": [answer("", "503 Busy")]}) as server, pytest.raises(FetchError):
        make(around={"chance": lambda: 0.5}).fetch(server.url())
    assert world.slept == [0.75]


def test_a_closed_client_fetches_nothing(make: Make) -> None:
    client = make()
    client.close()
    with serving({"/": [answer("x")]}) as server, pytest.raises(FetchError) as caught:
        client.fetch(server.url())
    assert caught.value.kind == "stopped"
    assert server.requests == []


def test_every_kind_of_failure_is_documented() -> None:
    root = Path(__file__).resolve().parents[2]
    code = "".join(path.read_text(encoding="utf-8") for path in sorted((root / "pipeline" / "web").glob("*.py")))
    made = set(re.findall(r'Trouble\([^()]*?(?:\([^()]*\)[^()]*?)*?, "([a-z-]+)"', code))
    manual = (root / "docs" / "operations.md").read_text(encoding="utf-8").split("### Kinds of failure")[1]
    listed = {name for row in re.findall(r"^\| (`.*?`) \|", manual, re.M) for name in re.findall(r"`([a-z-]+)`", row)}
    assert len(made) > 12
    assert listed - {"kind"} == made
