"""The command ``specledger``: thin wrappers of the API, one file a command, in :mod:`pipeline.cli.app` by name.
Heavy packages are imported inside the commands, so that ``--help`` answers at once.
"""

from pipeline.cli.app import main

__all__ = ["main"]
