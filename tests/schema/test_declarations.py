"""The declarations themselves: whole, consistent, and extended by one file."""

from __future__ import annotations

import re
import string
import textwrap
from pathlib import Path

import pandas as pd
import pytest

from sheets_schema import questionnaires, roadmaps, tabs, vocabulary
from sheets_schema.columns import (
    CURATOR,
    FORM,
    JOB,
    Choice,
    Choices,
    Column,
    Email,
    Key,
    Reference,
    Text,
)
from sheets_schema.form import Form
from sheets_schema.nastavnik import NASTAVNIK
from sheets_schema.questionnaires.consents import ConsentForm, ConsentWithdrawal
from sheets_schema.roles import roles_in
from sheets_schema.schema import Schema
from sheets_schema.sheet import Sheet
from sheets_schema.tabs.consents import Consents
from sheets_schema.tabs.settings import Settings
from sheets_schema.vocabulary import DEPUTY

COLUMNS = [(sheet, column) for sheet in NASTAVNIK.sheets for column in NASTAVNIK.columns_of(sheet).values()]


def ids(value: object) -> str | None:
    if isinstance(value, type):
        return value.__name__
    return value.name if isinstance(value, Column) else None


def test_the_tabs_stand_in_the_order_in_which_they_are_worked_in() -> None:
    order = [
        "Настройки",
        "Словари",
        "Вопросы анкет",
        "Сотрудники",
        "Дорожная карта",
        "График",
        "Отчёты о мероприятиях",
        "Банк наставляемых",
        "Банк наставников",
        "Согласия",
        "Выбор после встречи",
        "Подбор",
        "Кто с кем",
        "Кого не хватает",
        "Реестр пар",
        "Совместимость",
        "Приказы",
        "Отчёты",
        "Письма",
        "Журнал",
    ]
    assert [sheet.title for sheet in NASTAVNIK.sheets if sheet.title in order] == order


def test_tabs_have_places_titles_and_names_of_their_own() -> None:
    for attribute in ("position", "title", "name"):
        values = [getattr(sheet, attribute) for sheet in NASTAVNIK.sheets]
        assert len(set(values)) == len(values)
    assert all(sheet.position >= 1 for sheet in NASTAVNIK.sheets)


@pytest.mark.parametrize("sheet", NASTAVNIK.sheets, ids=ids)
def test_a_tab_has_one_key_first_and_a_line_for_its_readers(sheet: type[Sheet]) -> None:
    keys = [column for column in sheet.columns.values() if isinstance(column, Key)]
    assert keys == [next(iter(sheet.columns.values()))] == [sheet.key_column()]
    assert re.match(r"[А-ЯЁ]", str(sheet.__doc__))


@pytest.mark.parametrize("sheet", NASTAVNIK.sheets, ids=ids)
def test_a_tabs_columns_are_told_apart_by_their_titles(sheet: type[Sheet]) -> None:
    titles = [column.title for column in sheet.columns.values()]
    assert len(set(titles)) == len(titles)
    assert all(re.search("[А-Яа-яЁё№]", title) for title in titles)
    assert all(name == column.name for name, column in sheet.columns.items())
    assert all(getattr(sheet, name).column is column for name, column in sheet.columns.items())


def test_prefixes_of_keys_are_told_apart() -> None:
    prefixes = [sheet.key_column().prefix for sheet in NASTAVNIK.sheets if sheet.key_column().prefix]
    assert len(set(prefixes)) == len(prefixes)


@pytest.mark.parametrize("sheet", [sheet for sheet in NASTAVNIK.sheets if sheet.typed_by_hand], ids=ids)
def test_rows_typed_by_hand_can_be_numbered_and_told_what_is_wrong(sheet: type[Sheet]) -> None:
    assert sheet.key_column().prefix
    assert sheet.columns["problems"].owner is JOB


@pytest.mark.parametrize("sheet", [sheet for sheet in NASTAVNIK.sheets if sheet.owned_by(FORM, CURATOR)], ids=ids)
def test_wherever_people_write_the_program_can_answer(sheet: type[Sheet]) -> None:
    assert "problems" in sheet.columns


@pytest.mark.parametrize(("sheet", "column"), COLUMNS, ids=ids)
def test_a_reference_leads_to_a_tab(sheet: type[Sheet], column: Column) -> None:
    if isinstance(column, Reference):
        assert column.tabs
        assert set(column.tabs) <= {other.name for other in NASTAVNIK.sheets}


@pytest.mark.parametrize("sheet", NASTAVNIK.sheets, ids=ids)
def test_every_colour_belongs_to_a_word_that_a_column_may_hold(sheet: type[Sheet]) -> None:
    words = {option for column in sheet.status_columns() for option in column.options}
    assert set(sheet.colours) <= words
    palette = {vocabulary.GREEN, vocabulary.YELLOW, vocabulary.RED, vocabulary.BLUE, vocabulary.GREY, "#ffffff"}
    assert set(sheet.colours.values()) <= palette
    assert all(re.fullmatch("#[0-9a-f]{6}", colour) for colour in sheet.colours.values())
    assert all(column.owner is not CURATOR for column in sheet.status_columns())


VOCABULARIES = {
    name: value for name, value in vars(vocabulary).items() if isinstance(value, tuple) and name == name.upper()
}


@pytest.mark.parametrize("words", VOCABULARIES.values(), ids=VOCABULARIES.keys())
def test_a_vocabularys_words_differ_and_hold_no_separators(words: tuple[str, ...]) -> None:
    plain = [re.sub(r"\W", "", word.lower().replace("ё", "е")) for word in words]
    assert len(set(plain)) == len(plain)
    for word in words:
        assert word == " ".join(word.split())
        assert not set(word) & set(",;\n=")


@pytest.mark.parametrize(("sheet", "column"), COLUMNS, ids=ids)
def test_lists_are_vocabularies_not_words_of_their_own(sheet: type[Sheet], column: Column) -> None:
    if isinstance(column, Choice | Choices):
        known = {word for words in VOCABULARIES.values() for word in words} | {vocabulary.YES, vocabulary.NO}
        known |= {*NASTAVNIK.vocabularies, *(form.title for form in NASTAVNIK.forms)}
        assert column.options
        assert set(column.options) <= known


@pytest.mark.parametrize("form", NASTAVNIK.forms, ids=ids)
def test_a_questionnaire_asks_only_what_forms_may_fill(form: type[Form]) -> None:
    asked = [form.fills.columns[name] for name in form.asked()]
    assert all(column.owner is FORM for column in asked)
    assert len(set(form.asked())) == len(form.asked())


@pytest.mark.parametrize("form", NASTAVNIK.forms, ids=ids)
def test_a_questionnaire_asks_for_all_that_is_required(form: type[Form]) -> None:
    required = {name for name in form.fills.owned_by(FORM) if form.fills.columns[name].required}
    # Whose a consent is and to what, its own form says by itself; what came when is known.
    known = {Consents.person, Consents.kind, Consents.answer, Consents.given_on} if form.fills is Consents else set()
    assert required - known <= set(form.asked())


def test_each_consent_has_a_form_of_its_own_that_asks_who_gives_it_and_no_questionnaire_asks_for_one() -> None:
    of_consents = [form for form in NASTAVNIK.forms if issubclass(form, ConsentForm)]
    assert sorted(form.kind for form in of_consents) == sorted(vocabulary.CONSENT_KINDS)
    for form in of_consents:
        assert Consents.given_by in form.required and Consents.answer in form.asked()
        assert not form.worded(lambda sheet: pd.DataFrame(columns=list(sheet.columns))).is_ready
    others = set(NASTAVNIK.forms) - {*of_consents, ConsentWithdrawal}
    assert all(other.fills is not Consents for other in others)


@pytest.mark.parametrize("form", NASTAVNIK.forms, ids=ids)
def test_a_questionnaires_title_needs_no_quoting_in_drives_query(form: type[Form]) -> None:
    assert not set(form.title) & set("'\\")


def test_every_default_setting_is_fine_or_must_be_filled_in() -> None:
    from automation.workbook.settings import read_settings

    problems = read_settings(Settings, None).problems
    empty = {code for code, one in Settings.declared().items() if one.column.required and one.default is None}
    assert set(problems) == empty


def test_settings_are_named_and_explained_in_russian() -> None:
    for code, one in Settings.declared().items():
        assert set(code) <= set(string.ascii_lowercase + "_")
        assert re.match("[А-ЯЁ«]", one.column.title)
        assert one.explanation


@pytest.mark.parametrize(
    ("code", "wrong"),
    [("time_zone", "Москва"), ("remind_days", "за неделю"), ("remind_days", "3; 1"), ("remind_days", "²")],
)
def test_a_setting_that_cannot_be_used_says_what_to_write(code: str, wrong: str) -> None:
    assert "напишите" in str(Settings.declared()[code].column.problem(wrong))


def declared_now() -> Schema:
    return Schema.declared_in(tabs, questionnaires, Settings)


TRAINING = '''
    from sheets_schema.columns import CURATOR, JOB, Key, Text
    from sheets_schema.sheet import Sheet
    from sheets_schema.tabs.bank import Bank


    class Training(Sheet):
        """Обучение наставников."""

        title = "Обучение"
        position = 12
        id = Key(prefix="О")
        topic = Text("Тема", owner=CURATOR)
        problems = Text("Что исправить", owner=JOB)
'''


def test_adding_a_tab_is_adding_one_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "sample_tab.py").write_text(textwrap.dedent(TRAINING), encoding="utf-8")
    monkeypatch.setattr(tabs, "__path__", [*tabs.__path__, str(tmp_path)])
    titles = [sheet.title for sheet in declared_now().sheets]
    assert titles[-1] == "Обучение"
    assert titles.count("Банк наставляемых") == 1


SURVEY = """
    from sheets_schema.form import Form, Section
    from sheets_schema.tabs.mentors import Mentors


    class Survey(Form):
        title = "Опрос наставников"
        fills = Mentors
        sections = (Section("О вас", ("full_name",)),)
"""


def test_adding_a_questionnaire_is_adding_one_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "survey.py").write_text(textwrap.dedent(SURVEY), encoding="utf-8")
    monkeypatch.setattr(questionnaires, "__path__", [*questionnaires.__path__, str(tmp_path)])
    assert "Опрос наставников" in [form.title for form in declared_now().forms]


def test_a_base_of_tabs_is_not_a_tab() -> None:
    class Base(Sheet):
        email = Email("Эл. почта", owner=FORM)
        status = Text("Статус", owner=JOB)

    class Guests(Base):
        title = "Гости"
        id = Key(prefix="Г")
        status = Text("Состояние", owner=JOB)

    assert list(Guests.columns) == ["id", "email", "status"]
    assert Guests.columns["status"].title == "Состояние"
    assert Base.columns["status"].title == "Статус"
    assert Guests not in NASTAVNIK.sheets


@pytest.mark.parametrize(
    ("text", "roles"),
    [
        ("Заведующие отделениями автомобильного транспорта", ["Заведующий отделением"]),
        ("заместитель директора по УР", ["Заместитель директора"]),
        ("Зам. директора по учебной работе, директор", ["Директор", "Заместитель директора"]),
        ("зам.директора", ["Заместитель директора"]),
        ("Зав. отделением; рук. кафедры", ["Заведующий отделением", "Руководитель кафедры"]),
        ("Координатор, Кураторы наставничества", ["Координатор", "Куратор наставничества"]),
        ("Методисты. Педагог-психолог.\nсоциальный педагог", ["Методист", "Педагог-психолог", "Социальный педагог"]),
        ("наставники", ["Наставник"]),
        ("Наставники образовательных организаций", ["Наставник"]),
        (
            "Куратор, Проектная команда, Рук.каф.",
            ["Куратор наставничества", "Проектная команда", "Руководитель кафедры"],
        ),
        ("Куратор, Рук.кафы", ["Куратор наставничества", "Руководитель кафедры"]),
        ("соц. педагог", ["Социальный педагог"]),
        ("Соц.пед., педагог-психол.", ["Педагог-психолог", "Социальный педагог"]),
        ("кл. рук-ли", ["Классный руководитель"]),
        ("Классные руководители 5–9 классов", ["Классный руководитель"]),
        ("Зам. дир. по ВР", [DEPUTY]),
        ("зам. директора по УВР. Методист", [DEPUTY, "Методист"]),
        ("Зам. по учебной работе", [DEPUTY]),
        ("ЗДУВР", [DEPUTY]),
        ("зам. руководителя образовательной организации", [DEPUTY]),
        ("замдиректора по УР, зав. уч. частью", [DEPUTY]),
        ("директор и его заместители", ["Директор", DEPUTY]),
        ("педагог-психолог и социальный педагог", ["Педагог-психолог", "Социальный педагог"]),
        ("Руководитель ОО, рук. каф., зав. кафедрой", ["Директор", "Руководитель кафедры"]),
        ("ЗДВР, завуч", [DEPUTY]),
        ("Директор. Куратор.", ["Директор", "Куратор наставничества"]),
        ("дир. школы", ["Директор"]),
        ("Руководители образовательных организаций.", ["Директор"]),
        (
            "Руководители органов местного самоуправления муниципальных районов, осуществляющих управление в сфере "
            "образования, директор",
            ["Руководитель муниципального органа управления образованием", "Директор"],
        ),
        (
            "Методист, Должностное лицо, ответственное за внедрение, мониторинг наставничества в муниципальном "
            "образовании, Совет наставников",
            ["Методист", "Ответственный за наставничество в муниципалитете", "Сообщество наставников региона"],
        ),
        (
            "Департамент образования и науки, Институт развития образования, Ассоциация педагогов-наставников",
            [
                "Региональный орган управления образованием",
                "Институт развития образования",
                "Сообщество наставников региона",
            ],
        ),
        ("", []),
    ],
)
def test_roles_are_recognised_as_people_write_them(text: str, roles: list[str]) -> None:
    found, unknown = roles_in(text)
    assert sorted(found) == sorted(roles)
    assert unknown == []


def test_whoever_holds_no_role_is_given_back_as_written() -> None:
    assert roles_in("Советник директора по воспитанию") == ([], ["Советник директора по воспитанию"])
    assert roles_in("Директор, дядя Стёпа") == (["Директор"], ["дядя Стёпа"])
    assert roles_in("Образовательная организация") == ([], ["Образовательная организация"])
    assert roles_in("Должностное лицо, Директор") == (["Директор"], ["Должностное лицо"])


@pytest.mark.parametrize(
    "text", ["Сидорова Е. А.", "Сидорова Е.А.", "Е. А. Сидорова", "Петров-Водкин К. С.", "техн. секретарь"]
)
def test_a_full_stop_after_a_shortened_word_or_name_ends_no_part(text: str) -> None:
    assert roles_in(f"{text}, директор") == (["Директор"], [text])


@pytest.mark.parametrize("role", vocabulary.ROLES)
def test_every_role_is_recognised_by_its_own_name(role: str) -> None:
    assert roles_in(role) == ([role], [])


TO_BE_NAMED = {
    ("technolyceum", "1.3"): ["образовательная организация"],
    ("technolyceum", "1.6"): ["Образовательная организация"],
}
"""Who stands for nobody in particular: plan and measure → the words."""


def test_everybody_responsible_in_the_plans_holds_a_role_or_is_for_the_curator_to_name() -> None:
    unknown = {
        (plan.code, measure.number): roles_in(", ".join(measure.responsible))[1]
        for plan in map(roadmaps.load, roadmaps.names())
        for measure in plan.measures
    }
    assert {place: parts for place, parts in unknown.items() if parts} == TO_BE_NAMED


def test_a_tab_whose_rows_have_documents_has_the_columns_that_point_to_them() -> None:
    needed = {"document", "purpose", "digest", "problems"}
    with_documents = [sheet for sheet in NASTAVNIK.sheets if sheet.folder]
    assert {sheet.title for sheet in with_documents} == {
        "Приказы",
        "Отчёты",
        "Документы мероприятий",
        "Редакции согласий",
    }
    for sheet in with_documents:
        assert needed <= {name for name, column in sheet.columns.items() if column.owner is JOB}
    assert len({sheet.folder for sheet in with_documents}) == len(with_documents)
