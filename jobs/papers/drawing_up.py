"""What official papers have in common: the letterhead, the people who sign, and how a row asks for its document."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import date
from typing import Any

import pandas as pd

import templates
from automation.workbook.book import Book, Document
from automation.workbook.table import Row, Table
from sheets_schema.tabs.settings import Settings
from sheets_schema.tabs.staff import Staff

_REFERENCE = ("founder", "address", "phone", "email", "ogrn", "inn", "kpp")


def draw_up(
    book: Book,
    table: Table,
    row: int,
    kind: str,
    context: Mapping[str, Any],
    *,
    said: Row | None = None,
    final: bool = False,
) -> None:
    """Ask for the document of a row, by the template of its kind, when it ought to say something else than it says.

    `said` and `final` are what they are of a `Document`.
    """
    entry = templates.register()[kind]
    template = templates.read_bytes(entry.template)
    digest = _digest(context, template)
    if not _says(table, row, digest):
        name = f"{table[table.key][row]}. {entry.document_name(context)}"
        key = table[table.sheet.named("purpose")][row]
        book.documents.append(
            Document(key, name, template, context, digest, table.sheet, row, said=said or {}, final=final)
        )


def is_up_to_date(table: Table, row: int, kind: str, context: Mapping[str, Any]) -> bool:
    """Whether the document of a row is there and says what it would say if it were drawn up from this context."""
    return _says(table, row, _digest(context, templates.read_bytes(templates.register()[kind].template)))


def _says(table: Table, row: int, digest: str) -> bool:
    drawn, link = table.sheet.named("digest"), table.sheet.named("document")
    return bool(digest == table[drawn][row]) and not pd.isna(table[link][row])


def _digest(context: Mapping[str, Any], template: bytes) -> str:
    said = json.dumps(context, ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.sha256(said.encode() + template).hexdigest()[:16]


def letterhead(book: Book) -> dict[str, Any]:
    """What the templates of all papers take: the organisation, the place, and the order that approved the plan."""
    values = book[Settings]
    full, short = (values.organisation or "").strip(), (values.organisation_short or "").strip()
    plan = {"number": values.plan_number, "date": values.plan_date}
    return {
        "organisation": {
            "full_name": full or short,
            # A letterhead that says one name twice would look like a mistake.
            "short_name": short if short and full not in ("", short) else None,
            **{code: getattr(values, code) for code in _REFERENCE},
        },
        "place": values.place,
        "plan": plan if all(plan.values()) else None,
    }


def holder(book: Book, *roles: str) -> dict[str, Any] | None:
    """Who holds the first of these roles that anybody holds, as papers name people; None when nobody does."""
    staff = book[Staff].frame.dropna(subset=[Staff.full_name])
    for role in roles:
        holders = staff[staff[Staff.role] == role]
        if len(holders):
            first = holders.iloc[0]
            return {"full_name": first["full_name"], "position": or_none(first["job_title"]) or role.lower()}
    return None


def school_year(day: date) -> str:
    """«2023/2024», from September to August."""
    first = day.year if day.month >= 9 else day.year - 1
    return f"{first}/{first + 1}"


def or_none(value: Any) -> Any:
    """The value of a cell; None for an empty one."""
    return None if pd.isna(value) else value
