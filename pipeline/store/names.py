"""What articles are called: each by a name that no other has."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping


def free_name(database: sqlite3.Connection, wanted: str, key: str, taken: Mapping[str, str] | None = None) -> str:
    """``wanted``, or with a number behind it where an article with another key has that name already.

    ``taken`` are names with their keys that will soon be in use too. Some thousand articles of one name ask a few
    questions each, as the number is looked for by doubling and halving.
    """
    row = database.execute("SELECT name FROM article WHERE key = ?", (key,)).fetchone()
    if row and (row[0] == wanted or row[0].startswith(f"{wanted}#")):
        return str(row[0])
    soon = taken or {}

    def is_free(name: str) -> bool:
        if soon.get(name, key) != key:
            return False
        return not database.execute("SELECT 1 FROM article WHERE name = ?", (name,)).fetchone()

    if is_free(wanted):
        return wanted
    low, high = 1, 2
    while not is_free(f"{wanted}#{high}"):
        low, high = high, high * 2
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if is_free(f"{wanted}#{middle}") else (middle, high)
    return f"{wanted}#{high}"
