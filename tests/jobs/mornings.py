"""An organisation in memory, and its mornings: the jobs that have to do with deadlines, without a server."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

from automation.workbook.book import Book
from jobs.letters import remind
from jobs.plan import deadlines, measure_reports
from sheets_schema.nastavnik import NASTAVNIK
from sheets_schema.questionnaires.measure_report import MeasureReport
from sheets_schema.tabs.letters import Letters
from sheets_schema.tabs.settings import Settings
from tests.workbook.tables import tab

DIRECTOR, COORDINATOR, METHODIST = "director@example.com", "coordinator@example.com", "methodist@example.com"
HEAD = "head@example.com"
STAFF = (
    {"id": "С-0001", "role": "Директор", "full_name": "Дубровин Игорь Павлович", "email": DIRECTOR},
    {"id": "С-0002", "role": "Координатор", "full_name": "Бережной Олег Ильич", "email": COORDINATOR},
    {"id": "С-0003", "role": "Методист", "full_name": "Ложкина Вера Андреевна", "email": METHODIST},
    {"id": "С-0009", "role": "Заведующий отделением", "full_name": "Гайворонский Пётр Ильич", "email": HEAD},
)
PERIOD = {"period_start": "01.09.2023", "period_end": "31.08.2024", "organisation_short": "Техникум"}

Row = Mapping[str, Any]


def measure(number: int, deadline: str, responsible: str = "Методист", **more: Any) -> dict[str, Any]:
    return {
        "id": f"М-{number:04d}",
        "number": f"{number}",
        "measure": f"Мероприятие {number}",
        "deadline": deadline,
        "responsible": responsible,
        **more,
    }


def organisation(
    *measures: Row, staff: Sequence[Row] = STAFF, given: Mapping[str, Any] | None = None, **tabs: Sequence[Row]
) -> Book:
    """A book with these measures and members of staff; nobody else is there."""
    values = {**PERIOD, **(given or {})}
    rows: dict[str, Sequence[Row]] = {
        "roadmap": measures,
        "staff": staff,
        "settings": [
            {"code": code, "parameter": one.column.title, "value": values.get(code, one.default)}
            for code, one in Settings.declared().items()
        ],
        **tabs,
    }
    tables = {sheet.name: tab(sheet, rows.get(sheet.name, ())) for sheet in NASTAVNIK.sheets}
    book = Book(tables, morning(date(2023, 11, 20)), NASTAVNIK, link="https://example.com/table")
    book.state.links[MeasureReport.name] = "https://example.com/form/viewform"
    return book


def morning(day: date) -> datetime:
    """09:00 in Moscow."""
    return datetime(day.year, day.month, day.day, 6, tzinfo=UTC)


def live(book: Book, day: date) -> None:
    """The jobs of that morning that have to do with deadlines."""
    book.moment = morning(day)
    deadlines.run(book, book.today)
    measure_reports.run(book, book.today)
    remind.run(book, book.today)


def days(first: date, last: date) -> Iterator[date]:
    for number in range((last - first).days + 1):
        yield first + timedelta(days=number)


def reminders(book: Book) -> list[dict[str, Any]]:
    """The reminders queued so far (the curator's digests are other letters)."""
    letters = book[Letters].frame
    return letters[letters[Letters.id].str.startswith("reminder/")].to_dict("records")  # type: ignore[return-value]


def told(book: Book, address: str) -> list[date]:
    """The days on which this address was reminded."""
    return [letter["queued_at"].date() for letter in reminders(book) if letter["recipient"] == address]
