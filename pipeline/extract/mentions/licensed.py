"""Takes cores for licence as products where a text is about them: "Acme's P90 core takes 0.5 mm² and runs at 3 GHz".
Beside the chips that hold them they are what the chips are built on, and have no figures of their own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pipeline.extract.text.scene import Mention
from pipeline.rulebook import Rulebook

_HOLDERS = frozenset({"chip", "series", "device", "system"})


class LicensedCores:
    """Knows whose cores others build into their chips."""

    def __init__(self, rulebook: Rulebook) -> None:
        self._counted = rulebook.syntax.lowered("core-plural")
        self._makers = frozenset(rulebook.shapes.core_makers)

    def as_products(self, mentions: Sequence[Mention], low: str) -> list[Mention]:
        """``mentions`` with such cores as chips, where one is named first and they outnumber what holds cores; ``low``
        is the text in small letters.
        """
        cores = [m for m in mentions if self._is_core(m) and not self._counted.match(low, m.end)]
        holders = [m for m in mentions if m.type in _HOLDERS]
        if not cores or len(cores) <= len(holders) or any(m.start < cores[0].start for m in holders):
            return list(mentions)
        return [replace(m, type="chip") if self._is_core(m) else m for m in mentions]

    def _is_core(self, mention: Mention) -> bool:
        return mention.type == "architecture" and mention.maker in self._makers and any(map(str.isdigit, mention.name))
