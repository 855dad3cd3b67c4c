"""Where the client goes and where not: addresses, names that turn out to be private, ports, TLS."""

from __future__ import annotations

import shutil
import ssl
import subprocess
import threading
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from pipeline.rulebook import Rulebook
from pipeline.web import Client, FetchError, Surroundings
from pipeline.web.addresses import refusal
from pipeline.web.urls import target
from tests.web.conftest import Make
from tests.web.servers import answer, serving

REFUSED = """
    0.0.0.0 0.1.2.3 10.0.0.1 10.255.255.255 100.64.0.1 100.127.255.255 127.0.0.1 127.8.9.1 169.254.169.254 172.16.0.1
    172.31.255.255 192.0.0.8 192.0.2.1 192.88.99.1 192.168.0.1 198.18.0.1 198.51.100.7 203.0.113.9 224.0.0.1
    239.255.255.255 240.0.0.1 255.255.255.255 168.63.129.16
    :: ::1 ::7f00:1 ::ffff:127.0.0.1 ::ffff:10.0.0.1 ::ffff:169.254.169.254 64:ff9b::7f00:1 64:ff9b::a00:1
    64:ff9b:1::1 100::1 2001::1 2001:db8::1 2002:7f00:1:: 2002:c0a8:1:: 3fff::1 5f00::1 fc00::1 fd00:ec2::254 fe80::1
    fe80::1%eth0 fec0::1 ff02::1
"""
ALLOWED = """
    1.1.1.1 8.8.8.8 93.184.215.14 100.63.255.255 100.128.0.0 172.15.0.1 172.32.0.1 192.167.1.1 223.255.255.254
    2606:4700::1111 2a00:1450:4001::1 ::ffff:8.8.8.8 64:ff9b::808:808 2002:808:808::
"""


@pytest.mark.parametrize("address", REFUSED.split())
def test_addresses_that_are_not_talked_to(address: str, rulebook: Rulebook) -> None:
    assert refusal(address, rulebook.web.access.refused)


@pytest.mark.parametrize("address", ALLOWED.split())
def test_addresses_that_are(address: str, rulebook: Rulebook) -> None:
    assert refusal(address, rulebook.web.access.refused) == ""


@pytest.mark.parametrize("address", ["0.0.0.0", "::", "224.0.0.1", "ff02::1", "localhost", ""])
def test_addresses_that_nobody_can_allow(address: str) -> None:
    assert refusal(address, (), allow_private=True)


SPELLINGS = (
    "http://127.0.0.1/ http://127.1/ http://2130706433/ http://0x7f000001/ http://0177.0.0.1/ http://localhost/"
    " http://[::1]/ http://[::ffff:7f00:1]/ http://0/ http://LOCALHOST./ https://169.254.169.254/latest"
)


@pytest.mark.parametrize("url", SPELLINGS.split())
def test_every_spelling_of_a_private_address(url: str, make: Make) -> None:
    with pytest.raises(FetchError) as caught:
        make(allow_private=False).fetch(url)
    assert caught.value.kind in {"private-address", "url", "dns"}


def test_a_private_server_is_not_even_connected_to(make: Make) -> None:
    access = {"ports": []}
    with serving({"/": [answer("secret")]}) as server:
        access["ports"] = [server.port]
        for url in (server.url(), server.url(host="localhost")):
            with pytest.raises(FetchError) as caught:
                make(allow_private=False, access=access).fetch(url)
            assert (caught.value.kind, caught.value.permanent) == ("private-address", True)
        assert server.requests == []


NAMES: dict[str, list[list[str]]] = {
    "private": [["10.0.0.1"]],
    "public and private": [["93.184.215.14", "127.0.0.1"]],
    "mapped": [["::ffff:127.0.0.1"]],
    "no address": [["localhost"]],
}


@pytest.mark.parametrize("name", NAMES)
def test_names_that_lead_to_private_addresses(name: str, make: Make) -> None:
    answers = iter(NAMES[name])
    client = make(allow_private=False, around={"resolve": lambda host, port: next(answers)})
    with pytest.raises(FetchError) as caught:
        client.fetch("http://chips.example/")
    assert caught.value.kind == "private-address"


def test_the_address_that_was_checked_is_the_one_that_is_used(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    """A name that changes its answer after the check: every connection is judged by its own answer, asked for once."""
    asked: list[str] = []
    monkeypatch.setattr("pipeline.web.transfer.refusal", lambda address, *_: "bad" if address != "127.0.0.1" else "")

    def rebinding(host: str, port: int) -> Sequence[str]:
        asked.append(host)
        return ["127.0.0.1"] if len(asked) < 3 else ["127.0.0.2"]

    with serving({"/": [answer("x")]}) as server:
        client = make(around={"resolve": rebinding})
        url = server.url(host="chips.example")
        assert client.fetch(url).data == b"x"
        assert len(asked) == 2, "once for robots.txt, once for the page"
        with pytest.raises(FetchError) as caught:
            client.fetch(url)
    assert caught.value.kind == "private-address"
    assert {request.headers["host"] for request in server.requests} == {f"chips.example:{server.port}"}


def test_a_redirect_to_a_private_address(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.web.transfer.refusal", lambda address, *_: "bad" if address != "127.0.0.1" else "")
    names = {"chips.example": ["127.0.0.1"], "inside.example": ["10.0.0.1"]}
    with serving({"/": [answer(status="302 Found", location="http://inside.example/")]}) as server:
        with pytest.raises(FetchError) as caught:
            make(around={"resolve": lambda host, port: names[host]}).fetch(server.url(host="chips.example"))
        assert caught.value.kind == "private-address"
        server.paths["/"] = [answer(status="302 Found", location="http://10.0.0.1/")]
        with pytest.raises(FetchError, match=r"10\.0\.0\.1"):
            make(around={"resolve": lambda host, port: names.get(host, [host])}).fetch(server.url(host="chips.example"))


def test_the_next_address_is_tried_when_one_is_silent(make: Make) -> None:
    with serving({"/": [answer("x")]}) as server:
        client = make(around={"resolve": lambda host, port: ["127.0.0.99", "127.0.0.1"]})
        assert client.fetch(server.url(host="chips.example")).data == b"x"


def no_answer(host: str, port: int) -> Sequence[str]:
    raise OSError("no such name")


RESOLVERS = {"unknown": (no_answer, "dns"), "empty": (lambda host, port: [], "dns")}


@pytest.mark.parametrize("name", RESOLVERS)
def test_names_without_an_address(name: str, make: Make) -> None:
    resolve, kind = RESOLVERS[name]
    with pytest.raises(FetchError) as caught:
        make(around={"resolve": resolve}).fetch("http://chips.example/")
    assert (caught.value.kind, caught.value.permanent) == (kind, False)


def test_a_resolver_that_hangs(make: Make) -> None:
    release = threading.Event()

    def hang(host: str, port: int) -> Sequence[str]:
        release.wait(5)
        return []

    with pytest.raises(FetchError) as caught:
        make(around={"resolve": hang}, waits={"connect": 0.1}, retries={"times": 0}).fetch("http://chips.example/")
    release.set()
    assert caught.value.kind == "timeout"


URLS = {
    "": "url",
    "chips.example": "url",
    "//chips.example/": "url",
    "ftp://chips.example/": "url",
    "file:///etc/hosts": "url",
    "javascript:alert(1)": "url",
    "http:///": "url",
    "http://": "url",
    "http://chips.example:22/": "url",
    "http://chips.example:0/": "url",
    "http://chips.example:99999/": "url",
    "http://chips.example:x/": "url",
    "http://me@chips.example/": "url",
    "http://me:secret@chips.example/": "url",
    "http://good.example\\@evil.example/": "url",
    "http://chips.example\r\nHost: x/": "url",
    "http://-chips.example/": "url",
    "http://chips..example/": "url",
    "http://a b/": "url",
    "http://[::1/": "url",
    "http://[1:2]/": "url",
    "http://999.1.1.1/": "url",
    "http://\ud800/": "url",
    "http://chips.example/" + "x" * 5_000: "url",
    "http://" + "a." * 200 + "example/": "url",
    "http://" + "a" * 70 + ".example/": "url",
    "http://" + "a" * 250 + "!/": "url",
}


GOOD = {
    " HTTP://Chips.Example:80 ": "http://chips.example/",
    "https://chips.example:443/a/../b?q#x": "https://chips.example/b?q",
    "http://chips.example:8080?q": "http://chips.example:8080/?q",
    "http://chips.example./": "http://chips.example/",
    "http://b\u00fccher.example/\u00e9": "http://xn--bcher-kva.example/%C3%A9",
    "http://[2606:4700::1111]/": "http://[2606:4700::1111]/",
    "http://a_b.chips.example/a b": "http://a_b.chips.example/a%20b",
}


@pytest.mark.parametrize("url", GOOD)
def test_addresses_in_their_one_form(url: str, rulebook: Rulebook) -> None:
    assert target(url, rulebook.web).url == GOOD[url]


@pytest.mark.parametrize("url", URLS)
def test_addresses_that_are_none(url: str, make: Make) -> None:
    with pytest.raises(FetchError) as caught:
        make(allow_private=False, around={"resolve": no_answer}).fetch(url)
    assert (caught.value.kind, caught.value.permanent) == (URLS[url], True)
    assert "secret" not in str(caught.value)
    assert len(str(caught.value)) < 400


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    url=st.one_of(
        st.text(),
        st.text().map("http://".__add__),
        st.from_regex(r"https?://[a-z0-9.:@\[\]%\\-]{0,30}(:[0-9]{1,6})?[/?#].{0,20}", fullmatch=True),
        st.tuples(st.sampled_from(list(URLS)), st.text(max_size=3)).map("".join),
    )
)
@example(url="http://xn--a/")
@example(url="http://\u2100.example/")
@example(url="http://1.1.1.1%2f/")
def test_no_address_whatever_breaks_it(url: str, rulebook: Rulebook) -> None:
    around = Surroundings(sleep=lambda seconds: None, resolve=no_answer)
    with Client(rulebook.web, around=around) as client, pytest.raises(FetchError) as caught:
        client.fetch(url, etag=url, modified=url)
    assert caught.value.url == url


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A key and a certificate for chips.example that nobody but a test believes, in one file."""
    openssl = shutil.which("openssl")
    if openssl is None:
        pytest.skip("needs the openssl command, which is not here")
    file = tmp_path_factory.mktemp("tls") / "chips.pem"
    command = [openssl, "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
    command += ["-subj", "/CN=chips.example", "-addext", "subjectAltName=DNS:chips.example", "-days", "2"]
    made = subprocess.run([*command, "-keyout", file, "-out", f"{file}.crt"], capture_output=True, check=False)
    if made.returncode:
        pytest.skip("this openssl command cannot make a certificate")
    file.write_bytes(file.read_bytes() + Path(f"{file}.crt").read_bytes())
    return file


def test_tls(certificate: Path, make: Make) -> None:
    asked: list[str | None] = []
    ours = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    ours.load_cert_chain(certificate)
    ours.sni_callback = lambda _, name, __: asked.append(name)
    trusting = ssl.create_default_context(cafile=str(certificate))
    here = {"resolve": lambda host, port: ["127.0.0.1"], "tls": trusting}
    with serving(
        {"/": [answer("x")], "/http": [answer(status="302 Found", location="http://a.example/")]}, ours
    ) as tls:
        good = tls.url(host="chips.example", scheme="https")
        assert make(around=here).fetch(good).data == b"x"
        assert set(asked) == {"chips.example"}, "the name goes with the checked address"
        for url, around in ((good, {"resolve": here["resolve"]}), (good.replace("chips", "other"), here)):
            with pytest.raises(FetchError) as caught:
                make(around=around).fetch(url)
            assert (caught.value.kind, caught.value.permanent) == ("tls", False)
        with pytest.raises(FetchError, match="from https to http") as caught:
            make(around=here).fetch(f"{good}http")
        assert caught.value.kind == "redirects"
    with serving({}) as plain, pytest.raises(FetchError) as caught:
        make(around=here).fetch(plain.url(host="chips.example", scheme="https"))
    assert caught.value.kind == "tls"
