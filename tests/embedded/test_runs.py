"""Runs behave as a plain list of values would."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from automation.embedded.spreadsheets.runs import Runs

SIZE = 12
places = st.tuples(st.integers(0, SIZE), st.integers(0, SIZE)).map(sorted).map(tuple)
values = st.sampled_from([None, "a", "b"])
steps = st.one_of(
    st.tuples(st.just("put"), places, values),
    st.tuples(st.just("change"), places, values),
    st.tuples(st.just("insert"), places, values),
    st.tuples(st.just("delete"), places, values),
    st.tuples(st.just("move"), places, st.integers(0, SIZE)),
    st.tuples(st.just("reverse"), places, values),
)


def apply_to_list(cells: list[object], kind: str, start: int, end: int, value: object) -> None:
    if kind == "put":
        cells[start:end] = [value] * (end - start)
    elif kind == "change":
        cells[start:end] = [None if cell == "b" else value for cell in cells[start:end]]
    elif kind == "insert":
        cells[start:start] = [value] * (end - start)
    elif kind == "delete":
        del cells[start:end]
    elif kind == "move" and isinstance(value, int):
        carried = cells[start:end]
        del cells[start:end]
        at = value if value <= start else value - (end - start)
        cells[at:at] = carried
    elif kind == "reverse":
        cells[start:end] = cells[start:end][::-1]
    del cells[SIZE * 2 :]
    cells.extend([None] * (SIZE * 2 - len(cells)))


def apply_to_runs(runs: Runs, kind: str, start: int, end: int, value: object) -> None:
    if kind == "put":
        runs.put(start, end, value)
    elif kind == "change":
        runs.change(start, end, lambda held: None if held == "b" else value)
    elif kind == "insert":
        runs.insert(start, end - start, value)
    elif kind == "delete":
        runs.delete(start, end)
    elif kind == "move" and isinstance(value, int):
        runs.move(start, end, value)
    elif kind == "reverse":
        runs.reorder(start, list(range(start, end))[::-1])
    runs.put(SIZE * 2, SIZE * 4, None)


@given(st.lists(steps, max_size=12))
def test_runs_hold_what_a_list_would(history: list[tuple[str, tuple[int, int], object]]) -> None:
    cells: list[object] = [None] * (SIZE * 2)
    runs = Runs()
    for kind, (start, end), value in history:
        if kind == "move" and isinstance(value, int) and start < value < end:
            continue
        apply_to_list(cells, kind, start, end, value)
        apply_to_runs(runs, kind, start, end, value)
        assert [runs.get(index) for index in range(SIZE * 2)] == cells
    kept = list(runs)
    assert all(a[1] <= b[0] and not (a[1] == b[0] and a[2] == b[2]) for a, b in pairwise(kept))


def test_cells_written_one_by_one_with_one_value_end_as_one_run() -> None:
    runs = Runs()
    for index in (2, 0, 1, 4, 3):
        runs.put(index, index + 1, {"type": "DATE"})
    assert list(runs) == [(0, 5, {"type": "DATE"})]
