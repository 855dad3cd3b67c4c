"""``baseline_conflict``: what it must see, and its false friends."""

from __future__ import annotations

from tests.fuse.suspects.batches import Case, claim, one, over_both, ratio

CASES: list[Case] = [
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
        "one figure over both",
        lambda: [
            one(ratio(1.5, "K5")),
            over_both(ratio(1.5, "K5", text="It is [50 percent] faster than both."), "H20"),
        ],
        set(),
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
]
