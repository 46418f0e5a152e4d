"""Field masks: parsing, selecting, assigning."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from automation.embedded.field_mask import Mask, MaskError, assign, leaves, names, parse, select, within

words = st.sampled_from(["sheets", "data", "rowData", "values", "note", "title"])
trees: st.SearchStrategy[Mask] = st.recursive(
    st.just({}), lambda inner: st.dictionaries(words, inner, min_size=1, max_size=3), max_leaves=8
)
values: st.SearchStrategy[Any] = st.recursive(
    st.integers() | st.text(max_size=3),
    lambda inner: st.dictionaries(words, inner, max_size=4) | st.lists(inner, max_size=3),
    max_leaves=20,
)


def written(mask: Mask, slash: str) -> str:
    """A mask as text, single children with ``slash``, several in parentheses."""
    parts = []
    for name, subtree in mask.items():
        if len(subtree) == 1:
            parts.append(f"{name}{slash}{written(subtree, slash)}")
        else:
            parts.append(name + (f"({written(subtree, slash)})" if subtree else ""))
    return ",".join(parts)


@given(trees, st.sampled_from("/."))
def test_a_written_mask_parses_to_the_same_tree(mask: Mask, slash: str) -> None:
    assert parse(written(mask, slash)) == mask


@given(trees, values)
def test_selecting_twice_is_selecting_once(mask: Mask, value: Any) -> None:
    assert select(select(value, mask), mask) == select(value, mask)


@given(trees, values)
def test_what_is_selected_lies_on_the_mask_s_paths(mask: Mask, value: Any) -> None:
    chosen = select(value, mask)
    if mask and isinstance(chosen, dict):
        assert set(chosen) <= set(mask)


def test_both_spellings_of_a_path_mean_the_same() -> None:
    expected: Mask = {"sheets": {"properties": {"title": {}}, "data": {}}}
    assert parse("sheets(properties/title,data)") == expected
    assert parse(" sheets.properties.title , sheets/data ") == expected
    assert parse("sheets/data,sheets/data/rowData,sheets.properties.title") == expected


def test_a_star_means_every_field() -> None:
    assert parse("*") == {}
    assert parse("files(*)") == {"files": {}}
    assert select({"a": {"id": 1, "x": 2}, "b": {"id": 3}}, parse("*/id")) == {"a": {"id": 1}, "b": {"id": 3}}


def test_snake_case_is_taken_for_camel_case() -> None:
    assert leaves(parse("user_entered_format.background_color")) == ["userEnteredFormat.backgroundColor"]


@pytest.mark.parametrize("text", ["a(", "a(b", ",", "a,,b", "a)", "a//b", "a b(c)d", "(a)", "a!"])
def test_what_is_no_mask_is_refused(text: str) -> None:
    with pytest.raises(MaskError):
        parse(text)


def test_a_mask_knows_what_it_names() -> None:
    mask = parse("sheets.data(rowData,columnMetadata)")
    assert names(mask, "sheets", "data", "rowData", "values", "note")
    assert not names(mask, "sheets", "properties")
    assert within(mask, "sheets", "data") == {"rowData": {}, "columnMetadata": {}}


def test_assigning_takes_away_what_the_source_lacks() -> None:
    target = {"title": "a", "grid": {"rows": 1, "columns": 2}, "hidden": True}
    assign(target, {"title": "b", "grid": {"rows": 3}}, parse("title,grid/rows,hidden"))
    assert target == {"title": "b", "grid": {"rows": 3, "columns": 2}}


def test_a_list_is_replaced_whole_however_deep_the_mask_goes() -> None:
    target = {"specs": [{"a": 1}, {"a": 2}]}
    assign(target, {"specs": [{"a": 3, "b": 4}]}, parse("specs.a"))
    assert target == {"specs": [{"a": 3, "b": 4}]}
