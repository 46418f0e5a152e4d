"""What one person gets of all that is held of them, and by which ways: the command, the desk."""

from __future__ import annotations

import io
from datetime import timedelta

import docx
import openpyxl
import pytest

from jobs.runner.handing_over import as_document, as_spreadsheet, dossier_of
from jobs.runner.holding import look
from sheets_schema.nastavnik import NASTAVNIK
from tests.organisation import MONDAY, Organisation

MENTEE, MENTOR = "Ветрова Анна Сергеевна", "Осипов Павел Юрьевич"


def told(one: Organisation, number: str) -> tuple[str, str]:
    """What the document and the spreadsheet say."""
    google = one.connect()
    dossier = dossier_of(google, look(google, one.spreadsheet, number, now=one.clock.now, schema=NASTAVNIK))
    paper = docx.Document(io.BytesIO(as_document(dossier)))
    cells = (cell.text for table in paper.tables for row in table.rows for cell in row.cells)
    book = openpyxl.load_workbook(io.BytesIO(as_spreadsheet(dossier)))
    rows = (str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row)
    return "\n".join([*(paragraph.text for paragraph in paper.paragraphs), *cells]), "\n".join(rows)


@pytest.fixture
def known(paired: Organisation) -> Organisation:
    """A pair, another mentee whose row speaks of the first, and another mentor whom the first would rather not have."""
    paired.mentee(full_name="Котова Яна Львовна", email="kotova@example.com", phone="+7 900 000-00-05")
    paired.mentee(avoid="Котова Яна")
    paired.cycle(now=MONDAY + timedelta(hours=1))
    paired.curator.type("Банк наставляемых", {"НМ-0002": {"Заметка куратора": "Сидит с Ветровой"}})
    return paired


def test_they_get_their_answers_consents_pair_letters_and_documents_in_the_order_of_the_questionnaire(
    known: Organisation,
) -> None:
    document, spreadsheet = told(known, "НМ-0001")
    for text in (document, spreadsheet):
        for said in (
            MENTEE,
            "+7 900 000-00-01",
            "14.03.2005",
            "Хочу сдать сессию",
            "персональные данные",
            MENTOR,
            "ПР-0001",
        ):
            assert said in text, said
    assert document.index("ФИО") < document.index("Эл. почта") < document.index("Запрос своими словами")
    assert "статья 14" in document and "КТТ" in document and "Ложкина Вера Андреевна" in document


def test_of_others_there_is_no_more_than_the_name_of_whom_they_are_in_a_pair_with(known: Organisation) -> None:
    for text in told(known, "НМ-0001"):
        for other in ("Котова", "kotova@example.com", "osipov@example.com", "+7 900 000-00-02", "Сидит с"):
            assert other not in text, other
        assert "НМ-0002" in text, "the place where they are spoken of is named"


def test_both_numbers_of_one_person_are_one_answer(known: Organisation) -> None:
    known.mentor(full_name=MENTEE, email="vetrova@example.com", born="2005-03-14", occupation="староста")
    known.cycle(now=MONDAY + timedelta(hours=2))
    number = next(row["№"] for row in known.curator.rows("Банк наставников") if row["ФИО"] == MENTEE)
    document, _ = told(known, number)
    assert "НМ-0001" in document and "староста" in document and "А-21" in document


def test_archives_of_former_years_are_in_it(known: Organisation) -> None:
    known.connect().drive.copy(known.spreadsheet, "Архив 2022/23", key="archive/2022-09-01")
    document, _ = told(known, "НМ-0001")
    assert "Банк наставляемых (архив плана с 01.09.2023)" in document and document.count("Хочу сдать сессию") > 2
