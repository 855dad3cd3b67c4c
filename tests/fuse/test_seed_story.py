"""The story that the program starts from, retold with made-up makers: each thing the table must see, once."""

from __future__ import annotations

import pytest

from pipeline.fuse import build_table
from pipeline.model import Reading, Severity, Table, Verdict
from pipeline.rulebook import Rulebook
from tests.fuse.build import Draft, cell, kinds


def story() -> list[Reading]:
    """Four voices: one author twice, a blog without a date, a feature of May, an undated essay."""
    chip, old, rival = "Halden KX8", "Halden KX7", "Nvidia H20"
    first = (
        Draft("first", published="2026-05-20", author="Ada Moor")
        .claim(chip, "memory_capacity", "144 GB")
        .claim(chip, "interconnect_bandwidth", "800 GB/s")
        .claim(chip, "memory_bandwidth", "800 GB/s")
        .claim(chip, "performance_ratio", 3, qualifiers={"baseline": old})
        .claim("Halden", "units_shipped", "> 500000", attribution="Reuters")
        .claim("Halden VX9", "release_date", "@2027-09 to 2027-12", modality="planned")
    )
    faq = (
        Draft("faq")
        .claim(chip, "announcement_date", "@2026-05-20", "On [May 20, 2026] Halden unveiled the KX8.")
        .say("In the current landscape of models (June 2025), others lead.", {"June 2025": "2025-06 month"})
        .say("Export rules of October 2022 began it all, and now they bite.", {"October 2022": "2022-10 month"})
        .claim(chip, "memory_capacity", "144 GB")
        .claim(chip, "interconnect_bandwidth", "800 GB/s")
        .claim(old, "interconnect_bandwidth", "700 GB/s")
        .claim("Nvidia H100", "interconnect_bandwidth", "900 GB/s")
        .claim(chip, "performance_ratio", 3, qualifiers={"baseline": old}, modality="claimed")
        .claim(chip, "performance_ratio", 3, qualifiers={"baseline": rival}, modality="claimed")
        .claim(old, "interconnect_bandwidth", "700 Gb/s")
        .claim(chip, "interconnect_bandwidth", "800 Gb/s")
    )
    feature = (
        Draft("feature", published="2026-05")
        .claim("Halden", "investment", "> 380000000000 CNY", "Halden put in more than [380 billion yuan] in 2025.")
        .claim(
            "Halden",
            "investment",
            "~ 53000000000 USD",
            "That was roughly [$53 billion] then.",
            qualifiers={"converted_from": "CNY 380000000000"},
        )
        .claim("Halden", "units_shipped", "560000", "Halden shipped [560,000] units.")
        .claim(chip, "performance_ratio", 3, qualifiers={"baseline": "predecessor"})
        .claim(chip, "predecessor", f"={old}")
        .claim("Halden VX9", "release_date", "@2027-07 to 2027-09", modality="planned")
    )
    essay = (
        Draft("essay")
        .claim(chip, "memory_capacity", "144 GB")
        .claim(chip, "interconnect_bandwidth", "800 GB/s")
        .claim("Halden", "investment", "> 380000000000 CNY", "It puts in over [380 billion yuan].")
        .claim(
            "Halden",
            "investment",
            "~ 56000000000 USD",
            "That is about [$56 billion].",
            qualifiers={"converted_from": "CNY 380000000000"},
        )
    )
    line = (
        "Analysts at {} point out that while small houses still trail the large ones in raw density, the gap closes "
        "where it counts for those who deploy models at scale and must pay for them."
    )
    passage = "When the maker showed its chip to a full hall it told of plans that reach far beyond the next year, " * 3
    second = (
        Draft("second", published="2026-05-22", author="Ada Moor")
        .claim(chip, "memory_capacity", "144 GB")
        .say(passage + "and the hall was pleased.")
        .say(line.format("Kepler Research"))
        .say("Between the two copies stands a line that nobody repeats.")
        .say(passage + "and the hall was pleased.")
        .say(line.format("Nikkei Asia"))
    )
    return [draft.reading() for draft in (first, faq, feature, essay, second)]


@pytest.fixture(scope="module")
def table(rulebook: Rulebook) -> Table:
    return build_table(story(), rulebook)


def test_capacity_is_agreed_by_three_origins_of_four_articles(table: Table) -> None:
    found = cell(table, "Halden KX8", "memory_capacity")
    assert (found.verdict, found.value, len(found.origins), len(found.articles)) == (
        Verdict.AGREEMENT,
        "144 GB",
        3,
        4,
    )
    assert found.reason.startswith("3 independent origins state 144 GB")


def test_multiplier_is_agreed_over_one_baseline_and_suspect_over_the_other(table: Table) -> None:
    agreed = cell(table, "Halden KX8", "performance_ratio", baseline="Halden KX7")
    alone = cell(table, "Halden KX8", "performance_ratio", baseline="Nvidia H20")
    assert (agreed.verdict, alone.verdict) == (Verdict.AGREEMENT, Verdict.SINGLE_SOURCE)
    assert agreed.likely_errors == ()
    assert len(alone.likely_errors) == 1
    flag = next(flag for flag in table.flags if flag.kind == "baseline_conflict")
    assert (flag.suggested, flag.severity) == ("3× over Halden KX7", Severity.WARNING)


def test_bits_of_one_answer_are_suspected_against_the_bytes_of_the_article(table: Table) -> None:
    slips = {(f.stated, f.suggested, f.severity) for f in table.flags if f.kind == "unit_slip"}
    assert slips == {("700 Gb/s", "700 GB/s", Severity.ERROR), ("800 Gb/s", "800 GB/s", Severity.ERROR)}
    found = cell(table, "Halden KX8", "interconnect_bandwidth")
    assert (found.verdict, found.verdict_all) == (Verdict.AGREEMENT, Verdict.DISAGREEMENT)


def test_an_old_date_called_current_is_flagged_without_being_a_claim(table: Table) -> None:
    (flag,) = (flag for flag in table.flags if flag.kind == "anachronism")
    assert (flag.article, flag.stated, flag.claim) == ("faq", "June 2025", "")
    assert "2026-05-20" in flag.explanation


def test_two_conversions_of_one_sum_are_explained_by_two_rates(table: Table) -> None:
    found = cell(table, "Halden", "investment")
    assert found.verdict is Verdict.EXPLAINED
    assert "53 billion USD at the rate of 2025-" in found.reason
    assert "56 billion USD at the rate of 2026-05" in found.reason
    assert not [flag for flag in table.flags if flag.kind == "currency"]


def test_bounds_and_parts_of_years_are_compatible(table: Table) -> None:
    assert cell(table, "Halden", "units_shipped").verdict is Verdict.COMPATIBLE
    assert cell(table, "Halden VX9", "release_date").verdict is Verdict.COMPATIBLE


def test_repeated_text_and_doubled_credit_are_flagged_once_each(table: Table) -> None:
    assert [kind for kind, _, _ in kinds(table)].count("duplicate_passage") == 1
    (flag,) = (flag for flag in table.flags if flag.kind == "attribution_conflict")
    assert (flag.article, flag.suggested) == ("second", "Kepler Research or Nikkei Asia")


def test_one_author_is_one_origin_and_the_row_says_why(table: Table) -> None:
    rows = {row.article: row for row in table.articles}
    assert rows["second"].origin == "first"
    assert rows["second"].reason == "same author as first (Ada Moor)"
    assert rows["second"].duplicate_of == ""
