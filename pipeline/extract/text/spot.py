"""A mention in the making, by tokens; only :class:`pipeline.extract.text.scene.Mention` leaves the mention steps.
Names found later in an article may still complete what was found earlier.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(slots=True)
class Spot:
    """Tokens ``first:last`` and the thing they name."""

    first: int
    last: int
    name: str
    type: str
    maker: str
    rule: str
    how: str
    heads: tuple[str, ...] = ()
