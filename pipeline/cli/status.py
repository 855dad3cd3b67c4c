"""``specledger status``: what a folder's store holds, the last runs, and what fails."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pipeline.cli import console, options
from pipeline.errors import InputError

if TYPE_CHECKING:
    from pipeline.store import PageEntry, RunEntry, Store

SHOWN = 20
"""Failing addresses named on the terminal; ``--json`` gives all."""


@click.command("status", epilog=options.example("specledger status -o out", "specledger status -o out --json"))
@options.results
@options.as_json
@options.common
def command(output: Path, as_json: bool, no_color: bool) -> None:  # noqa: ARG001
    """What was read when, how much there is, and which addresses fail."""
    from pipeline.store import FILE, Store, at_work, unfinished_rebuild

    if not (output / FILE).is_file():
        raise InputError("nothing was read into this folder yet", str(output), "run 'specledger run INPUT -o DIR'")
    with Store(output, write=False) as store:
        record = {**_record(store), "unfinished_rebuild": unfinished_rebuild(output), "at_work": at_work(output)}
    if as_json:
        console.print_json(record)
    else:
        for line in _lines(record):
            click.echo(console.harmless(line))


def _record(store: Store) -> dict[str, Any]:
    return {
        "totals": store.articles.counts(),
        "not_read": sum(not item.skipped for item in store.refusals.rejected()),
        "feeds": len(store.web.feeds()),
        "runs": [_run(run) for run in store.web.runs()],
        "failing": [_failure(page) for page in store.web.pages(failing=True)],
    }


def _run(run: RunEntry) -> dict[str, Any]:
    return {"started": run.started, "finished": run.finished, **run.record}


def _failure(page: PageEntry) -> dict[str, Any]:
    return {
        "url": page.url,
        "reason": page.reason,
        "failures": page.failures,
        "tried": page.tried,
        "next_try": page.next_try,
        "gone": page.gone,
    }


def _lines(record: dict[str, Any]) -> list[str]:
    totals = record["totals"]
    lines = [
        f"{console.counted(totals['read'], 'article')} read ({totals['changed']} changed since), "
        f"{console.counted(totals['claims'], 'claim')}, {record['not_read']} not read, "
        f"{console.counted(record['feeds'], 'feed')}",
    ]
    if record["unfinished_rebuild"] and not record["at_work"]:
        lines.append("a rebuild has not finished: the same command goes on with it; until then all stays as it was")
    for place, run in enumerate(record["runs"]):
        counts = ", ".join(f"{number} {kind}" for kind, number in run.get("counts", {}).items())
        ended = "is at work" if record["at_work"] and not place else "did not finish"
        ended = f"to {run['finished']}" if run["finished"] else ended
        part = f" (only {options.as_typed(run['view'])})" if run.get("view") else ""
        lines.append(f"run of {run['started']} {ended}{': ' + counts if counts else ''}{part}")
    for page in record["failing"][:SHOWN]:
        times = console.counted(page["failures"], "time")
        lines.append(f"fails ({times}, next try {page['next_try']}): {page['url']}: {page['reason']}")
    if len(record["failing"]) > SHOWN:
        lines.append(f"{len(record['failing']) - SHOWN} more fail; see --json")
    return lines
