"""Conversions between unit names, and what is refused."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.errors import UnitError
from pipeline.rulebook import load
from pipeline.units import UnitSystem
from pipeline.units.names import read_names

BOOK = load()
UNITS = UnitSystem(BOOK.units_file, BOOK.units.names)
NAMES = sorted(BOOK.units.names.expressions)


@pytest.mark.parametrize(
    ("value", "unit", "target", "expected"),
    [
        (1.5, "TB", "GB", 1500),
        (400, "Gb/s", "GB/s", 50),
        (3.35, "TB/s", "GB/s", 3350),
        (512, "GiB", "GB", 549.755813888),
        (2, "PFLOPS", "TFLOPS", 2000),
        (5.7, "GHz", "MHz", 5700),
        (814, "mm²", "m²", 814e-6),
        (7, "nm", "mm", 7e-6),
        (5000, "mAh", "Ah", 5),
        (2.7, "lb", "g", 1224.699399),
        (6.1, "inch", "mm", 154.94),
        (98.6, "°F", "°C", 37),
        (-40, "°C", "°F", -40),
        (35, "hour", "minute", 2100),
        (50, "percent", "x", 0.5),
        (8533, "MT/s", "GT/s", 8.533),
        (30, "token/s", "token/minute", 1800),
        (12, "USD/year", "USD/month", 1),
        (5, "GB", "GB", 5),
    ],
)
def test_values_convert(value, unit, target, expected):
    assert UNITS.convert(value, unit, target) == pytest.approx(expected, rel=1e-12)


@pytest.mark.parametrize(
    ("unit", "target"),
    [("GB/s", "GHz"), ("GB", "GB/s"), ("USD", "EUR"), ("token", "core"), ("Gb", "GHz"), ("MT/s", "MHz"), ("W", "Wh")],
)
def test_unlike_units_do_not_convert(unit, target):
    assert not UNITS.compatible(unit, target)
    with pytest.raises(UnitError, match="does not convert"):
        UNITS.convert(1, unit, target)


@pytest.mark.parametrize("unit", ["gilbert", "", "GB/", "/s", "USD/furlong", "__import__('os')", "$5", "customer"])
def test_unknown_units_are_refused_with_a_way_out(unit):
    assert not UNITS.known(unit)
    with pytest.raises(UnitError, match=r"add a \[\[unit\]\]"):
        UNITS.convert(1, unit, "GB")


@pytest.mark.parametrize("name", NAMES)
def test_every_unit_of_the_rules_is_defined_and_has_a_dimension(name):
    assert UNITS.convert(1, name, name) == 1
    assert UNITS.dimension(name)


@pytest.mark.parametrize(
    ("unit", "dimension"),
    [
        ("GB/s", "data_rate"),
        ("Gb/s", "data_rate"),
        ("USD/month", "money_rate"),
        ("token/s", "token_rate"),
        ("x", "ratio"),
    ],
)
def test_dimensions_have_names(unit, dimension):
    assert UNITS.dimension(unit) == dimension


@settings(derandomize=True)
@given(st.sampled_from(NAMES), st.sampled_from(NAMES), st.floats(1e-6, 1e12))
def test_there_and_back_is_the_same(unit, target, value):
    if UNITS.compatible(unit, target):
        assert UNITS.convert(UNITS.convert(value, unit, target), target, unit) == pytest.approx(
            value, rel=1e-9, abs=1e-6
        )
    else:
        with pytest.raises(UnitError):
            UNITS.convert(value, unit, target)


def test_the_names_beside_the_definitions_are_those_of_the_rulebook():
    assert read_names(BOOK.units_file.with_name("units.toml")) == BOOK.units.names


def test_a_folder_without_rules_is_refused(tmp_path):
    with pytest.raises(UnitError, match="no unit names"):
        UnitSystem(tmp_path / "units.txt")


def test_broken_definitions_are_refused(tmp_path):
    broken = tmp_path / "units.txt"
    broken.write_text("meter = = [length]\n", encoding="utf-8")
    with pytest.raises(UnitError, match=r"cannot be read|is no unit"):
        UnitSystem(broken, BOOK.units.names).convert(1, "m", "km")


def test_changed_units_bring_a_system_of_their_own():
    old = BOOK.unit_system
    fewer = BOOK.units.model_copy(update={"unit": tuple(u for u in BOOK.units.unit if u.dimension != "data")})
    changed = BOOK.model_copy(update={"units": fewer})
    assert UNITS.convert(1, "TB", "GB") == 1000
    with pytest.raises(UnitError):
        changed.unit_system.convert(1, "TB", "GB")
    assert BOOK.unit_system is old
