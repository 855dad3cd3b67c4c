"""``specledger quantities``: only numbers and units, JSON Lines in and JSON Lines out."""

from __future__ import annotations

from pathlib import Path

import click

from pipeline.cli import console, options

SHOWN = 10
"""Broken lines named on the terminal."""


@click.command("quantities", epilog=options.example("specledger quantities texts.jsonl quantities.jsonl"))
@click.argument("source", metavar="IN.jsonl", type=click.Path(path_type=Path))
@click.argument("target", metavar="OUT.jsonl", type=click.Path(path_type=Path))
@options.rules
@options.quiet
@options.common
def command(source: Path, target: Path, rule_folders: tuple[Path, ...], quiet: bool, no_color: bool) -> int:  # noqa: ARG001
    """Read the quantities of texts.

    IN has lines {"id", "text"}; OUT gets {"id", "quantities": [{"start", "end", "value", "unit", "change"}]}, where
    value is a number or [min, max], and change is one of = ~ > < up down.
    """
    from pipeline.measure.records import read_records

    problems = read_records(source, target, options.load_rules(rule_folders))
    for problem in problems[:SHOWN]:
        click.echo(f"not read: {console.harmless(problem)}", err=True)
    if len(problems) > SHOWN:
        click.echo(f"not read: {len(problems) - SHOWN} more lines", err=True)
    if not quiet:
        click.echo(f"quantities → {target}", err=True)
    return 1 if problems else 0
