"""«Форма»: a questionnaire as its respondents see it, over HTTP and in a browser without JavaScript."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest
import requests
from playwright.sync_api import Page, expect

from automation.embedded import Workspace
from automation.embedded.forms.guide import Afterword, Given, Guide, Lack
from automation.embedded.pages.questionnaire import purpose
from tests.embedded.conftest import Api
from tests.embedded.pages.conftest import DESK, PHONE, Visitor
from tests.embedded.test_forms import Form, choice, question

Json = dict[str, Any]

ADULT = "a0000001"
CHILD = "a0000002"
PICTURE = "data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7"
ROWS: Json = {
    "questions": [{"rowQuestion": {"title": "данные"}, "required": True}, {"rowQuestion": {"title": "фото"}}],
    "grid": {"columns": choice("RADIO", "да", "нет")},
}
EVERYTHING = [
    question("Фамилия, имя, отчество", required=True, textQuestion={}),
    question("О себе", textQuestion={"paragraph": True}),
    question("Форма", required=True, choiceQuestion=choice("RADIO", "педагог–студент", "студент–студент", other=True)),
    {"title": "Запрос", "description": "С чем помочь", "pageBreakItem": {}},
    question("Запросы", choiceQuestion=choice("CHECKBOX", "речь", "цифра", other=True)),
    question("Класс", choiceQuestion=choice("DROP_DOWN", "9", "10")),
    question("Встреча", scaleQuestion={"low": 0, "high": 10, "lowLabel": "плохо", "highLabel": "хорошо"}),
    question("Звёзды", required=True, ratingQuestion={"ratingScaleLevel": 5, "iconType": "STAR"}),
    question("Сердца", ratingQuestion={"ratingScaleLevel": 10, "iconType": "HEART"}),
    {"title": "Время", "pageBreakItem": {}},
    question("Дата рождения", required=True, dateQuestion={"includeYear": True}),
    question("Первая встреча", dateQuestion={"includeYear": True, "includeTime": True}),
    question("Именины", dateQuestion={}),
    question("Праздник", dateQuestion={"includeTime": True}),
    question("Начало", timeQuestion={}),
    question("Длительность", timeQuestion={"duration": True}),
    {"title": "Согласия", "pageBreakItem": {}},
    {"title": "Согласны ли вы?", "questionGroupItem": ROWS},
    {"title": "Знак", "imageItem": {"image": {"sourceUri": PICTURE, "altText": "наш знак"}}},
    {"title": "Карта", "imageItem": {"image": {"sourceUri": "https://example.com/map.png"}}},
    {"title": "Фильм", "videoItem": {"video": {"youtubeUri": "https://www.youtube.com/watch?v=abc"}}},
    {"title": "Почти всё", "textItem": {}},
]


def branching() -> list[Json]:
    """Section 0 asks for the age; adults go to section 1, children to section 2, the hurried to the end."""
    options = [
        {"value": "да", "goToSectionId": ADULT},
        {"value": "нет", "goToSectionId": CHILD},
        {"value": "спешу", "goToAction": "SUBMIT_FORM"},
        {"value": "сначала", "goToAction": "RESTART_FORM"},
    ]
    again = [{"value": "верно", "goToAction": "SUBMIT_FORM"}, {"value": "ошибка", "goToAction": "RESTART_FORM"}]
    return [
        question("Вы взрослый?", required=True, choiceQuestion={"type": "RADIO", "options": options}),
        {"title": "Взрослым", "pageBreakItem": {}, "itemId": ADULT},
        question("Место работы", required=True, textQuestion={}),
        question("Проверьте", required=True, choiceQuestion={"type": "RADIO", "options": again}),
        {"title": "Детям", "pageBreakItem": {}, "itemId": CHILD},
        question("Класс", required=True, textQuestion={}),
    ]


def with_sections(api: Api, items: list[Json]) -> Form:
    """A form whose options lead to sections, which must be there first."""
    form = Form(api, [item for item in items if "pageBreakItem" in item])
    for place, item in enumerate(items):
        if "pageBreakItem" not in item:
            form.change({"createItem": {"item": item, "location": {"index": place}}})
    return form


class Reader:
    """A page in hand: what a browser would send back, and by which button."""

    def __init__(self, form: Form, response: requests.Response) -> None:
        self.form, self.response, self.text = form, response, response.text
        self.hidden = [
            (html.unescape(name), html.unescape(value))
            for name, value in re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)">', self.text)
        ]

    @property
    def heading(self) -> str:
        return html.unescape("".join(re.findall(r"<title>(.*?)</title>", self.text)))

    def press(self, button: str, **answers: Any) -> Reader:
        """Send the page by «continue», «back» or, with an empty name, «Отправить»; answers by question titles."""
        sent = [(self.form.entry(title), value) for title, value in answers.items()]
        sent += [(button, "1")] if button else []
        action = html.unescape(re.findall(r'<form method="post" action="([^"]*)"', self.text)[0])
        reply = requests.post(self.form.api.url + action, data=self.hidden + sent, timeout=20)
        return Reader(self.form, reply)

    def go_on(self, **answers: Any) -> Reader:
        return self.press("continue", **answers)

    def go_back(self, **answers: Any) -> Reader:
        return self.press("back", **answers)

    def send(self, **answers: Any) -> Reader:
        return self.press("", **answers)


def opened(form: Form, **query: str) -> Reader:
    return Reader(form, form.page(**query))


SHORT = [
    question("ФИО", required=True, textQuestion={}),
    {"title": "Запрос", "pageBreakItem": {}},
    question("Класс", required=True, choiceQuestion=choice("RADIO", "9", "10")),
]


# Sections


def test_a_section_is_a_page_and_says_which_step_it_is(api: Api) -> None:
    page = opened(Form(api, SHORT))
    assert page.heading == "Анкета (шаг 1 из 2)"
    assert "Далее" in page.text and "Отправить" not in page.text and "Назад" not in page.text
    second = page.go_on(ФИО="Иванова")
    assert second.heading == "Запрос — Анкета (шаг 2 из 2)"
    assert "Отправить" in second.text and "Назад" in second.text and "Далее" not in second.text


def test_a_form_without_sections_is_one_page_that_sends(api: Api) -> None:
    page = opened(Form(api, SHORT[:1]))
    assert page.heading == "Анкета"
    assert "Отправить" in page.text and "Далее" not in page.text


def test_nothing_is_stored_before_the_last_step(api: Api) -> None:
    form = Form(api, SHORT)
    last = opened(form).go_on(ФИО="Иванова")
    assert form.responses() == []
    assert "set-cookie" not in last.response.headers
    assert "Спасибо" in last.send(Класс="9").text
    assert form.answers() == {"ФИО": ["Иванова"], "Класс": ["9"]}


def test_a_wrong_section_is_shown_again_and_the_later_ones_are_not_asked_yet(api: Api) -> None:
    form = Form(api, SHORT)
    page = opened(form).go_on()
    assert page.response.status_code == 400
    assert page.heading == "Ошибка: Анкета (шаг 1 из 2)"
    name = form.entry("ФИО")
    assert f'<a href="#{name}">ФИО</a>' in page.text
    assert f'aria-describedby="{name}-problem"' in page.text
    assert "Исправьте, чтобы продолжить: 1 вопрос" in page.text


def test_back_keeps_what_was_typed_even_where_it_is_not_right_yet(api: Api) -> None:
    form = Form(api, [*SHORT, question("Дата", dateQuestion={"includeYear": True})])
    first = opened(form).go_on(ФИО="Иванова").go_back(Класс="10", Дата="когда-нибудь")
    assert first.response.status_code == 200
    assert 'value="Иванова"' in first.text
    second = first.go_on(ФИО="Петрова")
    assert 'value="10" checked' in second.text
    assert 'value="когда-нибудь"' in second.text


def test_an_unticked_box_stays_unticked(api: Api) -> None:
    boxes = question("Запросы", choiceQuestion=choice("CHECKBOX", "речь", "цифра"))
    form = Form(api, [boxes, {"title": "Ещё", "pageBreakItem": {}}, question("Класс", textQuestion={})])
    second = opened(form).go_on(Запросы=["речь", "цифра"])
    second.go_back().go_on(Запросы="цифра").send()
    assert form.answers() == {"Запросы": ["цифра"]}


@pytest.mark.parametrize(("age", "title"), [("да", "Взрослым"), ("нет", "Детям")])
def test_an_answer_leads_to_its_section(api: Api, age: str, title: str) -> None:
    page = opened(with_sections(api, branching())).go_on(**{"Вы взрослый?": age})
    assert page.heading == f"{title} — Анкета (раздел 2)"


def test_only_the_answers_of_sections_on_the_way_are_stored(api: Api) -> None:
    form = with_sections(api, branching())
    adult = opened(form).go_on(**{"Вы взрослый?": "да"})
    child = adult.go_back(**{"Место работы": "завод"}).go_on(**{"Вы взрослый?": "нет"})
    assert "Спасибо" in child.send(Класс="9").text
    assert form.answers() == {"Вы взрослый?": ["нет"], "Класс": ["9"]}


def test_where_an_answer_ends_the_form_early_it_is_not_sent_unasked(api: Api) -> None:
    form = with_sections(api, branching())
    ready = opened(form).go_on(**{"Вы взрослый?": "спешу"})
    assert ready.heading == "Осталось отправить — Анкета"
    assert form.responses() == []
    assert "Вы взрослый?" in ready.go_back().text
    assert "Спасибо" in ready.send().text
    assert form.answers() == {"Вы взрослый?": ["спешу"]}


def test_an_answer_may_lead_back_to_the_beginning_and_nothing_is_lost(api: Api) -> None:
    form = with_sections(api, branching())
    page = opened(form).go_on(**{"Вы взрослый?": "да"}).go_on(**{"Место работы": "завод", "Проверьте": "ошибка"})
    assert page.heading == "Анкета (раздел 1)"
    assert "вернулась к этому разделу" in page.text
    assert 'value="да" checked' in page.text
    assert 'value="завод"' in page.go_on(**{"Вы взрослый?": "да"}).text


def test_everything_may_be_sent_at_once_as_scripts_do(api: Api) -> None:
    form = with_sections(api, branching())
    sent = form.submit({"Вы взрослый?": "нет", "Класс": "9", "Место работы": "завод"})
    assert sent.status_code == 200
    assert form.answers() == {"Вы взрослый?": ["нет"], "Класс": ["9"]}
    refused = form.submit({"Вы взрослый?": "да"})
    assert refused.status_code == 400
    assert "Взрослым" in refused.text


# Links


def test_a_prefilled_link_reaches_every_section(api: Api) -> None:
    form = Form(api, SHORT)
    page = opened(form, usp="pp_url", **{form.entry("ФИО"): "Пётр", form.entry("Класс"): "10", "entry.1": "x"})
    assert 'value="Пётр"' in page.text
    assert "entry.1" not in [name for name, _ in page.hidden]
    assert 'value="10" checked' in page.go_on(ФИО="Пётр").text


def test_the_link_to_an_answer_changes_it_across_sections(api: Api) -> None:
    form = Form(api, SHORT)
    thanks = opened(form).go_on(ФИО="Иванова").send(Класс="9")
    link = html.unescape(re.findall(r'href="(/forms[^"]+)"', thanks.text)[0])
    assert f'value="{form.api.url}{html.escape(link)}"' in thanks.text
    first = Reader(form, requests.get(form.api.url + link, timeout=20))
    assert "Вы изменяете ответ" in first.text and 'value="Иванова"' in first.text
    second = first.go_on(ФИО="Петрова")
    assert 'value="9" checked' in second.text and "Сохранить изменения" in second.text
    assert "Изменения сохранены" in second.send(Класс="10").text
    assert form.answers() == {"ФИО": ["Петрова"], "Класс": ["10"]}


def test_the_api_s_id_of_an_answer_opens_it_and_no_other_does(api: Api) -> None:
    form = Form(api, SHORT)
    opened(form).go_on(ФИО="Иванова").send(Класс="9")
    id_ = form.responses()[0]["responseId"]
    assert 'value="Иванова"' in opened(form, edit2=id_).text
    for other in (id_[:-1], id_ + "x", "1", "%"):
        assert "Ссылка для изменения ответа не действует" in opened(form, edit2=other).text


# What the program knows of a question


def as_a_phone(answer: str, today: date) -> str:
    digits = answer.removeprefix("+")
    if not digits.isdigit():
        raise ValueError("Это не похоже на номер.")
    return f"+{digits}"


@pytest.fixture
def guided(api: Api, workspace: Workspace) -> Form:
    """The short form with a telephone and a day in the middle, of which the program asks what it does."""
    asked = [question("Телефон", textQuestion={}), question("День", dateQuestion={"includeYear": True})]
    form = Form(api, [*SHORT[:1], *asked, *SHORT[1:]])
    phone, day, class_ = (
        f"{int(form.entry(title).removeprefix('entry.')):08x}" for title in ("Телефон", "День", "Класс")
    )

    def not_yet(answer: str, today: date) -> str:
        raise ValueError("Этот день ещё не настал.")

    def afterword(given: Given, today: date) -> Afterword:
        lacks = [Lack("Нужен другой класс.", class_), Lack("И справка.")] if given[class_] == ("9",) else []
        return Afterword("Мы напишем вам.", lacks)

    workspace.guide = Guide({phone: as_a_phone, day: not_yet}, frozenset({phone}), afterword)
    return form


def test_what_the_program_does_not_take_is_said_beside_the_question_with_what_was_typed(guided: Form) -> None:
    first = opened(guided)
    assert 'inputmode="numeric"' in first.text
    refused = first.go_on(ФИО="Иванова", Телефон="много", День="2031-01-01")
    assert refused.response.status_code == 400 and "2 вопроса" in refused.text
    for title, problem in (("Телефон", "Это не похоже на номер."), ("День", "Этот день ещё не настал.")):
        name = guided.entry(title)
        assert f'id="{name}-problem"><span class="unseen">Ошибка: </span>{problem}</p>' in refused.text
        assert re.search(
            rf'id="{re.escape(name)}"[^>]* aria-describedby="{re.escape(name)}-problem" aria-invalid', refused.text
        )
        assert f'<a href="#{name}">{title}</a>' in refused.text
    assert 'value="много"' in refused.text and 'value="2031-01-01"' in refused.text
    assert guided.responses() == []


def test_an_answer_is_stored_as_the_program_spells_it_and_an_altered_page_is_held_to_it_too(guided: Form) -> None:
    last = opened(guided).go_on(ФИО="Иванова", Телефон="123")
    altered = [(name, "много" if value == "123" else value) for name, value in last.hidden]
    last.hidden, right = altered, last.hidden
    assert last.send(Класс="10").response.status_code == 400 and guided.responses() == []
    last.hidden = right
    last.send(Класс="10")
    assert guided.answers() == {"ФИО": ["Иванова"], "Телефон": ["+123"], "Класс": ["10"]}


def test_the_last_page_says_what_came_and_leads_to_what_lacks(guided: Form) -> None:
    last = opened(guided).go_on(ФИО="<b>Иванова</b>", Телефон="123")
    thanks = last.send(Класс="9")
    assert "<dt>ФИО</dt><dd>&lt;b&gt;Иванова&lt;/b&gt;</dd>" in thanks.text and "<dd>+123</dd>" in thanks.text
    assert "Нужен другой класс." in thanks.text and "И справка." in thanks.text
    assert "Мы напишем вам." not in thanks.text
    (link,) = re.findall(r'<a class="button quiet" href="([^"]+)">Ответить: «Класс»</a>', thanks.text)
    address, _, place = html.unescape(link).partition("#")
    second = Reader(guided, requests.get(guided.api.url + address, timeout=20))
    assert "шаг 2 из 2" in second.heading and f'id="{place}"' in second.text
    done = second.send(Класс="10")
    assert "Изменения сохранены" in done.text and "Нужен другой класс." not in done.text
    assert "Мы напишем вам." in done.text
    assert guided.answers()["Класс"] == ["10"]


# Once


def test_a_page_sent_twice_stores_one_answer_and_thanks_twice(api: Api) -> None:
    form = Form(api, SHORT)
    last = opened(form).go_on(ФИО="Иванова")
    first, second = last.send(Класс="9"), last.send(Класс="9")
    assert first.text == second.text
    assert len(form.responses()) == 1


def test_a_page_sent_again_with_other_answers_asks_what_to_do(api: Api) -> None:
    form = Form(api, SHORT)
    last = opened(form).go_on(ФИО="Иванова")
    last.send(Класс="9")
    asks = last.send(Класс="10")
    assert asks.response.status_code == 409
    assert "уже отправлена" in asks.text
    assert form.answers() == {"ФИО": ["Иванова"], "Класс": ["9"]}
    for _ in range(2):
        assert "Спасибо" in asks.send().text
    assert len(form.responses()) == 2
    (replacing,) = re.findall(r'formaction="([^"]+)"', asks.text)
    reply = requests.post(form.api.url + html.unescape(replacing), data=asks.hidden, timeout=20)
    assert "Изменения сохранены" in reply.text
    assert len(form.responses()) == 2


def test_an_address_cannot_choose_the_page_s_secret(api: Api) -> None:
    form = Form(api, SHORT)
    chosen = "x" * 24
    assert chosen not in opened(form, once=chosen).text


def test_the_secrets_of_a_page_are_not_in_the_api_s_answers(api: Api) -> None:
    form = Form(api, SHORT)
    opened(form).go_on(ФИО="Иванова").send(Класс="9")
    assert set(form.responses()[0]) == {"responseId", "createTime", "lastSubmittedTime", "answers"}


# Hostile input


def test_hidden_fields_are_checked_like_any_other(api: Api) -> None:
    form = Form(api, SHORT)
    last = opened(form).go_on(ФИО="Иванова")
    last.hidden = [(name, "" if value == "Иванова" else value) for name, value in last.hidden]
    refused = last.send(Класс="9")
    assert refused.response.status_code == 400
    assert refused.heading == "Ошибка: Анкета (шаг 1 из 2)"
    assert form.responses() == []


@pytest.mark.parametrize("history", ["7", "-1", "0,99999999999", "<script>", "٣", ""])
def test_a_made_up_history_leads_nowhere_but_to_a_page_of_the_form(api: Api, history: str) -> None:
    form = Form(api, SHORT)
    page = opened(form)
    page.hidden = [("pageHistory", history)]
    for button in ("continue", "back"):
        reply = page.press(button, ФИО="Иванова")
        assert reply.response.status_code == 200
        assert "<form" in reply.text and "<script>" not in reply.text
    assert form.responses() == []


def test_script_in_questions_and_answers_is_text(api: Api) -> None:
    evil = '"><script>alert(1)</script>'
    kinds: list[Json] = [
        question(evil, required=True, choiceQuestion=choice("RADIO", evil, other=True)),
        {"title": evil, "description": evil, "textItem": {}},
        {"title": evil, "videoItem": {"caption": evil, "video": {"youtubeUri": "javascript:alert(1)"}}},
        {"title": evil, "imageItem": {"image": {"sourceUri": "javascript:alert(1)", "altText": evil}}},
        {"title": evil, "imageItem": {"image": {"sourceUri": f"{api.url}/signin/x", "altText": evil}}},
        {"title": evil, "description": evil, "pageBreakItem": {}},
        question("Класс", required=True, textQuestion={}),
    ]
    form = Form(api, kinds)
    second = opened(form).go_on(**{evil: "__other_option__"})
    pages = [opened(form), second, opened(form).go_on(**{evil: evil}), opened(form).go_on(**{evil: evil}).send()]
    for page in pages:
        assert "<script" not in page.text
        assert "javascript:" not in page.text
        assert "<img" not in page.text


def test_too_much_is_refused_in_words(api: Api) -> None:
    form = Form(api, SHORT)
    address = f"{api.url}/forms/d/e/{form.id}/formResponse"
    long = requests.post(address, data={form.entry("ФИО"): "я" * 1_200_000}, timeout=20)
    assert long.status_code == 413
    assert "2 МБ" in long.text
    many = requests.post(address, data={f"entry.{number}": "x" for number in range(5000)}, timeout=20)
    assert many.status_code == 400
    assert form.submit({"ФИО": "Иванова", "Класс": "9"}).status_code == 200


def test_what_the_form_does_not_ask_is_neither_carried_nor_stored(api: Api) -> None:
    form = Form(api, SHORT)
    page = opened(form)
    page.hidden += [("entry.12345", "x"), ("emailAddress", "a@example.ru")]
    last = page.go_on(ФИО="Иванова")
    assert {name for name, _ in last.hidden} == {"pageHistory", "once", form.entry("ФИО")}
    last.send(Класс="9")
    assert "respondentEmail" not in form.responses()[0]


# Kinds of questions


def test_every_kind_of_question_has_a_widget_and_keeps_what_was_typed(api: Api) -> None:
    form = Form(api, [item for item in EVERYTHING if "pageBreakItem" not in item])
    given: dict[str, Any] = {
        "Фамилия, имя, отчество": "Иванова",
        "О себе": "\nпервая\r\nвторая",
        "Запросы": ["речь", "__other_option__"],
        "Класс": "10",
        "Встреча": "0",
        "Звёзды": "3",
        "Дата рождения": "01.09.2009",
        "Первая встреча": "01.09.2026 9:05",
        "Начало": "9.05",
        "данные": "да",
    }
    parts = {
        form.entry("Именины") + "_day": "5",
        form.entry("Именины") + "_month": "6",
        form.entry("Праздник") + "_day": "29",
        form.entry("Праздник") + "_month": "2",
        form.entry("Праздник") + "_hour": "7",
        form.entry("Длительность") + "_hour": "1",
        form.entry("Длительность") + "_minute": "30",
        form.entry("Запросы") + ".other_option_response": "музыка",
    }
    again = form.submit({**given, **parts})  # «Форма» is missing
    assert again.status_code == 400
    for kept in (
        ">\n\nпервая\r\nвторая</textarea>".replace("\r\n", "\n"),
        'value="речь" checked',
        'value="музыка"',
        "<option selected>10</option>",
        'value="2009-09-01"',
        'value="2026-09-01T09:05"',
        'value="09:05"',
        '<option value="6" selected>июня</option>',
        '_minute" value="30"',
    ):
        assert kept in again.text.replace("\r\n", "\n"), kept
    assert form.submit({**given, **parts, "Форма": "студент–студент"}).status_code == 200
    answers = form.answers()
    assert answers["Дата рождения"] == ["2009-09-01"]
    assert answers["Первая встреча"] == ["2026-09-01 09:05"]
    assert answers["Именины"] == ["06-05"]
    assert answers["Праздник"] == ["02-29 07:00"]
    assert answers["Длительность"] == ["01:30:00"]
    assert answers["Встреча"] == ["0"]


@pytest.mark.parametrize(
    ("title", "wrong", "told"),
    [
        ("Дата рождения", "01.09", "день, месяц и год"),
        ("Дата рождения", "31.02.2009", "день, месяц и год"),
        ("Первая встреча", "01.09.2026", "дату и время"),
        ("Начало", "24:00", "часы и минуты"),
        ("Длительность", "90", "01:30:00"),
        ("Именины", "32.01", "день и месяц"),
    ],
)
def test_a_wrong_date_or_time_is_explained_by_example(api: Api, title: str, wrong: str, told: str) -> None:
    form = Form(api, [item for item in EVERYTHING if item["title"] == title])
    refused = form.submit({title: wrong})
    assert refused.status_code == 400
    assert told in refused.text


def test_options_are_mixed_up_the_same_way_for_one_respondent(api: Api) -> None:
    mixed = choice("RADIO", *(f"вариант {number}" for number in range(12)), other=True) | {"shuffle": True}
    form = Form(api, [question("Выбор", required=True, choiceQuestion=mixed)])

    def order(page: Reader) -> list[str]:
        return re.findall(r'type="radio" name="[^"]+" value="([^"]+)"', page.text)

    page = opened(form)
    assert order(page) == order(page.send())
    assert sorted(order(page)) == sorted(order(opened(form)))
    assert len({tuple(order(opened(form))) for _ in range(5)}) > 1
    assert order(page)[-1] == "__other_option__"


def test_a_question_for_files_says_so_and_stands_in_nobody_s_way(api: Api, workspace: Workspace) -> None:
    form = Form(api, [question("Справка", required=True, textQuestion={})])
    with workspace.writing():
        stored = workspace.forms.get(form.id)
        asked = stored["items"][0]["questionItem"]["question"]
        del asked["textQuestion"]
        asked["fileUploadQuestion"] = {"folderId": "x", "maxFiles": 1}
        workspace.forms.put(form.id, stored)
    page = opened(form)
    assert "Файлы на этой странице не принимаются" in page.text
    assert "Спасибо" in page.send(Справка="обман").text
    assert "answers" not in form.responses()[0]


def test_pictures_are_shown_only_where_a_browser_asks_nobody_else_for_them(api: Api) -> None:
    form = Form(api, [item for item in EVERYTHING if {"imageItem", "videoItem"} & set(item)])
    text = form.page().text
    assert f'<img class="picture" src="{PICTURE}" alt="наш знак">' in text
    assert text.count("<img") == 1
    assert 'href="https://example.com/map.png"' in text
    assert 'href="https://www.youtube.com/watch?v=abc"' in text


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Эл. почта", "email"),
        ("Электронная почта:", "email"),
        ("Телефон", "tel"),
        ("Фамилия, имя, отчество (полностью)", "name"),
        ("Дата рождения", "bday"),
        ("Телефон родителя и его имя", ""),
        ("Какой почтой вы пользуетесь?", ""),
    ],
)
def test_a_title_tells_what_a_phone_may_fill_in_only_where_it_says_nothing_else(title: str, expected: str) -> None:
    assert purpose(title) == expected


def test_a_quiz_is_counted_and_its_points_are_stored(api: Api) -> None:
    def graded(title: str, points: int, right: list[str], **kind: Json) -> Json:
        item = question(title, required=False, **kind)
        said = {} if "textQuestion" in kind else {"whenRight": {"text": "Верно!"}, "whenWrong": {"text": "Увы."}}
        key = {"answers": [{"value": value} for value in right]}
        item["questionItem"]["question"]["grading"] = {"pointValue": points, "correctAnswers": key, **said}
        return item

    form = Form(api, [])
    quiz = {"settings": {"quizSettings": {"isQuiz": True}}, "updateMask": "quizSettings.isQuiz"}
    items = [
        graded("Столица", 2, ["Москва", "город Москва"], textQuestion={}),
        graded("Чётные", 3, ["2", "4"], choiceQuestion=choice("CHECKBOX", "2", "3", "4")),
        graded("Просто", 1, ["да"], choiceQuestion=choice("RADIO", "да", "нет")),
    ]
    changes = [{"createItem": {"item": item, "location": {"index": place}}} for place, item in enumerate(items)]
    form.change({"updateSettings": quiz}, *changes)
    assert "2&nbsp;б." in form.page().text
    thanks = form.submit({"Столица": "Москва", "Чётные": ["2", "4"], "Просто": "нет"})
    assert "Ваш результат: 5 из 6" in thanks.text
    assert "Увы." in thanks.text
    (response,) = form.responses()
    assert response["totalScore"] == 5
    grades = {titles["textAnswers"]["answers"][0]["value"]: titles["grade"] for titles in response["answers"].values()}
    assert grades["Москва"] == {"correct": True, "score": 2}
    assert grades["2"] == {"correct": True, "score": 3, "feedback": {"text": "Верно!"}}
    assert grades["нет"] == {"feedback": {"text": "Увы."}}
    off = {"settings": {"quizSettings": {"isQuiz": False}}, "updateMask": "quizSettings.isQuiz"}
    form.change({"updateSettings": off})
    assert "grading" not in str(form.get()["items"])


# Who answers


def collecting(api: Api, how: str, items: list[Json]) -> Form:
    form = Form(api, items)
    settings = {"settings": {"emailCollectionType": how}, "updateMask": "emailCollectionType"}
    form.change({"updateSettings": settings})
    return form


def test_an_address_is_asked_for_on_the_first_page_alone(api: Api) -> None:
    form = collecting(api, "RESPONDER_INPUT", SHORT)
    wrong = opened(form).go_on(ФИО="Иванова")
    assert '<a href="#emailAddress">Эл. почта</a>' in wrong.text
    wrong.hidden.append(("emailAddress", "a@example.ru"))
    last = wrong.go_on(ФИО="Иванова")
    assert ("emailAddress", "a@example.ru") in last.hidden
    last.send(Класс="9")
    assert form.responses()[0]["respondentEmail"] == "a@example.ru"


def test_a_form_for_those_who_signed_in_keeps_their_address_and_no_other(
    api: Api, nobody: Visitor, sign_in: Callable[[str], Visitor]
) -> None:
    form = collecting(api, "VERIFIED", SHORT[:1])
    path = f"/forms/d/e/{form.id}"
    refused = nobody.get(f"{path}/viewform", allow_redirects=False)
    assert refused.headers["location"].startswith("/signin?next=/forms/")
    fields = {form.entry("ФИО"): "Иванова", "emailAddress": "other@example.ru"}
    assert nobody.post(f"{path}/formResponse", fields).status_code == 400
    somebody = sign_in("a@example.ru")
    assert "a@example.ru" in somebody.get(f"{path}/viewform").text
    assert somebody.post(f"{path}/formResponse", fields).status_code == 200
    assert [response["respondentEmail"] for response in form.responses()] == ["a@example.ru"]


@pytest.mark.parametrize(
    ("published", "accepting", "told"), [(False, False, "ещё не открыта"), (True, False, "больше не принимает ответы")]
)
def test_a_form_that_closed_while_it_was_filled_in_says_that_nothing_was_sent(
    api: Api, published: bool, accepting: bool, told: str
) -> None:
    form = Form(api, SHORT)
    last = opened(form).go_on(ФИО="Иванова")
    form.publish(published=published, accepting=accepting)
    reply = last.send(Класс="9")
    assert reply.response.status_code == 403
    assert told in reply.text and "не отправлено" in reply.text
    assert form.responses() == []


def test_a_form_that_was_deleted_says_so(api: Api) -> None:
    form = Form(api, SHORT)
    last = opened(form).go_on(ФИО="Иванова")
    api.patch(f"/drive/v3/files/{form.id}", {"trashed": True})
    reply = last.send()
    assert reply.response.status_code == 404
    assert "Анкета не найдена" in reply.text


# In a browser


@pytest.fixture
def phone(open_browser: Callable[..., Page]) -> Iterator[Page]:
    """A phone whose browser runs no scripts."""
    page = open_browser(**PHONE, java_script_enabled=False)
    yield page


def fits(page: Page) -> bool:
    """Whether nothing is wider than the screen. Only the tester's own script runs in such a browser."""
    width = page.viewport_size["width"] if page.viewport_size else 0
    boxes = [element.bounding_box() for element in page.locator("body *").all()]
    return all(box["x"] + box["width"] <= width + 1 for box in boxes if box)


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def test_a_questionnaire_is_filled_in_on_a_phone_without_javascript(api: Api, phone: Page) -> None:
    form = Form(api, EVERYTHING)
    phone.goto(f"/forms/d/e/{form.id}/viewform")
    assert fits(phone)
    phone.get_by_label("О себе").fill("Люблю читать")
    press(phone, "Далее")
    expect(phone).to_have_title("Ошибка: Анкета (шаг 1 из 4)")
    expect(phone.get_by_label("О себе")).to_have_value("Люблю читать")
    assert fits(phone)
    phone.get_by_role("link", name="Фамилия, имя, отчество").click()
    expect(phone.get_by_label("Фамилия, имя, отчество")).to_be_focused()
    phone.get_by_label("Фамилия, имя, отчество").fill("Иванова Анна")
    phone.get_by_label("Другое").check()
    phone.get_by_label("Свой вариант ответа").fill("мастер–студент")
    press(phone, "Далее")
    expect(phone).to_have_title("Запрос — Анкета (шаг 2 из 4)")
    assert fits(phone)
    phone.get_by_label("речь").check()
    phone.get_by_label("Класс").select_option("10")
    phone.get_by_role("radio", name="7", exact=True).check()
    press(phone, "Далее")
    expect(phone.get_by_role("radiogroup", name="Звёзды")).to_have_attribute("aria-invalid", "true")
    phone.get_by_role("radio", name="оценка 4 из 5").check()
    press(phone, "Далее")
    assert fits(phone)
    phone.get_by_label("Дата рождения").fill("2009-09-01")
    phone.get_by_role("group", name="Именины").get_by_label("День").fill("5")
    phone.get_by_role("group", name="Именины").get_by_label("Месяц").select_option("июня")
    press(phone, "Назад")
    expect(phone.get_by_label("Класс")).to_have_value("10")
    press(phone, "Далее")
    expect(phone.get_by_label("Дата рождения")).to_have_value("2009-09-01")
    press(phone, "Далее")
    assert fits(phone)
    press(phone, "Отправить")
    expect(phone.get_by_role("alert")).to_contain_text("Согласны ли вы?: данные")
    phone.get_by_role("radiogroup", name="данные").get_by_label("да").check()
    press(phone, "Отправить")
    expect(phone.get_by_role("status")).to_contain_text("Спасибо")
    assert fits(phone)
    phone.get_by_role("link", name="Изменить ответ").click()
    phone.get_by_label("Фамилия, имя, отчество").fill("Иванова Анна Петровна")
    for _ in range(3):
        press(phone, "Далее")
    press(phone, "Сохранить изменения")
    expect(phone.get_by_role("status")).to_contain_text("Изменения сохранены")
    assert form.answers() == {
        "Фамилия, имя, отчество": ["Иванова Анна Петровна"],
        "О себе": ["Люблю читать"],
        "Форма": ["мастер–студент"],
        "Запросы": ["речь"],
        "Класс": ["10"],
        "Встреча": ["7"],
        "Звёзды": ["4"],
        "Дата рождения": ["2009-09-01"],
        "Именины": ["06-05"],
        "данные": ["да"],
    }


def test_the_phone_s_own_way_back_shows_the_page_before_as_it_was(api: Api, phone: Page) -> None:
    form = Form(api, [*SHORT, {"title": "Ещё", "pageBreakItem": {}}, question("Отзыв", textQuestion={})])
    phone.goto(f"/forms/d/e/{form.id}/viewform")
    phone.get_by_label("ФИО").fill("Иванова")
    press(phone, "Далее")
    phone.get_by_label("10").check()
    press(phone, "Далее")
    expect(phone).to_have_title("Ещё — Анкета (шаг 3 из 3)")
    phone.go_back()
    expect(phone).to_have_title("Запрос — Анкета (шаг 2 из 3)")
    phone.go_back()
    expect(phone.get_by_label("ФИО")).to_have_value("Иванова")


def test_reloading_the_thanks_stores_nothing_twice(api: Api, phone: Page) -> None:
    form = Form(api, SHORT[:1])
    phone.goto(f"/forms/d/e/{form.id}/viewform")
    phone.get_by_label("ФИО").fill("Иванова")
    press(phone, "Отправить")
    expect(phone.get_by_role("status")).to_contain_text("Спасибо")
    phone.reload()
    expect(phone.get_by_role("status")).to_contain_text("Спасибо")
    assert len(form.responses()) == 1


def test_a_choice_that_was_not_meant_can_be_taken_back(api: Api, phone: Page) -> None:
    form = Form(api, [question("Класс", choiceQuestion=choice("RADIO", "девятый", "десятый"))])
    phone.goto(f"/forms/d/e/{form.id}/viewform")
    expect(phone.get_by_text("Снять выбор")).to_be_hidden()
    phone.get_by_label("девятый").check()
    phone.get_by_text("Снять выбор").click()
    expect(phone.get_by_label("девятый")).not_to_be_checked()
    press(phone, "Отправить")
    assert "answers" not in form.responses()[0]


def test_a_questionnaire_is_filled_in_by_keyboard_alone(api: Api, open_browser: Callable[..., Page]) -> None:
    form = Form(api, SHORT)
    page = open_browser(**DESK, java_script_enabled=False)
    page.goto(f"/forms/d/e/{form.id}/viewform")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")  # goes on by the first button, and is told what is missing
    expect(page.get_by_role("alert")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_label("ФИО")).to_be_focused()
    page.keyboard.type("Иванова")
    page.keyboard.press("Enter")
    expect(page).to_have_title("Запрос — Анкета (шаг 2 из 2)")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("Спасибо")
    assert form.answers() == {"ФИО": ["Иванова"], "Класс": ["10"]}


def test_a_form_published_for_some_is_filled_in_by_them_alone(
    api: Api, nobody: Visitor, sign_in: Callable[[str], Visitor]
) -> None:
    form = Form(api, SHORT[:1])
    page = f"/forms/d/e/{form.id}/viewform"
    for email in ("teacher@school.example", "pupil@school.example"):
        permission = {"type": "user", "role": "reader", "emailAddress": email, "view": "published"}
        api.post(f"/drive/v3/files/{form.id}/permissions", permission)
    assert nobody.get(page, allow_redirects=False).headers["location"].startswith("/signin?next=")
    letter = api.get("/gmail/v1/users/me/messages", q="to:teacher@school.example")["messages"][0]["id"]
    assert "Вы можете заполнить анкету" in api.get(f"/gmail/v1/users/me/messages/{letter}")["snippet"]
    assert sign_in("stranger@school.example").get(page).status_code == 403
    assert sign_in("teacher@school.example").get(page).status_code == 200
    api.post(f"/drive/v3/files/{form.id}/permissions", {"type": "anyone", "role": "reader", "view": "published"})
    assert nobody.get(page).status_code == 200
