"""``specledger explain``: where a claim or a cell comes from, down to the words and the rules that fired."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.cli import console, find, options

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

    from pipeline.export import RunFolder
    from pipeline.model import Cell, Claim, Flag

MOST = 20
"""Ids listed when the beginning of an id fits many."""


@click.command("explain", epilog=options.example("specledger show M890 -o out", "specledger explain ID -o out"))
@click.argument("ident", metavar="ID")
@options.results
@options.as_json
@options.common
def command(ident: str, output: Path, as_json: bool, no_color: bool) -> int:
    """Explain one claim or one cell: passage, rules, conversions, comparison, verdict.

    ID stands in claims.jsonl, knowledge.csv, flags.csv and in the output of show; its beginning is enough.
    """
    from pipeline.export import RunFolder

    run = RunFolder(output)
    cells = {cell.id: cell for cell in run.cells}
    found = find.by_id(ident, [*cells, *run.claims])
    if not found:
        remedy = f"ids stand in {output / 'claims.jsonl'} and {output / 'knowledge.csv'}"
        raise find.not_found("claim or cell", ident, [*cells, *run.claims], remedy, find.part_of(run))
    if len(found) > 1:
        more = ", …" if len(found) > MOST else ""
        raise find.NotFound(f"{ident!r} begins {len(found)} ids: {', '.join(found[:MOST])}{more}; give more of one")
    cell, claim = cells.get(found[0]), run.claims.get(found[0])
    if as_json:
        console.print_json(_as_json(run, cell, claim))
        return 0
    screen = console.console(no_color)
    if cell is not None:
        _print_cell(screen, run, cell)
    elif claim is not None:
        _print_claim(screen, run, claim)
        for holder in _cells_of(run, claim):
            screen.print()
            _print_verdict(screen, holder)
    return 0


def _as_json(run: RunFolder, cell: Cell | None, claim: Claim | None) -> dict[str, object]:
    from pipeline.export.records import cell_record, claim_record

    cells = [cell] if cell else _cells_of(run, claim) if claim else []
    claims = [claim] if claim else [run.claims[i] for i in (*cell.claims, *cell.likely_errors)] if cell else []
    claims = list({each.id: each for each in claims}.values())
    flags = [flag for each in claims for flag in _flags_on(run, each)]
    return {
        "cells": [cell_record(each) for each in cells],
        "claims": [claim_record(each) for each in claims],
        "flags": [flag.model_dump(mode="json") for flag in flags],
    }


def _print_cell(screen: Console, run: RunFolder, cell: Cell) -> None:
    _print_verdict(screen, cell)
    for ident in dict.fromkeys([*cell.claims, *cell.likely_errors]):
        if ident in run.claims:
            screen.print()
            _print_claim(screen, run, run.claims[ident])


def _print_verdict(screen: Console, cell: Cell) -> None:
    from rich.text import Text

    style = console.VERDICT_STYLES[cell.verdict.value]
    condition = "".join(f" · {key}: {value}" for key, value in sorted(cell.condition.items()))
    screen.print(Text.assemble((f"{cell.subject} · {cell.attribute}{condition}", "bold"), (f"  cell {cell.id}", "dim")))
    screen.print(Text.assemble("  ", (cell.value, "bold"), "  ", (cell.verdict.value, style)))
    if not any(cell.reason in line for line in cell.explanation):
        _field(screen, "reason", cell.reason)
    for line in cell.explanation:
        depth = len(line) - len(line.lstrip())
        console.print_indented(screen, Text(line.strip()), depth + 2)


def _print_claim(screen: Console, run: RunFolder, claim: Claim) -> None:
    from rich.text import Text

    from pipeline.export.wording import normal_text, value_text

    head = f"{claim.subject} · {claim.attribute} · {value_text(claim.value)}"
    screen.print(Text.assemble((head, "bold"), (f"  claim {claim.id}", "dim")))
    _field(screen, "article", f"{claim.article} (origin {claim.origin or 'unknown'})")
    console.print_indented(screen, _passage(run.texts.get(claim.article, ""), claim))
    _field(screen, "said", " by ".join(filter(None, (claim.modality.value, claim.attribution))))
    _field(screen, "qualifiers", ", ".join(f"{key}: {value}" for key, value in sorted(claim.qualifiers.items())))
    if claim.normalized is not None and normal_text(claim.normalized) != value_text(claim.value).lstrip("~"):
        _field(screen, "converted", f"{value_text(claim.value)} = {normal_text(claim.normalized)}")
    _field(screen, "rules", ", ".join(claim.rules))
    _field(screen, "confidence", f"{claim.confidence:g}")
    for flag in _flags_on(run, claim):
        suggested = f" → {flag.suggested}" if flag.suggested else ""
        style = console.SEVERITY_STYLES[flag.severity.value]
        suspicion = Text.assemble((f"likely error, {flag.kind}", style), f": {flag.explanation}{suggested}")
        console.print_indented(screen, suspicion)


def _passage(text: str, claim: Claim) -> Text:
    """The paragraph around a claim, its words between marks, so that they show without colours too."""
    from rich.text import Text

    from pipeline.export.wording import marked_passage

    before, quote, after = (re.sub(r"\s+", " ", part) for part in marked_passage(text, claim.start, claim.end))
    return Text.assemble((before, "dim"), "»", (quote, "bold"), "«", (after, "dim"))


def _field(screen: Console, name: str, value: str) -> None:
    from rich.text import Text

    if value:
        console.print_indented(screen, Text.assemble((f"{name}: ", "dim"), value))


def _cells_of(run: RunFolder, claim: Claim) -> list[Cell]:
    return [cell for cell in run.cells if claim.id in cell.claims or claim.id in cell.likely_errors]


def _flags_on(run: RunFolder, claim: Claim) -> list[Flag]:
    return [flag for flag in run.flags if flag.claim == claim.id]
