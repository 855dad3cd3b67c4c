"""``scale_slip``: what it must see, and its false friends."""

from __future__ import annotations

from tests.fuse.suspects.batches import Case, claim, each, one

CASES: list[Case] = [
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
        "prices of two digits may be chance",
        lambda: each("price", "95 USD", "950 USD"),
        set(),
    ),
    (
        "a price of three digits",
        lambda: each("price", "1499 USD", "149.90 USD"),
        {("scale_slip", "warning", "a0-0", "149.9 USD"), ("scale_slip", "warning", "a1-0", "1,499 USD")},
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
]
