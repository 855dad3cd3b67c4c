"""One slip of every kind: each takes a batch and a claim of it, and gives the batch with that claim spoilt."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from gold_claims import NUMBER, PERCENT

from pipeline.fuse.observe import Observation
from pipeline.fuse.precision import stated_precision
from pipeline.fuse.suspect.changes import told_changes
from pipeline.model import Claim, DateValue, NumberValue, Reading
from pipeline.rulebook.suspects import Arithmetic

PREFIXES = (("MB", "GB"), ("GB", "TB"), ("TB", "PB"), ("MHz", "GHz"), ("kW", "MW"), ("W", "kW"), ("µm", "nm"))
TRIES = 12
ROUND = 0.02  # a multiplier so near its quotient is that quotient, rounded
TOLD = 0.05  # a change is told roughly
MOVES = 0.08  # the euro moved so much against the dollar within the history that old conversions rest on
Key = tuple[str, str]


class Target(NamedTuple):
    """A claim to be spoilt: the place of its reading, its observation, and how many other origins say the same."""

    at: int
    found: Observation
    others: int


class Slip(NamedTuple):
    """A batch with one slip: the readings, and the claims of which one must be flagged."""

    readings: list[Reading]
    claims: frozenset[Key]
    said: str


def spoilt(readings: Sequence[Reading], target: Target, said: str = "", **changes: object) -> Slip:
    """The batch with one claim changed, and ``said`` for the digits in its article."""
    claim, reading = target.found.claim, readings[target.at]
    article, written = reading.article, digits(target) or percent(target)
    place = article.text.find(written, claim.value_start)
    by, cut = (len(said) - len(written), place + len(written)) if said and written else (0, len(article.text))

    def moved(place: int) -> int:
        return place + by if place >= cut else place

    if said and written:
        blocks = tuple(b.model_copy(update={"start": moved(b.start), "end": moved(b.end)}) for b in article.blocks)
        text = article.text[:place] + said + article.text[cut:]
        article = article.model_copy(update={"text": text, "blocks": blocks})
    claims = []
    for other in reading.claims:
        places = {name: moved(getattr(other, name)) for name in ("start", "end", "value_start", "value_end")}
        update = {**places, "quote": article.text[places["start"] : places["end"]]}
        claims.append(other.model_copy(update={**update, **(changes if other.id == claim.id else {})}))
    batch = list(readings)
    batch[target.at] = Reading(article=article, claims=tuple(claims), dates=reading.dates)
    return Slip(batch, frozenset({(claim.article, claim.id)}), f"{written or claim.quote!r} → {said or changes}")


def digits(target: Target) -> str:
    """The digits of a claim as its article writes them; nothing where it writes none."""
    claim = target.found.claim
    if not isinstance(claim.value, NumberValue) or claim.value_end - claim.value_start > 30:
        return ""
    match = NUMBER.search(target.found.article.text, claim.value_start, claim.value_end)
    if not match or match.start() > claim.value_start + 1 or PERCENT.match(target.found.article.text, match.start()):
        return ""
    return match[0]


def percent(target: Target) -> str:
    """The digits of a percentage as its article writes them; nothing where the claim is none."""
    match = PERCENT.match(target.found.article.text, target.found.claim.value_start)
    return match[1] if match else ""


def rewritten(readings: Sequence[Reading], target: Target, written: str, new: str) -> Slip:
    """The batch with the digits of one claim written otherwise."""
    factor = float(new.replace(",", "")) / float(written.replace(",", ""))
    return spoilt(readings, target, new, value=scaled(target.found.claim.value, factor))


def scaled(value: object, factor: float) -> NumberValue:
    """A number times a factor, both ends; free of the noise of floats."""
    assert isinstance(value, NumberValue)
    ends = {name: None if end is None else float(f"{end * factor:.10g}") for name, end in ends_of(value)}
    return value.model_copy(update=ends)


def ends_of(value: NumberValue) -> tuple[tuple[str, float | None], ...]:
    return ("low", value.low), ("high", value.high)


Spoiler = Callable[[Sequence[Reading], Target, random.Random], "Slip | None"]


def swapped(readings: Sequence[Reading], target: Target, rng: random.Random) -> Slip | None:
    written = digits(target)
    places = [
        at
        for at in range(len(written) - 1)
        if written[at : at + 2].isdigit() and written[at] != written[at + 1] and (at or written[1] != "0")
    ]
    if not places:
        return None
    at = rng.choice(places)
    return rewritten(readings, target, written, written[:at] + written[at + 1] + written[at] + written[at + 2 :])


def changed(readings: Sequence[Reading], target: Target, rng: random.Random) -> Slip | None:
    written = digits(target)
    if sum(c.isdigit() for c in written) < 2:
        return None
    at = rng.choice([at for at, c in enumerate(written) if c.isdigit()])
    new = rng.choice([c for c in "0123456789" if c != written[at] and (at or c != "0")])
    return rewritten(readings, target, written, written[:at] + new + written[at + 1 :])


def unit_case(readings: Sequence[Reading], target: Target, _: random.Random) -> Slip | None:
    value = target.found.claim.value
    match = re.fullmatch(r"([kMGTP])([Bb])(/s|)", value.unit) if isinstance(value, NumberValue) else None
    if match is None or (match[2] == "b" and not match[3]):
        return None
    return spoilt(readings, target, value=value.model_copy(update={"unit": match[1] + match[2].swapcase() + match[3]}))


def prefix(readings: Sequence[Reading], target: Target, rng: random.Random) -> Slip | None:
    value = target.found.claim.value
    unit, _, per = value.unit.partition("/") if isinstance(value, NumberValue) else ("", "", "")
    others = [b if unit == a else a for a, b in PREFIXES if unit in (a, b)]
    if not others or per not in ("", "s"):
        return None
    new = rng.choice(others) + ("/s" if per else "")
    return spoilt(readings, target, value=value.model_copy(update={"unit": new}))


def times(*factors: float, least: float = 0.0) -> Spoiler:
    def spoil(readings: Sequence[Reading], target: Target, rng: random.Random) -> Slip | None:
        value = target.found.claim.value
        end = max((abs(end) for _, end in ends_of(value) if end), default=0.0) if isinstance(value, NumberValue) else 0
        factor = rng.choice(factors)
        if not end or end < least or (factor < 1 and end * factor < 1 and float(end).is_integer()):
            return None
        written = digits(target)
        said = f"{float(written.replace(',', '')) * factor:.10g}" if written and not least else ""
        return spoilt(readings, target, said if "e" not in said else "", value=scaled(value, factor))

    return spoil


def other_date(days: tuple[int, int]) -> Spoiler:
    """Spoils dates whose length in days lies within ``days``: the year of fine ones, the quarter of quarters."""

    def spoil(readings: Sequence[Reading], target: Target, rng: random.Random) -> Slip | None:
        value = target.found.claim.value
        if not isinstance(value, DateValue) or not days[0] <= (value.date_end - value.date_start).days <= days[1]:
            return None
        by = rng.choice((-12, 12) if days[0] == 0 else (-3, 3))
        months = value.date_start.year * 12 + value.date_start.month - 1 + by
        if value.date_start.day > 28 or value.date_end.month == 2:
            return None
        first = value.date_start.replace(year=months // 12, month=months % 12 + 1)
        update = {"date_start": first, "date_end": first + (value.date_end - value.date_start)}
        return spoilt(readings, target, value=value.model_copy(update=update))

    return spoil


def baseline(readings: Sequence[Reading], target: Target, rng: random.Random) -> Slip | None:
    claim = target.found.claim
    held = claim.qualifiers.get("baseline", "")
    names = {c.qualifiers.get("baseline", "") for r in readings for c in r.claims}
    given = {c.qualifiers.get("baseline", "") for r in readings for c in r.claims if c.subject == claim.subject}
    names -= given | {"", claim.subject, "predecessor", "competitor"}
    if not held or not names:
        return None
    return spoilt(readings, target, qualifiers={**claim.qualifiers, "baseline": rng.choice(sorted(names))})


def currency(readings: Sequence[Reading], target: Target, rng: random.Random) -> Slip | None:
    """A digit of a converted sum changes, by more than the rates of the last years moved."""
    claim = target.found.claim
    for _ in range(TRIES if target.found.converted is not None else 0):
        slip = changed(readings, target, rng)
        if slip is None:
            return None
        new = next(c.value for c in slip.readings[target.at].claims if c.id == claim.id)
        if abs(end_of(new) / end_of(claim.value) - 1) > MOVES:
            return slip
    return None


def sign(readings: Sequence[Reading], target: Target, _: random.Random) -> Slip | None:
    value = target.found.claim.value
    other = {"USD": "EUR", "EUR": "USD"}.get(value.unit) if isinstance(value, NumberValue) else None
    other = other if target.found.claim.attribute != "price" else None  # prices really differ by country
    return spoilt(readings, target, value=value.model_copy(update={"unit": other})) if other else None


def percentage(readings: Sequence[Reading], target: Target, rng: random.Random) -> Slip | None:
    """A multiplier whose operands the article gives, and fits, becomes another, in its words too."""
    claim, value = target.found.claim, target.found.claim.value
    if not fitting(readings[target.at].claims, claim) or not isinstance(value, NumberValue):
        return None
    end = value.low or value.high or 1.0
    new = 1 + (end - 1) * rng.choice((0.5, 1.5, 2.0))
    if abs(new / end - 1) <= 0.1:
        return None
    percent = PERCENT.match(target.found.article.text, claim.value_start)
    said = f"{abs(new - 1) * 100:g}" if percent else f"{new:g}" if digits(target) else ""
    return spoilt(readings, target, said, value=scaled(value, new / end))


def operand(readings: Sequence[Reading], target: Target, rng: random.Random) -> Slip | None:
    """A digit changes in a figure that a multiplier of the same article rests on, by more than its rounding hides."""
    claim, claims = target.found.claim, readings[target.at].claims
    held = [ratio for ratio in claims if claim.id in ids(claims, ratio)]
    trio = {found for ratio in held for found in (ratio.id, *ids(claims, ratio))}
    for _ in range(TRIES if held else 0):
        slip = changed(readings, target, rng)
        if slip is None:
            return None
        after = slip.readings[target.at].claims
        if not all(rounds_to(ratio, [c for c in after if c.id in ids(claims, ratio)]) for ratio in held):
            return slip._replace(claims=frozenset((claim.article, name) for name in trio))
    return None


def told_change(rules: Arithmetic) -> Spoiler:
    """Spoils a figure of a change that its article tells with both ends ("from 80 GB to 141 GB, a 76 percent gain")."""

    def spoil(readings: Sequence[Reading], target: Target, rng: random.Random) -> Slip | None:
        claim, article = target.found.claim, readings[target.at].article
        told = [match for _, match in told_changes(article, rules) if match.start() <= claim.value_start < match.end()]
        for _ in range(TRIES if told else 0):
            slip = changed(readings, target, rng)
            new = slip and next(c.value for c in slip.readings[target.at].claims if c.id == claim.id)
            if slip and abs(end_of(new) / end_of(claim.value) - 1) > TOLD:
                return slip
        return None

    return spoil


def end_of(value: object) -> float:
    assert isinstance(value, NumberValue)
    return value.low or value.high or 1.0


def ids(claims: Sequence[Claim], ratio: Claim) -> list[str]:
    return [found.id for found in fitting(claims, ratio)]


def rounds_to(ratio: Claim, operands: Sequence[Claim]) -> bool:
    """Whether the quotient of two claims is the multiplier, to its last digit or as near as makes no odds."""
    first, second = sorted(operands, key=lambda claim: claim.subject != ratio.subject)
    a, b, end = (claim.value.low or claim.value.high or 0.0 for claim in (first, second, ratio))  # type: ignore[union-attr]
    return abs(a / b - end) <= max(stated_precision(ratio.quote, end).step, ROUND * end)


def fitting(claims: Iterable[Claim], ratio: Claim) -> list[Claim]:
    """The two claims of an article whose quotient a multiplier is; nothing where they are not one each."""
    attribute, value = ratio.attribute.removesuffix("_ratio"), ratio.value
    sides = [
        [c for c in claims if (c.subject, c.attribute) == (name, attribute) and isinstance(c.value, NumberValue)]
        for name in (ratio.subject, ratio.qualifiers.get("baseline", ""))
    ]
    if attribute == ratio.attribute or not isinstance(value, NumberValue) or [len(s) for s in sides] != [1, 1]:
        return []
    a, b = (side[0].value.low or side[0].value.high or 0.0 for side in sides)  # type: ignore[union-attr]
    end = value.low or value.high or 0.0
    units = {side[0].value.unit for side in sides}  # type: ignore[union-attr]
    return [side[0] for side in sides] if b and len(units) == 1 and abs(a / b / end - 1) < 0.06 else []


def chip_name(known: Callable[[str], bool]) -> Spoiler:
    """Spoils a chip's name into one that ``known`` does not hold for."""
    return lambda readings, target, rng: name(readings, target, rng, known)


def name(readings: Sequence[Reading], target: Target, rng: random.Random, known: Callable[[str], bool]) -> Slip | None:
    """Two digits of a chip's designator are swapped, or one changed, wherever its article names it."""
    subject, reading = target.found.claim.subject, readings[target.at]
    token = next((t for t in reversed(subject.split()) if sum(c.isdigit() for c in t) >= 2), "")
    places = [at for at, c in enumerate(token) if c.isdigit()]
    if not places:
        return None
    at = rng.choice(places)
    new = token[:at] + rng.choice([c for c in "123456789" if c != token[at]]) + token[at + 1 :]
    swaps = [p for p in places if token[p + 1 : p + 2].isdigit() and token[p] != token[p + 1]]
    if swaps and rng.random() < 0.5:
        at = rng.choice(swaps)
        new = token[:at] + token[at + 1] + token[at] + token[at + 2 :]
    if any(new in c.subject for r in readings for c in r.claims) or known(subject.replace(token, new)) or known(new):
        return None
    text = reading.article.text.replace(token, new)
    claims = [
        c.model_copy(
            update={"subject": c.subject.replace(token, new) if c.subject == subject else c.subject}
            | {"quote": text[c.start : c.end]}
        )
        for c in reading.claims
    ]
    batch = list(readings)
    article = reading.article.model_copy(update={"text": text})
    batch[target.at] = Reading(article=article, claims=tuple(claims), dates=reading.dates)
    spoilt_claims = frozenset((c.article, c.id) for c in reading.claims if c.subject == subject)
    return Slip(batch, spoilt_claims, f"{token} → {new}")


KINDS: dict[str, Spoiler] = {
    "digits swapped": swapped,
    "digit changed": changed,
    "bit for byte": unit_case,
    "prefix": prefix,
    "× 10": times(10, 0.1),
    "× 1,000": times(1000, 0.001),
    "million, billion": times(1000, 0.001, least=1e6),
    "year": other_date((0, 31)),
    "quarter": other_date((80, 100)),
    "baseline": baseline,
    "converted sum": currency,
    "currency sign": sign,
    "percentage": percentage,
    "its operand": operand,
    "told change": told_change(Arithmetic()),
    "chip name": chip_name(lambda _: False),
}
"""Some are made anew with the rules of a trial."""
OWN = frozenset({"converted sum", "percentage", "its operand", "told change"})
