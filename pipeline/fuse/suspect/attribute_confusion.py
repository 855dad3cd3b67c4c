"""One figure under two attributes: the bandwidth of the memory in one article, that of the links in the others.

*Evidence*: several origins give a subject this figure as one attribute, and one origin alone gives it as another of
the same group (rules/suspects.toml).
*False friends*: a chip whose two bandwidths really are equal has several origins for each; figures of one digit prove
nothing; figures under different units are not the same figure.
*Severity*: warning; where the article itself also gives the figure to the right attribute, the reading may be at
fault, and the explanation says so.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from pipeline.fuse.marked import Marked
from pipeline.fuse.material import Material
from pipeline.fuse.observe import Amount, Observation
from pipeline.fuse.readable import stated
from pipeline.fuse.suspect.flagging import flag_claim, many, origins, written_digits
from pipeline.model import Flag, Severity


def find(material: Material, suspected: Marked) -> Iterable[Flag]:
    """Claims that probably speak of another attribute."""
    rules = material.rulebook.suspects.confusion
    subjects = sorted({subject for subject, _ in material.groups})
    for group in rules.group:
        for subject in subjects:
            names = [name for name in group.attributes if (subject, name) in material.groups]
            if len(names) < 2:
                continue
            figures = {name: _figures(material, subject, name, suspected) for name in names}
            for name, found in figures.items():
                for other, rivals in figures.items():
                    if other != name:
                        yield from _held_against(found, rivals, other, rules.origins, group.id)


def _figures(
    material: Material, subject: str, attribute: str, suspected: Marked
) -> dict[tuple[float, str], list[Observation]]:
    """(figure, unit) → unsuspected claims."""
    figures: dict[tuple[float, str], list[Observation]] = {}
    for members in material.groups.get((subject, attribute), {}).values():
        for found in suspected.without(members):
            amount = found.converted or found.measure
            if not isinstance(amount, Amount) or amount.point is None:
                continue
            if written_digits(amount.point) > 1:
                figures.setdefault((amount.point, amount.unit), []).append(found)
    return figures


def _held_against(
    figures: dict[tuple[float, str], list[Observation]],
    rivals: dict[tuple[float, str], list[Observation]],
    other: str,
    several: int,
    rule: str,
) -> Iterable[Flag]:
    for figure, members in figures.items():
        witnesses = rivals.get(figure, [])
        against = origins(witnesses) - origins(members)
        if len(origins(members)) == 1 and len(against) >= several:
            for found in members:
                yield _flag(found, witnesses, other, rule)


def _flag(found: Observation, witnesses: Sequence[Observation], other: str, rule: str) -> Flag:
    inside = any(witness.at == found.at for witness in witnesses)
    name, right = found.claim.attribute.replace("_", " "), other.replace("_", " ")
    more = "; its own article gives it so too, so the passage may have been misread" if inside else ""
    figure, who = stated(found.claim.value), many(len(origins(witnesses)), "origin", "give")
    return flag_claim(
        "attribute_confusion",
        Severity.WARNING,
        found,
        f"{who.capitalize()} {figure} as {right}, only {found.origin} as {name}{more}.",
        suggested=f"{figure} {right}",
        evidence=witnesses,
        rule=rule,
    )
