"""The schema of rules/web.toml: how pages and feeds are fetched, how politely, how long, how much.
Only ``pipeline.web`` and whoever starts its client read it.
"""

from __future__ import annotations

from functools import cached_property
from ipaddress import IPv4Network, IPv6Network, ip_network
from typing import Annotated

from pydantic import AfterValidator, Field

from pipeline.model import Frozen


def _network(text: str) -> str:
    ip_network(text)
    return text


Seconds = Annotated[float, Field(ge=0, le=86_400 * 366)]
Count = Annotated[int, Field(ge=0)]
Positive = Annotated[int, Field(gt=0)]
Network = Annotated[str, AfterValidator(_network)]


class Identity(Frozen):
    """How the client names itself: ``agent`` with ``{version}`` and ``{contact}`` filled in, ``contact`` an address or
    page of whoever runs it, ``product`` the name that robots.txt files call it by.
    """

    product: str = Field(default="specledger", pattern=r"^[a-z][a-z_-]*$")
    agent: str = Field(default="specledger/{version}", pattern=r"^[ -~]+$")
    contact: str = Field(default="", pattern=r"^[ -~]*$")


class Manners(Frozen):
    """Seconds between two requests to one host, how many at a time to one host and to all, what robots.txt may ask for.

    ``crawl_delay_max`` caps the delay a robots.txt asks for; ``robots_bytes`` of one are read; what it said counts for
    ``robots_seconds``, and one that could not be had is asked for again after ``robots_again``.
    """

    delay: Seconds = 1.0
    per_host: Positive = 1
    at_once: Positive = 16
    window: Positive = 64
    crawl_delay_max: Seconds = 60.0
    robots_bytes: Positive = 512_000
    robots_seconds: Seconds = 86_400.0
    robots_again: Seconds = 600.0


class Waits(Frozen):
    """Seconds: to connect (all addresses of a host together), for the next bytes, for one whole answer; and for how
    long an idle connection is kept.
    """

    connect: Seconds = 10.0
    read: Seconds = 15.0
    total: Seconds = 60.0
    idle: Seconds = 5.0


class Retries(Frozen):
    """How often a passing failure is tried again, and after how long: ``first`` seconds, then ``factor`` times as many
    each time, up to ``longest``, made shorter at random by up to ``jitter`` (a share).

    ``statuses`` are the answers that count as passing; a Retry-After of up to ``wait_max`` seconds is waited for, a
    longer one is handed to the caller and the host left alone until then.
    """

    times: Count = 2
    first: Seconds = 1.0
    factor: float = Field(default=2.0, ge=1, le=100)
    longest: Seconds = 30.0
    jitter: float = Field(default=0.5, ge=0, le=1)
    statuses: tuple[int, ...] = ()
    wait_max: Seconds = 30.0


class Sizes(Frozen):
    """Limits of one answer: bytes as sent and as unpacked, ``ratio`` of the two once more than ``ratio_from`` bytes
    came out, bytes of all headers, characters of an address, redirects followed.
    """

    bytes: Positive = 20_000_000
    unpacked: Positive = 50_000_000
    ratio: Positive = 100
    ratio_from: Positive = 1_000_000
    headers: Positive = 32_000
    url: Positive = 4_000
    redirects: Count = 5


class Access(Frozen):
    """Where the client goes: ``ports`` besides those of the schemes, ``networks`` it refuses beside those that are
    private by their nature, whether a secure address may lead to an insecure one (``downgrade``).
    """

    ports: tuple[Positive, ...] = ()
    networks: tuple[Network, ...] = ()
    downgrade: bool = False

    @cached_property
    def refused(self) -> tuple[IPv4Network | IPv6Network, ...]:
        """``networks``, ready for use."""
        return tuple(ip_network(text) for text in self.networks)


class Media(Frozen):
    """The Accept header that is sent, the media types that are read, and whether an answer without one is."""

    accept: str = Field(default="*/*", pattern=r"^[ -~]+$")
    accepted: tuple[str, ...] = ()
    unlabelled: bool = True


class WebPolicy(Frozen):
    """The whole of rules/web.toml.

    >>> WebPolicy().manners.delay
    1.0
    """

    identity: Identity = Identity()
    manners: Manners = Manners()
    waits: Waits = Waits()
    retries: Retries = Retries()
    sizes: Sizes = Sizes()
    access: Access = Access()
    media: Media = Media()
