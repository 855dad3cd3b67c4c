"""The command ``specledger``: thin wrappers of the API, one file a command, in :mod:`pipeline.cli.app` by name.
Heavy packages are imported inside the commands, so that ``--help`` answers at once.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence


def main(arguments: Sequence[str] | None = None) -> None:
    """Run a command and leave with its exit status; also where Ctrl-C comes before there is one to run."""
    try:
        from pipeline.cli import app

        app.main(arguments)
    except KeyboardInterrupt:
        print("stopped", file=sys.stderr)
        sys.exit(130)


__all__ = ["main"]
