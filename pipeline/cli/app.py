"""The group of commands, and the one place where an error becomes a line of text and an exit status.
A command returns its status: 0 all read, 1 some inputs rejected (or below the floor), 2 nothing could be done.
"""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Sequence
from importlib import import_module

import click
from click.exceptions import NoArgsIsHelpError

from pipeline import __version__
from pipeline.cli import console, options
from pipeline.errors import RuleError, SpecledgerError

COMMANDS = ("run", "feeds", "status", "show", "explain", "evaluate", "quantities", "rules")

GARBAGE = 200_000
"""New objects before a search for garbage: rules and names are many and live to the end, and looking costs a tenth."""


class LazyGroup(click.Group):
    """Commands by name, each imported when it is asked for: ``pipeline.cli.<name>`` holds ``command``."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        """In the order in which a newcomer needs them."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """The command, or None for a name that is none."""
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = import_module(f"pipeline.cli.{cmd_name}").command
        return command


@click.group(
    cls=LazyGroup,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog=options.example("specledger run articles/ -o out", "specledger show M890 -o out"),
)
@click.version_option(__version__, message="%(prog)s %(version)s")
def app() -> None:
    """Reads tech news and says, per chip, what the press states, who agrees, and what looks wrong."""


def main(arguments: Sequence[str] | None = None) -> None:
    """Run a command and leave with its exit status; errors are one readable line on standard error."""
    arguments = sys.argv[1:] if arguments is None else list(arguments)
    gc.set_threshold(GARBAGE)
    try:
        status = app.main(args=list(arguments), prog_name="specledger", standalone_mode=False)
        sys.stdout.flush()
    except NoArgsIsHelpError as error:
        error.show()
        status = error.exit_code
    except click.ClickException as error:
        click.echo(_misuse(error), err=True)
        status = error.exit_code
    except click.Abort:
        click.echo(console.STOPPED if arguments[:1] == ["run"] else "stopped", err=True)
        status = console.INTERRUPTED
    except BrokenPipeError:
        # The reader of our output has gone (``| head``): nothing to say, and nothing to flush at exit either.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        status = 0
    except Exception as error:
        if "--debug" in arguments:
            raise
        click.echo(_line(error), err=True)
        status = 2
    sys.exit(status if isinstance(status, int) else 0)


def _misuse(error: click.ClickException) -> str:
    """What was wrong with the command as it was typed, and where its use is told, in one line."""
    message = " ".join(error.format_message().split()).rstrip(".")
    if isinstance(error, click.UsageError):
        command = error.ctx.command_path if error.ctx is not None else "specledger"
        message += f"{'' if message.endswith('?') else ';'} see {command} --help"
    return f"Error: {message}"


def _line(error: Exception) -> str:
    """What went wrong, for people."""
    if isinstance(error, RuleError) and len(error.problems) == 1:
        return f"Error: {error.problems[0]}"
    if isinstance(error, SpecledgerError):
        return f"Error: {error}"
    detail = " ".join(str(error).split())
    return f"Error: {type(error).__name__}: {detail}; this is a bug: run it again with --debug and report what it says"
