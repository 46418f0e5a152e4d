"""A workspace that an earlier version made goes on: `nastavnik init`, a cycle, and nothing is lost or doubled.

`earlier/DATE.sqlite3.xz` is what the program of that day left behind: a provisioned organisation, a pair with the draft
of its order, a mentee for whom there is nobody. Its people are invented.
"""

from __future__ import annotations

import lzma
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from automation.google.drive import SPREADSHEET
from automation.workbook.provision import FirstRows, provision
from sheets_schema.columns import Key, Owner
from sheets_schema.nastavnik import NASTAVNIK
from sheets_schema.questionnaires.compatibility_questionnaire import CompatibilityQuestionnaire
from sheets_schema.questionnaires.measure_report import MeasureReport
from tests.organisation import Organisation, copy_of

EARLIER = sorted((Path(__file__).parent / "earlier").glob("*.sqlite3.xz"))


@pytest.fixture(params=EARLIER, ids=lambda path: path.name)
def earlier(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Organisation]:
    folder = tmp_path / "earlier"
    folder.mkdir()
    (folder / "workspace.sqlite3").write_bytes(lzma.decompress(request.param.read_bytes()))
    with copy_of(folder, "", {}, tmp_path / "mine") as one:
        (spreadsheet,) = one.google.drive.search(f"mimeType = '{SPREADSHEET}' and trashed = false")
        one.spreadsheet = spreadsheet.id
        yield one


def what_people_said(one: Organisation) -> dict[str, list[dict[str, Any]]]:
    """Tab → its rows, with their keys and what forms and the curator put there."""
    sheets = one.google.spreadsheets.get(one.spreadsheet, fields="sheets(properties(title))")["sheets"]
    shown = {sheet["properties"]["title"] for sheet in sheets}
    return {
        sheet.title: [
            {
                column.title: row.get(column.title)
                for column in sheet.columns.values()
                if isinstance(column, Key) or column.owner is not Owner.JOB
            }
            for row in one.curator.rows(sheet.title)
        ]
        for sheet in NASTAVNIK.sheets
        if sheet.title in shown
    }


def upgrade(one: Organisation) -> None:
    """`nastavnik init`."""
    made = provision(
        one.connect(),
        NASTAVNIK,
        title="Наставничество",
        first=FirstRows({}, {}),
        now=one.clock.now,
        spreadsheet=one.spreadsheet,
    )
    one.links = made.forms


def test_nothing_is_lost_or_doubled_after_an_upgrade(earlier: Organisation) -> None:
    before, letters = what_people_said(earlier), len(earlier.letters())
    upgrade(earlier)
    files = len(earlier.google.drive.search("trashed = false"))  # what a version adds, forms and folders, is there
    earlier.cycle()
    after = what_people_said(earlier)
    for title, rows in before.items():
        kept = [{name: cell for name, cell in row.items() if name in rows[0]} for row in after[title][: len(rows)]]
        assert kept == rows, title
        assert len(after[title]) == len(rows) or title in ("Настройки", "Журнал", "Письма"), title
    # A pair of that very day is introduced, which former versions did not do.
    new = [row["Ключ"] for row in after["Письма"][len(before["Письма"]) :]]
    assert new == ["introduction/Н-0001/2023-11-20", "introduction/НМ-0001/2023-11-20"]
    assert earlier.row("Реестр пар", "П-0001")["Состояние"] == "в проекте приказа"
    assert len(earlier.letters()) == letters + len(new)
    assert len(earlier.google.drive.search("trashed = false")) == files
    assert not earlier.cycle().wrote


def test_links_of_former_letters_lead_to_rows_as_they_did(earlier: Organisation) -> None:
    """They fill in the pair and the side, or the measure and who reports it, and no number of a row."""
    upgrade(earlier)
    said = dict.fromkeys(("ease", "goal", "terms", "trust", "go_on"), "да")
    earlier.answer(CompatibilityQuestionnaire, {"pair": "П-0001", "side": "наставник", **said})
    person = earlier.curator.rows("Сотрудники")[0]["№"]
    measure = earlier.curator.rows("Дорожная карта")[0]["№"]
    earlier.answer(
        MeasureReport, {"measure": measure, "reporter": person, "outcome": "Выполнено", "proof": "В папке программы"}
    )
    earlier.cycle("collect", "compatibility", "measure_reports")
    (answer,) = earlier.curator.rows("Совместимость")
    assert (answer["Номер пары"], answer["Кто отвечает"], answer["Балл"]) == ("П-0001", "наставник", 100)
    assert (answer["Ответ"], answer["Что исправить"]) == ("получен", None)
    assert earlier.row("Реестр пар", "П-0001")["Совместимость"] == "наставник: 100 — подходят"
    (report,) = (row for row in earlier.curator.rows("Отчёты о мероприятиях") if row["Когда сообщили"])
    assert (report["Номер мероприятия"], report["Кого спросили"]) == (measure, person)
    assert report["Что исправить"] is None
