"""Unit names and their expressions, straight from rules/units.toml: prefixes written out, quotients named.
The rulebook checks the same file in full; this reads only what conversions need, since units lie below the rulebook.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from pipeline.errors import UnitError


class UnitNames(NamedTuple):
    """Name → pint expression, name → dimension, and the names of quotients of dimensions."""

    expressions: dict[str, str]
    dimensions: dict[str, str]
    quotients: dict[str, str]


def fill(template: str, prefix: str) -> str:
    """A template with its ``{}`` filled; templates without stay as they are."""
    return template.replace("{}", prefix)


def expand(units: Iterable[Mapping[str, Any]], words: Mapping[str, str]) -> Iterator[tuple[str, str, str]]:
    """(name, expression, dimension) of every unit, one for each of its prefixes; ``words`` maps symbol to word."""
    for unit in units:
        for prefix in unit.get("prefixes") or ("",):
            word = words[prefix] if prefix else ""
            yield fill(unit["name"], prefix), fill(unit["expression"], word), unit["dimension"]


def read_names(path: Path) -> UnitNames:
    """The names in a units.toml; UnitError where it cannot be used."""
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
        words = {p["symbol"]: p["word"] for p in data.get("prefix", ())}
        names = list(expand(data.get("unit", ()), words))
    except (OSError, tomllib.TOMLDecodeError, KeyError, TypeError) as error:
        raise UnitError(f"no unit names there ({error!r})", str(path), "run 'specledger rules check'") from error
    return UnitNames(
        {name: expression for name, expression, _ in names},
        {name: dimension for name, _, dimension in names},
        dict(data.get("dimensions", {})),
    )
