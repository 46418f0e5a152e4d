"""A1 notation, both ways."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from automation.embedded.spreadsheets.a1 import Bounds, Reference, column_index, column_letters, parse, write


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A1", Reference(None, Bounds(0, 1, 0, 1))),
        ("Sheet1!B2:D4", Reference("Sheet1", Bounds(1, 4, 1, 4))),
        ("Sheet1!$B$2:$D$4", Reference("Sheet1", Bounds(1, 4, 1, 4))),
        ("D4:A1", Reference(None, Bounds(0, 4, 0, 4))),
        ("A:C", Reference(None, Bounds(None, None, 0, 3))),
        ("2:3", Reference(None, Bounds(1, 3, None, None))),
        ("A2:B", Reference(None, Bounds(1, None, 0, 2))),
        ("A2:2", Reference(None, Bounds(1, 2, 0, None))),
        ("R2C1:R3C4", Reference(None, Bounds(1, 3, 0, 4))),
        ("'Банк наставников'!A1", Reference("Банк наставников", Bounds(0, 1, 0, 1))),
        ("'it''s'", Reference("it's", Bounds())),
        ("'A!B'!C1", Reference("A!B", Bounds(0, 1, 2, 3))),
        ("Лист1", Reference(None, None, "Лист1")),
        ("Sheet1!Total", Reference("Sheet1", None, "Total")),
    ],
)
def test_a_range_reads_as_google_reads_it(text: str, expected: Reference) -> None:
    assert parse(text) == expected


@pytest.mark.parametrize("text", ["", "Sheet1!", "Sheet1!A1:", "'unclosed!A1", "A1:B2:C3", "Sheet1!:"])
def test_what_is_no_range_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        parse(text)


titles = st.text(min_size=1, max_size=30)
edges = st.tuples(st.integers(0, 10_000), st.integers(1, 500), st.integers(0, 18_000), st.integers(1, 200))


@given(titles, edges)
def test_a_written_range_reads_back_as_the_same(title: str, edge: tuple[int, int, int, int]) -> None:
    top, height, left, width = edge
    reference = parse(write(title, top, top + height, left, left + width))
    assert reference == Reference(title, Bounds(top, top + height, left, left + width))


@given(st.integers(0, 18_277))
def test_a_column_s_letters_count_back_to_its_index(index: int) -> None:
    assert column_index(column_letters(index)) == index


@given(st.text(max_size=40))
def test_any_text_is_a_range_or_refused(text: str) -> None:
    with contextlib.suppress(ValueError):
        parse(text)
