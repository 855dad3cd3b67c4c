"""A digest: all that the table needs of one article, packed into bytes once, when the article is read.
A store keeps digests beside the readings; a table of a million claims is built from them without one text being read.
"""

from __future__ import annotations

from typing import NamedTuple

from pipeline.model.base import Frozen
from pipeline.model.claim import Reading


class Digest(Frozen):
    """One article's part in the table. ``data`` is readable to ``fuse`` alone, and valid for the ``fingerprint`` of the
    rules it was made with; ``name`` is the article's, ``claims`` how many it has.
    """

    name: str
    claims: int
    fingerprint: str
    data: bytes


class Digested(NamedTuple):
    """A reading with its digest, where one could be made."""

    reading: Reading
    digest: Digest | None
