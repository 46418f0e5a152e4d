"""Books in memory, for tests of one job: no server, no calls."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from itertools import chain
from types import MappingProxyType
from typing import Any

from automation.workbook.book import Book
from automation.workbook.layout import Tab
from automation.workbook.reading import as_organised
from automation.workbook.state import State
from automation.workbook.table import Row
from sheets_schema.nastavnik import NASTAVNIK
from sheets_schema.sheet import Sheet
from sheets_schema.tabs.settings import Settings
from sheets_schema.vocabulary import CONSENT_KINDS, PUBLICATION, PUBLISHED, YES
from tests.workbook.tables import tab

Rows = Sequence[Mapping[str, Any]]

NOW = datetime(2024, 1, 15, 6, 0, tzinfo=UTC)
NAMED = {"organisation": "Колледж"}
"""Without a name no paper is drawn up."""
PERIOD = {"period_start": "01.09.2023", "period_end": "31.08.2024"}


def book(
    rows: Mapping[str, Rows],
    *,
    now: datetime = NOW,
    tried: Mapping[str, Any] = MappingProxyType({}),
    state: State | None = None,
    **settings: Any,
) -> Book:
    """A book with these rows (tab name → column name → cell); settings have their defaults, the plan its period, and
    beside those that are to be tried stands another value.

    Where nothing is said of consents, everybody has given all of them; what a person's row does not say of the required
    questions, they have answered somehow.
    """
    given = {code: one.default for code, one in Settings.declared().items()} | PERIOD | NAMED | settings
    values = [{"code": code, "value": value, "tried": tried.get(code)} for code, value in given.items()]
    people = {bank: [_answered(bank, row) for row in rows.get(bank, ())] for bank in ANSWERS}
    state = state or State()
    filled: dict[str, Rows] = {"consents": consents(rows), **rows, **people, "settings": values}
    found, schema = as_organised({one.name: _tab(one, filled) for one in NASTAVNIK.sheets}, NASTAVNIK, state.words)
    return Book(found, now, schema, state=state)


def _tab(sheet: type[Sheet], filled: Mapping[str, Rows]) -> Tab:
    """A tab with these rows, and with those columns of the organisation's own that they name."""
    rows = filled.get(sheet.name, ())
    return tab(sheet, rows, order=tuple(dict.fromkeys((*sheet.columns, *chain.from_iterable(rows)))))


ANSWERS: Mapping[str, Mapping[str, Any]] = {
    "mentees": {
        "born": "01.02.1999",
        "occupation": "А-21",
        "form": "педагог–студент",
        "requests": "помощь в учёбе",
    },
    "mentors": {
        "born": "01.02.1979",
        "occupation": "преподаватель",
        "forms": "педагог–студент",
        "competences": "помощь в учёбе",
        "capacity": 1,
    },
}


def _answered(bank: str, row: Mapping[str, Any]) -> dict[str, Any]:
    return {"email": f"{row.get('id')}@example.com", **ANSWERS[bank], **row}


def spelled(number: int) -> str:
    """A number as a word of a name: 12 → «Бв»."""
    return "".join("абвгдежзик"[int(digit)] for digit in str(number)).capitalize()


def consents(rows: Mapping[str, Rows]) -> Rows:
    """What everyone in both banks has agreed to: everything."""
    people = [str(row["id"]) for bank in ("mentees", "mentors") for row in rows.get(bank, ()) if row.get("id")]
    given = [(person, kind) for person in people for kind in CONSENT_KINDS]
    return [
        {"id": f"СГ-{number:04d}", "person": person, "kind": kind, **_GIVEN, **_OF_KIND.get(kind, {})}
        for number, (person, kind) in enumerate(given, 1)
    ]


_GIVEN = {"answer": YES, "given_on": "01.09.2023"}
_OF_KIND = {PUBLICATION: {"published": PUBLISHED[0]}}
"""What else is said where a kind of consent is given."""


def typed(sheet: type[Sheet], row: Mapping[str, Any]) -> Row:
    """A row by the names of its columns, as a table takes it."""
    return {sheet.named(name): cell for name, cell in row.items()}
