"""Rows and columns come, go and move; values, formats, ranges and metadata go with them."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

from automation.embedded.errors import invalid
from automation.embedded.spreadsheets import files, groups, tables
from automation.embedded.spreadsheets.filters import follow_columns
from automation.embedded.spreadsheets.formulas import following
from automation.embedded.spreadsheets.model import Json, Sheet, Spreadsheet, Value, grid_ranges, move_slice
from automation.embedded.spreadsheets.runs import Runs

# What new cells take over from their neighbours.
_INHERITED = ("userEnteredFormat", "dataValidation")
_SIDES = {"ROWS": ("startRowIndex", "endRowIndex"), "COLUMNS": ("startColumnIndex", "endColumnIndex")}
_WORDS = {"ROWS": "row", "COLUMNS": "column"}

# An object goes where all of one of these is gone.
_ESSENTIAL = ("range", "ranges", "sources", "sourceRange")
# What may lie on one sheet and show another.
_LOOKING_ELSEWHERE = ("charts", "slicers")

Span = tuple[int, int]
SpanChange = Callable[[int, int], Span | None]


def insert(
    spreadsheet: Spreadsheet, sheet: Sheet, dimension: str, at: int, count: int, *, inherit_before: bool
) -> None:
    """Make room for ``count`` new lines at index ``at``. Raises `ApiError` 400 beyond the limit of cells."""
    files.check_cell_limit(spreadsheet, more=count * sheet.count("COLUMNS" if dimension == "ROWS" else "ROWS"))
    model = at - 1 if inherit_before and at else at
    if dimension == "ROWS":
        _insert_rows(sheet, at, count, model)
    else:
        _insert_columns(sheet, at, count, model)
    runs = sheet.line_properties(dimension)
    runs.insert(at, count, runs.get(model))
    _resize(sheet, dimension, count)

    change = insertion(at, count)
    _change_ranges(spreadsheet, sheet, dimension, change)
    following.lines_changed(spreadsheet, sheet, dimension, change)


def insertion(at: int, count: int) -> SpanChange:
    """Where a span is after ``count`` lines came before the index ``at``."""

    def follow(start: int, end: int) -> Span:
        return (start + count if at <= start else start), (end + count if at < end else end)

    return follow


def deletion(start: int, end: int) -> SpanChange:
    """Where a span is after the lines ``start`` … ``end`` went; nowhere if they were all of it."""
    removed = end - start

    def follow(first: int, last: int) -> Span | None:
        first = first - removed if first >= end else min(first, start)
        last = last - removed if last >= end else min(last, start)
        return (first, last) if first < last else None

    return follow


def _insert_rows(sheet: Sheet, at: int, count: int, model: int) -> None:
    sheet.insert_rows(at, count)
    for plane, columns in sheet.planes.items():
        for runs in columns:
            runs.insert(at, count, runs.get(model) if plane in _INHERITED else None)


def _insert_columns(sheet: Sheet, at: int, count: int, model: int) -> None:
    def widen(cells: list[Value]) -> None:
        if at < len(cells):
            cells[at:at] = [None] * count

    sheet.rearrange_columns(widen)
    for plane, columns in sheet.planes.items():
        inherited = columns[model] if plane in _INHERITED and model < len(columns) else Runs()
        if at <= len(columns):
            columns[at:at] = [Runs(inherited) for _ in range(count)]


def _resize(sheet: Sheet, dimension: str, change: int) -> None:
    sheet.grid["rowCount" if dimension == "ROWS" else "columnCount"] += change
    sheet.rearranged(dimension)


def delete(spreadsheet: Spreadsheet, sheet: Sheet, dimension: str, start: int, end: int) -> None:
    """Remove lines with all that is on them. Raises `ApiError` 400 if they do not exist or are all there are."""
    count, word = sheet.count(dimension), _WORDS[dimension]
    if end > count:
        raise invalid(
            f"Cannot delete a {word} that doesn't exist. Tried to delete {word} index {end - 1} "
            f"but there are only {count} {word}s."
        )
    if end - start >= count:
        raise invalid(f"You can't delete all the {word}s on the sheet.")
    _thaw(sheet, dimension, start, end)
    if dimension == "ROWS":
        _delete_rows(sheet, start, end)
    else:
        _delete_columns(sheet, start, end)
    sheet.line_properties(dimension).delete(start, end)
    _resize(sheet, dimension, start - end)
    change = deletion(start, end)
    _change_ranges(spreadsheet, sheet, dimension, change)
    following.lines_changed(spreadsheet, sheet, dimension, change)


def _thaw(sheet: Sheet, dimension: str, start: int, end: int) -> None:
    """Frozen lines that are deleted are frozen no more. Raises `ApiError` 400 where only frozen ones would be left."""
    name = "frozenRowCount" if dimension == "ROWS" else "frozenColumnCount"
    frozen = sheet.grid.get(name, 0)
    if not frozen:
        return
    if start <= frozen and end >= sheet.count(dimension):
        raise invalid(f"Sorry, it is not possible to delete all non-frozen {_WORDS[dimension]}s.")
    if left := frozen - max(0, min(end, frozen) - start):
        sheet.grid[name] = left
    else:
        del sheet.grid[name]


def _delete_rows(sheet: Sheet, start: int, end: int) -> None:
    sheet.delete_rows(start, end)
    for columns in sheet.planes.values():
        for runs in columns:
            runs.delete(start, end)


def _delete_columns(sheet: Sheet, start: int, end: int) -> None:
    def narrow(cells: list[Value]) -> None:
        del cells[start:end]

    sheet.rearrange_columns(narrow)
    for columns in sheet.planes.values():
        del columns[start:end]


def move(spreadsheet: Spreadsheet, sheet: Sheet, dimension: str, start: int, end: int, destination: int) -> None:
    """Move lines before the index ``destination``, as counted before the move."""
    if start <= destination <= end:
        return
    if dimension == "ROWS":
        _move_rows(sheet, start, end, destination)
    else:
        _move_columns(sheet, start, end, destination)
    sheet.line_properties(dimension).move(start, end, destination)
    sheet.rearranged(dimension)

    def follow(first: int, last: int) -> Span:
        return _moved_span(first, last, start, end, destination)

    _change_ranges(spreadsheet, sheet, dimension, follow)
    following.lines_changed(spreadsheet, sheet, dimension, follow)


def _move_rows(sheet: Sheet, start: int, end: int, destination: int) -> None:
    sheet.move_rows(start, end, destination)
    for columns in sheet.planes.values():
        for runs in columns:
            runs.move(start, end, destination)


def _move_columns(sheet: Sheet, start: int, end: int, destination: int) -> None:
    reach = max(end, destination)

    def carry(cells: list[Value]) -> None:
        if min(start, destination) < len(cells):
            cells.extend([None] * (reach - len(cells)))
            move_slice(cells, start, end, destination)

    sheet.rearrange_columns(carry)
    for columns in sheet.planes.values():
        columns.extend(Runs() for _ in range(reach - len(columns)))
        move_slice(columns, start, end, destination)


def _moved_index(index: int, start: int, end: int, destination: int) -> int:
    if start <= index < end:
        return index - start + (destination if destination < start else destination - (end - start))
    if destination <= index < start:
        return index + (end - start)
    if end <= index < destination:
        return index - (end - start)
    return index


def _moved_span(first: int, last: int, start: int, end: int, destination: int) -> Span:
    """Where a range ends up: whole if it can stay whole, else the part that was not carried away."""
    if first <= start and end <= last and first <= destination <= last:
        return first, last
    if start <= first and last <= end:
        target = _moved_index(first, start, end, destination)
        return target, target + last - first
    rest = [index for index in (first, last - 1) if not start <= index < end]
    edges = [start - 1] if first < start else []
    edges += [end] if last > end else []
    moved = [_moved_index(index, start, end, destination) for index in rest + edges if first <= index < last]
    return min(moved), max(moved) + 1


def _change_ranges(spreadsheet: Spreadsheet, sheet: Sheet, dimension: str, change: SpanChange) -> None:
    """Let every range on the sheet, and the metadata of its lines, follow a change of lines."""
    for each in spreadsheet.sheets:
        for name in list(each.lists) if each is sheet else _LOOKING_ELSEWHERE:
            if each.lists.get(name):
                _change_objects(each, name, sheet, dimension, change)
    if sheet.basic_filter:
        kept = _changed(sheet.basic_filter, sheet, dimension, change)
        sheet.basic_filter = follow_columns(kept, change) if kept and dimension == "COLUMNS" else kept
    named = (_changed(item, sheet, dimension, change) for item in spreadsheet.named_ranges)
    spreadsheet.named_ranges = [item for item in named if item is not None]
    _change_metadata(spreadsheet, sheet, dimension, change)
    sheet.dirty = spreadsheet.dirty = True


def _change_objects(holder: Sheet, name: str, sheet: Sheet, dimension: str, change: SpanChange) -> None:
    """Let the objects that ``holder`` keeps under ``name`` follow a change of ``sheet``'s lines."""
    held = holder.lists[name]
    if name in groups.LISTS.values():
        if name == groups.LISTS[dimension]:
            _change_groups(holder, dimension, held, change)
        return
    fresh = []
    for item in held:
        kept = _changed(item, sheet, dimension, change)
        if kept is not None and _is_worth_keeping(name, kept):
            fresh.append(_with_columns(name, item, kept, change) if dimension == "COLUMNS" else kept)
    for item in fresh if name in _LOOKING_ELSEWHERE else ():
        _change_anchor(item, sheet, dimension, change)
    if fresh != held:
        holder.lists[name] = fresh
        holder.dirty = True


def _change_groups(sheet: Sheet, dimension: str, held: list[Json], change: SpanChange) -> None:
    moved = []
    for group in held:
        span = change(*groups.span_of(group))
        if span is not None:
            place = {**group["range"], "startIndex": span[0], "endIndex": span[1]}
            moved.append({**group, "range": place})
    groups.regroup(sheet, dimension, groups.depths(moved), moved)


def _with_columns(name: str, before: Json, after: Json, change: SpanChange) -> Json:
    """What an object says of single columns follows them too."""
    if name == "filterViews":
        return follow_columns(after, change)
    return tables.follow_columns(before, after, change) if name == "tables" else after


def _change_anchor(item: Json, sheet: Sheet, dimension: str, change: SpanChange) -> None:
    """The cell that a chart hangs on; where it is deleted, the one that takes its place."""
    anchor = item["position"].get("overlayPosition", {}).get("anchorCell")
    if anchor is None or anchor.get("sheetId", 0) != sheet.id:
        return
    name = "rowIndex" if dimension == "ROWS" else "columnIndex"
    index = anchor.pop(name, 0)
    span = change(index, index + 1)
    if span is None:
        before = change(0, index + 1)
        span = (min(before[1], sheet.count(dimension) - 1), 0) if before else (0, 0)
    if span[0]:
        anchor[name] = span[0]


def _is_worth_keeping(name: str, item: Json) -> bool:
    if name != "merges":
        return True
    height = item["endRowIndex"] - item["startRowIndex"]
    return bool(height * (item["endColumnIndex"] - item["startColumnIndex"]) > 1)


def _changed(item: Json, sheet: Sheet, dimension: str, change: SpanChange) -> Json | None:
    """The object with its ranges changed; nothing if what it is about is gone."""
    item = copy.deepcopy(item)
    gone: list[Json] = []
    for grid_range in grid_ranges(item):
        if grid_range.get("sheetId", 0) == sheet.id and not _change_range(grid_range, sheet, dimension, change):
            gone.append(grid_range)
    return _without(item, gone) if gone else item


def _change_range(grid_range: Json, sheet: Sheet, dimension: str, change: SpanChange) -> bool:
    start_key, end_key = _SIDES[dimension]
    if start_key not in grid_range and end_key not in grid_range:
        return True
    far = 2**30  # an open end stays open, and stays behind everything
    span = change(grid_range.get(start_key, 0), grid_range.get(end_key, far))
    if span is None:
        return False
    if start_key in grid_range:
        grid_range[start_key] = span[0]
    if end_key in grid_range:
        grid_range[end_key] = span[1]
    return True


def _lost_its_data(before: Any, after: Any) -> bool:
    """A series or a domain whose cells are gone leaves its chart; the chart stays."""
    return isinstance(before, dict) and any(name in before and name not in after for name in ("series", "domain"))


def _without(value: Any, gone: list[Json]) -> Any:
    """``value`` without the ranges in ``gone``; nothing if it was about them alone."""
    if any(value is item for item in gone):
        return None
    if isinstance(value, list):
        kept = [part for item in value if (part := _without(item, gone)) is not None and not _lost_its_data(item, part)]
        return kept or (None if value else value)
    if isinstance(value, dict):
        cleaned = {name: _without(part, gone) for name, part in value.items()}
        if any(cleaned[name] is None for name in _ESSENTIAL if name in value):
            return None
        return {name: part for name, part in cleaned.items() if part is not None}
    return value


def _change_metadata(spreadsheet: Spreadsheet, sheet: Sheet, dimension: str, change: SpanChange) -> None:
    kept = []
    for item in spreadsheet.developer_metadata:
        span = item["location"].get("dimensionRange")
        if span and span.get("sheetId", 0) == sheet.id and span["dimension"] == dimension:
            moved = change(span["startIndex"], span["endIndex"])
            if moved is None:
                continue
            place = {**span, "startIndex": moved[0], "endIndex": moved[1]}
            item = {**item, "location": {**item["location"], "dimensionRange": place}}
        kept.append(item)
    spreadsheet.developer_metadata = kept
