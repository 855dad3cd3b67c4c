"""``specledger run``: articles in, the files of a knowledge table out; what was read before is not read again."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.cli import console, options

if TYPE_CHECKING:
    from pipeline.ledger import Ledger, RunReport
    from pipeline.web import Client

SHOWN = 10
"""Rejected inputs named on the terminal; all of them stand in articles.csv."""


@click.command(
    "run",
    epilog=options.example(
        "specledger run articles/ -o out",
        "specledger run https://example.org/feed.xml -o out",
        "curl -s https://example.org/news.html | specledger run - -o out",
        "specledger run -o out          # poll the feeds of 'specledger feeds add'",
    ),
)
@click.argument("inputs", nargs=-1, metavar="[INPUT]...")
@click.option(
    "-o",
    "--output",
    type=options.FOLDER,
    default=Path("output"),
    show_default=True,
    metavar="DIR",
    help="Write the results into this folder, which also remembers what was read.",
)
@click.option("-j", "--jobs", type=click.IntRange(1), help="Processes side by side.  [default: all cores]")
@click.option("--dask", default="", metavar="ADDRESS", help="Read on the Dask cluster of this scheduler, or local.")
@click.option("--rebuild", is_flag=True, help="Forget what was read before, and start over.")
@click.option("--allow-private", is_flag=True, help="Also fetch from addresses of private networks.")
@click.option("--parquet", is_flag=True, help="Also write Parquet files (needs the extra of that name).")
@options.view
@options.rules
@options.as_json
@options.quiet
@options.common
def command(
    inputs: tuple[str, ...],
    output: Path,
    jobs: int | None,
    dask: str,
    rebuild: bool,
    allow_private: bool,
    parquet: bool,
    since: datetime | None,
    subject: str,
    min_origins: int,
    min_confidence: float,
    rule_folders: tuple[Path, ...],
    as_json: bool,
    quiet: bool,
    no_color: bool,
) -> int:
    """Read articles, extract their claims, and compare them.

    An INPUT is a file, a folder, a glob, an address (a page, feed, list of feeds or sitemap), or - for standard input.
    Without any, the feeds of the folder are polled.
    """
    try:
        from pipeline.batch import cores
        from pipeline.export.files import ready_folder
        from pipeline.export.tables import need_parquet
        from pipeline.ledger import View

        ledger = _ledger(output, rule_folders, allow_private, dask)
        _something_to_do(ledger, inputs)
        ready_folder(output)
        if parquet:
            need_parquet()
        view = View(since.date() if since else None, min_confidence, subject, min_origins)
        with console.progress_bar("reading", no_color, quiet or as_json, ledger.expected(inputs)) as progress:
            report = ledger.run(
                inputs, jobs=jobs or cores(), rebuild=rebuild, progress=progress, view=view, parquet=parquet
            )
    except KeyboardInterrupt:
        click.echo(console.STOPPED, err=True)
        return console.INTERRUPTED
    if not quiet or status(report) == 2:
        _rejections(report)
    if as_json:
        console.print_json(_record(report, output))
    if not quiet:
        click.echo(summary(report, output), err=True)
    return status(report)


def _ledger(output: Path, rule_folders: tuple[Path, ...], allow_private: bool, cluster: str) -> Ledger:
    from pipeline.api import Pipeline
    from pipeline.ledger import Ledger

    def client() -> Client:
        from pipeline.web import Client

        return Client(rulebook.web, allow_private=allow_private)

    rulebook = options.load_rules(rule_folders)
    return Ledger(output, Pipeline(rulebook, cluster), client)


def _something_to_do(ledger: Ledger, inputs: tuple[str, ...]) -> None:
    """A run without inputs and feeds is a slip, unless the folder holds articles to make the table from."""
    from pipeline.store import FILE

    if inputs:
        return
    if (ledger.folder / FILE).is_file():
        with ledger.open_store(write=False) as store:
            if store.web.feeds() or store.articles.counts()["documents"]:
                return
    raise click.UsageError("nothing to read: give an INPUT, or feeds with 'specledger feeds add'")


def _record(report: RunReport, output: Path) -> dict[str, object]:
    """The run and the results that now lie in the folder, for programs."""
    results = json.loads((output / "run.json").read_text(encoding="utf-8"))
    return {**results, "run": report.record(), "output": str(output)}


def summary(report: RunReport, output: Path) -> str:
    """One line: what was read, what was known, what it gave, where it lies."""
    counts = report.counts
    read = counts["new"] + counts["changed"] + counts["same"]
    parts = [f"{console.counted(read, 'article')} read"]
    parts += [f"{counts['changed']} of them changed"] if counts["changed"] else []
    parts += [f"{counts['known']} unchanged"] if counts["known"] else []
    parts += [f"{console.counted(counts['unchanged'], 'address', 'es')} unchanged"] if counts["unchanged"] else []
    again = counts["again"] + counts["refreshed"]
    parts += [f"{again} read again, as rules or program have changed"] if again else []
    parts += [f"{console.counted(report.unread, 'input')} rejected"] if report.unread else []
    if counts["outdated"]:
        parts.append(f"{counts['outdated']} read under older rules and not among the inputs (give them, or --rebuild)")
    chosen = options.as_typed(report.view)
    part = f" (only {chosen}; a run without these options writes all)" if chosen else ""
    if report.stayed:
        return f"{', '.join(parts)}; nothing could be read anew, so all that was read before stays → {output}/{part}"
    if report.results is None:
        return f"{', '.join(parts)}; nothing new, the results stay → {output}/{part}"
    made = report.results["counts"]
    parts += [console.counted(made["claims"], "claim"), console.counted(made["cells"], "cell")]
    return f"{', '.join(parts)}, {console.counted(sum(made['flags'].values()), 'flag')} → {output}/{part}"


def status(report: RunReport) -> int:
    """0 all inputs read, 1 some rejected, 2 none read."""
    if report.unread and report.unread == report.given:
        return 2
    return 1 if report.unread else 0


def _rejections(report: RunReport) -> None:
    refused = sorted(report.refused, key=lambda item: item.skipped)
    for item in refused[:SHOWN]:
        reason = item.reason if item.name in item.reason else f"{item.name}: {item.reason}"
        click.echo(f"{'skipped' if item.skipped else 'not read'}: {console.harmless(reason)}", err=True)
    if report.refusals > SHOWN:
        more = report.refusals - SHOWN
        click.echo(f"not read: {more} more, all in articles.csv with their reasons", err=True)
