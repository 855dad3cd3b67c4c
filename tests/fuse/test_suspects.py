"""Each kind of likely error, both ways: the slip it must see, and the false friends it must leave alone.

A case is a batch of short articles and the flags it must raise: (kind, severity, claim or words, suggestion).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from pipeline.fuse import build_table
from pipeline.fuse.suspect import KINDS
from pipeline.rulebook import Rulebook
from tests.fuse.build import Draft

Batch = list[Draft]
Expected = set[tuple[str, str, str, str]]


def each(attribute: str, *values: Any, subject: str = "K7", published: str = "2026-05-20", **more: Any) -> Batch:
    """One article a value: a0, a1, …"""
    return [
        Draft(f"a{at}", published=published).claim(subject, attribute, given, **more) for at, given in enumerate(values)
    ]


def ratio(value: float, baseline: str, **more: Any) -> dict[str, Any]:
    return {"subject": "K7", "attribute": "performance_ratio", "given": value} | {
        "qualifiers": {"baseline": baseline},
        **more,
    }


def one(*claims: dict[str, Any], name: str = "a0", published: str = "2026-05-20", **fields: Any) -> Draft:
    draft = Draft(name, published=published, **fields)
    for claim in claims:
        draft.claim(**claim)
    return draft


def claim(subject: str, attribute: str, given: Any, text: str = "", **more: Any) -> dict[str, Any]:
    return {"subject": subject, "attribute": attribute, "given": given, "text": text} | more


def shared_specs(name: str, article: str) -> Draft:
    return one(
        claim(name, "memory_capacity", "144 GB"),
        claim(name, "interconnect_bandwidth", "800 GB/s"),
        claim(name, "tdp", "560 W"),
        name=article,
    )


def converted(text: str, given: str, published: str = "2026-05-20") -> Batch:
    origin = {"converted_from": "CNY 380000000000"}
    return [one(claim("K", "acquisition_price", given, text, qualifiers=origin), published=published)]


LINE = "small houses still trail the large ones in density while the gap closes where it counts for most who pay."
PASSAGE = (
    "When the hall had filled the maker brought out a board with eight of its chips and told of the years it took, of "
    "the people who left and of those who stayed, and of all that remains to be done before the first one ships."
)


CASES: list[tuple[str, Callable[[], Batch], Expected]] = [
    # unit_slip
    (
        "bits among bytes, one origin against one: the unit that is not the attribute's own",
        lambda: each("interconnect_bandwidth", "800 GB/s", "800 Gb/s"),
        {("unit_slip", "warning", "a1-0", "800 GB/s")},
    ),
    (
        "gigabytes for terabytes against two",
        lambda: each("memory_bandwidth", "4.8 TB/s", "4.8 TB/s", "4.8 GB/s"),
        {("unit_slip", "error", "a2-0", "4.8 TB/s")},
    ),
    (
        "two links that share digits",
        lambda: [
            one(claim("K7", "interconnect_bandwidth", "400 GB/s", qualifiers={"link": "NVLink"})),
            one(claim("K7", "interconnect_bandwidth", "400 Gb/s", qualifiers={"link": "Ethernet"}), name="a1"),
        ],
        set(),
    ),
    (
        "bits are what others have under this condition",
        lambda: [
            *each("interconnect_bandwidth", "200 GB/s", "200 Gb/s", qualifiers={"link": "Ethernet"}),
            *each("interconnect_bandwidth", "100 Gb/s", subject="K5", qualifiers={"link": "Ethernet"}),
        ],
        {("unit_slip", "warning", "a0-0", "200 Gb/s")},
    ),
    (
        "a prefix aside, the unit is the attribute's own",
        lambda: each("memory_bandwidth", "21 Pb/s", "21 PB/s"),
        {("unit_slip", "warning", "a0-0", "21 PB/s")},
    ),
    ("the same value in two units", lambda: each("memory_bandwidth", "4.8 TB/s", "4800 GB/s"), set()),
    ("one digit proves nothing", lambda: each("memory_capacity", "8 GB", "8 TB"), set()),
    # scale_slip
    (
        "million for billion against two",
        lambda: each("transistor_count", "208000000000", "208000000000", "208000000"),
        {("scale_slip", "error", "a2-0", "208 billion")},
    ),
    (
        "one against one is pointed out on both",
        lambda: each("die_area", "814 mm²", "81.4 mm²"),
        {("scale_slip", "warning", "a0-0", "81.4 mm²"), ("scale_slip", "warning", "a1-0", "814 mm²")},
    ),
    (
        "one against one of two digits may be chance",
        lambda: each("die_area", "810 mm²", "81 mm²"),
        {("scale_slip", "info", "a0-0", "81 mm²"), ("scale_slip", "info", "a1-0", "810 mm²")},
    ),
    (
        "beyond all that many others have",
        lambda: [
            *each("tdp", "570 W", "5700 W"),
            *[one(claim(f"K{n}", "tdp", f"{n}0 W"), name=f"other{n}") for n in range(10, 80, 7)],
        ],
        {("scale_slip", "warning", "a1-0", "570 W")},
    ),
    (
        "the same number rounded, a thousand times apart",
        lambda: each("compute_throughput", "1307 TFLOPS", "1.3 TFLOPS", qualifiers={"precision": "FP16"}),
        {("scale_slip", "info", "a0-0", "1.3 TFLOPS"), ("scale_slip", "info", "a1-0", "1,307 TFLOPS")},
    ),
    (
        "a thousandfold is no growth and no rumour",
        lambda: [
            one(claim("K", "parameter_count", "1700000000000", modality="rumoured")),
            one(claim("K", "parameter_count", "1700000000"), name="a1"),
        ],
        {("scale_slip", "info", "a0-0", "1.7 billion"), ("scale_slip", "info", "a1-0", "1.7 trillion")},
    ),
    (
        "one against one, but far from what others have",
        lambda: [
            *each("transistor_count", "208000000000", "208000000"),
            *[one(claim(f"K{n}", "transistor_count", f"{n}0000000000"), name=f"other{n}") for n in range(8, 15)],
        ],
        {("scale_slip", "warning", "a1-0", "208 billion")},
    ),
    (
        "a count that grew tenfold",
        lambda: [
            one(claim("K", "customer_count", "40"), published="2024-01-10"),
            one(claim("K", "customer_count", "400"), name="a1"),
        ],
        set(),
    ),
    # implausible
    (
        "a clock beyond any chip",
        lambda: each("clock_frequency", "9043.92 GHz", qualifiers={"kind": "boost"}),
        {("implausible", "error", "a0-0", "")},
    ),
    (
        "a doubtful reading is told apart from a wrong source",
        lambda: each("clock_frequency", "9043.92 GHz", confidence=0.2),
        {("implausible", "info", "a0-0", "")},
    ),
    (
        "a value that another attribute can well be",
        lambda: each("clock_frequency", "120 Hz"),
        {("implausible", "info", "a0-0", "refresh rate")},
    ),
    (
        "many impossible values of one attribute are a column whose unit was missed",
        lambda: [one(*[claim(f"K{n}", "parameter_count", f"{n}.2") for n in (1, 3, 7)])],
        {("implausible", "info", f"a0-{n}", "") for n in range(3)},
    ),
    (
        "what no single slip explains was misread",
        lambda: [
            *each("tdp", "6000000000 W"),
            *[one(claim(f"K{n}", "tdp", f"{n}0 W"), name=f"other{n}") for n in range(10, 80, 7)],
        ],
        {("implausible", "info", "a0-0", "")},
    ),
    ("an event in an impossible year", lambda: each("release_date", "@1326"), {("implausible", "error", "a0-0", "")}),
    ("a record that can be", lambda: each("clock_frequency", "9.1 GHz"), set()),
    (
        "a change told with both its ends that do not fit",
        lambda: [Draft("a0").say("It was cut from $2,199 to $1,999, a $300 saving.")],
        {("arithmetic", "warning", "$300", "$200")},
    ),
    (
        "a change told with both its ends that fit",
        lambda: [
            Draft("a0").say(
                "It was cut from $2,199 to $1,999, a $200 saving, and up 14 percent to $799 from $699 there."
            )
        ],
        set(),
    ),
    # digit_slip
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
    # outlier
    (
        "three agree and one is far off",
        lambda: each("tdp", "700 W", "700 W", "700 W", "350 W"),
        {("outlier", "warning", "a3-0", "700 W")},
    ),
    ("three agree and one is near", lambda: each("tdp", "700 W", "700 W", "700 W", "600 W"), set()),
    ("a minority of two", lambda: each("tdp", "700 W", "700 W", "700 W", "350 W", "350 W"), set()),
    (
        "a rumour is no outlier",
        lambda: [
            *each("tdp", "700 W", "700 W", "700 W"),
            one(claim("K7", "tdp", "350 W", modality="rumoured"), name="a3"),
        ],
        set(),
    ),
    # baseline_conflict
    (
        "two origins against one",
        lambda: [one(ratio(3, "K5")), one(ratio(3, "K5"), name="a1"), one(ratio(3, "H20"), name="a2")],
        {("baseline_conflict", "warning", "a2-0", "3× over K5")},
    ),
    ("one against one", lambda: [one(ratio(3, "K5")), one(ratio(3, "H20"), name="a1")], set()),
    (
        "one against one with a telling figure",
        lambda: [one(ratio(1.9, "K5")), one(ratio(1.9, "H20"), name="a1")],
        {
            ("baseline_conflict", "info", "a0-0", "1.9× over H20"),
            ("baseline_conflict", "info", "a1-0", "1.9× over K5"),
        },
    ),
    (
        "two origins name the second baseline too",
        lambda: [one(ratio(3, b), name=f"a{at}") for at, b in enumerate(["K5", "K5", "K5", "H20", "H20"])],
        set(),
    ),
    (
        "another multiplier",
        lambda: [one(ratio(3, "K5")), one(ratio(3, "K5"), name="a1"), one(ratio(4, "H20"), name="a2")],
        set(),
    ),
    (
        "a high multiplier of two relatives",
        lambda: [
            one(claim("Halden B200", "performance_ratio", 30, qualifiers={"baseline": "Halden H100"})),
            one(claim("Halden GB200", "performance_ratio", 30, qualifiers={"baseline": "Halden H100"}), name="a1"),
        ],
        {
            ("baseline_conflict", "info", "a0-0", "30× of Halden B200 or of Halden GB200"),
            ("baseline_conflict", "info", "a1-0", "30× of Halden GB200 or of Halden B200"),
        },
    ),
    # attribute_confusion
    (
        "memory bandwidth here, link bandwidth there",
        lambda: [
            *each("interconnect_bandwidth", "800 GB/s", "800 GB/s"),
            one(claim("K7", "memory_bandwidth", "800 GB/s"), name="a2"),
        ],
        {("attribute_confusion", "warning", "a2-0", "800 GB/s interconnect bandwidth")},
    ),
    (
        "two origins for each",
        lambda: [
            *each("interconnect_bandwidth", "800 GB/s", "800 GB/s"),
            one(claim("K7", "memory_bandwidth", "800 GB/s"), name="a2"),
            one(claim("K7", "memory_bandwidth", "800 GB/s"), name="a3"),
        ],
        set(),
    ),
    # currency
    (
        "a conversion that no rate gives",
        lambda: converted("That is [$90 billion].", "90000000000 USD"),
        {("currency", "error", "a0-0", "~ 55.9 billion USD")},
    ),
    (
        "a conversion that stands beside its sum",
        lambda: [
            one(
                claim("K", "acquisition_price", "11700000000 EUR", "It paid [€11.7 billion] ("),
                claim("K", "acquisition_price", "16400000000 USD", "[$16.4 billion]) for all of it."),
            )
        ],
        {("currency", "error", "a0-1", "~ 13.6 billion USD")},
    ),
    (
        "a sum whose conversion fits what others have",
        lambda: [
            one(
                claim("K", "acquisition_price", "17100000000 EUR", "It paid [€17.1 billion] ("),
                claim("K", "acquisition_price", "13600000000 USD", "[$13.6 billion]) for all of it."),
            ),
            one(claim("K", "acquisition_price", "11700000000 EUR"), name="a1"),
        ],
        {("currency", "error", "a0-0", "11.7 billion EUR")},
    ),
    (
        "a sum whose conversion fits what two others have",
        lambda: [
            one(
                claim("K", "acquisition_price", "17100000000 EUR", "It paid [€17.1 billion] ("),
                claim("K", "acquisition_price", "13600000000 USD", "[$13.6 billion]) for all of it."),
            ),
            *[one(claim("K", "acquisition_price", "11700000000 EUR"), name=f"b{n}") for n in range(2)],
        ],
        {("currency", "error", "a0-0", "11.7 billion EUR")},
    ),
    ("a conversion of its day", lambda: converted("That is [$56 billion].", "56000000000 USD"), set()),
    ("an old conversion carried along", lambda: converted("That is [$53 billion].", "53000000000 USD"), set()),
    ("a day without a rate", lambda: converted("That is [$90 billion].", "90000000000 USD", "1990-01-10"), set()),
    (
        "the wrong sign, against two",
        lambda: each("acquisition_price", "380000000 CNY", "380000000 CNY", "380000000 USD"),
        {("currency", "warning", "a2-0", "380 million CNY")},
    ),
    (
        "two signs, one against one",
        lambda: each("acquisition_price", "380000000 CNY", "380000000 USD"),
        {("currency", "info", "a0-0", "380 million USD"), ("currency", "info", "a1-0", "380 million CNY")},
    ),
    ("two signs with one digit", lambda: each("acquisition_price", "5000000000 EUR", "5000000000 USD"), set()),
    ("prices of two countries", lambda: each("price", "599 USD", "599 USD", "599 EUR"), set()),
    # name_slip
    (
        "two digits of a name swapped",
        lambda: [
            shared_specs("Halden M890", "a0"),
            shared_specs("Halden M890", "a1"),
            one(claim("Halden M980", "memory_capacity", "144 GB"), name="a2"),
        ],
        {("name_slip", "warning", "a2-0", "Halden M890")},
    ),
    (
        "a slip of an article that credits somebody else",
        lambda: [
            shared_specs("Halden M890", "a0"),
            shared_specs("Halden M890", "a1"),
            one(
                claim("Halden M892", "memory_capacity", "144 GB", attribution="Ada Moor"),
                claim("Halden M892", "tdp", "560 W"),
                name="a2",
            ),
        ],
        {("name_slip", "warning", "a2-0", "Halden M890"), ("name_slip", "warning", "a2-1", "Halden M890")},
    ),
    (
        "a sibling with one value in common",
        lambda: [
            shared_specs("Halden M890", "a0"),
            shared_specs("Halden M890", "a1"),
            one(claim("Halden M990", "memory_capacity", "144 GB"), claim("Halden M990", "tdp", "900 W"), name="a2"),
        ],
        set(),
    ),
    (
        "a slip that was read under the right name",
        lambda: [
            one(
                claim("Halden M890", "memory_capacity", "144 GB", "The M980 has [144 GB]."),
                claim("Halden M890", "tdp", "560 W", "The M890 draws [560 W]."),
            ).say("The M890 is here.")
        ],
        {("name_slip", "warning", "M980", "Halden M890")},
    ),
    (
        "a sibling in the words that somebody bears",
        lambda: [
            one(claim("Halden M890", "memory_capacity", "144 GB", "The M890 has [144 GB].")).say("No M980 has it."),
            one(claim("Halden M980", "tdp", "900 W"), name="a1"),
        ],
        set(),
    ),
    (
        "a known name is no slip",
        lambda: [
            one(claim("Nvidia H100", "memory_capacity", "80 GB"), claim("Nvidia H100", "tdp", "700 W")),
            one(claim("Nvidia H100", "memory_capacity", "80 GB"), claim("Nvidia H100", "tdp", "700 W"), name="a1"),
            one(claim("Nvidia H200", "memory_capacity", "80 GB"), claim("Nvidia H200", "tdp", "700 W"), name="a2"),
        ],
        set(),
    ),
    (
        "a letter in place of a digit is another name",
        lambda: [
            shared_specs("MacBook Pro M4", "a0"),
            shared_specs("MacBook Pro M4", "a1"),
            shared_specs("MacBook Pro 14", "a2"),
        ],
        set(),
    ),
    # arithmetic
    (
        "a difference that fits is no second value",
        lambda: [
            one(
                claim("Halden K7", "transistor_count", "134000000000", "It has [134 billion] transistors,"),
                claim("Halden K7", "transistor_count", "20000000000", "an increase of [20 billion] over the K5."),
                claim("Halden K5", "transistor_count", "114000000000", "The K5 had [114 billion]."),
            )
        ],
        set(),
    ),
    (
        "a difference that does not fit",
        lambda: [
            one(
                claim(
                    "Halden K7", "clock_frequency", "5.7 GHz", "It boosts to [5.7 GHz].", qualifiers={"kind": "boost"}
                ),
                claim("Halden K5", "clock_frequency", "5.3 GHz", "The K5 has [5.3 GHz].", qualifiers={"kind": "boost"}),
                claim(
                    "Halden K7",
                    "clock_frequency",
                    "700 MHz",
                    "That is [700 MHz] higher than the K5.",
                    qualifiers={"kind": "boost"},
                ),
            )
        ],
        {("arithmetic", "warning", "a0-2", "")},
    ),
    (
        "a value behind which a comparison follows is no difference",
        lambda: [
            one(
                claim("Halden K7", "tdp", "350 W", "It draws [350 W], more than the K5."),
                claim("Halden K7", "tdp", "340 W", "It drew [340 W]."),
                claim("Halden K5", "tdp", "300 W", "The K5 draws [300 W]."),
            )
        ],
        set(),
    ),
    (
        "a difference to what the article does not give",
        lambda: [
            one(
                claim("Halden K7", "tdp", "350 W", "It draws [350 W]."),
                claim("Halden K7", "tdp", "100 W", "That is [100 W] more than the K5."),
            )
        ],
        set(),
    ),
    (
        "half as much again, and not",
        lambda: [
            one(
                claim("K7", "memory_capacity", "128 GB"),
                claim("K5", "memory_capacity", "96 GB"),
                claim("K7", "memory_capacity_ratio", 1.5, "That is [50% more].", qualifiers={"baseline": "K5"}),
            )
        ],
        {("arithmetic", "warning", "a0-2", "1.33×")},
    ),
    (
        "the operand that others state otherwise",
        lambda: [
            one(
                claim("K7", "memory_capacity", "128 GB"),
                claim("K5", "memory_capacity", "96 GB"),
                claim("K7", "memory_capacity_ratio", 1.5, "That is [50% more].", qualifiers={"baseline": "K5"}),
            ),
            one(claim("K7", "memory_capacity", "144 GB"), name="a1"),
        ],
        {("arithmetic", "warning", "a0-0", "144 GB")},
    ),
    (
        "of two numbers with swapped digits the one that its own article contradicts",
        lambda: [
            one(
                claim("K7", "memory_capacity", "192 GB"),
                claim("K5", "memory_capacity", "86 GB"),
                claim("K7", "memory_capacity_ratio", 1.5, "That is [50% more].", qualifiers={"baseline": "K5"}),
            ),
            one(claim("K7", "memory_capacity", "129 GB"), name="a1"),
        ],
        {("arithmetic", "warning", "a0-0", "129 GB"), ("digit_slip", "warning", "a0-0", "129 GB")},
    ),
    (
        "a ratio that fits one of several variants",
        lambda: [
            one(
                claim("K7", "memory_capacity", "128 GB"),
                claim("K7", "memory_capacity", "144 GB"),
                claim("K5", "memory_capacity", "96 GB"),
                claim("K7", "memory_capacity_ratio", 1.5, "That is [50% more].", qualifiers={"baseline": "K5"}),
            )
        ],
        set(),
    ),
    (
        "a ratio misread from so much more",
        lambda: [
            one(
                claim("K7", "memory_capacity", "144 GB"),
                claim("K5", "memory_capacity", "96 GB"),
                claim(
                    "K7", "memory_capacity_ratio", 0.5, "That is [half] as much again.", qualifiers={"baseline": "K5"}
                ),
            )
        ],
        {("arithmetic", "info", "a0-2", "")},
    ),
    (
        "a rounded gain",
        lambda: [
            one(
                claim("K7", "interconnect_bandwidth", "800 GB/s"),
                claim("K5", "interconnect_bandwidth", "700 GB/s"),
                claim("K7", "interconnect_bandwidth_ratio", 1.14, "A gain of [14%].", qualifiers={"baseline": "K5"}),
            )
        ],
        set(),
    ),
    (
        "a restatement that is another value",
        lambda: [_restated("1.44 EFLOPS", "1.04 EFLOPS", "1,440 PFLOPS", "1440 PFLOPS", swap=True)],
        {("arithmetic", "warning", "a0-1", "1,440 PFLOPS")},
    ),
    (
        "a restatement, rounded",
        lambda: [_restated("1.4 EFLOPS", "1.4 EFLOPS", "1,440 PFLOPS", "1440 PFLOPS", swap=True)],
        set(),
    ),
    (
        "a total with a power of ten missing",
        lambda: [
            one(
                claim(
                    "Rack R1",
                    "accelerators_per_system",
                    "128",
                    "The rack holds [128] of the K7.",
                    qualifiers={"scope": "rack"},
                ),
                claim("K7", "memory_capacity", "144 GB"),
                claim("Rack R1", "memory_capacity", "1.8432 TB"),
            )
        ],
        {("arithmetic", "warning", "a0-2", "18,432 GB")},
    ),
    (
        "a total that also counts what is no accelerator",
        lambda: [
            one(
                claim(
                    "Rack R1",
                    "accelerators_per_system",
                    "128",
                    "The rack holds [128] of the K7.",
                    qualifiers={"scope": "rack"},
                ),
                claim("K7", "memory_capacity", "144 GB"),
                claim("Rack R1", "memory_capacity", "21.5 TB"),
            )
        ],
        set(),
    ),
    (
        "a total whose digits are swapped",
        lambda: [
            one(
                claim(
                    "Rack R1",
                    "accelerators_per_system",
                    "72",
                    "The rack holds [72] of the K7.",
                    qualifiers={"scope": "rack"},
                ),
                claim("K7", "memory_capacity", "192 GB"),
                claim("Rack R1", "memory_capacity", "18.3 TB"),
            )
        ],
        {("arithmetic", "warning", "a0-2", "13,824 GB")},
    ),
    (
        "a rack that bears the name of its accelerator, and a zero too few",
        lambda: [
            one(
                claim(
                    "K7",
                    "accelerators_per_system",
                    "128",
                    "The rack holds [128] of the K7.",
                    qualifiers={"scope": "rack"},
                ),
                claim("K7", "memory_capacity", "288 GB"),
                claim("K7", "memory_capacity", "3.69 TB"),
            )
        ],
        {("arithmetic", "warning", "a0-2", "36,864 GB")},
    ),
    (
        "a rack that bears the name of its accelerator",
        lambda: [
            one(
                claim(
                    "K7",
                    "accelerators_per_system",
                    "128",
                    "The rack holds [128] of the K7.",
                    qualifiers={"scope": "rack"},
                ),
                claim("K7", "memory_capacity", "288 GB"),
                claim("K7", "memory_capacity", "36 TB"),
            )
        ],
        set(),
    ),
    (
        "a decade since eight years ago",
        lambda: [one().say("The chip crowns a decade of work that began with a deal in 2018.")],
        {("arithmetic", "info", "a decade", "8 years")},
    ),
    (
        "one company, two worths",
        lambda: [
            one(
                claim("Halden", "valuation", "2600000000000 USD", qualifiers={"period": "2026"}),
                claim("Halden", "valuation", "2200000000000 USD", qualifiers={"period": "2026-04"}),
            )
        ],
        {("arithmetic", "info", "a0-0", ""), ("arithmetic", "info", "a0-1", "")},
    ),
    (
        "what a year brought in, and its first half",
        lambda: [
            one(
                claim("Halden", "revenue", "2600000000 USD", qualifiers={"period": "2025"}),
                claim("Halden", "revenue", "1200000000 USD", qualifiers={"period": "2025-H1"}),
            )
        ],
        set(),
    ),
    # anachronism
    (
        "an old date called current",
        lambda: [one().say("In the current market (June 2025), two lead.", {"June 2025": "2025-06"})],
        {("anachronism", "warning", "June 2025", "2026-05-20")},
    ),
    (
        "a plan for a day gone by",
        lambda: each("release_date", "@2025-06", modality="planned"),
        {("anachronism", "warning", "a0-0", "")},
    ),
    (
        "a day without its year looks back, whatever was read of the verb",
        lambda: [
            one(claim("K7", "release_date", "@2026-03", "It will follow the one of [March].", modality="planned"))
        ],
        set(),
    ),
    (
        "a plan told as a past plan",
        lambda: each("release_date", "@2025-06", text="It was planned for [June 2025].", modality="planned"),
        set(),
    ),
    (
        "history",
        lambda: [
            one().say(
                "Since June 2025 all is new; the rules of October 2022 now bite, and in 2024 the current head came.",
                {"June 2025": "2025-06", "October 2022": "2022-10", "2024": "2024 year"},
            )
        ],
        set(),
    ),
    (
        "without a date of its own nothing is said",
        lambda: [one(published="").say("In the current market (June 2025), two lead.", {"June 2025": "2025-06"})],
        set(),
    ),
    # attribution_conflict
    (
        "one sentence, two sources",
        lambda: [
            one().say("Analysts at Kepler Research say that " + LINE),
            one(name="a1", published="2026-05-22").say("Analysts at Nikkei Asia say that " + LINE),
        ],
        {("attribution_conflict", "warning", "Nikkei Asia", "Kepler Research or Nikkei Asia")},
    ),
    (
        "one source twice",
        lambda: [
            one().say("Analysts at Bloomberg say that " + LINE),
            one(name="a1").say("Analysts at Bloomberg News say that " + LINE),
        ],
        set(),
    ),
    (
        "two sentences, two sources",
        lambda: [
            one()
            .say("Analysts at Kepler Research say that " + LINE)
            .say(
                "Analysts at Nikkei Asia say that orders doubled in a year in which nobody else sold more than before."
            )
        ],
        set(),
    ),
    # duplicate_passage
    (
        "a paragraph pasted in twice",
        lambda: [one().say(PASSAGE).say("Something stands between.").say(PASSAGE)],
        {("duplicate_passage", "warning", PASSAGE[:100] + "…", "")},
    ),
    (
        "a short line repeated",
        lambda: [one().say("The K7 is here.").say("Something else.").say("The K7 is here.")],
        set(),
    ),
]


def _restated(second: str, other: str, words: str, first: str, swap: bool) -> Draft:
    """ "It does 1,440 PFLOPS (aka 1.4 EFLOPS) in all": two claims in one breath."""
    sentence = f"It does {words} (aka {other}) in all."
    draft = Draft("a0", published="2026-05-20")
    more = {"qualifiers": {"precision": "FP8"}}
    draft.claim("R1", "compute_throughput", first, sentence.replace(words, f"[{words}]"), **more)
    reading = draft.reading()
    made = reading.claims[0]
    at = reading.article.text.index(other)
    low = float(other.split()[0])
    twin = made.model_copy(
        update={
            "id": "a0-1",
            "value": made.value.model_copy(update={"low": low, "high": low, "unit": "EFLOPS"}),
            "value_start": at,
            "value_end": at + len(other),
        }
    )
    return _Ready(reading.model_copy(update={"claims": (made, twin)}))


class _Ready(Draft):
    """A reading that is finished already."""

    def __init__(self, reading: Any) -> None:
        self.finished = reading

    def reading(self) -> Any:
        return self.finished


@pytest.mark.parametrize(("what", "batch", "expected"), CASES, ids=[case[0] for case in CASES])
def test_flags(rulebook: Rulebook, what: str, batch: Callable[[], Batch], expected: Expected) -> None:
    table = build_table([draft.reading() for draft in batch()], rulebook)
    found = {(f.kind, f.severity.value, f.claim or f.stated, f.suggested) for f in table.flags}
    assert found == expected


def test_every_flag_explains_itself_and_points_at_its_words(rulebook: Rulebook) -> None:
    for _, batch, _ in CASES:
        readings = {reading.article.name: reading.article for reading in (draft.reading() for draft in batch())}
        table = build_table([draft.reading() for draft in batch()], rulebook)
        for flag in table.flags:
            assert flag.explanation.endswith(".")
            assert flag.rule
            assert readings[flag.article].text[flag.start : flag.end].strip()


def test_every_kind_of_the_contract_is_here_and_has_a_case() -> None:
    kinds = {kind.__module__.rpartition(".")[2] for kind in KINDS}
    assert kinds == {kind for _, _, expected in CASES for kind, _, _, _ in expected}
    assert len(kinds) == 13
    for kind in KINDS:
        text = __import__(kind.__module__, fromlist=["x"]).__doc__ or ""
        assert all(f"*{word}*" in text for word in ("Evidence", "False friends", "Severity")), kind.__module__


def test_flagged_claims_stay_in_their_cell_and_out_of_its_verdict(rulebook: Rulebook) -> None:
    batch = each("memory_capacity", "144 GB", "144 GB", "141 GB")
    (found,) = build_table([draft.reading() for draft in batch], rulebook).cells
    assert (found.verdict.value, found.verdict_all.value) == ("agreement", "disagreement")
    assert found.likely_errors == ("a2-0",)
    assert len(found.claims) == 3
