"""``implausible``: what it must see, and its false friends."""

from __future__ import annotations

from tests.fuse.build import Draft
from tests.fuse.suspects.batches import Case, claim, each, one

CASES: list[Case] = [
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
    ("a machine that fills a hall", lambda: each("tdp", "28000000 W", subject_type="system"), set()),
    (
        "what fills a hall is no chip's",
        lambda: each("tdp", "28000000 W", subject_type="chip"),
        {("implausible", "warning", "a0-0", "")},
    ),
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
]
