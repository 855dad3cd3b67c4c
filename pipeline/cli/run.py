"""``specledger run``: articles in, the files of a knowledge table out."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.cli import console, options

if TYPE_CHECKING:
    from pipeline.model import Table

SHOWN = 10
"""Rejected inputs named on the terminal; all of them stand in articles.csv."""


@click.command(
    "run",
    epilog=options.example(
        "specledger run articles/ -o out", "curl -s https://example.org/news.html | specledger run - -o out"
    ),
)
@click.argument("inputs", nargs=-1, required=True, metavar="INPUT...")
@click.option(
    "-o",
    "--output",
    type=options.FOLDER,
    default=Path("output"),
    show_default=True,
    metavar="DIR",
    help="Write the results into this folder.",
)
@click.option("-j", "--jobs", type=click.IntRange(1), default=1, show_default=True, help="Processes side by side.")
@click.option("--parquet", is_flag=True, help="Also write Parquet files (needs the extra of that name).")
@click.option(
    "--min-confidence",
    type=click.FloatRange(0, 1),
    default=0.0,
    metavar="X",
    help="Compare only claims of at least this confidence (0 to 1); the others stay in claims.jsonl.",
)
@options.rules
@options.as_json
@options.quiet
@options.common
def command(
    inputs: tuple[str, ...],
    output: Path,
    jobs: int,
    parquet: bool,
    min_confidence: float,
    rule_folders: tuple[Path, ...],
    as_json: bool,
    quiet: bool,
    no_color: bool,
) -> int:
    """Read articles, extract their claims, and compare them.

    An INPUT is a file, a folder, a glob, or - for standard input.
    """
    from pipeline.api import Pipeline
    from pipeline.export import write_run
    from pipeline.export.files import ready_folder
    from pipeline.export.run import run_record
    from pipeline.export.tables import need_parquet

    ready_folder(output)
    if parquet:
        need_parquet()
    pipeline = Pipeline(options.load_rules(rule_folders))
    with console.progress_bar("reading", no_color, quiet or as_json) as progress:
        table = pipeline.run(inputs, jobs=jobs, progress=progress, min_confidence=min_confidence)
    if not quiet:
        _rejections(table)
    write_run(table, output, parquet=parquet, min_confidence=min_confidence)
    if as_json:
        console.print_json({**run_record(table, min_confidence=min_confidence), "output": str(output)})
    if not quiet:
        click.echo(summary(table, output), err=True)
    return status(table)


def summary(table: Table, output: Path) -> str:
    """One line: what was read, what it gave, where it lies."""
    counts = Counter(row.status for row in table.articles)
    rejected = counts.pop("rejected", 0)
    parts = [
        f"{console.counted(counts.total(), 'article')} read",
        *([f"{console.counted(rejected, 'input')} rejected"] if rejected else []),
        console.counted(len(table.claims), "claim"),
        console.counted(len(table.cells), "cell"),
        console.counted(len(table.flags), "flag"),
    ]
    return f"{', '.join(parts)} → {output}/"


def status(table: Table) -> int:
    """0 all inputs read, 1 some rejected, 2 none read."""
    rejected = sum(row.status == "rejected" for row in table.articles)
    if rejected == len(table.articles):
        return 2
    return 1 if rejected else 0


def _rejections(table: Table) -> None:
    rejected = [row for row in table.articles if row.status == "rejected"]
    for row in rejected[:SHOWN]:
        reason = row.reason if row.article in row.reason else f"{row.article}: {row.reason}"
        click.echo(f"not read: {console.harmless(reason)}", err=True)
    if len(rejected) > SHOWN:
        click.echo(f"not read: {len(rejected) - SHOWN} more, all in articles.csv with their reasons", err=True)
