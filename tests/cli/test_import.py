"""`nastavnik import` as a person calls it."""

from __future__ import annotations

import io
from pathlib import Path

import openpyxl
import pytest

from jobs.cli import importing
from tests.cli.conftest import Nastavnik
from tests.cli.test_roadmaps import curator_of
from tests.jobs.importing.files import csv, xlsx

PUPILS = [
    ["ФИО обучающегося", "Дата рожд.", "Класс", "Эл. почта", "СНИЛС"],
    ["Лапина Анна Олеговна", "12.05.2009", "9А", "anna@example.com", "1"],
    ["Ким Ян Ильич", "весна", "9Б", "", "2"],
    ["", "01.01.2009", "9Б", "", "3"],
    ["Итого: 3"],
]


@pytest.fixture(autouse=True)
def wide(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is broken into lines, whatever the terminal."""
    monkeypatch.setattr(importing.console, "width", 400)


def pupils(data: Path) -> list[tuple[str, str]]:
    with curator_of(data) as curator:
        rows = curator.rows("Банк наставляемых")
    return [(str(row["№"]), str(row["ФИО"])) for row in rows]


def test_a_list_is_shown_taken_in_known_again_and_taken_back(nastavnik: Nastavnik, data: Path, tmp_path: Path) -> None:
    file, report = tmp_path / "Ученики.csv", tmp_path / "отчёт.xlsx"
    file.write_bytes(csv(PUPILS))
    before = pupils(data)
    shown = nastavnik("import", file, "--data", data)
    assert shown.code == 0, shown.err
    assert "СНИЛС" in shown.out and "не вносить" in shown.out and "Это только показ" in shown.out
    assert pupils(data) == before
    done = nastavnik("import", file, "--data", data, "--yes", "--report", report)
    assert "новых — 2, не внести — 1" in done.out and "загрузка ЗГ-0001" in done.out
    assert "таблица, строка 5: похоже на итог" in done.out
    assert [name for _, name in pupils(data)] == [*(n for _, n in before), "Лапина Анна Олеговна", "Ким Ян Ильич"]
    rows = list(openpyxl.load_workbook(io.BytesIO(report.read_bytes())).worksheets[0].values)
    assert rows[1][0:4] == ("таблица, строка 4", None, None, "не внесён")
    assert "Вносить нечего" in nastavnik("import", file, "--data", data, "--yes").out
    undone = nastavnik("import", "--undo", "--data", data)
    assert "Загрузка ЗГ-0001 отменена: убрано людей — 2" in undone.out
    assert pupils(data) == before
    assert nastavnik("import", "--undo", "--data", data).sentence.startswith("Отменять нечего")


def test_columns_are_named_on_the_command_line_and_a_misnamed_one_is_answered(
    nastavnik: Nastavnik, data: Path, tmp_path: Path
) -> None:
    file = tmp_path / "Список.xlsx"
    file.write_bytes(xlsx({"1": [["Кто", "Что", "Где"], ["Ким Ян", "9А", "Отделение 1"]]}))
    assert "нужен столбец с ФИО" in nastavnik("import", file, "--data", data).sentence
    named = ("--to", "наставляемые", "--map", "Кто=ФИО", "--map", "Где=department")
    said = nastavnik("import", file, "--data", data, *named)
    assert "новых — 1" in said.out, said.err
    wrong = nastavnik("import", file, "--data", data, "--to", "наставляемые", "--map", "Кто=Цвет глаз").sentence
    assert wrong.startswith("«Цвет глаз»: такого столбца на листе «Банк наставляемых» нет. Есть: ФИО")
    assert "столбца «Куда» в файле нет" in nastavnik("import", file, "--data", data, "--map", "Куда=ФИО").sentence
