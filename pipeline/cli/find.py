"""Finding what a user means: a subject by a loose name, a claim or cell by the beginning of its id.
What is not found comes back with what is near.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

import click

from pipeline.cli import options

if TYPE_CHECKING:
    from pipeline.export import RunFolder

NEAR = 5
"""Suggestions offered for a name that is not there."""

SHORT = 3
"""A name of so few characters is near another when half of them are the same: "K9" and "K7"."""


class Alias(NamedTuple):
    """Another way to call a canonical name."""

    surface: str
    name: str


def words(name: str) -> tuple[str, ...]:
    """A name as folded words; letters and digits of one word stay together.

    >>> words("Zhenwu M890"), words("qwen3.7-max")
    (('zhenwu', 'm890'), ('qwen3', '7', 'max'))
    """
    return tuple(re.findall(r"[^\W_]+", name.casefold()))


def find_subjects(query: str, subjects: Sequence[str], aliases: Iterable[Alias] = ()) -> list[str]:
    """The subjects a query names: as written, then without the maker, then by an alias, then by any of its words.

    >>> find_subjects("m890", ["Zhenwu M890", "Zhenwu V900"]), find_subjects("zhenwu", ["Zhenwu M890", "Zhenwu V900"])
    (['Zhenwu M890'], ['Zhenwu M890', 'Zhenwu V900'])
    """
    wanted = words(query)
    split = {name: words(name) for name in subjects}
    called = {alias.name for alias in aliases if words(alias.surface) == wanted}
    attempts = (
        [name for name in subjects if "".join(split[name]) == "".join(wanted)],
        [name for name in subjects if split[name][-len(wanted) :] == wanted],
        [name for name in subjects if name in called],
        [name for name in subjects if len(split[name]) < len(wanted) and wanted[-len(split[name]) :] == split[name]],
        [name for name in subjects if set(wanted) <= set(split[name])],
    )
    return next((found for found in attempts if found), []) if wanted else []


def near(query: str, names: Sequence[str]) -> list[str]:
    """Up to five names that look like the query, best first.

    >>> near("m980", ["Zhenwu M890", "Nvidia H20"])
    ['Zhenwu M890']
    """
    surfaces: dict[str, str] = {}
    for name in names:
        for surface in (" ".join(words(name)), *words(name)):
            surfaces.setdefault(surface, name)
    wanted = " ".join(words(query))
    cutoff = 0.5 if len(wanted) <= SHORT else 0.6
    close = difflib.get_close_matches(wanted, surfaces, n=2 * NEAR, cutoff=cutoff)
    return list(dict.fromkeys(surfaces[surface] for surface in close))[:NEAR]


class NotFound(click.ClickException):
    """A name that is not there: nothing can be done."""

    exit_code = 2


def not_found(what: str, query: str, names: Sequence[str], remedy: str, part: str = "") -> NotFound:
    """The error for a name that is not there, with near names where there are any; ``part`` says that not all is."""
    suggestions = near(query, names)
    hint = f"did you mean {', '.join(suggestions)}?" if suggestions else remedy
    hint = f"{part}; {hint}" if part else hint
    return NotFound(f"there is no {what} {query!r}; {hint}")


def part_of(run: RunFolder) -> str:
    """What to know where a folder holds only a part of the table; empty where it holds all."""
    chosen = options.as_typed(run.view)
    return f"only a part of the table is in {run.folder} ({chosen}); a run without these options writes all" * bool(
        chosen
    )


def by_id(query: str, ids: Iterable[str]) -> list[str]:
    """The ids a query means: itself, or all that begin with it."""
    known = list(ids)
    return [query] if query in known else [name for name in known if query and name.startswith(query)]
