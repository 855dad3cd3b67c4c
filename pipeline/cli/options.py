"""Options that several commands share, each said once: one decorator an option.
``common`` puts those on a command that all commands have.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from pipeline.rulebook import Rulebook

Function = TypeVar("Function", bound=Callable[..., Any])

FOLDER = click.Path(path_type=Path)

as_json = click.option("--json", "as_json", is_flag=True, help="Answer in JSON, for programs.")
quiet = click.option("-q", "--quiet", is_flag=True, help="No progress and no summary; errors only.")
rules = click.option(
    "--rules",
    "rule_folders",
    type=click.Path(path_type=Path),
    multiple=True,
    metavar="DIR",
    help="Lay the rules of this folder over the shipped ones; may be given several times.",
)
results = click.option(
    "-o",
    "--output",
    type=FOLDER,
    default=Path("output"),
    show_default=True,
    metavar="DIR",
    help="The folder a run wrote its results into.",
)


def example(*lines: str) -> str:
    """The end of a command's help: commands to copy, kept line by line."""
    return "\b\nExample:\n" + "\n".join(f"  {line}" for line in lines)


def common(function: Function) -> Function:
    """``--no-color`` and ``--debug``, which every command has."""
    no_color = click.option("--no-color", is_flag=True, help="No colours; the variable NO_COLOR does the same.")
    debug = click.option("--debug", is_flag=True, expose_value=False, help="On an error, show where it arose.")
    return no_color(debug(function))


def view(function: Function) -> Function:
    """Options that say which part of the table is written."""
    for option in (
        click.option(
            "--min-confidence",
            type=click.FloatRange(0, 1),
            default=0.0,
            metavar="X",
            help="Compare only claims of at least this confidence (0 to 1); the others stay in claims.jsonl.",
        ),
        click.option(
            "--min-origins", type=click.IntRange(0), default=0, metavar="N", help="Only cells that N origins state."
        ),
        click.option("--subject", default="", metavar="NAME", help="Only subjects whose name holds this."),
        click.option(
            "--since",
            type=click.DateTime(["%Y-%m-%d"]),
            metavar="DAY",
            help="Only articles published since (YYYY-MM-DD).",
        ),
    ):
        function = option(function)
    return function


def as_typed(chosen: Mapping[str, object]) -> str:
    """Options of a view with their values, as one types them.

    >>> as_typed({"since": "2026-05-01", "min_origins": 2})
    '--since 2026-05-01 --min-origins 2'
    """
    return " ".join(f"--{name.replace('_', '-')} {value}" for name, value in chosen.items())


def load_rules(folders: tuple[Path, ...]) -> Rulebook:
    """The shipped rules with the user's folders over them. Raises RuleError."""
    from pipeline.rulebook import load

    return load(*folders)
