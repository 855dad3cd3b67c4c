"""``outlier``: what it must see, and its false friends."""

from __future__ import annotations

from tests.fuse.suspects.batches import Case, claim, each, one

CASES: list[Case] = [
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
]
