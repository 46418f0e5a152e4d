"""A column, a tab or a setting that is not declared, and a value of another type, are found by the type checker."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

HEAD = """
from automation.workbook.book import Book
from sheets_schema.form import Section
from sheets_schema.tabs.mentees import Mentees
from sheets_schema.tabs.mentors import Mentors
from sheets_schema.tabs.orders import Orders
from sheets_schema.tabs.settings import Settings
from sheets_schema.vocabulary import DRAFT

def job(book: Book) -> None:
"""

RIGHT = (
    "book[Mentees][Mentees.status].isna()",
    "book[Mentees][Mentees.status] = None",
    "book[Orders].set(1, {Orders.state: DRAFT})",
    "book[Orders].append([{Orders.id: 'ПР-0001', Orders.state: DRAFT}])",
    "book[Mentees].answer(1, {Mentees.full_name: 'Ветрова Анна'})",
    "book[Mentees].frame[Mentees.born].isna()",
    "[book[sheet][name] for sheet in (Mentees, Mentors) for name in sheet.owned_by()]",
    "Section('О вас', (Mentees.full_name, Mentees.email))",
    "book[Orders][Orders.signed] & ~book[Orders][Orders.signed]",
    "book[Mentors][Mentors.capacity] * 2",
    "book[Settings].soon_days + 1",
)

WRONG = (
    "book[Mentees]['statuss'].isna()",
    "book[Mentees]['status'].isna()",
    "book[Mentees][Mentees.statuss].isna()",
    "book.mentes",
    "book[Mentees]['status'] = None",
    "book[Orders].set(1, state=DRAFT)",
    "book[Orders].set(1, {'state': DRAFT})",
    "book[Orders].append([{'id': 'ПР-0001'}])",
    "book[Mentees].answer(1, {'full_name': 'Ветрова Анна'})",
    "book[Mentees].frame[Mentees.bron].isna()",
    "Section('О вас', ('full_name', 'email'))",
    "book[Orders][Orders.number] * book[Orders][Orders.number]",
    "book[Mentors][Mentors.trained] + 1",
    "book[Orders][Orders.signed] - book[Orders][Orders.dated]",
    "book[Mentors][Mentors.capacity] / book[Mentors][Mentors.full_name]",
    "book[Settings].soon_dayz + 1",
    "book[Settings].soon_days.lower()",
)


@pytest.fixture(scope="module")
def reported(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """The lines with a mistake, as one run says that has the project's own settings, and its cache."""
    file = tmp_path_factory.mktemp("typing") / "deeds.py"
    lines = [*HEAD.splitlines(), *(f"    {deed}" for deed in (*RIGHT, *WRONG))]
    file.write_text("\n".join(lines), encoding="utf-8")
    command = [sys.executable, "-m", "mypy", str(file)]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert run.returncode == 1 and not run.stderr, run.stdout + run.stderr
    return {lines[int(at) - 1].strip() for at in re.findall(r"deeds\.py:(\d+): error:", run.stdout)}


@pytest.mark.parametrize("mistake", WRONG)
def test_a_mistake_is_found_by_the_type_checker(reported: set[str], mistake: str) -> None:
    assert mistake in reported


def test_what_is_spelled_right_is_not_taken_for_a_mistake(reported: set[str]) -> None:
    assert reported.isdisjoint(RIGHT)
