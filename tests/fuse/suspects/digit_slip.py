"""``digit_slip``: what it must see, and its false friends."""

from __future__ import annotations

from tests.fuse.build import Draft
from tests.fuse.suspects.batches import Case, claim, each, one, ratio


def faster(percent: int) -> Draft:
    """An article that gives the gain as a percentage."""
    told = ratio(1 + percent / 100, "K5", text=f"It is [{percent}%] faster than the K5.")
    return one(told, name=f"{percent}%")


CASES: list[Case] = [
    (
        "a digit changed, against two",
        lambda: each("memory_capacity", "144 GB", "144 GB", "141 GB"),
        {("digit_slip", "warning", "a2-0", "144 GB")},
    ),
    (
        "two digits swapped, against two",
        lambda: each("die_area", "814 mm²", "814 mm²", "841 mm²"),
        {("digit_slip", "warning", "a2-0", "814 mm²")},
    ),
    (
        "one against one is pointed out on both",
        lambda: each("memory_capacity", "144 GB", "141 GB"),
        {("digit_slip", "info", "a0-0", "141 GB"), ("digit_slip", "info", "a1-0", "144 GB")},
    ),
    (
        "three digits swapped, one against one: one of the two has slipped",
        lambda: each("die_area", "814 mm²", "841 mm²"),
        {("digit_slip", "warning", "a0-0", "841 mm²"), ("digit_slip", "warning", "a1-0", "814 mm²")},
    ),
    (
        "two digits swapped, one against one",
        lambda: each("memory_capacity", "48 GB", "84 GB"),
        {("digit_slip", "info", "a0-0", "84 GB"), ("digit_slip", "info", "a1-0", "48 GB")},
    ),
    (
        "percentages of one digit tell nothing",
        lambda: [faster(6), faster(8)],
        set(),
    ),
    (
        "percentages of two digits, one against one",
        lambda: [faster(26), faster(28)],
        {("digit_slip", "info", "26%-0", "1.28×"), ("digit_slip", "info", "28%-0", "1.26×")},
    ),
    (
        "a neighbour in the last digit against very many",
        lambda: each("memory_bandwidth", *["4.8 TB/s"] * 4, "4.9 TB/s"),
        {("digit_slip", "warning", "a4-0", "4,800 GB/s")},
    ),
    (
        "of two years the one that is no news in its article",
        lambda: each("announcement_date", "@2026-05-18", "@2025-05-18"),
        {("digit_slip", "warning", "a1-0", "2026-05-18")},
    ),
    (
        "two years long ago",
        lambda: each("announcement_date", "@2021-03-18", "@2020-03-18"),
        {("digit_slip", "info", "a0-0", "2020-03-18"), ("digit_slip", "info", "a1-0", "2021-03-18")},
    ),
    (
        "two years, told a year later: an anniversary is no news",
        lambda: [
            one(claim("K7", "announcement_date", "@2025-05-18"), published="2025-11-20"),
            one(claim("K7", "announcement_date", "@2026-05-18"), name="a1"),
        ],
        {("digit_slip", "info", "a0-0", "2026-05-18"), ("digit_slip", "info", "a1-0", "2025-05-18")},
    ),
    (
        "a plan and its day, a year off",
        lambda: [
            one(claim("K7", "release_date", "@2026-05-18"), name="a1"),
            one(claim("K7", "release_date", "@2027-05-18", modality="planned"), published="2026-05-01"),
        ],
        {("digit_slip", "warning", "a0-0", "2026-05-18")},
    ),
    (
        "a plan put off by a year",
        lambda: each("release_date", "@2027-03", "@2028-03", modality="planned"),
        set(),
    ),
    (
        "another year, against two",
        lambda: each("announcement_date", "@2026-03-18", "@2026-03-18", "@2025-03-18"),
        {("digit_slip", "warning", "a2-0", "2026-03-18")},
    ),
    (
        "a quarter beside the one that two others name is a dispute or a slip",
        lambda: each("production_date", "@2024-10 to 2024-12", "@2024-10 to 2024-12", "@2024-07 to 2024-09"),
        {("digit_slip", "info", "a2-0", "2024-10 … 2024-12")},
    ),
    (
        "of two quarters that one house names each nothing is said",
        lambda: each("production_date", "@2024-10 to 2024-12", "@2024-07 to 2024-09"),
        set(),
    ),
    (
        "neighbours are a dispute, at most pointed out",
        lambda: each("memory_bandwidth", "5.3 TB/s", "5.3 TB/s", "5.2 TB/s"),
        {("digit_slip", "info", "a2-0", "5,300 GB/s")},
    ),
    ("few digits, one against one", lambda: each("tdp", "450 W", "250 W"), set()),
    (
        "one digit of two, against two, however near",
        lambda: each("memory_capacity", "32 GB", "32 GB", "36 GB"),
        {("digit_slip", "warning", "a2-0", "32 GB")},
    ),
    (
        "a rounded figure",
        lambda: each("memory_capacity", "144 GB", "144 GB", "140 GB"),
        {("digit_slip", "info", "a2-0", "144 GB")},
    ),
    (
        "about so much",
        lambda: each("memory_capacity", "144 GB", "144 GB", "~ 164 GB"),
        {("digit_slip", "info", "a2-0", "144 GB")},
    ),
    ("storage sizes stand side by side", lambda: each("storage_capacity", "256 GB", "256 GB", "856 GB"), set()),
    (
        "a swap among sizes that stand side by side",
        lambda: each("storage_capacity", "512 GB", "512 GB", "521 GB"),
        {("digit_slip", "warning", "a2-0", "512 GB")},
    ),
    (
        "sizes of one article are two sizes",
        lambda: [
            *each("storage_capacity", "512 GB", "512 GB"),
            one(claim("K7", "storage_capacity", "521 GB"), claim("K7", "storage_capacity", "512 GB"), name="a2"),
        ],
        set(),
    ),
    (
        "two digits swapped in a short number, against two",
        lambda: each("memory_capacity", "24 GB", "24 GB", "42 GB"),
        {("digit_slip", "warning", "a2-0", "24 GB")},
    ),
    (
        "one of two digits changed, far off",
        lambda: each("memory_capacity", "24 GB", "24 GB", "94 GB"),
        {("digit_slip", "warning", "a2-0", "24 GB")},
    ),
    (
        "neighbours in the last digit",
        lambda: each("memory_bandwidth", "154 GB/s", "154 GB/s", "153 GB/s"),
        {("digit_slip", "info", "a2-0", "154 GB/s")},
    ),
    ("neighbours, one against one", lambda: each("memory_bandwidth", "154 GB/s", "153 GB/s"), set()),
    ("two against two is a dispute", lambda: each("memory_capacity", *["144 GB", "141 GB"] * 2), set()),
    (
        "prices stand side by side",
        lambda: each("price", "1199 USD", "1199 USD", "1299 USD"),
        set(),
    ),
]
