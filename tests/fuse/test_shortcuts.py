"""Where the table takes a short way, it comes out where the long one does."""

from __future__ import annotations

import random
from operator import attrgetter
from statistics import median
from types import SimpleNamespace
from typing import Any, cast

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.fuse import OpenTable
from pipeline.fuse.cells import Draft as CellDraft
from pipeline.fuse.finds import source_of
from pipeline.fuse.judgement import Voice, alone, in_fixed_order, single, what_of
from pipeline.fuse.marked import Marked
from pipeline.fuse.material import Material, prepare
from pipeline.fuse.observe import Amount, Observation
from pipeline.fuse.overlaps import Overlaps, often
from pipeline.fuse.portions import by_claim
from pipeline.fuse.rows import lone, several
from pipeline.fuse.source import Words
from pipeline.fuse.suspect import find_flags
from pipeline.fuse.suspect.evidence import evidence_of
from pipeline.fuse.witnesses import Witnesses
from pipeline.model import NumberValue, Reading
from tests.fuse.build import Draft
from tests.fuse.test_properties import RULES, batches

SETTINGS = settings(max_examples=30, deadline=None)


def material_of(readings: list[Reading]) -> Material:
    return prepare([source_of(reading, RULES) for reading in readings], RULES)


@SETTINGS
@given(batches(), st.booleans())
def test_one_voice_is_judged_as_any_number_is(readings: list[Reading], supports: bool) -> None:
    material = material_of(readings)
    for found in material.observations:
        voices = [Voice(found, supports)]
        own = [] if supports else [found.origin]
        witnesses = Witnesses(material.origins.names)
        assert alone(found) == single(voices, own, witnesses, material.judge.relation)


@SETTINGS
@given(batches())
def test_a_cell_of_one_claim_is_made_as_that_of_any_number_is(readings: list[Reading]) -> None:
    material = material_of(readings)
    flags = by_claim(find_flags(material))
    for found in material.observations:
        for sound, flagged in (((found,), ()), ((), (found,))):
            draft = CellDraft(found.claim.subject, found.claim.attribute, found.condition, sound, flagged, ())
            assert lone(draft, material.bench, flags) == several(draft, material.bench, flags)


@SETTINGS
@given(batches())
def test_what_is_said_stands_in_the_order_of_its_letters(readings: list[Reading]) -> None:
    said = {what_of(found) for found in material_of(readings).observations}
    assert in_fixed_order(said) == sorted(said, key=repr)


@given(st.lists(st.integers(0, 5), max_size=20), st.floats(0.1, 6.0))
def test_what_comes_often_is_what_counting_all_gives(numbers: list[int], least: float) -> None:
    found, counts = often(np.array(numbers, dtype=np.int64), least)
    all_of, many = np.unique(np.array(numbers, dtype=np.int64), return_counts=True)
    assert found.tolist() == all_of[many >= least].tolist()
    assert counts.tolist() == many[many >= least].tolist()


@SETTINGS
@given(batches())
def test_nobody_is_credited_where_all_speak_for_themselves(readings: list[Reading]) -> None:
    material = material_of(readings)
    witnesses = Witnesses(material.origins.names)
    for members in (material.observations, *material.by_article.values()):
        assert witnesses.all_speak(members) is all(map(witnesses.speaks, members))


@SETTINGS
@given(batches(), st.randoms(use_true_random=False), st.booleans())
def test_rivals_are_the_same_whether_remembered_or_sought_anew(
    readings: list[Reading], chance: random.Random, as_stated: bool
) -> None:
    material = material_of(readings)
    suspected = [found for found in material.observations if chance.random() < 0.3]
    marked = Marked(suspected)
    remembered = evidence_of(material)
    list(remembered.rivals(Marked()))
    left = {
        key: {condition: marked.without(members) for condition, members in conditions.items()}
        for key, conditions in material.groups.items()
    }
    anew = evidence_of(cast(Material, SimpleNamespace(**{**vars(material), "groups": left})))
    assert list(remembered.rivals(marked, as_stated)) == list(anew.rivals(Marked(), as_stated))
    assert [found for found in material.observations if found not in marked] == marked.without(material.observations)


@SETTINGS
@given(batches())
def test_only_where_digits_come_in_two_units_can_units_have_slipped(readings: list[Reading]) -> None:
    evidence = evidence_of(material_of(readings))
    for as_stated, where in ((True, attrgetter("stated_twice")), (False, attrgetter("compared_twice"))):
        wanted = list(evidence.rivals(Marked(), as_stated, where))
        for some, others in evidence.rivals(Marked(), as_stated):
            a, b = (_written(side[0], as_stated) for side in (some, others))
            assert a[:2] != b[:2] or a[2] == b[2] or (some, others) in wanted


def _written(found: Observation, as_stated: bool) -> tuple[object, ...]:
    """The ends and the unit of a number."""
    value = found.claim.value
    assert isinstance(value, NumberValue)
    assert isinstance(found.measure, Amount)
    return (value.low, value.high, value.unit) if as_stated else found.measure[:3]


@SETTINGS
@given(batches())
def test_what_is_usual_leaves_out_the_subject_itself(readings: list[Reading]) -> None:
    scales: Any = evidence_of(material_of(readings)).scales
    for attribute, subjects in scales._logs.items():
        assert scales._sorted[attribute] == sorted(subjects.values())
        assert median(scales._sorted[attribute]) == median(subjects.values())


def overlaps_of(given_pieces: list[list[int]]) -> tuple[Overlaps, list[Any]]:
    """Articles of these pieces, each of one passage, and what they share."""
    sources: list[Any] = [
        SimpleNamespace(
            characters=1,
            finds=SimpleNamespace(
                words=Words(np.array(pieces, dtype=np.int64), np.array([(0, 1, 0, len(pieces))], dtype=np.int32))
            ),
        )
        for pieces in given_pieces
    ]
    rules: Any = SimpleNamespace(
        sample_above=100,
        sample=8,
        copy_shingles=1,
        passage_words=2,
        shingle=1,
        passage_containment=1,
        copy_containment=1,
    )
    return Overlaps(sources, rules), sources


@SETTINGS
@given(st.lists(st.lists(st.integers(-40, 40), max_size=30), max_size=6))
def test_pieces_are_counted_once_an_article(given_pieces: list[list[int]]) -> None:
    overlaps, sources = overlaps_of(given_pieces)
    assert overlaps.sizes.tolist() == [len(set(pieces)) for pieces in given_pieces]
    shared = [
        {other: len(set(pieces) & set(given_pieces[other])) for other in range(at)}
        for at, pieces in enumerate(given_pieces)
    ]
    shared = [{other: count for other, count in of.items() if count} for of in shared]
    assert [_counted(overlaps.before(at)) for at in range(len(sources))] == shared
    for at, passages in enumerate(overlaps.quotable(sources, 0.0)):
        assert len(passages) == bool(given_pieces[at])
        assert [_counted(overlaps.shared(passage, at)) for passage in passages] == [shared[at]] * len(passages)


def _counted(found: tuple[Any, Any]) -> dict[int, int]:
    return dict(zip(found[0].tolist(), found[1].tolist(), strict=True))


@SETTINGS
@given(batches(), st.integers(1, 12))
def test_cells_judged_portion_by_portion_are_the_same(readings: list[Reading], size: int) -> None:
    table = OpenTable(readings, RULES)
    portions = [list(table.judging.cells(keys)) for keys in table.judging.portions(size)]
    assert [cell for portion in portions for cell in portion] == list(table.cells)
    subjects = [{cell.subject.casefold() for cell in portion} for portion in portions]
    assert sum(map(len, subjects)) == len(set().union(*subjects))


def test_a_house_and_its_series_are_judged_with_each_other_in_mind() -> None:
    readings = [
        Draft("a").claim("T-Head", "units_shipped", 470000, subject_type="company").reading(),
        Draft("b").claim("Zhenwu", "units_shipped", 470000, subject_type="series").reading(),
    ]
    judging = OpenTable(readings, RULES).judging
    portions = [list(judging.cells(keys)) for keys in judging.portions(1)]
    assert [[len(cell.origins) for cell in portion] for portion in portions] == [[2], [2]]


def test_claims_are_found_by_their_ids_in_the_order_of_all() -> None:
    readings = [
        Draft(name).claim("Kestrel K7", "memory_capacity", given, confidence=sure).reading()
        for name, given, sure in (("b", "96 GB", 0.9), ("a", "144 GB", 0.2), ("c", "80 GB", 0.9))
    ]
    table = OpenTable(readings, RULES, min_confidence=0.5)
    claims = list(table.claims)
    idents = {claim.id for claim in claims[:2]}
    assert table.claims_of(idents) == [claim for claim in claims if claim.id in idents]
    assert table.claims_of(idents, {"Kestrel K7"}) == table.claims_of(idents)
    assert table.claims_of(idents, {"Kestrel K9"}) == []
