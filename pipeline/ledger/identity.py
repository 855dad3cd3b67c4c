"""Which article a document is: two addresses of one page are one article, two files never are.
An address is trusted to be another's only within its own host: a copy elsewhere stays an article of its own.
"""

from __future__ import annotations

from fnmatch import fnmatchcase
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from pipeline.model import Document, Reading, Rejected
from pipeline.rulebook.ledger import Addresses
from pipeline.store import ADDRESS, PAGE

_RUN = 5
_PORTS = {"http": 80, "https": 443}


def plain_address(url: str, rules: Addresses) -> str:
    """The address without what changes nothing: fragment, tracking parameters, default port, capitals of the host.

    What is no address of the web comes back as it is.

    >>> plain_address("HTTPS://Example.org:443/a?id=1&utm_source=rss#top", Addresses(tracking=("utm_*",)))
    'https://example.org/a?id=1'
    """
    try:
        parts = urlsplit(url.strip())
        port, host = parts.port, (parts.hostname or "").lower()
    except ValueError:
        return url
    if parts.scheme not in _PORTS or not host:
        return url
    place = f"[{host}]" if ":" in host else host
    if port is not None and port != _PORTS[parts.scheme]:
        place = f"{place}:{port}"
    query = parts.query
    if any(fnmatchcase(name, pattern) for name, _ in parse_qsl(query, True) for pattern in rules.tracking):
        kept = [
            (name, value)
            for name, value in parse_qsl(query, keep_blank_values=True)
            if not any(fnmatchcase(name, pattern) for pattern in rules.tracking)
        ]
        query = urlencode(kept)
    return urlunsplit((parts.scheme, place, parts.path or "/", query, ""))


def article_key(document: Document, outcome: Reading | Rejected, rules: Addresses) -> str:
    """The key of the article that a document is, the same for all documents that are this article."""
    own = own_key(document, rules)
    if own.startswith(ADDRESS) and isinstance(outcome, Reading):
        declared = plain_address(outcome.article.canonical, rules)
        if _same_host(declared, own.removeprefix(ADDRESS)) and urlsplit(declared).path.strip("/"):
            return f"{ADDRESS}{declared}"
    return own


def own_key(document: Document, rules: Addresses) -> str:
    """The key of the article that stands at a document's own address, or that is the document where it has none."""
    if not document.key.startswith((PAGE, ADDRESS)):
        return document.key
    return f"{ADDRESS}{plain_address(document.key.partition(':')[2], rules)}"


def alike(one: str, other: str) -> float:
    """The share of the shorter text's runs of five words that stand in the other too (containment, 0 to 1).

    >>> alike("the chip has ninety six gigabytes", "Today: the chip has ninety six gigabytes of it")
    1.0
    """
    runs = [set(zip(*(words[at:] for at in range(_RUN)))) for words in (one.split(), other.split())]
    least = min(map(len, runs))
    return len(runs[0] & runs[1]) / least if least else 0.0


def _same_host(one: str, other: str) -> bool:
    """Whether two addresses are of one host, a leading ``www`` apart."""
    try:
        hosts = [(urlsplit(url).hostname or "").removeprefix("www.") for url in (one, other)]
    except ValueError:
        return False
    return hosts[0] == hosts[1] != ""
