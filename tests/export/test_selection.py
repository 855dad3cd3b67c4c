"""What one page shows of a large table, whatever the order in which its cells pass by."""

from __future__ import annotations

from collections import Counter
from heapq import heappop, heappush
from unittest.mock import patch

from hypothesis import given
from hypothesis import strategies as st

from pipeline.export import selection
from pipeline.export.written import Subject, Written

ROOM = 12


def passing(sizes: list[list[tuple[int, int]]]) -> list[Written]:
    """Subjects of so many articles and cells, some at a time; a line says whose it is."""
    names = iter(range(100))
    some = []
    for portion in sizes:
        subjects = [
            Subject(str(next(names)), "chip", "", articles, Counter(agreement=cells)) for articles, cells in portion
        ]
        lines = "".join(f"{one.name}\n" * one.verdicts.total() for one in subjects)
        some.append(Written(lines.encode(), b"", subjects, []))
    return some


@given(st.lists(st.lists(st.tuples(st.integers(1, 4), st.integers(1, 6)), max_size=6), max_size=5))
def test_subjects_of_fewest_articles_go_first(sizes: list[list[tuple[int, int]]]) -> None:
    some = passing(sizes)
    with patch.object(selection, "CELLS", ROOM), patch.object(selection, "cell_of_line", lambda line: line):
        found = selection.Selection()
        for portion in some:
            found.take(portion)
        with patch.object(selection, "cut", lambda cell: cell):
            kept = {section.subject.name: section.cells for section in found.sections}
    expected: list[tuple[int, int, Subject]] = []
    for at, subject in enumerate(subject for portion in some for subject in portion.subjects):
        heappush(expected, (subject.articles, -at, subject))
        while len(expected) > 1 and sum(one.verdicts.total() for _, _, one in expected) > ROOM:
            heappop(expected)
    assert kept == {one.name: [one.name.encode()] * one.verdicts.total() for _, _, one in expected}
    assert found.subjects.total() == sum(map(len, sizes))
