"""``arithmetic``: what it must see, and its false friends."""

from __future__ import annotations

from tests.fuse.suspects.batches import Case, claim, one, rack, restated

CASES: list[Case] = [
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
        lambda: [restated("1.44 EFLOPS", "1.04 EFLOPS", "1,440 PFLOPS", "1440 PFLOPS", swap=True)],
        {("arithmetic", "warning", "a0-1", "1,440 PFLOPS")},
    ),
    (
        "a restatement, rounded",
        lambda: [restated("1.4 EFLOPS", "1.4 EFLOPS", "1,440 PFLOPS", "1440 PFLOPS", swap=True)],
        set(),
    ),
    (
        "a total with a power of ten missing",
        lambda: [rack("Rack R1", holds="128", each="144 GB", together="1.8432 TB")],
        {("arithmetic", "warning", "a0-2", "18,432 GB")},
    ),
    (
        "a total that also counts what is no accelerator",
        lambda: [rack("Rack R1", holds="128", each="144 GB", together="21.5 TB")],
        set(),
    ),
    (
        "a total so far off that no zero or prefix slipped: the count is of something smaller",
        lambda: [rack("Rack R1", holds="4", each="16 GB", together="640 TB")],
        set(),
    ),
    (
        "a total whose digits are swapped",
        lambda: [rack("Rack R1", holds="72", each="192 GB", together="18.3 TB")],
        {("arithmetic", "warning", "a0-2", "13,824 GB")},
    ),
    (
        "a rack that bears the name of its accelerator, and a zero too few",
        lambda: [rack("K7", holds="128", each="288 GB", together="3.69 TB")],
        {("arithmetic", "warning", "a0-2", "36,864 GB")},
    ),
    (
        "a rack that bears the name of its accelerator",
        lambda: [rack("K7", holds="128", each="288 GB", together="36 TB")],
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
]
