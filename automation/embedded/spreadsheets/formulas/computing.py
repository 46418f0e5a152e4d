"""What formulas come to: of those in a spreadsheet's cells, and of others that are asked about."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import datetime
from typing import TypeVar

from automation.embedded.patience import PATIENCE
from automation.embedded.spreadsheets.formulas.workbook import Place, Question, Uncomputable, Workbook, local_time
from automation.embedded.spreadsheets.model import Area, Formula, Sheet, Spreadsheet, Value

_Given = TypeVar("_Given")

# The library reads a formula by recursion: one with thousands of brackets would overrun a thread's usual stack, and
# take the process with it. What is reserved is not used unless it is needed.
_STACK_BYTES = 512 * 2**20
_MOST_TRIES = 5
# What a formula costs by itself, and for every row that a range in it may have: measured with COUNTIF over a column.
_SECONDS_EACH, _SECONDS_A_ROW = 1e-4, 1e-8

Results = list[tuple[int, int, int, Value]]
"""Sheet's id, row and column from 0, and what stands there."""


def answers(spreadsheet: Spreadsheet, questions: list[Question], now: datetime) -> list[Formula]:
    """What formulas that stand in no cell come to, those in cells being computed already; one for each question."""

    def work() -> list[Formula]:
        workbook = Workbook(spreadsheet, now)
        placed = [workbook.place_aside(question) for question in questions]
        workbook.copy_read_cells(with_results=True)
        try:
            workbook.evaluate()
        except Uncomputable:
            placed = [None] * len(questions)
        return [workbook.result(question, place) for question, place in zip(questions, placed, strict=True)]

    return _with_room(work) if questions else []


def is_stale(spreadsheet: Spreadsheet, now: datetime) -> bool:
    """Whether formulas were last computed on another day, before the last change, or by another program."""
    return spreadsheet.has_formulas and spreadsheet.computed_on != local_time(spreadsheet, now).date()


def takes_long(spreadsheet: Spreadsheet) -> bool:
    """Whether computing takes longer than others should wait."""
    count = sum(1 for sheet in spreadsheet.sheets for _ in sheet.formulas())
    rows = max((len(sheet.rows) for sheet in spreadsheet.sheets), default=0) if count else 0
    return count * (_SECONDS_EACH + rows * _SECONDS_A_ROW) > PATIENCE


def fresh_results(spreadsheet: Spreadsheet, now: datetime) -> Results:
    """Compute the spreadsheet; gives which cells have come to something else than they held."""
    before = _held(spreadsheet)
    compute(spreadsheet, now)
    after = _held(spreadsheet)
    places = [place for place in before | after if not _same(before.get(place), after.get(place))]
    return [(*place, after.get(place)) for place in places]


def _held(spreadsheet: Spreadsheet) -> dict[Place, Value]:
    return {
        (sheet.id, row, column): formula for sheet in spreadsheet.sheets for row, column, formula in sheet.formulas()
    }


def _same(first: Value, second: Value) -> bool:
    return first == second and type(_result(first)) is type(_result(second))  # 1 equals TRUE


def take_over(spreadsheet: Spreadsheet, results: Results, now: datetime) -> None:
    """Write down `fresh_results` that were computed of the same cells."""
    for sheet_id, row, column, formula in results:
        sheet = spreadsheet.sheet(sheet_id)
        assert sheet is not None  # noqa: S101 - the same cells
        sheet.set_value(row, column, formula)
    spreadsheet.computed_on = local_time(spreadsheet, now).date()


def compute(spreadsheet: Spreadsheet, now: datetime) -> None:
    """Give every formula of the spreadsheet its result. Costs nothing where there are no formulas."""
    if not spreadsheet.has_formulas:
        return
    questions, spilled = _formulas(spreadsheet)
    if questions or spilled:
        _with_room(_Computation(spreadsheet, questions, spilled, now).run)
    spreadsheet.computed_on = local_time(spreadsheet, now).date()


def compute_in(spreadsheet: Spreadsheet, areas: list[Area] | None, now: datetime) -> None:
    """Compute where the areas, or all cells without any, show what a formula comes to."""
    if areas is None or any(_has_formulas(area) for area in areas):
        compute(spreadsheet, now)


def _has_formulas(area: Area) -> bool:
    rows = area.sheet.rows[area.top : area.bottom] if area.sheet.has_formulas else ()
    return any(Formula in map(type, row[area.left : area.right]) for row in rows)


def _formulas(spreadsheet: Spreadsheet) -> tuple[list[Question], set[Place]]:
    """The formulas in cells, and the cells that a formula elsewhere had filled."""
    questions: list[Question] = []
    spilled: set[Place] = set()
    for index, sheet in enumerate(spreadsheet.sheets):
        if sheet.has_formulas:
            before = len(questions) + len(spilled)
            for row, column, formula in sheet.formulas():
                if formula.is_spilled:
                    spilled.add((index, row + 1, column + 1))
                else:
                    questions.append(Question(sheet, row, column, formula.text))
            sheet.has_formulas = len(questions) + len(spilled) > before
    return questions, spilled


class _Computation:
    """One computation of all formulas in a spreadsheet's cells."""

    def __init__(self, spreadsheet: Spreadsheet, questions: list[Question], spilled: set[Place], now: datetime) -> None:
        self._spreadsheet, self._questions, self._now = spreadsheet, questions, now
        self._held_spilled = spilled
        self._refused: set[Question] = set()

    def run(self) -> None:
        """Write all results down; a formula that the library fails over has an error."""
        try:
            self._run()
        except Uncomputable:
            self._refused = set(self._culprits(self._questions))
            self._run()

    def _culprits(self, questions: list[Question]) -> list[Question]:
        """Those of ``questions`` that the library fails over; all of them if it is their company that does it."""
        try:
            self._evaluated(set(), questions)
        except Uncomputable:
            if len(questions) == 1:
                return questions
            half = len(questions) // 2
            return self._culprits(questions[:half]) + self._culprits(questions[half:]) or questions
        return []

    def _run(self) -> None:
        blocking: set[Place] = set()
        for _ in range(_MOST_TRIES):
            workbook, placed = self._evaluated(blocking, self._questions)
            spilled = workbook.spilled()
            in_the_way = {place for place in spilled if self._is_taken(place)} - blocking
            if not in_the_way:
                break
            # The library knew nothing of these cells, since no formula reads them.
            blocking |= in_the_way
        self._settle(workbook, placed)
        self._spill(workbook, spilled)

    def _evaluated(self, blocking: set[Place], questions: list[Question]) -> tuple[Workbook, list[Place | None]]:
        workbook = Workbook(self._spreadsheet, self._now)
        placed = [None if question in self._refused else workbook.place(question) for question in questions]
        for question in self._refused:
            workbook.refuse(question)
        workbook.copy_read_cells(with_results=False)
        for place in blocking:
            workbook.copy_cell(place)
        workbook.evaluate()
        return workbook, placed

    def _is_taken(self, place: Place) -> bool:
        value = self._spreadsheet.sheets[place[0]].value(place[1] - 1, place[2] - 1)
        return value is not None and not (isinstance(value, Formula) and value.is_spilled)

    def _settle(self, workbook: Workbook, placed: list[Place | None]) -> None:
        """Write the results down; a date makes a date of what refers to it, so that may take several rounds."""
        changed, rounds = True, 0
        while changed and rounds < _MOST_TRIES:
            changed, rounds = False, rounds + 1
            for question, place in zip(self._questions, placed, strict=True):
                changed |= _put(question.sheet, question.row, question.column, workbook.result(question, place))

    def _spill(self, workbook: Workbook, spilled: list[Place]) -> None:
        for index, row, column in self._held_spilled.difference(spilled):
            _put(self._spreadsheet.sheets[index], row - 1, column - 1, None)
        origins = self._origins(spilled)
        for index, row, column in spilled:
            sheet = self._spreadsheet.sheets[index]
            if row <= sheet.row_count and column <= sheet.column_count and not self._is_taken((index, row, column)):
                _put(
                    sheet,
                    row - 1,
                    column - 1,
                    workbook.spilled_result((index, row, column), origins[index, row, column]),
                )

    def _origins(self, spilled: list[Place]) -> dict[Place, Question | None]:
        """Whose formula has filled each cell: the library does not say, but it stands above or to the left."""
        if not spilled:
            return {}
        indexes = {id(sheet): index for index, sheet in enumerate(self._spreadsheet.sheets)}
        asked = {(indexes[id(each.sheet)], each.row + 1, each.column + 1): each for each in self._questions}
        found: dict[Place, Question | None] = {}
        for index, row, column in spilled:  # row by row
            above, left = (index, row - 1, column), (index, row, column - 1)
            origin = found.get(above) or asked.get(above) or found.get(left) or asked.get(left)
            found[index, row, column] = origin
        return found


def _put(sheet: Sheet, row: int, column: int, value: Value) -> bool:
    """Write a result down if it is another one; whether it is."""
    held = sheet.value(row, column)
    if _same(held, value):
        return False
    sheet.set_value(row, column, value)
    return True


def _result(value: Value) -> Value:
    return value.result if isinstance(value, Formula) else value


_starting = threading.Lock()


def _with_room(work: Callable[[], _Given]) -> _Given:
    """Do ``work`` where recursion goes deep; it raises what the work raises."""
    outcome: list[_Given] = []
    failure: list[BaseException] = []

    def run() -> None:
        try:
            outcome.append(work())
        except BaseException as error:
            failure.append(error)

    thread = threading.Thread(target=run, name="formulas")
    with _starting:  # the size is the process's, and taken at the start
        usual = threading.stack_size(_STACK_BYTES)
        try:
            thread.start()
        finally:
            threading.stack_size(usual)
    thread.join()
    if failure:
        raise failure[0]
    return outcome[0]
