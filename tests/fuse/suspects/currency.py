"""``currency``: what it must see, and its false friends."""

from __future__ import annotations

from tests.fuse.suspects.batches import Case, claim, converted, each, one

CASES: list[Case] = [
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
]
