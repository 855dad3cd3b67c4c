"""The cells of a table in portions of whole subjects, each of which can be judged by itself, here or in a copy of this
process. Whoever judges has all that is judged at hand.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from pipeline.fuse.cells import Key, drafts
from pipeline.fuse.kindred import kindred
from pipeline.fuse.marked import ClaimKey, Marked
from pipeline.fuse.material import Material
from pipeline.fuse.rows import cell_of
from pipeline.model import Cell, Flag, Severity

Portion = Sequence[Key]
"""Some subjects, attribute by attribute."""


def keys_of(material: Material) -> list[Key]:
    """All subjects with their attributes, in the order of their cells: without regard to case."""
    return sorted(material.groups, key=lambda key: (key[0].casefold(), key[1], key[0]))


class Judging:
    """Makes cells of a batch: its material, its flags by claim, and which of its claims are kept out for them."""

    def __init__(self, material: Material, flags: Iterable[Flag]) -> None:
        self._material = material
        self._flags = by_claim(flags)
        self._excluded = Marked(material.claims_of(kept_out(self._flags)))
        self._kindred = kindred(material.groups, material.rulebook.verdicts.kin, material.names)

    def cells(self, keys: Iterable[Key]) -> Iterator[Cell]:
        """The cells of these subjects and attributes."""
        groups, bench = self._material.groups, self._material.bench
        for key in keys:
            for draft in drafts(groups[key], self._excluded, bench.judge, self._kindred.get(key, ())):
                yield cell_of(draft, bench, self._flags)

    def portions(self, size: int) -> list[Portion]:
        """All keys in portions of about ``size`` claims. Subjects that differ in nothing but case stay together, since
        their cells stand side by side in the files.
        """
        portions: list[list[Key]] = []
        subject, claims = "", 0
        for key in keys_of(self._material):
            folded = key[0].casefold()
            if not portions or (folded != subject and claims >= size):
                portions.append([])
                claims = 0
            portions[-1].append(key)
            subject = folded
            claims += sum(map(len, self._material.groups[key].values()))
        return list(portions)


def kept_out(flags: Mapping[ClaimKey, Sequence[Flag]]) -> Iterator[ClaimKey]:
    """The claims that flags keep out of verdicts: those with any that is more than a hint."""
    return (key for key, found in flags.items() if any(flag.severity is not Severity.INFO for flag in found))


def by_claim(flags: Iterable[Flag]) -> dict[ClaimKey, list[Flag]]:
    """Flags by the claim they are on."""
    found: dict[ClaimKey, list[Flag]] = defaultdict(list)
    for flag in flags:
        if flag.claim:
            found[flag.article, flag.claim].append(flag)
    return dict(found)
