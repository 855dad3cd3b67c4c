"""Finds and reads the rule files: in the installed package, or beside it in a checkout, and user folders on top.
Only raw data leaves here; what it must look like is the schemas' business.
"""

from __future__ import annotations

import hashlib
import json
import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from pipeline.errors import RuleError

Record = dict[str, Any]


def shipped_rules() -> Path:
    """The folder of rules that came with this copy of the program.

    A wheel carries them inside the package; a checkout (also an editable install) beside it.
    """
    package = Path(__file__).resolve().parent.parent
    for folder in (package / "rules", package.parent / "rules"):
        if (folder / "units.txt").is_file():
            return folder
    raise RuleError([f"no rule files beside {package}; reinstall specledger, or run it from a whole checkout"])


def fingerprint(folders: Iterable[Path], patterns: Iterable[str] = ("**/*",)) -> str:
    """A short digest of rule files, names and bytes; the same rules give the same digest on every machine.

    ``patterns`` are the files that count, seen from each folder.
    """
    digest = hashlib.sha256()
    wanted = tuple(patterns)
    for folder in folders:
        paths = {path for pattern in wanted for path in folder.glob(pattern)}
        for path in sorted(p for p in paths if p.suffix in {".toml", ".jsonl", ".txt"}):
            digest.update(path.relative_to(folder).as_posix().encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def read_toml(path: Path, problems: list[str]) -> Record:
    """One TOML file as a dict; syntax errors are added to ``problems`` and give an empty one."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        problems.append(f"{path.name}: not TOML ({error}); mend the line it names")
        return {}


def read_jsonl(path: Path, problems: list[str]) -> list[Record]:
    """All records of one JSON Lines file, each with its place under ``"@"``; broken lines go to ``problems``."""
    records: list[Record] = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip():
            continue
        where = f"{path.name} line {number}"
        try:
            record = json.loads(line)
        except json.JSONDecodeError as error:
            problems.append(f"{where}: not JSON ({error.msg} at column {error.colno}); one object a line is expected")
            continue
        if not isinstance(record, dict):
            problems.append(f"{where}: a JSON object is expected, this is a {type(record).__name__}")
            continue
        records.append({**record, "@": where})
    return records


def overlay(base: Record, top: Record) -> Record:
    """``top`` laid over ``base``: lists of records merge by ``id`` (a new id is added, a known one replaced),
    tables merge key by key, anything else is replaced.

    >>> overlay({"cue": [{"id": "a", "n": 1}]}, {"cue": [{"id": "a", "n": 2}, {"id": "b"}]})
    {'cue': [{'id': 'a', 'n': 2}, {'id': 'b'}]}
    """
    merged = dict(base)
    for key, value in top.items():
        old = merged.get(key)
        if isinstance(value, list) and isinstance(old, list):
            merged[key] = merge_records(old, value)
        elif isinstance(value, dict) and isinstance(old, dict):
            merged[key] = overlay(old, value)
        else:
            merged[key] = value
    return merged


def merge_records(base: list[Any], top: list[Any]) -> list[Any]:
    """Two lists of records as one, by id; later ones win, the order of first appearance stays."""
    merged: dict[Any, Any] = {}
    for position, item in enumerate([*base, *top]):
        name = item.get("id", position) if isinstance(item, dict) else position
        merged[name] = item
    return list(merged.values())
