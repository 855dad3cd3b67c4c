"""Which rules and which code a stored result was made with, so that what a change touches is made again and no more.
A stamp is a digest of the rule files and the source files that one step depends on, and of its engines' versions.
"""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import NamedTuple

from pipeline.rulebook import Rulebook
from pipeline.rulebook.files import fingerprint
from pipeline.rulebook.sections import SECTIONS

READING_SECTIONS = frozenset({"reading", "furniture", "names"})
"""Rules that say how bytes become an article; a test watches that reading asks for no others."""

TABLE_SECTIONS = frozenset({"verdicts", "suspects", "evaluation", "explanations"})
"""Rules that no claim depends on."""

LIMITS_SECTIONS = frozenset({"batch"})
"""Rules that an article may be rejected for."""

OPERATING_SECTIONS = frozenset({"ledger", "web", "batch"})
"""Rules that no result depends on, only how it is come by."""

_SHARED = ("model", "rulebook", "errors.py")
_READING = ("ingest", *_SHARED)
_EXTRACTION = ("extract", "measure", "units", *_SHARED)
_TABLE = ("fuse", "export", "measure", "units", *_SHARED)


class Stamps(NamedTuple):
    """The stamps of the three steps whose results are kept, and of the limits that an article may break."""

    reading: str
    extraction: str
    table: str
    limits: str

    @property
    def of_article(self) -> tuple[str, str, str]:
        """Those that an article's reading depends on; the limits matter only to one that was rejected."""
        return self.reading, self.extraction, self.limits

    @property
    def given_up(self) -> str:
        """That of claims which could not be made anew."""
        return f"{self.extraction}+{self.limits}"


def stamps(rulebook: Rulebook) -> Stamps:
    """The stamps of this program under these rules."""
    return Stamps(
        _stamp(rulebook, READING_SECTIONS, _READING, ("trafilatura", "lxml", "py3langid", "feedparser", "fastwarc")),
        _stamp(rulebook, _ALL - TABLE_SECTIONS, _EXTRACTION, ("spacy", "pint")),
        _stamp(rulebook, _ALL, _TABLE, ("pint", "CurrencyConverter", "pandas")),
        _stamp(rulebook, LIMITS_SECTIONS, (), ()),
    )


_ALL = frozenset(section.field for section in SECTIONS) - OPERATING_SECTIONS


def _stamp(rulebook: Rulebook, sections: frozenset[str], code: tuple[str, ...], engines: tuple[str, ...]) -> str:
    patterns = [section.pattern for section in SECTIONS if section.field in sections]
    rules = fingerprint(rulebook.folders, [*patterns, "units.txt"])
    parts = [rules, _source(code), *(_version(engine) for engine in engines)]
    return hashlib.sha256(" ".join(parts).encode()).hexdigest()[:16]


@cache
def _source(places: tuple[str, ...]) -> str:
    """A digest of the program's own source files below ``places``."""
    package = Path(__file__).resolve().parent.parent
    paths: list[Path] = []
    for place in places:
        paths += sorted((package / place).rglob("*")) if (package / place).is_dir() else [package / place]
    digest = hashlib.sha256()
    for path in paths:
        if path.is_file() and path.suffix != ".pyc":
            digest.update(path.relative_to(package).as_posix().encode() + path.read_bytes())
    return digest.hexdigest()


@cache
def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "absent"
