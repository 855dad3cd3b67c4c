"""``specledger show``: one chip's part of the table: values, verdicts, who says what, what looks wrong."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.cli import console, find, options

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table as RichTable

    from pipeline.export import RunFolder
    from pipeline.model import Cell, Flag, StatedValue

FLAGGED = "⚑"
"""Stands before what only flagged claims say."""

MOST = 12
"""Subjects shown for one loose name; with more, their names are listed instead."""


@click.command(
    "show", epilog=options.example("specledger show M890 -o out", 'specledger show "Nvidia H100" -o out --json')
)
@click.argument("name")
@options.results
@options.rules
@options.as_json
@options.common
def command(name: str, output: Path, rule_folders: tuple[Path, ...], as_json: bool, no_color: bool) -> int:
    """Show what the articles say of NAME.

    Case and maker may be left out: "m890" finds "Zhenwu M890".
    """
    from pipeline.export import RunFolder
    from pipeline.export.records import cell_record

    run = RunFolder(output)
    subjects = find_in(run, name, rule_folders)
    if part := find.part_of(run):
        click.echo(console.harmless(part), err=True)
    cells = [cell for cell in run.cells if cell.subject in subjects]
    flags = [flag for flag in run.flags if flag.subject in subjects]
    if as_json:
        console.print_json(
            {
                "subjects": subjects,
                "cells": [cell_record(cell) for cell in cells],
                "flags": [flag.model_dump(mode="json") for flag in flags],
            }
        )
        return 0
    screen = console.console(no_color)
    if len(subjects) > MOST:
        screen.print(f"{len(subjects)} names match {name!r}:", *subjects, sep="\n  ")
        return 0
    for subject in subjects:
        _print_subject(
            screen, subject, [c for c in cells if c.subject == subject], [f for f in flags if f.subject == subject]
        )
    return 0


def find_in(run: RunFolder, name: str, rule_folders: tuple[Path, ...]) -> list[str]:
    """The subjects of a run that ``name`` means. Raises ClickException with near names where there are none."""
    subjects = list(dict.fromkeys([cell.subject for cell in run.cells]))
    found = find.find_subjects(name, subjects)
    if not found:
        names = options.load_rules(rule_folders).names
        aliases = [
            find.Alias(surface=surface, name=entry.name)
            for entry in names
            for alias in (entry.name, *entry.aliases, *entry.ambiguous)
            for surface in (alias, f"{entry.maker} {alias}")
        ]
        found = find.find_subjects(name, subjects, aliases)
    if not found:
        raise find.not_found(
            "subject", name, subjects, f"the whole list is in {run.folder / 'knowledge.csv'}", find.part_of(run)
        )
    return found


def _print_subject(screen: Console, subject: str, cells: list[Cell], flags: list[Flag]) -> None:
    from rich.text import Text

    articles = {article for cell in cells for article in cell.articles}
    kind = cells[0].subject_type
    screen.print(
        Text.assemble(
            (subject, "bold"),
            (f"  {kind}, {console.counted(len(cells), 'cell')}, {console.counted(len(articles), 'article')}", "dim"),
        )
    )
    console.print_bare(screen, _cell_table(cells))
    if any(cell.likely_errors for cell in cells):
        screen.print(Text(f"{FLAGGED} flagged as a likely error, see below", "dim"))
    if flags:
        screen.print(Text(f"What looks wrong ({len(flags)})", "bold"))
    for flag in flags:
        stated = f" {flag.stated}" if flag.stated else ""
        suggested = f" → {flag.suggested}" if flag.suggested else ""
        style = console.SEVERITY_STYLES[flag.severity.value]
        head = (f"  {flag.kind}", style), f" {flag.attribute}{stated}{suggested}", (f"  {flag.article}", "dim")
        screen.print(Text.assemble(*head))
        if flag.explanation:
            console.print_indented(screen, Text(flag.explanation), 4)
    screen.print()


def _all_flagged(cell: Cell, claims: tuple[str, ...]) -> bool:
    return bool(claims) and set(claims) <= set(cell.likely_errors)


def _voice(cell: Cell, stated: StatedValue) -> str:
    """One value with the articles that state it, marked where every claim behind it is flagged."""
    flagged = f"{FLAGGED} " if _all_flagged(cell, stated.claims) else ""
    return f"{flagged}{stated.text}: {', '.join(stated.articles)}"


def _cell_table(cells: list[Cell]) -> RichTable:
    from rich import box
    from rich.table import Table as RichTable
    from rich.text import Text

    table = RichTable(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False, padding=(0, 2, 0, 0))
    for column in ("attribute", "value", "verdict", "origins", "who says what", "id"):
        table.add_column(column, overflow="fold", no_wrap=column == "verdict")
    for cell in cells:
        condition = "".join(f"\n{key}: {value}" for key, value in sorted(cell.condition.items()))
        voices = "\n".join(_voice(cell, stated) for stated in cell.values)
        flagged = f"{FLAGGED} " if _all_flagged(cell, cell.claims) else ""
        table.add_row(
            Text.assemble(cell.attribute, (condition, "dim")),
            Text(f"{flagged}{cell.value}", "bold"),
            Text(cell.verdict.value, console.VERDICT_STYLES[cell.verdict.value]),
            Text(str(len(cell.origins))),
            Text(voices, "dim"),
            Text(cell.id, "dim"),
        )
    return table
