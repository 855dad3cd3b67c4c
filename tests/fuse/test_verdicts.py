"""Cells and verdicts: conditions, variants, time, modality, money; each case two or three short articles."""

from __future__ import annotations

from typing import Any

import pytest

from pipeline.fuse import build_table
from pipeline.model import Reading, Table, Verdict
from pipeline.rulebook import Rulebook
from tests.fuse.build import Draft, cell

AGREE, MEET, EXPLAIN, DISPUTE, ALONE = (
    Verdict.AGREEMENT,
    Verdict.COMPATIBLE,
    Verdict.EXPLAINED,
    Verdict.DISAGREEMENT,
    Verdict.SINGLE_SOURCE,
)

Claim = tuple[str, str, dict[str, Any]]


def at(period: str) -> dict[str, Any]:
    return {"qualifiers": {"period": period}}


CASES: list[tuple[str, str, list[Claim], Verdict, str]] = [
    # what, attribute, (date, value, more) of each article, the verdict of the first claim's cell, part of its reason
    ("same", "tdp", [("", "700 W", {}), ("", "700 W", {})], AGREE, "2 independent origins state 700 W"),
    ("dispute", "tdp", [("", "700 W", {}), ("", "750 W", {})], DISPUTE, "cannot both hold"),
    ("alone", "tdp", [("", "700 W", {})], ALONE, "Only a0 says so"),
    ("two agree, one differs", "tdp", [("", "700 W", {}), ("", "700 W", {}), ("", "750 W", {})], DISPUTE, "750 W"),
    (
        "growing count",
        "units_shipped",
        [("2026-01-10", "400000", {}), ("2026-05-20", "560000", {})],
        EXPLAIN,
        "the number grows: one is of 2026-01-10, the other of 2026-05-20",
    ),
    ("shrinking count", "units_shipped", [("2026-01-10", "560000", {}), ("2026-05-20", "400000", {})], DISPUTE, ""),
    ("count of one day", "units_shipped", [("2026-05-20", "560000", {}), ("2026-05-20", "400000", {})], DISPUTE, ""),
    (
        "moving value",
        "valuation",
        [("2025-01-10", "2000000000000 USD", {}), ("2026-05-20", "3000000000000 USD", {})],
        EXPLAIN,
        "another as-of date",
    ),
    (
        "moving value on one day",
        "valuation",
        [("2026-05-20", "2000000000000 USD", {}), ("2026-05-20", "3000000000000 USD", {})],
        DISPUTE,
        "",
    ),
    (
        "plan and fact",
        "release_date",
        [("2025-01-10", "@2025-12", {"modality": "planned"}), ("2026-05-20", "@2026-03", {})],
        EXPLAIN,
        "a plan and a fact",
    ),
    (
        "changed plan",
        "release_date",
        [("2025-01-10", "@2025-12", {"modality": "planned"}), ("2025-06-10", "@2026-03", {"modality": "planned"})],
        EXPLAIN,
        "a changed plan",
    ),
    (
        "a rumour is a story",
        "memory_capacity",
        [("2025-01-10", "128 GB", {"modality": "rumoured"}), ("2026-05-20", "144 GB", {})],
        EXPLAIN,
        "a0 only passes on a rumour",
    ),
    ("two facts of one event", "release_date", [("", "@2026-03", {}), ("", "@2026-05", {})], DISPUTE, ""),
    (
        "a denial",
        "memory_type",
        [("", "=HBM3", {}), ("", "=HBM3", {"modality": "negated"})],
        DISPUTE,
        "not HBM3 (a1)",
    ),
    (
        "dense and sparse",
        "compute_throughput",
        [
            ("", "990 TFLOPS", {"qualifiers": {"precision": "FP16"}, "text": "It does [990 TFLOPS] dense."}),
            ("", "1980 TFLOPS", {"qualifiers": {"precision": "FP16"}}),
        ],
        EXPLAIN,
        "dense and sparse",
    ),
    (
        "twice as much for no told reason",
        "compute_throughput",
        [
            ("", "990 TFLOPS", {"qualifiers": {"precision": "FP16"}}),
            ("", "1980 TFLOPS", {"qualifiers": {"precision": "FP16"}}),
        ],
        DISPUTE,
        "",
    ),
    (
        "die and package",
        "transistor_count",
        [("", "104000000000", {"text": "Each die counts [104 billion] on its own."}), ("", "208000000000", {})],
        EXPLAIN,
        "die and package",
    ),
    ("powers of 1,000 and 1,024", "memory_capacity", [("", "1000 GB", {}), ("", "1024 GB", {})], EXPLAIN, "SI and IEC"),
    ("no binary multiple of gigabytes", "memory_capacity", [("", "141 GB", {}), ("", "148 GB", {})], DISPUTE, ""),
    (
        "kinds of clock told apart, so two boosts contradict",
        "clock_frequency",
        [("", "4.2 GHz", {"qualifiers": {"kind": "boost"}}), ("", "4.3 GHz", {"qualifiers": {"kind": "boost"}})],
        DISPUTE,
        "",
    ),
    ("clocks of unknown kind", "clock_frequency", [("", "4.2 GHz", {}), ("", "4.3 GHz", {})], ALONE, ""),
    (
        "no essential condition, no contradiction",
        "performance_ratio",
        [("", 3, {}), ("", 4, {})],
        ALONE,
        "",
    ),
    (
        "equal essential conditions",
        "performance_ratio",
        [("", 3, {"qualifiers": {"baseline": "K5"}}), ("", 4, {"qualifiers": {"baseline": "K5"}})],
        DISPUTE,
        "",
    ),
    (
        "two prices in two currencies are two cells",
        "price",
        [("2026-05-20", "599 USD", {}), ("2026-05-20", "649 EUR", {})],
        ALONE,
        "",
    ),
    (
        "two worths as of one month, whenever they were written",
        "valuation",
        [("2026-03-02", "23000000000 USD", at("2026-02")), ("2026-05-20", "20000000000 USD", at("2026-02"))],
        DISPUTE,
        "",
    ),
    (
        "two worths of one year move",
        "valuation",
        [("2026-03-02", "23000000000 USD", at("2026")), ("2026-05-20", "20000000000 USD", at("2026"))],
        EXPLAIN,
        "another as-of date",
    ),
    (
        "the revenue of one quarter is one sum",
        "revenue",
        [("2026-03-02", "4000000000 USD", at("2025-Q4")), ("2026-05-20", "4400000000 USD", at("2025-Q4"))],
        DISPUTE,
        "",
    ),
    (
        "the revenue of a year and of its quarter are two sums",
        "revenue",
        [("", "16000000000 USD", at("2025")), ("", "4400000000 USD", at("2025-Q4"))],
        ALONE,
        "",
    ),
    (
        "a day lies in its month",
        "valuation",
        [("", "23000000000 USD", at("2026-02")), ("", "23000000000 USD", at("2026-02-04"))],
        AGREE,
        "",
    ),
    (
        "yuan and dollars at a rate of the time",
        "acquisition_price",
        [("2026-05-20", "380000000000 CNY", {}), ("2026-05-20", "56000000000 USD", {"text": "It paid [$56 billion]."})],
        MEET,
        "at the rate of 2026-05",
    ),
    (
        "yuan and dollars at no rate",
        "acquisition_price",
        [("2026-05-20", "380000000000 CNY", {}), ("2026-05-20", "90000000000 USD", {"text": "It paid [$90 billion]."})],
        DISPUTE,
        "",
    ),
    (
        "what was before its time began is of a fiscal year",
        "revenue",
        [("2019-08-15", "2920000000 USD", at("2020-Q3")), ("2020-11-18", "4730000000 USD", at("2020-Q3"))],
        EXPLAIN,
        "a0 appeared before that time and means a fiscal year's (a fiscal year)",
    ),
    (
        "a forecast is no fiscal year",
        "revenue",
        [
            ("2019-08-15", "2920000000 USD", at("2020-Q3") | {"modality": "planned"}),
            ("2019-08-16", "4730000000 USD", at("2020-Q3") | {"modality": "planned"}),
        ],
        DISPUTE,
        "",
    ),
    (
        "growth of two times, neither named",
        "revenue_ratio",
        [
            ("2025-03-11", 1.017, {"qualifiers": {"baseline": "previous quarter"}}),
            ("2026-03-12", 1.045, {"qualifiers": {"baseline": "previous quarter"}}),
        ],
        EXPLAIN,
        "another as-of date",
    ),
    (
        "growth of one time",
        "revenue_ratio",
        [
            ("2026-03-11", 1.017, {"qualifiers": {"baseline": "previous quarter"}}),
            ("2026-03-12", 1.045, {"qualifiers": {"baseline": "previous quarter"}}),
        ],
        DISPUTE,
        "",
    ),
    (
        "one core's score and all cores' score",
        "benchmark_score",
        [
            ("", 4080, {"qualifiers": {"benchmark": "Geekbench 6"}}),
            ("", 23491, {"qualifiers": {"benchmark": "Geekbench 6"}}),
        ],
        ALONE,
        "",
    ),
    (
        "a benchmark of one result",
        "benchmark_score",
        [("", 51.2, {"qualifiers": {"benchmark": "MMLU"}}), ("", 61.4, {"qualifiers": {"benchmark": "MMLU"}})],
        DISPUTE,
        "",
    ),
    (
        "a share of some market",
        "market_share",
        [("2026-03-02", "41 percent", at("2025-Q3")), ("2026-03-02", "9 percent", at("2025-Q3"))],
        ALONE,
        "",
    ),
    (
        "two shares of one market",
        "market_share",
        [
            ("2026-03-02", "41 percent", {"qualifiers": {"period": "2025-Q3", "scope": "DRAM"}}),
            ("2026-03-02", "9 percent", {"qualifiers": {"period": "2025-Q3", "scope": "DRAM"}}),
        ],
        DISPUTE,
        "",
    ),
    (
        "what a firm begins to make, whatever it is",
        "production_date",
        [("", "@2024-12", {"subject_type": "company"}), ("", "@2025-11", {"subject_type": "company"})],
        ALONE,
        "",
    ),
    (
        "one product's production",
        "production_date",
        [("", "@2024-12", {"subject_type": "chip"}), ("", "@2025-11", {"subject_type": "chip"})],
        DISPUTE,
        "",
    ),
    (
        "a phone comes with this memory or that",
        "memory_capacity",
        [("", "8 GB", {"subject_type": "device"}), ("", "12 GB", {"subject_type": "device"})],
        ALONE,
        "",
    ),
    (
        "members of a line without their names",
        "refresh_rate",
        [
            ("", "120 Hz", {"subject_type": "series"}),
            ("", "165 Hz", {"subject_type": "series"}),
        ],
        ALONE,
        "",
    ),
    (
        "the memory of one variant",
        "memory_capacity",
        [
            ("", "8 GB", {"subject_type": "device", "qualifiers": {"variant": "Pro"}}),
            ("", "12 GB", {"subject_type": "device", "qualifiers": {"variant": "Pro"}}),
        ],
        DISPUTE,
        "",
    ),
    ("a flavour of a node", "process_node", [("", "=16FF+", {}), ("", "16 nm", {})], MEET, "one lies within the other"),
    ("a node and its half step", "process_node", [("", "5 nm", {}), ("", "4 nm", {})], EXPLAIN, "half step"),
    ("two nodes", "process_node", [("", "5 nm", {}), ("", "3 nm", {})], DISPUTE, ""),
    (
        "a currency without rates",
        "acquisition_price",
        [("2026-05-20", "380000000000 TWD", {}), ("2026-05-20", "90000000000 USD", {"text": "It paid [$90 billion]."})],
        ALONE,
        "cannot be compared",
    ),
]


@pytest.mark.parametrize(("what", "attribute", "claims", "verdict", "reason"), CASES, ids=[case[0] for case in CASES])
def test_verdict(
    rulebook: Rulebook, what: str, attribute: str, claims: list[Claim], verdict: Verdict, reason: str
) -> None:
    readings = [
        Draft(f"a{at}", published=date).claim("K7", attribute, given, **more).reading()
        for at, (date, given, more) in enumerate(claims)
    ]
    table = build_table(readings, rulebook)
    found = next(cell for cell in table.cells if "a0-0" in cell.claims)
    assert (found.verdict, found.verdict_all) == (verdict, verdict)
    assert reason in found.reason
    assert found.explanation[0] == f"Verdict: {verdict.value}. {found.reason}"


def test_a_reviewer_who_measured_speaks_beside_the_maker_and_one_who_repeats_does_not(rulebook: Rulebook) -> None:
    beside = {"baseline": "Kestrel K5"}

    def told(words: str, mine: float) -> Table:
        review = Draft("review").claim("K7", "performance_ratio", 2, qualifiers=beside, attribution="Kestrel")
        review.claim("K7", "performance_ratio", mine, words, qualifiers=beside)
        return build_table([review.reading()], rulebook)

    ours = cell(told("In our tests it was [1.29] times as fast.", 1.29), "K7", "performance_ratio", **beside)
    assert ours.verdict is Verdict.DISAGREEMENT
    assert ours.origins == ("Kestrel", "review")
    same = cell(told("In our tests it was [2] times as fast.", 2), "K7", "performance_ratio", **beside)
    assert same.verdict is Verdict.AGREEMENT
    repeated = cell(told("It is [2] times as fast.", 2), "K7", "performance_ratio", **beside)
    assert repeated.verdict is Verdict.SINGLE_SOURCE
    assert repeated.reason == "Only Kestrel says so."
    unsure = told("It is [1.29] times as fast.", 1.29)
    assert [found.verdict for found in unsure.cells] == [Verdict.SINGLE_SOURCE, Verdict.SINGLE_SOURCE]


def test_two_articles_of_one_voice_are_told_as_such(rulebook: Rulebook) -> None:
    one = Draft("one", author="Ada Moor").claim("K7", "memory_type", "=HBM3", attribution="Kestrel")
    two = Draft("two", author="Ada Moor").claim("K7", "memory_type", "=HBM")
    found = cell(build_table([one.reading(), two.reading()], rulebook), "K7", "memory_type")
    assert found.verdict is Verdict.SINGLE_SOURCE
    assert found.reason.startswith("2 articles of one voice, one, are the only witness, for itself and for those")


def test_bounds_of_one_voice_that_point_apart_are_told(rulebook: Rulebook) -> None:
    beside = {"baseline": "Kestrel K5"}
    house = Draft("house", publisher="Kestrel Newsroom")
    house.claim("K7", "performance_ratio", "> 6", qualifiers=beside, modality="claimed")
    note = Draft("note").claim("K7", "performance_ratio", "< 6", qualifiers=beside, attribution="Kestrel")
    found = cell(build_table([house.reading(), note.reading()], rulebook), "K7", "performance_ratio", **beside)
    assert found.verdict is Verdict.SINGLE_SOURCE
    assert found.reason.endswith("Its bounds differ: > 6× (house), ≤ 6× (Kestrel, in note).")


def test_a_house_and_its_series_support_each_other_and_contradict_nothing(rulebook: Rulebook) -> None:
    def shipped(subject: str, count: str, name: str, kind: str) -> Reading:
        return Draft(name).claim(subject, "units_shipped", count, subject_type=kind).reading()

    alike = [shipped("T-Head", "560000", "a", "company"), shipped("Zhenwu", "560000", "b", "series")]
    table = build_table(alike, rulebook)
    for subject in ("T-Head", "Zhenwu"):
        found = cell(table, subject, "units_shipped")
        assert (found.verdict, found.origins) == (Verdict.AGREEMENT, ("a", "b"))
    assert "of T-Head" in "\n".join(cell(table, "Zhenwu", "units_shipped").explanation)
    apart = [shipped("T-Head", "900000", "a", "company"), shipped("Zhenwu", "560000", "b", "series")]
    assert {found.verdict for found in build_table(apart, rulebook).cells} == {Verdict.SINGLE_SOURCE}


def test_variants_of_one_article_are_cells_of_their_own(rulebook: Rulebook) -> None:
    review = Draft("review").claim("Tab", "memory_capacity", "8 GB").claim("Tab", "memory_capacity", "16 GB")
    note = Draft("note").claim("Tab", "memory_capacity", "16 GB")
    table = build_table([review.reading(), note.reading()], rulebook)
    assert cell(table, "Tab", "memory_capacity").verdict is Verdict.AGREEMENT
    assert cell(table, "Tab", "memory_capacity").value == "16 GB"
    assert cell(table, "Tab", "memory_capacity", value="8 GB").verdict is Verdict.SINGLE_SOURCE


def test_an_unknown_condition_supports_and_does_not_contradict(rulebook: Rulebook) -> None:
    exact = Draft("exact").claim("K7", "tdp", "700 W", qualifiers={"scope": "card"})
    same, other = Draft("same").claim("K7", "tdp", "700 W"), Draft("other").claim("K7", "tdp", "750 W")
    table = build_table([exact.reading(), same.reading(), other.reading()], rulebook)
    assert cell(table, "K7", "tdp", scope="card").verdict is Verdict.AGREEMENT
    assert cell(table, "K7", "tdp", scope="card").claims == ("exact-0",)
    assert cell(table, "K7", "tdp").verdict is Verdict.DISAGREEMENT


def test_predecessor_is_resolved_from_the_batch(rulebook: Rulebook) -> None:
    first = Draft("first").claim("K7", "performance_ratio", 3, qualifiers={"baseline": "predecessor"})
    second = Draft("second").claim("K7", "predecessor", "=Kestrel K5")
    second.claim("K7", "performance_ratio", 3, qualifiers={"baseline": "Kestrel K5"})
    table = build_table([first.reading(), second.reading()], rulebook)
    assert cell(table, "K7", "performance_ratio", baseline="Kestrel K5").verdict is Verdict.AGREEMENT


def test_a_cell_tells_its_whole_story(rulebook: Rulebook) -> None:
    readings = [
        Draft("one", published="2026-05-20").claim("K7", "memory_bandwidth", "4.8 TB/s").reading(),
        Draft("two").claim("K7", "memory_bandwidth", "4800 GB/s", attribution="Reuters").reading(),
        Draft("six").claim("K7", "memory_bandwidth", "4800 Gb/s").reading(),
    ]
    found = cell(build_table(readings, rulebook), "K7", "memory_bandwidth")
    story = "\n".join(found.explanation)
    for part in (
        "one, 2026-05-20 (voice of one)",
        "in the attribute's unit 4,800 GB/s",
        "credited to Reuters",
        "unit_slip",
        "With the flagged claims: disagreement.",
        "What decided: claim",
        "What would change it:",
    ):
        assert part in story
    assert found.likely_errors == ("six-0",)
    assert (found.low, found.high, found.unit) == (4800, 4800, "GB/s")
    assert {value.text for value in found.values} == {"4.8 TB/s", "4,800 GB/s", "4,800 Gb/s"}


def test_an_explanation_says_whose_voice_why_at_which_rate_and_how_the_others_stand(rulebook: Rulebook) -> None:
    origin = {"converted_from": "CNY 380000000000"}
    first = Draft("first", published="2026-05-20", author="Ada Moor").claim("K7", "memory_type", "=HBM3")
    second = Draft("second", published="2026-05-21", author="Ada Moor").claim("K7", "memory_type", "=HBM")
    third = (
        Draft("third").claim("K7", "memory_type", "=HBM3", attribution="Kestrel").claim("K7", "memory_type", "=HBM3")
    )
    third.claim("Kestrel", "investment", "56000000000 USD", "That is [$56 billion].", qualifiers=origin)
    third.claim("Kestrel", "announcement_date", "@2026-05-20")
    table = build_table([draft.reading() for draft in (first, second, third)], rulebook)
    story = "\n".join(cell(table, "K7", "memory_type").explanation)
    assert "second, 2026-05-21 (voice of first, same author as first (Ada Moor))" in story
    assert "no voice of its own: its article credits a source with the same" in story
    assert "HBM3 and HBM3, the same value." in story
    assert "Beside HBM3 (first): HBM (second), one lies within the other." in story
    sums = "\n".join(cell(table, "Kestrel", "investment").explanation)
    assert "given as a conversion of 380 billion CNY at the rate of 2026-05-20 (0.147)" in sums


def test_conversions_show_no_digits_that_nobody_stated(rulebook: Rulebook) -> None:
    found = cell(build_table([Draft("one").claim("K7", "weight", "8.4 lb").reading()], rulebook), "K7", "weight")
    assert (found.value, found.values[0].text) == ("3,810 g", "8.4 lb")
    assert found.low == pytest.approx(3810.175908)


def test_dates_are_shown_as_exact_as_they_are_known(rulebook: Rulebook) -> None:
    month = Draft("one", published="2026-05").claim("K7", "tdp", "700 W").reading()
    undated = Draft("two").claim("K7", "tdp", "700 W").claim("K7", "announcement_date", "@2026-05-20").reading()
    table = build_table([month, undated], rulebook)
    story = "\n".join(cell(table, "K7", "tdp").explanation)
    assert "one, 2026-05 (voice of one)" in story
    assert "two, undated, speaks of 2026-05-20 (voice of two)" in story
    rows = [(row.published, row.published_from) for row in table.articles]
    assert rows == [("2026-05", ""), ("2026-05-20", "event")]


def test_claims_come_back_with_origin_and_normalized_value(rulebook: Rulebook) -> None:
    reading = Draft("one").claim("K7", "memory_bandwidth", "4.8 TB/s", attribution="Reuters").reading()
    (claim,) = build_table([reading], rulebook).claims
    assert claim.origin == "Reuters"
    assert claim.normalized is not None
    assert (claim.normalized.low, claim.normalized.unit) == (4800, "GB/s")


def test_rejected_inputs_are_rows_with_their_reason(rulebook: Rulebook) -> None:
    from pipeline.model import Rejected

    table = build_table([], rulebook, [Rejected(name="broken.html", reason="no text in it; give another page")])
    (row,) = table.articles
    assert (row.status, row.reason) == ("rejected", "no text in it; give another page")
    assert table.fingerprint == rulebook.fingerprint
