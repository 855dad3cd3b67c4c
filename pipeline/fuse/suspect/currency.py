"""A conversion that no rate near its date gives, or a sum under another currency's sign.

*Evidence*: the European Central Bank's rates of the article's own time, and of the two years before it; or another
origin that states the same digits in another currency. Where another origin's sum would give the conversion, the sum
that was converted is suspect, else the conversion.
*False friends*: an old conversion carried along (some past rate gives it: that is explained, not wrong); currencies
and days without a rate, of which nothing is said; prices, which really differ by country; conversions of a sum that is
suspected already.
*Severity*: error where the sum is far off, else warning; of two signs a warning on the one that stands alone against
several origins, info on both where one origin stands against one with two significant digits or more.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from operator import attrgetter

from pipeline.fuse.marked import ClaimKey, Marked, claim_key
from pipeline.fuse.material import Material
from pipeline.fuse.observe import Amount, Measure, Observation
from pipeline.fuse.rates import rate
from pipeline.fuse.readable import measured
from pipeline.fuse.suspect.evidence import Evidence
from pipeline.fuse.suspect.flagging import flag_claim, many, origins, significant
from pipeline.model import Flag, Severity


def find(material: Evidence, suspected: Marked) -> Iterable[Flag]:
    """Claims whose conversion or currency sign is probably wrong."""
    for found in material.observations:
        if found.converted is None or not isinstance(found.measure, Amount) or found in suspected:
            continue
        check = material.money.given(found)
        if not check.known or check.fit is not None:
            continue
        originals = _originals(material, found)
        if any(one in suspected for one in originals):
            continue
        right = _elsewhere(material, found) if originals else None
        if right is not None:
            yield _original(material, originals[0], found, right)
        else:
            yield _conversion(material, found, found.measure, found.converted)
    yield from _signs(material, suspected)


def _originals(material: Material, found: Observation) -> list[Observation]:
    """The claims of its article that state the sum which a conversion was made from."""
    return [
        one
        for one in material.by_article.get(found.at, ())
        if one.converted is None
        and (one.claim.subject, one.claim.attribute) == (found.claim.subject, found.claim.attribute)
        and isinstance(one.measure, Amount)
        and one.measure[:3] == found.measure[:3]
    ]


def _elsewhere(material: Material, found: Observation) -> Observation | None:
    """What another origin states of the same matter, where a rate makes the conversion of it."""
    given, stated = found.measure, found.converted
    if not isinstance(given, Amount) or stated is None:
        return None
    tried: set[Amount] = set()
    for members in material.groups.get((found.claim.subject, found.claim.attribute), {}).values():
        for other in members:
            amount = other.measure
            if not isinstance(amount, Amount) or amount.unit != given.unit or other.origin == found.origin:
                continue
            if amount not in tried and material.money.fit(amount, stated, found).fit is not None:
                return other
            tried.add(amount)
    return None


def _original(material: Material, original: Observation, found: Observation, right: Observation) -> Flag:
    assert found.converted is not None
    return flag_claim(
        "currency",
        Severity.ERROR if _far(material, original.measure, right.measure) else Severity.WARNING,
        original,
        f"No rate gives {measured(found.converted)} for {measured(original.measure)}, but one does for "
        f"{measured(right.measure)}, as {right.claim.article} has it.",
        suggested=measured(right.measure),
        evidence=[found, right],
        rule="original",
    )


def _far(material: Material, a: Measure, b: Measure) -> bool:
    x, y = (found.low or found.high or 0.0 if isinstance(found, Amount) else 0.0 for found in (a, b))
    return bool(y) and abs(x / y - 1) > material.rulebook.suspects.currency.sure


def _conversion(material: Material, found: Observation, original: Amount, stated: Amount) -> Flag:
    seen_from = material.money.seen_from(found)
    at = rate(original.unit, stated.unit, seen_from.date_end) if seen_from else None
    low, size = original.low or original.high or 0.0, stated.low or stated.high or 0.0
    right = low * at if at else 0.0
    sure = bool(right) and abs(size / right - 1) > material.rulebook.suspects.currency.sure
    value = stated._replace(low=_rounded(right), high=_rounded(right), about=True)
    day = seen_from.date_end.isoformat() if seen_from else ""
    return flag_claim(
        "currency",
        Severity.ERROR if sure else Severity.WARNING,
        found,
        f"{measured(original)} was {measured(value)} on {day} (European Central Bank: {at or 0:.4g}), and no rate of "
        f"the two years before gives {measured(stated)}.",
        suggested=measured(value),
        evidence=(),
    )


def _signs(material: Evidence, suspected: Marked) -> Iterable[Flag]:
    """The same digits under two currencies."""
    regional = material.rulebook.verdicts.money.regional
    several = material.rulebook.suspects.slips.several
    done: set[ClaimKey] = set()
    for some, others in material.rivals(suspected, where=attrgetter("compared_twice")):
        a, b = some[0].measure, others[0].measure
        if not (isinstance(a, Amount) and isinstance(b, Amount)) or a.unit == b.unit or a[:2] != b[:2]:
            continue
        if some[0].claim.attribute in regional or not material.observer.is_money(a.unit):
            continue
        single = len(origins(some)) == len(origins(others)) == 1 and not origins(some) & origins(others)
        telling = single and len(significant(a.low or a.high or 0.0)) >= material.rulebook.suspects.slips.digits
        for suspects, witnesses in ((some, others), (others, some)):
            against = len(origins(witnesses) - origins(suspects)) >= several
            if not telling and not (len(origins(suspects)) == 1 and against):
                continue
            for found in suspects:
                if claim_key(found) not in done:
                    done.add(claim_key(found))
                    yield _sign(found, witnesses, Severity.WARNING if against else Severity.INFO)


def _sign(found: Observation, witnesses: Sequence[Observation], severity: Severity) -> Flag:
    right = measured(witnesses[0].measure)
    text = f"{many(len(origins(witnesses)), 'other origin', 'state').capitalize()} these digits as {right}."
    return flag_claim("currency", severity, found, text, suggested=right, evidence=witnesses, rule="sign")


def _rounded(value: float) -> float:
    return float(f"{value:.3g}")
