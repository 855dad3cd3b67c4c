"""Names of people, outlets and companies brought to one form, so that one voice is heard once.
What the rulebook knows by several names counts as one; the rest is compared without case, accents and marks.
"""

from __future__ import annotations

import re
import unicodedata

from pipeline.rulebook import Name, Rulebook

_APART = re.compile(r"\s*(?:,|;|/|&|\band\b|\bund\b)\s*", re.IGNORECASE)
_NOISE = re.compile(r"[^\w]+")
_LEAD = re.compile(r"^(?:by|from|the|according to)\s+", re.IGNORECASE)


def plain(name: str) -> str:
    """A name without case, accents and marks.

    >>> plain("Artūras M."), plain("TechPowerUp!")
    ('arturas m', 'techpowerup')
    """
    bare = name
    if not name.isascii():
        bare = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
    return _NOISE.sub(" ", bare).strip().casefold()


class Names:
    """The rulebook's names by any of their surfaces; get one from :func:`names_of`."""

    def __init__(self, rulebook: Rulebook) -> None:
        self._known: dict[str, str] = {}
        self.maker: dict[str, str] = {}
        self.family: dict[str, str] = {}
        self.predecessor: dict[str, str] = {}
        for record in rulebook.names:
            for table, value in (
                (self.maker, record.maker),
                (self.family, record.family),
                (self.predecessor, record.predecessor),
            ):
                if value:
                    table.setdefault(record.name, value)
            for surface in (record.name, *record.aliases):
                self._known.setdefault(plain(surface), record.name)

    def canonical(self, name: str) -> str:
        """The rulebook's own name for what ``name`` names, or ``name`` itself, trimmed."""
        return self._known.get(plain(name), " ".join(name.split()))

    def known(self, name: str) -> bool:
        """Whether the rulebook has this name."""
        return plain(name) in self._known

    def key(self, name: str) -> str:
        """What two surfaces of one name have in common."""
        return plain(self.canonical(_LEAD.sub("", name.strip())))


def names_of(rulebook: Rulebook) -> Names:
    """The names of a rulebook; those of the last few rulebooks are kept, since there are thousands of names."""
    for records, known in _KEPT:
        if records is rulebook.names:
            return known
    known = Names(rulebook)
    _KEPT.insert(0, (rulebook.names, known))
    del _KEPT[4:]
    return known


def people(author: str) -> list[str]:
    """The people of a byline.

    >>> people("By Ada Moor and Ben Kay")
    ['ada moor', 'ben kay']
    """
    parts = (plain(_LEAD.sub("", part.strip())) for part in _APART.split(author))
    return [part for part in parts if part]


_KEPT: list[tuple[tuple[Name, ...], Names]] = []
