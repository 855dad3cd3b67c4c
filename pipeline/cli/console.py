"""How commands speak: results on standard output, everything else on standard error, colours only where wanted.
The only place that knows rich's consoles.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from rich.console import Console, RenderableType
    from rich.text import Text

    from pipeline.api import Progress

INTERRUPTED = 130
"""The exit status a shell expects of a program that was stopped with Ctrl-C."""

STOPPED = "stopped; what was read is kept, and the same command goes on from there"
"""What a run that was stopped with Ctrl-C says, however far it was."""

PIPE_WIDTH = 120
"""Columns to fill when nobody's terminal says how wide it is."""

_TRAILING = re.compile(r" +((?:\x1b\[[0-9;]*m)*)$")

VERDICT_STYLES = {
    "agreement": "green",
    "compatible": "cyan",
    "explained": "blue",
    "disagreement": "bold red",
    "single_source": "dim",
}
SEVERITY_STYLES = {"error": "bold red", "warning": "yellow", "info": "dim"}


def console(no_color: bool = False, stderr: bool = False) -> Console:
    """A console that wraps, and colours only on a terminal that wants it (rich itself honours NO_COLOR)."""
    from rich.console import Console

    class Quiet(Console):
        """rich would end the program with status 1 when the reader of a pipe has gone; that is no failure."""

        def on_broken_pipe(self) -> None:
            raise BrokenPipeError

    made = Quiet(stderr=stderr, no_color=True if no_color else None, highlight=False, emoji=False, markup=False)
    if not made.is_terminal and "COLUMNS" not in os.environ:
        made.width = PIPE_WIDTH
    return made


def print_indented(screen: Console, text: Text, depth: int = 2) -> None:
    """A paragraph whose wrapped lines keep their place, without blanks at their ends."""
    for line in text.wrap(screen, max(screen.width - depth, 20)):
        line.rstrip()
        line.pad_left(depth)
        screen.print(line, soft_wrap=True)


def print_bare(screen: Console, shown: RenderableType) -> None:
    """The same as ``screen.print``, without blanks at the ends of lines."""
    with screen.capture() as captured:
        screen.print(shown)
    lines = (_TRAILING.sub(r"\1", line) for line in captured.get().splitlines())
    try:
        screen.file.write("".join(f"{line}\n" for line in lines))
        screen.file.flush()
    except BrokenPipeError:
        screen.on_broken_pipe()


def harmless(text: str) -> str:
    """Text of strangers without control characters: an article must not steer anyone's terminal."""
    return "".join(char if char >= " " and not "\x7f" <= char <= "\x9f" else "\ufffd" for char in text)


def counted(number: int, noun: str, plural: str = "s") -> str:
    """A number with its noun.

    >>> counted(1, "claim"), counted(2, "claim"), counted(2, "address", "es")
    ('1 claim', '2 claims', '2 addresses')
    """
    return f"{number} {noun}{'' if number == 1 else plural}"


def print_json(data: Any) -> None:
    """One JSON document on standard output."""
    click.echo(json.dumps(data, indent=2, ensure_ascii=False))


@contextmanager
def progress_bar(label: str, no_color: bool, quiet: bool, total: int | None = None) -> Iterator[Progress | None]:
    """A bar on a terminal, with the rate and, as long as ``total`` holds, the time left. None, and so silence, in a
    pipe or with ``--quiet``.
    """
    screen = console(no_color, stderr=True)
    if quiet or not screen.is_terminal:
        yield None
        return
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn

    columns = (
        TextColumn(label),
        BarColumn(),
        TextColumn("{task.completed}"),
        TextColumn("{task.fields[rate]}"),
        TimeElapsedColumn(),
        *([TimeRemainingColumn()] if total else []),
        TextColumn("{task.fields[item]}", markup=False),
    )
    with Progress(*columns, console=screen, transient=True) as bar:
        task = bar.add_task(label, total=total, item="", rate="")

        def step(done: int, name: str) -> None:
            speed = bar.tasks[0].speed
            known = total if total is not None and done <= total else None
            bar.update(task, completed=done, total=known, item=harmless(name), rate=f"{speed:.1f}/s" if speed else "")

        yield step
