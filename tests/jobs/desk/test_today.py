"""«Сегодня» says all that waits, and what can be done about it; the director sees how the programme stands."""

from __future__ import annotations

from automation.workbook.book import Book
from jobs.desk import today as page
from jobs.desk.overview import overview
from jobs.desk.parts import Group
from jobs.desk.today import SHOWN
from jobs.people import validate
from jobs.plan import deadlines
from sheets_schema.tabs.letters import Letters
from tests.jobs.books import Rows, book

STAFF = [
    {"id": "С-0001", "role": "Директор", "full_name": "Дубровин Игорь Павлович", "email": "d@example.com"},
    {"id": "С-0002", "role": "Куратор наставничества", "full_name": "Ложкина Вера Андреевна", "email": "k@example.com"},
]


def complete(**rows: Rows) -> Book:
    """A book to which nothing is lacking, with these rows."""
    return book({"staff": STAFF, **rows}, organisation="Колледж", organisation_short="Колледж")


def groups(one: Book) -> dict[str, Group]:
    return {group.title: group for group in page.groups(one, one.today)}


def proposal(number: int, **cells: object) -> dict[str, object]:
    key = f"НМ-{number:04d}"
    return {
        "id": f"{key}/Н-0001",
        "mentee": key,
        "mentor": "Н-0001",
        "mentee_name": "Лапина Яна Олеговна",
        "mentor_name": "Орлов Пётр Ильич",
        "state": "предложен",
        "rank": 1,
        **cells,
    }


def test_where_nothing_waits_nothing_is_shown() -> None:
    assert groups(complete()) == {}


def test_proposals_wait_with_their_buttons_and_of_many_the_first_are_shown() -> None:
    rows = [proposal(number) for number in range(1, 9)]
    waits = groups(complete(matches=[*rows, proposal(9, decision="принять")]))
    pairs = waits["Решите, кто с кем"]
    assert (pairs.count, len(pairs.items)) == (8, SHOWN)
    first = pairs.items[0].deeds
    assert first is not None and first.was == {"decision": ""}
    assert [(button.cell, button.says) for button in first.buttons] == [
        ("decision", "принять"),
        ("decision", "отклонить"),
    ]


def test_a_draft_waits_for_number_and_date_only_once_its_document_is_there() -> None:
    orders = [
        {"id": "ПР-0001", "subject": "О парах", "state": "проект", "document": "http://host/document/d/x"},
        {"id": "ПР-0002", "subject": "О кураторе", "state": "проект"},
        {"id": "ПР-0003", "subject": "Старый", "state": "подписан", "document": "http://host/document/d/y"},
    ]
    group = groups(complete(orders=orders))["Отдайте на подпись приказы"]
    assert [item.title for item in group.items] == ["О парах"]
    assert group.items[0].deeds is not None
    assert [one.cell for one in group.items[0].deeds.asked] == ["number", "dated"]


def test_what_the_programme_cannot_do_without_comes_first() -> None:
    waits = groups(book({"matches": [proposal(1)]}, plan_confirmed=False, organisation=None))
    titles = list(waits)
    assert titles[:3] == ["План ждёт вашей проверки", "Заполните настройки", "Впишите людей на лист «Сотрудники»"]
    assert waits["План ждёт вашей проверки"].items[0].deeds is not None


def test_measures_wait_by_their_days_and_one_that_comes_again_is_done_up_to_its_day() -> None:
    plan = [
        {"id": "М-0001", "measure": "Собрать анкеты", "deadline": "до 10.01.2024"},
        {"id": "М-0002", "measure": "Встречи", "deadline": "ежемесячно, с ноября 2023 г. по май 2024 г."},
        {"id": "М-0003", "measure": "Итоги", "deadline": "до 18.01.2024"},
    ]
    one = complete(roadmap=plan)
    deadlines.run(one, one.today)
    waits = groups(one)
    late = {item.title: item.deeds for item in waits["Просрочено"].items}
    assert list(late) == ["Встречи", "Собрать анкеты"]
    done = {title: deeds.buttons[0] for title, deeds in late.items() if deeds}
    assert (done["Собрать анкеты"].cell, done["Собрать анкеты"].says) == ("done", "да")
    assert (done["Встречи"].cell, done["Встречи"].says) == ("done_until", "30.11.2023")
    assert [item.title for item in waits["Срок в ближайшие 7 дней"].items] == ["Итоги"]


def test_rows_to_fix_lead_to_where_they_are_put_right() -> None:
    one = complete(mentees=[{"id": "НМ-0001", "full_name": "Лапина Яна", "born": "вчера"}])
    validate.run(one, one.today)
    item = groups(one)["Исправьте строки"].items[0]
    assert "не дата" in item.text and item.address.endswith("/mentees/%D0%9D%D0%9C-0001")


def test_too_many_letters_wait_for_one_click() -> None:
    letters = [
        {
            "id": f"reminder/С-0001/{day}",
            "recipient": "a@example.com",
            "subject": "Срок",
            "state": "в очереди",
            "text": "x",
        }
        for day in range(60)
    ]
    group = groups(complete(letters=letters))["Писем ждёт вашего разрешения: 60"]
    allow = group.items[0].deeds
    assert allow is not None and (allow.key, allow.buttons[0].says) == ("many_letters_until", "15.01.2024")


def test_a_tab_that_is_gone_is_said_and_hides_nothing_else() -> None:
    one = complete(matches=[proposal(1)])
    there = {name: tab for name, tab in one.tabs.items() if name != Letters.name}
    waits = groups(Book(there, one.moment, one.schema))
    assert any(title.startswith("Нет листа «Письма»") for title in waits) and "Решите, кто с кем" in waits


def test_the_director_sees_four_numbers_a_bar_a_stage_and_what_is_overdue_by_whom() -> None:
    plan: Rows = [
        {"id": "М-0001", "measure": "Анкеты", "deadline": "до 10.01.2024", "stage": "1", "responsible": "Куратор"},
        {"id": "М-0002", "measure": "Приказ", "deadline": "до 20.12.2023", "stage": "1", "done": True},
        {"id": "М-0003", "measure": "Итоги", "deadline": "до 20.05.2024", "stage": "2"},
    ]
    pairs = [{"id": "П-0001", "state": "утверждена"}, {"id": "П-0002", "state": "завершена"}]
    one = complete(roadmap=plan, pairs=pairs)
    deadlines.run(one, one.today)
    seen = overview(one, one.today)
    assert [figure.number for figure in seen.figures] == ["1", "0", "1 из 3", "0"]
    assert [(bar.title, bar.done, bar.overdue, bar.ahead) for bar in seen.bars] == [("1", 1, 1, 0), ("2", 0, 0, 1)]
    assert [(late.measure, late.responsible, late.days) for late in seen.late] == [("Анкеты", "Куратор", 5)]


def test_whoever_sees_nothing_of_people_reads_roles_and_no_names_beside_what_is_overdue() -> None:
    plan: Rows = [
        {"id": "М-0001", "measure": "Анкеты", "deadline": "до 10.01.2024", "responsible": "Куратор, Ложкина В. А."}
    ]
    one = complete(roadmap=plan)
    deadlines.run(one, one.today)
    told = [overview(one, one.today, names=names).late[0].responsible for names in (True, False)]
    assert "Ложкина" in told[0] and "Ложкина" not in told[1] and told[1]


def test_an_event_that_is_over_is_written_up_on_the_spot() -> None:
    event = {
        "id": "МП-0001",
        "kind": "круглый стол",
        "subject": "О помощи",
        "begins": "10.01.2024 14:00",
        "present": 12,
    }
    group = groups(complete(events=[event]))["Впишите итоги мероприятий"]
    (item,) = group.items
    assert item.title == "Круглый стол «О помощи» (МП-0001)"
    assert item.deeds is not None
    assert [(one.cell, one.value) for one in item.deeds.asked] == [("present", "12"), ("decided", "")]
    assert [(button.label, button.cell) for button in item.deeds.buttons] == [("Состоялось", "held")]
