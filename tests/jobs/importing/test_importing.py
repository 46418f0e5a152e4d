"""A list is taken in row by row, adds nothing the second time, overwrites nothing unasked, and can be undone."""

from __future__ import annotations

from typing import Any

import pytest

from automation.grids import sheets
from automation.workbook.book import Book, TabUnavailable
from jobs.desk.entering import row_of
from jobs.importing.deciding import Decided, Fate, decide
from jobs.importing.entering import NothingToUndo, enter, last, undo
from jobs.importing.lists import lists_in
from jobs.importing.proposing import propose
from jobs.runner.deciding import decide as run_jobs
from jobs.runner.job import jobs_of
from sheets_schema.columns import Owner
from sheets_schema.organised import own_column
from sheets_schema.questionnaires.mentee_questionnaire import MenteeQuestionnaire
from sheets_schema.tabs.bank import Bank
from sheets_schema.tabs.consents import Consents
from sheets_schema.tabs.imports import Imports
from sheets_schema.tabs.letters import Letters
from sheets_schema.tabs.mentees import Mentees
from sheets_schema.tabs.staff import Staff
from sheets_schema.vocabulary import COMPETENCES, PERSONAL_DATA, YES
from tests.jobs.books import book
from tests.jobs.importing.files import Rows, csv, read, reread

HEAD = ["ФИО", "Дата рождения", "Эл. почта", "Класс", "Телефон"]
ANNA = ["Лапина Анна Олеговна", "12.05.2009", "anna@example.com", "9А", "+7 912 345-67-89"]
YAN = ["Ким Ян Ильич", "01.02.2009", "нет", "9Б", ""]


def decided(one: Book, *rows: list[str], head: list[str] = HEAD, **replaces: Any) -> list[Decided]:
    return decide(one, read(csv([head, *rows]), "ученики.csv"), **replaces)


def entered(one: Book, *rows: list[str], **more: Any) -> Book:
    enter(one, decided(one, *rows, **more), file="ученики.csv", by="куратор")
    return reread(one)


def names(one: Book) -> list[str]:
    return one[Mentees].whole[Bank.full_name].tolist()


def test_new_people_get_numbers_and_a_line_tells_of_the_import() -> None:
    one = entered(book({}), ANNA, YAN, ["", "", "x@example.com", "9А", ""])
    assert one[Mentees].whole[[Bank.id, Bank.full_name]].values.tolist() == [
        ["НМ-0001", "Лапина Анна Олеговна"],
        ["НМ-0002", "Ким Ян Ильич"],
    ]
    line = one[Imports].frame.iloc[0]
    assert (line[Imports.id], line[Imports.state], line[Imports.by]) == ("ЗГ-0001", "внесена", "куратор")
    assert (line[Imports.added], line[Imports.filled], line[Imports.refused]) == (2, 0, 1)


@pytest.mark.parametrize(
    "head",
    [HEAD, ["ФИО", "-", "-", "Класс", "-"], ["ФИО", "-", "-", "-", "-"], ["ФИО", "Дата рождения", "-", "-", "-"]],
)
def test_the_same_file_adds_nothing_the_second_time(head: list[str]) -> None:
    one = entered(book({}), ANNA, YAN, head=head)
    again = decided(one, ANNA, YAN, head=head)
    assert [line.fate for line in again] == [Fate.KNOWN, Fate.KNOWN]
    assert not any(line.differing for line in again)


def test_a_row_that_repeats_another_or_might_be_somebody_who_is_there_is_not_taken_and_says_why() -> None:
    one = book({"mentees": [{"id": "НМ-0007", "full_name": "Ким Ян Ильич", "email": "yan@example.com"}]})
    lines = decided(one, ANNA, ANNA, ["Ким Ян Ильич", "", "", "9Б", ""], ["Ким Ян Ильич", "01.02.2009", "", "9В", ""])
    assert [line.fate for line in lines] == [Fate.NEW, Fate.REFUSED, Fate.REFUSED, Fate.NEW]
    assert lines[1].remarks == ("повторяет строку: таблица, строка 2",)
    assert lines[2].remarks[0].startswith("возможно, это НМ-0007: то же ФИО")


def test_what_stands_in_the_bank_is_filled_in_but_never_overwritten_unless_that_was_chosen() -> None:
    known = {"id": "НМ-0007", "full_name": "Лапина Анна Олеговна", "email": ANNA[2], "born": ANNA[1]}
    one = book({"mentees": [{**known, "occupation": "9В", "phone": None}]})
    (line,) = decided(one, ANNA)
    assert (line.fate, dict(line.values)) == (Fate.FILLED, {"phone": "+7 912 345-67-89"})
    (differs,) = line.differing
    assert (differs.title, differs.stands, differs.said) == ("Группа или должность", "9В", "9А")
    (line,) = decided(one, ANNA, replaces=lambda differing: differing.id == differs.id)
    assert set(line.values) == {"phone", "occupation"}


def test_an_undone_import_takes_its_people_back_but_for_those_whom_somebody_has_touched() -> None:
    zoya = ["Зуева Зоя Ильинична", "03.04.2009", "zoya@example.com", "9А", ""]
    one = entered(book({}), ANNA, YAN, zoya)
    one[Mentees].enter(row_of(one[Mentees], "НМ-0002"), {Mentees.occupation: "10Б"})
    consent = {Consents.id: "СГ-0001", Consents.person: "НМ-0003", Consents.kind: PERSONAL_DATA, Consents.answer: YES}
    one[Consents].append([consent], by=(Owner.FORM,))
    one = reread(one)
    undone = undo(one, last(one))
    assert undone.gone == ["НМ-0001"]
    assert undone.left == {
        "НМ-0002": "изменено после загрузки",
        "НМ-0003": "на него ссылаются другие листы: согласие, пара или выбор",
    }
    after = reread(one)
    assert names(after) == ["Ким Ян Ильич", "Зуева Зоя Ильинична"]
    assert after[Imports][Imports.state].tolist() == ["отменена частично"]
    with pytest.raises(NothingToUndo):
        last(after)
    assert after.new_keys(after[Mentees], 1) == ["НМ-0004"]


def test_undoing_empties_the_cells_that_were_filled_and_brings_back_what_was_replaced() -> None:
    known = {"id": "НМ-0007", "full_name": "Лапина Анна Олеговна", "email": ANNA[2], "born": ANNA[1]}
    one = book({"mentees": [{**known, "occupation": "9В", "department": "Отделение"}]})
    one = entered(one, ANNA, replaces=lambda differing: True)
    assert one[Mentees].whole[[Mentees.occupation, Bank.phone]].values.tolist() == [["9А", "+7 912 345-67-89"]]
    one[Mentees].enter(row_of(one[Mentees], "НМ-0007"), {Bank.phone: "+7 911 000-00-00"})
    one = reread(one)
    undone = undo(one, "ЗГ-0001")
    assert (undone.gone, undone.emptied) == ([], ["НМ-0007"])
    assert undone.left == {"НМ-0007": "изменено после загрузки: Телефон"}
    after = reread(one)[Mentees].whole
    assert after[[Mentees.occupation, Bank.phone]].values.tolist() == [["9В", "+7 911 000-00-00"]]
    assert after[Bank.imprint].isna().all()


def test_whom_nobody_has_asked_is_asked_for_consent_and_nothing_else_is_written_to_them() -> None:
    staff = {"id": "С-0001", "role": "Куратор", "full_name": "Дубова Инна Павловна", "email": "d@example.com"}
    one = entered(book({"staff": [staff]}), ANNA, YAN)
    run_jobs(one, jobs_of(["validate", "states", "match", "remind", "corrections"]))
    assert one[Mentees][Bank.status].tolist() == ["нет согласия", "нет согласия"]
    assert set(one[Letters][Letters.recipient]) <= {"anna@example.com", "d@example.com"}


def test_what_cannot_be_read_is_taken_in_as_it_stands_and_told() -> None:
    odd = ["Зуева Зоя Ильинична", "весна", "zoya@", "9А", ""]
    one = book({})
    lines = decided(one, ANNA, odd)
    assert lines[1].fate is Fate.NEW
    assert [remark.partition(":")[0] for remark in lines[1].remarks] == ["Дата рождения", "Эл. почта"]
    one = entered(one, ANNA, odd)
    born = one[Mentees].unreadable["born"]
    assert [(row, "весна" in problem) for row, problem in born.items()] == [(row_of(one[Mentees], "НМ-0002"), True)]
    assert [line.fate for line in decided(one, ANNA, odd)] == [Fate.KNOWN, Fate.KNOWN]


def test_an_import_waits_for_the_column_without_which_it_could_not_be_undone() -> None:
    one = book({})
    one[Mentees].tab.columns.pop("imprint")
    with pytest.raises(TabUnavailable, match="nastavnik init"):
        enter(one, decided(one, ANNA), file="a.csv", by="")


def test_members_of_staff_are_recognised_too() -> None:
    known = {"id": "С-0001", "role": "Куратор", "full_name": "Дубова Инна Павловна", "email": "d@example.com"}
    one = book({"staff": [known]})
    rows: Rows = [
        ["Сотрудник", "Должность", "Эл. почта"],
        ["ДУБОВА ИННА ПАВЛОВНА", "методист", "d@example.com"],
        ["Орлов Пётр Ильич", "учитель", ""],
    ]
    lines = decide(one, read(csv(rows)))
    assert [(line.sheet, line.fate) for line in lines] == [(Staff, Fate.FILLED), (Staff, Fate.NEW)]


def test_an_answer_to_a_question_of_ones_own_and_a_word_of_ones_own_are_taken_as_the_organisation_has_them() -> None:
    question = {"id": "ВА-0001", "form": MenteeQuestionnaire.title, "text": "Размер футболки", "kind": "один из списка"}
    words = [{"vocabulary": COMPETENCES.title, "word": "вождение трактора"}]
    known = {"id": "НМ-0007", "full_name": "Ли Ия Ильинична", own_column(1): None}
    one = book({"questions": [{**question, "options": "малый\nбольшой"}], "words": words, "mentees": [known]})
    head = ["ФИО", "Размер футболки", "Запросы"]
    rows = [["Ким Ян Ильич", "Малый", "Вождение трактора"], ["Лапина Анна Олеговна", "балшой", "вождение тракторов"]]
    lists = propose(lists_in(sheets(csv([head, *rows])))[0], "ученики.csv", one.schema)
    assert lists[0].columns == ("full_name", own_column(1), "requests")
    lines = decide(one, lists)
    assert (lines[0].values[own_column(1)], lines[0].values["requests"]) == ("малый", ("вождение трактора",))
    assert not lines[0].remarks
    assert [remark.partition(";")[0] for remark in lines[1].remarks] == [
        "Размер футболки: значения «балшой» нет в списке (возможно, это «большой»)",
        "Запросы: в списке нет: «вождение тракторов» (возможно, это «вождение трактора»)",
    ]
    enter(one, lines, file="ученики.csv", by="")
    assert one[Mentees].whole[own_column(1)].dropna().tolist() == ["малый", "балшой"]
