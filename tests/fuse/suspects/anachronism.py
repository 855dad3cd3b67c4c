"""``anachronism``: what it must see, and its false friends."""

from __future__ import annotations

from tests.fuse.suspects.batches import Case, claim, each, one

CASES: list[Case] = [
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
]
