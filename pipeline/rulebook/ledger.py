"""The schema of rules/ledger.toml: what an incremental run takes for the same address, follows, and tries again.
Only ``pipeline.ledger`` reads it.
"""

from __future__ import annotations

from pydantic import Field

from pipeline.model import Frozen


class Addresses(Frozen):
    """``tracking`` are parameters of an address (shell patterns) that say nothing of what is read there. A page that
    names another address as its own is that article where it shares ``same_text`` of its runs of five words.
    """

    tracking: tuple[str, ...] = ()
    same_text: float = Field(default=0.45, gt=0, le=1)


class Follow(Frozen):
    """How many steps links are followed from what the user named."""

    depth: int = Field(default=4, ge=0, le=20)


class Again(Frozen):
    """Seconds until a failed address is tried again: ``first``, then ``factor`` times as many up to ``longest``;
    ``gone`` where trying again is of little use, from the failure on that ``patience`` counts. An article that broke a
    limit of time or memory is tried in so many runs (``tries``).
    """

    first: float = Field(default=900, gt=0)
    factor: float = Field(default=2.0, ge=1)
    longest: float = Field(default=604_800, gt=0)
    gone: float = Field(default=604_800, gt=0)
    patience: int = Field(default=4, gt=0)
    tries: int = Field(default=3, gt=0)


class Keeping(Frozen):
    """Results go into the store together: so many ``articles``, or what came in so many ``seconds``."""

    articles: int = Field(default=64, gt=0)
    seconds: float = Field(default=2.0, ge=0)


class LedgerRules(Frozen):
    """The whole of rules/ledger.toml."""

    addresses: Addresses = Addresses()
    follow: Follow = Follow()
    again: Again = Again()
    keeping: Keeping = Keeping()
