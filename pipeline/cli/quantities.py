"""``specledger quantities``: only numbers and units, JSON Lines in and JSON Lines out."""

from __future__ import annotations

from pathlib import Path

import click

from pipeline.cli import options


@click.command("quantities", epilog=options.example("specledger quantities texts.jsonl quantities.jsonl"))
@click.argument("source", metavar="IN.jsonl", type=click.Path(path_type=Path))
@click.argument("target", metavar="OUT.jsonl", type=click.Path(path_type=Path))
@options.quiet
@options.common
def command(source: Path, target: Path, quiet: bool, no_color: bool) -> int:  # noqa: ARG001
    """Read the quantities of texts.

    IN has lines {"id", "text"}; OUT gets {"id", "quantities": [{"start", "end", "value", "unit", "change"}]}, where
    value is a number or [min, max], and change is one of = ~ > < up down.
    """
    from pipeline.measure.records import read_records

    read_records(source, target)
    return 0
