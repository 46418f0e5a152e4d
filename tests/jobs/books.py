"""Books in memory, for tests of one job: no server, no calls."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from automation.workbook.book import Book
from sheets_schema import sheets
from sheets_schema.tabs.settings import SETTINGS
from tests.workbook.tables import tab

Rows = Sequence[Mapping[str, Any]]

NOW = datetime(2024, 1, 15, 6, 0, tzinfo=UTC)
PERIOD = {"period_start": "01.09.2023", "period_end": "31.08.2024"}


def book(rows: Mapping[str, Rows], *, now: datetime = NOW, **settings: Any) -> Book:
    """A book with these rows (tab name → column name → cell); settings have their defaults, the plan its period."""
    given = {code: default for code, (_, default, _) in SETTINGS.items()} | PERIOD | settings
    values = [{"code": code, "value": value} for code, value in given.items()]
    filled: dict[str, Rows] = {**rows, "settings": values}
    return Book({sheet.name: tab(sheet, filled.get(sheet.name, ())) for sheet in sheets()}, now)
