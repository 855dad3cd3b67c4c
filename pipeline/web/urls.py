"""Addresses as the client takes them: http or https, a host, a usual port, no user name, nothing else.
Whatever else a feed or a redirect names is refused before anything is sent.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import httpx

from pipeline.rulebook.web import WebPolicy
from pipeline.web.trouble import Trouble

PORTS = {"http": 80, "https": 443}
_LABEL = r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?"
HOST = re.compile(rf"{_LABEL}(?:\.{_LABEL})*\.?|[0-9a-f.]*:[0-9a-f:.]*")
LONGEST_HOST = 253
SHOWN = 200


@dataclass(frozen=True)
class Target:
    """One address, taken apart. ``path`` includes the query; there is no fragment."""

    url: str
    scheme: str
    host: str
    port: int
    path: str

    @property
    def authority(self) -> str:
        """Host and port as they stand in an address, the scheme's own port left out."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == PORTS[self.scheme] else f"{host}:{self.port}"

    @property
    def origin(self) -> str:
        """Scheme and authority: what one robots.txt is for."""
        return f"{self.scheme}://{self.authority}"


def target(url: str, policy: WebPolicy, *, allow_private: bool = False, base: Target | None = None) -> Target:
    """``url``, relative to ``base`` where one is given, as a Target; raises Trouble of kind ``url``.

    >>> target("HTTPS://Chips.example:443/a b?q#part", WebPolicy()).url
    'https://chips.example/a%20b?q'
    """
    if len(url) > policy.sizes.url:
        raise Trouble(f"the address is longer than {policy.sizes.url:,} characters", "url")
    try:
        parsed = httpx.URL(url.strip())
        if base is not None:
            parsed = httpx.URL(base.url).join(parsed)
        host = parsed.raw_host.decode("ascii").lower()
        path = parsed.raw_path.decode("ascii") or "/"
    except (httpx.InvalidURL, ValueError) as error:
        raise Trouble("this is no address of the web", "url", remedy="correct its spelling") from error
    scheme = parsed.scheme
    if scheme not in PORTS:
        raise Trouble(f"addresses of the kind {scheme[:20] or 'without a scheme'!r} are not fetched", "url", remedy=HOW)
    if parsed.userinfo:
        raise Trouble("an address with a user name or password is not fetched", "url", remedy="leave both out")
    if len(host) > LONGEST_HOST or not HOST.fullmatch(host):
        raise Trouble("the address has no valid host name", "url", remedy=HOW)
    host = host.removesuffix(".")  # the same host, and one name for it
    port = PORTS[scheme] if parsed.port is None else parsed.port
    known = port in PORTS.values() or port in policy.access.ports
    if not 0 < port < 65_536 or not (known or allow_private):
        remedy = "if it is right, add it to access.ports in web.toml (--rules), or give --allow-private"
        raise Trouble(f"port {port} is not one where web pages usually are", "url", remedy=remedy)
    found = Target("", scheme, host, port, path)
    return Target(f"{found.origin}{path}", scheme, host, port, path)


HOW = "give one that starts with http:// or https:// and a host"


def shown(url: str) -> str:
    r"""An address as a message shows it: no secrets, no control characters, not endlessly long.

    >>> shown("https://me:secret@chips.example/\n")
    'https://…@chips.example/ '
    """
    hidden = re.sub(r"^(\s*[^/?#]*//)[^/?#]*@", r"\1…@", url)
    clean = "".join(char if char.isprintable() else " " for char in hidden)
    return clean if len(clean) <= SHOWN else clean[: SHOWN - 1] + "…"
