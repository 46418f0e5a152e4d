"""Whatever people type: the row or the journal says what is wrong, the rest is processed, and nothing is lost."""

from __future__ import annotations

import io
import re
import zipfile
from contextlib import AbstractContextManager
from dataclasses import replace
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from functools import partial
from pathlib import Path
from typing import Any

import openpyxl
import pytest

import jobs.matching.match
from automation.google.drive import DOCUMENT, DOCX, SPREADSHEET, XLSX
from automation.google.forms import Response
from automation.workbook.provision import FirstRows, provision
from jobs.cli.bringing import first_rows
from jobs.runner.cycle import CycleReport
from sheets_schema.nastavnik import NASTAVNIK
from sheets_schema.roadmaps import load
from tests.conftest import Template
from tests.jobs.hands import Hands
from tests.organisation import Organisation, copy_of

MENTEES, MENTORS = "Банк наставляемых", "Банк наставников"
ADVICE = "Верните со страницы «История» над таблицей (в Google — «Файл → История версий») или выполните nastavnik init"

PERSON: dict[str, Any] = {
    "ФИО": "Зимина Алла Петровна",
    "Дата рождения": "14.03.2005",
    "Группа или должность": "А-21",
    "Форма наставничества": "педагог–студент",
    "Запросы": "помощь в учёбе",
}
WRONG_MENTEES: dict[str, dict[str, Any]] = {
    "НМ-0500": {"ФИО": "Зимина Алла Петровна"},
    "НМ-0501": {"ФИО": "Текстова Дата Ивановна", "Дата рождения": "весной"},
    "НМ-0502": {"ФИО": 12345},
    "НМ-0503": {"ФИО": "Правдин Ложь Ильич", "Группа или должность": True},
    "НМ-0504": {"ФИО": "Химик Илья Ильич", "Запросы": "помощь в учёбе, химия на пальцах"},
    "НМ-0505": {"ФИО": "Смайлов 🙂 Олег"},
    "НМ-0506": {"ФИО": "<Тегов> {{ 7*7 }} **Олег**"},
    "НМ-0507": {"ФИО": "Смехов Олег Ильич", "Запрос своими словами": "хочу 🚀👩‍👩‍👧"},
    "НМ-0508": {"ФИО": "Датов Олег Ильич", "Дата рождения": True},
    "НМ-0509": {"ФИО": "Телефонов Олег Ильич", "Телефон": "звонить вечером"},
}
TWICE = "НМ-0600"

ANSWERED = {
    "formula@example.com": '=HYPERLINK("http://example.com";"нажми")',
    "plus@example.com": "+1+1",
    "minus@example.com": "-1-1",
    "at@example.com": "@SUM(A1)",
    "apostrophe@example.com": "'строка",
    "long@example.com": "я" * 50_000,
    "markup@example.com": "<script>alert(1)</script> {{ 7*7 }} **жирно**",
}
MEASURE = "<script>alert(1)</script> {{ 7*7 }} **жирно** [ссылка](http://example.com)"
SURNAMES = ("Асов", "Бесов", "Вольнов", "Громов", "Дымов", "Ежов", "Жуков")


class Seen:
    """What stood in the spreadsheet after the first cycle, and what the two cycles reported."""

    def __init__(self, one: Organisation, first: CycleReport, second: CycleReport) -> None:
        self.first, self.second = first, second
        self.tabs = {tab: one.curator.rows(tab) for tab in Hands(one).tabs()}
        self.formulas = {row[0]: row for row in Hands(one).shown(MENTEES, formulas=True)}
        self.letters = [message_from_bytes(raw, policy=default) for raw in one.letters()]
        workbook = next(file for file in one.google.drive.search(f"mimeType = '{SPREADSHEET}'"))
        self.xlsx = one.google.drive.download(workbook, XLSX)

    def row(self, tab: str, value: str, column: str = "№") -> dict[str, Any]:
        return next(row for row in self.tabs[tab] if row[column] == value)

    def problem(self, number: str, tab: str = MENTEES) -> str:
        return str(self.row(tab, number)["Что исправить"])


@pytest.fixture(scope="module")
def seen(provisioned: Template, tmp_path_factory: pytest.TempPathFactory) -> Seen:
    """One organisation in which everything is typed wrong at once, after a cycle and one more."""
    with _copy(provisioned, tmp_path_factory.mktemp("typed") / "workspace") as one:
        _type_wrong_rows(one)
        for surname, (email, wish) in zip(SURNAMES, ANSWERED.items(), strict=True):
            one.mentee(full_name=f"{surname} Олег Ильич", email=email, wish=wish)
        one.mentor()
        return Seen(one, one.cycle(), one.cycle())


def _type_wrong_rows(one: Organisation) -> None:
    rows = [
        {"№": number, "Эл. почта": f"m{number[3:]}@example.com", **PERSON, **wrong}
        for number, wrong in WRONG_MENTEES.items()
    ]
    twins = [
        {"№": TWICE, **PERSON, "ФИО": f"{name} Олег Ильич", "Эл. почта": f"twin{n}@example.com"}
        for n, name in enumerate(("Первов", "Второв"))
    ]
    one.curator.add(MENTEES, [*rows, *twins, {"Заметка куратора": "позвонить"}, {"Не участвует": True}])
    mentor = {"№": "Н-0500", "ФИО": "Числов Олег Ильич", "Дата рождения": "14.03.1975", "Эл. почта": "n@example.com"}
    offers = {"Формы наставничества": "педагог–студент", "Компетенции": "помощь в учёбе"}
    one.curator.add(
        MENTORS, [{**mentor, **offers, "Должность и место работы": "методист", "Сколько наставляемых": "двоих"}]
    )
    agreed = [*WRONG_MENTEES, TWICE, "Н-0500"]
    one.curator.add(
        "Согласия",
        [
            {"Номер участника": number, "На что": kind, "Ответ": "да", "Дата": "20.11.2023"}
            for number in agreed
            for kind in ("персональные данные", "дополнительные обязанности")
        ]
        + [{"Номер участника": "НМ-9999", "На что": "честное слово", "Ответ": "угу", "Дата": "давно"}],
    )
    settings = {"soon_days": "скоро", "time_zone": "Марс/Олимп", "remind_days": "", "letters_a_day": 0}
    one.curator.type("Настройки", {code: {"Значение": value} for code, value in settings.items()}, key="Код")
    plan = {"М-0001": {"Срок": "когда рак на горе свистнет"}, "М-0002": {"Мероприятие": MEASURE, "Срок": "20.11.2023"}}
    one.curator.type("Дорожная карта", plan)
    one.curator.type("Дорожная карта", {"М-0003": {"Ответственные": "все понемногу"}})
    one.curator.add("Сотрудники", [{"Роль": "Повар", "ФИО": "Кашин Олег Ильич", "Эл. почта": "не знаю"}])


def test_all_wrong_rows_together_break_no_job_and_are_written_once(seen: Seen) -> None:
    assert seen.first.notices == []
    assert seen.second.changed == {}
    assert not [kind for kind in seen.second.calls if kind.endswith("запись")]


@pytest.mark.parametrize(
    ("number", "says"),
    [
        ("НМ-0501", "Дата рождения: «весной» — не дата; нужна дата вида 01.09.2026."),
        ("НМ-0502", "ФИО: «12345» — неполное имя; напишите фамилию, имя и отчество."),
        ("НМ-0504", "Запросы: в списке нет: «химия на пальцах»; выберите из:"),
        ("НМ-0505", "есть лишние знаки; оставьте буквы, пробелы и дефис."),
        ("НМ-0506", "есть лишние знаки; оставьте буквы, пробелы и дефис."),
        ("НМ-0508", "Дата рождения: «ИСТИНА» — не дата; нужна дата вида 01.09.2026."),
        ("НМ-0509", "Телефон: «звонить вечером» не похоже на номер; напишите его в виде +7 912 345-67-89."),
        (TWICE, "№: такой номер есть и в другой строке; очистите его в лишней — номер будет дан заново."),
    ],
)
def test_a_wrong_cell_of_a_mentee_is_explained_and_what_to_do(seen: Seen, number: str, says: str) -> None:
    assert says in seen.problem(number)
    assert seen.row(MENTEES, number)["Статус"] == "нужны данные"


@pytest.mark.parametrize("number", ["НМ-0500", "НМ-0503", "НМ-0507"])
def test_rows_beside_wrong_ones_are_processed(seen: Seen, number: str) -> None:
    assert seen.row(MENTEES, number)["Статус"] == "готов"
    assert any(row["Наставляемый"] == number for row in seen.tabs["Подбор"])


def test_words_in_a_number_are_asked_to_be_written_in_figures(seen: Seen) -> None:
    assert seen.problem("Н-0500", MENTORS) == "Сколько наставляемых: «двоих» — не число; напишите цифрами."


def test_what_was_typed_stays_as_it_was_typed(seen: Seen) -> None:
    for number, typed in WRONG_MENTEES.items():
        row = seen.row(MENTEES, number)
        assert {title: row[title] for title in typed} == typed
    assert seen.row(MENTORS, "Н-0500")["Сколько наставляемых"] == "двоих"


def test_both_rows_of_a_repeated_number_are_kept_and_told(seen: Seen) -> None:
    twins = [row for row in seen.tabs[MENTEES] if row["№"] == TWICE]
    assert [row["ФИО"] for row in twins] == ["Первов Олег Ильич", "Второв Олег Ильич"]
    assert all("такой номер есть" in row["Что исправить"] for row in twins)
    assert not any(row["Наставляемый"] == TWICE for row in seen.tabs["Подбор"])


def test_a_row_with_a_note_or_a_tick_alone_gets_a_number_and_an_answer(seen: Seen) -> None:
    noted = next(row for row in seen.tabs[MENTEES] if row["Заметка куратора"] == "позвонить")
    assert re.fullmatch(r"НМ-\d+", noted["№"]) and noted["Статус"] == "нет согласия" and noted["Что исправить"]
    ticked = next(row for row in seen.tabs[MENTEES] if row["Не участвует"] is True)
    assert re.fullmatch(r"НМ-\d+", ticked["№"]) and ticked["Статус"] == "выбыл"


@pytest.mark.parametrize("wish", list(ANSWERED.values()), ids=[email.split("@")[0] for email in ANSWERED])
def test_an_answer_stays_the_text_that_was_given(seen: Seen, wish: str) -> None:
    row = seen.row(MENTEES, wish, "Запрос своими словами")
    assert row["Статус"] == "готов"
    assert wish in seen.formulas[row["№"]]


def test_an_answer_like_a_formula_is_not_executed_in_the_exported_file_either(seen: Seen) -> None:
    tab = openpyxl.load_workbook(io.BytesIO(seen.xlsx))[MENTEES]
    typed = {cell.value: cell.data_type for row in tab.iter_rows() for cell in row if cell.value}
    for email in ("formula@example.com", "plus@example.com", "minus@example.com", "at@example.com"):
        assert typed[ANSWERED[email]] in ("s", "inlineStr")


def test_an_answer_longer_than_a_cell_is_given_back_to_be_shortened(technicum: Organisation) -> None:
    wish = "я" * 50_001
    with pytest.raises(AssertionError, match=rf"Слишком[\s\S]+{wish}"):
        technicum.mentee(wish=wish)


def test_a_longer_answer_that_came_all_the_same_is_cut_and_says_so(
    technicum: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Google's forms, unlike ours, may take more than a cell of its sheets holds."""
    technicum.mentee(wish="коротко")
    longer = partial(_with_answer, short="коротко", long="я" * 60_000)
    google = technicum.connect()
    real = google.forms.responses
    monkeypatch.setattr(
        google.forms, "responses", lambda since: {form: [*map(longer, those)] for form, those in real(since).items()}
    )
    technicum.cycle("collect", "validate", "states", google=google)
    row = technicum.row(MENTEES, "НМ-0001")
    assert len(row["Запрос своими словами"]) == 50_000
    assert row["Запрос своими словами"].endswith("(не поместилось в ячейку)")
    assert row["Статус"] == "готов"
    assert technicum.cycle("collect", "validate", "states").changed == {}


def _with_answer(response: Response, *, short: str, long: str) -> Response:
    changed = {question: (long,) if given == (short,) else given for question, given in response.answers.items()}
    return replace(response, answers=changed)


@pytest.mark.parametrize(
    ("code", "says"),
    [
        ("soon_days", "«скоро» — не число"),
        ("time_zone", "нет такого часового пояса"),
        ("remind_days", "не заполнено"),
        ("letters_a_day", "слишком мало"),
    ],
)
def test_a_wrong_setting_has_its_default_and_a_sentence(seen: Seen, code: str, says: str) -> None:
    assert says in str(seen.row("Настройки", code, "Код")["Что исправить"])
    assert seen.row("Дорожная карта", "М-0002")["Состояние"] == "скоро"
    assert seen.first.letters.kept > 0


def test_a_deadline_that_nobody_can_parse_is_asked_about(seen: Seen) -> None:
    row = seen.row("Дорожная карта", "М-0001")
    assert "Срок:" in row["Что исправить"] and row["Окончание"] is None
    assert "непонятно, кто это: «все понемногу»" in seen.row("Дорожная карта", "М-0003")["Что исправить"]


def test_a_wrong_consent_and_a_wrong_member_of_staff_are_explained(seen: Seen) -> None:
    consent = seen.row("Согласия", "НМ-9999", "Номер участника")["Что исправить"]
    for says in ("номера «НМ-9999» нет", "«честное слово» нет в списке", "«угу» нет в списке", "«давно» — не дата"):
        assert says in consent
    staff = seen.row("Сотрудники", "Повар", "Роль")["Что исправить"]
    assert "«Повар» нет в списке" in staff and "«не знаю» не похоже на адрес" in staff


def test_markup_in_measures_is_shown_as_text_in_letters(seen: Seen) -> None:
    """That in names: tests/jobs/letters/test_digest.py, where there is room for them in a letter."""
    bodies: dict[str, list[str]] = {"text/plain": [], "text/html": []}
    for part in (part for letter in seen.letters for part in letter.walk() if not part.is_multipart()):
        assert isinstance(part, EmailMessage)
        if part.get_content_type() in bodies:  # a calendar has no markup
            bodies[part.get_content_type()].append(str(part.get_content()))
    assert any(MEASURE in body for body in bodies["text/plain"])
    assert any("&lt;script&gt;" in body and "{{ 7*7 }} **жирно**" in body for body in bodies["text/html"])
    assert not any("<script" in body or "<Тегов>" in body for body in bodies["text/html"])


# The spreadsheet itself: columns, tabs, rows above the header


def _copy(template: Template, to: Path) -> AbstractContextManager[Organisation]:
    return copy_of(template.directory, template.spreadsheet, template.links, to)


def _provision_again(one: Organisation) -> None:
    plan = first_rows(load("ktt"))
    first = FirstRows(plan.settings, plan.rows)
    provision(
        one.google, NASTAVNIK, title="Наставничество", first=first, now=one.clock.now, spreadsheet=one.spreadsheet
    )


def _newcomers(one: Organisation) -> None:
    one.mentee(full_name="Котова Яна Львовна", email="kotova@example.com")
    one.mentor(full_name="Лапина Ольга Яковлевна", email="lapina@example.com")


def _names(one: Organisation, tab: str) -> list[Any]:
    return [row["ФИО"] for row in one.curator.rows(tab)]


def _told(one: Organisation) -> str:
    return "\n".join(str(row["На что обратить внимание"]) for row in one.curator.rows("Журнал"))


@pytest.mark.parametrize(
    ("tab", "column"),
    [(MENTEES, "ФИО"), (MENTEES, "№"), ("Согласия", "Отозвано"), ("Согласия", "На что")],
)
def test_responses_wait_while_a_needed_column_is_deleted_and_come_when_it_is_back(
    paired: Organisation, tab: str, column: str
) -> None:
    Hands(paired).delete_column(tab, column)
    _newcomers(paired)
    paired.cycle()
    assert f"На листе «{tab}» нет столбца «{column}»; лист пропущен. {ADVICE}" in _told(paired)
    assert ("Лапина Ольга Яковлевна" in _names(paired, MENTORS)) == (tab == MENTEES)
    assert paired.row("Реестр пар", "П-0001")["Состояние"] == "в проекте приказа"
    assert paired.cycle().changed == {}
    _provision_again(paired)
    paired.cycle()
    assert "Котова Яна Львовна" in _names(paired, MENTEES)
    assert "Лапина Ольга Яковлевна" in _names(paired, MENTORS)


@pytest.mark.parametrize(
    ("tab", "column"),
    [
        (MENTEES, "История анкеты"),
        (MENTEES, "Телефон"),
        (MENTEES, "Что исправить"),
        ("Подбор", "Почему"),
        ("Приказы", "Отпечаток"),
        ("Журнал", "На что обратить внимание"),
    ],
)
def test_without_a_column_that_is_not_needed_everything_goes_on(paired: Organisation, tab: str, column: str) -> None:
    Hands(paired).delete_column(tab, column)
    _newcomers(paired)
    report = paired.cycle()
    told = f"На листе «{tab}» нет столбца «{column}». Программа работает без этого"
    assert [notice for notice in report.notices if told in notice]
    assert "Котова Яна Львовна" in _names(paired, MENTEES)
    assert paired.row("Реестр пар", "П-0001")["Состояние"] == "в проекте приказа"
    assert paired.cycle().changed == {}


@pytest.mark.parametrize(
    ("tab", "column"),
    [
        ("Подбор", "Решение"),
        ("Реестр пар", "Наставляемый"),
        ("Реестр пар", "Завершена"),
        ("Приказы", "Подписан"),
        (MENTORS, "Не участвует"),
        ("Настройки", "Значение"),
        ("Письма", "Поводы"),
    ],
)
def test_no_decision_is_taken_back_because_its_column_was_deleted(paired: Organisation, tab: str, column: str) -> None:
    letters = len(paired.letters())
    Hands(paired).delete_column(tab, column)
    paired.cycle()
    assert f"На листе «{tab}» нет столбца «{column}»; лист пропущен" in _told(paired)
    pairs = paired.curator.rows("Реестр пар")
    assert [(row["№"], row["Состояние"]) for row in pairs] == [("П-0001", "в проекте приказа")]
    assert paired.row(MENTEES, "НМ-0001")["Статус"] == "в паре"
    assert [row["№"] for row in paired.curator.rows("Приказы")] == ["ПР-0001"]
    if tab in ("Настройки", "Письма"):
        assert len(paired.letters()) == letters
    assert paired.cycle().changed == {}


@pytest.mark.parametrize("tab", [MENTEES, "Сотрудники", "Настройки", "Письма", "Дорожная карта", "Реестр пар"])
def test_a_deleted_tab_is_told_of_and_the_others_are_processed(paired: Organisation, tab: str) -> None:
    Hands(paired).delete_tab(tab)
    _newcomers(paired)
    report = paired.cycle()
    assert f"Нет листа «{tab}». {ADVICE}" in _told(paired)
    assert not [notice for notice in report.notices if "ошибки программы" in notice]
    assert "Лапина Ольга Яковлевна" in _names(paired, MENTORS)
    assert paired.row(MENTORS, "Н-0002")["Статус"] == "готов"
    assert paired.cycle().changed == {}


def test_a_journal_that_was_deleted_keeps_nothing_from_being_done(paired: Organisation) -> None:
    Hands(paired).delete_tab("Журнал")
    _newcomers(paired)
    assert f"Нет листа «Журнал». {ADVICE}" in paired.cycle().notices[0]
    assert "Котова Яна Львовна" in _names(paired, MENTEES)
    assert paired.cycle().changed == {}


def test_renamed_moved_and_hidden_columns_and_a_renamed_tab_are_known_again(paired: Organisation) -> None:
    hands = Hands(paired)
    hands.move_column_first(MENTEES, "Запросы")
    hands.hide_column(MENTEES, "Эл. почта")
    hands.write(MENTEES, "A1", "Что нужно")
    hands.rename_tab(MENTEES, "Ученики")
    assert paired.cycle().changed == {}
    _newcomers(paired)
    paired.cycle()
    row = next(row for row in paired.curator.rows("Ученики") if row["ФИО"] == "Котова Яна Львовна")
    assert (row["Что нужно"], row["Эл. почта"]) == ("помощь в учёбе", "kotova@example.com")
    assert MENTEES not in hands.tabs()
    assert paired.cycle().changed == {}


def test_the_curators_own_column_and_tab_are_left_alone(paired: Organisation) -> None:
    hands = Hands(paired)
    hands.add_column(MENTEES)
    hands.move_column_first(MENTEES, "Запросы")
    own = len(hands.titles(MENTEES))
    letter = chr(ord("A") + own) if own < 26 else "A" + chr(ord("A") + own - 26)
    hands.write(MENTEES, f"{letter}1", "Моё")
    hands.write(MENTEES, f"{letter}2", "=1+1")
    hands.add_tab("Моё")
    hands.write("Моё", "A1", "НМ-0001")
    hands.write("Моё", "B1", "=2+2")
    _newcomers(paired)
    paired.cycle()
    assert hands.shown(MENTEES, formulas=True)[1][own] == "=1+1"
    assert hands.shown("Моё", formulas=True) == [["НМ-0001", "=2+2"]]
    assert "Котова Яна Львовна" in _names(paired, MENTEES)
    assert paired.cycle().changed == {}


def test_a_backup_copy_of_a_tab_is_not_taken_for_the_tab(paired: Organisation) -> None:
    hands = Hands(paired)
    hands.copy_tab(MENTEES, "Копия")
    _newcomers(paired)
    paired.cycle()
    assert "Котова Яна Львовна" in _names(paired, MENTEES)
    assert len(hands.shown("Копия")) == 2
    assert paired.cycle().changed == {}


def test_rows_inserted_above_the_header_are_left_alone(paired: Organisation) -> None:
    hands = Hands(paired)
    hands.insert_rows_above(MENTEES, 2)
    hands.write(MENTEES, "B1", "Техникум, 2023/2024")
    _newcomers(paired)
    paired.cycle()
    shown = hands.shown(MENTEES)
    assert shown[0] == ["", "Техникум, 2023/2024"] and not any(shown[1])
    assert [row[1] for row in shown[2:]] == ["ФИО", "Ветрова Анна Сергеевна", "Котова Яна Львовна"]
    assert paired.cycle().changed == {}


@pytest.mark.parametrize("all_rows", [False, True], ids=["the header alone", "all rows"])
def test_responses_wait_while_the_header_is_deleted(paired: Organisation, all_rows: bool) -> None:
    hands = Hands(paired)
    if all_rows:
        hands.clear(MENTEES)
    else:
        hands.delete_rows(MENTEES, 0, 1)
    _newcomers(paired)
    paired.cycle()
    assert f"На листе «{MENTEES}» нет строки заголовков; лист пропущен. {ADVICE}" in _told(paired)
    assert "Лапина Ольга Яковлевна" in _names(paired, MENTORS)
    assert paired.cycle().changed == {}
    _provision_again(paired)
    paired.cycle()
    kept = [] if all_rows else ["Ветрова Анна Сергеевна"]
    assert _names(paired, MENTEES) == [*kept, "Котова Яна Львовна"]


def test_a_spreadsheet_with_nothing_in_it_is_told_of_and_left_as_it_is(paired: Organisation) -> None:
    empty = paired.google.drive.create("Пустая", SPREADSHEET, key="empty").id
    blank = Organisation(paired.server, paired.workspace, empty, paired.clock)
    report = blank.cycle()
    assert report.changed == {} and not [kind for kind in report.calls if kind.endswith("запись")]
    assert f"Нет листа «{MENTEES}». {ADVICE}" in "\n".join(report.notices)


def test_a_setting_whose_row_was_deleted_has_its_default_and_comes_back(paired: Organisation) -> None:
    codes = [row["Код"] for row in paired.curator.rows("Настройки")]
    at = codes.index("soon_days") + 1
    Hands(paired).delete_rows("Настройки", at, at + 1)
    assert paired.cycle().changed == {}
    assert paired.row("Реестр пар", "П-0001")["Состояние"] == "в проекте приказа"
    _provision_again(paired)
    assert "soon_days" in [row["Код"] for row in paired.curator.rows("Настройки")]


# Decisions


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"Решение": "назначить", "Назначить наставника": ""}, "Впишите номер наставника"),
        ({"Решение": "назначить", "Назначить наставника": "Н-7777"}, "Такого наставника нет в банке"),
        ({"Решение": "наверное"}, "Решение «наверное» непонятно"),
        ({"Решение": "", "Назначить наставника": "Н-0001"}, "Наставник вписан, а решения нет"),
    ],
)
def test_a_decision_that_cannot_be_obeyed_says_what_to_correct(
    paired: Organisation, typed: dict[str, Any], says: str
) -> None:
    _newcomers(paired)
    paired.cycle()
    number = next(row["№"] for row in paired.curator.rows("Подбор") if row["Наставляемый"] == "НМ-0002")
    paired.curator.type("Подбор", {number: typed})
    paired.cycle()
    assert says in paired.row("Подбор", number)["Что исправить"]
    assert len(paired.curator.rows("Реестр пар")) == 1
    assert paired.cycle().changed == {}


def test_two_mentors_accepted_for_one_mentee_wait_until_one_is_left(paired: Organisation) -> None:
    _newcomers(paired)
    paired.cycle()
    rows = [row["№"] for row in paired.curator.rows("Подбор") if row["Наставляемый"] == "НМ-0002" and row["Наставник"]]
    assert len(rows) == 2
    paired.curator.type("Подбор", {number: {"Решение": "принять"} for number in rows})
    paired.cycle()
    for number in rows:
        assert "Выбрано сразу несколько наставников" in paired.row("Подбор", number)["Что исправить"]
    assert len(paired.curator.rows("Реестр пар")) == 1
    assert paired.cycle().changed == {}
    paired.curator.type("Подбор", {rows[0]: {"Решение": ""}})
    paired.cycle()
    assert paired.row("Реестр пар", "П-0002")["Состояние"] == "в проекте приказа"


def test_a_decision_for_a_mentee_without_consent_waits_for_the_consent(paired: Organisation) -> None:
    paired.mentee(full_name="Котова Яна Львовна", email="kotova@example.com")
    paired.cycle()
    number = next(row["№"] for row in paired.curator.rows("Подбор") if row["Наставляемый"] == "НМ-0002")
    consent = next(row["№"] for row in paired.curator.rows("Согласия") if row["Номер участника"] == "НМ-0002")
    paired.curator.type("Согласия", {consent: {"Отозвано": "вчера"}})
    paired.curator.type("Подбор", {number: {"Решение": "принять"}})
    paired.cycle()
    assert "«вчера» — не дата" in paired.row("Согласия", consent)["Что исправить"]
    assert paired.row(MENTEES, "НМ-0002")["Статус"] == "нет согласия"
    assert "Решение ждёт" in paired.row("Подбор", number)["Что исправить"]
    assert len(paired.curator.rows("Реестр пар")) == 1
    assert paired.cycle().changed == {}


def test_the_end_of_a_pair_that_is_not_a_date_is_asked_about_beside_it(paired: Organisation) -> None:
    paired.curator.type("Реестр пар", {"П-0001": {"Завершена": "на днях"}})
    paired.cycle()
    row = paired.row("Реестр пар", "П-0001")
    assert row["Состояние"] == "в проекте приказа"
    assert row["Что исправить"].startswith("Завершена: «на днях» — не дата")
    assert paired.cycle().changed == {}


def test_the_same_number_for_a_person_in_a_pair_does_not_stop_the_matching(paired: Organisation) -> None:
    twin = {"№": "НМ-0001", **PERSON, "Эл. почта": "twin@example.com"}
    paired.curator.add(MENTEES, [twin])
    _newcomers(paired)
    report = paired.cycle()
    assert not [notice for notice in report.notices if "ошибки программы" in notice]
    assert any(row["Наставляемый"] == "НМ-0002" for row in paired.curator.rows("Подбор"))
    assert paired.cycle().changed == {}


# Orders


def test_without_a_director_the_order_waits_and_the_journal_says_so(technicum: Organisation) -> None:
    director = next(row["№"] for row in technicum.curator.rows("Сотрудники") if row["Роль"] == "Директор")
    technicum.curator.type("Сотрудники", {director: {"Роль": "Методист"}})
    technicum.mentee()
    technicum.mentor()
    technicum.cycle("collect", "validate", "match", "states")
    technicum.curator.type("Подбор", {"НМ-0001/Н-0001": {"Решение": "принять"}})
    technicum.cycle("collect", "validate", "match", "pairs", "documents", "states")
    assert "на листе «Сотрудники» никого нет с ролью «Директор»" in _told(technicum)
    assert technicum.row("Приказы", "ПР-0001")["Документ"] is None
    assert technicum.cycle("collect", "validate", "match", "pairs", "documents", "states").changed == {}
    technicum.curator.type("Сотрудники", {director: {"Роль": "Директор"}})
    technicum.cycle("documents")
    assert technicum.row("Приказы", "ПР-0001")["Документ"].startswith("http")


def test_markup_in_an_occupation_is_shown_as_text_in_the_order(technicum: Organisation) -> None:
    technicum.mentee(occupation="<w:br/> {{ 7*7 }} {% for x in y %} & **А-21**")
    technicum.mentor(occupation="<b>преподаватель</b>")
    technicum.cycle("collect", "validate", "match", "states")
    technicum.curator.type("Подбор", {"НМ-0001/Н-0001": {"Решение": "принять"}})
    technicum.cycle("validate", "match", "pairs", "documents", "states")
    file = next(iter(technicum.google.drive.search(f"mimeType = '{DOCUMENT}' and trashed = false")))
    docx = zipfile.ZipFile(io.BytesIO(technicum.google.drive.download(file, DOCX)))
    text = re.sub(r"<[^>]+>", "", docx.read("word/document.xml").decode())
    assert "&lt;w:br/&gt; {{ 7*7 }} {% for x in y %} &amp; **А-21**" in text
    assert "&lt;b&gt;преподаватель&lt;/b&gt;" in text


# Letters


def test_a_queued_letter_whose_address_or_text_was_erased_is_not_sent_to_nowhere(technicum: Organisation) -> None:
    technicum.curator.type("Настройки", {"send_letters": {"Значение": False}}, key="Код")
    technicum.cycle()
    first, second, *others = [row["Ключ"] for row in technicum.curator.rows("Письма")]
    technicum.curator.type("Письма", {first: {"Кому": ""}, second: {"Текст": ""}}, key="Ключ")
    technicum.curator.type("Настройки", {"send_letters": {"Значение": True}}, key="Код")
    report = technicum.cycle()
    assert (report.letters.kept, report.letters.failed) == (len(others), 2)
    failed = [row for row in technicum.curator.rows("Письма") if row["Состояние"] == "не отправлено"]
    assert {row["Ключ"]: "стёрли адрес или текст" in row["Что случилось"] for row in failed} == {
        first: True,
        second: True,
    }
    assert technicum.cycle().changed == {}


# A mistake of ours


def test_one_job_that_fails_keeps_no_other_from_its_work_and_its_data_out_of_the_journal(
    paired: Organisation, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: Any) -> None:
        raise ValueError("Котова Яна Львовна, kotova@example.com")

    monkeypatch.setattr(jobs.matching.match, "_write", broken)
    _newcomers(paired)
    paired.cycle()
    told = _told(paired)
    assert "Задание «подбор» не выполнено из-за ошибки программы (ValueError, test_bad_input.py:" in told
    assert "Котова" not in told + caplog.text and "kotova@" not in told + caplog.text
    assert paired.row(MENTEES, "НМ-0002")["Статус"] == "готов"
    assert paired.row("Реестр пар", "П-0001")["Состояние"] == "в проекте приказа"
    assert paired.cycle().changed == {}
