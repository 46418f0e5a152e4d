"""A cycle after which nothing has happened is recognised by two calls, and one after which something has, is not."""

from __future__ import annotations

import stat
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from automation.workbook.layout import STRUCTURE
from automation.workbook.reading import read_book, read_state
from jobs.runner.cycle import CycleReport
from jobs.runner.unchanged import NOTE, run_if_changed
from sheets_schema.columns import Owner
from sheets_schema.nastavnik import NASTAVNIK
from tests.organisation import Clock, Organisation

LATER = timedelta(minutes=10)


def cycle(one: Organisation, folder: Path, *, after: timedelta = LATER) -> CycleReport:
    """A cycle some time after the last, as a new process."""
    one.clock.now += after
    return run_if_changed(one.connect(), one.spreadsheet, now=one.clock.now, note=folder / NOTE)


@pytest.fixture
def at_rest(paired: Organisation, tmp_path: Path) -> Organisation:
    """An organisation of which a note says that there was nothing to do."""
    while cycle(paired, tmp_path).wrote:
        pass
    assert (tmp_path / NOTE).exists()
    return paired


def test_where_nothing_has_happened_two_calls_are_enough(at_rest: Organisation, tmp_path: Path) -> None:
    for _ in range(2):
        report = cycle(at_rest, tmp_path)
        assert (report.jobs, report.calls.total()) == ([], 2)
    assert stat.S_IMODE((tmp_path / NOTE).stat().st_mode) == 0o600


def _types(one: Organisation) -> None:
    one.curator.type("Подбор", {"НМ-0001/Н-0001": {"Комментарий": "поговорить"}})


@pytest.mark.parametrize(
    "happens",
    [_types, Organisation.mentee, lambda one: one.mentor(email="other@example.com")],
    ids=["an edit", "a mentee", "a mentor"],
)
def test_an_edit_or_an_answer_is_not_missed(
    happens: Callable[[Organisation], None], at_rest: Organisation, tmp_path: Path
) -> None:
    happens(at_rest)
    assert cycle(at_rest, tmp_path).jobs


def test_after_a_move_every_link_that_jobs_wrote_leads_to_the_new_address(
    at_rest: Organisation, tmp_path: Path
) -> None:
    before = _links(at_rest)
    assert {place.partition("!")[0] for place in before} >= {"Приказы", "Письма"}
    typed = f"{at_rest.server.url}/document/d/typed-by-hand"
    at_rest.curator.type("Дорожная карта", {"М-0001": {"Подтверждение": typed}})
    while cycle(at_rest, tmp_path).jobs:
        pass
    at_rest.workspace.address = "https://mentoring.example"
    assert cycle(at_rest, tmp_path).jobs
    moved = {place: text.replace(at_rest.server.url, at_rest.workspace.address) for place, text in before.items()}
    assert _links(at_rest) == {}
    assert {place: text for place, text in _cells(at_rest).items() if place in moved} == moved
    state = read_state(at_rest.google.spreadsheets.get(at_rest.spreadsheet, fields=STRUCTURE))
    assert state.links and all(link.startswith("https://mentoring.example/forms/") for link in state.links.values())
    assert typed in [row["Подтверждение"] for row in at_rest.curator.rows("Дорожная карта")]
    assert not cycle(at_rest, tmp_path).wrote


def _links(one: Organisation) -> dict[str, str]:
    """What jobs have written with a link to where the server listens."""
    return {place: text for place, text in _cells(one).items() if one.server.url in text}


def _cells(one: Organisation) -> dict[str, str]:
    book = read_book(one.google, one.spreadsheet, one.clock.now, NASTAVNIK)
    return {
        f"{sheet.title}!{row}!{name}": str(cell)
        for sheet in NASTAVNIK.sheets
        for name in sheet.owned_by(Owner.JOB)
        for row, cell in book.tables[sheet.name].whole[name].items()
    }


def test_a_new_day_is_something_that_has_happened(at_rest: Organisation, tmp_path: Path) -> None:
    assert cycle(at_rest, tmp_path, after=timedelta(days=1)).jobs


def test_other_jobs_than_those_that_found_nothing_to_do_are_run(at_rest: Organisation, tmp_path: Path) -> None:
    report = run_if_changed(
        at_rest.connect(), at_rest.spreadsheet, now=at_rest.clock.now, note=tmp_path / NOTE, names=["validate"]
    )
    assert report.jobs == ["проверка"]


def test_a_change_in_the_second_in_which_the_spreadsheet_was_read_is_not_missed(
    at_rest: Organisation, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Clock, "__call__", lambda clock: clock.now)  # of a clock that shows whole seconds
    _types(at_rest)
    assert cycle(at_rest, tmp_path, after=timedelta(0)).jobs  # what it has read is of this second
    at_rest.curator.type("Реестр пар", {"П-0001": {"Завершена": "10.01.2024"}})
    assert cycle(at_rest, tmp_path, after=timedelta(0)).changed


@pytest.mark.parametrize("content", [b"", b"{}", b'{"spreadsheet": 1}', "не то".encode("cp1251")])
def test_a_note_that_cannot_be_read_is_as_none(content: bytes, at_rest: Organisation, tmp_path: Path) -> None:
    (tmp_path / NOTE).write_bytes(content)
    assert cycle(at_rest, tmp_path).jobs
    assert cycle(at_rest, tmp_path).jobs == []
