"""Values against values: a table of what is the same, what meets, and what cannot both hold."""

from __future__ import annotations

import pytest

from pipeline.fuse.compare import Comparer, Relation
from pipeline.fuse.names import names_of
from pipeline.fuse.observe import Observer
from pipeline.fuse.texts import Texts
from pipeline.rulebook import Rulebook
from tests.fuse.build import Draft

EQUAL, MEETS, DIFFERS, UNKNOWN = Relation.EQUAL, Relation.MEETS, Relation.DIFFERS, Relation.UNKNOWN

CASES = [
    # attribute, one value, another, what they are; words in brackets where the value's own words count
    ("memory_capacity", "144 GB", "144 GB", EQUAL),
    ("memory_capacity", "144 GB", "0.144 TB", EQUAL),
    ("memory_capacity", "144 GB", "141 GB", DIFFERS),
    ("memory_capacity", "80 GB", "84 GB", DIFFERS),
    ("memory_capacity", "100 GB", "96 GB", DIFFERS),
    ("memory_bandwidth", "5.3 TB/s", "5.2 TB/s", DIFFERS),
    ("memory_bandwidth", "3.35 TB/s", "3 TB/s", MEETS),
    ("memory_bandwidth", "3.35 TB/s", "3352 GB/s", EQUAL),
    ("memory_bandwidth", "153 GB/s", "153.6 GB/s", MEETS),
    ("memory_bandwidth", "153 GB/s", "153.2 GB/s", EQUAL),
    ("memory_bandwidth", "800 GB/s", "800 Gb/s", DIFFERS),
    ("tdp", "700 W", "706 W", MEETS),
    ("tdp", "700 W", "750 W", DIFFERS),
    ("tdp", "0.75 kW", "750 W", EQUAL),
    ("customer_count", "400", "> 400", MEETS),
    ("customer_count", "> 400", "> 400", EQUAL),
    ("customer_count", "> 400", "390", DIFFERS),
    ("units_shipped", "560000", "> 500000", MEETS),
    ("units_shipped", "> 560000", "> 500000", MEETS),
    ("continuous_operation", "35 hour", "< 35 hour", MEETS),
    ("continuous_operation", "40 hour", "< 35 hour", DIFFERS),
    ("core_count", "~ 400", "410", MEETS),
    ("core_count", "~ 400", "480", DIFFERS),
    ("core_count", "3 - 5", "4", MEETS),
    ("core_count", "3 - 5", "4 - 8", MEETS),
    ("core_count", "3 - 5", "7", DIFFERS),
    ("performance_ratio", "~ 3", "< 2.8", MEETS),
    ("performance_ratio", "> 3", "2.6", DIFFERS),
    ("performance_ratio", "> 6", "< 6", MEETS),
    ("release_date", "@2027", "@2027-07 to 2027-09", MEETS),
    ("release_date", "@2027-09 to 2027-12", "@2027-07 to 2027-09", MEETS),
    ("release_date", "@2027", "@2028", DIFFERS),
    ("release_date", "@2026-05-20", "@2026-05-21", MEETS),
    ("release_date", "@2026-05-20", "@2026-05-23", DIFFERS),
    ("memory_type", "=HBM3", "=hbm3", EQUAL),
    ("memory_type", "=HBM", "=HBM3", MEETS),
    ("memory_type", "=HBM3", "=HBM3e", DIFFERS),
    ("memory_type", "=GDDR7 memory", "=GDDR7", EQUAL),
    ("process_node", "=TSMC 4N", "=4N", EQUAL),
    ("process_node", "=TSMC 4N", "5 nm", MEETS),
    ("process_node", "=TSMC 4N", "4 nm", MEETS),
    ("process_node", "=N3E", "5 nm", DIFFERS),
    ("process_node", "4 nm", "5 nm", DIFFERS),
    ("architecture", "=Blackwell", "=Nvidia Blackwell", EQUAL),
    ("architecture", "=B200", "=Blackwell", MEETS),
    ("architecture", "=Hopper", "=Blackwell", DIFFERS),
    ("designer", "=T-Head", "=Alibaba", MEETS),
    ("predecessor", "=Apple M5", "=Apple M5 Pro", DIFFERS),
    ("number_formats", "=FP4, FP6", "=FP4", MEETS),
    ("memory_speed", "9.6 Gb/s", "8533 MT/s", UNKNOWN),
]


@pytest.fixture(scope="module")
def comparer(rulebook: Rulebook) -> Comparer:
    return Comparer(rulebook.verdicts.precision, Texts(rulebook.verdicts, names_of(rulebook)))


@pytest.mark.parametrize(("attribute", "a", "b", "wanted"), CASES, ids=[f"{c[1]} and {c[2]}" for c in CASES])
def test_values(rulebook: Rulebook, comparer: Comparer, attribute: str, a: str, b: str, wanted: Relation) -> None:
    reading = Draft("x").claim("K7", attribute, a).claim("K7", attribute, b).reading()
    observer = Observer(rulebook)
    first, second = (observer.observe(claim, reading.article, 0, None, {}).measure for claim in reading.claims)
    assert comparer.compare(attribute, first, second).relation is wanted
    assert comparer.compare(attribute, second, first).relation is wanted


@pytest.mark.parametrize(
    ("words", "number", "step", "wide"),
    [
        ("144 GB", 144.0, 1, 1),
        ("4.80 GHz", 4.8, 0.01, 0.01),
        ("5.3 TB/s", 5.3, 0.1, 0.1),
        ("700 W", 700.0, 1, 100),
        ("560,000 units", 560000.0, 1, 10_000),
        ("$53 billion", 53e9, 1e9, 1e9),
        ("1.7 trillion", 1.7e12, 1e11, 1e11),
        ("50% more", 1.5, 0.01, 0.1),
        ("30 % less", 0.7, 0.01, 0.1),
        ("triple", 3.0, 1, 1),
        ("half a million", 500000.0, 1e5, 1e5),
        ("", 0.0, 1, 1),
    ],
)
def test_precision_is_read_from_the_words(words: str, number: float, step: float, wide: float) -> None:
    from pipeline.fuse.precision import stated_precision

    assert stated_precision(words, number) == pytest.approx((step, wide))
