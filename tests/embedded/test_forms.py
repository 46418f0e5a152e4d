"""Forms: made by the API, filled in on the page, answers read by the API."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import requests
from googleapiclient.errors import HttpError

from tests.embedded.conftest import Api, Clock

Json = dict[str, Any]


def question(title: str, *, required: bool = False, **kind: Json) -> Json:
    return {"title": title, "questionItem": {"question": {"required": required, **kind}}}


def choice(kind: str, *values: str, other: bool = False) -> Json:
    options: list[Json] = [{"value": value} for value in values]
    return {"type": kind, "options": options + ([{"isOther": True}] if other else [])}


ITEMS = [
    question("ФИО", required=True, textQuestion={}),
    question("О себе", textQuestion={"paragraph": True}),
    question("Форма", required=True, choiceQuestion=choice("RADIO", "педагог–педагог", "студент–студент")),
    {"title": "Запрос", "pageBreakItem": {}},
    question("Запросы", choiceQuestion=choice("CHECKBOX", "речь", "цифра", other=True)),
    question("Класс", choiceQuestion=choice("DROP_DOWN", "9", "10")),
    question("Дата рождения", dateQuestion={"includeYear": True}),
    question("Время", timeQuestion={}),
    question("Оценка", scaleQuestion={"low": 1, "high": 5, "lowLabel": "плохо", "highLabel": "хорошо"}),
    question("Звёзды", ratingQuestion={"ratingScaleLevel": 3, "iconType": "STAR"}),
    {
        "title": "Согласия",
        "questionGroupItem": {
            "questions": [{"rowQuestion": {"title": "данные"}, "required": True}, {"rowQuestion": {"title": "фото"}}],
            "grid": {"columns": choice("RADIO", "да", "нет")},
        },
    },
]


class Form:
    """A form under test, by API and by page."""

    def __init__(self, api: Api, items: list[Json], *, publish: bool = True) -> None:
        self.api = api
        self.id = api.post("/v1/forms", {"info": {"title": "Анкета"}})["formId"]
        if items:
            requests_ = [{"createItem": {"item": item, "location": {"index": i}}} for i, item in enumerate(items)]
            self.change(*requests_)
        if publish:
            self.publish(published=True, accepting=True)

    def change(self, *changes: Json) -> Json:
        return self.api.post(f"/v1/forms/{self.id}:batchUpdate", {"requests": list(changes)})

    def publish(self, *, published: bool, accepting: bool) -> Json:
        state = {"isPublished": published, "isAcceptingResponses": accepting}
        body = {"publishSettings": {"publishState": state}, "updateMask": "publishState"}
        return self.api.post(f"/v1/forms/{self.id}:setPublishSettings", body)

    def get(self) -> Json:
        return self.api.get(f"/v1/forms/{self.id}")

    def entry(self, title: str) -> str:
        for item in self.get().get("items", []):
            rows = item.get("questionGroupItem", {}).get("questions", [])
            asked = [(row["rowQuestion"]["title"], row) for row in rows]
            if "questionItem" in item:
                asked = [(item["title"], item["questionItem"]["question"])]
            for name, each in asked:
                if name == title:
                    return f"entry.{int(each['questionId'], 16)}"
        raise KeyError(title)

    def submit(self, answers: dict[str, Any], address: str = "") -> requests.Response:
        fields = {name if name.startswith("entry.") else self.entry(name): value for name, value in answers.items()}
        url = address or f"{self.api.url}/forms/d/e/{self.id}/formResponse"
        return requests.post(url, data=fields, timeout=10)

    def page(self, **query: str) -> requests.Response:
        return requests.get(f"{self.api.url}/forms/d/e/{self.id}/viewform", params=query, timeout=10)

    def next_page(self, **fields: str) -> requests.Response:
        """The second section, as «Далее» on the first shows it."""
        url = f"{self.api.url}/forms/d/e/{self.id}/formResponse"
        first = {self.entry(title): value for title, value in {"ФИО": "Иванова", "Форма": "студент–студент"}.items()}
        return requests.post(url, data={**first, **fields, "pageHistory": "0", "continue": "1"}, timeout=10)

    def responses(self, **query: Any) -> list[Json]:
        found: list[Json] = self.api.get(f"/v1/forms/{self.id}/responses", **query).get("responses", [])
        return found

    def answers(self) -> dict[str, list[str]]:
        """The only response by titles."""
        titles = {}
        for item in self.get()["items"]:
            for each in item.get("questionGroupItem", {}).get("questions", []):
                titles[each["questionId"]] = each["rowQuestion"]["title"]
            if "questionItem" in item:
                titles[item["questionItem"]["question"]["questionId"]] = item["title"]
        (response,) = self.responses()
        return {
            titles[question_id]: [part["value"] for part in answer["textAnswers"]["answers"]]
            for question_id, answer in response["answers"].items()
        }


MINIMAL = {"ФИО": "Иванова Анна", "Форма": "студент–студент", "данные": "да"}


def test_a_new_form_takes_a_title_and_nothing_else(api: Api) -> None:
    form = api.post("/v1/forms", {"info": {"title": "Анкета", "documentTitle": "Анкета 2026"}})
    assert form["info"] == {"title": "Анкета", "documentTitle": "Анкета 2026"}
    assert form["publishSettings"] == {"publishState": {}}
    assert form["responderUri"].endswith("/viewform")
    assert api.get(f"/drive/v3/files/{form['formId']}")["name"] == "Анкета 2026"
    error = api.error("POST", "/v1/forms", {"info": {"title": "x", "description": "y"}})
    assert error["message"].startswith("Only info.title can be set when creating a form.")


def test_every_kind_of_question_can_be_made_and_answered(api: Api) -> None:
    form = Form(api, ITEMS)
    answers = {
        **MINIMAL,
        "О себе": "первая\r\nвторая",
        "Запросы": ["речь", "__other_option__"],
        form.entry("Запросы") + ".other_option_response": "музыка",
        "Класс": "10",
        "Дата рождения": "2009-02-28",
        "Время": "9:05",
        "Оценка": "4",
        "Звёзды": "3",
        "фото": "нет",
    }
    assert form.submit(answers).status_code == 200
    assert form.answers() == {
        "ФИО": ["Иванова Анна"],
        "О себе": ["первая\nвторая"],
        "Форма": ["студент–студент"],
        "Запросы": ["речь", "музыка"],
        "Класс": ["10"],
        "Дата рождения": ["2009-02-28"],
        "Время": ["09:05"],
        "Оценка": ["4"],
        "Звёзды": ["3"],
        "данные": ["да"],
        "фото": ["нет"],
    }


def test_a_date_may_come_in_parts_as_google_s_pages_send_it(api: Api) -> None:
    form = Form(api, ITEMS)
    name = form.entry("Дата рождения")
    form.submit({**MINIMAL, f"{name}_year": "2009", f"{name}_month": "2", f"{name}_day": "3"})
    assert form.answers()["Дата рождения"] == ["2009-02-03"]


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"ФИО": "   "}, "Ответьте, пожалуйста, на этот вопрос."),
        ({"Форма": "иное"}, "Выберите один из предложенных ответов."),
        ({"Форма": ["педагог–педагог", "студент–студент"]}, "Здесь можно выбрать только один ответ."),
        ({"Класс": "11"}, "Выберите один из предложенных ответов."),
        ({"Запросы": ["__other_option__"]}, "Напишите свой вариант ответа или выберите другой."),
        ({"Дата рождения": "2009-02-30"}, "Укажите дату: день, месяц и год, например 01.09.2026."),
        ({"Время": "25:00"}, "Укажите время: часы и минуты, например 09:30."),
        ({"Оценка": "6"}, "Выберите один из предложенных ответов."),
        ({"данные": "может быть"}, "Выберите один из предложенных ответов."),
        ({"О себе": "я" * 50_001}, "Слишком длинный ответ: не больше 50000 знаков."),
    ],
)
def test_a_wrong_answer_is_told_and_what_was_typed_is_kept(api: Api, wrong: Json, told: str) -> None:
    form = Form(api, ITEMS)
    response = form.submit({**MINIMAL, "Запросы": ["цифра"], **wrong})
    assert response.status_code == 400
    assert told in response.text
    assert re.search(r'value="студент–студент"( checked)?', response.text)
    if "ФИО" not in wrong:
        assert 'value="Иванова Анна"' in response.text
    assert form.responses() == []


def test_script_in_an_answer_is_stored_as_text_and_never_runs(api: Api) -> None:
    form = Form(api, ITEMS)
    script = "\"><script>alert('x')</script>"
    shown = form.submit({**MINIMAL, "ФИО": script, "Форма": "нет такой"})
    assert script not in shown.text
    assert html.escape(script, quote=False).replace('"', "&#34;").replace("'", "&#39;") in shown.text
    assert "default-src 'none'" in shown.headers["content-security-policy"]
    form.submit({**MINIMAL, "ФИО": script})
    assert form.answers()["ФИО"] == [script]


def test_the_page_is_plain_html_with_a_label_for_every_field(api: Api) -> None:
    form = Form(api, ITEMS)
    first, second = form.page(), form.next_page()
    for page, groups in ((first, 1), (second, 5)):
        assert page.status_code == 200
        assert '<html lang="ru">' in page.text
        assert 'name="viewport"' in page.text
        assert "<script" not in page.text
        fields = set(re.findall(r'<(?:input|textarea|select)[^>]* id="([^"]+)"', page.text))
        assert fields == set(re.findall(r'<label[^>]* for="([^"]+)"', page.text))
        assert page.text.count("<fieldset") == page.text.count("<legend") == groups
    assert "<h2>Запрос</h2>" in second.text


def test_a_form_can_be_filled_in_beforehand_by_its_address(api: Api) -> None:
    form = Form(api, ITEMS)
    page = form.page(**{form.entry("ФИО"): "Пётр & Ко", form.entry("Класс"): "9"})
    assert 'value="Пётр &amp; Ко"' in page.text
    assert f'<input type="hidden" name="{form.entry("Класс")}" value="9">' in page.text
    assert "<option selected>9</option>" in form.next_page(**{form.entry("Класс"): "9"}).text


@pytest.mark.parametrize(("published", "accepting"), [(False, False), (True, False)])
def test_an_unpublished_or_closed_form_refuses_answers(api: Api, published: bool, accepting: bool) -> None:
    form = Form(api, ITEMS)
    form.publish(published=published, accepting=accepting)
    assert form.submit(MINIMAL).status_code == 403
    assert "entry." not in form.page().text
    assert form.responses() == []


def test_a_form_in_the_trash_or_never_made_has_no_page(api: Api) -> None:
    form = Form(api, ITEMS)
    api.patch(f"/drive/v3/files/{form.id}", {"trashed": True})
    assert form.page().status_code == 404
    assert api.error("GET", f"/v1/forms/{form.id}")["code"] == 404
    assert requests.get(f"{api.url}/forms/d/e/nothing/viewform", timeout=10).status_code == 404


def test_an_answer_is_changed_by_its_secret_link(api: Api, clock: Clock) -> None:
    form = Form(api, ITEMS)
    thanks = form.submit({**MINIMAL, "Запросы": ["речь", "__other_option__"],
                          form.entry("Запросы") + ".other_option_response": "музыка"})  # fmt: skip
    (link,) = re.findall(r'href="(/forms[^"]+)"', thanks.text)
    page = requests.get(api.url + html.unescape(link), timeout=10).text
    assert 'value="Иванова Анна"' in page
    assert 'value="музыка"' in page
    (first,) = form.responses()
    clock.now += timedelta(hours=1)
    (action,) = re.findall(r'action="([^"]+)"', page)
    changed = form.submit({**MINIMAL, "ФИО": "Иванова Анна Петровна"}, api.url + html.unescape(action))
    assert "Изменения сохранены" in changed.text
    (second,) = form.responses()
    assert second["responseId"] == first["responseId"]
    assert second["createTime"] == first["createTime"] < second["lastSubmittedTime"]
    assert "editKey" not in second
    assert requests.get(api.url + link.partition("?")[0] + "?edit2=guess", timeout=10).status_code == 404


def test_responses_are_listed_from_a_time_on_and_in_pages(google: Callable[[str], Any], api: Api, clock: Clock) -> None:
    form = Form(api, [question("ФИО", textQuestion={})])
    for number in range(5):
        form.submit({"ФИО": str(number)})  # all at the same moment of the workspace's clock
    clock.now += timedelta(days=1)
    form.submit({"ФИО": "5"})
    everyone = form.responses()
    times = [response["lastSubmittedTime"] for response in everyone]
    assert times == sorted(set(times))
    assert form.responses(filter=f"timestamp > {times[2]}") == everyone[3:]
    assert form.responses(filter=f"timestamp >= {times[2]}") == everyone[2:]
    resource = google("forms.v1").forms().responses()
    request, found = resource.list(formId=form.id, pageSize=2), []
    while request is not None:
        answer = request.execute()
        found += answer.get("responses", [])
        request = resource.list_next(request, answer)
    assert found == everyone
    one = resource.get(formId=form.id, responseId=everyone[0]["responseId"]).execute()
    assert one == {"formId": form.id, **everyone[0]}
    with pytest.raises(HttpError):
        resource.list(formId=form.id, filter="name = 'x'").execute()


def test_a_required_question_off_the_respondent_s_way_is_not_asked(api: Api) -> None:
    section = {"title": "Для взрослых", "pageBreakItem": {}, "itemId": "1a2b3c4d"}
    options = [{"value": "да", "goToSectionId": "1a2b3c4d"}, {"value": "нет", "goToAction": "SUBMIT_FORM"}]
    items = [
        question("Взрослый?", required=True, choiceQuestion={"type": "RADIO", "options": options}),
        section,
        question("Место работы", required=True, textQuestion={}),
    ]
    form = Form(api, [section])
    form.change(
        {"createItem": {"item": items[0], "location": {"index": 0}}},
        {"createItem": {"item": items[2], "location": {"index": 2}}},
    )
    assert form.submit({"Взрослый?": "да"}).status_code == 400
    assert form.submit({"Взрослый?": "нет"}).status_code == 200


def test_an_address_is_asked_for_where_the_form_collects_it(api: Api) -> None:
    form = Form(api, [question("ФИО", textQuestion={})])
    settings = {"settings": {"emailCollectionType": "RESPONDER_INPUT"}, "updateMask": "emailCollectionType"}
    form.change({"updateSettings": settings})
    assert form.submit({"ФИО": "x"}).status_code == 400
    url = f"{api.url}/forms/d/e/{form.id}/formResponse"
    requests.post(url, data={"emailAddress": "a@example.ru"}, timeout=10)
    assert form.responses()[0]["respondentEmail"] == "a@example.ru"


def test_items_are_changed_moved_and_deleted_and_keep_their_ids(api: Api) -> None:
    form = Form(api, ITEMS[:3])
    before = form.get()["items"]
    renamed = {"title": "Фамилия, имя, отчество", "questionItem": {"question": {"required": False}}}
    form.change(
        {"updateItem": {"item": renamed, "location": {"index": 0},
                        "updateMask": "title,questionItem.question.required"}},
        {"moveItem": {"originalLocation": {"index": 0}, "newLocation": {"index": 2}}},
        {"deleteItem": {"location": {"index": 0}}},
        {"updateFormInfo": {"info": {"title": "Новая", "description": "Описание"}, "updateMask": "*"}},
    )  # fmt: skip
    after = form.get()
    assert after["info"]["title"] == "Новая"
    assert [item["itemId"] for item in after["items"]] == [before[2]["itemId"], before[0]["itemId"]]
    changed = after["items"][1]
    assert changed["title"] == "Фамилия, имя, отчество"
    old, new = before[0]["questionItem"]["question"], changed["questionItem"]["question"]
    assert new["questionId"] == old["questionId"]
    assert "textQuestion" in new


@pytest.mark.parametrize(
    ("item", "message"),
    [
        (question("x", choiceQuestion=choice("RADIO", "a", "a")), "same value twice"),
        (question("x", choiceQuestion=choice("DROP_DOWN", "a", other=True)), "'other'"),
        (question("x", choiceQuestion={"type": "RADIO"}), "at least one option"),
        (question("x", scaleQuestion={"low": 3, "high": 5}), "scale"),
        (question("x"), "exactly one kind"),
        ({"title": "x"}, "exactly one kind"),
        (question("x", fileUploadQuestion={}), "not supported"),
    ],
)
def test_an_unsound_item_is_refused_and_nothing_is_changed(api: Api, item: Json, message: str) -> None:
    form = Form(api, [])
    good = {"createItem": {"item": ITEMS[0], "location": {"index": 0}}}
    bad = {"createItem": {"item": item, "location": {"index": 0}}}
    error = api.error("POST", f"/v1/forms/{form.id}:batchUpdate", {"requests": [good, bad]})
    assert error["message"].startswith("Invalid requests[1].createItem: ")
    assert message in error["message"]
    assert "items" not in form.get()


def test_a_write_on_an_old_revision_is_refused(api: Api) -> None:
    form = Form(api, [])
    old = form.get()["revisionId"]
    change = {"updateFormInfo": {"info": {"title": "x"}, "updateMask": "title"}}
    form.change(change)
    body = {"requests": [change], "writeControl": {"requiredRevisionId": old}}
    assert "revision" in api.error("POST", f"/v1/forms/{form.id}:batchUpdate", body)["message"]
