"""What archives of any format hold: captures, each an answer of a server or a file at the time it was fetched, and
damage between them.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Capture:
    """One record with content, of which at most a limit was read.

    ``place`` names it within its archive, ``media`` is what the archive says of it, ``block`` its bytes: a whole HTTP
    answer, or where ``is_file`` the content alone. ``size`` is what the archive promises, ``date`` when it was fetched.
    """

    url: str
    place: str
    media: str
    block: bytes
    size: int
    date: str = ""
    is_file: bool = False


@dataclass(frozen=True)
class Revisit:
    """A record that only says that a page was the same as before: it has no content of its own."""


@dataclass(frozen=True)
class Damage:
    """A stretch of an archive that cannot be read: near which byte, and what is wrong with it."""

    near: int
    what: str


Found = Capture | Revisit | Damage
