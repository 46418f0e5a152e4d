"""Groups of rows and columns.

What is grouped is how deep each line lies; the groups that Google lists follow from that.
https://developers.google.com/workspace/sheets/api/reference/rest/v4/spreadsheets/sheets#dimensiongroup
"""

from __future__ import annotations

from collections.abc import Iterator

from automation.embedded.spreadsheets.model import Json, Sheet, with_sheet
from automation.embedded.spreadsheets.runs import Runs

Span = tuple[int, int]

LISTS = {"ROWS": "rowGroups", "COLUMNS": "columnGroups"}


def depths(groups: list[Json]) -> Runs:
    """How many groups each line lies in; ``None`` for a line in none."""
    runs = Runs()
    for group in groups:
        deepen(runs, span_of(group), 1)
    return runs


def deepen(runs: Runs, span: Span, levels: int) -> None:
    """Put the lines of ``span`` so many levels deeper, or less deep; never above the sheet."""
    runs.change(*span, lambda depth: max((depth or 0) + levels, 0) or None)


def span_of(group: Json) -> Span:
    """The first line of a group and one past its last."""
    return group["range"]["startIndex"], group["range"]["endIndex"]


def regroup(sheet: Sheet, dimension: str, runs: Runs, held: list[Json]) -> None:
    """Make the sheet's groups those of ``runs``; a group that was collapsed in ``held`` stays so."""
    fresh = [_group(sheet, dimension, span, depth) for span, depth in sorted(_levels(runs))]
    same = [(span_of(group), group["depth"]) for group in fresh]
    closed = [group for group in held if group.get("collapsed")]
    for group in fresh:
        if any(_goes_on_in(old, group, [span for span, _ in same]) for old in closed):
            group["collapsed"] = True
    sheet.lists[LISTS[dimension]] = fresh
    sheet.dirty = True


def _goes_on_in(old: Json, fresh: Json, spans: list[Span]) -> bool:
    """Whether ``fresh`` is what became of ``old``: the same lines or, if no group has these now, the same depth."""
    if span_of(old) in spans:
        return span_of(old) == span_of(fresh)
    (start, end), (first, last) = span_of(old), span_of(fresh)
    return old["depth"] == fresh["depth"] and max(start, first) < min(end, last)


def _group(sheet: Sheet, dimension: str, span: Span, depth: int) -> Json:
    place = {"dimension": dimension, "startIndex": span[0], "endIndex": span[1]}
    return {"range": with_sheet(sheet.id, place), "depth": depth}


def _levels(runs: Runs) -> Iterator[tuple[Span, int]]:
    """Every unbroken stretch of lines at least so deep, with that depth."""
    for depth in range(1, max((value for _, _, value in runs), default=0) + 1):
        deep = Runs()
        for start, end, value in runs:
            if value >= depth:
                deep.put(start, end, True)
        for start, end, _ in deep:
            yield (start, end), depth
