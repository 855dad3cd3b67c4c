"""``specledger rules``: are the rule files valid, which rules are there, and what does one say."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pipeline.cli import console, find, options

if TYPE_CHECKING:
    from pipeline.cli.rule_index import Entry


@click.group("rules")
def command() -> None:
    """Look at the rule files: check, list, explain."""


@command.command("check", epilog=options.example("specledger rules check --rules my-rules"))
@options.rules
@options.as_json
@options.common
def check(rule_folders: tuple[Path, ...], as_json: bool, no_color: bool) -> int:  # noqa: ARG001
    """Check the rule files; every problem is named with its file, id, key and remedy."""
    from pipeline.cli.rule_index import RuleIndex
    from pipeline.errors import RuleError
    from pipeline.rulebook.book import proven

    try:
        book = proven(options.load_rules(rule_folders))
    except RuleError as error:
        if not as_json:
            raise
        console.print_json({"valid": False, "problems": list(error.problems)})
        return 2
    folders = [str(folder) for folder in book.folders]
    count = len(RuleIndex(book).entries)
    if as_json:
        console.print_json(
            {"valid": True, "problems": [], "rules": count, "folders": folders, "fingerprint": book.fingerprint}
        )
    else:
        click.echo(f"valid: {count:,} rules in {', '.join(folders)} (fingerprint {book.fingerprint})")
    return 0


@command.command("list", epilog=options.example("specledger rules list", "specledger rules list names"))
@click.argument("section", required=False)
@options.rules
@options.as_json
@options.common
def list_rules(section: str | None, rule_folders: tuple[Path, ...], as_json: bool, no_color: bool) -> int:
    """List the kinds of rule with their numbers, or the rules of one SECTION."""
    from pipeline.cli.rule_index import RuleIndex

    found = RuleIndex(options.load_rules(rule_folders)).entries
    sections = sorted({entry.section for entry in found})
    if section is None:
        counts = {name: sum(entry.section == name for entry in found) for name in sections}
        if as_json:
            console.print_json(counts)
        else:
            screen = console.console(no_color)
            for name, count in counts.items():
                screen.print(f"{count:6,}  {name}")
        return 0
    chosen = [entry for entry in found if entry.section == section or entry.section.startswith(f"{section}.")]
    if not chosen:
        raise find.NotFound(f"no section {section!r} in the rules; there are {', '.join(sections)}")
    if as_json:
        console.print_json([entry.record() for entry in chosen])
        return 0
    _print_list(chosen, no_color)
    return 0


@command.command("explain", epilog=options.example("specledger rules explain memory_capacity"))
@click.argument("ident", metavar="ID")
@options.rules
@options.as_json
@options.common
def explain(ident: str, rule_folders: tuple[Path, ...], as_json: bool, no_color: bool) -> int:
    """Show what one rule says, and the examples that prove it.

    ID may be any that a claim cites in rules, or a flag in rule: "memory_capacity", "name.nvidia-h200", "unit_slip".
    """
    from pipeline.cli.rule_index import RuleIndex

    index = RuleIndex(options.load_rules(rule_folders))
    chosen = index.explaining(ident)
    if not chosen:
        names = [entry.rule.id for entry in index.entries]
        raise find.not_found("rule", ident, names, "specledger rules list names the sections")
    if as_json:
        console.print_json([entry.record() for entry in chosen])
        return 0
    screen = console.console(no_color)
    for entry in chosen:
        screen.print(f"{entry.rule.id}  ({entry.section})", style="bold")
        for key, value in entry.record().items():
            if key not in {"id", "section"} and value not in (None, "", [], {}, False):
                screen.print(f"  {key}: {_readable(value)}")
    return 0


def _readable(value: Any) -> str:
    if isinstance(value, list):
        plain = all(isinstance(item, str | int | float) for item in value)
        short = plain and sum(len(str(item)) for item in value) < 80
        return ", ".join(map(str, value)) if short else "".join(f"\n    - {_readable(item)}" for item in value)
    if isinstance(value, dict):
        return ", ".join(f"{key}={_readable(item)}" for key, item in value.items() if item not in (None, "", [], {}))
    return str(value)


def _print_list(chosen: list[Entry], no_color: bool) -> None:
    screen = console.console(no_color)
    width = min(max(len(entry.rule.id) for entry in chosen), 40)
    for entry in chosen:
        record = entry.record()
        words = (record.get(key) for key in ("why", "sentence", "name"))
        about = next(filter(None, words), None) or next(iter(record.get("examples") or [""]), "")
        screen.print(f"{entry.rule.id:{width}}  {about}", overflow="ellipsis", no_wrap=True)
