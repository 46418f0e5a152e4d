"""Books in memory, for tests of one job: no server, no calls."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Any

from automation.workbook.book import Book
from automation.workbook.table import Row
from sheets_schema.nastavnik import NASTAVNIK
from sheets_schema.sheet import Sheet
from sheets_schema.tabs.settings import Settings
from sheets_schema.vocabulary import CONSENT_KINDS, YES
from tests.workbook.tables import tab

Rows = Sequence[Mapping[str, Any]]

NOW = datetime(2024, 1, 15, 6, 0, tzinfo=UTC)
PERIOD = {"period_start": "01.09.2023", "period_end": "31.08.2024"}


def book(
    rows: Mapping[str, Rows],
    *,
    now: datetime = NOW,
    tried: Mapping[str, Any] = MappingProxyType({}),
    **settings: Any,
) -> Book:
    """A book with these rows (tab name → column name → cell); settings have their defaults, the plan its period, and
    beside those that are to be tried stands another value.

    Where nothing is said of consents, everybody has given all of them.
    """
    given = {code: one.default for code, one in Settings.declared().items()} | PERIOD | settings
    values = [{"code": code, "value": value, "tried": tried.get(code)} for code, value in given.items()]
    filled: dict[str, Rows] = {"consents": consents(rows), **rows, "settings": values}
    return Book({sheet.name: tab(sheet, filled.get(sheet.name, ())) for sheet in NASTAVNIK.sheets}, now, NASTAVNIK)


def consents(rows: Mapping[str, Rows]) -> Rows:
    """What everyone in both banks has agreed to: everything."""
    people = [str(row["id"]) for bank in ("mentees", "mentors") for row in rows.get(bank, ()) if row.get("id")]
    given = [(person, kind) for person in people for kind in CONSENT_KINDS]
    return [
        {"id": f"СГ-{number:04d}", "person": person, "kind": kind, "answer": YES, "given_on": "01.09.2023"}
        for number, (person, kind) in enumerate(given, 1)
    ]


def typed(sheet: type[Sheet], row: Mapping[str, Any]) -> Row:
    """A row by the names of its columns, as a table takes it."""
    return {sheet.named(name): cell for name, cell in row.items()}
