"""Lists as schools keep them are read, and what their columns are is proposed."""

from __future__ import annotations

from datetime import date

import pytest

from automation.grids import UnreadableFile, sheets
from jobs.importing.deciding import decide
from jobs.importing.fields import named, titles
from jobs.importing.lists import lists_in
from jobs.importing.proposing import proposed
from sheets_schema.tabs.mentees import Mentees
from tests.jobs.books import book
from tests.jobs.importing.files import Rows, csv, fields_of, read, xlsx

HEAD = [["№ п/п", "ФИО", None, None, "Дата рожд.", "Телефон родителя", "СНИЛС"]]
PARTS = [[None, "Фамилия", "Имя", "Отчество", None, None, None]]
TITLE = [["Список обучающихся МБОУ СОШ № 5"], []]
MERGED = ["A1:G1", "B3:D3", "A3:A4", "E3:E4", "F3:F4", "G3:G4"]
CLASS_9A = [[1, "ИВАНОВ", "Иван", "Иванович", date(2009, 5, 1), "8 (912) 345-67-89", "001-002-003 04"]]
CLASS_9B = [[1, "Сёмин", "Пётр", "Ильич", 39945, 89121112233, "5"]]


def test_classes_on_sheets_of_their_own_under_two_header_rows_with_totals_below_are_one_list() -> None:
    counts = [[1, 2, 3, 4, 5, 6, 7]]
    tables: dict[str, Rows] = {
        "9А": [*TITLE, *HEAD, *PARTS, *counts, *CLASS_9A, [], ["Итого: 1"], ["Директор", None, "Дубов И. П."]],
        "9Б": [*TITLE, *HEAD, *PARTS, *counts, *CLASS_9B],
    }
    (one,) = read(xlsx(tables, merged=dict.fromkeys(tables, MERGED)))
    assert (one.to, one.left_out) == ("наставляемые", ["№ п/п", "СНИЛС"])
    assert list(fields_of(one).values()) == ["surname", "given_name", "patronymic", "born", "phone", "occupation"]
    said = [{name: str(value) for name, value in line.values.items()} for line in decide(book({}), [one])]
    assert said == [
        {
            "full_name": "Иванов Иван Иванович",
            "born": "2009-05-01 00:00:00",
            "phone": "+7 912 345-67-89",
            "occupation": "9А",
        },
        {
            "full_name": "Сёмин Пётр Ильич",
            "born": "2009-05-12 00:00:00",
            "phone": "+7 912 111-22-33",
            "occupation": "9Б",
        },
    ]


def test_a_list_without_titles_is_known_by_what_its_cells_look_like() -> None:
    rows = [["Орлова Анна Петровна", "12 мая 2009 г.", "8А"], ["Зуев Олег Ильич", "1.2.09", "8«Б»"]]
    (one,) = read(csv(rows, "\t", "utf-8"))
    assert list(fields_of(one).values()) == ["full_name", "born", "occupation"]
    born = [line.values["born"].date() for line in decide(book({}), [one])]
    assert born == [date(2009, 5, 12), date(2009, 2, 1)]


@pytest.mark.parametrize("separator", [";", ",", "\t"])
@pytest.mark.parametrize(
    "encoding", ["cp1251", "cp866", "koi8-r", "utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"]
)
def test_a_text_is_read_in_any_encoding_and_with_any_sign_between_its_cells(separator: str, encoding: str) -> None:
    rows = [["Сотрудник", "Должность", "E-mail"], ["Ёлкина Анна Петровна", "учитель", "a@school.ru"]]
    (one,) = read(csv(rows, separator, encoding))
    assert (one.to, fields_of(one)) == (
        "сотрудники",
        {"Сотрудник": "full_name", "Должность": "job_title", "E-mail": "email"},
    )
    assert one.people.lines[0].cells[0].text == "Ёлкина Анна Петровна"


def test_a_class_above_its_pupils_is_theirs_and_a_column_that_belies_its_title_is_left_out() -> None:
    rows = [["Ученик", "Класс", "Телефон"], ["9А", "", ""], ["Ким Ян", "", "нет сведений"], ["Ли Ия", "9Б", "-"]]
    (one,) = read(csv(rows))
    assert "phone" not in fields_of(one).values()
    assert [line.values["occupation"] for line in decide(book({}), [one])] == ["9А", "9Б"]


def test_what_is_of_a_parent_is_never_taken_for_the_pupils_name() -> None:
    (one,) = read(csv([["ФИО матери", "ФИО ученика", "Класс"], ["Ким Ольга Ивановна", "Ким Ян Олегович", "9А"]]))
    assert fields_of(one) == {"ФИО матери": "parent", "ФИО ученика": "full_name", "Класс": "occupation"}
    staff = proposed(one.people, "сотрудники")
    assert fields_of(staff) == {"ФИО ученика": "full_name"}


def test_what_information_systems_call_their_columns_is_known() -> None:
    head = ["Фамилия Имя Отчество", "Дата рожд.", "Кл.", "Моб. тел.", "Законный представитель", "Телефон родителя"]
    row = ["ИВАНОВА АННА ПЕТРОВНА", "12 марта 2009 г.", "9 «А»", 8.9123456789e10, "Иванова Ольга Ильинична", "-"]
    (one,) = read(xlsx({"Обучающиеся": [head, row, ["Всего", 1]]}))
    assert list(fields_of(one).values()) == ["full_name", "born", "occupation", "phone", "parent"]
    (line,) = decide(book({}), [one])
    assert {name: str(value) for name, value in line.values.items()} == {
        "full_name": "Иванова Анна Петровна",
        "born": "2009-03-12 00:00:00",
        "occupation": "9 «А»",
        "phone": "+7 912 345-67-89",
        "parent": "Иванова Ольга Ильинична",
    }


def test_formulas_without_a_result_are_told_of_and_not_dropped_in_silence() -> None:
    table = [["ФИО", "Класс"], ["Ким Ян Олегович", '="9"&"А"'], ["Ли Ия Ильинична", "9Б"]]
    _, remarks = lists_in(sheets(xlsx({"9": table})))
    assert [remark.partition(" (")[0] for remark in remarks] == ["лист «9»: в файле есть формулы без результата"]
    assert not lists_in(sheets(xlsx({"9": [table[0], table[2]]})))[1]


def test_a_table_of_something_else_goes_nowhere_until_a_person_says_what_it_is() -> None:
    (one,) = read(xlsx({"Смета": [["Статья", "Сумма"], ["Мел", 5]], "Пусто": []}))
    assert (one.to, one.people.titles, len(one.people.lines)) == ("", ("Статья", "Сумма"), 1)


def test_a_field_is_meant_by_its_title_or_its_name() -> None:
    assert [named(Mentees, typed) for typed in ("дата рождения", "born", "Имя", "№", "что-то")][:3] == [
        "born",
        "born",
        "given_name",
    ]
    assert named(Mentees, "что-то") is None
    assert "status" not in titles(Mentees) and "imprint" not in titles(Mentees)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "файл пуст"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 40, "это картинка"),
        (b"%PDF-1.7", "это PDF"),
        (b"<html><table><tr><td>1</td></tr></table></html>", "веб-страница"),
        (b"MZ\0\0\0", "это не таблица"),
        (b"\xd0\xcf\x11\xe0" + b"\0" * 600, "повреждён или сохранён необычно"),
        (xlsx({"9А": [["ФИО"]]})[:500], "загружен не до конца"),
    ],
)
def test_what_is_no_list_is_refused_in_plain_words(content: bytes, says: str) -> None:
    with pytest.raises(UnreadableFile, match=says):
        sheets(content)
