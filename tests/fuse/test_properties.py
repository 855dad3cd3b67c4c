"""What must hold for any batch: order changes nothing, agreement never hurts, copies are silent, nothing raises."""

from __future__ import annotations

import random
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.fuse import build_table
from pipeline.fuse.finds import source_of
from pipeline.fuse.marked import ClaimKey
from pipeline.fuse.material import prepare
from pipeline.model import Claim, Reading, Severity, Table, Verdict
from pipeline.rulebook import load
from tests.fuse.build import Draft

RULES = load()
SETTINGS = settings(max_examples=30, deadline=None)
RANK = {
    Verdict.AGREEMENT: 4,
    Verdict.COMPATIBLE: 3,
    Verdict.EXPLAINED: 2,
    Verdict.SINGLE_SOURCE: 1,
    Verdict.DISAGREEMENT: 0,
}
NUMBERS = ["144 GB", "141 GB", "192 GB", "144 TB", "1440 GB", "> 100 GB", "< 150 GB", "~ 140 GB", "144.2 GB", "0 GB"]
VALUES: dict[str, list[Any]] = {
    "memory_capacity": NUMBERS,
    "units_shipped": ["400", "> 400", "560000", "~ 500000"],
    "release_date": ["@2027", "@2027-07 to 2027-09", "@2028-03", "@2027-07-04"],
    "announcement_date": ["@2026-05-18", "@2025-05-18", "@2026-05", "@2025-01-08", "@2026-01-08"],
    "die_area": ["814 mm²", "841 mm²", "81.4 mm²", "~ 810 mm²", "8140 mm²"],
    "valuation": ["23000000000 USD", "20000000000 USD", "23000000 USD", "> 20000000000 USD"],
    "memory_type": ["=HBM", "=HBM3", "=HBM3e", "=GDDR7"],
    "performance_ratio": [3, 30, 1.5, "> 3"],
    "price": ["599 USD", "649 USD", "599 EUR"],
    "investment": ["380000000000 CNY", "53000000000 USD", "56000000000 USD", "~ 20000000000 EUR"],
    "core_count": ["16", "8", "128"],
}
SUBJECTS = ["Kestrel K7", "Kestrel K9"]


@st.composite
def claims(draw: st.DrawFn) -> dict[str, Any]:
    attribute = draw(st.sampled_from(sorted(VALUES)))
    qualifiers = {}
    if attribute == "performance_ratio":
        qualifiers = draw(st.sampled_from([{}, {"baseline": "Kestrel K5"}, {"baseline": "Nvidia H20"}]))
    elif attribute == "valuation":
        qualifiers = draw(st.sampled_from([{}, {"period": "2026"}, {"period": "2026-02"}, {"period": "2026-02-04"}]))
    elif attribute == "core_count":
        qualifiers = draw(st.sampled_from([{}, {"kind": "CPU"}]))
    elif attribute == "memory_capacity":
        qualifiers = draw(st.sampled_from([{}, {}, {"variant": "large"}]))
    return {
        "subject": draw(st.sampled_from(SUBJECTS)),
        "attribute": attribute,
        "given": draw(st.sampled_from(VALUES[attribute])),
        "qualifiers": qualifiers,
        "modality": draw(st.sampled_from(["asserted", "asserted", "asserted", "planned", "rumoured", "negated"])),
        "attribution": draw(st.sampled_from(["", "", "", "Reuters", "Bloomberg"])),
    }


@st.composite
def batches(draw: st.DrawFn) -> list[Reading]:
    count = draw(st.integers(min_value=1, max_value=5))
    readings = []
    for at in range(count):
        draft = Draft(
            f"article{at}",
            published=draw(st.sampled_from(["", "2026-05-20", "2026-03", "2025-01-10"])),
            author=draw(st.sampled_from(["", "", "Ada Moor"])),
        )
        for given_claim in draw(st.lists(claims(), max_size=5)):
            draft.claim(**given_claim)
        readings.append(draft.reading())
    return readings


def by_claim(table: Table) -> dict[ClaimKey, tuple[Verdict, Verdict]]:
    articles = {claim.id: claim.article for claim in table.claims}
    return {(articles[c], c): (cell.verdict, cell.verdict_all) for cell in table.cells for c in cell.claims}


@SETTINGS
@given(batches(), st.randoms(use_true_random=False))
def test_order_changes_nothing(readings: list[Reading], shuffle: random.Random) -> None:
    mixed = readings[:]
    shuffle.shuffle(mixed)
    mixed = [
        reading.model_copy(update={"claims": tuple(shuffle.sample(reading.claims, len(reading.claims)))})
        for reading in mixed
    ]
    assert build_table(mixed, RULES).model_dump(exclude={"texts"}) == build_table(readings, RULES).model_dump(
        exclude={"texts"}
    )


@SETTINGS
@given(batches())
def test_every_claim_lies_in_one_cell(readings: list[Reading]) -> None:
    table = build_table(readings, RULES)
    placed = [claim for cell in table.cells for claim in cell.claims]
    assert sorted(placed) == sorted(claim.id for reading in readings for claim in reading.claims)
    assert len({cell.id for cell in table.cells}) == len(table.cells)
    assert all(cell.reason and cell.explanation for cell in table.cells)


@SETTINGS
@given(batches(), st.data())
def test_an_agreeing_origin_never_worsens_a_verdict(readings: list[Reading], data: st.DataObject) -> None:
    before = build_table(readings, RULES)
    flagged = {(flag.article, flag.claim) for flag in before.flags}
    sound = [
        (reading, claim)
        for reading in readings
        for claim in reading.claims
        if (claim.article, claim.id) not in flagged and not claim.attribution
    ]
    if not sound:
        return
    reading, claim = data.draw(st.sampled_from(sound))
    after = build_table([*readings, agreeing(reading, claim)], RULES)
    key = (claim.article, claim.id)
    assert RANK[by_claim(after)[key][0]] >= RANK[by_claim(before)[key][0]]


def agreeing(reading: Reading, claim: Claim) -> Reading:
    """A new voice that says of one claim the same, on the day that the claim's article speaks from."""
    published = prepare([source_of(reading, RULES)], RULES).reference[0]
    draft = Draft("witness", published=published.date_start.isoformat() if published else "")
    value = claim.value.model_dump(mode="json")
    words = reading.article.quote(claim.value_start, claim.value_end)
    draft.claim(
        claim.subject,
        claim.attribute,
        value,
        f"Another house finds [{words}] of it, as it wrote itself.",
        qualifiers=claim.qualifiers,
        modality=claim.modality.value,
    )
    made = draft.reading()
    return made.model_copy(update={"article": made.article.model_copy(update={"published": published})})


@SETTINGS
@given(batches(), st.data())
def test_a_copy_changes_no_verdict(readings: list[Reading], data: st.DataObject) -> None:
    before = by_claim(build_table(readings, RULES))
    reading = data.draw(st.sampled_from(readings))
    name = data.draw(st.sampled_from(["aaa-copy", "zzz-copy"]))
    copy = reading.model_copy(
        update={
            "article": reading.article.model_copy(update={"name": name, "author": "Someone Else"}),
            "claims": tuple(c.model_copy(update={"article": name, "id": f"copy-{c.id}"}) for c in reading.claims),
        }
    )
    after = by_claim(build_table([*readings, copy], RULES))
    assert {key: after[key] for key in before} == before


@SETTINGS
@given(batches())
def test_flagged_claims_taken_away_leave_agreement_alone(readings: list[Reading]) -> None:
    table = build_table(readings, RULES)
    for cell in table.cells:
        if cell.verdict_all is Verdict.AGREEMENT:
            assert cell.verdict is not Verdict.DISAGREEMENT
    flagged = {(f.article, f.claim) for f in table.flags if f.severity is not Severity.INFO}
    rest = [
        reading.model_copy(update={"claims": tuple(c for c in reading.claims if (c.article, c.id) not in flagged)})
        for reading in readings
    ]
    after = by_claim(build_table(rest, RULES))
    for key, (verdict, _) in by_claim(table).items():
        if key in after and verdict is Verdict.AGREEMENT:
            assert after[key][0] is not Verdict.DISAGREEMENT


@SETTINGS
@given(
    st.lists(
        st.builds(lambda text, name: (name, text), st.text(max_size=80), st.text(min_size=1, max_size=8)), max_size=4
    )
)
def test_any_text_at_all_gives_a_table(given_texts: list[tuple[str, str]]) -> None:
    readings = [Draft(name, words=text, publisher=text, author=text, url=text).reading() for name, text in given_texts]
    table = build_table(readings, RULES)
    assert {row.article for row in table.articles} == {name for name, _ in given_texts}
