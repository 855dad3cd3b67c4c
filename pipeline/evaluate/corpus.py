"""A gold corpus read from its folder and checked whole: every broken line is named, not just the first.
A corpus is a folder with its articles, and gold for claims; gold for cells, flags and origins may stand beside it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from pydantic import Field, ValidationError, field_validator

from pipeline.errors import GoldError
from pipeline.model import Frozen, Modality, Value, Verdict, value_from_json

Gold = TypeVar("Gold", bound=Frozen)

ARTICLE_FOLDERS = ("articles", "text")
CLAIM_FILES = ("gold/claims.jsonl", "gold.jsonl")


class GoldClaim(Frozen):
    """One claim as an annotator wrote it: the fields of docs/claims.md, and further readings that are right too."""

    article: str
    subject: str
    attribute: str
    value: Value
    quote: str
    qualifiers: dict[str, str] = {}
    attribution: str = ""
    modality: Modality = Modality.ASSERTED
    optional: bool = False
    alt_subjects: tuple[str, ...] = ()
    alt_attributes: tuple[str, ...] = ()

    @field_validator("value", mode="before")
    @classmethod
    def _form(cls, value: Any) -> Any:
        return value_from_json(value) if isinstance(value, dict) else value


class GoldCell(Frozen):
    """One expected cell; ``condition`` is the part of its condition that matters, ``values`` are readable."""

    subject: str
    attribute: str
    condition: dict[str, str] = {}
    verdict: Verdict
    values: tuple[str, ...] = Field(min_length=1)
    origins: int = 0
    note: str = ""


class GoldFlag(Frozen):
    """One expected suspicion about the words ``quote`` of an article."""

    kind: str
    article: str
    quote: str
    subject: str = ""
    attribute: str = ""
    stated: str = ""
    note: str = ""


class GoldOrigin(Frozen):
    """Articles that are one voice, and why: ``copy``, ``press_release``, ``author``; or ``quotation``, of one claim."""

    relation: str
    articles: tuple[str, ...] = Field(min_length=2)
    note: str = ""


class Corpus(Frozen):
    """A whole gold corpus; ``inputs`` are what to read, ``digest`` identifies exactly this gold."""

    folder: Path
    inputs: tuple[Path, ...]
    claims: tuple[GoldClaim, ...]
    cells: tuple[GoldCell, ...] = ()
    flags: tuple[GoldFlag, ...] = ()
    origins: tuple[GoldOrigin, ...] = ()
    digest: str = ""


def load_corpus(folder: Path) -> Corpus:
    """Read ``folder``: articles in ``articles/``, ``text/`` or itself; gold in ``gold/`` or ``gold.jsonl``.

    Raises GoldError naming every line that breaks the format.
    """
    gold = next((folder / name for name in CLAIM_FILES if (folder / name).is_file()), None)
    if gold is None:
        raise GoldError("no gold claims here", str(folder), f"put them into {' or '.join(CLAIM_FILES)}")
    problems: list[str] = []
    corpus = Corpus(
        folder=folder,
        inputs=_inputs(folder),
        claims=_read(gold, GoldClaim.model_validate, problems),
        cells=_read(folder / "gold" / "cells.jsonl", GoldCell.model_validate, problems),
        flags=_read(folder / "gold" / "flags.jsonl", GoldFlag.model_validate, problems),
        origins=_read(folder / "gold" / "origins.jsonl", GoldOrigin.model_validate, problems),
        digest=_digest([gold, *sorted((folder / "gold").glob("*.jsonl"))]),
    )
    if problems:
        count = "1 line" if len(problems) == 1 else f"{len(problems)} lines"
        raise GoldError(f"{count} of gold cannot be used:\n  " + "\n  ".join(problems), str(folder))
    return corpus


def _inputs(folder: Path) -> tuple[Path, ...]:
    """The folder of articles; where gold and articles lie side by side, the files that are not gold."""
    for name in ARTICLE_FOLDERS:
        if (folder / name).is_dir():
            return (folder / name,)
    files = sorted(path for path in folder.iterdir() if path.is_file() and path.suffix not in {".jsonl", ".toml"})
    articles = tuple(path for path in files if path.name.casefold() not in {"readme.md", "readme.txt"})
    if not articles:
        raise GoldError("no articles here", str(folder), f"put them into {' or '.join(ARTICLE_FOLDERS)}/")
    return articles


def _read(path: Path, parse: Callable[[Any], Gold], problems: list[str]) -> tuple[Gold, ...]:
    if not path.is_file():
        return ()
    found: list[Gold] = []
    for number, line in enumerate(path.read_text(encoding="utf-8").split("\n"), 1):
        if not line.strip():
            continue
        where = f"{path.name} line {number}"
        try:
            found.append(parse(json.loads(line)))
        except ValidationError as error:
            problems += [f"{where}: {'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors()]
        except (ValueError, TypeError, AttributeError) as error:
            problems.append(f"{where}: {error}; one JSON object a line is expected")
    return tuple(found)


def _digest(paths: list[Path]) -> str:
    digest = hashlib.sha256()
    for path in dict.fromkeys(paths):
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:16]
