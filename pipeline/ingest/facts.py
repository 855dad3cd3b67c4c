"""What is known about an article beside its text, each fact with its source, and which of them wins.
Sources are kept in order of trust; a less trusted date refines a more trusted one but never overrules it silently.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from pipeline.ingest.dates import from_address, from_metadata
from pipeline.model import DateValue
from pipeline.rulebook import Rulebook
from pipeline.rulebook.reading import ReadingRules

_SQUASH = re.compile(r"[\W_]+")


@dataclass
class Facts:
    """Facts with their sources, most trusted first."""

    titles: list[tuple[str, str]] = field(default_factory=list)
    publishers: list[tuple[str, str]] = field(default_factory=list)
    authors: list[tuple[str, str]] = field(default_factory=list)
    dates: list[tuple[str, DateValue]] = field(default_factory=list)
    url: str = ""
    canonical: str = ""
    language: str = ""
    notes: list[str] = field(default_factory=list)

    def add(self, kind: list[tuple[str, str]], source: str, value: Any) -> None:
        """One more fact, if it says anything."""
        if isinstance(value, str) and (words := " ".join(value.split())[:500]):
            kind.append((source, words))


def from_record(record: Mapping[str, Any], source: str, reading: ReadingRules) -> Facts:
    """Facts from a line of ``metadata.jsonl`` or of a JSON Lines file."""
    facts = Facts()
    facts.add(facts.titles, source, record.get("title"))
    facts.add(facts.publishers, source, record.get("publisher"))
    facts.add(facts.authors, source, record.get("author"))
    facts.url = _text(record.get("url")).strip()
    facts.canonical = _text(record.get("canonical")).strip()
    facts.language = _text(record.get("language")).strip()
    if published := _text(record.get("published")).strip():
        if date := from_metadata(published, reading):
            facts.dates.append((source, date))
        else:
            facts.notes.append(f"the {source} date {published[:40]!r} is no date and was left out")
    return facts


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""


def best(facts: Iterable[tuple[str, str]]) -> tuple[str, str]:
    """The most trusted fact as (value, source); two empty strings where there is none."""
    for source, value in facts:
        return value, source
    return "", ""


def best_date(facts: Facts, reading: ReadingRules) -> tuple[DateValue | None, str]:
    """The publication date and its source.

    The most trusted date wins; one inside it that is finer refines it. A date well after one of the others cannot be
    the first publication: the next trusted one wins then, and the note says so.
    """
    dates = list(facts.dates)
    if from_url := from_address(facts.url or facts.canonical):
        dates.append(("url", from_url))
    if not dates:
        return None, ""
    chosen = 0
    for at, (source, date) in enumerate(dates):
        earlier = [(s, d) for s, d in dates if (date.date_start - d.date_end).days > reading.future_days]
        if not earlier:
            chosen = at
            break
        other, value = earlier[0]
        facts.notes.append(
            f"the date {date.date_start} ({source}) lies after {value.date_start} ({other}) and was not believed"
        )
    source, date = dates[chosen]
    for finer_source, finer in dates:
        inside = date.date_start <= finer.date_start and finer.date_end <= date.date_end
        if inside and finer != date:
            source, date = finer_source, finer
    return date, source


def host_of(url: str) -> str:
    """The host of an address without ``www.``; "" where it has none."""
    try:
        host = urlsplit(url if "//" in url else f"//{url}").hostname or ""
    except ValueError:
        return ""
    return host.removeprefix("www.") if "." in host else ""


def split_title(title: str, known: Iterable[str], url: str, rulebook: Rulebook) -> tuple[str, str]:
    """A headline without the outlet's name behind it, and that name; ("…", "") where there is none.

    The tail must be a known outlet, the publisher named elsewhere, or the host's own name.
    """
    host = _squash(host_of(url))
    outlets = {*_outlets(rulebook), *map(_squash, known)}
    for separator in rulebook.reading.title_separators:
        head, _, tail = title.rpartition(separator)
        squashed = _squash(tail)
        if not head.strip() or not squashed:
            continue
        certain = separator.strip() == "|" and len(tail.split()) <= 4 and not any(c.isdigit() for c in tail)
        if squashed in outlets or (len(squashed) > 3 and squashed in host) or certain:
            return head.rstrip(), tail.strip()
    return title, ""


def outlet_of(url: str, rulebook: Rulebook) -> str:
    """The outlet behind an address: its known name, else its host."""
    host = host_of(url)
    outlets = _outlets(rulebook)
    return outlets.get(_squash(host.rsplit(".", 1)[0])) or outlets.get(_squash(host)) or host


_outlet_memo: list[tuple[object, dict[str, str]]] = []


def _outlets(rulebook: Rulebook) -> dict[str, str]:
    """Names of outlets by all they go by; kept for the rulebook asked about last."""
    if not _outlet_memo or _outlet_memo[0][0] is not rulebook.names:
        found = [name for name in rulebook.names if name.type == "outlet"]
        _outlet_memo[:] = [(rulebook.names, {_squash(n): o.name for o in found for n in (o.name, *o.aliases)})]
    return _outlet_memo[0][1]


def _squash(words: str) -> str:
    return _SQUASH.sub("", words.lower())
