"""The papers of an event: an agenda and a sheet to sign before it, minutes or a report after it; what they prove."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from automation.workbook.book import Book
from automation.workbook.table import Table
from jobs.letters.waiting import TO_PREPARE, TO_WRITE_UP, waiting
from jobs.runner.deciding import decide
from jobs.runner.job import jobs_of
from sheets_schema.tabs.event_papers import EventPapers
from sheets_schema.tabs.roadmap import Roadmap
from tests.jobs.books import NOW, book
from tests.jobs.events.test_events import EVENT, PEOPLE

COUNCIL = EVENT | {"kind": "педагогический совет", "measure": "1.4.1"}
HELD = {"held": True, "present": 24, "decided": "Принять к сведению\n\nПровести анкетирование"}
MEASURE = {
    "id": "М-0001",
    "number": "1.4.1.",
    "measure": "Педсовет",
    "deadline": "январь 2024 г.",
    "responsible": "Директор",
    "proven_by": "мероприятия этого пункта прошли",
}


def lived(days: int, *events: dict[str, Any], **rows: Any) -> Book:
    one = book({**PEOPLE, "events": list(events), **rows}, now=NOW + timedelta(days=days))
    decide(one, jobs_of(("validate", "states", "events", "event_papers", "deadlines")))
    assert not one.notices, one.notices
    return one


def drawn(one: Book) -> list[str]:
    return [document.name.partition(". ")[2].partition(".")[0] for document in one.documents]


def test_before_an_event_its_agenda_and_a_sheet_with_the_invited_are_drawn_up() -> None:
    one = lived(0, EVENT)
    (paper,) = one.documents
    assert drawn(one) == ["Повестка и лист регистрации"]
    assert [person["full_name"] for person in paper.context["invited"]] == ["Гусева Анна Олеговна", "Орлов Пётр Ильич"]
    assert paper.context["points"][0] == "Открытие: зачем мы собрались."
    (own,) = lived(0, EVENT | {"agenda": "Приветствие\n\nИгра"}).documents
    assert own.context["points"] == ["Приветствие", "Игра"]


def test_an_event_far_ahead_to_which_nobody_is_called_has_no_papers_yet_and_a_cancelled_one_has_none() -> None:
    later = EVENT | {"invite": None, "begins": "01.03.2024"}
    assert not lived(0, later, EVENT | {"id": "МП-0002", "cancelled": True}).documents
    assert drawn(lived(42, later)) == ["Повестка и лист регистрации"]


@pytest.mark.parametrize(("event", "what"), [(COUNCIL, "Протокол"), (EVENT, "Отчёт")])
def test_what_was_decided_becomes_minutes_or_a_report(event: dict[str, Any], what: str) -> None:
    one = lived(20, event | HELD)
    (paper,) = one.documents
    assert drawn(one) == [what]
    assert (paper.context["present"], paper.context["decided"]) == (
        24,
        ["Принять к сведению", "Провести анкетирование"],
    )
    assert not lived(20, event | {"held": True}).documents


def test_a_paper_that_the_curator_calls_final_follows_its_row_no_more() -> None:
    row = {"id": "ДМ-0001", "event": "МП-0001", "purpose": "event/minutes/МП-0001", "document": "https://e.ru/1"}
    assert drawn(lived(20, COUNCIL | HELD, eventpapers=[row])) == ["Протокол"]
    assert not lived(20, COUNCIL | HELD, eventpapers=[{**row, "final": True}]).documents
    assert len(lived(20, COUNCIL | HELD, eventpapers=[row])[EventPapers]) == 1


def seen(*events: dict[str, Any], days: int = 20) -> tuple[str, str]:
    table: Table = lived(days, *events, roadmap=[MEASURE])[Roadmap]
    return table[Roadmap.state].iloc[0], table[Roadmap.seen].iloc[0]


def test_a_measure_is_done_when_all_its_events_were_held_and_written_up() -> None:
    other = COUNCIL | {"id": "МП-0002", "subject": "Второй"}
    assert seen(COUNCIL | HELD) == ("выполнено", "мероприятий прошло: 1 из 1, участников: 24")
    assert seen(COUNCIL | HELD, other)[1] == "мероприятий прошло: 1 из 2, участников: 24"
    assert seen(COUNCIL | HELD, other)[0] != "выполнено"
    assert seen(COUNCIL | HELD, other | {"cancelled": True})[0] == "выполнено"


@pytest.mark.parametrize(
    "changes", [{"measure": None}, {"decided": None}, {"present": 0}, {"begins": "15.05.2023"}, {"cancelled": True}]
)
def test_an_event_proves_nothing_without_its_point_its_people_and_what_was_decided(changes: dict[str, Any]) -> None:
    assert seen(COUNCIL | HELD | {"held": None} | changes)[0] != "выполнено"


def told(one: Book) -> list[tuple[Any, str]]:
    return [(matter.matter, matter.what) for matter in waiting(one) if matter.matter in (TO_PREPARE, TO_WRITE_UP)]


def test_the_curator_is_told_what_a_near_event_lacks_and_of_which_nothing_was_written() -> None:
    bare = EVENT | {"begins": "18.01.2024", "place": None, "invite": None}
    assert told(lived(0, bare)) == [(TO_PREPARE, "18.01.2024; нет: времени, места, ведущего, приглашений")]
    assert told(lived(0, EVENT | {"begins": "18.01.2024 14:00", "leader": "Дубов И. П."})) == []
    assert told(lived(0, bare | {"begins": "18.02.2024"})) == []
    ((matter, _),) = told(lived(20, COUNCIL))
    assert matter == TO_WRITE_UP
    assert told(lived(20, COUNCIL | HELD)) == told(lived(20, COUNCIL | {"cancelled": True})) == []
